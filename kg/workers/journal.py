"""What a holder of connections is doing, in memory that it shares with the server.

The server reads there which request has been under way for how long, what was answered and how
fast it went; and after the holder's death, what became of the request it was at.
"""

from __future__ import annotations

import mmap
import os
import socket
import struct
import sys
import tempfile
from typing import NamedTuple

IDLE, TAKING, WORKING, SENDING = range(4)
"""Phases: of none, while a request is read, with all of it in the journal, once it is answered."""

LARGEST_BYTES = 16 << 10
"""How long a request may be."""

_STATE = struct.Struct("=IIdIQ")
"""Phase, number of the lease, when work began, length of the request, how many were answered."""
_ANSWER = struct.Struct("=Id")
_REQUEST_AT = 64
_ANSWERS_AT = _REQUEST_AT + LARGEST_BYTES
_KEPT = 16 << 10
"""How many answers are kept: more than anybody gives before the server looks again."""


class State(NamedTuple):
    """What a holder is doing.

    Attributes:
        phase: One of the phases.
        lease: Number of the lease whose connection it is about.
        begun_s: When work began, by ``time.monotonic``.
        request: The request, if the phase is WORKING.
    """

    phase: int
    lease: int
    begun_s: float
    request: bytes


class Answered(NamedTuple):
    """An answer that a holder gave.

    Attributes:
        lease: Number of the lease.
        took_s: How long it took, in seconds.
    """

    lease: int
    took_s: float


class Journal:
    """The memory.

    Args:
        file: Descriptor of the file behind it, as ``make_file`` makes it.
    """

    def __init__(self, file: int) -> None:
        self._map = mmap.mmap(file, _ANSWERS_AT + _KEPT * _ANSWER.size)
        self._request = memoryview(self._map)[_REQUEST_AT:_ANSWERS_AT]
        self._written = self._read = 0

    def take(self, lease: int, begun_s: float) -> None:
        """Note that a request is about to be read (holder)."""
        _STATE.pack_into(self._map, 0, TAKING, lease, begun_s, 0, self._written)

    def receive(self, connection: socket.socket) -> bytes:
        """Read what there is of a request, straight to where the server finds it (holder).

        Raises:
            OSError: If there is nothing, or the connection has ended.
        """
        size = connection.recv_into(self._request, 0, socket.MSG_DONTWAIT)
        return bytes(self._request[:size])

    def begin(self, lease: int, begun_s: float, size: int) -> None:
        """Note that a request is worked on, of which so many bytes were received (holder)."""
        _STATE.pack_into(self._map, 0, WORKING, lease, begun_s, size, self._written)

    def send(self, lease: int, begun_s: float) -> None:
        """Note that the answer is about to be sent (holder)."""
        _STATE.pack_into(self._map, 0, SENDING, lease, begun_s, 0, self._written)

    def finish(self, lease: int, took_s: float) -> None:
        """Note that the answer is sent (holder)."""
        place = _ANSWERS_AT + self._written % _KEPT * _ANSWER.size
        _ANSWER.pack_into(self._map, place, lease, took_s)
        self._written += 1
        self.rest()

    def rest(self) -> None:
        """Note that no request is under way (holder)."""
        _STATE.pack_into(self._map, 0, IDLE, 0, 0.0, 0, self._written)

    def state(self) -> State:
        """Return what is under way (server)."""
        phase, lease, begun_s, size, _ = _STATE.unpack_from(self._map)
        return State(phase, lease, begun_s, self._map[_REQUEST_AT : _REQUEST_AT + size])

    def gather(self) -> list[Answered]:
        """Return the answers since the last time (server)."""
        written: int = _STATE.unpack_from(self._map)[-1]
        first, self._read = max(self._read, written - _KEPT), written
        places = (_ANSWERS_AT + number % _KEPT * _ANSWER.size for number in range(first, written))
        return [Answered(*_ANSWER.unpack_from(self._map, place)) for place in places]

    def close(self) -> None:
        """Let go of the memory."""
        self._request.release()
        self._map.close()


def make_file() -> int:
    """Make the file of a journal; it has no name and ends with those who have it open.

    Returns:
        Its descriptor.

    Raises:
        OSError: If the system has no room for it.
    """
    size = _ANSWERS_AT + _KEPT * _ANSWER.size
    if sys.platform == "linux":
        file = os.memfd_create("kg-journal")
    else:
        with tempfile.TemporaryFile() as made:
            file = os.dup(made.fileno())
    os.truncate(file, size)
    return file
