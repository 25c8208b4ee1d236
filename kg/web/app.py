"""The web application: made by a function of its data and settings."""

from __future__ import annotations

import asyncio
import contextlib

from starlette.applications import Starlette

from kg.web.front import Front
from kg.web.outside import Outside
from kg.web.source import Source
from kg.web.sparql.endpoint import SparqlEndpoint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.routing import Router

    from kg.web.settings import Settings


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
    source = Source(front, folder, endpoint)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        try:
            # The one lets another process read the dataset; meanwhile this one reads its own code.
            await outside.start(
                asyncio.gather(source.open(), asyncio.to_thread(_lead, app.router, front))
            )
        except Exception as error:
            outside.failure = error
            raise
        watching = asyncio.create_task(source.watch())
        try:
            yield
        finally:
            watching.cancel()
            await source.close()

    inner = Starlette(lifespan=lifespan)
    inner.router.redirect_slashes = False  # to whatever host the request names, without root_path
    outside = Outside(front, inner, SparqlEndpoint(front))
    return outside


def _lead(router: Router, front: Front) -> None:
    from kg.web.routes import lead

    lead(router, front)
