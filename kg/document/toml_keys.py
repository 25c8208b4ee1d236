"""Which keys a table of a TOML file may have, for the messages about wrong ones."""

from __future__ import annotations

import re
from typing import Any, get_args

import msgspec

_PATH = re.compile(r"`\$((?:\.[\w-]+|\[\.\.\.\]|\[\d+\])*)`")


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
