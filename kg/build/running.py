"""The order of the steps of a build."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

from kg.build.assembly import Earlier, assemble, version_name
from kg.build.outcome import BuildSummary, PlanOutcome, Problem
from kg.build.plans import PlanInput, check_ids, read_input
from kg.build.pool import processors, run_jobs
from kg.errors import InputError, KgError
from kg.store.versions import current_name, dataset_folder
from kg.store.writer import Writer, write_error

DEFAULT_BASE = "https://w3id.org/chiiki/id/"

Progress = Callable[[int, int, str], None]
"""Called with steps done, steps in all, and what was done last."""


def build(
    plan_folders: Sequence[Path],
    out: str | os.PathLike[str] | None = None,
    base_iri: str = DEFAULT_BASE,
    *,
    jobs: int | None = None,
    force: bool = False,
    progress: Progress | None = None,
) -> BuildSummary:
    """Build a dataset of plans.

    What has not changed since the last build is taken over from it; when nothing has, nothing
    is done. Whatever goes wrong, what was built before stays as it was and goes on answering.

    Args:
        plan_folders: Folders with a plan.toml; see ``find_plans``.
        out: The dataset folder; else the environment variable ``KG_DATA``, else ``dataset``.
        base_iri: IRI below which everything is named.
        jobs: How many plans to build at once; else one for each processor.
        force: Take nothing over from an earlier build.
        progress: Told after each step.

    Returns:
        What came of it. If a plan ``has_failed``, its problems say why.

    Raises:
        IriError: If the base cannot be one.
        UsageError: If two plans have one id.
        BusyError: If another build is writing to the folder.
        OutputError: If the folder cannot be written.
        LimitError: If a worker process dies.
    """
    folder = Path(dataset_folder(None if out is None else str(out)))
    inputs, failed = _read_inputs(plan_folders, base_iri)
    check_ids(inputs)
    if not failed and not force:
        unchanged = _unchanged(folder, inputs)
        if unchanged is not None:
            return unchanged
    from kg.graph.iris import check_base

    check_base(base_iri)
    with Writer(str(folder)) as writer:
        run = _Run(writer, base_iri, progress or _no_progress, len(inputs) + 2)
        try:
            return run.build(inputs, failed, jobs or processors(), force=force)
        except OSError as error:
            raise write_error(error, folder) from error


def _no_progress(done: int, total: int, step: str) -> None:
    """Tell nobody."""


def _read_inputs(folders: Sequence[Path], base: str) -> tuple[list[PlanInput], list[PlanOutcome]]:
    inputs, failed = [], []
    for folder in folders:
        try:
            inputs.append(read_input(folder, base))
        except KgError as error:
            failed.append(PlanOutcome(folder.name, folder, (Problem.of(error, folder),)))
    return inputs, failed


def _current(folder: Path) -> str | None:
    try:
        return current_name(str(folder))
    except InputError:
        return None


def _unchanged(folder: Path, inputs: Sequence[PlanInput]) -> BuildSummary | None:
    """Return the summary of the current version if it is what a build would make."""
    name = _current(folder)
    if name is None or name.partition("-")[0] != version_name(inputs):
        return None
    earlier = Earlier.read(folder / "versions" / name)
    if earlier is None or not all(map(earlier.has, inputs)) or not earlier.is_whole():
        return None
    return BuildSummary(folder, name, False, _reused(earlier, inputs), earlier.quads, {})


def _reused(earlier: Earlier, inputs: Sequence[PlanInput]) -> tuple[PlanOutcome, ...]:
    return tuple(earlier.outcome(plan) for plan in sorted(inputs, key=lambda plan: plan.id))


class _Run:
    """One build, under the writer's lock."""

    def __init__(self, writer: Writer, base: str, progress: Progress, total: int) -> None:
        self._writer = writer
        self._base = base
        self._progress = progress
        self._total = total
        self._done = 0

    def build(
        self,
        inputs: Sequence[PlanInput],
        failed: list[PlanOutcome],
        processes: int,
        *,
        force: bool,
    ) -> BuildSummary:
        folder = self._writer.folder
        before = _current(folder)
        outcomes = [*failed, *self._plans(inputs, before, processes, force=force)]
        outcomes.sort(key=lambda outcome: outcome.id)
        if any(outcome.has_failed for outcome in outcomes):
            return BuildSummary(folder, before, False, tuple(outcomes), 0, {})
        start = perf_counter()
        quads = assemble(self._writer.temporary, inputs, self._base)
        self._step("store")
        name = self._writer.publish(version_name(inputs))
        seconds = {"store": perf_counter() - start}
        self._step("done")
        return BuildSummary(folder, name, True, tuple(outcomes), quads, seconds)

    def _plans(
        self, inputs: Sequence[PlanInput], before: str | None, processes: int, *, force: bool
    ) -> list[PlanOutcome]:
        plans = self._writer.temporary / "plans"
        earlier = None
        if before is not None and not force:
            earlier = Earlier.read(self._writer.version(before))
        outcomes, todo = [], []
        for plan in inputs:
            out = plans / plan.id
            if earlier is not None and earlier.has(plan):
                earlier.take_over(plan, out)
                outcomes.append(earlier.outcome(plan))
                self._step(plan.id)
            else:
                todo.append((plan.folder, out, self._base))
        for outcome in run_jobs(todo, processes):
            outcomes.append(outcome)
            self._step(outcome.id)
        return outcomes

    def _step(self, step: str) -> None:
        self._done += 1
        self._progress(self._done, self._total, step)
