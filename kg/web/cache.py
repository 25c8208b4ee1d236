"""Replies that were given, so that the same question costs nothing the second time."""

from __future__ import annotations

from collections import OrderedDict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.workers.messages import Reply


class Cache:
    """The replies that were asked for last, up to a size.

    Args:
        size_bytes: How large their bodies may be together.

    Attributes:
        hits: How often a reply was there.
        misses: How often none was.
    """

    def __init__(self, size_bytes: int) -> None:
        self.hits = self.misses = 0
        self._left = self._size = size_bytes
        self._replies: OrderedDict[bytes, Reply] = OrderedDict()

    def get(self, key: bytes) -> Reply | None:
        """Return the reply to a job, or None."""
        reply = self._replies.get(key)
        if reply is None:
            self.misses += 1
            return None
        self.hits += 1
        self._replies.move_to_end(key)
        return reply

    def put(self, key: bytes, reply: Reply) -> None:
        """Keep a reply; those not asked for the longest make room."""
        size = _size(key, reply)
        if size > self._size // 8:  # one large answer is not worth all small ones
            return
        if key not in self._replies:
            self._left -= size
            self._replies[key] = reply
        while self._left < 0:
            oldest, dropped = self._replies.popitem(last=False)
            self._left += _size(oldest, dropped)

    def clear(self) -> None:
        """Forget all replies: those of a dataset that does not answer any more."""
        self._replies.clear()
        self._left = self._size


def _size(key: bytes, reply: Reply) -> int:
    return len(key) + len(reply.body) + 500
