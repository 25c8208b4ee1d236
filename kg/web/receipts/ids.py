"""Requests as names of receipts, and back.

A name is URL-safe Base64 of deflated MessagePack. It is taken back only if it is exactly what
this module writes, so that one request has one name.
"""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from typing import Literal

import msgspec

from kg.errors import NotFoundError

MAKE = 1
"""Changes with the meaning of what a name holds."""

LONGEST = 6000
"""How long a name may be: addresses of this length pass everywhere."""

_LARGEST = 1 << 16
_LARGEST_NUMBER = 2**31 - 1
_NAME = re.compile(r"[A-Za-z0-9_-]+")


class Request(msgspec.Struct, array_like=True, frozen=True, forbid_unknown_fields=True):
    """What was asked, and hashes of what was answered.

    Attributes:
        kind: ``question`` for a canned one, ``sparql`` for any other query, ``request`` for what
            other addresses of the interface answer.
        text: Name of the question, the query, or the address with its fields.
        dataset: SHA-256 of the dataset; empty behind an endpoint.
        rows: SHA-256 of the rows in canonical form.
        values: Values of the parameters: IRIs, texts and numbers.
        limit: How many rows at most, or None for all.
        offset: How many of the first were left out.
        default_graphs: IRIs of the graphs that it was asked of, those of an edition for one.
        named_graphs: IRIs of the graphs that GRAPH saw.
        make: See ``MAKE``.
    """

    kind: Literal["question", "sparql", "request"]
    text: str
    dataset: bytes
    rows: bytes
    values: dict[str, str] = {}
    limit: int | None = None
    offset: int = 0
    default_graphs: list[str] = []
    named_graphs: list[str] = []
    make: int = MAKE


_DECODER = msgspec.msgpack.Decoder(Request)


def write_id(request: Request) -> str | None:
    """Write a request as the name of a receipt.

    Returns:
        The name, or None if it would be too long.
    """
    packed = zlib.compress(_packed(request), 9)
    name = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    return name if len(name) <= LONGEST else None


def read_id(name: str) -> Request:
    """Read the name of a receipt.

    Raises:
        NotFoundError: If it is none.
    """
    if len(name) > LONGEST or not _NAME.fullmatch(name):
        raise no_receipt()
    try:
        packed = base64.urlsafe_b64decode(name + "=" * (-len(name) % 4))
        inflating = zlib.decompressobj()
        content = inflating.decompress(packed, _LARGEST)
        request = _DECODER.decode(content)
    except (binascii.Error, zlib.error, msgspec.DecodeError, UnicodeDecodeError):
        raise no_receipt() from None
    is_whole = inflating.eof and not inflating.unused_data and not inflating.unconsumed_tail
    is_plain = base64.urlsafe_b64encode(packed).decode().rstrip("=") == name
    sizes = (len(request.dataset) in (0, 32), len(request.rows) == 32)
    numbers = (0 <= number <= _LARGEST_NUMBER for number in (request.offset, request.limit or 0))
    is_known = request.make == MAKE and all(sizes) and all(numbers)
    if not (is_whole and is_plain and is_known and _packed(request) == content):
        raise no_receipt()
    return request


def _packed(request: Request) -> bytes:
    return msgspec.msgpack.encode(request, order="sorted")


def no_receipt() -> NotFoundError:
    """Make the error of a name that no answer has."""
    return NotFoundError(
        "this is no receipt of this server", hint="Copy the address of a receipt as a whole"
    )
