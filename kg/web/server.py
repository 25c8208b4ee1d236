"""Serving the application over HTTP with Uvicorn."""

from __future__ import annotations

import asyncio
import logging
import socket
from functools import partial

import uvicorn

from kg.errors import OutputError
from kg.web.app import make_app
from kg.web.connection import protocol
from kg.workers.limits import ignoring_errors

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from kg.web.outside import Outside
    from kg.web.settings import Settings

_STOP_S = 10
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
    app = make_app(settings, folder=folder, endpoint=endpoint)
    config = uvicorn.Config(
        app,
        http=protocol(app, settings),
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_STOP_S,
        backlog=1024,
    )
    server = _Server(config, app, address, ready)
    with listening:
        server.run(sockets=[listening])


class _Server(uvicorn.Server):
    """Says when it has begun, or raises why it cannot."""

    def __init__(
        self,
        config: uvicorn.Config,
        app: Outside,
        address: str,
        ready: Callable[[str], None] | None,
    ) -> None:
        super().__init__(config)
        self._app, self._address, self._ready = app, address, ready
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, if it is not told to stop meanwhile."""
        self._loop = asyncio.get_running_loop()
        uvicorns = logging.getLogger("uvicorn.error")
        uvicorns.disabled = True  # it would log what is raised here
        try:
            await super().startup(sockets)
        except SystemExit:
            if self.should_exit:  # and what could not be opened, the signal may have ended, too
                return
            raise self._app.failure or RuntimeError("the server does not start") from None
        finally:
            uvicorns.disabled = False
        if self.started and not self.should_exit and self._ready is not None:
            self._ready(self._address)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop, and wait for nothing where it has not begun to answer (SIGINT, SIGTERM)."""
        super().handle_exit(sig, frame)
        if self._loop is not None and not self.started:
            self._loop.call_soon_threadsafe(self._app.stop_starting)


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
