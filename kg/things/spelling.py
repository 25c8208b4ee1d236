"""What names are written with, and the finding of many known names at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ahocorasick_rs import AhoCorasick, MatchKind

from kg.text import fold

# A stem is written in kanji and katakana; hiragana would run into particles.
NAME = r"[々〆〇ヶノー\u3400-\u9fff\u30a1-\u30fa]"
LOOSE = r"[々〆〇ヶー・\u3041-\u3096\u3400-\u9fff\u30a1-\u30fa]"
PHRASE = r"[々〆〇ヶノー・A-Za-z0-9\-\u3400-\u9fff\u30a1-\u30fa]"
LISTED = r"[々〆〇ヶノー・\u3400-\u9fff\u30a1-\u30fa]"

# Roads and the like are numbered, not named: 国道38号.
NUMBER = "[0-9]{1,4}"

_WORDS: dict[str, Any] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
_JOINS, _MORE = "|".join(_WORDS["joins"]), _WORDS["more"]

# What joins a name to the next words is no part of it, but may go on as a word that is.
BEHIND = rf"{_MORE}(?!{NAME})|{_MORE}?(?:{_JOINS})"

_AFTER = re.compile(f"{_MORE}|{_JOINS}")
_IN_NAME = re.compile(NAME)
_FIGURE = re.compile("[0-9]")
_COUNTER = re.compile(f"[{_WORDS['counters']}]")
_LATIN = re.compile(r"[A-Za-z0-9]")


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
