"""Names of schemes, laws, plans, campaigns, bodies and regions, by rules that are data.

``names.toml`` says how such names end, what they are written with, and what a name must hold to
be one. Assets are found by ``kg.things.assets``; what they are called helps here to tell the name
of a plan (釧路川水系河川整備計画) from a kind of plan (地域防災計画).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from kg.text import fold
from kg.things.name_rules import Kind, NameRules, load_name_rules
from kg.things.spelling import (
    BEHIND,
    LISTED,
    LOOSE,
    NAME,
    PHRASE,
    KnownNames,
    is_cut,
    is_piece,
    letters,
    not_behind,
)
from kg.things.texts import Text

Join = Literal["exact", "alias", "coordination", "elided-head", "name-in-brackets"]

_STEMS = {"name": NAME, "loose": LOOSE, "phrase": PHRASE, "listed": LISTED}
_LONGEST_STEM = 40
_QUOTE = re.compile(r"「(?P<inside>[^「」]{2,40})」")
_ENTRY = r"(?P<name>[^、。,「」()]{2,40}?(?:%s))(?P<remark>\([^()]*\))?(?:%s)?\Z"
_REMARK = re.compile(r"\((?P<inside>[^()、。]{2,40})\)")
_INNER = re.compile(r"『(?P<inside>[^『』]{2,40})』")
_ACRONYM = re.compile(r"\((?P<short>[A-Z][A-Za-z-]+)\)")


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name in a text.

    Attributes:
        start: Index of its first character in the folded text.
        end: Index after its last.
        name: The name of the thing it speaks of.
        class_name: Class of the ontology.
        rule: What found it.
        join: How it was joined to the thing.
        tail: Where the end of the name stands that an enumeration gives once: 釧路・根室管内.
    """

    start: int
    end: int
    name: str
    class_name: str
    rule: str
    join: Join
    tail: tuple[int, int] | None = None


