"""The catalogue of hostile requests against a real server, twice in a row.

After each request the server answers a plain question rightly and in its usual time; after all of
them it has its memory, its workers and its files back, and nothing was asked that may not be.
"""

from __future__ import annotations

import contextlib
import itertools
import resource
import socket
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPException, HTTPResponse
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.web import hostile
from tests.web.hostile import CLOSED, Bytes, Query
from tests.web.serving import PROBLEM, Answer, Served, little_server, send, serving, wait_until
from tests.workers.processes import memory_mb, tree, zombies

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

WORKERS, CONNECTIONS = 3, 550
OPTIONS = (
    *("--workers", str(WORKERS), "--slow-workers", "2", "--queue", "50"),
    *("--time-limit-s", "0.6", "--memory-limit-mb", "300", "--result-limit-mb", "20"),
    *("--header-timeout-s", "1", "--body-timeout-s", "1", "--send-timeout-s", "1"),
    *("--connections", str(CONNECTIONS), "--sending-mb", "50", "--cache-mb", "8"),
)
USUAL_S, TIMES = 1.0, 50
"""How long a plain question may take at most; it takes some milliseconds. Where the machine itself
is so busy that it takes more, as many times what others take then."""
MARGIN_MB = 8 + 50 + 30
"""How much more memory all processes may have at the end than before: the caches; what may be on
its way at once, which malloc keeps for later; and what Python keeps."""
OTHER = "127.0.0.2"
"""The address of who asks the plain questions: another client."""
PLAIN = "SELECT ?n {{ VALUES ?n {{ {0} }} FILTER EXISTS {{ ?s ?p ?o }} }}"


@dataclass
class Target:
    """The server, and a trap that must never be asked."""

    served: Served
    trap: str
    caught: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def ask_plainly(self) -> float:
        """Ask a plain question, never the same twice, and say how long the answer took."""
        number = next(self.numbers)
        begun = time.monotonic()
        answer = self.served.post(PLAIN.format(number), "text/csv", client=OTHER)
        took_s = time.monotonic() - begun
        assert (answer.status, answer.text) == (200, f"n\r\n{number}\r\n")
        return took_s

    def ask_usually(self) -> None:
        """Ask a plain question, which must not take much longer than others do."""
        took_s = self.ask_plainly()
        if took_s >= USUAL_S:
            usual_s = statistics.median(self.ask_plainly() for _ in range(20))
            assert took_s < TIMES * usual_s, f"a plain question took {took_s:.2f} s"

    def exchange(self, data: bytes, timeout_s: float = 60) -> Answer | None:
        """Write to a connection and read an answer; None if it is closed without one."""
        with self.served.connect(timeout_s) as connection:
            with contextlib.suppress(OSError):  # the server need not read to the end
                connection.sendall(data)
            try:
                response = HTTPResponse(connection)
                response.begin()
                found = {name.lower(): value for name, value in response.getheaders()}
                return Answer(response.status, found, response.read())
            except TimeoutError:
                raise
            except (OSError, HTTPException):
                return None


@dataclass(frozen=True)
class Resources:
    """What the server holds."""

    memory_mb: float
    files: int
    processes: int

    @classmethod
    def of(cls, served: Served) -> Resources:
        root = served.process.pid
        files = sum(1 for _ in Path(f"/proc/{root}/fd").iterdir())
        return cls(memory_mb(root), files, len(tree(root)))


