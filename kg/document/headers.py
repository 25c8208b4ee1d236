"""Page headers: where a project's page begins, and what its head says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

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
        number_above: The number of the goal, in the heading above, where the codes take it.
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
    number_above: Words | None


class HeaderReader:
    """Finds the headers of project pages.

    Attributes:
        goals: The headings of goals.
        problems: Headers that are not whole.
    """

    def __init__(self, ledger: Ledger, layout: Layout, groups: GroupReader) -> None:
        self._ledger = ledger
        self._layout = layout
        self._groups = groups
        self._pattern = layout.compile(layout.header.pattern)
        self._sections = [layout.compile(section.heading) for section in layout.section]
        self._headings = GoalHeadings(ledger, layout, groups)
        self.goals: list[GoalHeading] = []
        self.problems: list[Problem] = []

    def read(self) -> list[PageHeader]:
        """Return all headers of the text, in order, their characters entered in the ledger."""
        found = [header for part in self._below_goals() for header in self._headers(*part)]
        if self.goals:
            index_end = min([self.goals[0].start, *(header.start for header in found)])
            start = 0 if self._layout.index is None else index_end
            self.problems += self._headings.problems
            self.problems += self._headings.missed(self.goals, start)
            self.problems += self._out_of_order(found)
        return found

    def _headers(self, goal: GoalHeading | None, start: int, stop: int) -> list[PageHeader]:
        """Read the headers below a heading, or above the first one."""
        matches = self._ledger.flow.runs_of_lines(self._pattern, start, stop)
        starts = [match.start() for match in matches]
        stops = [*starts[1:], stop]
        if goal is not None:
            self._headings.leave_out(goal, min([*starts, stop]))
            starts = [goal.start, *starts[1:]] if starts else []
        return [
            self._header(match, begin, end, goal)
            for match, begin, end in zip(matches, starts, stops[: len(starts)], strict=True)
        ]

    def _out_of_order(self, headers: list[PageHeader]) -> Iterator[Problem]:
        """Tell codes that do not count on below a goal: a head may be missed, or be none."""
        numbered = [(self._layout.numbers_of(header.codes[0]), header) for header in headers]
        for ((goal_before, before), _), ((goal, own), header) in pairwise(numbered):
            if before is None or own is None or (goal, own) == (goal_before, before):
                continue
            begins_anew = goal != goal_before and own == 1
            if own != before + 1 and not begins_anew:
                line = self._ledger.flow.source.line_at(header.codes_words.start)
                message = f"the code {header.codes[0]} does not follow the one before it"
                hint = "Look whether a head of a project or a goal is missing, or is none"
                yield Problem("note", message, line, hint)

    def _below_goals(self) -> list[tuple[GoalHeading | None, int, int]]:
        """Cut the text at the headings of goals: each, with the positions of what is below it."""
        flow = self._ledger.flow
        if self._layout.header.goal is None:
            return [(None, 0, len(flow.text))]
        heads = flow.runs_of_lines(self._pattern, 0, len(flow.text))
        self.goals = self._headings.read(heads[0].start() if heads else len(flow.text))
        starts = [0, *(heading.end for heading in self.goals)]
        stops = [*(heading.start for heading in self.goals), len(flow.text)]
        return list(zip([None, *self.goals], starts, stops, strict=True))

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
            goal.number if goal is not None and self._lacks_goal(match["codes"]) else None,
        )

    def _lacks_goal(self, codes: str) -> bool:
        """Whether a code names no goal itself, and layout and heading give it one."""
        pattern = self._layout.code_pattern
        has_goals = "goal" in pattern.groupindex
        return has_goals and any(not caught(found, "goal") for found in pattern.finditer(codes))

    def _codes(self, match: re.Match[str], goal: GoalHeading | None) -> tuple[str, ...]:
        layout = self._layout
        line = self._ledger.flow.line_number(match.start("codes"))
        codes = tuple(
            layout.canonical_code(found.group(), line, goal.printed if goal else None)
            for found in layout.code_pattern.finditer(match["codes"])
        )
        if not codes:
            raise layout.fault(
                _HEADER,
                f"the group 'codes' of {_HEADER} catches {match['codes']!r} in line {line} of the "
                "document, in which code.pattern finds no code",
                "Write {code} in the group",
            )
        if goal is not None:
            self._look_at_goals(codes, goal.aim.goal, line)
        return codes

    def _look_at_goals(self, codes: tuple[str, ...], goal: int, line: int) -> None:
        """Tell codes that name goals, but not the one whose heading stands above them."""
        named = [self._layout.numbers_of(code)[0] for code in codes]
        if goal not in named and any(number is not None for number in named):
            message = (
                f"the code {codes[0]} names another goal than the heading above it, which is that "
                f"of goal {goal}"
            )
            self.problems.append(Problem("warning", message, line))

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
