"""The web application: made by a function of its data and settings.

It is put together here: who answers which paths, where the data comes from, what is told to the
operator.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from pathlib import Path

import msgspec
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.store.versions import current_path
from kg.web import icons, metrics
from kg.web.front import Front, now_s, read_asked, send_reply
from kg.web.getting import Nothing, unreadable
from kg.web.outside import Outside
from kg.web.pages import routes as pages
from kg.web.resources import endpoints as resources
from kg.web.rest import endpoints as rest
from kg.web.site import SiteSpec
from kg.web.sparql.endpoint import SparqlEndpoint
from kg.workers.messages import Reply
from kg.workers.nursery import Spec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import Receive, Scope, Send

    from kg.web.settings import Settings

STATIC = Path(__file__).parent / "static"
"""What browsers load beside the pages; made when the package is built."""

_WATCH_S = 1.0
_WATCH_AGAIN_S = 60.0
"""How often to look for a new build, and how often to try one again that could not be opened."""

_log = logging.getLogger("kg.web")


def make_app(settings: Settings, *, folder: str | None = None, endpoint: str = "") -> Outside:
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
    return Outside(front, inner, SparqlEndpoint(front))


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
        await _tell(
            front, Reply(200, "application/json", msgspec.json.encode(content)), scope, send
        )


_NOT_KEPT = {"Cache-Control": "no-store"}


async def _tell(front: Front, reply: Reply, scope: Scope, send: Send) -> None:
    """Send what is so at this moment, to who wants to read it."""
    asked = read_asked(scope, front.settings)
    await send_reply(send, unreadable(asked) or reply, asked, _NOT_KEPT)


class _Counts:
    """Tells what was counted."""

    def __init__(self, front: Front) -> None:
        self._front = front

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        front = self._front
        pool, cache = front.pool, front.cache
        gauges = {"running": pool.running, "waiting": pool.waiting, "slow": pool.slow}
        counters = {"cache_hits_total": cache.hits, "cache_misses_total": cache.misses}
        counters |= {"repeated_total": front.again.hits, "direct_total": front.metrics.direct}
        counters |= {f"workers_{reason}_total": n for reason, n in sorted(pool.killed.items())}
        body = front.metrics.write({**gauges}, {**counters})
        await _tell(front, Reply(200, metrics.MEDIA_TYPE, body), scope, send)
