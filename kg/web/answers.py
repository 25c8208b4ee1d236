"""What answers have in common: headers that say who may keep them and ask for them, and pieces."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.workers.messages import Reply

PIECE_BYTES = 256 << 10
"""Bodies are handed over in pieces of this size: a client that reads none in time has gone."""

VARY = "Accept, Accept-Encoding"
"""The headers of a request that most replies depend on."""

CORS = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag, Link, Retry-After, X-Receipt"),
)
"""Anybody may ask from any page: all is read-only and public."""

_SECURITY = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
_POLICY = b"content-security-policy"


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


def _safe(value: str) -> bytes:
    """Write the value of a header; a line end in it would begin another one."""
    return value.replace("\r", "").replace("\n", "").encode("latin-1", "replace")


def secured(headers: Iterable[tuple[bytes, bytes]], policy: bytes) -> list[tuple[bytes, bytes]]:
    """Add the security headers.

    Args:
        headers: The headers of an answer.
        policy: The Content-Security-Policy, where they have none of their own.
    """
    all_headers = [*headers, *_SECURITY]
    if not any(name == _POLICY for name, _ in all_headers):
        all_headers.append((_POLICY, policy))
    return all_headers
