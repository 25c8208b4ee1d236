"""Page headers: where a project's page begins, and what its head says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.document.flow import Ledger
from kg.document.groups import GroupReader, caught
from kg.document.index_page import pieces
from kg.document.layout import Layout
from kg.document.model import Problem, Words


@dataclass(frozen=True, slots=True)
class AimLine:
    """A line of a header that names a goal, and perhaps the field that it is in.

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
class PageHeader:
    """The head of one page of a project.

    Attributes:
        start: Position where the page begins.
        body: Position where its sections begin.
        codes: The project's codes as written in literals.
        part: Which of the project's pages it is, from 1, or None where not printed.
        parts: How many pages the project has, or None.
        aims: The lines that name goals.
    """

    start: int
    body: int
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
        problems: Headers that are not whole.
    """

    def __init__(self, ledger: Ledger, layout: Layout, groups: GroupReader) -> None:
        self._ledger = ledger
        self._layout = layout
        self._groups = groups
        self._pattern = layout.compile(layout.header.pattern)
        self._sections = [layout.compile(section.heading) for section in layout.section]
        self.problems: list[Problem] = []

    def read(self) -> list[PageHeader]:
        """Return all headers of the text, in order, their characters entered in the ledger."""
        flow = self._ledger.flow
        found: list[re.Match[str]] = []
        for start in flow.starts:
            # The second code of a wrapped list of codes begins a line, but no header.
            if found and start < found[-1].end():
                continue
            match = flow.whole_lines(self._pattern, start)
            if match:
                found.append(match)
        stops = [*(match.start() for match in found), len(flow.text)][1:]
        return [self._header(match, stop) for match, stop in zip(found, stops, strict=True)]

    def _header(self, match: re.Match[str], stop: int) -> PageHeader:
        ledger, flow = self._ledger, self._ledger.flow
        self._groups.check(_HEADER, match)
        ledger.heading = flow.words(*match.span("title")).text
        self._check_required(match)
        self._groups.enter(_HEADER, match, _HEADER_KINDS)
        mark = self._words(match, "mark")
        body, aims = self._aims(match.end(), stop)
        return PageHeader(
            match.start(),
            body,
            self._codes(match),
            flow.words(*match.span("codes")),
            flow.words(*match.span("title")),
            self._words(match, "lead"),
            self._words(match, "area"),
            mark.text if mark else None,
            self._groups.number(_HEADER, match, "part") if caught(match, "part") else None,
            self._groups.number(_HEADER, match, "parts") if caught(match, "parts") else None,
            aims,
        )

    def _codes(self, match: re.Match[str]) -> tuple[str, ...]:
        layout = self._layout
        codes = tuple(
            layout.canonical_code(found.group())
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
        return body, tuple(self._aim(match) for match in found if isinstance(match, re.Match))

    def _aim(self, match: re.Match[str]) -> AimLine:
        groups, flow = self._groups, self._ledger.flow
        groups.check(_AIM, match)
        groups.enter(_AIM, match, _AIM_KINDS)
        return AimLine(
            groups.number(_AIM, match, "goal"),
            flow.words(*match.span("vision")),
            groups.number(_AIM, match, "field" if caught(match, "field") else "goal"),
            flow.words(*match.span("name")) if caught(match, "name") else None,
        )


_HEADER = "header.pattern"
_HEADER_KINDS = {
    "codes": "project code",
    "title": "project title",
    "lead": "lead agent",
    "area": "target area",
    "mark": "page mark",
}
_AIM = "header.aims.pattern"
_AIM_KINDS = {
    "field": "field number",
    "name": "field name",
    "goal": "goal number",
    "vision": "goal vision",
}
_MEANING = {"lead": "leading body (推進主体)", "area": "target area (推進エリア)"}
