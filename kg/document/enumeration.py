"""Enumerations of bodies: lists of partners, and the cells of implementers in a list's margin.

A cell has no mark of its own. The text reads a column of the page first and its cells after,
so that cells stand as unmarked lines behind the last entry of the column. They are told from a
wrapped line of that entry by their words alone, never by blank lines: a cell is made of nothing
but bodies, and begins with one of a short list of opening words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.document.flow import Flow, Ledger, Run
from kg.document.layout import Layout
from kg.document.model import Bodies, Entry
from kg.document.signs import Signs
from kg.text import NESTED, fold

_BRACKETS = {"(": ")", "「": "」", "『": "』", "[": "]", "【": "】"}

_MOST_LINES = 40
"""Over how many lines the cells behind an enumeration are looked for."""


class CellReader:
    """Finds cells of bodies at the end of a run of lines, by a layout's words.

    Args:
        flow: The text.
        layout: Its ``bodies`` table gives the words.
    """

    def __init__(self, flow: Flow, layout: Layout) -> None:
        bodies = layout.bodies
        self._flow = flow
        self._signs = Signs(flow, layout)
        self._separator = re.compile(rf"\s*(?:{bodies.separator})\s*")
        self._open_end = re.compile(rf"\s*(?:{bodies.open_end})")
        self._opening = re.compile(alternatives(bodies.opening))
        words = alternatives((*bodies.opening, *bodies.words))
        suffixes = alternatives(bodies.suffixes)
        self._ends_in_word = re.compile(rf"(?:{words})\Z")
        self._body = re.compile(rf"(?:{words}|[^\s、,。()「」]{{1,20}}?{suffixes})(?:{NESTED})?")

    def cells(self, start: int, end: int) -> list[Run] | None:
        """Cut a run into cells, each an enumeration of bodies and nothing else.

        Args:
            start: First position.
            end: Position after the last.

        Returns:
            The cells as positions, or None if the run is anything else.
        """
        start, end = self._flow.trim(start, end)
        found: list[Run] = []
        while start < end:
            stop = self._cell_end(start, end)
            if stop is None:
                return None
            found.append((start, stop))
            start, _ = self._flow.trim(stop, end)
        return found

    def split_tail(self, lines: list[Run], *, is_list: bool) -> tuple[int, int]:
        """Find the cells among the lines of an entry.

        They end the entry. What stands behind them belongs neither to it nor to them: lines from
        one with a sign on, such as a remark, and behind an enumeration whatever is no body.

        Args:
            lines: The entry's lines as positions; the first one belongs to it in any case.
            is_list: Whether the entry is itself an enumeration, which an open end closes.

        Returns:
            The index of the first line of the cells and of the line behind them; twice the number
            of lines if there are none.
        """
        first = 1
        if is_list:
            closed = [i for i, line in enumerate(lines) if self._closes(lines, i, line[1])]
            if closed:
                first = closed[0] + 1
        for index in range(first, len(lines)):
            if self._is_cell_start(lines, index):
                for stop in self._stops(lines, index, is_list=is_list):
                    if self._are_cells(lines, index, lines[stop - 1][1]):
                        return index, stop
        return len(lines), len(lines)

    def _stops(self, lines: list[Run], index: int, *, is_list: bool) -> Iterator[int]:
        """Yield where cells may end that begin with a line, as indexes of the line behind them."""
        later = range(index + 1, len(lines))
        last = next((i for i in later if self._signs.of_line(lines[i][0])), len(lines))
        yield last
        if is_list:
            yield from range(min(last - 1, index + _MOST_LINES), index, -1)

    def _cell_end(self, start: int, end: int) -> int | None:
        text = self._flow.text
        if not self._opening.match(text, start, end):
            return None
        position = start
        while True:
            body = self._longest_body(position, end)
            if body is None:
                return None
            separator = self._separator.match(text, body, end)
            if separator is None:
                opened = self._open_end.match(text, body, end)
                return opened.end() if opened else body
            position = separator.end()

    def _longest_body(self, start: int, end: int) -> int | None:
        match = self._body.match(self._flow.text, start, end)
        return match.end() if match else None

    def _closes(self, lines: list[Run], index: int, end: int) -> bool:
        text = self._flow.text[lines[index][0] : end]
        opened = re.search(rf"{self._open_end.pattern}\s*\Z", text)
        return opened is not None

    def _is_cell_start(self, lines: list[Run], index: int) -> bool:
        text = self._flow.text
        start = lines[index][0]
        before = text[lines[0][0] : start]
        opening = self._opening.match(text, start)
        if opening is None or self._separator.search(before[-2:].rstrip()[-1:]):
            return False
        last = self._separator.split(before)[-1]
        # 市 + 町村 is the one body 市町村 broken over a line, not two.
        seam = self._ends_in_word.search(last)
        joined = seam.group() + opening.group() if seam else ""
        return self._opening.fullmatch(joined) is None

    def _are_cells(self, lines: list[Run], index: int, end: int) -> bool:
        cells = self.cells(lines[index][0], end)
        if not cells:
            return False
        for start, stop in cells:
            several = self._separator.search(self._flow.text, start, stop) is not None
            if not several and not self._stands_alone(start, stop):
                return False
        return True

    def _stands_alone(self, start: int, stop: int) -> bool:
        flow = self._flow
        if not (flow.is_line_start(start) and flow.is_line_end(stop) and flow.follows_blank(start)):
            return False
        return stop == len(flow.text) or flow.follows_blank(stop)


def read_bodies(ledger: Ledger, layout: Layout, start: int, end: int, kind: str) -> Bodies:
    """Read an enumeration, its members as written.

    Separators inside brackets do not count; a bracket that never closes runs to the end.

    Args:
        ledger: Where the characters are entered.
        layout: Its ``bodies`` table gives separator and open end.
        start: First position.
        end: Position after the last.
        kind: What the characters become.

    Returns:
        The bodies, in order, repeats kept.
    """
    flow = ledger.flow
    start, end = flow.trim(start, end)
    opened = re.search(rf"\s*(?:{layout.bodies.open_end})\Z", flow.text[start:end])
    is_open = opened is not None and opened.start() > 0
    words = ledger.data(start, end, kind)
    last = start + opened.start() if opened and is_open else end
    entries = tuple(
        Entry(flow.words(left, right))
        for left, right in _split(flow, re.compile(layout.bodies.separator), start, last)
    )
    return Bodies(words, entries, is_open)


def _split(flow: Flow, separator: re.Pattern[str], start: int, end: int) -> list[Run]:
    pieces: list[Run] = []
    closing: list[str] = []
    left = start
    for position in range(start, end):
        character = flow.text[position]
        if character in _BRACKETS:
            closing.append(_BRACKETS[character])
        elif closing and character == closing[-1]:
            closing.pop()
        elif not closing and separator.fullmatch(character):
            pieces.append((left, position))
            left = position + 1
    pieces.append((left, end))
    trimmed = (flow.trim(*piece) for piece in pieces)
    return [piece for piece in trimmed if piece[0] < piece[1]]


def alternatives(words: tuple[str, ...]) -> str:
    """Return a pattern that matches one of some words, the longest that fits."""
    ordered = sorted(set(map(fold, words)), key=lambda word: (-len(word), word))
    return f"(?:{'|'.join(map(re.escape, ordered)) or '(?!)'})"
