"""Jobs that are under way: who asks for the same meanwhile waits for that reply, not for a worker.

When a page that takes long is asked for by many at once, as after a new build, it is made once.
"""

from __future__ import annotations

import asyncio
import contextlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.web.asked import Wanted
    from kg.workers.messages import Reply

_PATIENCE = 0.1
"""Which part of the time for a job one waits for another's; whatever is longer has its limits."""


class UnderWay:
    """The jobs under way whose replies may be good for others.

    Args:
        time_s: How many seconds a job may take.

    Attributes:
        shared: How many replies went to others.
    """

    def __init__(self, time_s: float) -> None:
        self.shared = 0
        self._patience_s = time_s * _PATIENCE
        self._replies: dict[tuple[str, bytes], asyncio.Future[Reply | None]] = {}

    async def reply(self, wanted: Wanted) -> Reply | None:
        """Wait for the reply to the same job, if it is under way and the reply is good for all.

        Args:
            wanted: What is to be done.

        Returns:
            The reply, or None where one has to ask oneself.
        """
        other = self._replies.get(_key(wanted))
        if other is None:
            return None
        await asyncio.wait((other,), timeout=self._patience_s)
        reply = other.result() if other.done() else None
        self.shared += reply is not None
        return reply

    @contextlib.contextmanager
    def doing(self, wanted: Wanted) -> Iterator[Callable[[Reply], None]]:
        """Let others wait for a reply while it is being made.

        Args:
            wanted: What is being done. What an endpoint says may change at any time: who asks
                later may know of what was said later.

        Yields:
            What to call with the reply, if it is good for others.
        """
        own = asyncio.get_running_loop().create_future()
        key = _key(wanted)
        if not wanted.version or self._replies.setdefault(key, own) is not own:
            yield lambda _: None
            return
        try:
            yield own.set_result
        finally:
            del self._replies[key]
            if not own.done():
                own.set_result(None)


def _key(wanted: Wanted) -> tuple[str, bytes]:
    return wanted.version, wanted.key
