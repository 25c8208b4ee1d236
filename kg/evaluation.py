"""How well the mentions of a dataset agree with a table that a person has read.

A gold table is a TSV file with the columns line, words, kind, type, thing, join and note, one row
for each mention. A found mention is right when it stands on the same line with the same words; it
is typed right when its class agrees as well, and linked right when it is of the same thing. Rows
whose note begins with ``optional`` count neither way. ``docs/evaluation.md`` says how to read one.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.dataset import Dataset
from kg.errors import InputError, UsageError
from kg.text import fold

KINDS = ("asset", "body", "place", "programme", "law", "plan", "campaign")
COLUMNS = ("line", "words", "kind", "type", "thing", "join", "note")
_OPTIONAL = "optional"


@dataclass(frozen=True, slots=True)
class Reading:
    """One mention, as a person or the program has read it.

    Attributes:
        line: The line of the document where it begins, from 1.
        words: Its characters, wrapped lines joined.
        kind: One of ``KINDS``; empty where the thing is left open.
        type: Its class of the ontology.
        thing: The label of the thing, folded, without the whole that a section belongs to.
        is_optional: Whether it counts neither way.
    """

    line: int
    words: str
    kind: str
    type: str
    thing: str
    is_optional: bool = False

    @property
    def place(self) -> tuple[int, str]:
        """What two readings of one mention share."""
        return self.line, self.words


@dataclass(frozen=True, slots=True)
class Score:
    """How found mentions of a kind agree with those of the gold table.

    Attributes:
        kind: The kind, or ``all``.
        gold: Mentions of the table.
        found: Mentions of the dataset.
        right: Those that stand in both.
        typed: Of these, those with the same class.
        linked: Of these, those of the same thing.
    """

    kind: str
    gold: int
    found: int
    right: int
    typed: int
    linked: int

    @property
    def precision(self) -> float:
        """Share of the found mentions that are right; 1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the table's mentions that were found; 1 where the table has none."""
        return self.right / self.gold if self.gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A mention on which table and dataset differ.

    Attributes:
        what: ``missed``, ``wrong``, ``type`` or ``thing``.
        gold: The row of the table, or None.
        found: The mention of the dataset, or None.
    """

    what: str
    gold: Reading | None
    found: Reading | None

    @property
    def line(self) -> int:
        """The line it is about."""
        reading = self.gold or self.found
        assert reading is not None  # noqa: S101 - one of the two is always there
        return reading.line


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores by kind, the last one over all kinds, and what they rest on."""

    scores: tuple[Score, ...]
    disagreements: tuple[Disagreement, ...]

    def falls_short(self, precision: float, recall: float) -> list[Score]:
        """List the kinds whose precision or recall is lower than asked."""
        return [
            score for score in self.scores if score.precision < precision or score.recall < recall
        ]


