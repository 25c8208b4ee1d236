"""Page headers: where a project's page begins, and what its head says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.document.flow import Ledger
from kg.document.goal_headings import AimLine, GoalHeading, GoalHeadings, read_aim
from kg.document.groups import GroupReader, caught
from kg.document.index_page import pieces
from kg.document.layout import Layout
from kg.document.model import Problem, Words


@dataclass(frozen=True, slots=True)
class PageHeader:
    """The head of one page of a project.

    Attributes:
        start: Position where the page begins: at the heading of a goal, if it is the first below.
        body: Position where its sections begin.
        end: Position where the page ends.
        codes: The project's codes as written in literals.
        part: Which of the project's pages it is, from 1, or None where not printed.
        parts: How many pages the project has, or None.
        aims: The lines that name goals, first the heading above it.
    """

    start: int
    body: int
    end: int
    codes: tuple[str, ...]
    codes_words: Words
    title: Words
    lead: Words | None
    area: Words | None
    mark: str | None
    part: int | None
    parts: int | None
    aims: tuple[AimLine, ...]


class HeaderReader:
    """Finds the headers of project pages.

    Attributes:
        goals: What the headings of goals say.
        problems: Headers that are not whole.
    """

    def __init__(self, ledger: Ledger, layout: Layout, groups: GroupReader) -> None:
        self._ledger = ledger
        self._layout = layout
        self._groups = groups
        self._pattern = layout.compile(layout.header.pattern)
        self._sections = [layout.compile(section.heading) for section in layout.section]
        self._headings = GoalHeadings(ledger, layout, groups)
        self.goals: list[AimLine] = []
        self.problems: list[Problem] = []

    def read(self) -> list[PageHeader]:
        """Return all headers of the text, in order, their characters entered in the ledger."""
        found: list[PageHeader] = []
        for goal, start, stop in self._parts():
            matches = self._matches(start, stop)
            ends = [*(match.start() for match in matches[1:]), stop]
            if goal is not None:
                self._headings.leave_out(goal, matches[0].start() if matches else stop)
            for match, end in zip(matches, ends, strict=False):
                is_first = goal is not None and match is matches[0]
                begin = goal.start if goal is not None and is_first else match.start()
                found.append(self._header(match, begin, end, goal))
        return found

    def _parts(self) -> list[tuple[GoalHeading | None, int, int]]:
        """Cut the text at the headings of goals: each, with the positions of what is below it."""
        headings = self._headings.read()
        self.goals = [heading.aim for heading in headings]
        above = [None, *headings]
        starts = [0, *(heading.end for heading in headings)]
        stops = [*(heading.start for heading in headings), len(self._ledger.flow.text)]
        return list(zip(above, starts, stops, strict=True))

    def _matches(self, start: int, stop: int) -> list[re.Match[str]]:
        flow = self._ledger.flow
        found: list[re.Match[str]] = []
        for line in flow.line_starts(start, stop):
            # The second code of a wrapped list of codes begins a line, but no header.
            if found and line < found[-1].end():
                continue
            match = flow.whole_lines(self._pattern, line, stop)
            if match:
                found.append(match)
        return found

    def _header(
        self, match: re.Match[str], start: int, stop: int, goal: GoalHeading | None
    ) -> PageHeader:
        ledger, flow = self._ledger, self._ledger.flow
        self._groups.check(_HEADER, match)
        ledger.heading = flow.words(*match.span("title")).text
        self._check_required(match)
        self._groups.enter(_HEADER, match, _HEADER_KINDS)
        mark = self._words(match, "mark")
        body, aims = self._aims(match.end(), stop)
        return PageHeader(
            start,
            body,
            stop,
            self._codes(match, goal),
            flow.words(*match.span("codes")),
            flow.words(*match.span("title")),
            self._words(match, "lead"),
            self._words(match, "area"),
            mark.text if mark else None,
            self._groups.number(_HEADER, match, "part") if caught(match, "part") else None,
            self._groups.number(_HEADER, match, "parts") if caught(match, "parts") else None,
            aims if goal is None else (goal.aim, *aims),
        )

    def _codes(self, match: re.Match[str], goal: GoalHeading | None) -> tuple[str, ...]:
        layout = self._layout
        codes = tuple(
            layout.canonical_code(found.group(), goal.printed if goal else None)
            for found in layout.code_pattern.finditer(match["codes"])
        )
        if not codes:
            line = self._ledger.flow.line_number(match.start())
            raise layout.fault(
                _HEADER,
                f"the group 'codes' of {_HEADER} catches {match['codes']!r} in line {line} of the "
                "document, in which code.pattern finds no code",
                "Write {code} in the group",
            )
        return codes

    def _check_required(self, match: re.Match[str]) -> None:
        for name in self._layout.header.required:
            if not caught(match, name):
                title = self._ledger.flow.words(*match.span("title")).text
                line = self._ledger.flow.line_number(match.start())
                meaning = _MEANING.get(name, name)
                message = f"the header of {title!r} has no {meaning}"
                self.problems.append(Problem("error", message, line))

    def _words(self, match: re.Match[str], name: str) -> Words | None:
        return self._ledger.flow.words(*match.span(name)) if caught(match, name) else None

    def _aims(self, start: int, stop: int) -> tuple[int, tuple[AimLine, ...]]:
        flow = self._ledger.flow
        body = min(
            (
                line
                for line in flow.line_starts(start, stop)
                if any(flow.whole_lines(pattern, line, stop) for pattern in self._sections)
            ),
            default=stop,
        )
        items = self._layout.header.aims
        if items is None:
            return start, ()
        found = pieces(self._ledger, self._layout, items, start, body)
        matches = (match for match in found if isinstance(match, re.Match))
        return body, tuple(read_aim(self._ledger, self._groups, _AIM, match) for match in matches)


_HEADER = "header.pattern"
_HEADER_KINDS = {
    "codes": "project code",
    "title": "project title",
    "lead": "lead agent",
    "area": "target area",
    "mark": "page mark",
}
_AIM = "header.aims.pattern"
_MEANING = {"lead": "leading body (推進主体)", "area": "target area (推進エリア)"}
