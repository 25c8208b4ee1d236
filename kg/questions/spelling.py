"""The spellings that a name, a project's code or a number can have, and what they share."""

from __future__ import annotations

from kg.numerals import whole_number
from kg.text import comparable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

CODE = r"\D{0,10}?(\d{1,4}|[IVXLC]+|[一二三四五六七八九十百]+)-\(?(\d{1,4})\)?"
"""Pattern of a project's code in a folded text, whose first number may be a numeral."""

DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))
"""Turns what is typed for the dash of a code into one."""

_HIRAGANA = {letter: letter - 0x60 for letter in range(ord("ァ"), ord("ヶ") + 1)}


def alike(text: str) -> str:
    """Return what all spellings of a name share.

    Example:
        >>> alike("ｸｼﾛ コウ"), alike("阿寒ＩＣ")
        ('くしろこう', '阿寒ic')
    """
    return comparable(text).casefold().translate(_HIRAGANA)


def code_as_printed(text: str) -> str:
    """Return a code of any form with the characters that literals have for it."""
    return comparable(text).translate(DASHES)


def codes_of(text: str) -> list[str]:
    """Return the spellings that a text may have as a project's code; none if it is no code."""
    printed = code_as_printed(text)
    if "-" not in printed:
        return []
    import re  # most texts do without, and it takes long to import

    match = re.fullmatch(CODE, printed.upper())
    if match is None:
        return []
    first, second = match.groups()
    above = int(first) if first.isdecimal() else first
    return list(dict.fromkeys([f"{above}-({int(second)})", printed, printed.upper(), text]))


def number_of(text: str) -> int | None:
    """Return the number that a text is, in digits or as a numeral (``Ⅱ``, ``二``), or None."""
    return whole_number(comparable(text).upper())


def number_behind(text: str, names: Iterable[str]) -> int | None:
    """Return the number that stands behind one of some names, or None.

    Example:
        >>> number_behind("めざす姿（１）", ["目標", "めざす姿"]), number_behind("Goal Ⅳ", ["goal"])
        (1, 4)
    """
    typed = alike(text)
    rests = (typed.removeprefix(name) for name in map(alike, names) if typed.startswith(name))
    numbers = (whole_number(rest.strip("()").upper()) for rest in rests)
    return next((number for number in numbers if number is not None), None)
