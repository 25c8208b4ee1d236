"""Queries whose header lines came before: answered without the application, and like with it.

``direct_total`` of ``/metrics`` counts them, so that each test knows that it tests that.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.web.serving import PROBLEM, Served, serving, wait_until, write_dataset
from tests.web.small_queries import FOUND, LABELS, QUADS, counting, lasting, new, other_line
from tests.web.wire import CSV, Connect, Wire, counted, get

LIMIT_S = "3"


def direct(served: Served) -> int:
    """Return how many requests were answered without the application."""
    return counted(served, "direct_total")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("direct")
    write_dataset(folder, "first", QUADS.format("first"))
    with serving(folder, folder / "log", "--time-limit-s", LIMIT_S) as server:
        yield server


@pytest.fixture
def wire(small: Served, connect: Connect) -> Wire:
    """Return a connection whose header lines the server knows."""
    opened = connect(small)
    for headers in (CSV, f"{CSV}Accept-Encoding: gzip\r\n"):
        assert opened.ask(get(new(), headers)).status == 200
    return opened


def test_another_query_with_the_same_lines(small: Served, wire: Wire, connect: Connect) -> None:
    before = direct(small)
    asked = [wire.ask(get(new())) for _ in range(3)]
    assert direct(small) == before + 3
    slowly = connect(small).ask(get(new(), f"{CSV}{other_line()}"))
    assert direct(small) == before + 3
    for answer in asked:
        assert (answer.status, answer.text) == (200, FOUND)
        assert "date" in answer.headers
        assert lasting(answer) == lasting(slowly)
    assert len({answer.headers["etag"] for answer in asked}) == 3


def test_libraries_that_say_that_they_keep_the_connection(small: Served, wire: Wire) -> None:
    before = direct(small)
    for _ in range(3):
        answer = wire.ask(get(new(), f"{CSV}Connection: keep-alive\r\n"))
        assert (answer.status, answer.text) == (200, FOUND)
    assert direct(small) == before + 2
    answer = wire.ask(get(new(), f"{CSV}Connection: close\r\n"))
    assert (answer.text, answer.headers["connection"]) == (FOUND, "close")
    assert wire.is_closed()


@pytest.mark.parametrize("said", ["close", "keep-alive, close", "upgrade"])
def test_what_else_is_said_of_the_connection_is_heeded(
    small: Served, connect: Connect, said: str
) -> None:
    before = direct(small)
    for _ in range(3):
        assert connect(small).ask(get(new(), f"{CSV}Connection: {said}\r\n")).text == FOUND
    assert direct(small) == before


def test_it_comes_again_by_either_way(small: Served, wire: Wire) -> None:
    query = new()
    first = wire.ask(get(query))
    hits, repeated = counted(small, "cache_hits_total"), counted(small, "repeated_total")
    otherwise = wire.ask(get(query, f"{CSV}{other_line()}"))
    assert otherwise.headers["etag"] == first.headers["etag"]
    known = wire.ask(get(query, f"{CSV}If-None-Match: {first.headers['etag']}\r\n"))
    assert (known.status, known.body) == (304, b"")
    assert [wire.ask(get(query)).body for _ in range(3)] == [first.body] * 3
    assert counted(small, "cache_hits_total") == hits + 2
    assert counted(small, "repeated_total") == repeated + 2


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT ?l {", 400),
        ("INSERT DATA { <x:s> <x:p> 1 }", 403),
        (f"SELECT * {{ {'{' * 120} }}", 400),
    ],
)
def test_what_is_refused(small: Served, wire: Wire, query: str, status: int) -> None:
    before = direct(small)
    slowly = wire.ask(get(query, f"{CSV}{other_line()}"))
    answer = wire.ask(get(query))
    assert (answer.status, answer.body) == (status, slowly.body)
    assert lasting(answer) == lasting(slowly)
    assert wire.ask(get(new())).text == FOUND
    assert direct(small) == before + 1


def test_answers_that_change(small: Served, wire: Wire) -> None:
    before = direct(small)
    answers = [wire.ask(get("SELECT (RAND() AS ?x) {}")) for _ in range(4)]
    assert len({answer.body for answer in answers}) == 4
    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}
    assert direct(small) == before + 4


def test_compressed(small: Served, wire: Wire) -> None:
    before = direct(small)
    for _ in range(3):
        query = new(f"SELECT ?x {{ VALUES ?x {{ {'0 ' * 1000} }} }}")
        packed = wire.ask(get(query, f"{CSV}Accept-Encoding: gzip\r\n"))
        assert packed.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in wire.ask(get(query)).headers
    assert direct(small) == before + 6


def test_a_large_answer_comes_whole(wire: Wire) -> None:
    rows = " ".join(map(str, range(300)))
    for _ in range(2):
        query = new(f'SELECT ("{"x" * 9000}" AS ?x) {{ VALUES ?n {{ {rows} }} }}')
        for _ in range(3):
            answer = wire.ask(get(query))
            assert (answer.status, len(answer.body)) == (200, 300 * 9002 + 3)


def test_its_time_is_up(wire: Wire) -> None:
    answer = wire.ask(get(counting(60)))
    assert (answer.status, answer.media_type) == (503, PROBLEM)
    assert int(answer.headers["retry-after"]) > 0
    assert wire.ask(get(new())).text == FOUND


def test_who_goes_ends_the_query(small: Served, wire: Wire) -> None:
    before = counted(small, "workers_gone_total")
    wire.write(get(counting(60)))
    wait_until(lambda: small.ask("/health").json()["running"])
    wire.close()
    wait_until(lambda: not small.ask("/health").json()["running"])  # at the latest in LIMIT_S
    assert counted(small, "workers_gone_total") == before + 1


class TestOnTheWire:
    """What comes before the answer waits for it; what is not one whole request is parsed."""

    def test_what_comes_behind_waits(self, small: Served, wire: Wire) -> None:
        before = direct(small)
        wire.write(get(counting(60)))
        wait_until(lambda: small.ask("/health").json()["running"])
        for _ in range(3):
            wire.write(get(new()))
            time.sleep(0.02)
        wire.write(get(f"{LABELS} LIMIT 0") + get(LABELS, method="HEAD")[:20])
        wire.write(get(LABELS, method="HEAD")[20:])
        assert wire.read().status == 503
        assert [wire.read().text for _ in range(4)] == [FOUND, FOUND, FOUND, "l\r\n"]
        assert (last := wire.read("HEAD")).body == b""
        assert int(last.headers["content-length"]) == len(FOUND)
        assert direct(small) <= before + 1

    def test_several_in_one_piece(self, wire: Wire) -> None:
        for _ in range(3):
            wire.write(b"".join(get(query) for query in (new(), f"{LABELS} LIMIT 0", new())))
            assert [wire.read().text for _ in range(3)] == [FOUND, "l\r\n", FOUND]

    @pytest.mark.parametrize(
        "change",
        [
            lambda request: request.replace(b" HTTP/1.1", b" HTTP/1.0", 1),
            lambda request: request.replace(b"GET ", b"HEAD ", 1),
            lambda request: request.replace(b" HTTP/1.1", b"#part HTTP/1.1", 1),
            lambda request: request.replace(b"/sparql", b"/sparql/", 1),
            lambda request: request.replace(b"/sparql", b"/../sparql", 1),
            lambda request: request.replace(b" HTTP/1.1", " # 港 HTTP/1.1".encode(), 1),
            lambda request: request.replace(b"\r\n", b"\nX: y\r\n", 1),
            lambda request: request[:-2] + b"X: y\r\n\r\n",
        ],
    )
    def test_another_form(
        self, small: Served, connect: Connect, wire: Wire, change: Callable[[bytes], bytes]
    ) -> None:
        assert wire.ask(get(new())).text == FOUND
        before = direct(small)
        connect(small).ask(change(get(new())))
        assert direct(small) == before


@pytest.mark.parametrize(
    ("size", "limit_s", "status"), [(17, "120", 200), (60, "3", 503)], ids=["end", "have no end"]
)
def test_stopping_answers_what_is_under_way(
    tmp_path: Path, connect: Connect, size: int, limit_s: str, status: int
) -> None:
    write_dataset(tmp_path / "data", "first", QUADS.format("first"))
    for number in range(20):
        log = tmp_path / f"log-{number}"
        with serving(tmp_path / "data", log, "--time-limit-s", limit_s) as served:
            wires = [connect(served) for _ in range(2)]
            for wire in wires:
                assert wire.ask(get(new())).text == FOUND
                wire.write(get(counting(size)))
            while served.ask("/health").json()["running"] < 2:
                for wire in wires:
                    if wire.is_answered():  # before anybody looked
                        assert wire.read().status == status
                        wire.write(get(counting(size)))
            served.process.send_signal(signal.SIGTERM)
            if any(wire.is_answered() for wire in wires):
                continue  # perhaps before the server knew that it is to stop
            for wire in wires:
                answer = wire.read()
                assert answer.status == status
                assert status != 200 or answer.text == f"n\r\n{2**size}\r\n"
                assert answer.headers["connection"] == "close"
                assert wire.is_closed()
            return
    pytest.fail("no question was under way when the server was to stop")


def test_another_build_answers_at_once(
    tmp_path: Path, serve: Callable[..., Served], connect: Connect
) -> None:
    data = tmp_path / "data"
    write_dataset(data, "first", QUADS.format("first"))
    served = serve(data)
    wire = connect(served)
    tags = {wire.ask(get(LABELS)).headers["etag"]}
    write_dataset(data, "second", QUADS.format("second"))
    wait_until(lambda: served.ask("/health").json()["dataset"] == "second")
    before = direct(served)
    answers = [wire.ask(get(query)) for query in (LABELS, new(), LABELS)]
    assert {answer.text for answer in answers} == {"l\r\nsecond\r\n"}
    assert direct(served) == before + 3
    assert answers[0].headers["etag"] not in tags


def test_each_is_counted_and_logged_by_who_asks(
    tmp_path: Path, serve: Callable[..., Served], connect: Connect
) -> None:
    write_dataset(tmp_path / "data", "first", QUADS.format("first"))
    served = serve(tmp_path / "data", "--access-log", "--trust-proxy")
    wire = connect(served)
    for client in ("192.0.2.1", "192.0.2.2"):
        for _ in range(3):
            assert wire.ask(get(new(), f"{CSV}X-Forwarded-For: {client}\r\n")).status == 200
    assert direct(served) == 4
    assert 'topic="sparql",status="200"} 6' in served.ask("/metrics").text
    assert served.askers("/sparql") == ["192.0.2.1"] * 3 + ["192.0.2.2"] * 3


def test_who_asks_with_the_lines_of_another_is_logged_by_the_own_address(
    tmp_path: Path, serve: Callable[..., Served]
) -> None:
    write_dataset(tmp_path / "data", "first", QUADS.format("first"))
    served = serve(tmp_path / "data", "--access-log", "--trust-proxy")
    clients = ["127.0.0.1", "127.0.0.1", "127.0.0.2", "127.0.0.3"]
    for client in clients:
        assert served.query(new(), client=client).status == 200
    assert direct(served) == 3
    assert served.askers("/sparql") == clients
