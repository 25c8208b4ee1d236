"""The workers as seen from an event loop: who gets one, for how long, and what happens else.

A job has a *place* at first: as many as there are workers, and no client can have all of them.
One that takes longer than most goes on in the slow lane: its worker steps behind the others for
the processor and its place is free again. So long questions do not make short ones wait. When
its time is up, or who asked is gone, the worker is killed and another one forked.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections import Counter
from dataclasses import dataclass
from functools import partial

from kg.errors import KgError, LimitError, UsageError
from kg.workers.generation import Generation, Worker, WorkerDiedError
from kg.workers.messages import framed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from kg.workers.messages import Reply
    from kg.workers.nursery import Spec

_log = logging.getLogger(__name__)
_RESTART_S = 1.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What jobs may take.

    Attributes:
        workers: How many jobs have a place at one time.
        slow_workers: How many more may go on in the slow lane.
        slow_after_s: After how many seconds a job goes there.
        queue: How many jobs may wait for a place.
        time_s: How many seconds a job may take, waiting not counted.
    """

    workers: int = 4
    slow_workers: int = 4
    slow_after_s: float = 0.25
    queue: int = 200
    time_s: float = 30.0

    @property
    def places_per_client(self) -> int:
        """How many places one client can have at one time: never all of several."""
        return max(self.workers - 1, 1)

    @property
    def slow_per_client(self) -> int:
        """How much of the slow lane one client can have at one time."""
        return max(self.slow_workers - 1, 1)

    @property
    def queue_per_client(self) -> int:
        """How many jobs of one client may wait: never so many that no other's can."""
        return max(self.queue // 2, 1)


class ClientGoneError(Exception):
    """Who asked does not wait for the answer any more."""


class Pool:
    """Workers for jobs.

    Args:
        limits: What jobs may take.

    Attributes:
        waiting: How many jobs wait for a place.
        killed: How many workers were killed, by reason: ``time`` or ``gone``; ``died`` counts
            those that ended by themselves in the middle of a job.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.waiting = 0
        self.killed: Counter[str] = Counter()
        self._generation: Generation | None = None
        self._places = asyncio.Semaphore(limits.workers)
        self._clients: dict[str, _Client] = {}
        self._slow = 0
        self._spec: Spec | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def version(self) -> str:
        """Folder of the dataset version that answers."""
        return "" if self._generation is None else self._generation.version

    @property
    def slow(self) -> int:
        """How many jobs are in the slow lane."""
        return self._slow

    @property
    def running(self) -> int:
        """How many jobs are under way with the version that answers."""
        return 0 if self._generation is None else self._generation.running

    async def open(self, spec: Spec) -> None:
        """Let workers of a dataset version answer from now on.

        Jobs that are under way end with the version they began with.

        Args:
            spec: The version, and how its workers are made.

        Raises:
            InputError: If it cannot be opened; the version before goes on answering.
        """
        made = Generation(spec)
        try:
            await made.start(self.limits.workers)
        except BaseException:
            made.close()
            raise
        before, self._generation, self._spec = self._generation, made, spec
        if before is not None:
            self._close_unused(before)

    async def close(self) -> None:
        """End all workers."""
        generation, self._generation, self._spec = self._generation, None, None
        for task in self._tasks:
            task.cancel()
        if generation is not None:
            generation.close()
            await generation.wait_closed()

    async def run(
        self, job: bytes, client: str = "", gone: Callable[[], Awaitable[None]] | None = None
    ) -> Reply:
        """Have a job done.

        Args:
            job: The job, as ``messages.encode_body`` writes it.
            client: Who asks, such as an address.
            gone: Waits until who asked does not want the reply any more.

        Returns:
            The reply.

        Raises:
            LimitError: If too many wait, it took too long or too much memory.
            UsageError: If it is nested so deeply that no stack is deep enough.
            ClientGoneError: If ``gone`` returned first.
        """
        place = _Place(self, client)
        try:
            self._check_queue(place)
            self.waiting += 1
            place.client.waiting += 1
            try:
                await place.take()
            finally:
                self.waiting -= 1
                place.client.waiting -= 1
            return await self._run(job, place, gone)
        finally:
            place.leave()

    def _check_queue(self, place: _Place) -> None:
        limits, own = self.limits, place.client.waiting
        if self.waiting >= limits.queue or own >= limits.queue_per_client:
            whose = f"{own} of your" if own >= limits.queue_per_client else f"{self.waiting}"
            raise LimitError(f"{whose} questions wait already", hint="Try again in a few seconds")

    async def _run(
        self, job: bytes, place: _Place, gone: Callable[[], Awaitable[None]] | None
    ) -> Reply:
        worker = await self._worker()
        generation = worker.generation
        generation.running += 1
        run = _Run(self, worker, place, gone)
        try:
            return await worker.ask(framed(job))
        except WorkerDiedError:
            raise await self._explained(run) from None
        except asyncio.CancelledError:
            generation.kill(worker)
            raise
        finally:
            run.end()
            generation.running -= 1
            self._give_back(worker)

    async def _worker(self) -> Worker:
        generation = self._generation
        if generation is None:
            raise LimitError("the server is stopping", hint="Try again in a moment")
        if generation.is_lost:
            self._restart(generation)
        while generation.idle:
            worker = generation.idle.pop()
            if not worker.is_spent:
                return worker
        return await generation.fork()

    def _give_back(self, worker: Worker) -> None:
        generation = worker.generation
        if generation is not self._generation:
            worker.close()
            self._close_unused(generation)
        elif worker.is_spent:
            worker.close()
            self._in_background(self._refill(generation))
        elif len(generation.idle) >= self.limits.workers:
            worker.close()
        else:
            generation.idle.append(worker)

    async def _refill(self, generation: Generation) -> None:
        """Have a worker ready where one has gone, before somebody needs it."""
        if len(generation.idle) + generation.running - self._slow >= self.limits.workers:
            return
        try:
            worker = await generation.fork()
        except LimitError as error:
            _log.warning("%s", error.message)
            return
        if generation is self._generation and len(generation.idle) < self.limits.workers:
            generation.idle.append(worker)
        else:
            worker.close()

    async def _explained(self, run: _Run) -> Exception:
        """Say why a worker ended in the middle of its job."""
        if run.reason == "gone":
            self.killed["gone"] += 1
            return ClientGoneError()
        if run.reason == "time":
            self.killed["time"] += 1
            return LimitError(
                f"the question took longer than {self.limits.time_s:g} s",
                hint="Ask for less, for instance with LIMIT or with more of the pattern given",
            )
        self.killed["died"] += 1
        status = await run.worker.generation.exit_status(run.worker)
        return _death(run.worker.pid, status)

    def _close_unused(self, generation: Generation) -> None:
        if generation.running == 0:
            generation.close()

    def _restart(self, lost: Generation) -> None:
        """Start again what ended by itself."""

        async def start() -> None:
            await asyncio.sleep(_RESTART_S)
            spec = self._spec
            if spec is not None and self._generation is lost:
                await self.open(spec)

        if not any(task.get_name() == "restart" for task in self._tasks):
            _log.error("the process that forks workers has ended; starting another one")
            self._in_background(start(), "restart")

    def _in_background(self, work: Awaitable[None], name: str | None = None) -> None:
        async def do() -> None:
            try:
                await work
            except Exception:
                _log.exception("in the background")

        task = asyncio.get_running_loop().create_task(do(), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _client(self, name: str) -> _Client:
        return self._clients.setdefault(name, _Client(self.limits.places_per_client))


def _death(pid: int, status: int | None) -> KgError:
    """Say why a worker ended that was not killed, by how it ended."""
    if status == -signal.SIGSEGV:
        return UsageError(
            "the question is nested too deeply, or one of its chains is too long",
            hint="Ask a simpler one",
        )
    _log.warning("worker %d ended with status %s", pid, status)
    if status in (-signal.SIGABRT, -signal.SIGKILL):
        return LimitError("the question took more memory than it may", hint="Ask for less")
    return LimitError("the process that worked on it has ended", hint="Try again in a moment")


class _Client:
    """What one client has at this time."""

    __slots__ = ("jobs", "places", "slow", "waiting")

    def __init__(self, places: int) -> None:
        self.places = asyncio.Semaphore(places)
        self.jobs = 0
        self.slow = 0
        self.waiting = 0


class _Place:
    """A place among the jobs, and one of a client's; left once, early or late."""

    __slots__ = ("_has_own", "_has_place", "client", "name", "pool")

    def __init__(self, pool: Pool, name: str) -> None:
        self.pool = pool
        self.name = name
        self.client = pool._client(name)
        self.client.jobs += 1
        self._has_own = self._has_place = False

    async def take(self) -> None:
        await self.client.places.acquire()
        self._has_own = True
        await self.pool._places.acquire()
        self._has_place = True

    def give_up(self) -> None:
        """Let others have the place."""
        if self._has_place:
            self.pool._places.release()
        if self._has_own:
            self.client.places.release()
        self._has_own = self._has_place = False

    def leave(self) -> None:
        """End all that the job had."""
        self.give_up()
        self.client.jobs -= 1
        if not self.client.jobs:
            self.pool._clients.pop(self.name, None)


class _Run:
    """A job under way, and what becomes of it as time passes."""

    def __init__(
        self,
        pool: Pool,
        worker: Worker,
        place: _Place,
        gone: Callable[[], Awaitable[None]] | None,
    ) -> None:
        self.worker = worker
        self.reason: str | None = None
        self._pool = pool
        self._place = place
        self._gone = gone
        self._watch: asyncio.Task[None] | None = None
        self._is_slow = False
        worker.deadline.act = self._turn_slow
        worker.deadline.set(pool.limits.slow_after_s)

    def end(self) -> None:
        """Forget what was planned for it."""
        self.worker.deadline.lift()
        if self._watch is not None:
            self._watch.cancel()
        if self._is_slow:
            self._pool._slow -= 1
            self._place.client.slow -= 1

    def _turn_slow(self) -> None:
        limits = self._pool.limits
        self.worker.deadline.act = partial(self._kill, "time")
        self.worker.deadline.set(limits.time_s - limits.slow_after_s)
        if self._gone is not None:
            self._watch = asyncio.get_running_loop().create_task(self._wait_until_gone(self._gone))
        # Even where the slow lane is full. It cannot catch up again without the rights of root.
        self.worker.is_spent = True
        self.worker.generation.slow_down(self.worker)
        client = self._place.client
        if self._pool._slow < limits.slow_workers and client.slow < limits.slow_per_client:
            self._is_slow = True
            self._pool._slow += 1
            client.slow += 1
            self._place.give_up()

    async def _wait_until_gone(self, gone: Callable[[], Awaitable[None]]) -> None:
        await gone()
        self._kill("gone")

    def _kill(self, reason: str) -> None:
        self.reason = reason
        self.worker.generation.kill(self.worker)
