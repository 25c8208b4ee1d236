"""Serving the application over HTTP with Uvicorn."""

from __future__ import annotations

import asyncio
import logging
import socket
from typing import Any, ClassVar
from urllib.parse import quote

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from kg.errors import OutputError
from kg.web.app import make_app

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.web.settings import Settings

_ASCII = bytes(range(128))
_KEEP_ALIVE_S = 15
_STOP_S = 10


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


def _protocol(settings: Settings) -> type[asyncio.Protocol]:
    """Return Uvicorn's protocol with the limits of some settings."""

    class Limited(Patient):
        """With these limits."""

        most_connections = settings.connections
        header_timeout_s = settings.header_timeout_s
        open_now: ClassVar[set[object]] = set()

    return Limited


class Patient(HttpToolsProtocol):
    """Uvicorn's protocol with two limits: how many connections, and how long for a head.

    It takes addresses with letters of any script, too, as people type them for curl: what is not
    ASCII in the first line of a request is percent-encoded before it is parsed.

    Attributes:
        most_connections: How many may be open at one time.
        header_timeout_s: How many seconds the head of a request may take.
        open_now: The connections that are open.
    """

    most_connections: ClassVar[int]
    header_timeout_s: ClassVar[float]
    open_now: ClassVar[set[object]]

    _timer: asyncio.TimerHandle | None = None
    _is_open = False
    _in_first_line = True

    def data_received(self, data: bytes) -> None:
        """Take a piece of a request (asyncio)."""
        if self._in_first_line:
            line, end, rest = data.partition(b"\n")
            if not line.isascii():
                data = quote(line, safe=_ASCII).encode() + end + rest
            self._in_first_line = not end
        super().data_received(data)

    def on_message_complete(self) -> None:
        """A request is there as a whole (httptools)."""
        self._in_first_line = True
        super().on_message_complete()

    def connection_made(self, transport: Any) -> None:
        """Take a connection, if there are not too many (asyncio)."""
        if len(self.open_now) >= self.most_connections:
            transport.abort()
            return
        self._is_open = True
        self.open_now.add(self)
        super().connection_made(transport)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection (asyncio)."""
        self._stop_waiting()
        self.open_now.discard(self)
        if self._is_open:
            super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Begin to read the head of a request (httptools)."""
        self._wait_for_head()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head of a request is there (httptools)."""
        self._stop_waiting()
        super().on_headers_complete()

    def _wait_for_head(self) -> None:
        self._stop_waiting()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self.header_timeout_s, self._give_up)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _give_up(self) -> None:
        logging.getLogger("kg.web").info("closed a connection whose request did not come")
        self.transport.abort()
