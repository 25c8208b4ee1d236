"""Lending connections to workers: for clients that ask one short query right after another.

Such a client's next query is answered by a worker that reads it and writes the answer itself; the
way through this process takes longer than a small query does. Whatever is not short, new and usual
comes back (``kg.workers.holding``), and a query that turns out to be long is ended with its worker
and begun anew here, where limits and queues are. So the workers that have connections are never
those that have long work, and they are none of those that everybody else's jobs are for.
"""

from __future__ import annotations

import asyncio

import msgspec

from kg.errors import LimitError
from kg.web.asked import now_s
from kg.web.lent import Terms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.front import Front
    from kg.web.usual import Head
    from kg.workers.holder import Holder, Lender

STREAK = 8
"""How many new queries a client must have asked right after another."""

_RIGHT_AFTER_S = 0.01
_LONG_S = 0.25
"""How long a query may take in a worker that has connections of others, too.

A worker that waits for the processor does not look different; it should hardly ever be so long.
"""

_LOOK_S = 0.05
_MOST_LEASES = 16
_UNUSED_S = 5.0
_PAUSE_S = 1.0
"""How long nothing is lent after a worker was ended or could not be made."""

_ENCODER = msgspec.msgpack.Encoder()


class Streak:
    """How many new queries a client has asked right after another.

    Attributes:
        is_over: Whether it never counts again: one of them was long.
    """

    __slots__ = ("_count", "_last_s", "is_over")

    def __init__(self) -> None:
        self._count, self._last_s = 0, 0.0
        self.is_over = False

    def end(self) -> None:
        """Begin anew: the client asked something else."""
        self._count = 0

    def goes_on(self, begun_s: float) -> bool:
        """Take note that a new query was answered; say whether it is a long streak by now.

        Args:
            begun_s: When the query came.
        """
        now = now_s()
        is_on = begun_s - self._last_s < _RIGHT_AFTER_S and now - begun_s < _LONG_S / 10
        self._count = self._count + 1 if is_on else 1
        self._last_s = now
        return self._count >= STREAK and not self.is_over


class Lending:
    """The workers that have connections of clients.

    Args:
        front: What all topics share.
    """

    def __init__(self, front: Front) -> None:
        self._front = front
        self._most = max(front.settings.workers - 1, 1)  # as many as one client's jobs can have
        self._holders: list[Holder] = []
        self._coming: asyncio.Task[None] | None = None
        self._looking: asyncio.TimerHandle | None = None
        self._again_s = 0.0
        front.metrics.gather = self.gather

    def lend(self, connection: int, lines: bytes, head: Head, peer: str, lender: Lender) -> bool:
        """Lend a connection; say whether that was possible.

        Args:
            connection: Its descriptor.
            lines: The header lines that its requests have.
            head: What they say.
            peer: Where they come from.
            lender: Who gets it back.
        """
        version = self._front.pool.version
        if not version or now_s() < self._again_s:  # an endpoint answers as slowly as it likes
            return False
        usable = [
            one for one in self._holders if not one.is_spent and one.generation.version == version
        ]
        if len(usable) < self._most and all(one.leases for one in usable):
            self._want_another()
            return False
        holder = min(usable, key=lambda one: len(one.leases))
        if len(holder.leases) >= _MOST_LEASES:
            return False
        return holder.lend(connection, _ENCODER.encode(Terms(lines, head, peer)), lender)

    def gather(self) -> None:
        """Count all requests that were answered so far."""
        for holder in self._holders:
            holder.gather()

    def recall(self) -> None:
        """Have all connections back."""
        for holder in self._holders:
            holder.recall()

    def _want_another(self) -> None:
        if self._coming is None:
            self._coming = asyncio.get_running_loop().create_task(self._make())

    async def _make(self) -> None:
        try:
            holder = await self._front.pool.fork_holder(self._end)
        except LimitError:
            self._again_s = now_s() + _PAUSE_S
        else:
            if not holder.is_lost:
                self._holders.append(holder)
                self._look_later()
        finally:
            self._coming = None

    def _end(self, holder: Holder) -> None:
        if holder in self._holders:
            self._holders.remove(holder)

    def _look_later(self) -> None:
        if self._looking is None:
            self._looking = asyncio.get_running_loop().call_later(_LOOK_S, self._look)

    def _look(self) -> None:
        """Look what all do: who takes too long, and who has nothing to do."""
        self._looking, now = None, now_s()
        for holder in self._holders:
            holder.gather()
            if holder.slow_s() > _LONG_S:
                self._again_s = now + _PAUSE_S
                holder.kill()
            elif not holder.leases and now - holder.last_s > _UNUSED_S and not holder.is_spent:
                holder.recall()
        if self._holders:
            self._look_later()
