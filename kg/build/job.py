"""One plan, from its folder to its files; runs in a worker process when there are several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from kg.build.editions import Clock, Content, MadeChanges, MadeEdition, as_json, make_editions
from kg.build.outcome import PlanOutcome, Problem
from kg.document.plan_file import PlanFile, read_plan_file
from kg.errors import KgError
from kg.graph.serialise import write_lines
from kg.store.writer import write_error
from kg.things.decisions import DECISIONS


def make_plan(folder: Path, out: Path, base: str) -> PlanOutcome:
    """Build one plan in all its editions and write its files.

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
    clock = Clock()
    plan_id = folder.name
    problems: tuple[Problem, ...] = ()
    try:
        plan_file = read_plan_file(folder)
        plan_id = plan_file.id
        made: list[MadeEdition] = []
        changes: dict[str, Content] = {}
        for one in make_editions(plan_file, base, clock):
            problems += one.problems
            if isinstance(one, MadeEdition):
                made.append(one)
            elif isinstance(one, MadeChanges):
                changes = one.files
    except KgError as error:
        return PlanOutcome(plan_id, folder, Problem.all_of(error, folder), seconds=clock.seconds)
    if not made:
        return PlanOutcome(plan_id, folder, problems, seconds=clock.seconds)
    problems += _unused_decisions(made, plan_file)
    current = made[0]
    outcome = PlanOutcome(
        plan_id, folder, problems, current.counts, current.coverage, seconds=clock.seconds
    )
    if not outcome.has_failed:
        files = {name: content for one in made for name, content in one.files.items()}
        _write(out, {**files, **changes, "summary.json": as_json(outcome.to_json())})
        clock.stop("write")
    return outcome


def _unused_decisions(made: Sequence[MadeEdition], plan_file: PlanFile) -> tuple[Problem, ...]:
    """Return a warning for each decision of a person whose words no edition has."""
    unused = set(made[0].unused).intersection(*(one.unused for one in made))
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
        for decision in sorted(unused, key=lambda decision: decision.place)
    )


def _write(out: Path, files: Mapping[str, Content]) -> None:
    try:
        out.mkdir(parents=True)
        for name, content in files.items():
            if isinstance(content, bytes):
                (out / name).write_bytes(content)
            else:
                write_lines(out / name, content)
    except OSError as error:
        raise write_error(error, out) from error
