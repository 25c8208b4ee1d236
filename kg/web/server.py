"""Serving the application over HTTP with Uvicorn."""

from __future__ import annotations

import asyncio
import logging
import socket
from functools import partial
from typing import Any, ClassVar
from urllib.parse import quote

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kg.errors import OutputError
from kg.web.app import make_app
from kg.workers.limits import ignoring_errors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.web.settings import Settings

_ASCII = bytes(range(128))
_KEEP_ALIVE_S = 15
_STOP_S = 10
_LARGEST_HEAD_BYTES = 64 << 10
_MORE_FILES = 200
"""How many open files there are beside the connections of clients, at most."""


def serve(
    settings: Settings,
    *,
    folder: str | None = None,
    endpoint: str = "",
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serve until the process is told to stop (SIGINT, SIGTERM).

    Args:
        settings: Settings of the server.
        folder: Folder of the dataset.
        endpoint: Address of a SPARQL endpoint to serve instead.
        ready: Called with the address once questions are answered.

    Raises:
        KgError: If the dataset cannot be opened, or the address cannot be listened on.
    """
    listening = _listen(settings)
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}{settings.root_path}/"
    _allow_files(settings.connections)
    config = uvicorn.Config(
        make_app(settings, folder=folder, endpoint=endpoint),
        http=_protocol(settings),
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=_STOP_S,
        backlog=1024,
    )
    server = _Server(config, address, ready)
    with listening:
        server.run(sockets=[listening])


class _Server(uvicorn.Server):
    """Says when it has begun."""

    def __init__(
        self, config: uvicorn.Config, address: str, ready: Callable[[str], None] | None
    ) -> None:
        super().__init__(config)
        self._address, self._ready = address, ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        if self.started and self._ready is not None:
            self._ready(self._address)


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((settings.host, settings.port))
    except OSError as error:
        listening.close()
        raise OutputError(
            f"cannot listen on port {settings.port}: {error.strerror or error}",
            where=settings.host,
            hint="Choose another one with --port",
        ) from error
    return listening


def _allow_files(connections: int) -> None:
    """Have the system allow as many open files as there may be connections, if it does."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = connections + _MORE_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        ignoring_errors(partial(resource.setrlimit, resource.RLIMIT_NOFILE, (most, hard)))


def _protocol(settings: Settings) -> type[asyncio.Protocol]:
    """Return Uvicorn's protocol with the limits of some settings."""

    class Limited(Patient):
        """With these limits."""

        most_connections = settings.connections
        header_timeout_s = settings.header_timeout_s
        send_timeout_s = settings.send_timeout_s
        # A body that comes in pieces of one byte has five bytes of frame around each.
        most_bytes = _LARGEST_HEAD_BYTES + 6 * (settings.query_limit_kb << 10)
        open_now: ClassVar[dict[Patient, None]] = {}

    return Limited


def _is_text(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


class Patient(HttpToolsProtocol):
    """Uvicorn's protocol with limits: connections, sizes of requests, and times.

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
    open_now: ClassVar[dict[Patient, None]]

    _timer: asyncio.TimerHandle | None = None
    _send_timer: asyncio.TimerHandle | None = None
    _is_open = False
    _in_first_line = True
    _is_in_head = True
    _bytes = 0

    def connection_made(self, transport: Any) -> None:
        """Take a connection, if there are not too many (asyncio)."""
        if len(self.open_now) >= self.most_connections and not self._make_room():
            transport.abort()
            return
        self._is_open = True
        self.open_now[self] = None
        super().connection_made(transport)
        self._wait(self.header_timeout_s)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection (asyncio)."""
        self._stop_waiting()
        self.resume_writing()
        self.open_now.pop(self, None)
        if self._is_open:
            super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take a piece of a request (asyncio)."""
        if not self._is_open or self.parser is None:
            return
        self._bytes += len(data)
        if self._in_first_line:
            line, end, rest = data.partition(b"\n")
            if not line.isascii() and _is_text(line):
                data = quote(line, safe=_ASCII).encode() + end + rest
            self._in_first_line = not end
        super().data_received(data)
        most = _LARGEST_HEAD_BYTES if self._is_in_head else self.most_bytes
        if self._bytes > most and not self.transport.is_closing():
            self._refuse()

    def on_message_begin(self) -> None:
        """Begin to read the head of a request (httptools)."""
        self._is_in_head = True
        self._wait(self.header_timeout_s)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head of a request is there (httptools)."""
        self._is_in_head = False
        self._stop_waiting()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """A request is there (httptools)."""
        self._bytes = 0
        self._in_first_line = True
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """An answer is written: what comes next must come in time (Uvicorn)."""
        super().on_response_complete()
        if not self.pipeline:
            self._wait(_KEEP_ALIVE_S + self.header_timeout_s)

    def pause_writing(self) -> None:
        """Wait until the client has read more of what it was sent (asyncio)."""
        super().pause_writing()
        loop = asyncio.get_running_loop()
        self._send_timer = loop.call_later(self.send_timeout_s, self._give_up, "does not read")

    def resume_writing(self) -> None:
        """Go on: the client has read (asyncio)."""
        if self._send_timer is not None:
            self._send_timer.cancel()
            self._send_timer = None
        if self._is_open:
            super().resume_writing()

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

    def _wait(self, seconds: float) -> None:
        self._stop_waiting()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(seconds, self._give_up, "sent no request")

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self, why: str) -> None:
        logging.getLogger("kg.web").info("closed a connection that %s", why)
        self.transport.abort()


_TOO_LONG = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)
