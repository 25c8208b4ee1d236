"""From a request to the reply of a worker: the way that every answer takes.

``Front`` knows the pool of workers, the cache of replies and the settings. What a topic of the
server adds is an ASGI application that reads its request, names a job, and lets the front answer.
"""

from __future__ import annotations

import time
from collections import Counter
from functools import lru_cache
from hashlib import blake2b

import msgspec

from kg.errors import KgError
from kg.web.again import Again
from kg.web.cache import Cache
from kg.web.metrics import Metrics
from kg.web.negotiation import CODINGS, choose_coding
from kg.web.problems import problem, problem_of
from kg.workers.messages import Job, Reply, encode_body
from kg.workers.places import Limits
from kg.workers.pool import Pool
from kg.workers.run import ClientGoneError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from starlette.types import Receive, Scope, Send

    from kg.web.settings import Settings

PIECE_BYTES = 256 << 10
"""Bodies are handed over in pieces of this size: a client that reads none in time has gone."""

VARY = "Accept, Accept-Encoding"
"""The headers of a request that most replies depend on."""

CORS = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Link, Retry-After, X-Receipt"),
)
"""Anybody may ask from any page: all is read-only and public."""


class Asked(msgspec.Struct):
    """A request, as far as every topic wants to know it.

    Attributes:
        method: GET, HEAD, POST or OPTIONS.
        path: Path below the root path, decoded.
        query_string: What stands behind the question mark, as it came.
        headers: Headers by their names in small letters; a name that came twice has both values.
        client: Address of who asks.
        root_path: Public path of the server, empty or beginning with a slash.
        origin: Public scheme and host, such as ``https://data.example.jp``.
        version: The version of the dataset with which the answer that was sent is good for the
            same request again; None where it is not.
        given: The reply, where it is there already.
        begun_s: When the answering began, on the clock of ``now_s``; None for just now.
    """

    method: str
    path: str
    query_string: bytes
    headers: dict[str, str]
    client: str
    root_path: str
    origin: str
    version: str | None = None
    given: Reply | None = None
    begun_s: float | None = None

    @property
    def base(self) -> str:
        """Public address of the server, without a slash at its end."""
        return self.origin + self.root_path


class Wanted(msgspec.Struct, frozen=True):
    """A job for a request, and what its reply is known by.

    Attributes:
        key: The job, with how its body is to be compressed; what the reply is kept under.
        version: The version of the dataset that was to answer when it was asked.
        etag: The ETag of the reply, if it lasts.
    """

    key: bytes
    version: str
    etag: str


