"""Pairs the rows of a gold table with the mentions of a dataset, one to one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kg.evaluation.rows import FoundRow, GoldRow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

OUTCOMES = ("missed", "extra", "type", "thing", "open", "join", "right", "optional")
"""What can come of a row; all but the last two are for a person to look at."""


_REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A row of the gold table, a mention of the dataset, or the two as a pair.

    Attributes:
        gold: The row, or None if the table does not have the mention.
        found: The mention, or None if the dataset does not have it.
    """

    gold: GoldRow | None
    found: FoundRow | None

    @property
    def outcome(self) -> str:
        """One of ``OUTCOMES``."""
        if self.gold is None:
            return "extra"
        if self.gold.is_optional:
            return "optional"
        if self.found is None:
            return "missed"
        if self.found.is_open:
            return "open"
        if not has_same_type(self.gold, self.found):
            return "type"
        if not has_same_thing(self.gold, self.found):
            return "thing"
        return "right" if has_same_join(self.gold, self.found) else "join"

    @property
    def line(self) -> int:
        """Line of the document."""
        return self._any.line

    @property
    def words(self) -> str:
        """Words of the document."""
        return self._any.words

    @property
    def _any(self) -> GoldRow | FoundRow:
        row = self.gold or self.found
        if row is None:
            raise ValueError("a judgement needs a row of one side at least")
        return row


def has_same_type(gold: GoldRow, found: FoundRow) -> bool:
    """Say whether two rows of the same words have the same class."""
    return (gold.kind, gold.type) == (found.kind, found.type)


def has_same_thing(gold: GoldRow, found: FoundRow) -> bool:
    """Say whether two rows of the same words have the same class and thing."""
    return has_same_type(gold, found) and found.is_of(gold.thing)


def has_same_join(gold: GoldRow, found: FoundRow) -> bool:
    """Say whether the words lead to the thing in the same way.

    A blank cell claims nothing, and what a person has settled may be joined in any way.
    """
    return found.join in (gold.join.replace(" ", "-") or found.join, _REVIEWED)


def _has_same_kind(gold: GoldRow, found: FoundRow) -> bool:
    return gold.kind == found.kind


def _has_same_place(gold: GoldRow, found: FoundRow) -> bool:
    return True


def _is_the_same(gold: GoldRow, found: FoundRow) -> bool:
    return has_same_thing(gold, found) and has_same_join(gold, found)


_FITS: tuple[Callable[[GoldRow, FoundRow], bool], ...] = (
    _is_the_same,
    has_same_thing,
    has_same_type,
    _has_same_kind,
    _has_same_place,
)
"""How well two rows of the same words can fit, best first."""


def match(gold: Iterable[GoldRow], found: Iterable[FoundRow]) -> tuple[Judgement, ...]:
    """Pair rows that stand on the same line with the same words.

    Where the words come more than once on a line, the rows that fit best are paired first, and
    those that count before the optional ones. The order of the rows does not matter.

    Args:
        gold: The rows of the table.
        found: The mentions of the dataset.

    Returns:
        A judgement for each pair and for each row that is left over, by line and words.
    """
    expected: dict[tuple[int, str], list[GoldRow]] = defaultdict(list)
    present: dict[tuple[int, str], list[FoundRow]] = defaultdict(list)
    for row in sorted(gold, key=lambda row: (row.is_optional, row)):
        expected[row.line, row.words].append(row)
    for mention in sorted(found):
        present[mention.line, mention.words].append(mention)
    return tuple(
        judgement
        for place in sorted(expected.keys() | present.keys())
        for judgement in _match_place(expected.get(place, []), present.get(place, []))
    )


def _match_place(gold: list[GoldRow], found: list[FoundRow]) -> Iterator[Judgement]:
    gold, found = list(gold), list(found)
    for fits in _FITS:
        for row in list(gold):
            partner = next((mention for mention in found if fits(row, mention)), None)
            if partner is not None:
                gold.remove(row)
                found.remove(partner)
                yield Judgement(row, partner)
    yield from (Judgement(row, None) for row in gold)
    yield from (Judgement(None, mention) for mention in found)
