"""A holder as seen from an event loop: it is lent the connections of clients."""

from __future__ import annotations

import itertools
import os
import socket
import time
from typing import Protocol

import msgspec

from kg.workers.forked import Forked
from kg.workers.holding import Lease, Return
from kg.workers.journal import IDLE, WORKING, Journal, make_file
from kg.workers.messages import framed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.workers.generation import Generation

_NUMBERS = itertools.count(1)
_ENCODER = msgspec.msgpack.Encoder()
_RETURNS = msgspec.msgpack.Decoder(Return)


class Lender(Protocol):
    """Whose connection is lent."""

    def take_back(self, request: bytes, rest: bytes, *, has_failed: bool) -> None:
        """Go on with the connection.

        Args:
            request: What was read from it and is not answered.
            rest: What of an answer is still to be sent.
            has_failed: Whether the request ended the holder, or had to be ended with it.
        """

    def lose(self) -> None:
        """End the connection: nobody knows how much of an answer was sent."""

    def count(self, took_s: float) -> None:
        """Take note that a request was answered.

        Args:
            took_s: Seconds until the answer was sent.
        """


class Holder(Forked):
    """A holder.

    Args:
        generation: The nursery it comes from.
        ended: Called when the process has ended and all is given back.

    Attributes:
        leases: Whose connections it has, by the numbers of their leases.
        last_s: When it last had one, on the clock of ``time.monotonic``.

    Raises:
        OSError: If the system has no room for its journal.
    """

    def __init__(self, generation: Generation, ended: Callable[[Holder], object]) -> None:
        super().__init__(generation)
        file = make_file()
        self.files = [file]
        self.journal = Journal(file)
        self.leases: dict[int, Lender] = {}
        self.last_s = time.monotonic()
        self._ended = ended

    def lend(self, connection: int, terms: bytes, lender: Lender) -> bool:
        """Lend a connection; say whether that was possible.

        Args:
            connection: Its descriptor, which nobody reads from or writes to meanwhile.
            terms: What the holder need know to answer its requests.
            lender: Who is told what becomes of it.
        """
        if self.is_spent or self.transport is None:
            return False
        number = next(_NUMBERS)
        message = framed(_ENCODER.encode(Lease(number, terms)))
        server: socket.socket = self.transport.get_extra_info("socket")
        try:
            with socket.socket(fileno=os.dup(server.fileno())) as own:
                sent = socket.send_fds(own, [message], [connection])
        except OSError:
            return False
        if sent < len(message):  # which takes a socket that is full of leases nobody reads
            self.kill()
        self.leases[number] = lender
        return True

    def recall(self) -> None:
        """Have all connections back; then the process ends."""
        self.is_spent = True
        if self.transport is not None:
            self.transport.write_eof()

    def kill(self) -> None:
        """End the process at once."""
        self.generation.kill(self)

    def slow_s(self) -> float:
        """Return for how long it has worked on the request that is under way; 0 without one."""
        state = self.journal.state()
        is_at_it = state.phase == WORKING and state.lease in self.leases
        return time.monotonic() - state.begun_s if is_at_it else 0.0

    def gather(self) -> None:
        """Tell whose requests were answered."""
        for answered in self.journal.gather():
            lender = self.leases.get(answered.lease)
            if lender is not None:
                lender.count(answered.took_s)
        if self.leases:
            self.last_s = time.monotonic()

    def hear(self, message: memoryview, *, is_grown: bool) -> None:
        """Take a connection back."""
        self.gather()
        back = _RETURNS.decode(message)
        lender = self.leases.pop(back.number, None)
        if lender is not None:
            lender.take_back(back.request, back.rest, has_failed=False)

    def end(self) -> None:
        """Take back what the process had when it ended."""
        self.gather()
        state = self.journal.state()
        self.journal.close()
        self._ended(self)
        leases, self.leases = self.leases, {}
        for number, lender in leases.items():
            if state.phase == IDLE or number != state.lease:
                lender.take_back(b"", b"", has_failed=False)
            elif state.phase == WORKING:
                lender.take_back(state.request, b"", has_failed=True)
            else:
                lender.lose()
