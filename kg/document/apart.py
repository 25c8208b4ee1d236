"""Lines of an entry that may be no part of it, though they begin with no mark and no sign.

``青葉森林組合`` behind an initiative may be the cell of implementers beside it, or the end of its
words. Neither is taken for granted: it is told, and who carries out what stays unknown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.document.column import ColumnWidth
from kg.document.enumeration import alternatives
from kg.document.flow import Flow, Run
from kg.document.layout import Layout
from kg.document.model import Problem
from kg.document.signs import Sign, load_sign_rules, words_before, words_of_line
from kg.text import NESTED

TEXT = Sign("a text of its own", "", "[[section]], [[furniture]]")
"""What a line behind one that is not full looks like."""
BODIES = Sign("a list of bodies", "", "bodies.opening, bodies.words")
"""What a line looks like that is nothing but bodies."""

_MOST_LINES = 8
"""Over how many lines a cell may run."""


@dataclass(frozen=True, slots=True)
class BodyLines:
    """Lines of an entry that are nothing but bodies.

    Attributes:
        first: Index of the first one among the entry's lines.
        is_apart: Whether the words before them surely end there, and the entry with these lines.
    """

    first: int
    is_apart: bool


class ApartLines:
    """Finds lines that stand apart from the entry that they are read with.

    Args:
        flow: The text.
        layout: Its ``bodies`` table says what bodies are called.
        column: How wide the lists are set.
    """

    def __init__(self, flow: Flow, layout: Layout, column: ColumnWidth) -> None:
        rules, bodies = load_sign_rules().bodies, layout.bodies
        self._flow = flow
        self._column = column
        self._separator = re.compile(rf"\s*(?:{bodies.separator})\s*")
        self._closed = re.compile(rf"(?:{bodies.open_end})\s*\Z")
        self._goes_on = re.compile(rules.goes_on)
        self._rest = re.compile(rules.rest)
        self._complete = layout.compile(layout.infrastructure.complete)
        words = alternatives((*bodies.opening, *bodies.words))
        endings = "|".join((alternatives(bodies.suffixes), *rules.endings))
        name = rf"[^\s、,。()「」{rules.particles}]{{1,20}}?(?:{endings})"
        body = rf"(?:{words}|{name})(?:{NESTED})?"
        self._body = re.compile(body)
        self._list = re.compile(
            rf"{body}(?:{self._separator.pattern}{body})*\s*(?:{bodies.open_end})?\s*"
        )
        self._between = re.compile(rf"{bodies.separator}|{rules.between}")

    def text(self, lines: list[Run], *, is_list: bool) -> int | None:
        """Look for a line behind one where the words surely may end.

        Args:
            lines: The entry's lines as positions.
            is_list: Whether the entry is itself an enumeration, which an open end closes.

        Returns:
            The index of the first such line, or None.
        """
        for index in range(1, len(lines)):
            if self._ends(lines[index - 1], is_list=is_list) and not (
                self._goes_on_before(lines, index)
                or (is_list and self._rest.match(self._flow.text, *lines[index]))
            ):
                return index
        return None

    def bodies(self, lines: list[Run], *, is_list: bool) -> BodyLines | None:
        """Look for lines that are nothing but bodies.

        Args:
            lines: The entry's lines as positions, without the cells behind it.
            is_list: Whether the entry is itself an enumeration, which may be wrapped.

        Returns:
            The first such lines, or None.
        """
        for first in range(1, len(lines)):
            is_apart = self._ends(lines[first - 1], is_list=is_list)
            if self._goes_on_before(lines, first) or (is_list and not is_apart):
                continue
            stop = self._stop(lines, first, is_apart=is_apart)
            if stop is not None:
                return BodyLines(first, is_apart and stop == len(lines))
        return None

    def are_several(self, text: str) -> bool:
        """Tell whether a folded text, taken for one body, is the names of several."""
        names = [name.strip() for name in self._between.split(text)]
        return len(names) > 1 and all(self._body.fullmatch(name) for name in names)

    def _ends(self, line: Run, *, is_list: bool) -> bool:
        """Tell whether a text that goes on behind a line was not broken there for lack of room."""
        is_closed = is_list and self._closed.search(self._flow.text[slice(*line)]) is not None
        return is_closed or self._column.is_short(line)

    def _goes_on_before(self, lines: list[Run], index: int) -> bool:
        above = self._flow.text[slice(*lines[index - 1])].rstrip()
        return self._goes_on.match(above[-1:]) is not None

    def _may_end(self, lines: list[Run], index: int) -> bool:
        """Tell whether the words before a line may end there: a name can be broken over lines."""
        if not self._column.is_nearly_full(lines[index - 1]):
            return True
        text = self._flow.text
        return self._complete.fullmatch(text, lines[0][0], lines[index][0]) is not None

    def _stop(self, lines: list[Run], first: int, *, is_apart: bool) -> int | None:
        """Return the index behind the last line, if the lines from the first on are bodies."""
        text = self._flow.text
        for stop in range(min(len(lines), first + _MOST_LINES), first, -1):
            start, end = lines[first][0], lines[stop - 1][1]
            if not self._list.fullmatch(text, start, end):
                continue
            if stop < len(lines) and self._rest.match(text, *lines[stop]):
                continue
            several = self._separator.search(text, start, end) is not None
            if several or is_apart or self._may_end(lines, first):
                return stop
        return None


def apart_note(flow: Flow, start: int, position: int) -> Problem:
    """Tell that bodies behind a text are read as a list of their own, nobody knows whose.

    Args:
        flow: The text of the document.
        start: Where the text begins that they stand behind.
        position: Where they begin.
    """
    line = words_of_line(flow, position)
    before = words_before(flow, start, position)
    message = (
        f"「{line}」 looks like a list of bodies of its own behind 「{before}」: "
        "whose it is stays unknown"
    )
    hint = f"If it is a cell, name its words in the layout ({BODIES.keys}; docs/layouts.md)"
    return Problem("note", message, flow.line_number(position), hint)
