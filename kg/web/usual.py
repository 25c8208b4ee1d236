"""Usual queries by GET: read by header lines that are known, answered without an application.

A program that asks one query after another sends the same header lines with each. What such lines
say is read once, by the rules of HTTP and of the application; of a request with the same lines
only its first one is new.
"""

from __future__ import annotations

import msgspec

from kg.web.answers import PIECE_BYTES, VARY, kept_headers, reply_headers, secured
from kg.web.asked import Asked
from kg.web.policy import served_policy
from kg.web.sparql.asking import job_for
from kg.web.sparql.request import ProtocolError, read_request
from kg.workers.messages import Job, Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.settings import Settings

FIRST_LINE = b"HTTP/1.1 200 OK\r\n"

_LARGEST_BYTES = 64 << 10
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


def parts_of(request: bytes) -> tuple[bytes, bytes] | None:
    """Return the first line of a request and its header lines; None where it is not usual.

    Args:
        request: All that was received.
    """
    if not request.startswith(_BEGIN) or len(request) > _LARGEST_BYTES:
        return None
    line, _, lines = request.partition(b"\r\n")
    return (line, lines) if line.endswith(_END) else None


def learn(request: bytes, path: str, asked: Asked, settings: Settings) -> tuple[bytes, Head] | None:
    """Return the header lines of a request and what they say; None where that is not usual.

    Args:
        request: The request to the byte, without a body.
        path: Its path, decoded.
        asked: The same, as it was read.
        settings: Settings of the server.
    """
    parts = parts_of(request)
    if parts is None:
        return None
    target, mark, _ = parts[0].removeprefix(_BEGIN).partition(b"?")
    if (
        asked.path != "/sparql"
        or not mark
        or len(parts[1]) > _LARGEST_HEAD_BYTES
        or not _UNUSUAL.isdisjoint(asked.headers)
        or asked.headers.get("connection", "keep-alive").lower() != "keep-alive"
    ):
        return None
    says_client = settings.trust_proxy and "x-forwarded-for" in asked.headers
    return parts[1], Head(target, path, asked, says_client)


def read(line: bytes, head: Head, peer: str, settings: Settings) -> tuple[Asked, Job] | None:
    """Read what a request asks; None where that is not usual.

    Args:
        line: Its first line.
        head: What its header lines say.
        peer: Where it came from.
        settings: Settings of the server.
    """
    query = query_string(line, head)
    if query is None:
        return None
    like = head.asked
    client = like.client if head.says_client else peer
    origin, root = like.origin, like.root_path
    asked = Asked("GET", like.path, query, like.headers, client, root, origin)
    try:
        job = job_for(asked, read_request("GET", query, "", b""), settings)
    except ProtocolError:
        return None
    return None if isinstance(job, Reply) else (asked, job)


def query_string(line: bytes, head: Head) -> bytes | None:
    """Return what stands behind the question mark of a request; None where that is not usual.

    Args:
        line: Its first line.
        head: What its header lines say.
    """
    target, _, query = line[len(_BEGIN) : -len(_END)].partition(b"?")
    return None if target != head.target or query.translate(None, _QUERY_SIGNS) else query


class Writer:
    """Writes usual answers.

    Args:
        settings: Settings of the server.
    """

    def __init__(self, settings: Settings) -> None:
        self._policy = served_policy(settings.tiles)
        self._written: dict[tuple[str, str, bool], bytes] = {}

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
        headers = secured(reply_headers(reply, kept_headers(reply, "", VARY)), self._policy)
        lines = [
            b"%b: %b\r\n" % (name, gaps.get(name) or value.replace(b"%", b"%%"))
            for name, value in headers
        ]
        return b"".join([*lines, b"\r\n"])
