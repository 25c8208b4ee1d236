"""What a layout must hold beyond the types of its keys, each fault told with its line."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from string import Formatter
from typing import TYPE_CHECKING, Any

from kg.text import fold

if TYPE_CHECKING:
    from kg.document.layout import Layout
    from kg.errors import LayoutError

NEEDED = {
    "index.fields.items.pattern": ("number", "name"),
    "index.goals.items.pattern": ("number", "vision"),
    "index.listings.items.pattern": ("code", "title"),
    "header.pattern": ("codes", "title"),
    "header.goal.pattern": ("goal", "vision"),
    "header.aims.pattern": ("goal", "vision"),
}
"""The groups that a pattern must have, and that must catch something."""

_PATTERN_KEYS = {
    "pattern", "start", "head", "heading", "group", "item", "content", "partners",
    "separator", "open_end", "label", "until", "programme", "complete", "rest",
}  # fmt: skip
_MAY_BE_EMPTY = {"infrastructure.rest"}
_TAKES_CHARACTERS = {
    "code.pattern", "marks.group", "marks.item", "co_creation.content", "co_creation.partners",
    "bodies.label", "bodies.separator", "bodies.open_end",
}  # fmt: skip
"""Patterns of signs and words, which are there or not; so are the start of items and heads."""
_INSIDE_OTHERS = {"code.pattern", "bodies.separator", "bodies.open_end"}
_WORD_KEYS = {"categories", "opening", "words", "suffixes", "required"}
_PIECE = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)
_MEMBER = re.compile(r"\\.|[^\\]", re.DOTALL)
_PLACEHOLDER = re.compile(r"(?<!\\)\{(?!code\})[A-Za-z_]\w*\}")
_SAME_LENGTH = "(?:.?)"
"""Stands for ``{code}`` where a pattern is tried out, so that places in it stay what they are."""


def check_layout(layout: Layout, data: dict[str, Any]) -> None:
    """Check the patterns, words and templates of a layout.

    Args:
        layout: The layout.
        data: Its TOML data.

    Raises:
        LayoutError: If one of them is wrong.
    """
    for fault in _faults(layout, data):
        raise fault


def _faults(layout: Layout, data: dict[str, Any]) -> Iterator[LayoutError]:
    patterns = {key: value for key, value in _values(data, _PATTERN_KEYS) if isinstance(value, str)}
    # The others are made with it.
    yield from _pattern_faults(layout, "code.pattern", layout.code.pattern)
    for key, pattern in patterns.items():
        yield from _pattern_faults(layout, key, pattern)
    for key, words in _values(data, _WORD_KEYS):
        if isinstance(words, list) and not all(word.strip() for word in words):
            yield layout.fault(key, f"the list {_named(key)} holds an empty word", "Remove it")
    for key in ("canonical", "key"):
        yield from _template_faults(layout, key)
    for key in patterns.keys() & NEEDED.keys():
        yield from _group_faults(layout, key, patterns[key])
    if layout.header.overview and layout.header.aims is not None:
        message = "header.overview and header.aims are both given, and both go on to a section"
        hint = "Name the overview by a [[section]], or the goals by header.goal"
        yield layout.fault("header.overview", message, hint)
    if layout.index is not None and not data["index"]:
        hint = "Give fields, goals or listings, or leave [index] out"
        yield layout.fault("index", "[index] names no block", hint)


def _pattern_faults(layout: Layout, key: str, pattern: str) -> Iterator[LayoutError]:
    name = _named(key)
    if not pattern and key not in _MAY_BE_EMPTY:
        yield layout.fault(key, f"the pattern {name} is empty", "Write (?!) for what never matches")
    unknown = _PLACEHOLDER.search(pattern)
    if unknown is not None:
        yield layout.fault(
            key, f"the pattern {name} has {unknown.group()}, but only {{code}} is filled in"
        )
    reason = _refused(lambda: re.compile(pattern.replace("{code}", _SAME_LENGTH)))
    if reason is not None:
        yield layout.fault(key, f"the pattern {name} is no regular expression: {reason}")
    # As it is used, there is more that can be wrong: a name of a group that is there already.
    embedded = "{code}" if key == "code.pattern" else pattern
    used = f"(?:{embedded})" if key in _INSIDE_OTHERS else pattern
    reason = _refused(lambda: layout.compile(used))
    if reason is not None:
        yield layout.fault(key, f"the pattern {name} cannot stand in another one: {reason}")
    takes = key in _TAKES_CHARACTERS or key.endswith((".start", ".head"))
    if takes and layout.compile(pattern).match(""):
        hint = "Let it match at least one character"
        yield layout.fault(key, f"the pattern {name} matches where there is nothing", hint)
    sign = _never_stands(pattern)
    if sign is not None:
        yield layout.fault(
            key,
            f"the pattern {name} has {sign!r}, which never stands in the folded text",
            f"Write what it is folded to: {re.escape(fold(sign))}",
        )


def _named(key: str) -> str:
    """Call a key as people do; which of several tables it is in, its line says."""
    return re.sub(r"\.\d+", "", key)


def _never_stands(pattern: str) -> str | None:
    """Return a sign of a pattern that folding takes away; of a set of signs only if all are."""
    for piece in map(str, _PIECE.findall(pattern)):
        signs = [piece[-1]]
        if piece.startswith("[") and len(piece) > 1:
            members = [member[-1] for member in _MEMBER.findall(piece[1:-1])]
            between = range(1, len(members) - 1)  # where "-" is no sign but a range
            signs = [s for place, s in enumerate(members) if s != "-" or place not in between]
        if not piece.startswith("[^") and all(fold(sign) != sign for sign in signs):
            return signs[0]
    return None


def _refused(make: Callable[[], object]) -> str | None:
    """Return why a pattern cannot be compiled, with the place in it from 1; None if it can."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", FutureWarning)  # "[[" means something else one day
            make()
    except re.error as error:
        return error.msg if error.pos is None else f"{error.msg} (character {error.pos + 1})"
    except (FutureWarning, OverflowError, RecursionError) as error:
        return str(error)
    return None


def _group_faults(layout: Layout, key: str, pattern: str) -> Iterator[LayoutError]:
    groups = layout.compile(pattern).groupindex
    required = layout.header.required if key == "header.pattern" else ()
    for group in (*NEEDED[key], *required):
        if group not in groups:
            hint = f"Write (?P<{group}>…) round the {group}"
            yield layout.fault(key, f"the pattern {key} has no group {group!r}", hint)


def _template_faults(layout: Layout, key: str) -> Iterator[LayoutError]:
    template = layout.code.canonical if key == "canonical" else layout.code.key
    groups = set(layout.code_pattern.groupindex)
    wanted = ", ".join(f"{{{group}}}" for group in sorted(groups)) or "a group of code.pattern"
    hint = f"It can and must hold {wanted}, as they stand"
    try:
        parts = list(Formatter().parse(template))
    except ValueError as error:
        yield layout.fault(f"code.{key}", f"code.{key} is no template: {error}", hint)
        return
    used = {name for _, name, _, _ in parts if name is not None}
    plain = all(not spec and not conversion for _, _, spec, conversion in parts)
    if used != groups or not plain or not groups:
        message = f"code.{key} does not hold each group of code.pattern"
        yield layout.fault(f"code.{key}", message, hint)


def _values(table: dict[str, Any], keys: set[str], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _values(value, keys, f"{prefix}{key}.")
        elif key in keys:
            yield prefix + key, value
        elif isinstance(value, list):
            for number, member in enumerate(value):
                if isinstance(member, dict):
                    yield from _values(member, keys, f"{prefix}{key}.{number}.")
