"""The editions of a plan, each from its document to the content of its files.

First comes the current one. The others follow from it outwards, each compared with one made before
it, which it revises or which revises it: a thing that both have bears one IRI.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Literal

from rdflib import RDF, Graph, URIRef

from kg.build.limits import too_many_entries, too_many_marks
from kg.build.outcome import Problem, Severity
from kg.comparison.changes import compare
from kg.document.coverage import coverage
from kg.document.layout import read_layout
from kg.document.model import Plan
from kg.document.plan_file import PlanFile
from kg.document.reading import parse
from kg.document.source import read_source
from kg.document.text_map import text_map
from kg.graph.changes import EditionNames, changes_graph, passages_graph
from kg.graph.convert import PlanGraphs, convert
from kg.graph.findings import local_name
from kg.graph.inference import infer
from kg.graph.iris import Iris
from kg.graph.serialise import quad_lines, to_turtle, triple_lines
from kg.graph.staying import staying
from kg.graph.terms import CHIIKI, new_graph
from kg.graph.validation import Finding, Report, validate
from kg.things.decisions import Decision

Content = bytes | list[bytes]
"""What a file holds: its bytes, or its lines without line ends."""

Known = dict[str | None, tuple[Plan, PlanFile, Iris]]
"""Editions by their ids: each read, with its facts and how it names what stands in it."""

_SEVERITIES: dict[str, Severity] = {"violation": "error", "warning": "warning", "info": "note"}
_COUNTED = {"projects": CHIIKI.Project, "measures": CHIIKI.Measure, "assets": CHIIKI.Asset}


@dataclass(frozen=True, slots=True)
class MadeEdition:
    """What came of one edition.

    Attributes:
        problems: What is the matter with it.
        files: What its files hold, by name; the edition stands in the names of all but those of
            the current one.
        counts: Projects, measures, assets and triples.
        coverage: Share of the document's characters that are accounted for.
        unused: People's decisions whose words it does not have.
    """

    problems: tuple[Problem, ...]
    files: dict[str, Content]
    counts: dict[str, int]
    coverage: float
    unused: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class MadeChanges:
    """What changed from edition to edition.

    Attributes:
        problems: What is the matter with it.
        files: What its file holds, by name.
    """

    problems: tuple[Problem, ...]
    files: dict[str, Content]


@dataclass(frozen=True, slots=True)
class FailedEdition:
    """What keeps an edition from being built."""

    problems: tuple[Problem, ...]


class Clock:
    """Takes the time of one step after the other."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = perf_counter()

    def stop(self, step: str) -> None:
        """Add the time since the last stop to a step."""
        now = perf_counter()
        self.seconds[step] = self.seconds.get(step, 0.0) + now - self._last
        self._last = now


def make_editions(
    plan_file: PlanFile, base: str, clock: Clock
) -> Iterator[MadeEdition | MadeChanges | FailedEdition]:
    """Make the editions of a plan, the current one first.

    Args:
        plan_file: The facts of the current edition.
        base: IRI below which everything is named.
        clock: Takes the time of each step.

    Yields:
        What came of each edition, and behind them, where there are several, what changed;
        nothing more behind an edition whose document has errors.

    Raises:
        KgError: If something of the plan is wrong.
    """
    known: Known = {}
    for file, beside in outwards(plan_file):
        plan, problems = read_document(file)
        clock.stop("parse")
        if plan is None:
            yield FailedEdition(problems)
            return
        names = None if beside is None else names_beside(plan, file, base, *known[beside])
        graphs = convert(plan, file, base, names)
        known[file.edition] = plan, file, graphs.iris
        clock.stop("convert")
        inferred = infer(graphs.content, graphs.reference, graphs.comparison)
        clock.stop("infer")
        report = validate(graphs.asserted)
        clock.stop("validate")
        yield MadeEdition(
            problems + findings_as_problems(report, file),
            _files(plan, graphs, inferred, report, file.other),
            _counts(graphs, inferred),
            coverage(plan).share,
            graphs.unused,
        )
    if len(known) > 1:
        yield make_changes(known)
        clock.stop("compare")


def make_changes(known: Known) -> MadeChanges:
    """Compare each edition of a plan with the one that it revises.

    Args:
        known: The editions.

    Returns:
        A graph of the changes, their passages included.
    """
    together = new_graph()
    problems: list[Problem] = []
    for new_plan, new_file, new_iris in known.values():
        edition = next(one for one in new_file.editions if one.id == new_file.edition)
        if edition.revises is None:
            continue
        old_plan, old_file, old_iris = known[edition.revises]
        old = EditionNames(edition.revises, old_iris, read_layout(old_file.layout_path))
        new = EditionNames(edition.id, new_iris, read_layout(new_file.layout_path))
        changes = compare(old_plan, new_plan)
        graph = changes_graph(changes, old, new)
        graph += passages_graph(changes, old_plan, old_file, old_iris, is_new=False)
        graph += passages_graph(changes, new_plan, new_file, new_iris, is_new=True)
        problems += findings_as_problems(validate(graph), new_file)
        together += graph
    iris = next(iris for _, _, iris in known.values() if iris.is_current)
    lines = quad_lines({str(iris.changes_graph): together})
    return MadeChanges(tuple(problems), {"changes.nq": lines})


