"""Who answers which paths, and what is told to the operator.

All that the pages and interfaces need is imported from here: the server does so while the process
that reads the dataset is at that.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from starlette.exceptions import HTTPException
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.web import icons, metrics
from kg.web.asked import read_asked
from kg.web.front import send_reply
from kg.web.getting import Nothing, unreadable
from kg.web.pages import routes as pages
from kg.web.resources import endpoints as resources
from kg.web.rest import endpoints as rest
from kg.web.robots import Robots
from kg.web.settings import read_spec
from kg.workers.messages import Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.routing import BaseRoute, Router
    from starlette.types import Receive, Scope, Send

    from kg.web.front import Front

STATIC = Path(__file__).parent / "static"
"""What browsers load beside the pages; made when the package is built."""


def lead(router: Router, front: Front) -> None:
    """Tell a router who answers which paths.

    Args:
        router: The router.
        front: What all topics share.
    """
    routes: list[BaseRoute] = [
        *rest.routes(front),
        *resources.routes(front),
        *icons.routes(front),
        Route("/robots.txt", Robots(front)),
        Route("/health", _Health(front)),
        Route("/metrics", _Counts(front)),
    ]
    if STATIC.is_dir():
        routes.append(Mount("/static", _Files(front)))
    routes += pages.routes(front)  # the last one tells that there is no such page
    router.routes.extend(routes)
    router.default = Nothing(front)


class _Files:
    """Sends what browsers load beside the pages; what else is asked for is told as elsewhere."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._files = StaticFiles(directory=STATIC)
        self._nothing = Nothing(front)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = read_asked(scope, self._front.settings)
        refused = unreadable(asked)
        if refused is not None:
            await send_reply(send, refused, asked)
            return
        try:
            await self._files(scope, receive, send)
        except HTTPException:  # nothing was sent yet
            await self._nothing(scope, receive, send)


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
        gauges["in_memory"] = (
            0 if pool.spec is None else int(read_spec(pool.spec.settings).in_memory)
        )
        counters = {"cache_hits_total": cache.hits, "cache_misses_total": cache.misses}
        front.metrics.gather()
        counters |= {"repeated_total": front.again.hits, "direct_total": front.metrics.direct}
        counters |= {"lent_total": front.metrics.lent, "shared_total": front.under_way.shared}
        counters |= {f"workers_{reason}_total": n for reason, n in sorted(pool.killed.items())}
        body = front.metrics.write({**gauges}, {**counters})
        await _tell(front, Reply(200, metrics.MEDIA_TYPE, body), scope, send)
