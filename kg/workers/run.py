"""A job from its asking to its end: a place, a worker, and what becomes of it as time passes."""

from __future__ import annotations

import asyncio
import logging
import signal
from functools import partial

from kg.errors import KgError, LimitError, UsageError
from kg.machine import is_short_of_memory
from kg.memory import touched
from kg.workers.places import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.workers.asking import Worker
    from kg.workers.messages import Reply
    from kg.workers.pool import Pool

    Done = Callable[[Reply | KgError | "ClientGoneError"], object]

_log = logging.getLogger(__name__)
_MUCH = 256 << 20
"""How much memory a job is left where little remains of all."""


class ClientGoneError(Exception):
    """Who asked does not wait for the answer any more."""


class Run:
    """A job from its asking to its end, and what becomes of it as time passes.

    Attributes:
        on_slow: Called when it turns out to be long, or None.
    """

    __slots__ = (
        "_about",
        "_done",
        "_has_left",
        "_is_gone",
        "_job",
        "_place",
        "_pool",
        "_reason",
        "_worker",
        "on_slow",
    )

    def __init__(self, pool: Pool, job: bytes, client: str, done: Done, about: str = "") -> None:
        self.on_slow: Callable[[], object] | None = None
        self._pool, self._job, self._about = pool, job, about
        self._done: Done | None = done
        self._worker: Worker | None = None
        self._reason: str | None = None
        self._is_gone = self._has_left = False
        self._place = Place(pool.places, client, self._go)

    @property
    def _slow_after_s(self) -> float:
        limits = self._pool.limits
        return limits.known_slow_after_s if self._about else limits.slow_after_s

    def begin(self) -> None:
        """Go on, or wait for a place.

        Raises:
            LimitError: If too many wait.
        """
        try:
            has_place = self._place.take()
        except LimitError:
            self._place.leave()
            raise
        if has_place:
            self._go()

    def leave_alone(self) -> None:
        """Take note that who asked has gone: a long job ends, a short one may go on to its end."""
        self._is_gone = True
        if self._worker is None:
            self.cancel()
        elif self._worker.is_spent:
            self._kill("gone")

    def cancel(self) -> None:
        """End it now, wherever it is; nobody is told."""
        if self._done is None:
            return
        self._done = None
        worker = self._worker
        if worker is not None:
            worker.leave_off()
            worker.generation.kill(worker)
        elif self._place.has_one:  # and waits for a worker, which is given back when it comes
            return
        self._leave()

    def answered(self, reply: Reply) -> None:
        """Take the reply of the worker."""
        self._settle(reply)

    def died(self) -> None:
        """Take note that the worker has ended."""
        self._pool.in_background(self._explain, "explain")

    def _go(self) -> None:
        """Have a worker do it: there is a place."""
        try:
            worker = self._pool.take_idle(self._about)
        except LimitError as error:
            asyncio.get_running_loop().call_soon(self._settle, error)
            return
        if worker is None:
            self._pool.want_worker(self._take)
        else:
            self._ask(worker)

    def _take(self, worker: Worker | LimitError) -> None:
        """Take the worker that it waited for, or hear why there is none."""
        if isinstance(worker, LimitError):
            self._settle(worker)
        elif self._done is None:
            self._pool.give_back(worker)
            self._leave()
        else:
            self._ask(worker)

    def _ask(self, worker: Worker) -> None:
        self._worker = worker
        worker.generation.running += 1
        self._look_again_after(worker, 0.0)
        worker.ask(self._job, self, self._about)

    def _settle(self, found: Reply | KgError | ClientGoneError) -> None:
        """End, and tell who asked; first comes the worker's next job."""
        done, self._done = self._done, None
        self._leave()
        if done is not None:
            done(found)

    def _leave(self) -> None:
        """Give back all that it has, once."""
        if self._has_left:
            return
        self._has_left = True
        worker, self._worker = self._worker, None
        if worker is None:
            self._place.leave()
            return
        worker.deadline.lift()
        worker.generation.running -= 1
        if worker.is_spent:  # whether it needs an heir is told by the places that are taken
            self._place.leave()
            self._pool.give_back(worker)
        else:
            self._pool.give_back(worker)
            self._place.leave()

    def _look_again_after(self, worker: Worker, age_s: float) -> None:
        """Have it looked at again some time after it is as old as that."""
        following_s = min(age_s + self._pool.limits.crowded_after_s, self._slow_after_s)
        worker.deadline.act = partial(self._grow_old, following_s)
        worker.deadline.set(following_s - age_s)

    def _grow_old(self, age_s: float) -> None:
        """Take note that it is so old: it may have to make room for others."""
        worker = self._worker
        if worker is None:
            return
        if age_s >= self._slow_after_s:
            self._turn_slow(worker)
            return
        if self._place.is_wanted:
            self._place.turn_slow()
        self._look_again_after(worker, age_s)

    def _turn_slow(self, worker: Worker) -> None:
        self._watch(worker, self._slow_after_s)
        # Even where the slow lane is full. It cannot catch up again without the rights of root.
        worker.is_spent = True
        worker.generation.slow_down(worker)
        self._place.turn_slow()
        self._pool.refill()
        if self._is_gone:
            self._kill("gone")
        elif self.on_slow is not None:
            self.on_slow()

    def _watch(self, worker: Worker, age_s: float) -> None:
        """Have a long job looked at again some time after it is as old as that."""
        limits = self._pool.limits
        following_s = min(age_s + limits.slow_after_s, limits.time_s)
        worker.deadline.act = partial(self._go_on, following_s)
        worker.deadline.set(following_s - age_s)

    def _go_on(self, age_s: float) -> None:
        """Let a long job go on that is so old, as long as there is time and memory for it.

        No limit of the system is for what it copies of the dataset by reading it.
        """
        worker = self._worker
        if worker is None:
            return
        if age_s >= self._pool.limits.time_s:
            self._kill("time")
        elif touched(worker.pid) > _MUCH and is_short_of_memory():
            self._kill("memory")
        else:
            self._watch(worker, age_s)

    def _kill(self, reason: str) -> None:
        if self._worker is not None:
            self._reason = reason
            self._worker.generation.kill(self._worker)

    async def _explain(self) -> None:
        """Tell why the worker ended in the middle of the job."""
        worker, killed = self._worker, self._pool.killed
        if worker is None:
            return
        killed[self._reason or "died"] += 1
        if self._reason == "gone":
            self._settle(ClientGoneError())
        elif self._reason == "memory":
            self._settle(
                LimitError(
                    "the machine has no memory left for the question",
                    hint="Ask for less, or try again in a moment",
                )
            )
        elif self._reason == "time":
            self._settle(
                LimitError(
                    f"the question took longer than {self._pool.limits.time_s:g} s",
                    hint="Ask for less, for instance with LIMIT or with more of the pattern given",
                )
            )
        else:
            status = await worker.generation.exit_status(worker)
            self._settle(_death(worker.pid, status))


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
