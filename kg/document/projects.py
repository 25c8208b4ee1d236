"""The pages of one project, merged into one."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.document.blocks import Block, BlockCutter, SectionStart
from kg.document.enumeration import CellReader, read_bodies
from kg.document.flow import Ledger
from kg.document.headers import PageHeader
from kg.document.infrastructure import InfrastructureReader, LineJoiner
from kg.document.layout import Layout
from kg.document.model import (
    Aim,
    Bodies,
    Certainty,
    CoCreation,
    Group,
    Initiative,
    Problem,
    Project,
    Said,
    Words,
)
from kg.text import comparable


@dataclass(slots=True)
class _GroupDraft:
    text: Words
    initiatives: list[Words] = field(default_factory=list)
    implementers: Bodies | None = None
    certainty: Certainty = "unknown"
    cells_beside: tuple[Bodies, ...] = ()


@dataclass(slots=True)
class _CoCreationDraft:
    title: Words
    content: Words | None = None
    partners: Bodies | None = None


class ProjectReader:
    """Reads all pages of one project.

    Attributes:
        problems: What could not be read or contradicts itself.
    """

    def __init__(self, ledger: Ledger, layout: Layout) -> None:
        self._ledger = ledger
        self._layout = layout
        self._cutter = BlockCutter(ledger, layout)
        self._cells = CellReader(ledger.flow, layout)
        self._joiner = LineJoiner(ledger, layout)
        self._infrastructure = InfrastructureReader(ledger, layout, self._joiner)
        self._groups: list[_GroupDraft] = []
        self._column: list[_GroupDraft] = []
        self._co_creations: list[_CoCreationDraft] = []
        self._overviews: list[Words] = []
        self.problems: list[Problem] = []

    def read(self, pages: list[tuple[PageHeader, int]]) -> Project:
        """Read the pages.

        Args:
            pages: Each page's header with the position where the page ends, in order.

        Returns:
            The project; what its pages print again is kept beside the first printing.
        """
        blocks = self._blocks(pages)
        tails = [self._tail(block) for block in blocks]
        for block, tail in zip(blocks, tails, strict=True):
            self._learn(block, tail)
        page = -1
        for block, tail in zip(blocks, tails, strict=True):
            if block.page != page:
                page, self._column = block.page, []
            self._take(block, tail)
        self.problems += self._joiner.notes
        return self._project([header for header, _ in pages])

    def _blocks(self, pages: list[tuple[PageHeader, int]]) -> list[Block]:
        blocks: list[Block] = []
        current: SectionStart | None = None
        for number, (header, stop) in enumerate(pages):
            found = self._cutter.sections(header.body, stop)
            ends = [*(section.start for section in found), stop][1:]
            for section, end in zip(found, ends, strict=True):
                self._open(section, header)
                if section.section.role == "overview":
                    self._overviews.append(self._ledger.data(section.end, end, "overview"))
                    continue
                if current is None or not section.section.resumes:
                    current = section
                self._ledger.heading = self._heading(header, current)
                blocks += self._cutter.blocks(
                    current.section, current.heading, section.end, end, number
                )
        return blocks

    def _open(self, section: SectionStart, header: PageHeader) -> None:
        ledger = self._ledger
        ledger.heading = self._heading(header, section)
        start, end = section.heading
        if section.section.role == "infrastructure":
            ledger.furniture(section.start, start, "heading mark")
            ledger.data(start, end, "infrastructure heading")
            ledger.furniture(end, section.end, "heading mark")
        else:
            kind = "column heading" if section.section.resumes else "section heading"
            ledger.furniture(section.start, section.end, kind)

    def _heading(self, header: PageHeader, section: SectionStart) -> str:
        return f"{header.codes[0]} {self._ledger.flow.words(*section.heading).text}"

    def _tail(self, block: Block) -> int:
        lines = list(block.lines)
        if block.kind == "section":
            return 0 if self._cells.cells(block.start, block.end) else len(lines)
        return self._cells.split_tail(lines, is_list=block.kind in ("partners", "bodies"))

    def _learn(self, block: Block, tail: int) -> None:
        lines = block.lines[:tail]
        if block.kind == "section" or not lines:
            return
        if block.section.role == "infrastructure":
            self._joiner.learn_incomplete(lines)
        else:
            self._joiner.learn(lines)

    def _take(self, block: Block, tail: int) -> None:
        self._ledger.heading = self._block_heading(block)
        lines = list(block.lines[:tail])
        if lines:
            self._take_lines(block, lines)
        if tail < len(block.lines):
            self._take_cells(block.lines[tail][0], block.end)

    def _block_heading(self, block: Block) -> str:
        code = self._ledger.heading.split(" ", 1)[0]
        return f"{code} {self._ledger.flow.words(*block.heading).text}"

    def _take_lines(self, block: Block, lines: list[tuple[int, int]]) -> None:
        start, end = lines[0][0], lines[-1][1]
        role, kind = block.section.role, block.kind
        if kind == "section":
            return
        if role == "infrastructure" and kind in ("group", "item"):
            self._infrastructure.under(block.heading)
            add = self._infrastructure.add_group if kind == "group" else (
                self._infrastructure.add_item
            )  # fmt: skip
            add(lines)
        elif role == "initiatives" and kind in ("group", "item", "bodies"):
            self._take_initiative(kind, start, end)
        elif role == "co-creations" and kind in ("item", "content", "partners"):
            self._take_co_creation(kind, start, end)

    def _take_initiative(self, kind: str, start: int, end: int) -> None:
        if kind == "group":
            group = _GroupDraft(self._ledger.data(start, end, "group"))
            self._groups.append(group)
            self._column.append(group)
        elif not self._groups:
            return
        elif kind == "item":
            self._groups[-1].initiatives.append(self._ledger.data(start, end, "initiative"))
        else:
            bodies = read_bodies(self._ledger, self._layout, start, end, "implementers")
            self._groups[-1].implementers = bodies
            self._groups[-1].certainty = "explicit"

    def _take_co_creation(self, kind: str, start: int, end: int) -> None:
        if kind == "item":
            title = self._ledger.data(start, end, "co-creation title")
            self._co_creations.append(_CoCreationDraft(title))
        elif not self._co_creations:
            return
        elif kind == "content":
            self._co_creations[-1].content = self._ledger.data(start, end, "co-creation content")
        else:
            bodies = read_bodies(self._ledger, self._layout, start, end, "co-creation partners")
            self._co_creations[-1].partners = bodies

    def _take_cells(self, start: int, end: int) -> None:
        """End a column: pair its cells with its groups, and say how sure that is."""
        cells = [
            read_bodies(self._ledger, self._layout, left, right, "implementers")
            for left, right in self._cells.cells(start, end) or []
        ]
        column, self._column = self._column, []
        if len(cells) == len(column):
            for group, cell in zip(column, cells, strict=True):
                group.implementers, group.certainty = cell, "explicit"
        elif len(cells) == 1 and column:
            for group in column:
                group.implementers, group.certainty = cells[0], "shared"
        else:
            # Cells without a group in their column may belong to any whose bodies are unknown.
            open_groups = [group for group in self._groups if group.certainty == "unknown"]
            for group in column or open_groups:
                group.cells_beside += tuple(cells)
            message = (
                f"{len(cells)} cell(s) of implementers stand beside {len(column)} group(s): "
                "who carries out which stays unknown"
            )
            line = self._ledger.flow.line_number(start)
            self.problems.append(Problem("warning", message, line))

    def _project(self, headers: list[PageHeader]) -> Project:
        first = headers[0]
        said = self._said
        return Project(
            codes=first.codes,
            codes_words=said("codes", [header.codes_words for header in headers]),
            title=said("title", [header.title for header in headers]),
            lead=self._optional("leading body", [header.lead for header in headers]),
            area=self._optional("target area", [header.area for header in headers]),
            aims=self._aims(headers),
            overview=self._optional("overview", list(self._overviews)),
            groups=tuple(
                Group(
                    position,
                    group.text,
                    tuple(Initiative(n, t) for n, t in enumerate(group.initiatives, start=1)),
                    group.implementers,
                    group.certainty,
                    group.cells_beside,
                )
                for position, group in enumerate(self._groups, start=1)
            ),
            co_creations=tuple(
                CoCreation(position, draft.title, draft.content, draft.partners)
                for position, draft in enumerate(self._co_creations, start=1)
            ),
            works=self._infrastructure.works,
            programmes=self._infrastructure.programmes,
        )

    def _aims(self, headers: list[PageHeader]) -> tuple[Aim, ...]:
        goals = list(dict.fromkeys(aim.goal for header in headers for aim in header.aims))
        return tuple(
            Aim(
                goal,
                self._said(
                    f"goal {goal}",
                    [aim.vision for header in headers for aim in header.aims if aim.goal == goal],
                ),
            )
            for goal in goals
        )

    def _optional(self, name: str, printings: list[Words | None] | list[Words]) -> Said | None:
        present = [words for words in printings if words is not None]
        return self._said(name, present) if present else None

    def _said(self, name: str, printings: list[Words]) -> Said:
        first, *again = printings
        for words in again:
            if comparable(words.text) != comparable(first.text):
                line = self._ledger.flow.source.line_at(words.start)
                message = (
                    f"the {name} is printed as 「{words.text}」 here, "
                    f"but as 「{first.text}」 before"
                )
                self.problems.append(Problem("warning", message, line))
        return Said(first, tuple(again))
