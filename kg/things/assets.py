"""Assets named in the texts of a plan, found by rules that are data (``assets.toml``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from kg.text import NESTED
from kg.things.asset_rules import Kind, Rules, Stems, load_rules
from kg.things.sharing import Full, Shared, SharedEndings
from kg.things.spelling import (
    BEHIND,
    GA,
    HEAD,
    LOOSE,
    NAME,
    NUMBER,
    KnownNames,
    is_cut,
    is_piece,
    letters,
)
from kg.things.texts import Text

_LETTER = letters(NAME)
# In a list, hiragana that opens an entry is of the name (すずらん丘陵公園); が may be (星が浦川).
_LISTED = f"(?:{GA}|{_LETTER})"
_RUNS = {
    ("name", False): re.compile(f"{_LETTER}+"),
    ("name", True): re.compile(f"{HEAD}{_LISTED}+|{_LISTED}+"),
    **dict.fromkeys((("loose", False), ("loose", True)), re.compile(f"{LOOSE}+")),
}
_LONGEST_STEM = 40
_BRACKET = re.compile(NESTED)

Join = Literal["exact", "alias", "name-in-brackets", "elided-head", "coordination"]


@dataclass(frozen=True, slots=True)
class AssetMention:
    """A name of an asset in a text.

    Attributes:
        start: Index of its first character in the folded text.
        end: Index after its last.
        name: The name of the asset it speaks of.
        section: The name of the section of it, or None.
        class_name: Class of the ontology.
        concept: Concept of the asset-kind scheme.
        rule: What found it.
        join: How it was joined to the asset.
        place: The municipality that the text puts it in, with its indexes, or None.
        tail: Where the end of the name stands that several names share: 釧路、根室両港.
    """

    start: int
    end: int
    name: str
    section: str | None
    class_name: str
    concept: str
    rule: str
    join: Join
    place: tuple[str, int, int] | None = None
    tail: tuple[int, int] | None = None


class AssetFinder:
    """Finds the names of assets in the texts of one plan.

    Args:
        rules: The rules.
        towns: Municipalities and prefectures without their ending. 旭川 is a river in a list of
            works alone; elsewhere it is as well 旭川市.
    """

    def __init__(self, rules: Rules | None = None, towns: Iterable[str] = ()) -> None:
        self._rules = rules or load_rules()
        self._towns = frozenset(towns)
        self._stems = Stems(self._rules)
        follow = "|".join([*map(re.escape, self._rules.followed_by), BEHIND])
        self._end = rf"(?=(?:{follow})|(?!{NAME}|[A-Za-z])|$)"
        works = "|".join(map(re.escape, self._rules.works.words))
        self._patterns = {
            in_list: [(kind, self._pattern(kind, self._end, in_list)) for kind in self._rules.kind]
            for in_list in (False, True)
        }
        self._at_work = [
            (kind, self._pattern(kind, rf"(?=の?(?:{works}))"))
            for kind in self._rules.kind
            if kind.works
        ]
        self._sections = re.compile(
            rf"(?:{NAME}|[0-9])+(?:{'|'.join(map(re.escape, self._rules.section.suffixes))})"
        )
        self._place = re.compile(
            rf"{NAME}+(?:{'|'.join(map(re.escape, self._rules.place.suffixes))})"
        )
        self._shared = SharedEndings(self._rules, self._stems)
        self._shorts: dict[str, tuple[Kind, str]] = {}
        self._names: dict[str, Kind] = {}
        self._learned = KnownNames(())

    def learn(self, texts: Iterable[Text]) -> None:
        """Learn the names that the plan gives in full, and their short forms: 道東自動車道, 道東道.

        Args:
            texts: All texts of the plan.
        """
        for text in texts:
            for kind, start, end in self._full_names(text, bytearray(len(text.text))):
                name = text.text[start:end]
                self._names[name] = kind
                if kind.short_suffix:
                    suffix = next(ending for ending in kind.suffixes if name.endswith(ending))
                    self._shorts[f"{name.removesuffix(suffix)}{kind.short_suffix}"] = (kind, name)
        again = {name for name, kind in self._names.items() if kind.again and not kind.before}
        self._learned = KnownNames(again - self._towns)

    def stems(self) -> set[str]:
        """Return the stems of the names learned: what stands before 港 or IC names a place."""
        return {
            name.removesuffix(suffix)
            for name, kind in self._names.items()
            for suffix in kind.suffixes
            if kind.again and suffix and name.endswith(suffix)
        }

    def find(self, text: Text) -> list[AssetMention]:
        """Find the names in a text.

        Args:
            text: The text, folded.

        Returns:
            The mentions, in order, none overlapping but a section with its asset's bracket.
        """
        taken = bytearray(len(text.text))
        full = [*self._full_names(text, taken), *self._again(text, taken)]
        full.sort(key=lambda found: found[1])
        found = [
            mention
            for index in range(len(full))
            for mention in self._mentions(index, full, text.text, taken)
        ]
        found += self._short_names(text, taken)
        return sorted(found, key=lambda mention: (mention.start, mention.end))

    def _pattern(self, kind: Kind, end: str, in_list: bool = False) -> re.Pattern[str]:
        suffixes = "|".join(map(re.escape, kind.suffixes))
        if kind.prefixes:
            prefixes = "|".join(map(re.escape, kind.prefixes))
            return re.compile(f"(?P<stem>(?:{prefixes}){NUMBER})(?P<suffix>{suffixes})")
        if kind.before:
            end = f"(?={re.escape(kind.before)})"
        elif kind.free_end:
            end = "(?![A-Za-z路])"
        if kind.stem == "loose":
            stem = f"{LOOSE}{{1,{_LONGEST_STEM}}}"
        elif in_list:
            stem = f"{HEAD}{_LISTED}{{0,{_LONGEST_STEM}}}?|{_LISTED}{{1,{_LONGEST_STEM}}}?"
        else:
            stem = f"{_LETTER}{{1,{_LONGEST_STEM}}}?"
        return re.compile(f"(?P<stem>{stem})(?P<suffix>{suffixes}){end}")

    def _full_names(self, text: Text, taken: bytearray) -> Iterator[Full]:
        for kind, pattern in self._patterns[text.in_list]:
            if _applies(kind, text):
                matches = self._matches(kind, pattern, text, taken)
                things = (span for span in matches if text.in_list or not self._is_town(text, span))
                yield from self._take(kind, things, taken)
        for kind, pattern in self._at_work:
            if not text.in_list:
                matches = self._matches(kind, pattern, text, taken)
                free = (
                    span for span in matches if not self._is_common(kind, text.text[slice(*span)])
                )
                yield from self._take(kind, free, taken)

    def _is_town(self, text: Text, span: tuple[int, int]) -> bool:
        return text.text[slice(*span)] in self._towns

    def _is_common(self, kind: Kind, name: str) -> bool:
        suffix = next(ending for ending in kind.suffixes if name.endswith(ending))
        return self._stems.ends_common(name.removesuffix(suffix), kind)

    def _again(self, text: Text, taken: bytearray) -> Iterator[Full]:
        """Find names of the plan's lists where their ending alone would not tell them."""
        for start, end, name in self._learned.find(text.text):
            if taken.find(b"\x01", start, end) < 0:
                yield from self._take(self._names[name], [(start, end)], taken)

    def _take(
        self, kind: Kind, spans: Iterable[tuple[int, int]], taken: bytearray
    ) -> Iterator[Full]:
        for start, end in spans:
            taken[start:end] = b"\x01" * (end - start)
            yield kind, start, end

    def _matches(
        self, kind: Kind, pattern: re.Pattern[str], text: Text, taken: bytearray
    ) -> Iterator[tuple[int, int]]:
        if kind.prefixes:
            yield from (match.span() for match in pattern.finditer(text.text))
            return
        for run in _RUNS[kind.stem, text.in_list].finditer(text.text):
            position = run.start()
            while match := pattern.match(text.text, position):
                start, end = match.span()
                last = taken.rfind(b"\x01", start, end)
                # 道東自動車道阿寒IC: the second name begins where the first one ends.
                position = end if last < 0 or last + 1 == end else last + 1
                begin = self._stems.start(match, kind) if last < 0 else None
                if begin is not None and not _is_rest(text.text, begin, match):
                    yield begin, end

    def _mentions(
        self, index: int, full: list[Full], text: str, taken: bytearray
    ) -> Iterator[AssetMention]:
        kind, start, end = full[index]
        name = text[start:end]
        rule = f"{kind.class_name}:{kind.suffixes[0] or kind.before}"
        bracket = _BRACKET.match(text, end)
        place = self._place_in(bracket)
        shared = self._shared.names(full[index], text, taken, self._names)
        if shared.replaces:
            yield from (_shared_mention(one, kind, rule) for one in shared.found)
            return
        written = name
        name = self._spelt_first(name, kind)
        join: Join = "exact"
        if name != written:
            join = "alias"
        elif text[start - 1 : start] == "(" and text[end : end + 1] == ")":
            join = "name-in-brackets"
        elif kind.interval and self._shared.has_elided_head(index, full, text):
            join = "elided-head"
        yield AssetMention(start, end, name, None, kind.class_name, kind.concept, rule, join, place)
        yield from (_shared_mention(one, kind, rule) for one in shared.found)
        if bracket and place is None:
            yield from self._in_bracket(bracket, name)

    def _spelt_first(self, name: str, kind: Kind) -> str:
        """Return the name by the first spelling of its ending, where the plan has that as well."""
        if not kind.spellings:
            return name
        suffix = next(ending for ending in kind.suffixes if name.endswith(ending))
        first = f"{name.removesuffix(suffix)}{kind.suffixes[0]}"
        return first if first in self._names else name

    def _in_bracket(self, bracket: re.Match[str], name: str) -> Iterator[AssetMention]:
        """Find the sections of an asset; what stands in brackets behind one is a remark."""
        inside = bracket.group()[1:-1]
        plain = _BRACKET.sub(lambda remark: " " * len(remark.group()), inside)
        for section in self._sections.finditer(plain):
            start, end = (bracket.start() + 1 + place for place in section.span())
            yield AssetMention(
                start, end, name, section.group(), "AssetSection", self._rules.section.concept,
                "section", "elided-head",
            )  # fmt: skip

    def _place_in(self, bracket: re.Match[str] | None) -> tuple[str, int, int] | None:
        if bracket is None or not self._place.fullmatch(bracket.group()[1:-1]):
            return None
        return bracket.group()[1:-1], bracket.start() + 1, bracket.end() - 1

    def _short_names(self, text: Text, taken: bytearray) -> Iterator[AssetMention]:
        for short, (kind, name) in sorted(self._shorts.items()):
            pattern = re.compile(rf"(?<!{NAME}){re.escape(short)}{self._end}")
            for match in pattern.finditer(text.text):
                start, end = match.span()
                if taken.find(b"\x01", start, end) < 0:
                    rule = f"{kind.class_name}:{kind.short_suffix}"
                    yield AssetMention(
                        start, end, name, None, kind.class_name, kind.concept, rule, "alias"
                    )


def _shared_mention(shared: Shared, kind: Kind, rule: str) -> AssetMention:
    return AssetMention(
        shared.start, shared.end, shared.name, None, kind.class_name, kind.concept, rule,
        shared.join, None, shared.tail,
    )  # fmt: skip


def _is_rest(text: str, begin: int, match: re.Match[str]) -> bool:
    """Say whether a name is the rest of a longer word; what it is called may stand before it."""
    if begin > match.start():
        return False
    return is_piece(text, begin) or is_cut(text, begin, match.end("stem"))


def _applies(kind: Kind, text: Text) -> bool:
    if not any(suffix in text.text for suffix in kind.suffixes):
        return False
    if kind.categories:
        return text.category in kind.categories
    return text.in_list or not kind.lists_only
