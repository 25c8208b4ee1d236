"""JSON, read by the scanner of the module ``json`` without that module.

Importing ``json`` imports ``re``, and the two take a tenth of the time of a dossier. Where
Python has no such scanner, and for the message of what is no JSON, the module does the work.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    Scan = Callable[[str, int], tuple[Any, int]]


def no_double_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make a JSON object of its pairs, refusing a key that comes twice.

    Raises:
        ValueError: If a key comes twice.
    """
    made = dict(pairs)
    if len(made) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twice!r} comes twice")
    return made


class _Rules:
    """What the scanner asks of a ``json.JSONDecoder``."""

    strict = True
    object_hook = None
    object_pairs_hook = staticmethod(no_double_keys)
    parse_float = float
    parse_int = int
    parse_constant = float


def _make_scanner() -> Scan | None:
    try:
        from _json import make_scanner
    except ImportError:  # only CPython has it
        return None
    rules: Any = _Rules
    return make_scanner(rules)


_scan = _make_scanner()


def read_json(text: str) -> Any:
    """Read a JSON value of which no object has a key twice.

    Args:
        text: The value, perhaps with white space around it.

    Returns:
        The value as Python has it.

    Raises:
        ValueError: If it is no JSON, or a key comes twice.

    Example:
        >>> read_json(' {"page": 3, "words": ["港"]}')
        {'page': 3, 'words': ['港']}
    """
    bare = text.strip(" \t\r\n")
    if _scan is not None:
        try:
            value, end = _scan(bare, 0)
            if end == len(bare):
                return value
        except (StopIteration, ValueError):
            pass  # the module says better what is wrong
    import json

    return json.loads(text, object_pairs_hook=no_double_keys)
