"""A process that a nursery has forked, as seen from an event loop."""

from __future__ import annotations

import asyncio
from typing import cast

from kg.workers.messages import HEAD

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.workers.generation import Generation


class Forked(asyncio.Protocol):
    """A process, and the connection to it.

    Attributes:
        generation: The nursery it comes from.
        pid: Number of its process; 0 until it is known.
        is_spent: Whether it should get nothing more to do.
        is_lost: Whether it has ended.
        opened: Its first message; None where it ended without one.
        files: Descriptors that it is born with, besides the connection.
    """

    files: Sequence[int] = ()

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self.pid = 0
        self.is_spent = self.is_lost = False
        loop = asyncio.get_running_loop()
        self.opened: asyncio.Future[bytes | None] = loop.create_future()
        self.transport: asyncio.Transport | None = None
        self._buffer = bytearray()

    def hear(self, message: memoryview, *, is_grown: bool) -> None:
        """Take a message, which is not the first.

        Args:
            message: The message.
            is_grown: Whether the process that sends it has grown.
        """
        raise NotImplementedError

    def end(self) -> None:
        """Take note that there will be no further message: the process has ended."""
        raise NotImplementedError

    def close(self) -> None:
        """Let it end: it does so when nobody can ask it any more."""
        self.is_spent = True
        if self.transport is not None:
            self.transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection (asyncio)."""
        self.transport = cast("asyncio.Transport", transport)  # of uvloop, which has no bases

    def data_received(self, data: bytes) -> None:
        """Take a piece of what is said (asyncio)."""
        if self._buffer:
            self._buffer += data
            data = self._buffer  # type: ignore[assignment]
        begin, size = 0, len(data)
        while size - begin >= HEAD.size:
            length, is_grown = HEAD.unpack_from(data, begin)
            end = begin + HEAD.size + length
            if end > size:
                break
            message = memoryview(data)[begin + HEAD.size : end]
            begin = end
            if self.opened.done():
                self.hear(message, is_grown=is_grown)
            else:
                self.opened.set_result(bytes(message))
        if begin or data is not self._buffer:
            self._buffer = bytearray(memoryview(data)[begin:])

    def connection_lost(self, exc: Exception | None) -> None:
        """Take note that the process has ended (asyncio)."""
        self.is_spent = self.is_lost = True
        self.generation.forget(self)
        if not self.opened.done():
            self.opened.set_result(None)
        self.end()
