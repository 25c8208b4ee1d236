"""A worker as seen from an event loop: it is asked one job after the other."""

from __future__ import annotations

import asyncio
from typing import Protocol

from kg.workers.deadline import Deadline
from kg.workers.forked import Forked
from kg.workers.messages import Reply, decode_reply, framed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.workers.generation import Generation


_MOST_KNOWN = 1000


class Asker(Protocol):
    """Who waits for what a worker says."""

    def answered(self, reply: Reply) -> None:
        """Take the reply."""

    def died(self) -> None:
        """Take note that there will be none: the worker has ended."""


class Worker(Forked):
    """A worker.

    Attributes:
        deadline: What its job has to be done by.
        known: What its jobs were about lately.
    """

    def __init__(self, generation: Generation) -> None:
        super().__init__(generation)
        self.deadline = Deadline(asyncio.get_running_loop())
        self.known: set[str] = set()
        self._asker: Asker | None = None

    def ask(self, job: bytes, asker: Asker, about: str = "") -> None:
        """Send a job.

        Args:
            job: The job, as ``messages.encode_body`` writes it.
            asker: Who is told what comes of it.
            about: What the job is about, if that is told.
        """
        self._asker = asker
        if about:
            if len(self.known) >= _MOST_KNOWN:  # whoever asks may name anything
                self.known.clear()
            self.known.add(about)
        if self.is_lost or self.transport is None:
            asyncio.get_running_loop().call_soon(self._lose)
        else:
            self.transport.write(framed(job))

    def leave_off(self) -> None:
        """Tell nobody what comes of the job."""
        self._asker = None

    def hear(self, message: memoryview, *, is_grown: bool) -> None:
        """Take the reply."""
        self.is_spent = self.is_spent or is_grown
        asker, self._asker = self._asker, None
        if asker is not None:
            asker.answered(decode_reply(message))

    def end(self) -> None:
        """Tell who waits that nothing more will come."""
        self.deadline.end()
        self._lose()

    def _lose(self) -> None:
        asker, self._asker = self._asker, None
        if asker is not None:
            asker.died()
