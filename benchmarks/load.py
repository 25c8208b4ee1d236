"""Load on an HTTP server: connections that ask one request after another.

All are served by one loop that does next to nothing for each answer, so that of the processors
that it shares with the server it takes little.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import selectors
import socket
import time
from collections.abc import Iterator, Sequence
from statistics import quantiles
from typing import NamedTuple
from urllib.parse import quote, urlsplit

COUNTER = "@N@"
"""Stands in a path for a number that no two requests share."""

_LARGEST_READ = 1 << 18
_NUMBERS = itertools.count()
"""For all loads of a run: what one has asked is no news to the next, and may be kept."""


class Load(NamedTuple):
    """What came of a load.

    Attributes:
        answered: How many requests were answered.
        per_s: The same in a second, of all connections together.
        median_ms: Half of the answers had come after this time.
        p95_ms: 95 of 100.
        p99_ms: 99 of 100.
        failed: Answers of another status than 200, and connections closed without one.
    """

    answered: int
    per_s: float
    median_ms: float
    p95_ms: float
    p99_ms: float
    failed: int


def load(
    address: str,
    paths: Sequence[str],
    *,
    connections: int,
    seconds: float,
    accept: str = "application/sparql-results+json",
    per_s: float | None = None,
    patience_s: float = 60,
) -> Load:
    """Put a load on a server.

    Args:
        address: Scheme, host and port.
        paths: What all clients together ask for, in turns; ``COUNTER`` in them makes each
            request another one.
        connections: How many clients ask at one time.
        seconds: For how long.
        accept: The header Accept.
        per_s: How many requests a second all clients together send; without it as many as
            they can.
        patience_s: How long to wait where nothing comes at all.

    Returns:
        What came of it.

    Raises:
        TimeoutError: If nothing came for so long.
        OSError: If the server takes no connection.
    """
    parts = urlsplit(address)
    place = (parts.hostname or "127.0.0.1", parts.port or 80)
    head = f" HTTP/1.1\r\nHost: {place[0]}:{place[1]}\r\nAccept: {accept}\r\n\r\n".encode()
    requests = itertools.cycle(
        [(b"GET " + path.encode() + head).split(COUNTER.encode()) for path in paths]
    )
    begun = time.perf_counter()
    pace_s = 0.0 if per_s is None else connections / per_s
    clients = [_Client(place, requests) for _ in range(connections)]
    try:
        _let_ask(clients, begun + seconds, pace_s, patience_s)
    finally:
        for client in clients:
            client.connection.close()
    lasted_s = time.perf_counter() - begun
    times = sorted(took for client in clients for took in client.times)
    cuts = quantiles(times, n=100) if len(times) > 1 else [0.0] * 99
    return Load(
        len(times),
        len(times) / lasted_s,
        cuts[49] * 1000,
        cuts[94] * 1000,
        cuts[98] * 1000,
        sum(client.failed for client in clients),
    )


def query_path(path: str, query: str, *, more: str = "", is_new_each_time: bool) -> str:
    """Write the path of a query for a load.

    Args:
        path: Path of the endpoint.
        query: The query.
        more: Further parameters, beginning with ``&``.
        is_new_each_time: Whether no two requests are to be the same, so that no cache helps.
    """
    text = f"{query}\n#{COUNTER}" if is_new_each_time else query
    return f"{path}?query={quote(text, safe='@')}{more}"


def _let_ask(clients: Sequence[_Client], end: float, pace_s: float, patience_s: float) -> None:
    """Let clients ask until a time, and hear the last answers.

    Args:
        clients: The clients.
        end: When to stop, on the clock of ``time.perf_counter``.
        pace_s: How many seconds lie between two requests of a client, unless the answer takes
            longer.
        patience_s: How long to wait where nothing comes at all.
    """
    now = time.perf_counter()
    due = [(now + pace_s * number / len(clients), number) for number in range(len(clients))]
    with selectors.DefaultSelector() as selector:
        for number, client in enumerate(clients):
            selector.register(client.connection, selectors.EVENT_READ, number)
        while len(due) < len(clients) or now < end:
            while due and due[0][0] <= now < end:
                at, number = heapq.heappop(due)
                clients[number].ask(at + pace_s)
            until = min(due[0][0], end) if due and now < end else now + patience_s
            heard = selector.select(max(until - time.perf_counter(), 0))
            if not heard and until == now + patience_s:
                raise TimeoutError(f"no answer in {patience_s:g} s")
            for key, _ in heard:
                client = clients[key.data]
                was_asking = client.is_asking
                try:
                    client.hear()
                except ConnectionError:  # servers that take long do so to who waits
                    selector.unregister(client.connection)
                    client.connect_again()
                    selector.register(client.connection, selectors.EVENT_READ, key.data)
                if was_asking and not client.is_asking:
                    heapq.heappush(due, (client.due, key.data))
            now = time.perf_counter()


class _Client:
    """A connection over which one request follows another.

    Args:
        place: Host and port.
        requests: What to ask, cut where a number stands.

    Attributes:
        connection: The connection.
        due: When the next request is to be sent.
        times: How many seconds the answers took.
        failed: How many of them had another status than 200, or did not come.
        is_asking: Whether an answer has not come yet.
    """

    def __init__(self, place: tuple[str, int], requests: Iterator[list[bytes]]) -> None:
        self._place = place
        self.connection = self._connected()
        self.due = 0.0
        self.is_asking = False
        self.times: list[float] = []
        self.failed = 0
        self._requests = requests
        self._head = b""
        self._missing: int | None = 0
        self._begun = 0.0

    def ask(self, due: float) -> None:
        """Send a request; the next one is due at a time."""
        request = (b"%d" % next(_NUMBERS)).join(next(self._requests))
        self.due, self._head = due, b""
        self._begun, self.is_asking = time.perf_counter(), True
        with contextlib.suppress(ConnectionError):  # which is heard then
            self.connection.sendall(request)

    def connect_again(self) -> None:
        """Open another connection; what was asked over this one is not answered."""
        self.connection.close()
        self.failed += self.is_asking
        self.is_asking = False
        self.connection = self._connected()

    def _connected(self) -> socket.socket:
        connection = socket.create_connection(self._place)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def hear(self) -> None:
        """Read what is there of an answer.

        Raises:
            ConnectionError: If the server has closed the connection.
        """
        piece = self.connection.recv(_LARGEST_READ)
        if not piece:
            raise ConnectionError("the server closed the connection")
        if not self._head:
            self._begin(piece)
        elif self._missing is not None:
            self._missing -= len(piece)
        is_all = piece.endswith(b"0\r\n\r\n") if self._missing is None else self._missing <= 0
        if is_all:
            self.times.append(time.perf_counter() - self._begun)
            self.is_asking = False

    def _begin(self, piece: bytes) -> None:
        """Read the head of an answer: servers send it in one piece."""
        head, _, body = piece.partition(b"\r\n\r\n")
        self._head = head.lower()
        self.failed += not self._head.startswith(b"http/1.1 200")
        _, told, rest = self._head.partition(b"content-length:")
        self._missing = int(rest.partition(b"\r\n")[0]) - len(body) if told else None
