"""What is done for every request, whatever it is about: the outermost part of the application.

Every answer has the security headers, is counted and, if wanted, logged. What nobody caught is
answered with a problem and logged with its number.
"""

from __future__ import annotations

import logging

from kg.web.again import Sent
from kg.web.answers import reply_headers, secured
from kg.web.asked import now_s, read_asked
from kg.web.direct import Direct
from kg.web.front import send_reply
from kg.web.heads import told
from kg.web.known import knows_any, telling_only
from kg.web.lending import Lending
from kg.web.policy import served_policy
from kg.web.problems import unforeseen

TYPE_CHECKING = False
if TYPE_CHECKING:
    import asyncio
    from typing import Any

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from kg.web.asked import Asked
    from kg.web.front import Front
    from kg.web.sparql.endpoint import SparqlEndpoint
    from kg.workers.messages import Reply

_LASTING = (200, 304)
"""What may be said again; that there is no room at the moment may not."""

_log = logging.getLogger("kg.web")


class Outside:
    """What is done for every request: security headers, counting, logging, last resort.

    Args:
        front: What all topics share.
        app: Answers the requests.
        sparql: Answers those for the SPARQL endpoint, without being routed to.

    Attributes:
        again: The answers to requests that came last.
        direct: Answers what needs no application.
        lending: Lends connections to workers.
        failure: Why it could not be started, or None.
    """

    failure: Exception | None = None
    _starting: asyncio.Future[Any] | None = None
    _is_stopping = False

    def __init__(self, front: Front, app: ASGIApp, sparql: SparqlEndpoint) -> None:
        self.again = front.again
        self.direct = Direct(front, self.record)
        self.lending = Lending(front)
        self._front, self._app, self._sparql = front, app, sparql
        self._policy = served_policy(front.settings.tiles)

    async def start(self, starting: asyncio.Future[Any]) -> None:
        """Wait until all is there that requests need.

        Args:
            starting: Waits for it.

        Raises:
            CancelledError: If it is not wanted any more.
        """
        self._starting = starting
        if self._is_stopping:
            starting.cancel()
        await starting

    def stop_starting(self) -> None:
        """Let go of what is being opened, now or as soon as that begins."""
        self._is_stopping = True
        if self._starting is not None:
            self._starting.cancel()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = read_asked(scope, self._front.settings)
        begun_s, status = now_s() if asked.begun_s is None else asked.begun_s, 0

        async def send_safely(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = secured(message.get("headers", []), self._policy)
            await send(message)

        answer = telling_only(send_safely) if knows_any(asked) else send_safely
        refused: Reply | None = scope.get("kg.refusal")
        try:
            if refused is not None:
                await send_reply(answer, refused, asked)
            elif asked.path in ("/sparql", "/sparql/"):
                await self._sparql(scope, receive, answer)
            else:
                inner = {**scope, "path": asked.path, "root_path": ""}
                await self._app(inner, receive, answer)
        except Exception:
            reply = unforeseen(asked.path)
            if not status:
                await send_reply(answer, reply, asked)
        status = scope.get("kg.refused", status)
        self.record(
            asked.client, asked.method, scope["path"], _topic(asked, status), status, begun_s
        )

    def keep(
        self, request: bytes, scope: Scope, status: int, first_line: bytes, rest: bytes
    ) -> None:
        """Keep what was sent to a request, if it is good for the same request again.

        Args:
            request: The request to the byte, without a body.
            scope: The ASGI scope of the request.
            status: HTTP status of the answer.
            first_line: First line of the answer.
            rest: What came behind its date.
        """
        asked: Asked | None = scope.get("kg.asked")
        if asked is None:
            return
        self.direct.learn(request, scope["path"], asked)
        if asked.version is None or status not in _LASTING:
            return
        says_client = self._front.settings.trust_proxy and "x-forwarded-for" in asked.headers
        client = asked.client if says_client else ""
        path, topic = scope["path"], _topic(asked, status)
        sent = Sent(status, first_line, rest, asked.method, path, topic, client)
        self.again.put(request, sent, asked.version)

    def written(self, reply: Reply) -> bytes:
        """Write a reply as it is sent, without its first line and the date.

        Args:
            reply: The reply.
        """
        headers = secured(reply_headers(reply, {}), self._policy)
        return b"".join([*(b"%b: %b\r\n" % one for one in headers), b"\r\n", reply.body])

    def told(
        self, reply: Reply, headers: list[tuple[bytes, bytes]], path: bytes, piece: bytes
    ) -> Reply:
        """Tell that a head is too long; see ``kg.web.heads.told``."""
        return told(reply, self._front, headers, path, piece)

    def record_again(self, sent: Sent, peer: tuple[str, int] | None, begun_s: float) -> None:
        """Count and log that an answer was sent again.

        Args:
            sent: The answer.
            peer: Where the request came from.
            begun_s: When it came.
        """
        client = sent.client or (peer[0] if peer else "")
        self.record(client, sent.method, sent.path, sent.topic, sent.status, begun_s)

    def record_refusal(self, peer: tuple[str, int] | None, status: int) -> None:
        """Count and log the refusal of what is no request.

        Args:
            peer: Where it came from.
            status: HTTP status of the answer.
        """
        self.record(peer[0] if peer else "", "-", "-", "none", status, now_s())

    def record(
        self, client: str, method: str, path: str, topic: str, status: int, begun_s: float
    ) -> None:
        """Count and log a request.

        Args:
            client: Who asked.
            method: Its method.
            path: Its path, decoded.
            topic: What it is counted as.
            status: HTTP status of the answer.
            begun_s: When it came.
        """
        self._record(client, method, path, topic, status, now_s() - begun_s)

    def record_lent(self, client: str, path: str, took_s: float) -> None:
        """Count and log a query that was answered by a worker which has the connection.

        Args:
            client: Who asked.
            path: Its path, decoded.
            took_s: How long it took, in seconds.
        """
        self._front.metrics.direct += 1
        self._front.metrics.lent += 1
        self._record(client, "GET", path, "sparql", 200, took_s)

    def _record(
        self, client: str, method: str, path: str, topic: str, status: int, took_s: float
    ) -> None:
        self._front.metrics.count(topic, status, took_s)
        if self._front.settings.access_log:
            log_access(client, method, path, status, took_s)


def _topic(asked: Asked, status: int) -> str:
    """Return what a request is counted as: the first part of its path, if there is such a one."""
    topic = asked.path.split("/", 2)[1][:20] if status != 404 else "unknown"
    return topic if topic.isascii() else "other"


def log_access(client: str, method: str, path: str, status: int, took_s: float) -> None:
    """Log a request in one line; control characters of the client's cannot break it."""
    path = path.encode("unicode_escape").decode()[:300]
    _log.info('%s "%s %s" %s %.1f ms', client, method, path, status, took_s * 1000)
