"""The pages of one project, merged into one."""

from __future__ import annotations

from dataclasses import dataclass

from kg.document.apart import BODIES, TEXT, ApartLines, apart_note
from kg.document.blocks import Block, BlockCutter, SectionStart
from kg.document.column import ColumnWidth
from kg.document.enumeration import CellReader, read_bodies
from kg.document.flow import Ledger, Run
from kg.document.headers import PageHeader
from kg.document.infrastructure import InfrastructureReader, LineJoiner
from kg.document.initiatives import InitiativeReader, is_named_by_heading
from kg.document.layout import Layout
from kg.document.model import (
    Aim,
    Bodies,
    CoCreation,
    Problem,
    Project,
    Said,
    Words,
)
from kg.document.signs import (
    IMPLEMENTERS,
    Signs,
    joined_note,
    left_out_note,
    left_out_notes,
)
from kg.text import comparable, fold


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
        self._column_width = ColumnWidth(ledger.flow)
        self._joiner = LineJoiner(ledger, layout, self._column_width)
        self._apart = ApartLines(ledger.flow, layout, self._column_width)
        self._signs = Signs(ledger.flow, layout)
        self._infrastructure = InfrastructureReader(ledger, layout, self._joiner)
        self._initiatives = InitiativeReader(ledger, layout, self._cells)
        self._co_creations: list[_CoCreationDraft] = []
        self._overviews: list[Words] = []
        self._with_overview_below: list[PageHeader] = []
        self.problems: list[Problem] = []

    def read(self, pages: list[PageHeader]) -> Project:
        """Read the pages.

        Args:
            pages: Each page's header, in order.

        Returns:
            The project; what its pages print again is kept beside the first printing.
        """
        blocks = self._blocks(pages)
        parts = [self._parts(block) for block in blocks]
        for block, (tail, _) in zip(blocks, parts, strict=True):
            self._learn(block, tail)
        page = -1
        for block, (tail, stop) in zip(blocks, parts, strict=True):
            if block.page != page:
                page = block.page
                self._initiatives.begin_page()
            self._take(block, tail, stop)
        self.problems += self._initiatives.problems
        self.problems += [*self._joiner.notes, *self._infrastructure.notes]
        self._look_at_lead(pages[0])
        self._look_at_titles()
        return self._project(pages)

    def _look_at_titles(self) -> None:
        """Tell titles that may go on where the overview is said to begin."""
        flow = self._ledger.flow
        for header in self._with_overview_below:
            line = (flow.starts[flow.line_index(header.body - 1)], header.body)
            if self._column_width.is_nearly_widest(line):
                message = (
                    f"the title 「{header.title.text}」 fills its line, and the line below it is "
                    "read as the overview"
                )
                hint = (
                    "If it goes on there, let header.pattern say how titles end (docs/layouts.md)"
                )
                self.problems.append(Problem("note", message, flow.line_number(line[0]), hint))

    def _look_at_lead(self, header: PageHeader) -> None:
        if header.lead is None or not self._apart.are_several(fold(header.lead.text)):
            return
        message = (
            f"the leading body 「{header.lead.text}」 may be several: it is kept as one, "
            "under this name"
        )
        line = self._ledger.flow.source.line_at(header.lead.start)
        self.problems.append(Problem("note", message, line))

    def _blocks(self, pages: list[PageHeader]) -> list[Block]:
        blocks: list[Block] = []
        current: SectionStart | None = None
        for number, header in enumerate(pages):
            found = self._cutter.sections(header.body, header.end)
            starts = [*(section.start for section in found), header.end]
            if self._layout.header.overview and header.body < starts[0]:
                self._with_overview_below.append(header)
                self._ledger.heading = header.title.text
                self._take_overview(header.body, starts[0])
                self._column_width.widen(self._ledger.flow.pieces(header.body, starts[0]))
            for section, end in zip(found, starts[1:], strict=True):
                if section.section.role == "overview":
                    self._open(section, header)
                    self._take_overview(section.end, end)
                    continue
                opened = current if current and section.section.resumes else section
                if opened.section.role != "left-out":
                    current = opened
                self._ledger.heading = self._heading(header, opened)
                below = self._cutter.blocks(
                    opened.section, opened.heading, section.end, end, number
                )
                self._open(
                    section, header, is_group=section is opened and is_named_by_heading(below)
                )
                blocks += below
        return blocks

    def _take_overview(self, start: int, end: int) -> None:
        overview = self._ledger.data(start, end, "overview")
        self._overviews += [overview] if overview.spans else []

    def _open(self, section: SectionStart, header: PageHeader, *, is_group: bool = False) -> None:
        ledger = self._ledger
        ledger.heading = self._heading(header, section)
        start, end = section.heading
        if section.section.role == "infrastructure" or is_group:
            ledger.furniture(section.start, start, "heading mark")
            ledger.data(start, end, "group" if is_group else "infrastructure heading")
            ledger.furniture(end, section.end, "heading mark")
        else:
            kind = "column heading" if section.section.resumes else "section heading"
            ledger.furniture(section.start, section.end, kind)

    def _heading(self, header: PageHeader, section: SectionStart) -> str:
        return f"{header.codes[0]} {self._ledger.flow.words(*section.heading).text}"

    def _parts(self, block: Block) -> tuple[int, int]:
        """Return the index of the first line of a block's cells, and of the line behind them."""
        lines = list(block.lines)
        if block.kind == "section" and block.section.role != "left-out":
            is_cells = self._cells.cells(block.start, block.end)
            return (0 if is_cells else len(lines)), len(lines)
        return self._cells.split_tail(lines, is_list=_is_list(block))

    def _learn(self, block: Block, tail: int) -> None:
        lines = block.lines[:tail]
        if block.kind == "section" or not lines:
            return
        self._column_width.widen(lines)
        if block.section.role == "infrastructure":
            self._joiner.learn_incomplete(lines)
        else:
            self._joiner.learn(lines)

    def _take(self, block: Block, tail: int, stop: int) -> None:
        self._ledger.heading = self._block_heading(block)
        lines = list(block.lines[:tail])
        if lines and block.section.role == "left-out":
            flow, start, end = self._ledger.flow, lines[0][0], lines[-1][1]
            self._ledger.furniture(start, end, "left out")
            self.problems += left_out_notes(flow, self._layout, start, end)
            if block.kind == "bodies":
                self.problems.append(left_out_note(flow, start, IMPLEMENTERS))
        elif lines and block.kind != "section":
            own = self._own_lines(block, lines)
            self._take_lines(block, own)
            if len(own) < len(lines):
                self._initiatives.take_apart(lines[len(own)][0], lines[-1][1])
        if tail < stop:
            self._initiatives.take_cells(block.lines[tail][0], block.lines[stop - 1][1])

    def _own_lines(self, block: Block, lines: list[Run]) -> list[Run]:
        """Leave bodies out that stand apart from an entry, and tell what may stand so."""
        flow, is_infrastructure = self._ledger.flow, block.section.role == "infrastructure"
        bodies = self._apart.bodies(lines, is_list=_is_list(block))
        if bodies is not None:
            self._initiatives.doubt()
            is_apart = bodies.is_apart and not is_infrastructure
            position = lines[bodies.first][0]
            if is_apart:
                self.problems.append(apart_note(flow, block.start, position))
                lines = lines[: bodies.first]
            else:
                self.problems.append(joined_note(flow, block.start, position, BODIES))
        text = None if is_infrastructure else self._apart.text(lines, is_list=_is_list(block))
        if text is not None and (bodies is None or text != bodies.first):
            position = lines[text][0]
            if self._signs.of_line(position) is None:
                self.problems.append(joined_note(flow, block.start, position, TEXT))
        return lines

    def _block_heading(self, block: Block) -> str:
        code = self._ledger.heading.split(" ", 1)[0]
        return f"{code} {self._ledger.flow.words(*block.heading).text}"

    def _take_lines(self, block: Block, lines: list[Run]) -> None:
        start, end = lines[0][0], lines[-1][1]
        role, kind = block.section.role, block.kind
        if role == "infrastructure" and kind in ("group", "item"):
            self._infrastructure.under(block.heading)
            add = self._infrastructure.add_group if kind == "group" else (
                self._infrastructure.add_item
            )  # fmt: skip
            add(lines)
        elif role == "initiatives" and kind in ("group", "item", "bodies"):
            self._initiatives.take(block, start, end)
        elif role == "co-creations" and kind in ("item", "content", "partners"):
            self._take_co_creation(kind, start, end)

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
            groups=self._initiatives.groups,
            co_creations=tuple(
                CoCreation(position, draft.title, draft.content, draft.partners)
                for position, draft in enumerate(self._co_creations, start=1)
            ),
            works=self._infrastructure.works,
            programmes=self._infrastructure.programmes,
            numbers_above=tuple(dict.fromkeys(h.number_above for h in headers if h.number_above)),
        )

    def _aims(self, headers: list[PageHeader]) -> tuple[Aim, ...]:
        # Several pages may stand below one heading of a goal, which is one printing.
        aims = list(dict.fromkeys(aim for header in headers for aim in header.aims))
        visions = {
            aim.goal: [other.vision for other in aims if other.goal == aim.goal] for aim in aims
        }
        return tuple(
            Aim(goal, self._said(f"goal {goal}", printings)) for goal, printings in visions.items()
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


def _is_list(block: Block) -> bool:
    return block.kind in ("partners", "bodies")
