"""Assets named in the texts of a plan, found by rules that are data (``assets.toml``)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from kg.things.spelling import LOOSE, NAME
from kg.things.texts import Text

RULES = Path(__file__).parent / "assets.toml"

_RUNS = {"name": re.compile(f"{NAME}+"), "loose": re.compile(f"{LOOSE}+")}
_LONGEST_STEM = 40
_PARTICLE_END = re.compile(r"[のやとをにがはでる・]\Z")
_BRACKET = r"[(（](?P<inside>[^()（）]+)[)）]"


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Kind(_Part, frozen=True, rename={"class_name": "class"}):
    """A kind of asset and how its names end."""

    suffixes: tuple[str, ...]
    class_name: str
    concept: str
    stem: Literal["name", "loose"] = "name"
    short_suffix: str | None = None
    free_end: bool = False
    before: str | None = None
    lists_only: bool = False
    categories: tuple[str, ...] = ()


class Sections(_Part, frozen=True):
    """How sections of an asset are named."""

    suffixes: tuple[str, ...]
    concept: str


class Places(_Part, frozen=True):
    """How the place of an asset is named."""

    suffixes: tuple[str, ...]


class CooperationAreas(_Part, frozen=True):
    """How areas are named in which several municipalities work together."""

    suffixes: tuple[str, ...]


class Rules(_Part, frozen=True):
    """All rules for finding assets and telling kinds of areas."""

    source: str
    generic_stems: tuple[str, ...]
    followed_by: tuple[str, ...]
    kind: tuple[Kind, ...]
    section: Sections
    place: Places
    cooperation_area: CooperationAreas


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
    """

    start: int
    end: int
    name: str
    section: str | None
    class_name: str
    concept: str
    rule: str
    join: Literal["exact", "alias", "name-in-brackets", "elided-head"]
    place: tuple[str, int, int] | None = None


@cache
def load_rules(path: Path = RULES) -> Rules:
    """Read the rules that come with the package."""
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Rules)


class AssetFinder:
    """Finds the names of assets in the texts of one plan.

    Args:
        rules: The rules.
    """

    def __init__(self, rules: Rules | None = None) -> None:
        self._rules = rules or load_rules()
        self._generic = frozenset(self._rules.generic_stems)
        follow = "|".join(map(re.escape, self._rules.followed_by))
        self._end = rf"(?=(?:{follow})|(?!{NAME}|[A-Za-z])|$)"
        self._patterns = [(kind, self._pattern(kind)) for kind in self._rules.kind]
        self._suffixes = {word for kind in self._rules.kind for word in kind.suffixes}
        self._bracket = re.compile(_BRACKET)
        self._sections = re.compile(
            rf"{NAME}+(?:{'|'.join(map(re.escape, self._rules.section.suffixes))})"
        )
        self._place = re.compile(
            rf"{NAME}+(?:{'|'.join(map(re.escape, self._rules.place.suffixes))})"
        )
        self._shorts: dict[str, tuple[Kind, str]] = {}

    def learn(self, texts: Iterable[Text]) -> None:
        """Learn the short forms of names that the plan gives in full: 道東自動車道, 道東道."""
        shortened = [pair for pair in self._patterns if pair[0].short_suffix]
        for text in texts:
            for kind, pattern in shortened:
                for start, end in self._matches(
                    kind, pattern, text.text, bytearray(len(text.text))
                ):
                    name = text.text[start:end]
                    suffix = next(ending for ending in kind.suffixes if name.endswith(ending))
                    self._shorts[f"{name.removesuffix(suffix)}{kind.short_suffix}"] = (kind, name)

    def find(self, text: Text) -> list[AssetMention]:
        """Find the names in a text.

        Args:
            text: The text, folded.

        Returns:
            The mentions, in order, none overlapping but a section with its asset's bracket.
        """
        taken = bytearray(len(text.text))
        found = list(self._full_names(text, taken))
        found += self._short_names(text, taken)
        return sorted(found, key=lambda mention: (mention.start, mention.end))

    def _pattern(self, kind: Kind) -> re.Pattern[str]:
        suffixes = "|".join(map(re.escape, kind.suffixes))
        letters, lazy = (LOOSE, "") if kind.stem == "loose" else (NAME, "?")
        end = "(?![A-Za-z路])" if kind.free_end else self._end
        if kind.before:
            end = f"(?={re.escape(kind.before)})"
        return re.compile(
            f"(?P<stem>{letters}{{1,{_LONGEST_STEM}}}{lazy})(?P<suffix>{suffixes}){end}"
        )

    def _full_names(self, text: Text, taken: bytearray) -> Iterator[AssetMention]:
        for kind, pattern in self._patterns:
            if not _applies(kind, text):
                continue
            for start, end in self._matches(kind, pattern, text.text, taken):
                taken[start:end] = b"\x01" * (end - start)
                yield from self._mentions(kind, text.text, start, end)

    def _matches(
        self, kind: Kind, pattern: re.Pattern[str], text: str, taken: bytearray
    ) -> Iterator[tuple[int, int]]:
        for run in _RUNS[kind.stem].finditer(text):
            position = run.start()
            while match := pattern.match(text, position):
                start, end = match.span()
                last = taken.rfind(b"\x01", start, end)
                # 道東自動車道阿寒IC: the second name begins where the first one ends.
                position = end if last < 0 or last + 1 == end else last + 1
                if last < 0 and self._is_name(match):
                    yield start, end

    def _is_name(self, match: re.Match[str]) -> bool:
        stem, suffix = match["stem"], match["suffix"]
        if stem in self._generic or _PARTICLE_END.search(stem):
            return False
        if stem.startswith(self._rules.followed_by):
            return False
        longer = (word for word in self._suffixes if len(word) > len(suffix))
        return not any(match.group().endswith(word) for word in longer)

    def _mentions(self, kind: Kind, text: str, start: int, end: int) -> Iterator[AssetMention]:
        name = text[start:end]
        bracketed = text[start - 1 : start] in ("(", "（") and text[end : end + 1] in (")", "）")
        join: Literal["exact", "name-in-brackets"] = "name-in-brackets" if bracketed else "exact"
        bracket = self._bracket.match(text, end)
        place = self._place_in(bracket)
        rule = f"{kind.class_name}:{kind.suffixes[0] or kind.before}"
        yield AssetMention(start, end, name, None, kind.class_name, kind.concept, rule, join, place)
        if bracket and place is None:
            offset = bracket.start("inside")
            for section in self._sections.finditer(bracket["inside"]):
                yield AssetMention(
                    offset + section.start(), offset + section.end(), name, section.group(),
                    "AssetSection", self._rules.section.concept, "section", "elided-head",
                )  # fmt: skip

    def _place_in(self, bracket: re.Match[str] | None) -> tuple[str, int, int] | None:
        if bracket is None or not self._place.fullmatch(bracket["inside"]):
            return None
        return bracket["inside"], *bracket.span("inside")

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


def _applies(kind: Kind, text: Text) -> bool:
    if not any(suffix in text.text for suffix in kind.suffixes):
        return False
    if kind.categories:
        return text.category in kind.categories
    return text.in_list or not kind.lists_only
