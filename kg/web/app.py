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

from kg.store.versions import current_path
from kg.web import icons, metrics
from kg.web.front import Front, now_s, read_asked, send_reply
from kg.web.getting import Nothing
from kg.web.pages import routes as pages
from kg.web.policy import served_policy
from kg.web.problems import problem
from kg.web.resources import endpoints as resources
from kg.web.rest import endpoints as rest
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
_WATCH_AGAIN_S = 60.0
"""How often to look for a new build, and how often to try one again that could not be opened."""

_SECURITY = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
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
        Route("/sparql/", SparqlEndpoint(front)),
        *rest.routes(front),
        *resources.routes(front),
        *icons.routes(front),
        Route("/health", _Health(front)),
        Route("/metrics", _Counts(front)),
    ]
    if STATIC.is_dir():
        routes.append(Mount("/static", StaticFiles(directory=STATIC)))  # type: ignore[arg-type]
    routes += pages.routes(front)  # the last one tells that there is no such page
    inner = Starlette(routes=routes, lifespan=lifespan)
    inner.router.redirect_slashes = False  # to whatever host the request names, without root_path
    inner.router.default = Nothing(front)
    return _Outside(front, inner)


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
        trouble, refused, again_s = "", "", 0.0
        while True:
            await asyncio.sleep(_WATCH_S)
            latest = ""
            try:
                latest = current_path(self._folder)
                if latest == self._front.pool.version:
                    trouble = refused = ""
                elif latest != refused or now_s() > again_s:
                    await self.open()
                    _log.info("answering from %s", latest)
            except Exception as error:  # whatever it is, the last build answers on
                refused, again_s = latest, now_s() + _WATCH_AGAIN_S
                if str(error) != trouble:
                    trouble = str(error)
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
        self._again = SameAgain()
        self._policy = served_policy(front.settings.tiles)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, status = now_s(), 0
        key = SameAgain.key(scope)
        messages = self._again.get(key, self._front.pool.version)
        if messages is not None:
            for message in messages:
                await send(message)
            client = (scope.get("client") or ("",))[0]
            self._record(scope, client, scope["path"], 200, now_s() - begun)
            return
        sent: list[Message] = []

        async def send_safely(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = message["headers"] = [*message.get("headers", []), *_SECURITY]
                if not any(name == b"content-security-policy" for name, _ in headers):
                    headers.append((b"content-security-policy", self._policy))
            sent.append(message)
            await send(message)

        asked = read_asked(scope, self._front.settings)
        version = self._front.pool.version
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
        if asked.is_lasting:
            self._again.put(key, version, sent)
        self._record(scope, asked.client, asked.path, status, now_s() - begun)

    def _record(self, scope: Scope, client: str, path: str, status: int, took_s: float) -> None:
        topic = path.split("/", 2)[1][:20] if status != 404 else "unknown"
        self._front.metrics.count(topic if topic.isascii() else "other", status, took_s)
        if self._front.settings.access_log:
            log_access(scope, client, status, took_s)


_Key = tuple[str, str, bytes | None, bytes, tuple[tuple[bytes, bytes], ...]]


class SameAgain:
    """What was sent to requests that come again to the byte, headers and all.

    Whatever an answer depends on is in such a request, so nothing of it need be read.
    """

    _MOST_BYTES = 16 << 20
    _LARGEST_BYTES = 64 << 10

    def __init__(self) -> None:
        self._version = ""
        self._bytes = 0
        self._sent: dict[_Key, list[Message]] = {}

    @staticmethod
    def key(scope: Scope) -> _Key:
        """Return what tells a request from all others."""
        return (
            scope["method"],
            scope["scheme"],
            scope.get("raw_path"),
            scope["query_string"],
            tuple(scope["headers"]),
        )

    def get(self, key: _Key, version: str) -> list[Message] | None:
        """Return what was sent to this request by a version of the dataset, or None."""
        return self._sent.get(key) if version == self._version else None

    def put(self, key: _Key, version: str, sent: list[Message]) -> None:
        """Keep what was sent, if it is small and no POST, whose body is no part of the key."""
        method, _, path, query, headers = key
        size = 2000 + len(path or b"") + len(query)  # what Python's objects take besides
        size += sum(len(name) + len(value) for name, value in headers)
        size += sum(len(message.get("body", b"")) for message in sent)
        if method not in ("GET", "HEAD") or size > self._LARGEST_BYTES:
            return
        if version != self._version or self._bytes + size > self._MOST_BYTES:
            self._sent.clear()
            self._version, self._bytes = version, 0
        if key not in self._sent:
            self._bytes += size
            self._sent[key] = sent


def log_access(scope: Scope, client: str, status: int, took_s: float) -> None:
    """Log a request in one line; control characters of the client's cannot break it."""
    path = scope["path"].encode("unicode_escape").decode()[:300]
    _log.info('%s "%s %s" %s %.1f ms', client, scope["method"], path, status, took_s * 1000)
