"""How wide the column of a list is, learnt from its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kg.document.flow import Flow, Run
from kg.document.signs import load_sign_rules
from kg.text import display_width


class ColumnWidth:
    """The width at which the lists of a project are set.

    Args:
        flow: The text.
    """

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._wrapped: Counter[int] = Counter()
        self._widest = 0

    def learn(self, lines: Iterable[Run]) -> None:
        """Take in lines that are surely wrapped."""
        self._wrapped.update(self._width(line) for line in lines)

    def widen(self, lines: Iterable[Run]) -> None:
        """Take in lines that stand in the column, wrapped or not."""
        self._widest = max([self._widest, *(self._width(line) for line in lines)])

    def is_filled(self, line: Run) -> bool:
        """Tell whether a line fills the column, as far as its width is known."""
        usual = self._usual
        return usual is not None and self._width(line) > usual - 2

    def is_short(self, line: Run) -> bool:
        """Tell whether a line ends so early that no text was broken behind it."""
        return self._width(line) < (self._usual or self._widest) * load_sign_rules().short

    def is_nearly_full(self, line: Run) -> bool:
        """Tell whether a line ends so late that a text may well be broken behind it."""
        return self._width(line) > (self._usual or self._widest) * load_sign_rules().full

    def is_nearly_widest(self, line: Run) -> bool:
        """Tell whether a line ends nearly where the widest line ends."""
        return self._width(line) > self._widest * load_sign_rules().full

    @property
    def _usual(self) -> int | None:
        if not self._wrapped:
            return None
        return max(self._wrapped, key=lambda width: (self._wrapped[width], width))

    def _width(self, line: Run) -> int:
        text = self._flow.lines[self._flow.line_index(line[0])].text
        return display_width(text.strip())
