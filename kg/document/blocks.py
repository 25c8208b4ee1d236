"""The lists of a page as blocks: each begins at a mark, a label or a heading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from kg.document.flow import Flow, Ledger
from kg.document.layout import Layout, Section

BlockKind = Literal["section", "group", "item", "content", "partners", "bodies"]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together: what opens at a mark, up to the next one.

    Attributes:
        kind: What opened it.
        section: The section it stands in.
        heading: The words of that section's heading, as positions.
        start: Position after the mark.
        lines: Its lines as positions; the first one begins after the mark.
        page: Index of the page among the project's pages.
    """

    kind: BlockKind
    section: Section
    heading: tuple[int, int]
    start: int
    lines: tuple[tuple[int, int], ...]
    page: int

    @property
    def end(self) -> int:
        """Position after the last character."""
        return self.lines[-1][1]


@dataclass(frozen=True, slots=True)
class SectionStart:
    """A heading of a section.

    Attributes:
        section: What the layout says of it.
        start: Position of the heading.
        end: Position after it.
        heading: Positions of the words that name it.
    """

    section: Section
    start: int
    end: int
    heading: tuple[int, int]


_OPENED: dict[str, BlockKind] = {
    "marks.group": "group",
    "marks.item": "item",
    "co_creation.content": "content",
    "co_creation.partners": "partners",
    "bodies.label": "bodies",
}
"""What the marks and labels of a layout open."""


class BlockCutter:
    """Cuts pages into blocks.

    Args:
        ledger: Where marks and headings are entered.
        layout: The layout.
    """

    def __init__(self, ledger: Ledger, layout: Layout) -> None:
        self._ledger = ledger
        self._layout = layout
        self._headings = [(s, layout.compile(s.heading)) for s in layout.section]
        self._marks = [(_OPENED[key], key, sign) for key, sign in layout.signs().items()]

    def sections(self, start: int, end: int) -> list[SectionStart]:
        """Find the headings of sections between two positions, in order; none is in another."""
        flow = self._ledger.flow
        found: list[SectionStart] = []
        for line in flow.line_starts(start, end):
            if found and line < found[-1].end:
                continue
            for section, pattern in self._headings:
                match = flow.whole_lines(pattern, line, end)
                if match:
                    found.append(SectionStart(section, line, match.end(), _named(match)))
                    break
        return found

    def blocks(
        self, section: Section, heading: tuple[int, int], start: int, end: int, page: int
    ) -> list[Block]:
        """Cut the lines below a heading into blocks.

        Args:
            section: The section.
            heading: Positions of its name.
            start: Position after the heading.
            end: Position after the last line.
            page: Index of the page among the project's pages.

        Returns:
            The blocks. Lines before the first mark are a block of kind ``section``.
        """
        if start >= end:
            return []
        flow = self._ledger.flow
        cuts: list[tuple[BlockKind, int, int]] = []
        for position in flow.line_starts(start, end):
            opened = self._opened(position, end)
            if opened:
                cuts.append((opened[0], position, opened[1]))
        if not cuts or start < cuts[0][1]:
            cuts.insert(0, ("section", start, start))
        stops = [*(cut[1] for cut in cuts), end][1:]
        return [
            Block(kind, section, heading, text, tuple(flow.pieces(text, stop)), page)
            for (kind, _, text), stop in zip(cuts, stops, strict=True)
            if text < stop
        ]

    def _opened(self, position: int, end: int) -> tuple[BlockKind, int] | None:
        flow = self._ledger.flow
        for kind, key, pattern in self._marks:
            match = pattern.match(flow.text, position, end)
            if match is None:
                continue
            if match.end() == position:
                line = flow.line_number(position)
                raise self._layout.fault(
                    key,
                    f"the pattern {key} matches no sign, but a place, in line {line} "
                    "of the document",
                    "Let it match the sign itself, not only what stands before or behind it",
                )
            is_mark = kind in ("group", "item")
            self._ledger.furniture(position, match.end(), "mark" if is_mark else "label")
            return kind, _skip_blanks(flow, match.end(), end)
        return None


def _named(match: re.Match[str]) -> tuple[int, int]:
    """Return where the words of a heading stand: what its group ``name`` caught, else all."""
    return match.span("name") if match.groupdict().get("name") else match.span()


def _skip_blanks(flow: Flow, position: int, end: int) -> int:
    while position < end and flow.text[position].isspace():
        position += 1
    return position
