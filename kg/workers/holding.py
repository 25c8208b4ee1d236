"""A holder: a worker that answers the clients of connections which it was lent.

The server lends a connection whose client asks one short question after another, so that none of
them need go through two processes. The holder gives it back as soon as there is anything that it
cannot answer at once, with what it has read. All that it does stands in its journal first: if it
dies, the server knows what it owes to whom.
"""

from __future__ import annotations

import select
import socket
import time

import msgspec

from kg.workers.journal import Journal
from kg.workers.messages import HEAD, framed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.workers.limits import Growth
    from kg.workers.worker import Site


class Lease(msgspec.Struct, array_like=True, frozen=True):
    """What comes with a connection that is lent.

    Attributes:
        number: Number of the lease.
        terms: What the site need know to answer its requests.
    """

    number: int
    terms: bytes


class Return(msgspec.Struct, array_like=True, frozen=True):
    """What comes back when a lease is over.

    Attributes:
        number: Number of the lease.
        request: What was read and not answered.
        rest: What of an answer is still to be sent.
    """

    number: int
    request: bytes = b""
    rest: bytes = b""


_IDLE_S = 0.05
"""After how long without a request a connection goes back."""

_MOST_AT_ONCE = 16
_MESSAGE_BYTES = 64 << 10
_ENCODER = msgspec.msgpack.Encoder()
_LEASES = msgspec.msgpack.Decoder(Lease)


class _Lent:
    """A connection that was lent."""

    __slots__ = ("answer", "connection", "last_s", "number")

    def __init__(
        self, connection: socket.socket, number: int, answer: Callable[[bytes], bytes | None]
    ) -> None:
        self.connection, self.number, self.answer = connection, number, answer
        self.last_s = time.monotonic()


def hold(server: socket.socket, site: Site, growth: Growth, journal: Journal) -> None:
    """Answer the clients of connections that are lent until the server lends no more.

    Args:
        server: The socket that leases come over, each with a connection.
        site: What can be done.
        growth: How much this process has grown.
        journal: Where all that is done stands first.
    """
    try:
        _Holding(server, site, growth, journal).run()
    except ConnectionError:  # the server has gone, and with it all that was lent
        return


class _Holding:
    def __init__(self, server: socket.socket, site: Site, growth: Growth, journal: Journal) -> None:
        self._server, self._site, self._journal = server, site, journal
        self._growth = growth
        self._lent: dict[int, _Lent] = {}
        self._received, self._connections = bytearray(), list[int]()
        self._poll = select.poll()
        self._poll.register(server, select.POLLIN)
        self._looked_s = 0.0
        self._is_over = False

    def run(self) -> None:
        control = self._server.fileno()
        while not self._is_over:
            wait_ms = _IDLE_S * 1000 if self._lent else None
            for file, _ in self._poll.poll(wait_ms):
                if file == control:
                    self._hear()
                elif file in self._lent:
                    self._serve(self._lent[file])
            self._look()
        for lent in list(self._lent.values()):
            self._give_back(lent)

    def _hear(self) -> None:
        """Take what the server lends; it closes its end when it wants all back."""
        data, connections, _, _ = socket.recv_fds(self._server, _MESSAGE_BYTES, _MOST_AT_ONCE)
        self._is_over = self._is_over or not data
        self._received += data
        self._connections += connections
        while len(self._received) >= HEAD.size:
            end = HEAD.size + HEAD.unpack_from(self._received)[0]
            if end > len(self._received):
                return
            lease = _LEASES.decode(self._received[HEAD.size : end])
            del self._received[:end]
            connection = socket.socket(fileno=self._connections.pop(0))
            self._lent[connection.fileno()] = _Lent(
                connection, lease.number, self._site.answers(lease.terms)
            )
            self._poll.register(connection, select.POLLIN)

    def _serve(self, lent: _Lent) -> None:
        """Answer the next request of a connection."""
        journal, number = self._journal, lent.number
        begun_s = time.monotonic()
        journal.take(number, begun_s)
        try:
            request = journal.receive(lent.connection)
        except BlockingIOError:
            journal.rest()
            return
        except OSError:
            request = b""
        journal.begin(number, begun_s, len(request))
        answer = _answer(lent, request) if request else None
        if answer is None:
            self._give_back(lent, request)
            journal.rest()
            return
        journal.send(number, begun_s)
        sent = _send(lent.connection, answer)
        if sent < len(answer):
            self._give_back(lent, rest=answer[sent:])
        lent.last_s = time.monotonic()
        journal.finish(number, lent.last_s - begun_s)

    def _look(self) -> None:
        """Now and then, look who asks no more, and whether this process has grown."""
        now_s = time.monotonic()
        if now_s - self._looked_s < _IDLE_S:
            return
        self._looked_s = now_s
        for lent in list(self._lent.values()):
            if now_s - lent.last_s > _IDLE_S:
                self._give_back(lent)
        self._is_over = self._is_over or self._growth.is_much()

    def _give_back(self, lent: _Lent, request: bytes = b"", rest: bytes = b"") -> None:
        del self._lent[lent.connection.fileno()]
        self._poll.unregister(lent.connection)
        lent.connection.close()
        self._server.sendall(framed(_ENCODER.encode(Return(lent.number, request, rest))))


def _answer(lent: _Lent, request: bytes) -> bytes | None:
    try:
        return lent.answer(request)
    except Exception:  # who answers it the ordinary way meets it again, and tells
        return None


def _send(connection: socket.socket, answer: bytes) -> int:
    """Send what the client takes at once; return how much. One that is gone takes all."""
    try:
        return connection.send(answer, socket.MSG_DONTWAIT)
    except BlockingIOError:
        return 0
    except OSError:
        return len(answer)
