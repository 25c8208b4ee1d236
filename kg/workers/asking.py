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
    """

    def __init__(self, generation: Generation) -> None:
        super().__init__(generation)
        self.deadline = Deadline(asyncio.get_running_loop())
        self._asker: Asker | None = None

    def ask(self, job: bytes, asker: Asker) -> None:
        """Send a job.

        Args:
            job: The job, as ``messages.encode_body`` writes it.
            asker: Who is told what comes of it.
        """
        self._asker = asker
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
