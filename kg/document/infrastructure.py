"""Infrastructure lists: works and programmes with their unmarked sub-lines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.document.column import ColumnWidth
from kg.document.flow import Ledger, Run
from kg.document.layout import Layout
from kg.document.model import Item, Problem, Words, Work
from kg.document.signs import load_sign_rules
from kg.text import fold

_ALIKE = 4
"""How many first characters two lines share that are entries of one list."""


@dataclass(slots=True)
class _Draft:
    text: Words
    heading: Words
    category: Words | None
    items: list[Words] = field(default_factory=list)


class LineJoiner:
    """Tells a wrapped line from a sub-line.

    Neither has a mark. A line whose words are not complete goes on in the next one. A complete
    line ends there, unless it fills its column, so that it may have been broken because no room
    was left, and the next one begins as the rest of a name does.

    Args:
        ledger: Gives the text.
        layout: Its ``infrastructure`` table says how names end and how their rests begin.
        column: How wide the column is; it learns from lines that are surely wrapped.

    Attributes:
        notes: The lines where the width alone decided.
    """

    def __init__(self, ledger: Ledger, layout: Layout, column: ColumnWidth) -> None:
        self._ledger = ledger
        self._column = column
        self._complete = layout.compile(layout.infrastructure.complete)
        self._rest = layout.compile(layout.infrastructure.rest)
        self.notes: list[Problem] = []

    def learn(self, lines: Iterable[Run]) -> None:
        """Take in lines of which each but the last is known to be wrapped."""
        *wrapped, _ = lines
        self._column.learn(wrapped)

    def learn_incomplete(self, lines: Iterable[Run]) -> None:
        """Take in lines that may hold sub-lines: the incomplete ones are wrapped."""
        *followed, _ = lines
        self._column.learn(line for line in followed if not self._is_complete(*line))

    def runs(self, lines: Iterable[Run]) -> list[Run]:
        """Join wrapped lines and cut sub-lines off.

        Args:
            lines: The lines of an entry, as positions.

        Returns:
            The entry's own words first, then each sub-line.
        """
        joined: list[Run] = []
        last: Run | None = None
        for line in lines:
            if last is not None and self._goes_on(joined[-1], last, line):
                joined[-1] = (joined[-1][0], line[1])
            else:
                joined.append(line)
            last = line
        return [run for whole in joined for run in self._cut_at_blanks(whole)]

    def _goes_on(self, run: Run, last: Run, following: Run) -> bool:
        if not self._is_complete(*run):
            return True
        if self._are_alike(last, following) or not self._column.is_filled(last):
            return False
        flow = self._ledger.flow
        is_rest = self._rest.match(flow.text, *following) is not None
        words = flow.words(*run).text
        message = (
            f"「{words}」 fills its line and is read as going on in the next one"
            if is_rest
            else f"「{words}」 fills its line and is read as another entry than the next one"
        )
        self.notes.append(Problem("note", message, flow.line_number(last[0])))
        return is_rest

    def _are_alike(self, line: Run, following: Run) -> bool:
        """Tell whether two lines begin with the same words, as entries of one list do."""
        text = self._ledger.flow.text
        start, other = line[0], following[0]
        return text[start : start + _ALIKE] == text[other : other + _ALIKE]

    def _cut_at_blanks(self, run: Run) -> list[Run]:
        flow = self._ledger.flow
        start, end = run
        for blank in re.finditer(r"\s+", flow.text[start:end]):
            left = start + blank.start()
            if self._is_complete(start, left):
                return [(start, left), *self._cut_at_blanks((start + blank.end(), end))]
        return [run]

    def _is_complete(self, start: int, end: int) -> bool:
        start, end = self._ledger.flow.trim(start, end)
        return self.is_complete(self._ledger.flow.text[start:end])

    def is_complete(self, text: str) -> bool:
        """Tell whether a folded text ends as the name of a work or programme does."""
        balanced = text.count("(") == text.count(")") and text.count("「") == text.count("」")
        return balanced and self._complete.fullmatch(text) is not None


class InfrastructureReader:
    """Collects the works and programmes of one project.

    Args:
        ledger: Where characters are entered.
        layout: Its ``infrastructure`` table says what a category and a programme are.
        joiner: Joins wrapped lines.

    Attributes:
        notes: The works that read like categories.
    """

    def __init__(self, ledger: Ledger, layout: Layout, joiner: LineJoiner) -> None:
        self._ledger = ledger
        self._categories = frozenset(fold(word) for word in layout.infrastructure.categories)
        self._programme = layout.compile(layout.infrastructure.programme)
        self._joiner = joiner
        self._heading: Run = (0, 0)
        self._category: Words | None = None
        self._parent: _Draft | None = None
        self._looks_like_category = re.compile(load_sign_rules().category)
        self._works: list[_Draft] = []
        self._programmes: list[_Draft] = []
        self.notes: list[Problem] = []

    def under(self, heading: Run) -> None:
        """Go on below a heading; a new one ends category and parent."""
        if heading != self._heading:
            self._heading = heading
            self._category = self._parent = None

    def add_group(self, lines: list[Run]) -> None:
        """Take in a ○ line: a category, or a work whose ・ lines are its sub-lines."""
        first, *rest = self._joiner.runs(lines)
        if fold(self._ledger.flow.words(*first).text) in self._categories:
            self._category = self._ledger.data(*first, "category")
            self._parent = None
            for run in rest:
                self._add([run])
            return
        self._category = None
        self._parent = self._draft(first, rest, "work")
        self._works.append(self._parent)

    def add_item(self, lines: list[Run]) -> None:
        """Take in a ・ line: a programme, a work, or a sub-line of the ○ above it."""
        self._add(self._joiner.runs(lines))

    def _add(self, runs: list[Run]) -> None:
        first, *rest = runs
        text = self._ledger.flow.text[slice(*self._ledger.flow.trim(*first))]
        if self._programme.fullmatch(text):
            self._programmes.append(self._draft(first, rest, "programme"))
        elif self._parent is not None:
            if not self._parent.items:
                self._look_at(self._parent)
            self._parent.items += [self._ledger.data(*run, "sub-line") for run in runs]
        else:
            self._works.append(self._draft(first, rest, "work"))

    def _look_at(self, parent: _Draft) -> None:
        """Tell a ○ line that reads like a category the layout does not know."""
        text = fold(parent.text.text)
        if self._looks_like_category.fullmatch(text) and not self._joiner.is_complete(text):
            message = (
                f"「{parent.text.text}」 looks like a category, but is read as a work and what "
                "stands below it as its details"
            )
            hint = "If it is one, add it to infrastructure.categories of the layout"
            line = self._ledger.flow.source.line_at(parent.text.start)
            self.notes.append(Problem("note", message, line, hint))

    def _draft(self, first: Run, rest: list[Run], kind: str) -> _Draft:
        heading = self._ledger.flow.words(*self._heading)
        draft = _Draft(self._ledger.data(*first, kind), heading, self._category)
        draft.items = [self._ledger.data(*run, "sub-line") for run in rest]
        return draft

    @property
    def works(self) -> tuple[Work, ...]:
        """The works, in order."""
        return _numbered(self._works)

    @property
    def programmes(self) -> tuple[Work, ...]:
        """The programmes, in order."""
        return _numbered(self._programmes)


def _numbered(drafts: list[_Draft]) -> tuple[Work, ...]:
    return tuple(
        Work(
            position,
            draft.text,
            draft.heading,
            draft.category,
            tuple(Item(place, text) for place, text in enumerate(draft.items, start=1)),
        )
        for position, draft in enumerate(drafts, start=1)
    )