class Front:
    """What all topics of the server share.

    Args:
        settings: Settings of the server.

    Attributes:
        pool: The workers.
        cache: Replies that were given.
        again: The same, as they were sent to requests that may come again to the byte.
        metrics: What was counted.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.cache = Cache(settings.cache_mb << 20)
        self.metrics = Metrics()
        self._sending: Counter[str] = Counter()
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
    ) -> None:
        """Have a job done and send the reply, or the one that was kept.

        Args:
            asked: The request.
            job: The job.
            receive: Where the client's going is heard.
            send: Where the reply goes.
            vary: The headers that the reply depends on.
            change: Changes the reply before it is sent; such replies are kept unchanged.
        """
        wanted = self.want(asked, job)
        etag, version = wanted.etag, wanted.version
        if asked.method != "POST" and etag in _tags(asked.headers.get("if-none-match", "")):
            headers = {"ETag": etag, "Vary": vary, "Cache-Control": "no-cache"}
            asked.version = version or None
            await send_reply(send, Reply(304, "", b"", headers), asked)
            return
        reply = self.cache.get(wanted.key) if asked.given is None else None
        comes_again = reply is not None
        if reply is None:
            reply = asked.given or await self._done(asked, wanted, receive)
            if reply is None:
                return
        if change is not None:
            reply = change(reply)
        if reply.is_lasting:
            asked.version = version if comes_again else None
        await self._send(asked, reply, kept_headers(reply, etag, vary), send)

    def want(self, asked: Asked, job: Job) -> Wanted:
        """Say what a request wants to have done.

        Args:
            asked: The request.
            job: The job.
        """
        coding = choose_coding(asked.headers.get("accept-encoding", ""), CODINGS)
        if coding:
            job = Job(job.name, {**job.values, "coding": coding})
        key, version = encode_body(job), self.pool.version
        tag = blake2b(key, digest_size=12, key=_name(version)).hexdigest()
        return Wanted(key, version, f'W/"{tag}"')

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
        if wanted.version != self.pool.version or not wanted.version:
            # It is of the dataset before, or of an endpoint whose data may change at any time.
            return msgspec.structs.replace(found, is_lasting=False)
        if found.is_lasting and found.status == 200:
            self.cache.put(wanted.key, found)
        return found

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

    async def _done(self, asked: Asked, wanted: Wanted, receive: Receive) -> Reply | None:
        """Have a job done; None where nobody waits for it any more."""

        async def gone() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass

        try:
            return self.take(await self.pool.run(wanted.key, asked.client, gone), wanted)
        except KgError as error:
            return self.take(error, wanted)
        except ClientGoneError:
            return None


@lru_cache(maxsize=4)
def _name(version: str) -> bytes:
    """Return the name of a dataset version, as the key of a hash."""
    return version.rpartition("/")[2].encode()[:64]


def _tags(header: str) -> list[str]:
    """Read the header If-None-Match; weak comparison, as RFC 9110 (13.1.2) wants it."""
    tags = [tag.strip() for tag in header.split(",")]
    return [tag if tag.startswith("W/") else f"W/{tag}" for tag in tags if tag]


def kept_headers(reply: Reply, etag: str, vary: str) -> dict[str, str]:
    """Write the headers that say who may keep a reply, and for which requests.

    Args:
        reply: The reply.
        etag: Its ETag, if it lasts.
        vary: The headers of a request that the reply depends on.
    """
    if reply.is_lasting:
        return {"Vary": vary, "Cache-Control": "no-cache", "ETag": etag}
    return {"Vary": vary, "Cache-Control": "no-store"}


def reply_headers(reply: Reply, more: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    """Write the headers of a reply as they are sent.

    Args:
        reply: The reply.
        more: Further headers, which those of the reply win over.
    """
    headers = {**more, **reply.headers}
    raw = [(name.lower().encode("latin-1"), _safe(value)) for name, value in headers.items()]
    if reply.status not in (204, 304):
        raw.append((b"content-type", reply.media_type.encode("latin-1")))
        raw.append((b"content-length", b"%d" % len(reply.body)))
    raw += CORS
    return raw


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


def _safe(value: str) -> bytes:
    """Write the value of a header; a line end in it would begin another one."""
    return value.replace("\r", "").replace("\n", "").encode("latin-1", "replace")


def read_asked(scope: Scope, settings: Settings) -> Asked:
    """Read what every topic wants to know of a request.

    Args:
        scope: The ASGI scope; what was read once stays in it.
        settings: Settings of the server.

    Returns:
        The request.
    """
    read: Asked | None = scope.get("kg.asked")
    if read is not None:
        return read
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    client = scope.get("client") or ("", 0)
    address: str = client[0]
    scheme: str = scope["scheme"]
    host = headers.get("host", "")
    root_path = settings.root_path
    if settings.trust_proxy:
        address = headers.get("x-forwarded-for", address).rpartition(",")[2].strip()
        scheme = headers.get("x-forwarded-proto", scheme).strip()
        host = headers.get("x-forwarded-host", host).strip()
        prefix = headers.get("x-forwarded-prefix", "").strip().strip("/")
        root_path = f"/{prefix}" if prefix and _is_plain(prefix) else root_path
    origin = f"{scheme}://{host}" if _is_host(host) and scheme in ("http", "https") else ""
    if settings.base_url:
        origin = settings.base_url
    path: str = scope["path"]
    if root_path and (path == root_path or path.startswith(root_path + "/")):
        path = path[len(root_path) :] or "/"
    if not path.startswith("/"):  # OPTIONS *
        path = "/"
    query_string: bytes = scope["query_string"]
    asked = Asked(scope["method"], path, query_string, headers, address, root_path, origin)
    scope["kg.asked"] = asked
    return asked


_HOST_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]_")


@lru_cache(maxsize=64)
def _is_host(host: str) -> bool:
    return 0 < len(host) < 256 and set(host) <= _HOST_SIGNS


def _is_plain(path: str) -> bool:
    return set(path) <= _HOST_SIGNS | {"/", "~"} and ".." not in path


def now_s() -> float:
    """Return the time of a clock that never goes back."""
    return time.monotonic()
