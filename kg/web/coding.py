"""Compressing the body of a reply."""

from __future__ import annotations

import gzip

import brotli
import msgspec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.workers.messages import Reply

_TOO_SMALL_BYTES = 1000
_COMPRESSED_ALREADY = ("application/vnd.openxmlformats", "image/", "font/")


def compressed(reply: Reply, coding: str) -> Reply:
    """Compress the body of a reply, if it is worth it.

    Args:
        reply: The reply.
        coding: ``br``, ``gzip``, or nothing.

    Returns:
        The reply with its body compressed, or as it is.
    """
    if (
        not coding
        or len(reply.body) < _TOO_SMALL_BYTES
        or reply.media_type.startswith(_COMPRESSED_ALREADY)
    ):
        return reply
    if coding == "br":
        body = brotli.compress(reply.body, quality=5)
    else:
        body = gzip.compress(reply.body, 6, mtime=0)
    headers = {**reply.headers, "Content-Encoding": coding}
    return msgspec.structs.replace(reply, body=body, headers=headers)
