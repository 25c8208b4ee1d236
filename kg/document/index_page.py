"""The index page: fields, goals and the rows of projects with their codes."""

from __future__ import annotations

import re
from itertools import pairwise

from kg.document.flow import Ledger
from kg.document.layout import Index, IndexBlock, Items, Layout
from kg.document.layout_check import whole_number
from kg.document.model import Field, Goal, Listing, Problem, Said
from kg.text import fold


def pieces(
    ledger: Ledger, layout: Layout, items: Items, start: int, end: int
) -> list[re.Match[str] | tuple[int, int]]:
    """Cut a run into the items a layout describes.

    Args:
        ledger: Gives the text.
        layout: Compiles the patterns.
        items: Where an item starts and what it consists of.
        start: First position.
        end: Position after the last.

    Returns:
        For each piece its match, or its positions where the pattern does not fit. What stands
        before the first item is a piece of its own.
    """
    flow = ledger.flow
    opening = layout.compile(items.start)
    openings = (
        flow.matches(opening, start, end)
        if items.at_line_start
        else opening.finditer(flow.text, start, end)
    )
    starts = [match.start() for match in openings]
    pattern = layout.compile(items.pattern)
    bounds = [*sorted({start, *starts}), end]
    found: list[re.Match[str] | tuple[int, int]] = []
    for left, right in pairwise(bounds):
        left, right = flow.trim(left, right)
        if left == right:
            continue
        found.append(pattern.fullmatch(flow.text, left, right) or (left, right))
    return found


class IndexReader:
    """Reads the index page.

    Attributes:
        fields: The policy fields found.
        goals: The goals found.
        listings: The rows found, in the order of the page.
        problems: What could not be read.
    """

    def __init__(self, ledger: Ledger, layout: Layout, index: Index) -> None:
        self._ledger = ledger
        self._layout = layout
        self._index = index
        self.fields: list[Field] = []
        self.goals: list[Goal] = []
        self.listings: list[Listing] = []
        self.problems: list[Problem] = []

    def read(self, start: int, end: int) -> None:
        """Read the blocks of the page that lies between two positions."""
        blocks = (self._index.fields, self._index.goals, self._index.listings)
        heads = [self._head(block, start, end) for block in blocks]
        stops = [head.start() for head in heads if head] + [end]
        for block, head in zip(blocks, heads, strict=True):
            if head is None:
                self._problem(f"the index page has no heading like {block.head!r}", start)
                continue
            stop = min(position for position in stops if position > head.start())
            self._ledger.heading = self._ledger.flow.words(head.start(), head.end()).text
            self._ledger.furniture(head.start(), head.end(), "index heading")
            self._read_items(block, head.end(), stop)

    def _head(self, block: IndexBlock, start: int, end: int) -> re.Match[str] | None:
        found = self._ledger.flow.matches(self._layout.compile(block.head), start, end)
        return found[0] if found else None

    def _read_items(self, block: IndexBlock, start: int, end: int) -> None:
        readers = {
            id(self._index.fields): self._field,
            id(self._index.goals): self._goal,
            id(self._index.listings): self._listing,
        }
        for piece in pieces(self._ledger, self._layout, block.items, start, end):
            if isinstance(piece, re.Match):
                readers[id(block)](piece)

    def _field(self, match: re.Match[str]) -> None:
        self._ledger.data(*match.span("number"), "field number")
        name = self._ledger.data(*match.span("name"), "field name")
        self.fields.append(Field(whole_number(match["number"], "number"), Said(name)))

    def _goal(self, match: re.Match[str]) -> None:
        self._ledger.data(*match.span("number"), "goal number")
        vision = self._ledger.data(*match.span("vision"), "goal vision")
        self.goals.append(Goal(whole_number(match["number"], "number"), Said(vision)))

    def _listing(self, match: re.Match[str]) -> None:
        ledger, layout = self._ledger, self._layout
        code_words = ledger.data(*match.span("code"), "listing code")
        title = ledger.data(*match.span("title"), "listing title")
        repeats = repeats_words = None
        if match["repeats"]:
            ledger.furniture(match.end("title"), match.start("repeats"), "label")
            repeats_words = ledger.data(*match.span("repeats"), "repeated code")
            repeats = layout.canonical_code(match["repeats"])
        found = layout.code_pattern.fullmatch(fold(match["code"]))
        groups = found.groupdict() if found else {}
        field = whole_number(groups["field"], "field") if groups.get("field") else None
        code = layout.canonical_code(match["code"])
        self.listings.append(Listing(code, code_words, field, title, repeats, repeats_words))

    def _problem(self, message: str, position: int) -> None:
        line = self._ledger.flow.line_number(position) if self._ledger.flow.text else 1
        self.problems.append(Problem("error", message, line))
