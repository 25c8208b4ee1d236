"""The index page: fields, goals and the rows of projects with their codes."""

from __future__ import annotations

import re
from itertools import pairwise

from kg.document.flow import Ledger
from kg.document.groups import GroupReader, caught
from kg.document.layout import Index, IndexBlock, Items, Layout
from kg.document.model import Field, Goal, Listing, Problem, Said


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

    def __init__(self, ledger: Ledger, layout: Layout, index: Index, groups: GroupReader) -> None:
        self._ledger = ledger
        self._layout = layout
        self._groups = groups
        self._index = index
        self.fields: list[Field] = []
        self.goals: list[Goal] = []
        self.listings: list[Listing] = []
        self.problems: list[Problem] = []

    def read(self, start: int, end: int) -> None:
        """Read the blocks of the page that lies between two positions."""
        blocks = {
            name: block for name in _READERS if (block := getattr(self._index, name)) is not None
        }
        heads = {name: self._head(block, start, end) for name, block in blocks.items()}
        stops = [head.start() for head in heads.values() if head] + [end]
        for name, block in blocks.items():
            head = heads[name]
            if head is None:
                self._problem(f"the index page has no heading like {block.head!r}", start)
                continue
            stop = min(position for position in stops if position > head.start())
            self._ledger.heading = self._ledger.flow.words(head.start(), head.end()).text
            self._ledger.furniture(head.start(), head.end(), "index heading")
            for piece in pieces(self._ledger, self._layout, block.items, head.end(), stop):
                if isinstance(piece, re.Match):
                    self._groups.check(f"index.{name}.items.pattern", piece)
                    _READERS[name](self, f"index.{name}.items.pattern", piece)

    def _head(self, block: IndexBlock, start: int, end: int) -> re.Match[str] | None:
        found = self._ledger.flow.matches(self._layout.compile(block.head), start, end)
        return found[0] if found else None

    def _field(self, key: str, match: re.Match[str]) -> None:
        self._groups.enter(key, match, {"number": "field number", "name": "field name"})
        name = self._ledger.flow.words(*match.span("name"))
        self.fields.append(Field(self._groups.number(key, match, "number"), Said(name)))

    def _goal(self, key: str, match: re.Match[str]) -> None:
        self._groups.enter(key, match, {"number": "goal number", "vision": "goal vision"})
        vision = self._ledger.flow.words(*match.span("vision"))
        self.goals.append(Goal(self._groups.number(key, match, "number"), Said(vision)))

    def _listing(self, key: str, match: re.Match[str]) -> None:
        layout, flow = self._layout, self._ledger.flow
        kinds = {"code": "listing code", "title": "listing title", "repeats": "repeated code"}
        self._groups.enter(key, match, kinds)
        line = flow.line_number(match.start())
        repeats = repeats_words = None
        if caught(match, "repeats"):
            repeats_words = flow.words(*match.span("repeats"))
            repeats = layout.canonical_code(caught(match, "repeats"), line)
        code = layout.canonical_code(caught(match, "code"), line)
        code_words, title = flow.words(*match.span("code")), flow.words(*match.span("title"))
        field = self._field_of(caught(match, "code"), line)
        self.listings.append(Listing(code, code_words, field, title, repeats, repeats_words))

    def _field_of(self, code: str, line: int) -> int | None:
        found = self._layout.code_pattern.fullmatch(code)
        number = caught(found, "field") if found else ""
        return self._groups.whole_number("code.pattern", number, "field", line) if number else None

    def _problem(self, message: str, position: int) -> None:
        line = self._ledger.flow.line_number(position) if self._ledger.flow.text else 1
        self.problems.append(Problem("error", message, line))


_READERS = {
    "fields": IndexReader._field,
    "goals": IndexReader._goal,
    "listings": IndexReader._listing,
}
"""Reads an item of each block of the index page."""
