"""What names are written with, and the finding of many known names at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from ahocorasick_rs import AhoCorasick, MatchKind

from kg.text import fold

# A stem is written in kanji and katakana; of hiragana, which would run into particles, it has only
# what spelling.toml says.
NAME = r"[々〆〇ヶノー\u3400-\u9fff\u30a1-\u30fa]"
LOOSE = r"[々〆〇ヶー・\u3041-\u3096\u3400-\u9fff\u30a1-\u30fa]"
PHRASE = r"[々〆〇ヶノー・A-Za-z0-9\-\u3400-\u9fff\u30a1-\u30fa]"
LISTED = r"[々〆〇ヶノー・\u3400-\u9fff\u30a1-\u30fa]"

WORDS = Path(__file__).with_suffix(".toml")


class _Hiragana(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which hiragana beside a name is a part of it; ``spelling.toml`` tells each."""

    never_first: str
    features: str
    actors: str
    openings: tuple[str, ...]
    opening_ends: str
    clear_ends: str
    single_ends: str


class _Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of ``spelling.toml``."""

    joins: tuple[str, ...]
    more: str
    counters: str
    words: tuple[str, ...]
    hiragana: _Hiragana


_WORDS = msgspec.toml.decode(WORDS.read_bytes(), type=_Words)
_HIRAGANA = _WORDS.hiragana
_KANA = r"[\u3041-\u3096]"
_LETTER = rf"[A-Za-z0-9{NAME[1:-1]}{_KANA[1:-1]}]"

# Roads and the like are numbered, not named: 国道38号.
NUMBER = "[0-9]{1,4}"

# が within a name: 星が浦.
GA = rf"(?<={NAME})(?<![{_HIRAGANA.actors}])が(?=[{_HIRAGANA.features}])"
_OPENINGS = "|".join(_HIRAGANA.openings)

# What an entry of a list may begin with: えりも港, すずらん丘陵公園.
HEAD = rf"(?<!{_LETTER})(?!(?:{_OPENINGS})の?(?!{_KANA})){_KANA}{{1,10}}(?!{_KANA})"

_JOINS, _MORE = "|".join(_WORDS.joins), _WORDS.more

# What joins a name to the next words is no part of it, but may go on as a word that is.
BEHIND = rf"{_MORE}(?!{NAME})|{_MORE}?(?:{_JOINS})"

_AFTER = re.compile(f"{_MORE}|{_JOINS}")
_IN_NAME = re.compile(NAME)
_FIGURE = re.compile("[0-9]")
_COUNTER = re.compile(f"[{_WORDS.counters}]")
_LATIN = re.compile(r"[A-Za-z0-9]")
_JOINING_GA = re.compile(GA)
_OPENS = re.compile(rf"(?:{_OPENINGS}|{_KANA}*[{_HIRAGANA.opening_ends}])\Z")
_IN_KANA = re.compile(_KANA)
_IN_WORD = re.compile(_LETTER)
_DOT_IN_WORD = re.compile(f"(?<={_LETTER})・")


def letters(characters: str) -> str:
    """Return the pattern of one letter of a stem, or of a word with hiragana that counts as one.

    Args:
        characters: A class of characters.
    """
    words = sorted(_WORDS.words, key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, words))}|{characters})"


def not_behind(characters: str) -> str:
    """Return the pattern of a place that no letter of a stem stands before.

    Args:
        characters: The class of characters that ``letters`` was given.
    """
    return "".join(f"(?<!{re.escape(word)})" for word in _WORDS.words) + f"(?<!{characters})"


class KnownNames:
    """Finds any of some names where they stand by themselves, in one pass however many they are.

    Args:
        names: The names; folded here.

    Example:
        >>> [text for _, _, text in KnownNames(["釧路市"]).find("釧路市と釧路市民")]
        ['釧路市']
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted({fold(name) for name in names} - {""})
        self._automaton = AhoCorasick(
            self._names, matchkind=MatchKind.LeftmostLongest, store_patterns=False
        )

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield start, end and name of each, leftmost and longest first, none overlapping.

        Args:
            text: A folded text.
        """
        for start, end, name in self.parts(text):
            if is_free(text, start, end):
                yield start, end, name

    def parts(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield the names that stand anywhere, inside longer words as well."""
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            yield start, end, self._names[index]

    def is_in(self, text: str) -> bool:
        """Say whether a text holds one of the names anywhere."""
        return bool(self._automaton.find_matches_as_indexes(text))


def is_piece(text: str, start: int) -> bool:
    """Say whether what begins somewhere is the rest of a word with a figure, no name by itself.

    A figure alone may number an item of a list: ①釧路港 is folded to 1釧路港.

    Args:
        text: A folded text.
        start: Where it begins.

    Example:
        >>> [is_piece(text, 2) for text in ("第3種漁港", "R5年釧路港", "、1釧路港", "釧路西IC")]
        [True, True, False, False]
    """
    if start == 0 or not _FIGURE.match(text, start - 1):
        return False
    before = start - 1
    while before > 0 and _FIGURE.match(text, before - 1):
        before -= 1
    return _COUNTER.match(text, start) is not None or bool(
        before and (_IN_NAME.match(text, before - 1) or _LATIN.match(text, before - 1))
    )


def is_cut(text: str, start: int, end: int, *, clear: bool = False) -> bool:
    """Say whether a stem is the rest of one that hiragana belongs to: 浦川 of 星が浦川.

    Args:
        text: A folded text.
        start: Where the stem begins.
        end: Where it ends.
        clear: Whether it must be clear that no words before belong to it, for the names that
            are made like phrases: 高齢者による事故防止対策推進事業.

    Example:
        >>> [is_cut(text, text.index("釧"), 9) for text in ("町の釧路川", "みどり釧路川")]
        [False, True]
    """
    if clear and start > 0 and _DOT_IN_WORD.match(text, start - 1):
        return True
    first = start
    while first > 0 and _IN_KANA.match(text, first - 1):
        first -= 1
    if first == start:
        return False
    before = text[start - 1]
    if text[start] in _HIRAGANA.never_first:
        return True
    if end - start == 1 and before not in _HIRAGANA.single_ends:
        return True
    if clear and before not in _HIRAGANA.clear_ends:
        return True
    if first > 0 and _IN_WORD.match(text, first - 1):
        return _JOINING_GA.match(text, start - 1) is not None
    return _OPENS.match(text[first:start]) is None


def is_free(text: str, start: int, end: int) -> bool:
    """Say whether a run of characters is a word by itself, not a piece of a longer one.

    Args:
        text: The text.
        start: First character.
        end: The one after the last.
    """
    before, after = text[start - 1 : start], text[end : end + 1]
    if _LATIN.match(text, start) and _LATIN.match(before):
        return False
    if _LATIN.match(text, end - 1) and _LATIN.match(after):
        return False
    if _IN_NAME.match(before):
        return False
    return _AFTER.match(text, end) is not None or _IN_NAME.match(after) is None
