"""Headings of goals, below which the projects that pursue them stand, as in a 総合戦略."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.document.blocks import BlockCutter
from kg.document.flow import Ledger
from kg.document.groups import GroupReader, caught
from kg.document.layout import Layout
from kg.document.model import Problem, Words
from kg.document.signs import left_out_notes, words_of_line
from kg.numerals import whole_number

_KEY = "header.goal.pattern"


@dataclass(frozen=True, slots=True)
class AimLine:
    """A line that names a goal, and perhaps the field that it is in.

    Attributes:
        goal: Number of the goal.
        vision: What it says.
        field: Number of the field; that of the goal where the line gives none.
        name: Name of the field, or None where the line names none.
    """

    goal: int
    vision: Words
    field: int
    name: Words | None


@dataclass(frozen=True, slots=True)
class GoalHeading:
    """A heading of a goal.

    Attributes:
        start: Position where it begins.
        end: Position after it.
        begin: What stands before its number.
        printed: The goal's number as it is printed, folded, such as ``1`` or ``II``.
        number: The words of it.
        aim: What it says.
    """

    start: int
    end: int
    begin: str
    printed: str
    number: Words
    aim: AimLine


class GoalHeadings:
    """Finds the headings of goals, and what stands between one and the first project below it.

    Attributes:
        problems: Lines that are left out and look like the head of a project.
    """

    def __init__(self, ledger: Ledger, layout: Layout, groups: GroupReader) -> None:
        self._ledger = ledger
        self._layout = layout
        self._groups = groups
        self._cutter = BlockCutter(ledger, layout)
        self.problems: list[Problem] = []

    def read(self, first_project: int) -> list[GoalHeading]:
        """Return all headings of goals, in order, their characters entered in the ledger.

        Args:
            first_project: Position where the head of the first project begins. Where plans have
                an index, what looks like a heading above it and is printed again is a row of
                the index, and is left to it.

        Raises:
            LayoutError: If a group that is needed caught nothing, or a number is none.
        """
        goal, flow = self._layout.header.goal, self._ledger.flow
        if goal is None:
            return []
        found = flow.runs_of_lines(self._layout.compile(goal.pattern), 0, len(flow.text))
        numbers = [whole_number(caught(match, "goal")) for match in found]
        return [
            self._heading(match)
            for place, match in enumerate(found)
            if self._layout.index is None
            or match.start() > first_project
            or numbers[place] not in numbers[place + 1 :]
        ]

    def missed(self, found: list[GoalHeading], start: int) -> Iterator[Problem]:
        """Tell lines that begin like the headings of goals, and are none.

        Args:
            found: The headings.
            start: Position before which the index is.

        Yields:
            A note for each such line.
        """
        flow = self._ledger.flow
        starts = {heading.start for heading in found}
        begins = {heading.begin for heading in found if heading.begin}
        for position in flow.line_starts(start, len(flow.text)):
            if position not in starts and flow.text.startswith(tuple(begins), position):
                line = words_of_line(flow, position)
                message = (
                    f"「{line}」 begins like the heading of a goal, and is read as something else"
                )
                hint = "If it is one, let header.goal.pattern fit it (docs/layouts.md)"
                yield Problem("note", message, flow.line_number(position), hint)

    def _heading(self, match: re.Match[str]) -> GoalHeading:
        self._ledger.heading = self._ledger.flow.words(*match.span()).text
        aim = read_aim(self._ledger, self._groups, _KEY, match)
        flow = self._ledger.flow
        return GoalHeading(
            match.start(),
            match.end(),
            flow.text[match.start() : match.start("goal")],
            caught(match, "goal"),
            flow.words(*match.span("goal")),
            aim,
        )

    def leave_out(self, heading: GoalHeading, stop: int) -> None:
        """Leave out the sections that the layout leaves out, below a heading and above a project.

        Args:
            heading: The heading of a goal.
            stop: Position where the first project below it begins, or the next heading.
        """
        self._ledger.heading = self._ledger.flow.words(heading.start, heading.end).text
        sections = self._cutter.sections(heading.end, stop)
        ends = [*(section.start for section in sections), stop][1:]
        for section, end in zip(sections, ends, strict=True):
            if section.section.role == "left-out":
                self._ledger.furniture(section.start, section.end, "section heading")
                self._ledger.furniture(section.end, end, "left out")
                self.problems += left_out_notes(self._ledger.flow, self._layout, section.end, end)


_AIM_KINDS = {
    "field": "field number",
    "name": "field name",
    "goal": "goal number",
    "vision": "goal vision",
}


def read_aim(ledger: Ledger, groups: GroupReader, key: str, match: re.Match[str]) -> AimLine:
    """Read a line that names a goal, and enter its characters in the ledger.

    Args:
        ledger: Gives the words.
        groups: Enters what the groups caught.
        key: Where the pattern stands in the layout.
        match: What it matched.

    Returns:
        What the line says.

    Raises:
        LayoutError: If a group that is needed caught nothing, or a number is none.
    """
    groups.check(key, match)
    groups.enter(key, match, _AIM_KINDS)
    return AimLine(
        groups.number(key, match, "goal"),
        ledger.flow.words(*match.span("vision")),
        groups.number(key, match, "field" if caught(match, "field") else "goal"),
        ledger.flow.words(*match.span("name")) if caught(match, "name") else None,
    )
