"""Making the pieces of a site in several processes.

A process opens the dataset for itself and writes the files that it makes; what goes between the
processes is what is to be made, and the entries of what was.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import LimitError
from kg.publish.model import Entry
from kg.publish.parts import PARTS
from kg.publish.source import Source, SourceSpec
from kg.publish.staging import Stage

Piece = tuple[int, Any]
"""Number of a part, and the key of a piece of it."""

Made = list[tuple[Entry, bool]]
"""Entries, and whether each was written."""

_AHEAD = 4
"""How many pieces wait for each process."""

_AT_ONE_OPENING = 8
"""How many pieces are made before the dataset is opened anew; that takes some hundredth of them."""


def tasks_of(source: Source) -> Iterator[list[Piece]]:
    """Yield the pieces of a site as tasks for one process each: what is wide is one, the first."""
    wide = [
        (number, key)
        for number, part in enumerate(PARTS)
        if part.is_wide
        for key in part.keys(source)
    ]
    if wide:
        yield wide
    for number, part in enumerate(PARTS):
        if not part.is_wide:
            for key in part.keys(source):
                yield [(number, key)]


def make_all(source: Source, stage: Stage, processes: int) -> Iterator[Made]:
    """Make all pieces of a site.

    Args:
        source: What it is made from.
        stage: Where it is made.
        processes: How many processes make it; with 1, this one does.

    Returns:
        The entries of the files, a piece at a time, in no order.

    Raises:
        KgError: If a file cannot be made or written.
        LimitError: If a process was killed.
    """
    if processes < 2:
        maker = _Maker(source, stage)
        yield from (maker.make(piece) for task in tasks_of(source) for piece in task)
        return
    yield from _in_workers(source, stage, processes)


def _in_workers(source: Source, stage: Stage, processes: int) -> Iterator[Made]:
    from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    executor = ProcessPoolExecutor(
        processes,
        mp_context=get_context("spawn"),
        initializer=_open,
        initargs=(source.spec, str(stage.site)),
    )
    source.let_go()  # this process reads little of it
    waiting: set[Future[Made]] = set()
    try:
        for task in tasks_of(source):
            waiting.add(executor.submit(_make_here, task))
            if len(waiting) >= processes * _AHEAD:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        for future in waiting:
            yield future.result()
    except BrokenProcessPool as error:
        raise LimitError(
            "a process that made pages was killed, perhaps for want of memory",
            hint="Publish with one process: kg publish --jobs 1",
        ) from error
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


class _Maker:
    """Makes pieces in this process, whose memory does not grow with them.

    Args:
        source: What they are made from.
        stage: Where they are made.
    """

    def __init__(self, source: Source, stage: Stage) -> None:
        self._source = source
        self._stage = stage
        self._made = 0

    def make(self, piece: Piece) -> Made:
        """Make a piece."""
        if self._made == _AT_ONE_OPENING:
            self._source.let_go()
            self._made = 0
        self._source.let_go_of_much()
        self._made += 1
        number, key = piece
        return [self._stage.place(file) for file in PARTS[number].make(self._source, key)]


_HERE: list[_Maker] = []


def _open(spec: SourceSpec, site: str) -> None:
    from kg.build.pool import follow_parent

    follow_parent()
    stage = Stage(Path(site))
    source = Source(spec, stage.new)
    source.let_go()
    _HERE.append(_Maker(source, stage))


def _make_here(task: list[Piece]) -> Made:
    return [made for piece in task for made in _HERE[0].make(piece)]
