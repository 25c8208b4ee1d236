"""One plan, from its folder to its files; runs in a worker process when there are several."""

from __future__ import annotations

import json
from pathlib import Path
from time import perf_counter
from typing import Any, Literal

from rdflib import RDF, Graph

from kg.build.limits import too_many_entries, too_many_marks
from kg.build.outcome import PlanOutcome, Problem, Severity
from kg.document.coverage import coverage
from kg.document.layout import read_layout
from kg.document.model import Plan
from kg.document.plan_file import PlanFile, read_plan_file
from kg.document.reading import parse
from kg.document.source import read_source
from kg.document.text_map import text_map
from kg.errors import KgError, OutputError
from kg.graph.convert import PlanGraphs, convert
from kg.graph.findings import local_name
from kg.graph.inference import infer
from kg.graph.serialise import quad_lines, to_turtle, triple_lines, write_lines
from kg.graph.terms import CHIIKI
from kg.graph.validation import Finding, Report, validate
from kg.store.writer import write_error
from kg.things.decisions import DECISIONS

FILES = (
    *("plan.nq", "plan.ttl", "report.ttl", "summary.json", "coverage.json"),
    *("source.txt", "text.json"),
)
"""What a plan's folder in a version holds."""

_SEVERITIES: dict[str, Severity] = {"violation": "error", "warning": "warning", "info": "note"}
_COUNTED = {"projects": CHIIKI.Project, "measures": CHIIKI.Measure, "assets": CHIIKI.Asset}


def make_plan(folder: Path, out: Path, base: str) -> PlanOutcome:
    """Build one plan and write its files.

    Args:
        folder: The plan's folder.
        out: Folder to write into; made here.
        base: IRI below which everything is named.

    Returns:
        What came of it. Errors of the plan are problems of the outcome, and then nothing is
        written.

    Raises:
        OutputError: If the files cannot be written.
    """
    clock = _Clock()
    plan_id = folder.name
    try:
        plan_file = read_plan_file(folder)
        plan_id = plan_file.id
        plan, problems = read_document(plan_file)
        clock.stop("parse")
        if plan is None:
            return PlanOutcome(plan_id, folder, problems, seconds=clock.seconds)
        graphs = convert(plan, plan_file, base)
        problems += unused_decisions(graphs, plan_file)
        clock.stop("convert")
        inferred = infer(graphs.content, graphs.reference, graphs.comparison)
        clock.stop("infer")
        report = validate(graphs.asserted)
        clock.stop("validate")
    except OutputError:
        raise
    except KgError as error:
        return PlanOutcome(plan_id, folder, Problem.all_of(error, folder), seconds=clock.seconds)
    problems += findings_as_problems(report, plan_file)
    counts = _counts(graphs, inferred)
    outcome = PlanOutcome(
        plan_id, folder, problems, counts, coverage(plan).share, seconds=clock.seconds
    )
    if not outcome.has_failed:
        _write(out, plan, graphs, inferred, report, outcome)
        clock.stop("write")
    return outcome


class _Clock:
    """Takes the time of one step after the other."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = perf_counter()

    def stop(self, step: str) -> None:
        now = perf_counter()
        self.seconds[step] = now - self._last
        self._last = now


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
    problems = _plan_problems(plan, plan_file) + too_many_entries(plan)
    has_errors = any(problem.severity == "error" for problem in problems)
    return None if has_errors else plan, problems


def _plan_problems(plan: Plan, plan_file: PlanFile) -> tuple[Problem, ...]:
    """Return what reading a plan's document brought to light."""
    source = str(plan_file.source_path)
    return tuple(
        Problem(found.severity, {"en": found.message}, source, found.line)
        for found in plan.problems
    )


def unused_decisions(graphs: PlanGraphs, plan_file: PlanFile) -> tuple[Problem, ...]:
    """Return a warning for each decision of a person whose words the document does not have."""
    return tuple(
        Problem(
            "warning",
            {
                "en": f"{decision.words} is decided but stands nowhere in the document",
                "ja": f"{decision.words} についての判断があるが、文書にその語句がない",
            },
            str(plan_file.folder / DECISIONS),
            decision.place,
            hint="Remove the decision, or correct its words or those around them",
        )
        for decision in graphs.unused
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


def _write(
    out: Path,
    plan: Plan,
    graphs: PlanGraphs,
    inferred: Graph,
    report: Report,
    outcome: PlanOutcome,
) -> None:
    content = triple_lines(graphs.content)
    named: dict[str, Graph | list[bytes]] = {
        str(graphs.iris.content_graph): content,
        str(graphs.iris.provenance_graph): graphs.provenance,
        str(graphs.iris.reference_graph): graphs.reference,
        str(graphs.iris.comparison_graph): graphs.comparison,
        str(graphs.iris.inference_graph): inferred,
    }
    try:
        out.mkdir(parents=True)
        write_lines(out / "plan.nq", quad_lines(named))
        (out / "plan.ttl").write_bytes(to_turtle(content))
        (out / "report.ttl").write_bytes(to_turtle(report.graph))
        _write_json(out / "summary.json", outcome.to_json())
        _write_json(out / "coverage.json", coverage(plan).to_json())
        (out / "source.txt").write_bytes(plan.source.text.encode())
        (out / "text.json").write_text(text_map(plan), encoding="utf-8")
    except OSError as error:
        raise write_error(error, out) from error


def _write_json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