class NameFinder:
    """Finds names in the texts of one plan.

    Args:
        toponyms: Names and stems of places and assets that the plan knows: 釧路, 釧路川.
        bodies: Kinds of bodies, from the plan's lists and the vocabulary.
        rules: The rules.
    """

    def __init__(
        self, toponyms: Iterable[str], bodies: Iterable[str], rules: NameRules | None = None
    ) -> None:
        self._rules = rules or load_name_rules()
        prefectures = self._rules.prefectures.names
        self._places = {fold(name) for name in (*toponyms, *prefectures)}
        self._toponyms = KnownNames(self._places)
        self._prefecture = KnownNames(prefectures)
        kinds = self._rules.body_kinds
        plain = {body for body in bodies if len(body) > 1}.difference(kinds.vague)
        self._bodies = KnownNames([*plain, *kinds.short])
        listed = [kind for kind in self._rules.kind if kind.stem == "listed"]
        self._ends = tuple(sorted({end for kind in listed for end in kind.suffixes}))
        self._kinds = [(kind, _pattern(kind, self._ends)) for kind in self._rules.kind]
        suffixes = "|".join(map(re.escape, self._rules.entry.suffixes))
        tails = "|".join(map(re.escape, self._rules.entry.tails))
        self._entry = re.compile(_ENTRY % (suffixes, tails))
        directions = "|".join(self._rules.prefectures.directions)
        self._part = re.compile(f"(?<!{NAME})(?:{directions})(?:{'|'.join(prefectures)})(?:地域)?")
        self._known = {known.name: known.class_name for known in self._rules.known}
        self._learned = KnownNames(self._known)
        self._shorts: dict[str, tuple[str, str, Join]] = {}
        self._regions = KnownNames(())

    def learn(self, texts: Iterable[Text]) -> None:
        """Learn the names that the plan puts in 「 」, and short forms of names it gives in full.

        Args:
            texts: All texts of the plan.
        """
        texts = list(texts)
        self._learn_places(texts)
        for text in texts:
            self._learn_quoted(text)
            for kind, pattern in self._kinds:
                if kind.short:
                    self._learn_short(kind, pattern, text.text)
        self._learned = KnownNames([*self._known, *self._shorts])

    def find(self, text: Text) -> list[NameMention]:
        """Find the names in a text.

        Args:
            text: The text, folded.

        Returns:
            The mentions, in order, none overlapping.
        """
        taken = bytearray(len(text.text))
        steps = (
            self._whole, self._quoted, self._parts, self._by_kind, self._again,
            self._prefectures, self._body_kinds,
        )  # fmt: skip
        found = [mention for step in steps for mention in step(text, taken)]
        return sorted(found, key=lambda mention: (mention.start, mention.end))

    def _whole(self, text: Text, taken: bytearray) -> Iterator[NameMention]:
        """Find a text that is a name: an entry of a list, or a title."""
        title = self._rules.title
        if text.is_title and text.text.endswith(title.suffixes):
            if self._holds_place(text.text):
                yield _take(taken, 0, len(text.text), text.text, title.class_name, "title")
            return
        entry = self._rules.entry
        match = self._entry.match(text.text) if text.in_list else None
        if match is not None:
            yield _take(taken, *match.span("name"), match["name"], entry.class_name, "entry")
        for remark in _REMARK.finditer(text.text):
            start, end = remark.span("inside")
            if remark["inside"].endswith(entry.suffixes):
                name = remark["inside"]
                yield _take(taken, start, end, name, entry.class_name, "entry", "name-in-brackets")

    def _quoted(self, text: Text, taken: bytearray) -> Iterator[NameMention]:
        for match in _QUOTE.finditer(text.text):
            inside = match["inside"]
            parts = inside.split("/")
            if inside.endswith(self._rules.quoted_terms) or self._is_place(inside):
                continue
            if text.text.endswith(self._rules.quoted_facilities, 0, match.start()):
                continue
            start = match.start("inside")
            for part in parts:
                end = start + len(part)
                if part and part not in self._places and taken.find(b"\x01", start, end) < 0:
                    yield self._take_quoted(taken, start, end, part)
                start = end + 1

    def _take_quoted(self, taken: bytearray, start: int, end: int, name: str) -> NameMention:
        """Take a phrase in 「 」: a name that its ending tells, else that of a campaign."""
        for kind, pattern in self._kinds:
            if (0, len(name)) in self._matches(kind, pattern, name):
                rule = f"{kind.class_name}:{kind.suffixes[0]}"
                return _take(taken, start, end, name, kind.class_name, rule)
        if name in self._shorts:
            full, class_name, join = self._shorts[name]
            return _take(taken, start, end, full, class_name, "quoted", join)
        class_name = self._known.get(name, "Campaign")
        return _take(taken, start, end, name, class_name, "quoted")

    def _is_place(self, words: str) -> bool:
        patterns = (pattern for kind, pattern in self._kinds if _is_region(kind))
        return self._part.fullmatch(words) is not None or any(
            pattern.fullmatch(words) for pattern in patterns
        )

    def _by_kind(self, text: Text, taken: bytearray) -> Iterator[NameMention]:
        for kind, pattern in self._kinds:
            for start, end in self._matches(kind, pattern, text.text):
                if taken.find(b"\x01", start, end) >= 0:
                    continue
                name = text.text[start:end]
                rule = f"{kind.class_name}:{kind.suffixes[0]}"
                if kind.distributes and "・" in name:
                    yield from self._distributed(taken, start, name, kind, rule)
                else:
                    yield _take(taken, start, end, name, kind.class_name, rule)
                acronym = _ACRONYM.match(text.text, end)
                if acronym is not None:
                    span = acronym.span("short")
                    yield _take(taken, *span, name, kind.class_name, rule, "alias")

    def _distributed(
        self, taken: bytearray, start: int, name: str, kind: Kind, rule: str
    ) -> Iterator[NameMention]:
        """Give each part of 釧路・根室管内 the ending that stands once."""
        suffix = next(ending for ending in kind.suffixes if name.endswith(ending))
        stop = start + len(name)
        tail = (stop - len(suffix), stop)
        *parts, last = name.removesuffix(suffix).split("・")
        for part in parts:
            end = start + len(part)
            if not part.endswith(self._ends):  # 釧路地域・根室管内 has two endings
                taken[start:end] = b"\x01" * (end - start)
                full = f"{part}{suffix}"
                yield NameMention(start, end, full, kind.class_name, rule, "coordination", tail)
            start = end + 1
        yield _take(taken, start, stop, f"{last}{suffix}", kind.class_name, rule)

    def _matches(
        self, kind: Kind, pattern: re.Pattern[str], text: str
    ) -> Iterator[tuple[int, int]]:
        if not any(suffix in text for suffix in kind.suffixes):
            return
        for match in pattern.finditer(text):
            stem = match["stem"].strip("・")
            if len(stem) < kind.least or stem in kind.generic:
                continue
            begin, end = match.span("stem")
            if is_piece(text, begin) or is_cut(text, begin, end, clear=kind.clear):
                continue
            if kind.needs and not self._holds_place(stem):
                continue
            yield match.end("stem") - len(match["stem"].lstrip("・")), match.end()

    def _learn_places(self, texts: Iterable[Text]) -> None:
        """Learn the regions whose ending alone makes them names: 北方領土."""
        endings = [pair for pair in self._kinds if _is_region(pair[0]) and pair[0].needs is None]
        self._regions = KnownNames(
            text.text[start:end]
            for text in texts
            for kind, pattern in endings
            for start, end in self._matches(kind, pattern, text.text)
        )

    def _holds_place(self, words: str) -> bool:
        return self._toponyms.is_in(words) or self._regions.is_in(words)

    def _learn_quoted(self, text: Text) -> None:
        for mention in self._quoted(text, bytearray(len(text.text))):
            self._known.setdefault(mention.name, mention.class_name)
            inner = _INNER.search(mention.name)
            if inner is not None:
                self._shorts[inner["inside"]] = (mention.name, mention.class_name, "alias")
            for prefecture in self._rules.prefectures.names:
                self._known[f"{mention.name}{prefecture}"] = mention.class_name

    def _learn_short(self, kind: Kind, pattern: re.Pattern[str], text: str) -> None:
        for start, end in self._matches(kind, pattern, text):
            name = text[start:end]
            places = (*self._toponyms.parts(name), *self._regions.parts(name))
            for _, stop, _ in places:
                if len(name) - stop >= 2 * len(kind.suffixes[0]):
                    self._shorts[name[stop:]] = (name, kind.class_name, "elided-head")

    def _again(self, text: Text, taken: bytearray) -> Iterator[NameMention]:
        """Find names that were learned elsewhere."""
        for start, end, words in self._learned.find(text.text):
            if taken.find(b"\x01", start, end) >= 0:
                continue
            if words in self._shorts:
                name, class_name, join = self._shorts[words]
                yield _take(taken, start, end, name, class_name, "learned", join)
            else:
                yield _take(taken, start, end, words, self._known[words], "learned")

    def _parts(self, text: Text, taken: bytearray) -> Iterator[NameMention]:
        """Find parts of prefectures: ひがし北海道."""
        for match in self._part.finditer(text.text):
            start, end = match.span()
            if taken.find(b"\x01", start, end) < 0:
                yield _take(taken, start, end, match.group(), "Region", "Region:part")

    def _prefectures(self, text: Text, taken: bytearray) -> Iterator[NameMention]:
        for start, end, name in self._prefecture.find(text.text):
            if taken.find(b"\x01", start, end) < 0:
                yield _take(taken, start, end, name, "Prefecture", "Prefecture:name")

    def _body_kinds(self, text: Text, taken: bytearray) -> Iterator[NameMention]:
        kinds = self._rules.body_kinds
        for start, end, name in self._bodies.find(text.text):
            if taken.find(b"\x01", start, end) >= 0:
                continue
            if name in kinds.short and not (
                text.text.startswith(kinds.short_before, end)
                and not text.text.endswith(kinds.short_not_after, 0, start)
            ):
                continue
            yield _take(taken, start, end, name, "AgentKind", "AgentKind:listed")


