"""Answers to requests that come again to the byte, head and all.

Whatever an answer depends on is in such a request or in the version of the dataset, so nothing of
it need be read: neither by the rules of HTTP nor by those of a topic.
"""

from __future__ import annotations

from collections import OrderedDict

import msgspec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.workers.pool import Pool

_MOST_BYTES = 16 << 20
_LARGEST_BYTES = 64 << 10
_OBJECTS_BYTES = 1000
"""What Python's objects take besides the bytes in them."""


class Sent(msgspec.Struct, frozen=True):
    """An answer as it went over the wire, and what is counted and logged when it does again.

    Attributes:
        status: HTTP status.
        first_line: Its first line; behind it comes the date.
        rest: All that comes behind the date.
        method: Method of the request.
        path: Path of the request, decoded.
        topic: What it is counted as.
        client: Who asks, where the request itself says so; else empty.
    """

    status: int
    first_line: bytes
    rest: bytes
    method: str
    path: str
    topic: str
    client: str


class Again:
    """The answers to requests that came last, up to a size.

    Args:
        pool: Says which version of the dataset answers.

    Attributes:
        hits: How often an answer was there.
    """

    def __init__(self, pool: Pool) -> None:
        self.hits = 0
        self._pool = pool
        self._version = ""
        self._left = _MOST_BYTES
        self._sent: OrderedDict[bytes, Sent] = OrderedDict()

    def get(self, request: bytes) -> Sent | None:
        """Return the answer to a request, or None.

        Args:
            request: All that was received.
        """
        sent = self._sent.get(request)
        if sent is None or self._version != self._pool.version:
            return None
        self.hits += 1
        self._sent.move_to_end(request)
        return sent

    def put(self, request: bytes, sent: Sent, version: str) -> None:
        """Keep an answer, if it is small; those not asked for the longest make room.

        Args:
            request: The whole request, which has no body.
            sent: The answer.
            version: The version of the dataset that it is of.
        """
        size = _size(request, sent)
        if size > _LARGEST_BYTES or version != self._pool.version:
            return
        if version != self._version:
            self._sent.clear()
            self._version, self._left = version, _MOST_BYTES
        if request not in self._sent:
            self._left -= size
            self._sent[request] = sent
        while self._left < 0:
            self._left += _size(*self._sent.popitem(last=False))


def _size(request: bytes, sent: Sent) -> int:
    return len(request) + len(sent.rest) + len(sent.path) + _OBJECTS_BYTES
