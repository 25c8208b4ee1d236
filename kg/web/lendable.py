"""A connection that can be lent to a worker, which reads requests and writes answers meanwhile."""

from __future__ import annotations

from typing import Any

from kg.web.lending import Streak
from kg.web.refusing import Refusing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.usual import Head

KEEP_ALIVE_S = 15
"""How many seconds a connection stays open without a request."""


class Lendable(Refusing):
    """The part of a connection that lends it and has it back (``kg.workers.holder.Lender``)."""

    _streak: Streak
    _lent: tuple[Head, str]  # what its requests say, and where they come from
    _is_stopping = False

    def connection_made(self, transport: Any) -> None:
        """Take a connection (asyncio)."""
        self._streak = Streak()
        super().connection_made(transport)

    def _lend(self, request: bytes, head: Head) -> None:
        """Let a worker read the requests that come next, and answer them."""
        if self.transport.get_write_buffer_size():
            return
        lines = request.partition(b"\r\n")[2]
        self.flow.pause_reading()
        connection = self.transport.get_extra_info("socket").fileno()
        peer = self.client[0] if self.client else ""
        self._lent = head, peer
        self._is_lent = self.outside.lending.lend(connection, lines, head, peer, self)
        if self._is_lent:
            self._deadline.lift()
        else:
            self.flow.resume_reading()

    def count(self, took_s: float) -> None:
        """Count a request that was answered by the worker that has the connection."""
        head, peer = self._lent
        client = head.asked.client if head.says_client else peer
        self.server_state.total_requests += 1
        self.outside.record_lent(client, head.path, took_s)

    def take_back(self, request: bytes, rest: bytes, *, has_failed: bool) -> None:
        """Go on with what a worker has read and has not sent."""
        self._is_lent = False
        self._streak.end()
        self._streak.is_over = self._streak.is_over or has_failed
        if self.transport.is_closing():
            return
        if rest:
            self.transport.write(rest)
        self._deadline.set(KEEP_ALIVE_S)
        self.flow.resume_reading()
        if request:
            self.data_received(request)
        if self._is_stopping:
            self.shutdown()

    def lose(self) -> None:
        """End the connection: part of an answer may have been sent."""
        self._is_lent = False
        self._give_up("lost its worker")

    def _give_up(self, why: str) -> None:
        raise NotImplementedError