def _is_region(kind: Kind) -> bool:
    return kind.class_name == "Region"


def _pattern(kind: Kind, ends: Iterable[str]) -> re.Pattern[str]:
    """Make the pattern of a kind; behind one of the ends begins another name: 半島・|根室半島."""
    characters = _STEMS[kind.stem]
    letter = letters(characters)
    suffixes = "|".join(map(re.escape, kind.suffixes))
    follow = "|".join([*map(re.escape, kind.followed_by), BEHIND])
    end = rf"(?=(?:{follow})|(?!{NAME}|[A-Za-z])|\Z)"
    version = r"\d+(?:\.\d+)?" if kind.version else ""
    begin = not_behind(characters)
    if kind.stem == "listed":
        begin = f"(?:{begin}|(?<=・)(?:{'|'.join(f'(?<={one}・)' for one in ends)}))"
    return re.compile(
        f"{begin}(?P<stem>{letter}{{1,{_LONGEST_STEM}}}?)(?:{suffixes}){version}{end}"
    )


def _take(
    taken: bytearray,
    start: int,
    end: int,
    name: str,
    class_name: str,
    rule: str,
    join: Join = "exact",
) -> NameMention:
    taken[start:end] = b"\x01" * (end - start)
    return NameMention(start, end, name, class_name, rule, join)
