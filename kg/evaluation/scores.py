"""Precision, recall and F1 of detection, typing and linking, by kind, by type and in all."""

from __future__ import annotations

from dataclasses import dataclass

from kg.evaluation.kinds import load_kinds
from kg.evaluation.matching import Judgement, has_same_thing, has_same_type, match
from kg.evaluation.rows import FoundRow, GoldRow

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Row = GoldRow | FoundRow

MEASURES = ("detection", "typing", "linking")


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one measure, and the ratios that follow.

    Attributes:
        gold: Rows of the gold table that count.
        recalled: Those that the dataset has right.
        found: Mentions of the dataset that count.
        confirmed: Those that the gold table has as well.
    """

    gold: int
    recalled: int
    found: int
    confirmed: int

    @property
    def precision(self) -> float | None:
        """Share of what was found that is right; None if nothing was found."""
        return self.confirmed / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Share of the gold table that was found right; None if there is nothing to find."""
        return self.recalled / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two; None if there is nothing on either side."""
        if not self.gold and not self.found:
            return None
        precision, recall = self.precision or 0.0, self.recall or 0.0
        both = precision + recall
        return 2 * precision * recall / both if both else 0.0

    def falls_short(self, precision: float, recall: float) -> bool:
        """Say whether a ratio that there is lies below the one asked for."""
        least = ((self.precision, precision), (self.recall, recall))
        return any(ratio is not None and ratio < asked for ratio, asked in least)


_NOTHING = Score(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Scores:
    """All measures of one group of mentions.

    Attributes:
        kind: The kind, or None for the sum over all kinds.
        type: The class, or None for all of the kind.
        detection: Whether the mention is found: the same line and words.
        typing: Whether its class is right, too.
        linking: Whether it leads to the right thing, too.
    """

    kind: str | None
    type: str | None
    detection: Score
    typing: Score
    linking: Score

    def of(self, measure: str) -> Score:
        """Return one of the ``MEASURES``."""
        return {
            "detection": self.detection,
            "typing": self.typing,
            "linking": self.linking,
        }[measure]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came of comparing a gold table with the mentions of a dataset.

    Attributes:
        judgements: What came of each row of either side, by line and words.
        kinds: The kinds looked at, in the order of the report.
    """

    judgements: tuple[Judgement, ...]
    kinds: tuple[str, ...]

    @property
    def total(self) -> Scores:
        """Count over all kinds looked at: the micro average. Open mentions are of any kind."""
        return self._scores(None, None)

    def by_kind(self) -> tuple[Scores, ...]:
        """Count each kind that either side has."""
        every = [self._scores(kind, None) for kind in self.kinds]
        return tuple(scores for scores in every if scores.detection != _NOTHING)

    def by_type(self, kind: str) -> tuple[Scores, ...]:
        """Count each class of a kind that either side has."""
        sides = [row for one in self.judgements for row in _counting(one) if row.kind == kind]
        return tuple(self._scores(kind, type_) for type_ in sorted({row.type for row in sides}))

    def findings(self) -> tuple[Judgement, ...]:
        """Return what a person should look at: misses, and mentions that are wrong or open."""
        return tuple(one for one in self.judgements if one.outcome not in ("right", "optional"))

    def short(self, measure: str, precision: float, recall: float) -> tuple[Scores, ...]:
        """Return the kinds of which a ratio lies below the one asked for.

        Args:
            measure: One of the ``MEASURES``.
            precision: The least precision.
            recall: The least recall.
        """
        kinds = self.by_kind()
        return tuple(kind for kind in kinds if kind.of(measure).falls_short(precision, recall))

    def only(self, kinds: Sequence[str]) -> Evaluation:
        """Keep what has to do with some kinds on either side.

        Args:
            kinds: Their names.
        """
        kept = tuple(
            one for one in self.judgements if any(row.kind in kinds for row in _sides(one))
        )
        return Evaluation(kept, tuple(kind for kind in self.kinds if kind in kinds))

    def _scores(self, kind: str | None, type_: str | None) -> Scores:
        kinds = ("", *self.kinds) if kind is None else (kind,)

        def is_in(row: Row) -> bool:
            return row.kind in kinds and type_ in (None, row.type)

        counts = (_count(self.judgements, measure, is_in) for measure in MEASURES)
        return Scores(kind, type_, *counts)


def evaluate(gold: Iterable[GoldRow], found: Iterable[FoundRow]) -> Evaluation:
    """Compare a gold table with the mentions of a dataset.

    Args:
        gold: The rows of the table.
        found: The mentions.

    Returns:
        The scores and what they are made of; the order of the rows on either side is no matter.
    """
    return Evaluation(match(gold, found), tuple(kind.name for kind in load_kinds()))


def _sides(judgement: Judgement) -> list[Row]:
    return [row for row in (judgement.gold, judgement.found) if row is not None]


def _counting(judgement: Judgement) -> list[Row]:
    return [] if judgement.outcome == "optional" else _sides(judgement)


def _is_hit(judgement: Judgement, measure: str) -> bool:
    if judgement.gold is None or judgement.found is None:
        return False
    if measure == "detection":
        return True
    is_same = has_same_type if measure == "typing" else has_same_thing
    return is_same(judgement.gold, judgement.found)


def _count(judgements: Iterable[Judgement], measure: str, is_in: Callable[[Row], bool]) -> Score:
    """Count one measure; a mention that is left open claims no type and no thing."""
    gold = recalled = found = confirmed = 0
    for one in judgements:
        if one.outcome == "optional":
            continue
        hit = _is_hit(one, measure)
        if one.gold is not None and is_in(one.gold):
            gold += 1
            recalled += hit
        claims = one.found is not None and (measure == "detection" or not one.found.is_open)
        if claims and one.found is not None and is_in(one.found):
            found += 1
            confirmed += hit
    return Score(gold, recalled, found, confirmed)
