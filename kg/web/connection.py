"""A connection of a client: Uvicorn's protocol with limits, and without detours where none is due.

A request that came before to the byte is answered before it is parsed (``again.py``), and an
answer that the application has as a whole is written at once.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any, ClassVar
from urllib.parse import quote

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from kg.web.front import now_s
from kg.workers.deadline import Deadline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import Message
    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

    from kg.web.outside import Outside
    from kg.web.settings import Settings

_ASCII = bytes(range(128))
_LARGEST_HEAD_BYTES = 64 << 10
_KEEP_ALIVE_S = 15
_TOO_LONG = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)
_CONTROL = bytes({*range(32), 127} - {ord("\t")})
_BODILESS = (204, 304)
_UVICORNS = frozenset((b"connection", b"transfer-encoding"))
"""Headers that Uvicorn has to know of."""


def protocol(application: Outside, settings: Settings) -> type[asyncio.Protocol]:
    """Return the protocol of an application's connections.

    Args:
        application: The application.
        settings: Say what the limits are.

    Returns:
        The class, for Uvicorn.
    """

    class Limited(Connection):
        """With these limits."""

        outside = application
        most_connections = settings.connections
        header_timeout_s = settings.header_timeout_s
        send_timeout_s = settings.send_timeout_s
        # A body that comes in pieces of one byte has five bytes of frame around each.
        most_bytes = _LARGEST_HEAD_BYTES + 6 * (settings.query_limit_kb << 10)
        open_now: ClassVar[dict[Connection, None]] = {}

    return Limited


class Connection(HttpToolsProtocol):
    """A connection with limits: how many there are, sizes of requests, and times.

    It takes addresses with letters of any script, too, as people type them for curl: what is not
    ASCII in the first line of a request, but UTF-8, is percent-encoded before it is parsed.

    Attributes:
        outside: What answers the requests.
        most_connections: How many may be open at one time. For one more, the one that has been
            open longest without a request under way is closed.
        most_bytes: How long a request may be in all.
        header_timeout_s: How many seconds the head of a request may take.
        send_timeout_s: How many seconds a client may take to read a piece of an answer.
        open_now: The connections that are open, those first that came first.
    """

    outside: ClassVar[Outside]
    most_connections: ClassVar[int]
    most_bytes: ClassVar[int]
    header_timeout_s: ClassVar[float]
    send_timeout_s: ClassVar[float]
    open_now: ClassVar[dict[Connection, None]]

    _send_timer: asyncio.TimerHandle | None = None
    _is_open = False
    _in_first_line = True
    _is_in_head = True
    _is_new = True  # no request was there yet
    _is_between = True  # nothing is there of the next request
    _is_plain = False  # what was received last is one whole request and no body
    _bytes = 0
    _sending: _Sending | None = None

    def connection_made(self, transport: Any) -> None:
        """Take a connection, if there are not too many (asyncio)."""
        self._deadline = Deadline(self.loop)
        self._deadline.act = self._run_out
        if len(self.open_now) >= self.most_connections and not self._make_room():
            transport.abort()
            return
        self._is_open = True
        self.open_now[self] = None
        super().connection_made(transport)
        self._deadline.set(self.header_timeout_s)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection (asyncio)."""
        self._deadline.end()
        self._sending = None
        self.resume_writing()
        self.open_now.pop(self, None)
        if self._is_open:
            super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take a piece of a request (asyncio)."""
        if not self._is_open or self.parser is None:
            return
        is_first = self._is_between
        if is_first and self._answer_again(data):
            return
        received, self._sending = data, None
        self._is_between, self._is_plain = False, is_first
        self._bytes += len(data)
        if self._in_first_line:
            line, end, rest = data.partition(b"\n")
            if not line.isascii() and _is_text(line):
                data = quote(line, safe=_ASCII).encode() + end + rest
            self._in_first_line = not end
        super().data_received(data)
        self._tell(received)
        most = _LARGEST_HEAD_BYTES if self._is_in_head else self.most_bytes
        if self._bytes > most and not self.transport.is_closing():
            self._refuse()

    def on_message_begin(self) -> None:
        """Begin to read the head of a request (httptools)."""
        self._is_plain = self._is_plain and not self._is_between  # else it is a second one
        self._is_between = False
        self._is_in_head = True
        self._deadline.set(self.header_timeout_s)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head of a request is there (httptools)."""
        self._is_in_head = False
        self._deadline.lift()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A piece of a body is there (httptools)."""
        self._is_plain = False
        super().on_body(body)

    def on_message_complete(self) -> None:
        """A request is there (httptools)."""
        self._bytes = 0
        self._in_first_line = True
        self._is_between = not self.parser.should_upgrade()
        self._is_new = False
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """An answer is written: what comes next must come in time (Uvicorn)."""
        if self.pipeline or self.transport.is_closing():
            super().on_response_complete()
            return
        self.server_state.total_requests += 1
        self.flow.resume_reading()
        if not self._is_in_head:
            self._deadline.set(_KEEP_ALIVE_S)

    def pause_writing(self) -> None:
        """Wait until the client has read more of what it was sent (asyncio)."""
        super().pause_writing()
        self._send_timer = self.loop.call_later(self.send_timeout_s, self._give_up, "does not read")

    def resume_writing(self) -> None:
        """Go on: the client has read (asyncio)."""
        if self._send_timer is not None:
            self._send_timer.cancel()
            self._send_timer = None
        if self._is_open:
            super().resume_writing()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        """Begin to answer a request (Uvicorn)."""
        sending = self._sending = _Sending(self, cycle)

        def answer(scope: Any, receive: Any, send: Any) -> Any:
            return app(scope, receive, sending)

        super()._start_asgi_task(cycle, answer)

    def write_whole(self, sending: _Sending, start: Message, body: bytes) -> bool:
        """Write an answer in one piece; say whether that was possible.

        Args:
            sending: Who sends it.
            start: Its status and headers (ASGI).
            body: All of its body.
        """
        cycle, status = sending.cycle, start["status"]
        scope: Any = cycle.scope
        if cycle.disconnected or self.flow.write_paused:
            return False
        has_body = scope["method"] != "HEAD" and status not in _BODILESS
        head = _head(start["headers"], len(body) if has_body else None)
        if head is None:
            return False
        close = b"" if cycle.keep_alive else b"connection: close\r\n"
        rest = b"".join((head, close, b"\r\n", body if has_body else b""))
        self._write(STATUS_LINE[status], rest)
        if sending.request and not close:
            self.outside.keep(sending.request, scope, status, STATUS_LINE[status], rest)
        cycle.response_started = cycle.response_complete = True
        cycle.message_event.set()
        if close:
            self.transport.close()
        cycle.on_response()
        return True

    def _tell(self, received: bytes) -> None:
        """Tell who answers a request what it was to the byte, if that was received at once."""
        if self._is_plain and self._is_between and self._sending is not None:
            self._sending.request = received

    def _answer_again(self, request: bytes) -> bool:
        """Answer a request that came before to the byte; say whether it is one."""
        cycle = self.cycle
        is_busy = cycle is not None and not cycle.response_complete
        if is_busy or self.flow.write_paused or self.transport.is_closing():
            return False
        begun_s = now_s()
        sent = self.outside.again.get(request)
        if sent is None:
            return False
        self._write(sent.first_line, sent.rest)
        self.server_state.total_requests += 1
        self._deadline.set(_KEEP_ALIVE_S)
        self.outside.record_again(sent, self.client, begun_s)
        return True

    def _write(self, first_line: bytes, rest: bytes) -> None:
        """Write an answer, with the date behind its first line."""
        lines = [first_line]
        for name, value in self.server_state.default_headers:
            lines += (name, b": ", value, b"\r\n")
        lines.append(rest)
        self.transport.write(b"".join(lines))

    def _make_room(self) -> bool:
        """Close the connection that has been idle longest; say whether there was one."""
        for other in self.open_now:
            if other.cycle is None or other.cycle.response_complete:
                other._give_up("was idle while others wanted to come in")
                del self.open_now[other]
                return True
        return False

    def _refuse(self) -> None:
        """Close a connection whose request is too long; say so if nothing was said yet."""
        if self._is_in_head and (self.cycle is None or self.cycle.response_complete):
            self.transport.write(_TOO_LONG)
            self.transport.close()
        else:
            self._give_up("sent too much")

    def _run_out(self) -> None:
        """End a connection over which nothing came in time."""
        if self._is_between and not self._is_new:
            self.transport.close()
        else:
            self._give_up("sent no request")

    def _give_up(self, why: str) -> None:
        logging.getLogger("kg.web").info("closed a connection that %s", why)
        self.transport.abort()


class _Sending:
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


def _head(headers: Sequence[tuple[bytes, bytes]], length: int | None) -> bytes | None:
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


def _is_text(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