@pytest.fixture(scope="module")
def target(dataset_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """Serve the real plan with small limits, beside a trap."""
    caught: list[str] = []

    def catch(request: BaseHTTPRequestHandler) -> None:
        caught.append(request.path)
        send(request, b"{}")

    log = tmp_path_factory.mktemp("hostile") / "log"
    with little_server(catch) as trap, serving(dataset_folder, log, *OPTIONS) as served:
        yield Target(served, trap, caught)


def play_query(target: Target, case: Query) -> None:
    answer = target.served.post(case.text.replace("{trap}", target.trap), "*/*")
    check(answer, case.statuses)
    if answer.status == 503:
        assert int(answer.headers["retry-after"]) > 0


def play_bytes(target: Target, case: Bytes) -> None:
    check(target.exchange(case.data.replace(b"{trap}", target.trap.encode())), case.statuses)


def check(answer: Answer | None, statuses: tuple[int, ...]) -> None:
    """Look at an answer: one of these statuses, whole, nothing of the machine in it."""
    assert (CLOSED if answer is None else answer.status) in statuses
    if answer is None:
        return
    assert "set-cookie" not in answer.headers
    assert b"root:" not in answer.body
    assert b"Traceback" not in answer.body
    if answer.status >= 400 and answer.media_type == PROBLEM:
        problem = answer.json()
        assert (problem["status"], bool(problem["detail"])) == (answer.status, True)


def slow_readers(target: Target) -> None:
    """Ask for large answers and read nothing: the connections are closed, the memory is free."""
    query = f'SELECT ("{"x" * 15_000}" AS ?x) {{ ?a ?b ?c }} LIMIT 1000'
    request = hostile.post(hostile.SPARQL, query.encode())
    with contextlib.ExitStack() as stack:
        connections = []
        for _ in range(8):
            connection = socket.socket()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
            connection.settimeout(60)
            connection.connect(("127.0.0.1", target.served.port))
            connection.sendall(request)
            connections.append(stack.enter_context(connection))
        target.ask_usually()
        wait_until(lambda: not _holds(target.served, connections))
        for connection in connections:
            received = b""
            with contextlib.suppress(ConnectionResetError):
                while piece := connection.recv(1 << 20):
                    received += piece
            assert b" 503 " in received[:20] or len(received) < 15_000_000


def _holds(served: Served, connections: list[socket.socket]) -> bool:
    """Say whether the server has one of its connections open; who does not read cannot know."""
    own = {connection.getsockname()[1] for connection in connections}
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        here, there, state = line.split()[1:4]
        ports = [int(address.rpartition(":")[2], 16) for address in (here, there)]
        if ports[0] == served.port and ports[1] in own and state == "01":  # established
            return True
    return False


def slow_writers(target: Target) -> None:
    """Send a byte now and then: the connections are closed when their time is up."""
    heads = [b"GET /health HTTP/1.1\r\nX: ", hostile.POST + hostile.SPARQL + hostile.CHUNKED]
    with contextlib.ExitStack() as stack:
        connections = [stack.enter_context(target.served.connect()) for _ in range(20)]
        for number, connection in enumerate(connections):
            connection.sendall(heads[number % 2])
        left, end = list(connections), time.monotonic() + 60
        while left:
            assert time.monotonic() < end
            time.sleep(0.1)
            for connection in list(left):
                try:
                    connection.sendall(b"x")
                except OSError:
                    left.remove(connection)
        target.ask_usually()


def body_after_the_answer(target: Target) -> None:
    """Go on sending a body that nobody wants, a byte at a time, to keep a connection."""
    with target.served.connect() as connection:
        connection.sendall(hostile.POST + b"Content-Length: 200000\r\n\r\n")
        assert b" 408 " in connection.recv(65536)
        with contextlib.suppress(OSError):
            while connection.recv(65536):
                pass


def crowd(target: Target) -> None:
    """Ask over 500 connections at once, each of which has asked before: so it may wait a while."""
    with contextlib.ExitStack() as stack:
        connections = []
        for _ in range(500):
            connection = stack.enter_context(target.served.connect())
            connection.sendall(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: kg.example\r\n\r\n")
            response = HTTPResponse(connection)
            response.begin()
            assert (response.status, response.read()[-5:]) == (200, b"true}")
            connections.append(connection)
        for connection in connections:
            connection.sendall(hostile.get("/sparql?query=ASK%7B%7D"))
        for connection in connections:
            assert connection.recv(65536).startswith(b"HTTP/1.1 200")


def idle_crowd(target: Target) -> None:
    """Hold more connections than there may be, and ask nothing: others still come in."""
    with contextlib.ExitStack() as stack:
        for _ in range(CONNECTIONS + 150):
            stack.enter_context(target.served.connect())
        target.ask_usually()


def gone_clients(target: Target) -> None:
    """Ask what takes long and go: the questions end."""
    request = hostile.post(hostile.SPARQL, hostile.HEAVY[0].text.encode())
    for _ in range(10):
        with target.served.connect() as connection:
            connection.sendall(request)
    target.ask_usually()


def flood_of_heavy_queries(target: Target) -> None:
    """Ask much more at once than one client may."""
    with ThreadPoolExecutor(15) as threads:
        asked = [
            threads.submit(target.served.post, f"{hostile.HEAVY[0].text} # {n}") for n in range(15)
        ]
        time.sleep(0.3)
        for _ in range(5):
            target.ask_usually()
        statuses = {one.result().status for one in asked}
    assert statuses == {503}


def many_answers_to_keep(target: Target) -> None:
    """Have many answers kept, each under another key: what is kept is bounded."""
    for number in range(300):
        header = {"X-Padding": f"{number} " + "x" * 50_000}
        answer = target.served.query("ASK {}", headers=header)
        assert answer.status == 200


BEHAVIOUR = (
    slow_readers,
    slow_writers,
    body_after_the_answer,
    crowd,
    idle_crowd,
    gone_clients,
    flood_of_heavy_queries,
    many_answers_to_keep,
)
QUERIES = {"heavy": hostile.HEAVY, "deep": hostile.DEEP, "elsewhere": hostile.ELSEWHERE}
CATALOGUE: dict[str, Callable[[Target], None]] = {
    **{
        f"{kind}: {case.name}": partial(play_query, case=case)
        for kind, cases in QUERIES.items()
        for case in cases
    },
    **{f"wire: {case.name}": partial(play_bytes, case=case) for case in hostile.WIRE},
    **{f"behaviour: {act.__name__}": act for act in BEHAVIOUR},
}


def settle(target: Target) -> Resources:
    """Wait until the server has nothing to do any more."""
    with contextlib.suppress(AssertionError):  # what is held then is compared
        wait_until(lambda: _rests(target), 30)
    return Resources.of(target.served)


def _rests(target: Target) -> bool:
    health = target.served.ask("/health").json()
    processes = len(tree(target.served.process.pid))
    return health["running"] == health["waiting"] == 0 and processes == WORKERS + 1


@pytest.fixture(autouse=True)
def many_files() -> None:
    """Let this process have as many connections as the catalogue wants."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < 2 * CONNECTIONS:
        resource.setrlimit(resource.RLIMIT_NOFILE, (2 * CONNECTIONS, hard))


def test_the_catalogue_twice(target: Target) -> None:
    assert len(CATALOGUE) >= 40
    for _ in range(20):
        target.ask_plainly()
    before = settle(target)
    wrong: list[str] = []
    for turn in (1, 2):
        for name, play in CATALOGUE.items():
            try:
                play(target)
                target.ask_usually()
            except (AssertionError, OSError, HTTPException) as error:
                wrong.append(f"{name} ({turn}): {type(error).__name__} {error}")
        after = settle(target)
        assert target.served.process.poll() is None
        assert after.processes == WORKERS + 1  # with the nursery
        assert not zombies(target.served.process.pid)
        assert after.files <= before.files + 2
        assert after.memory_mb < before.memory_mb + MARGIN_MB
    assert not wrong, "\n".join(wrong)
    assert target.caught == []
    log = target.served.log.read_text(encoding="utf-8")
    assert "Exception in ASGI" not in log
    assert "nobody foresaw" not in log


def test_a_hungry_query_of_a_store_on_disk_ends_itself_and_nothing_else(
    dataset_folder: Path, tmp_path: Path
) -> None:
    hungry = f"SELECT * {{ {hostile.TWO} }} ORDER BY ?f"
    options = ("--in-memory-mb", "0", "--memory-limit-mb", "50", "--time-limit-s", "120")
    with serving(dataset_folder, tmp_path / "log", *options, "--workers", "2") as served:
        target = Target(served, "")
        target.ask_plainly()
        for _ in range(2):
            answer = served.query(hungry, timeout_s=150)
            assert (answer.status, answer.media_type) == (503, PROBLEM)
            assert "more memory than it may" in answer.json()["detail"]
            assert "retry-after" in answer.headers
            target.ask_usually()
        assert not zombies(served.process.pid)
