"""Sending an answer in one piece, where the application has all of it at once."""

from __future__ import annotations

from typing import Any

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import Message
    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

    from kg.web.connection import Connection

_CONTROL = bytes({*range(32), 127} - {ord("\t")})
_UVICORNS = frozenset((b"connection", b"transfer-encoding"))
"""Headers that Uvicorn has to know of."""


class Sending:
    """Sends an answer (ASGI): in one piece, if all of its body comes at once.

    Attributes:
        cycle: The request and its answer, as Uvicorn sees them.
        request: All that was received, if that is the one request and no body; else empty.
    """

    __slots__ = ("_connection", "_start", "cycle", "request")

    def __init__(self, connection: Connection, cycle: RequestResponseCycle) -> None:
        self.cycle = cycle
        self.request = b""
        self._connection = connection
        self._start: Message | None = None

    async def __call__(self, message: Any) -> None:
        """Send a message; the status and the headers wait for the body."""
        start, self._start = self._start, None
        if start is not None:
            is_all = not message.get("more_body", False)
            if is_all and self._connection.write_whole(self, start, message.get("body", b"")):
                return
            await self.cycle.send(start)  # type: ignore[arg-type]
        elif message["type"] == "http.response.start":
            self._start = message
            return
        await self.cycle.send(message)


def write_head(headers: Sequence[tuple[bytes, bytes]], length: int | None) -> bytes | None:
    """Write headers; None where Uvicorn has to look at them.

    Args:
        headers: Their names, in small letters, and their values.
        length: How long the body is that follows; None where none does.
    """
    told = dict(headers)
    if not _UVICORNS.isdisjoint(told) or (
        length is not None and told.get(b"content-length") != b"%d" % length
    ):
        return None
    head = b"".join([b"%b: %b\r\n" % header for header in headers])
    is_clean = len(head.translate(None, _CONTROL)) == len(head) - 2 * len(headers)
    return head if is_clean else None
