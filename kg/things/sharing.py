"""Names that share an ending or a head: 釧路、根室両港, 釧路・根室港, 国道38号、44号."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kg.things.asset_rules import Kind, Rules, Stems
from kg.things.spelling import BEHIND, NAME, NUMBER

Full = tuple[Kind, int, int]
"""A name in full: its kind, where it starts, where it ends."""

_IN_NAME = re.compile(NAME)
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Shared:
    """A name whose ending stands elsewhere.

    Attributes:
        start: Index of the first character of what stands of it.
        end: Index after the last.
        name: The name in full.
        join: How it was joined.
        tail: Where the ending stands, or None where it is part of what stands there.
    """

    start: int
    end: int
    name: str
    join: Literal["coordination", "elided-head"]
    tail: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Sharing:
    """The names that share the ending of one; they stand for it if it is none: 根室両港."""

    found: tuple[Shared, ...] = ()
    replaces: bool = False


class SharedEndings:
    """Finds the names that share an ending, where that is sure.

    Args:
        rules: All rules.
        stems: Tells what can be the stem of a name.
    """

    def __init__(self, rules: Rules, stems: Stems) -> None:
        self._rules = rules.coordination
        self._stems = stems
        self._number = re.compile(
            f"(?:{'|'.join(map(re.escape, self._rules.separators))})(?P<number>{NUMBER})"
        )
        self._after_number = re.compile(
            f"(?={'|'.join(map(re.escape, (*rules.followed_by, *self._rules.separators)))})"
            f"|(?!{NAME}|[A-Za-z0-9])"
        )
        words = (*self._rules.after_interval, *rules.followed_by)
        follow = "|".join([*map(re.escape, words), BEHIND])
        self._after = re.compile(
            f"(?:{'|'.join(self._rules.intervals)})(?P<stem>{NAME}{{1,{_LONGEST}}}?)"
            f"(?=(?:{follow})|(?!{NAME}|[A-Za-z])|$)"
        )

    def names(self, found: Full, text: str, taken: bytearray, known: dict[str, Kind]) -> Sharing:
        """Return the names that share the ending of a name.

        Args:
            found: The name that has the ending.
            text: The text.
            taken: Marks the characters that belong to names.
            known: The names that the plan gives in full.

        Returns:
            The others, and whether what was found is no name itself.
        """
        kind, start, end = found
        suffix = next((one for one in kind.suffixes if one and text.endswith(one, start, end)), "")
        if kind.prefixes and suffix:
            return Sharing(tuple(self._numbered(found, suffix, text)))
        if kind.stem != "name" or not suffix:
            return Sharing()
        counted = self._counted(found, suffix, text)
        if counted is not None:
            return counted
        tail = (end - len(suffix), end)
        others = list(self._before(found, suffix, text, known))
        if kind.interval:
            others += self._stretch(found, suffix, text, taken, known)
        return Sharing(
            tuple(
                Shared(left, right, f"{text[left:right]}{suffix}", join, tail)
                for left, right, join in others
            )
        )

    def _numbered(self, found: Full, suffix: str, text: str) -> Iterator[Shared]:
        """Find the numbers behind a numbered name whose head stands once: 国道38号、44号."""
        kind, start, end = found
        heads = (one for one in kind.prefixes if text.startswith(one, start))
        head = max(heads, key=len)
        while item := self._number.match(text, end):
            left, end = item.start("number"), item.end() + len(suffix)
            if not text.startswith(suffix, item.end()) or not self._after_number.match(text, end):
                return
            yield Shared(left, end, f"{head}{text[left:end]}", "elided-head")

    def has_elided_head(self, index: int, full: list[Full], text: str) -> bool:
        """Say whether a name ends a stretch whose head stands once: 道東自動車道阿寒IC~釧路西IC.

        Args:
            index: The place of the name among all.
            full: All names of the text, in order.
            text: The text.
        """
        if index < 2 or not text.endswith(self._rules.intervals, 0, full[index][1]):
            return False
        (_, _, head_end), (first, start, end), (kind, begin, _) = full[index - 2 : index + 1]
        return first is kind and end + 1 == begin and head_end == start

    def _counted(self, found: Full, suffix: str, text: str) -> Sharing | None:
        """Read an ending that says how many names have it: 両港."""
        kind, start, end = found
        stop = end - len(suffix)
        for word, number in self._rules.counters.items():
            last = stop - len(word)
            if last <= start or not text.endswith(word, start, stop):
                continue
            spans = [(start, last)]
            while len(spans) < number:
                item = self._item_before(text, spans[-1][0], self._rules.separators)
                if item is None:
                    break
                spans.append(item)
            if len(spans) == number and all(
                self._stems.is_stem(text[left:right], kind) for left, right in spans
            ):
                join: Literal["coordination"] = "coordination"
                others = [
                    Shared(left, right, f"{text[left:right]}{suffix}", join, (stop, end))
                    for left, right in spans[:0:-1]
                ]
                own = Shared(start, end, f"{text[start:last]}{suffix}", join)
                return Sharing((*others, own), replaces=True)
        is_plural = text.endswith(self._rules.plural, start, stop)
        return Sharing(replaces=True) if is_plural else None

    def _before(
        self, found: Full, suffix: str, text: str, known: dict[str, Kind]
    ) -> list[tuple[int, int, Literal["coordination", "elided-head"]]]:
        kind, start, _ = found
        separators = self._rules.binding
        items: list[tuple[int, int, Literal["coordination", "elided-head"]]] = []
        while (item := self._item_before(text, start, separators)) is not None:
            if known.get(f"{text[slice(*item)]}{suffix}") is not kind:
                break
            items.append((*item, "coordination"))
            start, separators = item[0], self._rules.separators
        return items[::-1]

    def _stretch(
        self, found: Full, suffix: str, text: str, taken: bytearray, known: dict[str, Kind]
    ) -> list[tuple[int, int, Literal["coordination", "elided-head"]]]:
        kind, start, end = found
        spans = []
        before = self._item_before(text, start, self._rules.intervals)
        if before is not None:
            spans.append((max(before[0], taken.rfind(b"\x01", *before) + 1), before[1]))
        after = self._after.match(text, end)
        if after is not None:
            spans.append(after.span("stem"))
        return [
            (left, right, "elided-head")
            for left, right in spans
            if left < right and known.get(f"{text[left:right]}{suffix}") is kind
        ]

    def _item_before(
        self, text: str, start: int, separators: tuple[str, ...]
    ) -> tuple[int, int] | None:
        """Return the word before a separator that ends at a place."""
        for separator in separators:
            if text.endswith(separator, 0, start):
                stop = left = start - len(separator)
                while left > max(0, stop - _LONGEST) and _IN_NAME.match(text, left - 1):
                    left -= 1
                return (left, stop) if left < stop else None
        return None
