"""The order of the steps of a build."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from kg.build.assembly import Earlier, assemble, version_name
from kg.build.outcome import BuildSummary, PlanOutcome, Problem
from kg.build.plans import PlanInput, check_ids, read_id, read_input
from kg.build.pool import run_jobs
from kg.errors import InputError, KgError
from kg.machine import processors
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
    is done. A plan with errors stays as it was when it was last built, or is left out if it never
    was, and the others are built. Where no plan is sound, or where the last good state of one
    cannot be kept, nothing changes: what was built before stays and goes on answering.

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
    check_ids([*inputs, *(PlanInput(plan.id, plan.folder, "") for plan in failed)])
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
            failed.append(PlanOutcome(read_id(folder), folder, Problem.all_of(error, folder)))
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


def _is_same(earlier: Earlier, plans: Sequence[PlanInput]) -> bool:
    keys = {plan.id: plan.key for plan in plans}
    return keys == {id: key for id, (key, _) in earlier.plans.items()} and earlier.is_whole()


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
        earlier = None if before is None else Earlier.read(self._writer.version(before))
        outcomes = [*failed, *self._plans(inputs, None if force else earlier, processes)]
        outcomes.sort(key=lambda outcome: outcome.id)
        bad = [outcome for outcome in outcomes if outcome.has_failed]
        kept = self._keep(bad, earlier, {plan.id for plan in inputs})
        sound = [plan for plan in inputs if plan.id not in {outcome.id for outcome in bad}]
        if kept is None or not sound:
            return BuildSummary(folder, before, False, tuple(outcomes), 0, {})
        outcomes = [kept[one.id][1] if one.id in kept else one for one in outcomes]
        plans = [*sound, *(plan for plan, _ in kept.values())]
        if bad and earlier is not None and not force and _is_same(earlier, plans):
            return BuildSummary(folder, before, False, tuple(outcomes), earlier.quads, {})
        start = perf_counter()
        quads = assemble(self._writer.temporary, plans, self._base)
        self._step("store")
        name = self._writer.publish(version_name(plans))
        seconds = {"store": perf_counter() - start}
        self._step("done")
        return BuildSummary(folder, name, True, tuple(outcomes), quads, seconds)

    def _keep(
        self, failed: Sequence[PlanOutcome], earlier: Earlier | None, known: Set[str]
    ) -> dict[str, tuple[PlanInput, PlanOutcome]] | None:
        """Take over the last good state of plans that have failed.

        Returns:
            What is kept of them, by id; None where something was built of one that cannot be.
        """
        kept: dict[str, tuple[PlanInput, PlanOutcome]] = {}
        if earlier is None:
            return kept
        for outcome in failed:
            plan = earlier.last_good(outcome.id, outcome.folder, self._base)
            # A plan whose id cannot be read could be any that is missing from this build.
            missing = earlier.plans.keys() - known - {one.id for one in failed}
            if plan is None and (outcome.id in earlier.plans or missing):
                return None
            if plan is not None:
                earlier.take_over(plan, self._writer.temporary / "plans" / plan.id)
                last = earlier.outcome(plan)
                kept[plan.id] = plan, replace(last, problems=outcome.problems)
        return kept

    def _plans(
        self, inputs: Sequence[PlanInput], earlier: Earlier | None, processes: int
    ) -> list[PlanOutcome]:
        plans = self._writer.temporary / "plans"
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
