"""Japanese text as plain functions: folded forms with a way back, joined lines, display width.

Folding is Unicode's NFKC, character by character, so that `１－（２）` and `1-(2)` match the same
pattern while each folded character still knows which character of the source it came from
(Unicode Standard Annex #15, compatibility composition).
"""

from __future__ import annotations

import unicodedata

# Brackets within brackets, three deep: 道(農政部(根室、釧路)、水産部).
NESTED = r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
"""Pattern of a whole bracket in a folded text, with the brackets in it."""


def fold(text: str) -> str:
    """Return the NFKC form of a text, for comparing and matching.

    Args:
        text: Any text.

    Returns:
        The folded text; its length may differ.

    Example:
        >>> fold("１－（２）")
        '1-(2)'
    """
    return unicodedata.normalize("NFKC", text)


def fold_with_offsets(text: str) -> tuple[str, list[int]]:
    """Fold each character by itself and keep where it came from.

    Args:
        text: Any text.

    Returns:
        The folded text, and for each of its characters the index in ``text``.

    Example:
        >>> fold_with_offsets("㈱１")
        ('(株)1', [0, 0, 0, 1])
    """
    if text.isascii():
        return text, list(range(len(text)))
    folded: list[str] = []
    offsets: list[int] = []
    for index, character in enumerate(text):
        piece = unicodedata.normalize("NFKC", character)
        folded.append(piece)
        offsets.extend([index] * len(piece))
    return "".join(folded), offsets


def comparable(text: str) -> str:
    """Return what two printings of one text must share: the folded form without white space.

    Example:
        >>> comparable("Ａ　地区 ") == comparable("A地区")
        True
    """
    return "".join(fold(text).split())


def torn_bracket(text: str) -> int | None:
    """Return where a folded text has a round bracket without its partner.

    Args:
        text: A folded text.

    Returns:
        The index of the first bracket that is opened and never closed, else of the first that
        is closed and was never opened, else None.

    Example:
        >>> torn_bracket("市(港湾課、商工会議所"), torn_bracket("道(農政部(根室))")
        (1, None)
    """
    opened: list[int] = []
    stray: int | None = None
    for index, character in enumerate(text):
        if character == "(":
            opened.append(index)
        elif character == ")" and opened:
            opened.pop()
        elif character == ")" and stray is None:
            stray = index
    return opened[0] if opened else stray


def display_width(text: str, ambiguous: int = 2) -> int:
    """Count the columns a text takes in a fixed-width font.

    Wide and full-width characters take two, combining ones none (Unicode Standard Annex #11).

    Args:
        text: Any text.
        ambiguous: Columns of a character such as ○, which takes two in Japanese typesetting and
            one on most terminals.

    Example:
        >>> display_width("港A")
        3
    """
    width = 0
    for character in text:
        if unicodedata.combining(character):
            continue
        kind = unicodedata.east_asian_width(character)
        width += 2 if kind in "WF" else ambiguous if kind == "A" else 1
    return width


def visible(text: str) -> str:
    r"""Write control characters as signs, so that a text cannot steer a terminal.

    Example:
        >>> visible("港\x1b[2J")
        '港␛[2J'
    """
    return text.translate(_SIGNS)


def shortened(text: str, most: int) -> str:
    """Cut a text that is too long for a message, and say so by a sign.

    Example:
        >>> shortened("釧路港の整備", 4)
        '釧路港…'
    """
    return text if len(text) <= most else f"{text[: most - 1]}…"


# Unicode Control Pictures (U+2400 and on) for C0 but tab and line feed, and DEL.
_SIGNS = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)} | {0x7F: 0x2421}
