"""Jobs and replies, and how they cross a socket: length and a mark, then MessagePack."""

from __future__ import annotations

import struct
from typing import Any

import msgspec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from socket import socket

HEAD = struct.Struct("!I?")
"""Length of the message that follows in bytes, and whether the worker that sends it should be
retired, because it has grown."""

OPENED = b""
"""The first message of a worker, once it can be asked; another one says why it cannot."""

_PIECE_BYTES = 64 << 10


class Job(msgspec.Struct, array_like=True, frozen=True):
    """Something to be done by a worker.

    Attributes:
        name: Which of the things that its site can do.
        values: What the site needs to know for it; texts, numbers, lists and dicts of them.
    """

    name: str
    values: dict[str, Any]


class Reply(msgspec.Struct, array_like=True, frozen=True):
    """What came of a job, ready to be sent as the answer to an HTTP request.

    Attributes:
        status: HTTP status.
        media_type: Media type of the body.
        body: The body.
        headers: Further headers.
        is_lasting: Whether the same job on the same dataset always gives this reply.
        trouble: What is wrong with the dataset, for the log alone; mostly empty.
    """

    status: int
    media_type: str
    body: bytes
    headers: dict[str, str] = {}
    is_lasting: bool = False
    trouble: str = ""

    @property
    def is_for_all(self) -> bool:
        """Whether it is right for whoever asks for the same, and may be kept for them."""
        return self.is_lasting and self.status == 200


_ENCODER = msgspec.msgpack.Encoder()
_JOBS = msgspec.msgpack.Decoder(Job)
_REPLIES = msgspec.msgpack.Decoder(Reply)


def encode(message: Job | Reply, *, is_grown: bool = False) -> bytes:
    """Write a message with its head before it."""
    return framed(_ENCODER.encode(message), is_grown=is_grown)


def encode_body(message: Job) -> bytes:
    """Write a message without its head: the same job gives the same bytes."""
    return _ENCODER.encode(message)


def encode_text(text: str) -> bytes:
    """Write a text as it stands in a message."""
    return _ENCODER.encode(text)


def framed(body: bytes, *, is_grown: bool = False) -> bytes:
    """Put the head before a message that is written already."""
    return HEAD.pack(len(body), is_grown) + body


def decode_job(body: bytes) -> Job:
    """Read a job.

    Raises:
        msgspec.DecodeError: If it is none.
    """
    return _JOBS.decode(body)


def decode_reply(body: bytes | bytearray | memoryview) -> Reply:
    """Read a reply.

    Raises:
        msgspec.DecodeError: If it is none.
    """
    return _REPLIES.decode(body)


def receive(connection: socket) -> bytes | None:
    """Wait for the next message; the other side sends one only when the last one is answered.

    Args:
        connection: A socket that blocks.

    Returns:
        The message without its head, or None when the other side has gone.

    Raises:
        OSError: If the connection breaks.
    """
    received = connection.recv(_PIECE_BYTES)
    if len(received) >= HEAD.size and len(received) == HEAD.size + HEAD.unpack_from(received)[0]:
        return received[HEAD.size :]  # in one piece, as nearly always
    buffer = bytearray(received)
    while len(buffer) < HEAD.size or len(buffer) < HEAD.size + HEAD.unpack_from(buffer)[0]:
        piece = connection.recv(_PIECE_BYTES)
        if not piece:
            return None
        buffer += piece
    return bytes(buffer[HEAD.size :])
