"""The messages of errors as Japanese pages tell them: ``messages.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_suffix(".toml")
_BRACES = re.compile(r"\\\{(\w+)\\\}")


def in_japanese(message: str) -> str | None:
    """Put the message of an error, or its hint, into Japanese.

    Args:
        message: In English, of one line or more.

    Returns:
        Its counterpart, a line for each line; None if there is none for the first.

    Example:
        >>> in_japanese("the value of 'page' is no whole number: 'a'")
        '「a」は整数ではありません。'
        >>> in_japanese("what nobody has put into Japanese") is None
        True
    """
    first, *others = (line.strip() for line in message.splitlines() or [""])
    told = _line(first)
    return None if told is None else "\n".join([told, *(_line(one) or one for one in others)])


def _line(text: str) -> str | None:
    messages, kinds = _read()
    for pattern, counterpart in messages:
        if match := pattern.fullmatch(text):
            values = {name: _shown(value) for name, value in match.groupdict().items()}
            if "kind" in values:
                values["kind"] = kinds.get(values["kind"], values["kind"])
            return counterpart.format(**values).replace("」 ", "」")
    return None


def _shown(value: str) -> str:
    """Put what stood in quotation marks into those of Japanese."""
    is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
    return f"「{value[1:-1]}」" if is_quoted else value


@cache
def _read() -> tuple[list[tuple[re.Pattern[str], str]], dict[str, str]]:
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    messages = [
        (re.compile(_BRACES.sub(r"(?P<\1>.+?)", re.escape(one["en"]))), one["ja"])
        for one in table["message"]
    ]
    return messages, table["kind"]