def outwards(plan_file: PlanFile) -> Iterator[tuple[PlanFile, str | None]]:
    """List the editions of a plan from the current one outwards.

    Args:
        plan_file: The facts of the current edition.

    Yields:
        The facts of each, and the id of the edition inwards, which is named before it: one that
        it revises, or that revises it, so that what a comparison of both finds is named alike.
    """
    yield plan_file, None
    near: dict[str, list[str]] = {edition.id: [] for edition in plan_file.editions}
    for edition in plan_file.editions:
        if edition.revises is not None:
            near[edition.id].append(edition.revises)
            near[edition.revises].append(edition.id)
    waiting = [edition.id for edition in plan_file.editions if edition.is_current]
    seen = set(waiting)
    for inward in waiting:  # which grows meanwhile
        for id in near[inward]:
            if id not in seen:
                seen.add(id)
                waiting.append(id)
                yield plan_file.at(id), inward


def names_beside(
    plan: Plan, file: PlanFile, base: str, other: Plan, other_file: PlanFile, iris: Iris
) -> dict[URIRef, URIRef]:
    """Name the things that an edition shares with the one inwards.

    Args:
        plan: The edition.
        file: Its facts.
        base: IRI below which everything is named.
        other: The edition inwards.
        other_file: Its facts.
        iris: Names what stands in that.

    Returns:
        What ``Iris`` takes as ``staying``.
    """
    place = Iris(base, file.id, file.other).place
    layout, other_layout = read_layout(file.layout_path), read_layout(other_file.layout_path)
    ids = [edition.id for edition in file.editions]
    is_later = ids.index(str(file.edition)) > ids.index(str(other_file.edition))
    return staying(plan, layout, other, other_layout, iris, place, is_later=is_later)


def read_document(plan_file: PlanFile) -> tuple[Plan | None, tuple[Problem, ...]]:
    """Read a plan's document, unless it is too long to be built.

    Args:
        plan_file: Says where document and layout are.

    Returns:
        The plan, or None where an error keeps it from being built; and what is the matter.

    Raises:
        SourceError: If the document is no readable text.
        LayoutError: If the layout is wrong.
    """
    source, layout = read_source(plan_file.source_path), read_layout(plan_file.layout_path)
    problems = too_many_marks(source, layout)
    if problems:
        return None, problems
    plan = parse(source, layout)
    problems = plan_problems(plan, plan_file) + too_many_entries(plan)
    has_errors = any(problem.severity == "error" for problem in problems)
    return None if has_errors else plan, problems


def plan_problems(plan: Plan, plan_file: PlanFile) -> tuple[Problem, ...]:
    """Return what reading a plan's document brought to light.

    Args:
        plan: What was read.
        plan_file: Says where the document is.
    """
    source = str(plan_file.source_path)
    return tuple(
        Problem(found.severity, {"en": found.message}, source, found.line, found.hint)
        for found in plan.problems
    )


def findings_as_problems(report: Report, plan_file: PlanFile) -> tuple[Problem, ...]:
    """Return what validation found, with the line of the document that it is about."""
    return tuple(
        Problem(
            _SEVERITIES[found.severity],
            {lang: _told(found, lang) for lang in ("en", "ja")},
            str(plan_file.source_path),
            None if found.place is None else found.place.start_line,
        )
        for found in report.findings
    )


def _told(found: Finding, lang: Literal["en", "ja"]) -> str:
    return f"{found.label or found.thing}: {found.message(lang)} [{local_name(found.shape)}]"


def _counts(graphs: PlanGraphs, inferred: Graph) -> dict[str, int]:
    sources = (graphs.content, graphs.reference, inferred)
    types = [pair for graph in sources for pair in graph.subject_objects(RDF.type)]
    counts = {
        name: len({subject for subject, kind in types if kind == wanted})
        for name, wanted in _COUNTED.items()
    }
    counts["triples"] = sum(len(graph) for graph in (*graphs.asserted, inferred))
    return counts


def _files(
    plan: Plan, graphs: PlanGraphs, inferred: Graph, report: Report, edition: str | None
) -> dict[str, Content]:
    content = triple_lines(graphs.content)
    named = {
        name: content if parts == (graphs.content,) else _merged_lines(parts)
        for name, parts in graphs.named(inferred).items()
    }
    files: dict[str, Content] = {
        "plan.nq": quad_lines(named),
        "plan.ttl": to_turtle(content),
        "report.ttl": to_turtle(report.graph),
        "coverage.json": as_json(coverage(plan).to_json()),
        "source.txt": plan.source.text.encode(),
        "text.json": text_map(plan).encode(),
    }
    if edition is None:
        return files
    return {name.replace(".", f"@{edition}."): content for name, content in files.items()}


def _merged_lines(graphs: Iterable[Graph]) -> list[bytes]:
    """Write several graphs as one, each triple once."""
    return sorted({line for graph in graphs for line in triple_lines(graph)})


def as_json(value: dict[str, Any]) -> bytes:
    """Write a value as a file of JSON."""
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
