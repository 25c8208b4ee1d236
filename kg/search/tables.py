"""The tables that an index is made with: ``folding.toml`` and ``ranking.toml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from kg.search.folding import Folding

FOLDING = Path(__file__).parent / "folding.toml"
RANKING = Path(__file__).parent / "ranking.toml"


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class LeftOut(_Part, frozen=True):
    """Characters that are left out."""

    what: str
    source: str
    characters: str


class Shift(_Part, frozen=True):
    """A row of characters whose counterparts stand as far behind them each."""

    what: str
    source: str
    first: str
    last: str
    by: int


class Pairs(_Part, frozen=True):
    """Pairs of characters, the first of which becomes the second."""

    what: str
    source: str
    pairs: str


class WithinKanji(_Part, frozen=True):
    """Characters that are each other's variants between kanji."""

    source: str
    always: str
    between: str
    folded: str


class LongVowel(_Part, frozen=True):
    """The mark of a long vowel that may end a word or not."""

    source: str
    mark: str
    shortest_word: int


class _FoldingFile(_Part, frozen=True):
    left_out: tuple[LeftOut, ...]
    shift: tuple[Shift, ...]
    pairs: tuple[Pairs, ...]
    within_kanji: WithinKanji
    long_vowel: LongVowel


class Field(_Part, frozen=True):
    """A kind of text of a thing, and what a match in it weighs.

    Attributes:
        name: Its name.
        ja: What it is called in Japanese.
        en: The same in English.
        properties: IRIs of the properties whose values are such texts.
        whole: Weight when the word is the whole text.
        start: Weight when the text begins with it.
        part: Weight when it stands elsewhere.
        through: IRI of the property that leads to the nodes that have the texts, or None.
    """

    name: str
    ja: str
    en: str
    properties: tuple[str, ...]
    whole: int
    start: int
    part: int
    through: str | None = None


class Kind(_Part, frozen=True):
    """What things of some classes weigh, and what these are called if the ontology does not say."""

    weight: int
    classes: tuple[str, ...] = ()
    ja: str = ""
    en: str = ""


class _RankingFile(_Part, frozen=True):
    source: str
    field: tuple[Field, ...]
    kind: tuple[Kind, ...]
    other: Kind


class Ranking:
    """What is indexed of a thing, and what comes first.

    Attributes:
        fields: The fields by name, in the order in which a text belongs to one of them.
        kinds: What things weigh.
        other: What all other things weigh.
    """

    def __init__(self, file: _RankingFile) -> None:
        self.fields = {field.name: field for field in file.field}
        self.kinds = file.kind
        self.other = file.other

    @property
    def properties(self) -> set[str]:
        """IRIs of all properties that are read."""
        found = {name for field in self.fields.values() for name in field.properties}
        return found | {field.through for field in self.fields.values() if field.through}


@cache
def read_folding() -> Folding:
    """Read how texts are folded.

    Returns:
        The folding.

    Raises:
        msgspec.ValidationError: If the file is wrong.
    """
    file = msgspec.toml.decode(FOLDING.read_bytes(), type=_FoldingFile)
    pairs = {character: "" for row in file.left_out for character in row.characters}
    for row in file.shift:
        for point in range(ord(row.first), ord(row.last) + 1):
            pairs[chr(point)] = chr(point + row.by)
    for table in file.pairs:
        pairs.update((pair[0], pair[1]) for pair in table.pairs.split())
    return Folding(
        # To the end of each chain, as in ぁ, ァ, ア.
        {old: pairs.get(new, new) for old, new in pairs.items()},
        file.long_vowel.mark,
        file.long_vowel.shortest_word,
        file.within_kanji.always,
        file.within_kanji.between,
        file.within_kanji.folded,
    )


@cache
def read_ranking() -> Ranking:
    """Read what is indexed and what comes first.

    Returns:
        The ranking.

    Raises:
        msgspec.ValidationError: If the file is wrong.
    """
    return Ranking(msgspec.toml.decode(RANKING.read_bytes(), type=_RankingFile))
