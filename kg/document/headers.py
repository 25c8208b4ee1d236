"""Page headers: where a project's page begins, and what its head says."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.document.flow import Ledger
from kg.document.index_page import pieces
from kg.document.layout import Layout
from kg.document.layout_check import whole_number
from kg.document.model import Problem, Words


@dataclass(frozen=True, slots=True)
class AimLine:
    """A line of a header that names a field and a goal."""

    field: int
    goal: int
    name: Words
    vision: Words


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

    def __init__(self, ledger: Ledger, layout: Layout) -> None:
        self._ledger = ledger
        self._layout = layout
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
        ledger, groups = self._ledger, match.groupdict()
        ledger.heading = ledger.flow.words(*match.span("title")).text
        self._check_required(match)
        codes_words = ledger.data(*match.span("codes"), "project code")
        title = ledger.data(*match.span("title"), "project title")
        lead = self._value(match, "lead", "lead agent")
        area = self._value(match, "area", "target area")
        mark = self._value(match, "mark", "page mark")
        self._labels(match)
        codes = tuple(
            self._layout.canonical_code(found.group())
            for found in self._layout.code_pattern.finditer(match["codes"])
        )
        body, aims = self._aims(match.end(), stop)
        return PageHeader(
            match.start(), body, codes, codes_words, title, lead, area,
            mark.text if mark else None,
            whole_number(groups["part"], "part") if groups.get("part") else None,
            whole_number(groups["parts"], "parts") if groups.get("parts") else None,
            aims,
        )  # fmt: skip

    def _check_required(self, match: re.Match[str]) -> None:
        for name in self._layout.header.required:
            if not match.groupdict().get(name):
                title = self._ledger.flow.words(*match.span("title")).text
                line = self._ledger.flow.line_number(match.start())
                meaning = _MEANING.get(name, name)
                message = f"the header of {title!r} has no {meaning}"
                self.problems.append(Problem("error", message, line))

    def _value(self, match: re.Match[str], name: str, kind: str) -> Words | None:
        if not match.groupdict().get(name):
            return None
        return self._ledger.data(*match.span(name), kind)

    def _labels(self, match: re.Match[str]) -> None:
        names = [n for n in ("codes", "title", "lead", "area", "mark") if n in match.groupdict()]
        spans = sorted(match.span(name) for name in names if match[name])
        position = match.start()
        for start, end in [*spans, (match.end(), match.end())]:
            if position < start:
                self._ledger.furniture(position, start, "label")
            position = max(position, end)

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
        ledger = self._ledger
        field = match.groupdict().get("field") or match["goal"]
        spans = [(match.span(name), _AIM_KINDS[name]) for name in _AIM_KINDS if _has(match, name)]
        position = match.start()
        for (start, end), kind in sorted(spans):
            if position < start:
                ledger.furniture(position, start, "label")
            ledger.data(start, end, kind)
            position = end
        return AimLine(
            whole_number(field, "field"),
            whole_number(match["goal"], "goal"),
            ledger.flow.words(*match.span("name" if "name" in match.groupdict() else "goal")),
            ledger.flow.words(*match.span("vision")),
        )


_AIM_KINDS = {
    "field": "field number",
    "name": "field name",
    "goal": "goal number",
    "vision": "goal vision",
}
_MEANING = {"lead": "leading body (推進主体)", "area": "target area (推進エリア)"}


def _has(match: re.Match[str], name: str) -> bool:
    return bool(match.groupdict().get(name))
