"""Queries by GET that need no application: what is asked of the endpoint again and again.

A program that asks one query after another sends the same header lines with each. What such lines
say is read once, by the rules of HTTP and of the application; of a request with the same lines
only its first one is new. It goes to a worker at once, and the reply from there to the client.
Whatever is not as usual, be it a wrong query or a large answer, goes the ordinary way.
"""

from __future__ import annotations

from collections import OrderedDict

import msgspec

from kg.errors import LimitError
from kg.web.again import Sent
from kg.web.front import PIECE_BYTES, VARY, Asked, kept_headers, now_s, reply_headers
from kg.web.problems import unforeseen
from kg.web.sparql.request import ProtocolError, read_request
from kg.workers.messages import Reply
from kg.workers.run import ClientGoneError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.types import Scope

    from kg.errors import KgError
    from kg.web.front import Front, Wanted
    from kg.web.sparql.endpoint import SparqlEndpoint
    from kg.workers.run import Run

    Headers = list[tuple[bytes, bytes]]

FIRST_LINE = b"HTTP/1.1 200 OK\r\n"

_LARGEST_BYTES = 64 << 10
_MOST_HEADS = 200
_LARGEST_HEAD_BYTES = 4 << 10
_BEGIN, _END = b"GET ", b" HTTP/1.1"
_QUERY_SIGNS = bytes(set(range(33, 127)) - {ord("#")})
_UNUSUAL = frozenset(("content-length", "expect", "if-none-match", "transfer-encoding", "upgrade"))
"""Headers that mean something for the connection, or for this one request."""


class Head(msgspec.Struct, frozen=True):
    """What header lines say.

    Attributes:
        target: What stood before the question mark in the first line.
        path: The same, decoded.
        asked: The request that they were read with.
        says_client: Whether they say who asks.
    """

    target: bytes
    path: str
    asked: Asked
    says_client: bool


class Direct:
    """Answers queries whose header lines came before.

    Args:
        front: What all topics share.
        endpoint: Says which job answers a query.
        secured: Adds the security headers.
        record: Counts and logs a request.

    Attributes:
        front: The same.
        record: The same.
    """

    def __init__(
        self,
        front: Front,
        endpoint: SparqlEndpoint,
        secured: Callable[[Iterable[tuple[bytes, bytes]]], Headers],
        record: Callable[[str, str, str, str, int, float], None],
    ) -> None:
        self.front, self.record = front, record
        self._endpoint, self._secured = endpoint, secured
        self._heads: OrderedDict[bytes, Head] = OrderedDict()
        self._written: dict[tuple[str, str, bool], bytes] = {}

    def learn(self, request: bytes, scope: Scope, asked: Asked) -> None:
        """Keep what the header lines of a request say.

        Args:
            request: The request to the byte, without a body.
            scope: Its ASGI scope.
            asked: The same, as it was read.
        """
        line, _, lines = request.partition(b"\r\n")
        target, mark, _ = line.removeprefix(_BEGIN).partition(b"?")
        if (
            asked.path != "/sparql"
            or not (line.startswith(_BEGIN) and line.endswith(_END) and mark)
            or len(lines) > _LARGEST_HEAD_BYTES
            or not _UNUSUAL.isdisjoint(asked.headers)
            or asked.headers.get("connection", "keep-alive").lower() != "keep-alive"
        ):
            return
        says_client = self.front.settings.trust_proxy and "x-forwarded-for" in asked.headers
        self._heads[lines] = Head(target, scope["path"], asked, says_client)
        if len(self._heads) > _MOST_HEADS:
            self._heads.popitem(last=False)

    def read(self, request: bytes, peer: str) -> Exchange | None:
        """Read a request; None where that is for the parser.

        Args:
            request: All that was received.
            peer: Where it came from.
        """
        if not request.startswith(_BEGIN) or len(request) > _LARGEST_BYTES:
            return None
        line, _, lines = request.partition(b"\r\n")
        head = self._heads.get(lines)
        if head is None or not line.endswith(_END):
            return None
        target, _, query = line[len(_BEGIN) : -len(_END)].partition(b"?")
        if target != head.target or query.translate(None, _QUERY_SIGNS):
            return None
        like = head.asked
        client = like.client if head.says_client else peer
        origin, root = like.origin, like.root_path
        asked = Asked("GET", like.path, query, like.headers, client, root, origin)
        try:
            job = self._endpoint.job(asked, read_request("GET", query, "", b""))
        except ProtocolError:
            return None
        if isinstance(job, Reply):
            return None
        return Exchange(self, request, asked, head, self.front.want(asked, job))

    def write(self, reply: Reply, etag: str) -> bytes | None:
        """Write an answer, without its first line and the date; None where it is unusual.

        Args:
            reply: The reply.
            etag: Its ETag, if it lasts.
        """
        size, headers = len(reply.body), reply.headers
        coding = headers.get("Content-Encoding", "")
        if reply.status != 200 or size > PIECE_BYTES or len(headers) > bool(coding):
            return None
        kind = (reply.media_type, coding, reply.is_lasting)
        written = self._written.get(kind)
        if written is None:
            written = self._written[kind] = self._write(reply)
        return written % ((etag.encode(), size) if reply.is_lasting else size) + reply.body

    def _write(self, reply: Reply) -> bytes:
        """Write the headers of all replies like one, with gaps for the ETag and the length."""
        gaps = {b"etag": b"%b", b"content-length": b"%d"}
        headers = self._secured(reply_headers(reply, kept_headers(reply, "", VARY)))
        lines = [
            b"%b: %b\r\n" % (name, gaps.get(name) or value.replace(b"%", b"%%"))
            for name, value in headers
        ]
        return b"".join([*lines, b"\r\n"])


