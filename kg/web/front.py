"""From a request to the reply of a worker: the way that every answer takes.

``Front`` knows the pool of workers, the cache of replies and the settings. What a topic of the
server adds is an ASGI application that reads its request, names a job, and lets the front answer.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter

import msgspec

from kg.errors import KgError
from kg.web.again import Again
from kg.web.answers import PIECE_BYTES, VARY, kept_headers, reply_headers
from kg.web.asked import want
from kg.web.cache import Cache
from kg.web.metrics import Metrics
from kg.web.problems import problem, problem_of
from kg.web.under_way import UnderWay
from kg.workers.messages import Reply
from kg.workers.places import Limits
from kg.workers.pool import Pool
from kg.workers.run import ClientGoneError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import Receive, Send

    from kg.web.asked import Asked, Wanted
    from kg.web.settings import Settings
    from kg.workers.messages import Job

_MOST_TOLD = 100
"""How many different troubles are logged: enough for who mends them, and no log without end."""

_log = logging.getLogger("kg.web")


class Front:
    """What all topics of the server share.

    Args:
        settings: Settings of the server.

    Attributes:
        pool: The workers.
        cache: Replies that were given.
        again: The same, as they were sent to requests that may come again to the byte.
        under_way: Replies that are being made.
        metrics: What was counted.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.cache = Cache(settings.cache_mb << 20)
        self.under_way = UnderWay(settings.time_limit_s)
        self.metrics = Metrics()
        self._sending: Counter[str] = Counter()
        self._told: set[str] = set()
        self.pool = Pool(
            Limits(
                workers=settings.workers,
                slow_workers=settings.slow_workers,
                queue=settings.queue,
                time_s=settings.time_limit_s,
            )
        )
        self.again = Again(self.pool)

    async def answer(
        self,
        asked: Asked,
        job: Job,
        receive: Receive,
        send: Send,
        *,
        vary: str = VARY,
        change: Callable[[Reply], Reply] | None = None,
        about: str = "",
    ) -> None:
        """Have a job done and send the reply, or the one that was kept.

        Args:
            asked: The request.
            job: The job.
            receive: Where the client's going is heard.
            send: Where the reply goes.
            vary: The headers that the reply depends on.
            change: Changes the reply before it is sent; such replies are kept unchanged.
            about: What part of the data the job is about, if that is told.
        """
        wanted = want(asked, job, self.pool.version)
        etag, version = wanted.etag, wanted.version
        if asked.method != "POST" and etag in _tags(asked.headers.get("if-none-match", "")):
            headers = {"ETag": etag, "Vary": vary, "Cache-Control": "no-cache"}
            asked.version = version or None
            await send_reply(send, Reply(304, "", b"", headers), asked)
            return
        reply = self.cache.get(wanted.key) if asked.given is None else None
        comes_again = reply is not None
        if reply is None:
            reply = asked.given or await self._done(asked, wanted, receive, about)
            if reply is None:
                return
        if change is not None:
            reply = change(reply)
        if reply.is_lasting:
            asked.version = version if comes_again else None
        await self._send(asked, reply, kept_headers(reply, etag, vary), send)

    def take(self, found: Reply | KgError, wanted: Wanted) -> Reply:
        """Take what came of a job, and keep it if it is good for others.

        Args:
            found: The reply, or why there is none.
            wanted: What was to be done.

        Returns:
            The reply to send.
        """
        if isinstance(found, KgError):
            return problem_of(found)
        if found.trouble:
            self._tell_once(found.trouble)
        if wanted.version != self.pool.version or not wanted.version:
            # It is of the dataset before, or of an endpoint whose data may change at any time.
            return msgspec.structs.replace(found, is_lasting=False)
        if found.is_for_all:
            self.cache.put(wanted.key, found)
        return found

    def _tell_once(self, trouble: str) -> None:
        """Log what is wrong with the dataset, which many will meet."""
        if trouble not in self._told and len(self._told) < _MOST_TOLD:
            self._told.add(trouble)
            _log.error("a question cannot be answered: %s", trouble)

    async def _send(self, asked: Asked, reply: Reply, more: dict[str, str], send: Send) -> None:
        """Send a reply, unless its like fill the memory already because nobody reads them."""
        size = len(reply.body)
        if size <= PIECE_BYTES:
            await send_reply(send, reply, asked, more)
            return
        most = self.settings.sending_mb << 20
        own, all_others = self._sending[asked.client], self._sending.total()
        if all_others and (all_others + size > most or (own and own + size > most // 2)):
            detail = "too many large answers are on their way"
            await send_reply(send, problem(503, "limit", detail, "Read them first"), asked)
            return
        self._sending[asked.client] += size
        try:
            await send_reply(send, reply, asked, more)
        finally:
            self._sending[asked.client] -= size
            self._sending += Counter()  # keeps only what is more than nothing

    async def _done(
        self, asked: Asked, wanted: Wanted, receive: Receive, about: str
    ) -> Reply | None:
        """Have a job done; None where nobody waits for it any more."""

        async def gone() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass

        async def make() -> Reply:
            found = await self.pool.run(wanted.key, asked.client, gone, about)
            return self.take(found, wanted)

        try:
            return await self.under_way.reply(wanted, make)
        except KgError as error:
            return self.take(error, wanted)
        except ClientGoneError:
            return None
        except asyncio.CancelledError:  # the server stops, and has waited as long as it does
            return problem(503, "limit", "the server is being stopped", "Try again in a moment")


def _tags(header: str) -> list[str]:
    """Read the header If-None-Match; weak comparison, as RFC 9110 (13.1.2) wants it."""
    tags = [tag.strip() for tag in header.split(",")]
    return [tag if tag.startswith("W/") else f"W/{tag}" for tag in tags if tag]


async def send_reply(
    send: Send, reply: Reply, asked: Asked, more: dict[str, str] | None = None
) -> None:
    """Send a reply; its body only if the method wants one.

    Args:
        send: Where it goes.
        reply: The reply.
        asked: The request.
        more: Further headers, which those of the reply win over.
    """
    raw = reply_headers(reply, more or {})
    await send({"type": "http.response.start", "status": reply.status, "headers": raw})
    body = reply.body if asked.method != "HEAD" and reply.status not in (204, 304) else b""
    last = max(len(body) - 1, 0) // PIECE_BYTES * PIECE_BYTES
    for start in range(0, last + 1, PIECE_BYTES):
        piece = body[start : start + PIECE_BYTES] if last else body
        more_body = start < last
        await send({"type": "http.response.body", "body": piece, "more_body": more_body})
