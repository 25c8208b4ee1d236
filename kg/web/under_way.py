"""Jobs that are under way: who asks for the same meanwhile waits for that reply, not for a worker.

When a page that takes long is asked for by many at once, as after a new build, it is made once.
"""

from __future__ import annotations

import asyncio

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

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

    async def reply(self, wanted: Wanted, make: Callable[[], Awaitable[Reply]]) -> Reply:
        """Return the reply to the same job where one is made that is good for all, else make it.

        Args:
            wanted: What is to be done. Of an endpoint, whose data may change at any time, each
                makes it: who asks later may know of what was said later.
            make: Makes the reply.

        Raises:
            Exception: What ``make`` raises.
        """
        if not wanted.version:
            return await make()
        key = wanted.version, wanted.key
        other = self._replies.get(key)
        if other is not None:
            await asyncio.wait((other,), timeout=self._patience_s)
            reply = other.result() if other.done() else None
            if reply is not None:
                self.shared += 1
                return reply
        own = asyncio.get_running_loop().create_future()
        is_first = self._replies.setdefault(key, own) is own
        reply = None
        try:
            reply = await make()
            return reply
        finally:
            own.set_result(reply if reply is not None and reply.is_for_all else None)
            if is_first:
                del self._replies[key]
