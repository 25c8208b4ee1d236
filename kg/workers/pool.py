"""The workers as seen from an event loop: who gets one, for how long, and what happens else.

A job has a *place* at first: as many as there are workers, and no client can have all of them.
One that takes longer than most goes on in the slow lane: its worker steps behind the others for
the processor and its place is free again; where others wait for the place, it is free sooner. So
long questions do not make short ones wait. When its time is up, or who asked is gone, the worker
is killed. Another one is forked as soon as a worker can get no further job, and is idle when it
has opened the dataset.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, deque

from kg.errors import LimitError
from kg.workers.generation import Generation
from kg.workers.places import Places
from kg.workers.run import Run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from kg.workers.asking import Worker
    from kg.workers.holder import Holder
    from kg.workers.messages import Reply
    from kg.workers.nursery import Spec
    from kg.workers.places import Limits
    from kg.workers.run import Done

_log = logging.getLogger(__name__)
_RESTART_S = 1.0
_TURN = 16
"""Every how many jobs the worker is asked that has waited longest.

Else it is the one that waits shortest, whose memory is at hand. But a worker that was never asked
is slow at first, and should not be so just when one after the other is lost to long questions.
"""
_IDLE_WORK = ("refill", "restart")
"""What nobody waits for."""


class Pool:
    """Workers for jobs.

    Args:
        limits: What jobs may take.

    Attributes:
        places: Who has a place, and who waits for one.
        killed: How many workers were killed, by reason: ``time``, ``memory`` or ``gone``; ``died``
            counts those that ended by themselves in the middle of a job.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.places = Places(limits)
        self.killed: Counter[str] = Counter()
        self._generation: Generation | None = None
        self._again: Spec | None = None
        self._wanting: deque[Callable[[Worker | LimitError], object]] = deque()
        self._coming = self._taken = 0
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def version(self) -> str:
        """Folder of the dataset version that answers."""
        return "" if self._generation is None else self._generation.version

    @property
    def spec(self) -> Spec | None:
        """How the workers that answer are made."""
        return None if self._generation is None else self._generation.spec

    @property
    def waiting(self) -> int:
        """How many jobs wait for a place."""
        return self.places.waiting

    @property
    def slow(self) -> int:
        """How many jobs are in the slow lane."""
        return self.places.slow

    @property
    def running(self) -> int:
        """How many jobs are under way with the version that answers."""
        return 0 if self._generation is None else self._generation.running

    async def open(self, spec: Spec, *, after_loss: Spec | None = None) -> None:
        """Let workers of a dataset version answer from now on.

        Jobs that are under way end with the version they began with.

        Args:
            spec: The version, and how its workers are made.
            after_loss: What is opened if they cannot be made any more; else the same again.

        Raises:
            InputError: If it cannot be opened; the version before goes on answering.
        """
        made = Generation(spec)
        try:
            await made.start(self.limits.workers)
        except BaseException:
            made.close()
            await made.wait_closed()
            raise
        before, self._generation, self._again = self._generation, made, after_loss or spec
        if before is not None:
            for holder in before.holders:
                holder.recall()
            self._close_unused(before)

    async def close(self) -> None:
        """End all workers."""
        generation, self._generation, self._again = self._generation, None, None
        for task in self._tasks:
            if task.get_name() in _IDLE_WORK:
                task.cancel()
        while self._wanting:
            self._wanting.popleft()(_stopping())
        if generation is not None:
            generation.close()
            await generation.wait_closed()

    async def run(
        self,
        job: bytes,
        client: str = "",
        gone: Callable[[], Awaitable[None]] | None = None,
        about: str = "",
    ) -> Reply:
        """Have a job done.

        Args:
            job: The job, as ``messages.encode_body`` writes it.
            client: Who asks, such as an address.
            gone: Waits until who asked does not want the reply any more.
            about: What part of the data it is about, such as a plan; empty for any.

        Returns:
            The reply.

        Raises:
            LimitError: If too many wait, it took too long or too much memory.
            UsageError: If it is nested so deeply that no stack is deep enough.
            ClientGoneError: If ``gone`` returned first.
        """
        loop = asyncio.get_running_loop()
        settled: asyncio.Future[Reply] = loop.create_future()
        watch: asyncio.Task[None] | None = None

        def settle(found: Reply | Exception) -> None:
            if settled.done():
                return
            if isinstance(found, Exception):
                settled.set_exception(found)
            else:
                settled.set_result(found)

        def watch_out() -> None:
            nonlocal watch
            if gone is not None:
                watch = loop.create_task(_after(gone, run.leave_alone))

        run = self.submit(job, client, settle, about)
        run.on_slow = watch_out
        try:
            return await settled
        except asyncio.CancelledError:
            run.cancel()
            raise
        finally:
            if watch is not None:
                watch.cancel()

    def submit(self, job: bytes, client: str, done: Done, about: str = "") -> Run:
        """Begin to have a job done, without waiting for it.

        Args:
            job: The job, as ``messages.encode_body`` writes it.
            client: Who asks, such as an address.
            done: Is called once with the reply or what ``run`` would raise, later than now.
            about: As for ``run``.

        Returns:
            The job under way.

        Raises:
            LimitError: If too many wait.
        """
        run = Run(self, job, client, done, about)
        run.begin()
        return run

    async def fork_holder(self, ended: Callable[[Holder], object]) -> Holder:
        """Make a holder of connections, beside the workers for jobs.

        Args:
            ended: Called when it has ended.

        Returns:
            The holder.

        Raises:
            LimitError: If there is none to be had.
        """

        def end(holder: Holder) -> None:
            ended(holder)
            if holder.generation is not self._generation:
                self._close_unused(holder.generation)

        holder = await self._alive().fork_holder(end)
        if holder.generation is not self._generation:
            holder.recall()
        return holder

    def take_idle(self, about: str = "") -> Worker | None:
        """Take a worker that has nothing to do, or None: one must be forked.

        A job that is about something goes to one that knows it: to read memory means to count who
        reads it, so that each worker gets a copy of what it reads.

        Args:
            about: What the job is about, if that is told.

        Raises:
            LimitError: If there are none any more.
        """
        generation = self._alive()
        self._taken += 1
        idle = generation.idle
        while idle:
            last_first = range(len(idle) - 1, -1, -1)
            known = (place for place in last_first if about in idle[place].known)
            worker = idle.pop(next(known, -1 if self._taken % _TURN else 0))
            if not worker.is_spent:
                return worker
        return None

    def want_worker(self, take: Callable[[Worker | LimitError], object]) -> None:
        """Have a worker made where none is idle.

        Args:
            take: Called once, later, with that one or another that is free sooner, or with why
                there is none.
        """
        self._wanting.append(take)
        if self._coming < len(self._wanting):
            self._begin_supply("fork")

    def _alive(self) -> Generation:
        generation = self._generation
        if generation is None:
            raise _stopping()
        if generation.is_lost:
            self._restart(generation)
        return generation

    def give_back(self, worker: Worker) -> None:
        """Take a worker back whose job is over."""
        generation = worker.generation
        if generation is not self._generation:
            worker.close()
            self._close_unused(generation)
        elif worker.is_spent:
            worker.close()
            self.refill()
        else:
            self._hand_out(worker, is_new=False)

    def refill(self) -> None:
        """Have a worker made where one has gone or is spent, before somebody needs it."""
        generation = self._generation
        if generation is None or generation.is_lost:
            return
        fast = generation.running - self.places.slow
        if len(generation.idle) + self._coming + fast < self.limits.workers:
            self._begin_supply("refill")

    def _begin_supply(self, name: str) -> None:
        self._coming += 1
        self.in_background(self._supply, name)

    async def _supply(self) -> None:
        """Make a worker, for the job that has wanted one longest or for later."""
        try:
            made = await self._made()
        finally:
            self._coming -= 1  # before others want one because of what is done with this one
        if not isinstance(made, LimitError):
            self._hand_out(made, is_new=True)
        elif self._wanting:
            self._wanting.popleft()(made)
        else:
            _log.warning("%s", made.message)

    async def _made(self) -> Worker | LimitError:
        """Make a worker of the version that answers when it is there, or say why there is none."""
        while True:
            generation = self._generation
            try:
                made: Worker | LimitError = await self._alive().fork()
            except LimitError as error:
                made = error
            if generation is self._generation:
                return made
            if not isinstance(made, LimitError):
                made.close()

    def _hand_out(self, worker: Worker, *, is_new: bool) -> None:
        """Give a worker to the job that has wanted one longest, or keep it for later."""
        generation = worker.generation
        if self._wanting:
            self._wanting.popleft()(worker)
        elif generation is not self._generation:
            worker.close()
        else:  # what is new knows the data least and is asked last
            generation.idle.insert(0 if is_new else len(generation.idle), worker)
            if len(generation.idle) > self.limits.workers:
                generation.idle.pop(0).close()

    def _close_unused(self, generation: Generation) -> None:
        if generation.running == 0 and not generation.holders:
            generation.close()

    def _restart(self, lost: Generation) -> None:
        """Start again what ended by itself."""

        async def start() -> None:
            await asyncio.sleep(_RESTART_S)
            spec = self._again
            if spec is not None and self._generation is lost:
                await self.open(spec)

        if not any(task.get_name() == "restart" for task in self._tasks):
            _log.error("the process that forks workers has ended; starting another one")
            self.in_background(start, "restart")

    def in_background(self, work: Callable[[], Awaitable[None]], name: str) -> None:
        """Do something that nobody waits for, or that tells itself who does.

        Args:
            work: Does it; it is not even called where the task is cancelled before it begins.
            name: What the task is called.
        """

        async def do() -> None:
            try:
                await work()
            except Exception:
                _log.exception("in the background")

        task = asyncio.get_running_loop().create_task(do(), name=name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _stopping() -> LimitError:
    return LimitError("the server is stopping", hint="Try again in a moment")


async def _after(wait: Callable[[], Awaitable[None]], act: Callable[[], object]) -> None:
    await wait()
    act()
