"""From a plan's document to its model, and what the document contradicts in itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from kg.document.contradictions import contradictions
from kg.document.flow import Flow, Ledger
from kg.document.furniture import split_furniture
from kg.document.goal_headings import AimLine
from kg.document.groups import GroupReader
from kg.document.headers import HeaderReader, PageHeader
from kg.document.index_page import IndexReader
from kg.document.layout import Layout, read_layout
from kg.document.model import (
    Field,
    Goal,
    Listing,
    Page,
    Plan,
    Problem,
    Project,
    Said,
    Source,
)
from kg.document.plan_file import PlanFile
from kg.document.projects import ProjectReader
from kg.document.signs import sign_notes
from kg.document.source import read_source
from kg.document.uncovered import became_nothing, uncovered_lines
from kg.text import comparable


def read_plan(plan_file: PlanFile) -> Plan:
    """Read the document of a plan.

    Args:
        plan_file: Says where document and layout are.

    Returns:
        The plan; its ``problems`` hold what is wrong with the document.

    Raises:
        SourceError: If the document is no readable text.
        LayoutError: If the layout is wrong.
    """
    return parse(read_source(plan_file.source_path), read_layout(plan_file.layout_path))


def parse(source: Source, layout: Layout) -> Plan:
    """Turn a document into a plan by its layout.

    Args:
        source: The document.
        layout: How it is written.

    Returns:
        The plan. Whatever could not be read is named in ``problems`` with its line; nothing is
        left out in silence.
    """
    lines, claims, notes = split_furniture(source, layout)
    flow = Flow(source, lines)
    ledger = Ledger(flow)
    groups = GroupReader(ledger, layout)
    headers = HeaderReader(ledger, layout, groups)
    found = headers.read()
    problems = [*notes, *headers.problems]
    if not found:
        problems.append(Problem("error", _NO_PLAN, 1))
    starts = [*(heading.start for heading in headers.goals), *(header.start for header in found)]
    index = _read_index(ledger, layout, min(starts, default=len(flow.text)), groups)
    projects = _read_projects(ledger, layout, found, problems)
    fields: tuple[Field, ...] = ()
    goals: tuple[Goal, ...] = ()
    listings: tuple[Listing, ...] = ()
    if index is not None:
        problems += index.problems
        fields, goals, listings = tuple(index.fields), tuple(index.goals), tuple(index.listings)
    headings = [heading.aim for heading in headers.goals]
    goals = _goals_with_printings(goals, headings, projects)
    aims = [*headings, *(aim for header in found for aim in header.aims)]
    fields = _fields_with_printings(fields, aims)
    if not fields:  # the number of a field in a code names none of a plan that has none
        listings = tuple(replace(listing, field=None) for listing in listings)
    claims = sorted([*claims, *ledger.claims], key=lambda claim: claim.span)
    problems += [
        Problem("error", became_nothing(text), line, _UNREAD if found else None)
        for line, text in uncovered_lines(source, claims)
    ]
    problems += sign_notes(ledger, layout)
    has_index = layout.index is not None and layout.index.listings is not None
    problems += contradictions(source, goals, headings, listings, projects, has_index=has_index)
    problems += groups.notes()
    pages = _pages(source, layout, flow, found)
    ordered = sorted(set(problems), key=lambda problem: (problem.line, problem.message))
    return Plan(source, pages, fields, goals, listings, projects, tuple(claims), tuple(ordered))


_MOST_MISSING = 100
"""Pages of one project that are told as missing, however many a header says that there are."""
_NO_PLAN = (
    "no page of a project was found, so this is no plan of the layout; "
    "check the document and the layout named in plan.toml"
)
_UNREAD = "Name it in the layout ([[section]], [[furniture]]; docs/layouts.md)"


def _read_index(
    ledger: Ledger, layout: Layout, end: int, groups: GroupReader
) -> IndexReader | None:
    if layout.index is None:
        return None
    reader = IndexReader(ledger, layout, layout.index, groups)
    reader.read(0, end)
    return reader


def _read_projects(
    ledger: Ledger, layout: Layout, headers: list[PageHeader], problems: list[Problem]
) -> tuple[Project, ...]:
    projects: list[Project] = []
    for pages in _pages_of_projects(headers):
        reader = ProjectReader(ledger, layout)
        problems += _missing_parts(ledger.flow.source, pages)
        projects.append(reader.read(pages))
        problems += reader.problems
    return tuple(projects)


def _pages_of_projects(headers: list[PageHeader]) -> list[list[PageHeader]]:
    """Put the pages together that go on with the project of the page before."""
    projects: list[list[PageHeader]] = []
    for header in headers:
        before = projects[-1][0] if projects else None
        if before is not None and before.codes == header.codes and _is_titled_as(header, before):
            projects[-1].append(header)
        else:
            projects.append([header])
    return projects


def _is_titled_as(header: PageHeader, first: PageHeader) -> bool:
    """Whether a page has a mark, or the title of another; without both it is another project's."""
    return header.mark is not None or comparable(first.title.text) == comparable(header.title.text)


def _missing_parts(source: Source, headers: list[PageHeader]) -> Iterator[Problem]:
    parts = [header.part for header in headers]
    codes, total = headers[0].codes, headers[0].parts
    line = source.line_at(headers[0].codes_words.start)
    if total is None or None in parts:
        return
    missing = (part for part in range(1, total + 1) if part not in parts)
    for part in islice(missing, _MOST_MISSING):
        message = f"page {part} of {total} of project {codes[0]} is missing"
        yield Problem("error", message, line)
    if len(parts) != len(set(parts)):
        message = f"project {codes[0]} has two pages with one number"
        yield Problem("error", message, line)


def _goals_with_printings(
    goals: tuple[Goal, ...], headings: list[AimLine], projects: tuple[Project, ...]
) -> tuple[Goal, ...]:
    """Take the goals that the index does not list from headings of goals and headers."""
    visions = {goal.number: goal.vision for goal in goals}
    for heading in headings:
        visions.setdefault(heading.goal, Said(heading.vision))
    for project in projects:
        for aim in project.aims:
            visions.setdefault(aim.goal, aim.words)
    return tuple(Goal(number, visions[number]) for number in sorted(visions))


def _fields_with_printings(fields: tuple[Field, ...], aims: list[AimLine]) -> tuple[Field, ...]:
    if fields:
        return fields
    found = {aim.field: Said(aim.name) for aim in reversed(aims) if aim.name is not None}
    return tuple(Field(number, found[number]) for number in sorted(found))


def _pages(
    source: Source, layout: Layout, flow: Flow, headers: list[PageHeader]
) -> tuple[Page, ...]:
    starts = [flow.span(header.start, header.start + 1).start for header in headers]
    pages: list[Page] = []
    if layout.index is not None or not starts:
        pages.append(Page(1, None, 0))
    for start, header in zip(starts, headers, strict=True):
        pages.append(Page(len(pages) + 1, header.mark, start if pages else 0))
    return tuple(pages)
