"""Load on an HTTP server: connections, each in a process of its own, that ask one after another."""

from __future__ import annotations

import multiprocessing
import socket
import time
from collections.abc import Sequence
from statistics import quantiles
from typing import NamedTuple
from urllib.parse import quote, urlsplit

COUNTER = "@N@"
"""Stands in a path for a number that no two requests share."""

_LARGEST_READ = 1 << 20


class Load(NamedTuple):
    """What came of a load.

    Attributes:
        per_s: Requests answered in a second, of all connections together.
        median_ms: Half of the answers had come after this time.
        p95_ms: 95 of 100.
        p99_ms: 99 of 100.
        failed: Answers of another status than 200.
    """

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
) -> Load:
    """Put a load on a server.

    Args:
        address: Scheme, host and port.
        paths: What to ask for, in turns; ``COUNTER`` in them makes each request another one.
        connections: How many clients ask at one time.
        seconds: For how long.
        accept: The header Accept.
        per_s: How many requests a second all clients together send; without it as many as
            they can.

    Returns:
        What came of it.
    """
    context = multiprocessing.get_context("spawn")
    pace = None if per_s is None else connections / per_s
    tasks = [
        (address, list(paths), seconds, accept, pace, number, connections)
        for number in range(connections)
    ]
    with context.Pool(connections) as pool:
        results = pool.starmap(_client, tasks)
    times = sorted(took for found, _, _ in results for took in found)
    cuts = quantiles(times, n=100) if len(times) > 1 else [0.0] * 99
    return Load(
        sum(len(found) / lasted for found, _, lasted in results),
        cuts[49] * 1000,
        cuts[94] * 1000,
        cuts[98] * 1000,
        sum(failed for _, failed, _ in results),
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


def _client(
    address: str,
    paths: list[str],
    seconds: float,
    accept: str,
    pace: float | None,
    number: int,
    connections: int,
) -> tuple[list[float], int, float]:
    parts = urlsplit(address)
    host, port = parts.hostname or "127.0.0.1", parts.port or 80
    head = f" HTTP/1.1\r\nHost: {host}:{port}\r\nAccept: {accept}\r\n\r\n".encode()
    wanted = [path.encode().split(COUNTER.encode()) for path in paths]
    times: list[float] = []
    failed = count = 0
    connection = socket.create_connection((host, port))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    begun = time.perf_counter()
    while (now := time.perf_counter()) - begun < seconds:
        if pace is not None:
            due = begun + (count + number / connections) * pace
            time.sleep(max(0.0, due - now))
            now = time.perf_counter()
        unique = b"%d" % (count * connections + number)
        path = unique.join(wanted[count % len(wanted)])
        connection.sendall(b"GET " + path + head)
        failed += not _read_answer(connection)
        times.append(time.perf_counter() - now)
        count += 1
    connection.close()
    return times, failed, time.perf_counter() - begun


def _read_answer(connection: socket.socket) -> bool:
    """Read one answer; say whether its status is 200."""
    data = b""
    while (end := data.find(b"\r\n\r\n")) < 0:
        data += _piece(connection)
    head = data[:end].lower()
    if b"transfer-encoding: chunked" in head:
        while not data.endswith(b"0\r\n\r\n"):
            data += _piece(connection)
    else:
        length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        missing = length - (len(data) - end - 4)
        while missing > 0:
            missing -= len(_piece(connection))
    return head.startswith(b"http/1.1 200")


def _piece(connection: socket.socket) -> bytes:
    piece = connection.recv(_LARGEST_READ)
    if not piece:
        raise ConnectionError("the server closed the connection")
    return piece
