"""Lines as one flowing text: folded, without line breaks, each character knowing its place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from kg.document.model import Claim, Line, Source, Span, Words
from kg.text import fold_with_places

Run = tuple[int, int]
"""Positions in a flow: the first one, and the one after the last."""

_MOST_LINES = 8
"""Over how many lines a heading, a header or a running head may run."""


class Flow:
    """Some lines of a source as one text that patterns can match over line wraps.

    Positions are indexes into :attr:`text`. Blank lines and white space at the ends of lines are
    left out.

    Attributes:
        text: The folded characters of the lines, joined without line breaks.
        starts: Position of each line's first character.
        ends: Position after each line's last character.
        lines: The lines.
    """

    def __init__(self, source: Source, lines: Iterable[Line]) -> None:
        self.source = source
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.lines: list[Line] = []
        self._first: list[int] = []
        self._behind: list[int] = []
        pieces: list[str] = []
        for line in lines:
            folded, starts, ends = fold_with_places(line.text)
            stripped = folded.strip()
            if not stripped:
                continue
            left = folded.index(stripped)
            right = left + len(stripped)
            self.starts.append(len(self._first))
            self._first.extend(line.start + offset for offset in starts[left:right])
            self._behind.extend(line.start + offset for offset in ends[left:right])
            self.ends.append(len(self._first))
            self.lines.append(line)
            pieces.append(stripped)
        self.text = "".join(pieces)
        self._start_set = frozenset(self.starts)
        self._end_set = frozenset(self.ends)

    def is_line_start(self, position: int) -> bool:
        """Tell whether a line begins at a position."""
        return position in self._start_set

    def is_line_end(self, position: int) -> bool:
        """Tell whether a line ends just before a position."""
        return position in self._end_set

    def line_index(self, position: int) -> int:
        """Return the index, from 0, of the line that holds a position."""
        return max(bisect_right(self.starts, position) - 1, 0)

    def line_starts(self, start: int, end: int) -> list[int]:
        """Return the positions in ``[start, end)`` at which lines begin."""
        return self.starts[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def line_number(self, position: int) -> int:
        """Return the source line, from 1, of a position."""
        return self.lines[self.line_index(position)].number

    def follows_blank(self, position: int) -> bool:
        """Tell whether a blank or left-out line stands before the line of a position."""
        index = self.line_index(position)
        return index == 0 or self.lines[index - 1].number + 1 < self.lines[index].number

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield ``[start, end)`` cut at line breaks, as positions."""
        while start < end:
            stop = min(self.ends[self.line_index(start)], end)
            yield start, stop
            start = stop

    def span(self, start: int, end: int) -> Span:
        """Return the characters of the source between two positions of one line."""
        return Span(self._first[start], self._behind[end - 1])

    def trim(self, start: int, end: int) -> tuple[int, int]:
        """Move two positions inwards past white space."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return start, end

    def words(self, start: int, end: int) -> Words:
        """Return the text between two positions, joined over wraps, with its places.

        Args:
            start: First position.
            end: Position after the last.

        Returns:
            The document's own characters; one span for each run that only white space
            interrupts.
        """
        start, end = self.trim(start, end)
        source = self.source.text
        texts: list[str] = []
        spans: list[Span] = []
        for left, right in self.pieces(start, end):
            span = self.span(left, right)
            texts.append(source[span.start : span.end])
            if spans and not source[spans[-1].end : span.start].strip():
                span = Span(spans.pop().start, span.end)
            spans.append(span)
        return Words("".join(texts), tuple(spans))

    def matches(self, pattern: re.Pattern[str], start: int, end: int) -> list[re.Match[str]]:
        """Return the matches of a pattern that begin at the start of a line."""
        found = (
            pattern.match(self.text, position, end) for position in self.line_starts(start, end)
        )
        return [match for match in found if match]

    def runs_of_lines(self, pattern: re.Pattern[str], start: int, end: int) -> list[re.Match[str]]:
        """Return the matches of a pattern over whole lines, in order; none begins in another.

        Args:
            pattern: The pattern.
            start: First position.
            end: Position after the last.
        """
        found: list[re.Match[str]] = []
        for line in self.line_starts(start, end):
            if found and line < found[-1].end():
                continue
            match = self.whole_lines(pattern, line, end)
            if match:
                found.append(match)
        return found

    def whole_lines(
        self, pattern: re.Pattern[str], start: int, end: int | None = None
    ) -> re.Match[str] | None:
        """Match a pattern from the start of a line to the end of that line or a later one.

        Args:
            pattern: The pattern.
            start: Position at which a line begins.
            end: Position after the last character it may take.

        Returns:
            The match over the fewest lines, or None.
        """
        first = self.line_index(start)
        for stop in self.ends[first : first + _MOST_LINES]:
            if end is not None and stop > end:
                break
            match = pattern.fullmatch(self.text, start, stop)
            if match:
                return match
        return None


class Ledger:
    """The book in which every character of the source is entered once as what it became.

    Attributes:
        heading: The heading under which the next entries stand.
        claims: The entries.
        runs: What became data, in the order it was entered: positions and kind.
    """

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.heading = ""
        self.claims: list[Claim] = []
        self.runs: list[tuple[int, int, str]] = []

    def data(self, start: int, end: int, kind: str) -> Words:
        """Enter a run as data and return its words."""
        self.runs.append((start, end, kind))
        self._enter(start, end, kind, is_data=True)
        return self.flow.words(start, end)

    def furniture(self, start: int, end: int, kind: str) -> None:
        """Enter a run as furniture."""
        self._enter(start, end, kind, is_data=False)

    def _enter(self, start: int, end: int, kind: str, *, is_data: bool) -> None:
        start, end = self.flow.trim(start, end)
        for left, right in self.flow.pieces(start, end):
            self.claims.append(Claim(self.flow.span(left, right), kind, is_data, self.heading))
