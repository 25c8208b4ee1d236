"""The web application: made by a function of its data and settings.

It is put together here: where the data comes from, and when there is new data.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging

import msgspec
from starlette.applications import Starlette

from kg.store.versions import current_path
from kg.web.asked import now_s
from kg.web.front import Front
from kg.web.outside import Outside
from kg.web.settings import SiteSpec
from kg.web.sparql.endpoint import SparqlEndpoint
from kg.workers.nursery import Spec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.routing import Router

    from kg.web.settings import Settings

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
        try:
            # The one lets another process read the dataset; meanwhile this one reads its own code.
            await asyncio.gather(source.open(), asyncio.to_thread(_lead, app.router, front))
        except Exception as error:
            outside.failure = error
            raise
        watching = asyncio.create_task(source.watch())
        try:
            yield
        finally:
            watching.cancel()
            await front.pool.close()

    inner = Starlette(lifespan=lifespan)
    inner.router.redirect_slashes = False  # to whatever host the request names, without root_path
    outside = Outside(front, inner, SparqlEndpoint(front))
    return outside


def _lead(router: Router, front: Front) -> None:
    from kg.web.routes import lead

    lead(router, front)


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
