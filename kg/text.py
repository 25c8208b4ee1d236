"""Japanese text as plain functions: folded forms with a way back, joined lines, display width.

Folding is Unicode's NFKC, character by character, so that `１－（２）` and `1-(2)` match the same
pattern while each folded character still knows which character of the source it came from
(Unicode Standard Annex #15, compatibility composition). Marks go with the character that they
stand behind, so that ﾌﾟ and プ (written as two characters) are プ, and what nobody sees, such as
a soft hyphen or a space without width, is left out.
"""

from __future__ import annotations

import unicodedata

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

# Brackets within brackets, three deep: 道(農政部(根室、釧路)、水産部).
NESTED = r"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)"
"""Pattern of a whole bracket in a folded text, with the brackets in it."""


# Default_Ignorable_Code_Point of the Unicode Character Database, but for those of Hangul and Khmer:
# hyphens and spaces that are not drawn, marks of direction, selectors of variants, the mark of
# byte order.
_UNSEEN_RANGES = (
    ("\u00ad", "\u00ad"), ("\u034f", "\u034f"), ("\u061c", "\u061c"), ("\u180b", "\u180e"),
    ("\u200b", "\u200f"), ("\u202a", "\u202e"), ("\u2060", "\u206f"), ("\ufe00", "\ufe0f"),
    ("\ufeff", "\ufeff"), ("\U000e0000", "\U000e0fff"),
)  # fmt: skip
_UNSEEN = {
    code: None for first, last in _UNSEEN_RANGES for code in range(ord(first), ord(last) + 1)
}
# Accents, and the marks of voiced sounds, those of half-width kana among them.
_MARK_SET = "\u0300-\u034e\u0350-\u036f\u3099\u309a\uff9e\uff9f"


def without_unseen(text: str) -> str:
    r"""Leave out of a text what nobody sees, but for white space.

    Example:
        >>> without_unseen("西\u200b港 ")
        '西港 '
    """
    return text if text.isascii() else text.translate(_UNSEEN)


def is_blank(text: str) -> bool:
    """Tell whether nobody sees anything of a text."""
    return not without_unseen(text).strip()


def fold(text: str) -> str:
    """Return the NFKC form of a text without what nobody sees, for comparing and matching.

    Args:
        text: Any text.

    Returns:
        The folded text; its length may differ.

    Example:
        >>> fold("１－（２）")
        '1-(2)'
    """
    return unicodedata.normalize("NFKC", without_unseen(text))


def fold_with_places(text: str) -> tuple[str, list[int], list[int]]:
    """Fold each character by itself, with the marks behind it, and keep where it came from.

    Args:
        text: Any text.

    Returns:
        The folded text; for each of its characters the index in ``text`` of the first character
        that it came from, and the index behind the last one.

    Example:
        >>> fold_with_places("㈱１")
        ('(株)1', [0, 0, 0, 1], [1, 1, 1, 2])
        >>> fold_with_places("ﾌﾟﾗ")
        ('プラ', [0, 2], [2, 3])
    """
    if text.isascii():
        return text, list(range(len(text))), list(range(1, len(text) + 1))
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _pieces(text):
        piece = fold(text[start:end])
        folded.append(piece)
        starts.extend([start] * len(piece))
        ends.extend([end] * len(piece))
    return "".join(folded), starts, ends


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Cut a text into characters, each with its marks and what nobody sees beside it."""
    not_alone, together = _patterns()
    if not_alone.search(text) is None:
        return ((index, index + 1) for index in range(len(text)))
    return (found.span() for found in together.finditer(text))


_compiled: list[re.Pattern[str]] = []


def _patterns() -> list[re.Pattern[str]]:
    """Return the patterns of a character that goes with others, and of one with all of these."""
    if not _compiled:
        import re  # questions do without, and it takes long to import

        unseen = "".join(f"{first}-{last}" for first, last in _UNSEEN_RANGES)
        together = f"[{unseen}]*[^{unseen}][{unseen}{_MARK_SET}]*|[{unseen}]+"
        _compiled.append(re.compile(f"[{unseen}{_MARK_SET}]"))
        _compiled.append(re.compile(together, re.DOTALL))
    return _compiled


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
        if unicodedata.combining(character) or ord(character) in _UNSEEN:
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
