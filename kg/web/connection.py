"""A connection of a client: Uvicorn's protocol with limits, and without detours where none is due.

A request that came before to the byte is answered before it is parsed (``again.py``), and an
answer that the application has as a whole is written at once.
"""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import STATUS_LINE

from kg.web.asked import now_s
from kg.web.form import ascii_line, refusal, relative
from kg.web.lendable import KEEP_ALIVE_S, Lendable
from kg.web.sending import Sending, write_head
from kg.web.usual import FIRST_LINE
from kg.workers.deadline import Deadline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.types import Message
    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

    from kg.web.asked import Asked
    from kg.web.direct import Exchange
    from kg.web.outside import Outside
    from kg.web.settings import Settings

_LARGEST_HEAD_BYTES = 64 << 10
_HEAD_END = b"\r\n\r\n"
_BODILESS = (204, 304)


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


class Connection(Lendable):
    """A connection with limits: how many there are, sizes of requests, and times.

    It takes addresses with letters of any script, too, as people type them for curl: what is not
    ASCII in the first line of a request, but UTF-8, is percent-encoded before it is parsed.

    Attributes:
        most_connections: How many may be open at one time. For one more, the one that has been
            open longest without a request under way is closed.
        most_bytes: How long a request may be in all.
        header_timeout_s: How many seconds the head of a request may take.
        send_timeout_s: How many seconds a client may take to read a piece of an answer.
        open_now: The connections that are open, those first that came first.
    """

    most_connections: ClassVar[int]
    most_bytes: ClassVar[int]
    header_timeout_s: ClassVar[float]
    send_timeout_s: ClassVar[float]
    open_now: ClassVar[dict[Connection, None]]

    _send_timer: asyncio.TimerHandle | None = None
    _is_open = False
    _in_first_line = True
    _is_new = True  # no request was there yet
    _is_plain = False  # what was received last is one whole request and no body
    _bytes = 0
    _tail = b""  # the last bytes of what was received of a request
    _sending: Sending | None = None
    _given: Asked | None = None  # the same, where the application is to send the answer
    _held = b""  # what came behind it

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
        if self._exchange is not None:
            self._exchange.leave_alone()
        self.resume_writing()
        self.open_now.pop(self, None)
        if self._is_open:
            super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take a piece of a request (asyncio)."""
        if not self._is_open or self.parser is None:
            return
        if self._refusal is not None:
            return
        if self._exchange is not None:
            self._held += data
            self.flow.pause_reading()
            return
        try:
            if self._is_between and (self._answer_again(data) or self._answer_directly(data)):
                return
            self._take(data)
        except Exception:
            self._break_down()

    def _take(self, data: bytes) -> None:
        """Have a piece of a request read by the rules of HTTP."""
        is_first = self._is_between
        if self._bytes + len(data) > _LARGEST_HEAD_BYTES and self._has_long_head(data):
            return
        received, self._sending = data, None
        self._is_between, self._is_plain = False, is_first
        self._bytes += len(data)
        if self._in_first_line:
            line, end, rest = data.partition(b"\n")
            if not line.isascii():
                data = ascii_line(line) + end + rest
            self._in_first_line = not end
        self._piece = data
        super().data_received(data)
        self._tell(received)
        self._tail = b"" if self._is_between else received[1 - len(_HEAD_END) :]
        most = _LARGEST_HEAD_BYTES if self._is_in_head else self.most_bytes
        if self._bytes <= most or self.transport.is_closing():
            return
        if self._is_in_head:
            self._refuse_head(data, is_target=self._in_first_line)
        else:
            self._give_up("sent too much")

    def _has_long_head(self, data: bytes) -> bool:
        """Refuse a head that is too long, though its end has come; say whether it is."""
        if not (self._is_in_head or self._is_between):
            return False
        # The end of the head may have begun in the piece before.
        end = (self._tail + data).find(_HEAD_END)
        if 0 <= end <= _LARGEST_HEAD_BYTES - self._bytes + len(self._tail):
            return False
        line_end = data.find(b"\n")
        is_target = self._in_first_line and not 0 <= line_end <= _LARGEST_HEAD_BYTES - self._bytes
        # The parser tells the last line of the piece before when it has read the next.
        piece = data if self._is_between else self._piece + data
        self._refuse_head(piece, is_target=is_target)
        return True

    def on_message_begin(self) -> None:
        """Begin to read the head of a request (httptools)."""
        self._is_plain = self._is_plain and not self._is_between  # else it is a second one
        self._is_between = False
        self._is_in_head = True
        self._deadline.set(self.header_timeout_s)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head of a request is there (httptools)."""
        headers, version = self.headers, self.parser.get_http_version()
        method = self.parser.get_method()
        target = relative(method, self.url, headers)
        scope: Any = self.scope
        scope["kg.refusal"] = refusal(method, target, version, headers)
        self.url = target or b"/"
        if version == "1.0":
            self.expect_100_continue = False
        super().on_headers_complete()
        self._is_in_head = False
        self._deadline.lift()

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
        if self._refusal is not None:
            self._say_refusal(self._refusal)
        self.server_state.total_requests += 1
        self.flow.resume_reading()
        if not self._is_in_head:
            self._deadline.set(KEEP_ALIVE_S)

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
        sending = self._sending = Sending(self, cycle)
        if self._given is not None:
            scope: Any = cycle.scope
            scope["kg.asked"], self._given = self._given, None

        def answer(scope: Any, receive: Any, send: Any) -> Any:
            return app(scope, receive, sending)

        super()._start_asgi_task(cycle, answer)

    def write_whole(self, sending: Sending, start: Message, body: bytes) -> bool:
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
        head = write_head(start["headers"], len(body) if has_body else None)
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
        if self._is_busy or self.flow.write_paused or self.transport.is_closing():
            return False
        begun_s = now_s()
        sent = self.outside.again.get(request)
        if sent is None:
            return False
        self._is_new = False
        self._streak.end()
        self.outside.record_again(sent, self.client, begun_s)
        self._write(sent.first_line, sent.rest)
        self.server_state.total_requests += 1
        self._deadline.set(KEEP_ALIVE_S)
        return True

    def _answer_directly(self, request: bytes) -> bool:
        """Have a request answered without the application; say whether that is possible."""
        if self._is_busy or self.flow.write_paused or self.transport.is_closing():
            return False
        exchange = self.outside.direct.read(request, self.client[0] if self.client else "")
        if exchange is None:
            return False
        self._is_new = False
        self._deadline.lift()
        self._exchange = exchange
        exchange.begin(partial(self._finish, request, exchange))
        return True

    def _finish(self, request: bytes, exchange: Exchange, written: bytes | None) -> None:
        """Send what a request was answered with, and go on with what came behind it."""
        try:
            self._send(request, exchange, written)
        except Exception:
            self._break_down()

    def _send(self, request: bytes, exchange: Exchange, written: bytes | None) -> None:
        self._exchange = None
        if written is None:
            self._given = exchange.asked
            self._take(request)
            if self._is_stopping:
                super().shutdown()
        else:
            close = b"connection: close\r\n" if self._is_stopping else b""
            self._write(FIRST_LINE, close + written)
            self.server_state.total_requests += 1
            self._deadline.set(KEEP_ALIVE_S)
            if close:
                self.transport.close()
            elif not exchange.is_new:
                self._streak.end()
            elif self._streak.goes_on(exchange.begun_s) and not self._held:
                self._lend(request, exchange.head)
        held, self._held = self._held, b""
        if held:
            self.flow.resume_reading()
            self.data_received(held)

    def shutdown(self) -> None:
        """Close the connection, or answer what is under way and close it then (Uvicorn)."""
        self._is_stopping = True
        if self._is_lent:
            self.outside.lending.recall()
        elif self._exchange is None:
            super().shutdown()

    def _make_room(self) -> bool:
        """Close the connection that has been idle longest; say whether there was one."""
        for other in self.open_now:
            if not other._is_busy:
                other._give_up("was idle while others wanted to come in")
                del self.open_now[other]
                return True
        return False

    def _run_out(self) -> None:
        """End a connection over which nothing came in time."""
        if self._is_between and not self._is_new:
            self.transport.close()
        else:
            self._give_up("sent no request")

    def _give_up(self, why: str) -> None:
        logging.getLogger("kg.web").info("closed a connection that %s", why)
        self.transport.abort()
