"""Many plans: one after the other in this process, or each in one of several worker processes."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.build.outcome import PlanOutcome
from kg.errors import LimitError

Job = tuple[Path, Path, str]
"""A plan's folder, where its files go, and the base of its IRIs."""


def run_jobs(jobs: Sequence[Job], processes: int) -> Iterator[PlanOutcome]:
    """Build plans and yield what came of each, as each is done.

    Args:
        jobs: The plans.
        processes: How many may be built at once.

    Yields:
        The outcomes, in no fixed order.

    Raises:
        OutputError: If the disk refuses.
        LimitError: If a worker process dies.
    """
    processes = min(processes, len(jobs))
    if processes > 1:
        yield from _in_workers(jobs, processes)
        return
    from kg.build.job import make_plan

    for job in jobs:
        yield make_plan(*job)


def _in_workers(jobs: Sequence[Job], processes: int) -> Iterator[PlanOutcome]:
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    executor = ProcessPoolExecutor(
        processes, mp_context=get_context("spawn"), initializer=_begin, initargs=gc.get_threshold()
    )
    try:
        for future in as_completed([executor.submit(_make_plan, job) for job in jobs]):
            yield future.result()
    except BrokenProcessPool as error:
        raise LimitError(
            "a worker process of the build was killed, perhaps for want of memory",
            hint="Build with fewer at once: kg build --jobs 1",
        ) from error
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _begin(*threshold: int) -> None:
    """Begin a worker, which looks for garbage as seldom as its parent does."""
    follow_parent()
    gc.set_threshold(*threshold)


def _make_plan(job: Job) -> PlanOutcome:
    from kg.build.job import make_plan

    return make_plan(*job)


def follow_parent() -> None:
    """Leave Ctrl-C to the parent, and end with it however it ends."""
    import signal
    from multiprocessing import parent_process
    from multiprocessing.connection import wait
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is None:
        return
    sentinel = parent.sentinel

    def follow() -> None:
        wait([sentinel])
        os._exit(1)

    Thread(target=follow, daemon=True).start()
