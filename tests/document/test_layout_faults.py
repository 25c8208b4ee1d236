"""A layout with anything missing, empty or wrong is read or told, and never breaks the reading."""

from __future__ import annotations

import copy
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.document.layout import layout_path, read_layout
from kg.errors import LayoutError
from kg.messages import in_japanese
from tests import rewriting
from tests.conftest import REAL_PLAN
from tests.document.test_layouts import HARBOUR_TOWN, INDEX, INDEX_PAGE

Table = dict[str, Any]
Place = tuple[str | int, ...]

HARBOUR = (
    (HARBOUR_TOWN / "layout.toml").read_text(encoding="utf-8") + INDEX,
    INDEX_PAGE + (HARBOUR_TOWN / "plan.txt").read_text(encoding="utf-8"),
)
VISION = (
    layout_path("hokkaido-vision").read_text(encoding="utf-8"),
    "".join((REAL_PLAN / "source.txt").read_text(encoding="utf-8").splitlines(True)[:330]),
)
GREEN_TOWN = HARBOUR_TOWN.with_name("green-town")
GREEN = tuple((GREEN_TOWN / name).read_text("utf-8") for name in ("layout.toml", "plan.txt"))
PATTERNS = (
    *("", "(", "[", "*", "(?i)x", "(?P<x>x)\\1", "{kode}", "(?!)", "(?=.)", "x*", ".*", ".", "\\S"),
    *(
        "(?P<codes>.)(?P<title>.?)",
        "(?P<name>x)?.+",
        "(?P<number>.+)",
        "①",
        "[[a]",
        "x{99999999999}",
    ),
)
OTHER_VALUES: tuple[Any, ...] = (5, "", [], {}, [""])
GROUP = re.compile(r"\(\?P<(\w+)>")


def places(value: Any, at: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Yield every table and value of a layout with its place."""
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for name, member in members:
        yield (*at, name), member
        if isinstance(member, dict | list):
            yield from places(member, (*at, name))


def with_value(table: Table, at: Place, value: Any) -> Table:
    """Return a copy with another value at a place; without it where the value is None."""
    changed = copy.deepcopy(table)
    inner: Any = changed
    for name in at[:-1]:
        inner = inner[name]
    if value is None:
        del inner[at[-1]]
    else:
        inner[at[-1]] = value
    return changed


def written(value: Any) -> str:
    """Write a value as TOML, a table in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {written(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def texts_with_a_change(pattern: str) -> Iterator[str]:
    """Yield a pattern with each of its groups without a name, empty, blank, optional, one sign."""
    for found in GROUP.finditer(pattern):
        end = end_of_group(pattern, found.start())
        before, inside, after = (
            pattern[: found.start()],
            pattern[found.end() : end],
            pattern[end + 1 :],
        )
        yield f"{before}(?:{inside}){after}"
        for other in ("", r"\s*", f"(?:{inside})?", "(?:(?!))?", ".", f"{inside}|"):
            yield f"{before}{found.group()}{other}){after}"
        yield f"{before}({found.group()}{inside}))?{after}"
        for nothing in ("", r"\s*", "x?"):  # the pattern matches all the same
            yield f"{before}{found.group()}{nothing})(?:{inside}){after}"


def end_of_group(pattern: str, start: int) -> int:
    """Return where the bracket closes that opens at a place; the patterns here have no [(]."""
    depth = 0
    for place in range(start, len(pattern)):
        if pattern[place - 1] == "\\" or re.search(r"\[[^\]]*\Z", pattern[:place]):
            continue
        depth += {"(": 1, ")": -1}.get(pattern[place], 0)
        if not depth:
            return place
    raise AssertionError(pattern)


def removed(table: Table) -> Iterator[Table]:
    for at, _ in places(table):
        yield with_value(table, at, None)


def of_another_type(table: Table) -> Iterator[Table]:
    for at, _ in places(table):
        for value in OTHER_VALUES:
            yield with_value(table, at, value)


def with_other_patterns(table: Table) -> Iterator[Table]:
    for at, value in places(table):
        if isinstance(value, str) and at[-1] not in ("name", "description", "source", "kind"):
            for pattern in PATTERNS:
                yield with_value(table, at, pattern)


def with_other_groups(table: Table) -> Iterator[Table]:
    for at, value in places(table):
        if isinstance(value, str):
            for pattern in texts_with_a_change(value):
                yield with_value(table, at, pattern)


@pytest.mark.parametrize(
    ("layout", "document", "made"),
    [
        (*HARBOUR, removed),
        (*HARBOUR, of_another_type),
        (*HARBOUR, with_other_patterns),
        (*HARBOUR, with_other_groups),
        (*VISION, removed),
        (*VISION, with_other_groups),
        (*GREEN, removed),
        (*GREEN, with_other_patterns),
        (*GREEN, with_other_groups),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_layout_that_lacks_anything_is_read_or_told(
    tmp_path: Path, layout: str, document: str, made: Any
) -> None:
    path = tmp_path / "layout.toml"
    count = 0
    for table in made(tomllib.loads(layout)):
        text = "".join(f"{key} = {written(value)}\n" for key, value in table.items())
        path.write_text(text, encoding="utf-8")
        count += 1
        try:
            plan = rewriting.parse_text(document, read_layout(path))
        except LayoutError as error:
            assert error.where == str(path), text
            assert error.line is not None, text
            assert 1 <= error.line <= len(table) + 1
            assert in_japanese(error.message), error.message
            assert error.hint is None or in_japanese(error.hint), error.hint
            continue
        untold = [one.message for one in plan.problems if not in_japanese(one.message)]
        assert not untold
        assert all(
            words.spans for words in rewriting.words_of((plan.fields, plan.goals, plan.projects))
        )
    assert count > (30 if document == GREEN[1] else 50)
