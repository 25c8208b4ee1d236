"""The web application: made by a function of its data and settings.

Every answer has the security headers, is counted and, if wanted, logged. What is not caught below
is answered with a problem and logged with its number.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from pathlib import Path

import msgspec
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.errors import KgError
from kg.store.versions import current_path
from kg.web import metrics
from kg.web.front import Front, now_s, read_asked, send_reply
from kg.web.pages import routes as pages
from kg.web.problems import problem
from kg.web.site import SiteSpec
from kg.web.sparql.endpoint import SparqlEndpoint
from kg.workers.messages import Reply
from kg.workers.nursery import Spec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from kg.web.settings import Settings

STATIC = Path(__file__).parent / "static"
"""What browsers load beside the pages; made when the package is built."""

_WATCH_S = 1.0
_SECURITY = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
_CONTENT_POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    b"font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    b"frame-ancestors 'self'"
)

_log = logging.getLogger("kg.web")


def make_app(settings: Settings, *, folder: str | None = None, endpoint: str = "") -> ASGIApp:
    """Make the application.

    Args:
        settings: Settings of the server.
        folder: Folder of the dataset; a build in it is taken over while serving.
        endpoint: Address of a SPARQL endpoint to serve instead.

    Returns:
        An ASGI application. What it needs is opened when the server starts it, and closed when
        the server stops it.
    """
    front = Front(settings)
    source = _Source(front, folder, endpoint)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await source.open()
        watching = asyncio.create_task(source.watch())
        try:
            yield
        finally:
            watching.cancel()
            await front.pool.close()

    routes = [
        Route("/sparql", SparqlEndpoint(front)),
        Route("/health", _Health(front)),
        Route("/metrics", _Counts(front)),
    ]
    if STATIC.is_dir():
        routes.append(Mount("/static", StaticFiles(directory=STATIC)))  # type: ignore[arg-type]
    routes += pages.routes(front)  # the last one tells that there is no such page
    return _Outside(front, Starlette(routes=routes, lifespan=lifespan))


class _Source:
    """Where the data comes from, and when there is new data."""

    def __init__(self, front: Front, folder: str | None, endpoint: str) -> None:
        self._front, self._folder, self._endpoint = front, folder, endpoint

    async def open(self) -> None:
        version = current_path(self._folder) if self._folder else ""
        spec = msgspec.json.encode(SiteSpec(self._front.settings, self._endpoint)).decode()
        memory = self._front.settings.memory_limit_mb << 20
        await self._front.pool.open(Spec("kg.web.site:make_site", version, spec, memory))
        self._front.cache.clear()

    async def watch(self) -> None:
        """Take over a build as soon as it is there."""
        if not self._folder:
            return
        refused = ""
        while True:
            await asyncio.sleep(_WATCH_S)
            latest = self._front.pool.version
            try:
                latest = current_path(self._folder)
                if latest in (self._front.pool.version, refused):
                    continue
                await self.open()
                _log.info("answering from %s", latest)
            except KgError as error:
                refused = latest
                _log.error("the new build cannot be opened, the last one answers on: %s", error)


class _Health:
    """Says whether questions can be answered."""

    def __init__(self, front: Front) -> None:
        self._front = front

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        front = self._front
        content = {
            "status": "ok",
            "dataset": front.pool.version.rpartition("/")[2] or "endpoint",
            "running": front.pool.running,
            "waiting": front.pool.waiting,
        }
        reply = Reply(200, "application/json", msgspec.json.encode(content))
        await send_reply(send, reply, read_asked(scope, front.settings), _NOT_KEPT)


_NOT_KEPT = {"Cache-Control": "no-store"}


class _Counts:
    """Tells what was counted."""

    def __init__(self, front: Front) -> None:
        self._front = front

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        front = self._front
        pool, cache = front.pool, front.cache
        gauges = {"running": pool.running, "waiting": pool.waiting, "slow": pool.slow}
        counters = {"cache_hits_total": cache.hits, "cache_misses_total": cache.misses}
        counters |= {f"workers_{reason}_total": n for reason, n in sorted(pool.killed.items())}
        body = front.metrics.write({**gauges}, {**counters})
        reply = Reply(200, metrics.MEDIA_TYPE, body)
        await send_reply(send, reply, read_asked(scope, front.settings), _NOT_KEPT)


class _Outside:
    """What is done for every request: security headers, counting, logging, last resort."""

    def __init__(self, front: Front, app: ASGIApp) -> None:
        self._front, self._app = front, app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = now_s(), 0

        async def send_safely(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = message["headers"] = [*message.get("headers", []), *_SECURITY]
                if not any(name == b"content-security-policy" for name, _ in headers):
                    headers.append((b"content-security-policy", _CONTENT_POLICY))
            await send(message)

        asked = read_asked(scope, self._front.settings)
        inner = {**scope, "path": asked.path, "root_path": ""}
        try:
            await self._app(inner, receive, send_safely)
        except Exception:
            number = secrets.token_hex(4)
            _log.exception("error %s at %s", number, asked.path)
            if not status:
                detail = "something went wrong that nobody foresaw"
                reply = problem(500, "internal", detail, f"It is number {number} in the log")
                await send_reply(send_safely, reply, asked)
        took_s = now_s() - begun
        topic = asked.path.split("/", 2)[1][:20] if status != 404 else "unknown"
        self._front.metrics.count(topic if topic.isascii() else "other", status, took_s)
        if self._front.settings.access_log:
            log_access(scope, asked.client, status, took_s)


def log_access(scope: Scope, client: str, status: int, took_s: float) -> None:
    """Log a request in one line; control characters of the client's cannot break it."""
    path = scope["path"].encode("unicode_escape").decode()[:300]
    _log.info('%s "%s %s" %s %.1f ms', client, scope["method"], path, status, took_s * 1000)
