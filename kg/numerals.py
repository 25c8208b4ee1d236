"""Numbers as Japanese plans print them: with digits, in Roman numerals or in kanji."""

from __future__ import annotations

from itertools import product

MOST_DIGITS = 9

_ROMAN = (
    ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"),
    ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"),
)
_KANJI = (
    ("", "十", *(f"{ten}十" for ten in "二三四五六七八九")),
    ("", *"一二三四五六七八九"),
)
NUMERALS = {
    ten + one: 10 * tens + ones
    for numerals in (_ROMAN, _KANJI)
    for (tens, ten), (ones, one) in product(*map(enumerate, numerals))
    if ten or one
}
"""The numerals, folded, with their numbers from 1 to 99."""


def whole_number(folded: str) -> int | None:
    """Read a whole number.

    Args:
        folded: What stands for it, folded: digits, or a Roman or kanji numeral from 1 to 99.

    Returns:
        The number; None where the text is none, or has more than ``MOST_DIGITS`` digits.

    Example:
        >>> whole_number("12"), whole_number("IV"), whole_number("二十三"), whole_number("IIX")
        (12, 4, 23, None)
    """
    if folded.isascii() and folded.isdecimal() and len(folded) <= MOST_DIGITS:
        return int(folded)
    return NUMERALS.get(folded)
