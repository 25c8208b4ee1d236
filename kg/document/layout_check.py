"""What a layout must hold beyond the types of its keys, each fault told with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any

from kg.errors import LayoutError

if TYPE_CHECKING:
    from kg.document.layout import Layout

_PATTERN_KEYS = {
    "pattern", "start", "head", "heading", "group", "item", "content", "partners",
    "separator", "open_end", "label", "programme", "complete",
}  # fmt: skip
_WORD_KEYS = {"categories", "opening", "words", "suffixes"}
_PLACEHOLDER = re.compile(r"(?<!\\)\{(?!code\})[A-Za-z_]\w*\}")
_NO_MATCH = "(?!)"


def check_layout(layout: Layout, data: dict[str, Any], text: str, path: Path) -> None:
    """Check the patterns, words and templates of a layout.

    Args:
        layout: The layout.
        data: Its TOML data.
        text: Its text, for the lines of faults.
        path: Its file.

    Raises:
        LayoutError: If one of them is wrong.
    """
    for fault, value, hint in _faults(layout, data):
        raise LayoutError(fault, where=path, line=_line_of(text, value), hint=hint)


def whole_number(text: str, group: str) -> int:
    """Read what a group of a pattern caught as a number.

    Args:
        text: What it caught.
        group: Its name.

    Raises:
        LayoutError: If it is none.
    """
    if not text.isdecimal():
        raise LayoutError(
            f"the group {group!r} of the layout caught {text[:20]!r}, which is no number",
            hint=rf"Let the group match digits only: (?P<{group}>\d+)",
        )
    return int(text)


def _faults(layout: Layout, data: dict[str, Any]) -> Iterator[tuple[str, str, str | None]]:
    """Yield each fault, the value it is in, and what to do."""
    for key, value in _values(data, _PATTERN_KEYS):
        if isinstance(value, str):
            yield from _pattern_faults(layout, key, value)
    for key, words in _values(data, _WORD_KEYS):
        if isinstance(words, list) and "" in words:
            yield f"{key} holds an empty word", f"{key.rpartition('.')[2]} =", "Remove it"
    for key in ("canonical", "key"):
        yield from _template_faults(layout, key)
    groups = layout.compile(layout.header.pattern).groupindex
    for group in ("codes", "title", *layout.header.required):
        if group not in groups:
            hint = f"Write (?P<{group}>…) round the {group}"
            yield f"header.pattern has no group {group!r}", "[header]", hint


def _pattern_faults(
    layout: Layout, key: str, pattern: str
) -> Iterator[tuple[str, str, str | None]]:
    if not pattern:
        yield f"{key} is empty", f"{key.rpartition('.')[2]} = ", f"Write {_NO_MATCH} for never"
        return
    unknown = _PLACEHOLDER.search(pattern)
    if unknown is not None:
        yield f"{key} has {unknown.group()}, but only {{code}} is filled in", pattern, None
    try:
        layout.compile(pattern)
    except re.error as error:
        yield f"{key} is not a valid regular expression: {error}", pattern, None


def _template_faults(layout: Layout, key: str) -> Iterator[tuple[str, str, str | None]]:
    template = layout.code.canonical if key == "canonical" else layout.code.key
    groups = set(layout.code_pattern.groupindex)
    wanted = ", ".join(f"{{{group}}}" for group in sorted(groups)) or "a group of code.pattern"
    hint = f"It can and must hold {wanted}, as they stand"
    try:
        parts = list(Formatter().parse(template))
    except ValueError as error:
        yield f"code.{key} is no template: {error}", f"{key} = ", hint
        return
    used = {name for _, name, _, _ in parts if name is not None}
    plain = all(not spec and not conversion for _, _, spec, conversion in parts)
    if used != groups or not plain or not groups:
        yield f"code.{key} does not hold each group of code.pattern", f"{key} = ", hint


def _values(table: dict[str, Any], keys: set[str], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _values(value, keys, f"{prefix}{key}.")
        elif key in keys:
            yield prefix + key, value
        elif isinstance(value, list):
            for member in value:
                if isinstance(member, dict):
                    yield from _values(member, keys, f"{prefix}{key}.")


def _line_of(text: str, value: str) -> int | None:
    first = value.splitlines()[0]
    rows = enumerate(text.splitlines(), start=1)
    return next((number for number, row in rows if first in row), None)