def read_gold(path: Path) -> list[Reading]:
    """Read a gold table.

    Args:
        path: A TSV file with the columns of ``COLUMNS``, in UTF-8.

    Returns:
        Its rows.

    Raises:
        InputError: If it cannot be read, or a row is wrong; the message names the line.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"the gold table cannot be read ({error})", where=path) from error
    table = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    if tuple(next(table, ())) != COLUMNS:
        raise InputError(
            "the first line does not name the columns of a gold table",
            where=path,
            line=1,
            hint=f"Separate them by tabs: {' '.join(COLUMNS)}",
        )
    return [_read_row(path, number, row) for number, row in enumerate(table, start=2)]


def _read_row(path: Path, number: int, row: list[str]) -> Reading:
    if len(row) != len(COLUMNS):
        fault = f"a row has {len(row)} cells instead of {len(COLUMNS)}"
    elif not row[0].isdecimal() or row[0] == "0":
        fault = f"{row[0]!r} is no number of a line"
    elif not row[1].strip() or not row[4].strip():
        fault = "words or thing is empty"
    elif row[2] not in KINDS:
        fault = f"{row[2]!r} is no kind of mention"
    else:
        line, words, kind, type_, thing, _, note = row
        is_optional = note.startswith(_OPTIONAL)
        return Reading(int(line), words, kind, type_, _tail(thing), is_optional)
    raise InputError(
        fault, where=path, line=number, hint=f"docs/evaluation.md; kinds are {', '.join(KINDS)}"
    )


def found_mentions(dataset: Dataset, plan: str | None = None) -> list[Reading]:
    """List the mentions of a plan, by the canned query ``all-mentions``.

    Args:
        dataset: Where they are.
        plan: Id of the plan; may be left out where there is one only.

    Returns:
        The mentions.

    Raises:
        UsageError: If there is no such plan, or more than one to choose from.
    """
    rows = dataset.query("all-mentions").rows
    plans = sorted({str(row[0]) for row in rows})
    if plan is None and len(plans) != 1:
        raise UsageError(
            f"the dataset has mentions of {len(plans)} plans", hint=f"--plan: {', '.join(plans)}"
        )
    if plan is not None and plan not in plans:
        raise UsageError(f"no plan {plan!r} has mentions", hint=f"--plan: {', '.join(plans)}")
    return [
        Reading(int(str(line)), str(words), str(kind or ""), str(type_ or ""), _tail(thing))
        for of, line, words, kind, type_, thing, *_ in rows
        if plan is None or of == plan
    ]


def _tail(thing: object) -> str:
    return fold(str(thing or "")).rpartition("/")[2]


def evaluate(gold: Sequence[Reading], found: Sequence[Reading]) -> Evaluation:
    """Compare the mentions of a dataset with a gold table.

    Args:
        gold: The rows of the table.
        found: The mentions of the dataset.

    Returns:
        Scores for each kind and for all, and each disagreement in the order of the document.
    """
    pairs, missed, wrong = _match(gold, found)
    disagreements = [Disagreement("missed", reading, None) for reading in missed]
    disagreements += [Disagreement("wrong", None, reading) for reading in wrong]
    for one, other in pairs:
        if one.type != other.type:
            disagreements.append(Disagreement("type", one, other))
        if one.thing != other.thing:
            disagreements.append(Disagreement("thing", one, other))
    disagreements.sort(key=lambda found: (found.line, found.what))
    scores = [_score(kind, pairs, missed, wrong) for kind in (*KINDS, "all")]
    return Evaluation(
        tuple(score for score in scores if score.gold or score.found), tuple(disagreements)
    )


def _match(
    gold: Iterable[Reading], found: Iterable[Reading]
) -> tuple[list[tuple[Reading, Reading]], list[Reading], list[Reading]]:
    """Pair readings of the same place one to one; leave out what is optional."""
    waiting: dict[tuple[int, str], list[Reading]] = defaultdict(list)
    for reading in found:
        waiting[reading.place].append(reading)
    pairs, missed = [], []
    for reading in sorted(gold, key=lambda reading: reading.is_optional):
        here = waiting[reading.place]
        # The same words may stand twice on a line: the one of the same thing goes first.
        here.sort(key=lambda other: (other.thing != reading.thing, other.type != reading.type))
        if here and reading.is_optional:
            here.pop(0)
        elif here:
            pairs.append((reading, here.pop(0)))
        elif not reading.is_optional:
            missed.append(reading)
    return pairs, missed, [reading for rest in waiting.values() for reading in rest]


def _score(
    kind: str,
    pairs: Sequence[tuple[Reading, Reading]],
    missed: Sequence[Reading],
    wrong: Sequence[Reading],
) -> Score:
    own = [(one, other) for one, other in pairs if kind in (one.kind, "all")]
    lost = sum(kind in (reading.kind, "all") for reading in missed)
    extra = sum(kind in (reading.kind, "all") for reading in wrong)
    return Score(
        kind,
        gold=len(own) + lost,
        found=len(own) + extra,
        right=len(own),
        typed=sum(one.type == other.type for one, other in own),
        linked=sum(one.thing == other.thing for one, other in own),
    )
