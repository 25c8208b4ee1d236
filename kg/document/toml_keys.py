"""Which keys a table of a TOML file may have, for the messages about wrong ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, get_args

import msgspec

_PATH = re.compile(r"`\$((?:\.[\w-]+|\[\.\.\.\]|\[\d+\])*)`")
_KEY_OR_HEAD = re.compile(r"""\s*(?:\[+([^\[\]#=]+)\]+|([\w."'\- ]+?)\s*=)""")


def keys_hint(kind: type[msgspec.Struct], error: msgspec.ValidationError) -> str:
    """List the keys of the table that is wrong.

    Args:
        kind: What the whole file is converted to.
        error: What msgspec said; it names the table by its path, ``$.index.fields``.

    Returns:
        One sentence, without a final stop.
    """
    found = _PATH.search(str(error))
    table: type[msgspec.Struct] = kind
    names: list[str] = []
    for name in re.findall(r"\.([\w-]+)", found[1]) if found else []:
        types = {field.encode_name: field.type for field in msgspec.structs.fields(table)}
        below = _struct(types.get(name))
        if below is None:
            break
        table = below
        names.append(name)
    keys = ", ".join(field.encode_name for field in msgspec.structs.fields(table))
    return f"The keys of [{'.'.join(names)}]: {keys}" if names else f"Its keys: {keys}"


def _struct(kind: Any) -> type[msgspec.Struct] | None:
    """Return the table in a type such as ``Index | None`` or ``tuple[Section, ...]``."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return kind
    return next((found for part in get_args(kind) if (found := _struct(part))), None)


def line_at(text: str, names: Sequence[str]) -> int | None:
    r"""Find the line of a key in a TOML text.

    Args:
        text: The text.
        names: The names of the tables that the key is in, and its own.

    Returns:
        The line from 1; where the key is not there, that of the nearest table; or None.

    Example:
        >>> line_at('[a]\nx = 1\n[b]\nx = 2\nc.d = 3', ["b", "x"])
        4
        >>> line_at('[a]\nx = 1\n[b]\nx = 2\nc.d = 3', ["a", "missing"])
        1
    """
    table: list[str] = []
    nearest, best = None, 0
    for number, line in enumerate(text.splitlines(), start=1):
        found = _KEY_OR_HEAD.match(line)
        if found is None:
            continue
        here = [name.strip(" \t\"'") for name in (found[1] or found[2]).split(".")]
        if found[1]:
            table = here
        whole = here if found[1] else [*table, *here]
        common = min(len(whole), len(names))
        if whole[:common] != list(names[:common]):
            continue
        if common > best:
            nearest, best = number, common
    return nearest


def toml_line(error: Exception) -> int | None:
    """Return the line, from 1, that an error of the TOML parser speaks of, or None."""
    found = re.search(r"line (\d+)", str(error))
    return int(found.group(1)) if found else None
