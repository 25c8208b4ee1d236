"""Groups of initiatives, and who carries them out: cells beside a column, lines below a group."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.document.blocks import Block
from kg.document.enumeration import CellReader, read_bodies
from kg.document.flow import Ledger, Run
from kg.document.layout import Layout, Section
from kg.document.model import Bodies, Certainty, Group, Initiative, Problem, Words


@dataclass(slots=True)
class _GroupDraft:
    text: Words
    initiatives: list[Words] = field(default_factory=list)
    implementers: Bodies | None = None
    certainty: Certainty = "unknown"
    cells_beside: tuple[Bodies, ...] = ()
    is_labelled_below: bool = False


class InitiativeReader:
    """Reads the initiatives of a project.

    Attributes:
        problems: What could not be told.
    """

    def __init__(self, ledger: Ledger, layout: Layout, cells: CellReader) -> None:
        self._ledger = ledger
        self._layout = layout
        self._cells = cells
        label = layout.bodies.label
        self._label = layout.compile(label) if label else None
        self._groups: list[_GroupDraft] = []
        self._column: list[_GroupDraft] = []
        self._headed: Run | None = None
        self._is_doubtful = False
        self.problems: list[Problem] = []

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups that were read."""
        return tuple(
            Group(
                position,
                group.text,
                tuple(Initiative(n, t) for n, t in enumerate(group.initiatives, start=1)),
                group.implementers,
                group.certainty,
                group.cells_beside,
            )
            for position, group in enumerate(self._groups, start=1)
        )

    def begin_page(self) -> None:
        """Begin a column: none goes on over a page."""
        self._column, self._is_doubtful = [], False

    def doubt(self) -> None:
        """Take in that bodies which may be a cell of the column were read as something else."""
        self._is_doubtful = True

    def take(self, block: Block, start: int, end: int) -> None:
        """Take in a group, an initiative, or a line that names implementers.

        Args:
            block: What it is, and where it stands.
            start: Position of its first character.
            end: Position after the last.
        """
        if block.kind == "group":
            self._add_group(self._ledger.data(start, end, "group"), block)
            return
        if self._headed != block.heading and _names_group(block.section):
            self._column = []  # lists below headings of their own share no cell
            self._add_group(self._ledger.flow.words(*block.heading), block)
        if not self._groups:
            return
        if block.kind == "item":
            self._take_item(self._groups[-1], start, end)
        else:
            self._take_label(self._groups[-1], start, end)

    def _add_group(self, text: Words, block: Block) -> None:
        group = _GroupDraft(text)
        self._groups.append(group)
        self._column.append(group)
        self._headed = block.heading

    def _take_item(self, group: _GroupDraft, start: int, end: int) -> None:
        flow = self._ledger.flow
        if group.is_labelled_below:
            message = (
                f"an initiative follows the list of implementers below 「{group.text.text}」: "
                "who carries out what of it stays unknown"
            )
            self._keep_beside(group, message, start)
        group.initiatives.append(self._ledger.data(start, end, "initiative"))
        label = self._label.search(flow.text, start + 1, end) if self._label else None
        if label:
            message = (
                f"bodies.label stands inside 「{flow.words(start, end).text}」: "
                "who is named behind it is read as words of the initiative"
            )
            self.problems.append(Problem("note", message, flow.line_number(label.start())))

    def _keep_beside(self, group: _GroupDraft, message: str, position: int) -> None:
        """Keep the implementers of a group beside it, and tell why; once."""
        if group.implementers is None:
            return
        group.cells_beside += (group.implementers,)
        group.implementers, group.certainty = None, "unknown"
        line = self._ledger.flow.line_number(position)
        self.problems.append(Problem("warning", message, line))

    def _take_label(self, group: _GroupDraft, start: int, end: int) -> None:
        """Take the implementers that a line below a group names."""
        bodies = read_bodies(self._ledger, self._layout, start, end, "implementers")
        group.is_labelled_below = bool(group.initiatives)
        if group.implementers is None and not group.cells_beside:
            group.implementers, group.certainty = bodies, "explicit"
            return
        if group.implementers is not None:
            message = (
                f"another list of implementers stands below 「{group.text.text}」: "
                "who carries out what of it stays unknown"
            )
            self._keep_beside(group, message, start)
        group.cells_beside += (bodies,)

    def take_cells(self, start: int, end: int) -> None:
        """End a column: pair its cells with its groups, and say how sure that is.

        Args:
            start: Position of the first cell.
            end: Position after the last.
        """
        cells = [
            read_bodies(self._ledger, self._layout, left, right, "implementers")
            for left, right in self._cells.cells(start, end) or []
        ]
        column, self._column = self._column, []
        is_doubtful, self._is_doubtful = self._is_doubtful, False
        line = self._ledger.flow.line_number(start)
        if is_doubtful and column:
            self._stand_beside(column, cells)
            message = (
                "another list of bodies in the column of this cell may be a cell, too: "
                f"who carries out which of its {len(column)} group(s) stays unknown"
            )
            self.problems.append(Problem("warning", message, line))
        elif len(cells) == len(column):
            for group, cell in zip(column, cells, strict=True):
                group.implementers, group.certainty = cell, "explicit"
        elif len(cells) == 1 and column:
            for group in column:
                group.implementers, group.certainty = cells[0], "shared"
        else:
            self._stand_beside(column, cells)
            message = (
                f"{len(cells)} cell(s) of implementers stand beside {len(column)} group(s): "
                "who carries out which stays unknown"
            )
            self.problems.append(Problem("warning", message, line))

    def take_apart(self, start: int, end: int) -> None:
        """Keep bodies beside the groups of the column: whose they are is not known.

        Args:
            start: Position of the first body.
            end: Position after the last.
        """
        bodies = read_bodies(self._ledger, self._layout, start, end, "implementers")
        self._stand_beside(self._column, [bodies])

    def _stand_beside(self, column: list[_GroupDraft], cells: list[Bodies]) -> None:
        # Cells without a group in their column may belong to any whose bodies are unknown.
        for group in column or self._groups:
            if group.certainty == "unknown":
                group.cells_beside += tuple(cells)


def is_named_by_heading(blocks: list[Block]) -> bool:
    """Tell whether initiatives stand right below a heading, which so is that of their group.

    Args:
        blocks: What stands below the heading.
    """
    first = next((block for block in blocks if block.kind != "section"), None)
    return first is not None and first.kind != "group" and _names_group(first.section)


def _names_group(section: Section) -> bool:
    """Whether a heading can be that of a group; the heading of a table names its columns."""
    return section.role == "initiatives" and not section.resumes
