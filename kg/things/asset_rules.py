"""The rules of ``assets.toml``, and which stems they take for names."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

RULES = Path(__file__).parent / "assets.toml"

_PARTICLE_END = re.compile(r"[のやとをにがはでる・]\Z")


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Kind(_Part, frozen=True, rename={"class_name": "class"}):
    """A kind of asset and how its names end.

    Attributes:
        suffixes: The endings.
        class_name: Class of the ontology.
        concept: Label of the concept.
        stem: What stems are written with.
        prefixes: How the names begin, where the rest of the stem is a number: 国道44号.
        spellings: Whether the endings are spellings of the first: 阿寒インターチェンジ, 阿寒IC.
        short_suffix: The ending of the short forms of its names.
        free_end: Whether any word may follow a name.
        before: The word that must follow a name.
        lists_only: Whether the ending is too common a word outside of infrastructure lists.
        works: Whether, outside of them, a word for works tells a name.
        again: Whether names of the plan's lists are looked for in its other texts.
        interval: Whether a stretch lies between two of them.
        categories: The categories of the lists in which alone its names are found.
        common: Words that make a common noun with the ending.
        common_ends: Ends of a stem that do, whatever comes before.
        titles: What things are called before their name, no part of it: 重要港湾釧路港.
    """

    suffixes: tuple[str, ...]
    class_name: str
    concept: str
    stem: Literal["name", "loose"] = "name"
    prefixes: tuple[str, ...] = ()
    spellings: bool = False
    short_suffix: str | None = None
    free_end: bool = False
    before: str | None = None
    lists_only: bool = False
    works: bool = False
    again: bool = True
    interval: bool = False
    categories: tuple[str, ...] = ()
    common: tuple[str, ...] = ()
    common_ends: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


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


class Coordination(_Part, frozen=True):
    """How several names share an ending."""

    separators: tuple[str, ...]
    binding: tuple[str, ...]
    counters: dict[str, int]
    plural: tuple[str, ...]
    intervals: tuple[str, ...]
    after_interval: tuple[str, ...]


class Works(_Part, frozen=True):
    """Words for what is done to an asset."""

    words: tuple[str, ...]


class Rules(_Part, frozen=True):
    """All rules for finding assets and telling kinds of areas."""

    source: str
    generic_stems: tuple[str, ...]
    common_words: tuple[str, ...]
    followed_by: tuple[str, ...]
    coordination: Coordination
    works: Works
    kind: tuple[Kind, ...]
    section: Sections
    place: Places
    cooperation_area: CooperationAreas


@cache
def load_rules(path: Path = RULES) -> Rules:
    """Read the rules that come with the package."""
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Rules)


class Stems:
    """Tells a stem that makes a name with its ending from one that makes a common noun.

    Args:
        rules: The rules.
    """

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._generic = frozenset(rules.generic_stems)
        self._suffixes = {word for kind in rules.kind for word in kind.suffixes}
        self._common = {kind: self._pattern(kind) for kind in rules.kind}

    def start(self, match: re.Match[str], kind: Kind) -> int | None:
        """Return where a name of a kind begins in a stem and an ending, or None if they make none.

        Args:
            match: Has the stem and the ending as groups.
            kind: The kind.
        """
        stem = match["stem"]
        while title := next((word for word in kind.titles if stem.startswith(word)), None):
            stem = stem.removeprefix(title)
        return match.end("stem") - len(stem) if self._is_name(match, stem, kind) else None

    def _is_name(self, match: re.Match[str], stem: str, kind: Kind) -> bool:
        suffix = match["suffix"]
        if not stem or not self.is_stem(stem, kind):
            return False
        longer = (word for word in self._suffixes if len(word) > len(suffix))
        return not any(match.group().endswith(word) for word in longer)

    def is_stem(self, stem: str, kind: Kind) -> bool:
        """Say whether a word can be the stem of a name of a kind."""
        if stem in self._generic or _PARTICLE_END.search(stem):
            return False
        if stem.startswith(self._rules.followed_by) or stem in self._rules.coordination.plural:
            return False
        return not (stem.endswith(kind.common_ends) or self._common[kind].fullmatch(stem))

    def ends_common(self, stem: str, kind: Kind) -> bool:
        """Say whether the end of a stem is a word of which common nouns are made."""
        return stem.endswith((*self._words(kind), *self._rules.generic_stems))

    def _words(self, kind: Kind) -> list[str]:
        """List the words that may be put together; a single character is too often a name's."""
        words = (*self._rules.generic_stems, *self._rules.common_words, *kind.common)
        return [word for word in words if len(word) > 1]

    def _pattern(self, kind: Kind) -> re.Pattern[str]:
        words = "|".join(map(re.escape, self._words(kind)))
        single = "|".join(map(re.escape, kind.common)) or "(?!)"
        return re.compile(f"(?:{words})+|{single}")
