"""Which keys a table of a TOML file may have, for the messages about wrong ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Literal, get_args, get_origin

import msgspec

_PATH = re.compile(r"`\$((?:\.[\w-]+|\[\.\.\.\]|\[\d+\])*)`")
_FIELD = re.compile(r" field `([^`]+)`")
_STEP = re.compile(r"\.([\w-]+)|\[(\d+)\]")
_KEY_OR_HEAD = re.compile(r"""\s*(?:(\[+)([^\[\]#=]+)\]+|([\w."'\- ]+?)\s*=)""")
_LONG_STRING = re.compile(r"\"{3}|'{3}")

Place = tuple[str | int, ...]
"""The names of the tables that a key is in, and its own; a number, from 0, for one of several."""


def keys_hint(kind: type[msgspec.Struct], error: msgspec.ValidationError) -> str:
    """List the keys of the table that is wrong, or the values that one of its keys may have.

    Args:
        kind: What the whole file is converted to.
        error: What msgspec said; it names the table by its path, ``$.index.fields``.

    Returns:
        One sentence, without a final stop.
    """
    table: type[msgspec.Struct] = kind
    names: list[str] = []
    for name in (step for step in _place(error) if isinstance(step, str)):
        types = {field.encode_name: field.type for field in msgspec.structs.fields(table)}
        choices = _choices(types.get(name))
        if choices:
            return f"It may be one of: {', '.join(choices)}"
        below = _struct(types.get(name))
        if below is None:
            break
        table = below
        names.append(name)
    keys = ", ".join(field.encode_name for field in msgspec.structs.fields(table))
    return f"The keys of [{'.'.join(names)}]: {keys}" if names else f"Its keys: {keys}"


def _place(error: msgspec.ValidationError) -> Place:
    found = _PATH.search(str(error))
    steps = _STEP.findall(found[1]) if found else []
    return tuple(name or int(number) for name, number in steps)


def _choices(kind: Any) -> list[str]:
    """Return the values of a type such as ``Literal["draft", "final"]``."""
    if get_origin(kind) is Literal:
        return [str(value) for value in get_args(kind)]
    return []


def _struct(kind: Any) -> type[msgspec.Struct] | None:
    """Return the table in a type such as ``Index | None`` or ``tuple[Section, ...]``."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return kind
    return next((found for part in get_args(kind) if (found := _struct(part))), None)


def line_of_error(text: str, error: msgspec.ValidationError) -> int:
    """Find the line of a TOML text that msgspec speaks of.

    Args:
        text: The text.
        error: What msgspec said.

    Returns:
        The line of the key, from 1; where it is missing, that of its table, and the first one
        where that is missing or the whole file.
    """
    key = _FIELD.search(str(error))
    return line_at(text, [*_place(error), *(key.groups() if key else ())]) or 1


def line_at(text: str, names: Sequence[str | int]) -> int | None:
    r"""Find the line of a key in a TOML text.

    Args:
        text: The text.
        names: The names of the tables that the key is in, and its own; behind the name of a
            ``[[table]]``, its number from 0.

    Returns:
        The line from 1; where the key is not there, that of the nearest table; or None.

    Example:
        >>> line_at('[a]\nx = 1\n[b]\nx = 2\nc.d = 3', ["b", "x"])
        4
        >>> line_at('[a]\nx = 1\n[b]\nx = 2\nc.d = 3', ["a", "missing"])
        1
        >>> line_at('[[a]]\nx = 1\n[[a]]\nx = 2', ["a", 1, "x"])
        4
    """
    nearest, best = None, 0
    for number, place in _places(text):
        common = min(len(place), len(names))
        if place[:common] == tuple(names[:common]) and common > best:
            nearest, best = number, common
    return nearest


def _places(text: str) -> Iterator[tuple[int, Place]]:
    """Yield the lines of a TOML text that have a key or the head of a table, with its place."""
    table: Place = ()
    counts: dict[Place, int] = {}
    within: str | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        is_inside = within is not None
        for quotes in _LONG_STRING.findall(line):
            within = quotes if within is None else None if within == quotes else within
        found = None if is_inside else _KEY_OR_HEAD.match(line)
        if found is None:
            continue
        names = [name.strip(" \t\"'") for name in (found[2] or found[3]).split(".")]
        if found[3]:
            yield number, (*table, *names)
            continue
        if found[1] == "[[":
            counts[tuple(names)] = counts.get(tuple(names), -1) + 1
        table = _numbered(names, counts)
        yield number, table


def _numbered(names: list[str], counts: dict[Place, int]) -> Place:
    """Put behind the name of each table that there are several of the number of the last one."""
    place: list[str | int] = []
    for depth, name in enumerate(names, start=1):
        place.append(name)
        number = counts.get(tuple(names[:depth]))
        if number is not None:
            place.append(number)
    return tuple(place)


def toml_line(error: Exception) -> int | None:
    """Return the line, from 1, that an error of the TOML parser speaks of, or None."""
    found = re.search(r"line (\d+)", str(error))
    return int(found.group(1)) if found else None
