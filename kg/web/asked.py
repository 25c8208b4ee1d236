"""A request as the topics of the server want to know it, and the job that it wants to have done."""

from __future__ import annotations

import time
from functools import lru_cache
from hashlib import blake2b

import msgspec

from kg.web.negotiation import CODINGS, choose_coding
from kg.workers.messages import Job, Reply, encode_body

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.types import Scope

    from kg.web.settings import Settings

_HOST_SIGNS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]_")


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
        job: The job, with how its body is to be compressed.
        key: The same as bytes; what the reply is kept under.
        version: The version of the dataset that was to answer when it was asked.
        etag: The ETag of the reply, if it lasts.
    """

    job: Job
    key: bytes
    version: str
    etag: str


def want(asked: Asked, job: Job, version: str) -> Wanted:
    """Say what a request wants to have done.

    Args:
        asked: The request.
        job: The job.
        version: The version of the dataset that is to answer.
    """
    coding = choose_coding(asked.headers.get("accept-encoding", ""), CODINGS)
    if coding:
        job = Job(job.name, {**job.values, "coding": coding})
    key = encode_body(job)
    tag = hasher(version)
    tag.update(key)
    return Wanted(job, key, version, f'W/"{tag.hexdigest()}"')


def hasher(version: str) -> blake2b:
    """Return what makes an ETag of a job's key.

    Args:
        version: The version of the dataset that is to answer.
    """
    return blake2b(digest_size=12, key=_name(version))


@lru_cache(maxsize=4)
def _name(version: str) -> bytes:
    """Return the name of a dataset version, as the key of a hash."""
    return version.rpartition("/")[2].encode()[:64]


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


@lru_cache(maxsize=64)
def _is_host(host: str) -> bool:
    return 0 < len(host) < 256 and set(host) <= _HOST_SIGNS


def _is_plain(path: str) -> bool:
    return set(path) <= _HOST_SIGNS | {"/", "~"} and ".." not in path


def now_s() -> float:
    """Return the time of a clock that never goes back."""
    return time.monotonic()
