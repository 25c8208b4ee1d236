"""Messages of errors and findings in Japanese: ``messages.toml``.

Errors are raised in English, for the API and for logs; people who read Japanese are told them by
the command line and by pages in Japanese.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_suffix(".toml")
_BRACES = re.compile(r"\{(\w+)\}")
_MESSAGES_THEMSELVES = ("hint", "message", "search")
"""Values that are messages or hints, too."""


def in_japanese(message: str, *, on_page: bool = False) -> str | None:
    """Put the message of an error, or its hint, into Japanese.

    Args:
        message: In English, of one line or more.
        on_page: Whether a page tells it, which has a search box, and not the command line.

    Returns:
        Its counterpart, a line for each line; None if there is none for the first.

    Example:
        >>> in_japanese("the value of 'page' is no whole number: 'a'")
        '「a」は整数ではありません。'
        >>> in_japanese("what nobody has put into Japanese") is None
        True
    """
    first, *others = (line.strip() for line in message.splitlines() or [""])
    told = _line(first, on_page)
    if told is None:
        return None
    return "\n".join([told, *(_line(one, on_page) or one for one in others)])


def _line(text: str, on_page: bool) -> str | None:
    messages, pages, tables = _read()
    for english, start, japanese in messages:
        if not text.startswith(start) or not (match := _pattern(english).fullmatch(text)):
            continue
        values = match.groupdict()
        for name, value in values.items():
            known = tables.get(name, {}).get(value)
            if name in _MESSAGES_THEMSELVES:
                values[name] = _line(value, on_page)
            elif name == "reason":  # which others give: it may have no counterpart
                values[name] = known or _line(value, on_page) or _shown(value)
            else:
                values[name] = known or _shown(value)
        if None not in values.values():
            return _filled(pages.get(english, japanese) if on_page else japanese, values)
    return None


def _filled(counterpart: str, values: Mapping[str, Any]) -> str:
    filled = _BRACES.sub(lambda brace: values[brace[1]], counterpart)
    return filled.replace(" 「", "「").replace("」 ", "」").strip()


def _shown(value: str) -> str:
    """Put what stood in quotation marks into those of Japanese."""
    quote = value[:1]
    is_quoted = len(value) > 1 and quote in "'\"" and value.index(quote, 1) == len(value) - 1
    return f"「{value[1:-1]}」" if is_quoted else value


@cache
def _pattern(english: str) -> re.Pattern[str]:
    pieces = _BRACES.split(english)
    return re.compile(
        "".join(
            f"(?P<{piece}>.*?)" if place % 2 else re.escape(piece)
            for place, piece in enumerate(pieces)
        )
    )


@cache
def _read() -> tuple[list[tuple[str, str, str]], dict[str, str], dict[str, dict[str, str]]]:
    """Return each message with its start and its counterpart, those of pages, and values."""
    table: dict[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    all_of_them = {
        english: told
        for name in ("messages", "argparse", "msgspec", "patterns", "tomllib")
        for english, told in table[name].items()
    }
    messages = [(one, one.partition("{")[0], told) for one, told in all_of_them.items()]
    messages.sort(key=lambda one: -len(_BRACES.sub("", one[0])))
    tables = {name: table[name] for name in ("kind", "reason")}
    return messages, table["pages"], tables | dict.fromkeys(("given", "wanted"), table["type"])