class Exchange:
    """A query and its answer.

    Args:
        direct: What it belongs to.
        request: The request to the byte.
        asked: The same, as it was read.
        head: What its header lines say.
        wanted: The job.

    Attributes:
        asked: The same. It has the reply where that is to go the ordinary way.
    """

    __slots__ = ("_begun_s", "_direct", "_done", "_head", "_request", "_run", "_wanted", "asked")

    def __init__(
        self, direct: Direct, request: bytes, asked: Asked, head: Head, wanted: Wanted
    ) -> None:
        self.asked = asked
        self._direct, self._request, self._head, self._wanted = direct, request, head, wanted
        self._begun_s = now_s()
        self._done: Callable[[bytes | None], object] | None = None
        self._run: Run | None = None

    def begin(self, done: Callable[[bytes | None], object]) -> None:
        """Find the answer.

        Args:
            done: Is called once with the answer, which lacks its first line and the date, or with
                None where it is to go the ordinary way; maybe before this function returns.
        """
        self._done = done
        front = self._direct.front
        reply = front.cache.get(self._wanted.key)
        if reply is not None:
            self._finish(reply, comes_again=True)
            return
        try:
            self._run = front.pool.submit(self._wanted.key, self.asked.client, self._take)
        except LimitError as error:
            self._take(error)

    def leave_alone(self) -> None:
        """Take note that nobody waits for the answer any more."""
        self._done = None
        if self._run is not None:
            self._run.leave_alone()

    def _take(self, found: Reply | KgError | ClientGoneError) -> None:
        if isinstance(found, ClientGoneError):
            return
        try:
            self._finish(self._direct.front.take(found, self._wanted))
        except Exception:  # which is the worker's no more than its client's
            self._give(unforeseen(self._head.path))

    def _finish(self, reply: Reply, *, comes_again: bool = False) -> None:
        """Answer with a reply: what may go wrong comes before the answer is handed on."""
        if self._done is None:
            return
        direct, asked, head = self._direct, self.asked, self._head
        written = direct.write(reply, self._wanted.etag)
        if written is None:
            self._give(reply)
            return
        if comes_again:
            client = asked.client if head.says_client else ""
            sent = Sent(200, FIRST_LINE, written, "GET", head.path, "sparql", client)
            direct.front.again.put(self._request, sent, self._wanted.version)
        direct.record(asked.client, "GET", head.path, "sparql", 200, self._begun_s)
        direct.front.metrics.direct += 1
        self._end(written)

    def _give(self, reply: Reply) -> None:
        """Let a reply go the ordinary way."""
        self.asked.given, self.asked.begun_s = reply, self._begun_s
        self._end(None)

    def _end(self, written: bytes | None) -> None:
        done, self._done = self._done, None
        if done is not None:
            done(written)
