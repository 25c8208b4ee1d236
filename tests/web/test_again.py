"""Requests that come again to the byte, over connections that stay open: as they stand on the wire.

The third of them and those after it are answered before they are parsed; ``repeated_total`` of
``/metrics`` counts them, so that each test knows that it tests that.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.web.serving import Served, serving, wait_until, write_dataset
from tests.web.small_queries import QUADS
from tests.web.wire import CSV, Connect, Wire, counted, get

LABELS = "SELECT ?l { ?s <x:label> ?l }"
SPARQL_200 = re.compile(rb'^kg_requests_total\{topic="sparql",status="200"\} (\d+)$', re.MULTILINE)


def repeated(served: Served) -> int:
    """Return how many requests were answered before they were parsed."""
    return counted(served, "repeated_total")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("again")
    write_dataset(made, "first", QUADS.format("first"))
    return made


@pytest.fixture(scope="module")
def small(folder: Path) -> Iterator[Served]:
    options = ("--header-timeout-s", "60", "--time-limit-s", "300")
    with serving(folder, folder / "log", *options) as server:
        yield server


@pytest.fixture
def wire(small: Served, connect: Connect) -> Wire:
    return connect(small)


def test_the_same_again_is_the_same_answer(small: Served, wire: Wire) -> None:
    before = repeated(small)
    answers = [wire.ask(get(LABELS)) for _ in range(5)]
    assert repeated(small) == before + 3
    assert {(answer.status, answer.text) for answer in answers} == {(200, "l\r\nfirst\r\n")}
    first, *others = ({**answer.headers, "date": "now"} for answer in answers)
    assert "date" in answers[-1].headers
    for other in others:
        assert other == first
    for name in ("content-security-policy", "x-content-type-options", "etag", "vary"):
        assert name in first


def test_it_does_not_matter_who_asked_before(small: Served, connect: Connect) -> None:
    request = get(f"{LABELS} # of several")
    before = repeated(small)
    for _ in range(4):
        assert connect(small).ask(request).text == "l\r\nfirst\r\n"
    assert repeated(small) == before + 2


def test_every_header_makes_another_request(small: Served, wire: Wire) -> None:
    json = "Accept: application/sparql-results+json\r\n"
    for _ in range(4):
        assert wire.ask(get(LABELS)).media_type == "text/csv"
        assert wire.ask(get(LABELS, json)).media_type == "application/sparql-results+json"
        assert wire.ask(get(LABELS, "Accept: image/png\r\n")).status == 406
    long = f"SELECT ?x {{ VALUES ?x {{ {'0 ' * 1000} }} }}"
    for _ in range(4):
        assert "content-encoding" not in wire.ask(get(long)).headers
        packed = wire.ask(get(long, f"{CSV}Accept-Encoding: gzip\r\n"))
        assert packed.headers["content-encoding"] == "gzip"
    tag = f"{CSV}If-None-Match: {wire.ask(get(LABELS)).headers['etag']}\r\n"
    before = repeated(small)
    for _ in range(4):
        known = wire.ask(get(LABELS, tag))
        assert (known.status, known.body) == (304, b"")
        assert wire.ask(get(LABELS)).status == 200
    assert repeated(small) == before + 3 + 4


def test_head_has_no_body(small: Served, wire: Wire) -> None:
    query = f"{LABELS} # with HEAD"
    before = repeated(small)
    for _ in range(4):
        headed, got = wire.ask(get(query, method="HEAD")), wire.ask(get(query))
        assert (headed.status, headed.body) == (200, b"")
        assert got.text == "l\r\nfirst\r\n"
        assert headed.headers["content-length"] == got.headers["content-length"]
    assert repeated(small) >= before + 4


def test_pages_come_again_too(small: Served, wire: Wire) -> None:
    head = " HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\nAccept-Language: {}\r\n\r\n"
    before = repeated(small)
    for _ in range(4):
        for lang in ("ja", "en"):
            page = wire.ask(b"GET /questions" + head.format(lang).encode())
            assert page.headers["content-language"] == lang
    assert repeated(small) >= before + 4


def test_what_changes_or_failed_is_answered_anew(small: Served, wire: Wire) -> None:
    before = repeated(small)
    bodies = {wire.ask(get("SELECT (RAND() AS ?x) {}")).body for _ in range(5)}
    assert len(bodies) == 5
    assert {wire.ask(get("SELECT ?x {")).status for _ in range(4)} == {400}
    target = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
    assert {wire.ask(target).status for _ in range(4)} == {200}
    post = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n"
    post += b"Content-Type: application/sparql-query\r\n\r\nASK {}"
    assert {wire.ask(post).status for _ in range(4)} == {200}
    assert repeated(small) == before


class TestOnTheWire:
    """What is not one whole request by itself is read by the rules of HTTP."""

    @pytest.fixture(autouse=True)
    def known(self, wire: Wire) -> None:
        """Have two answers ready."""
        for query in (LABELS, f"{LABELS} LIMIT 0"):
            for _ in range(3):
                assert wire.ask(get(query)).status == 200

    @staticmethod
    def texts(wire: Wire, count: int) -> list[str]:
        return [wire.read().text for _ in range(count)]

    def test_pipelined_requests_are_answered_in_order(self, wire: Wire) -> None:
        one, none = get(LABELS), get(f"{LABELS} LIMIT 0")
        full, empty = "l\r\nfirst\r\n", "l\r\n"
        for _ in range(4):
            wire.write(one + none + one + one + none)
            assert self.texts(wire, 5) == [full, empty, full, full, empty]

    def test_a_known_request_waits_for_the_one_before(self, small: Served, wire: Wire) -> None:
        slow = (
            f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?s{n} ?p{n} ?o{n} .' for n in range(18))} }}"
        )
        wire.write(get(slow))
        wait_until(lambda: small.ask("/health").json()["running"] > 0 or wire.is_answered())
        wire.write(get(LABELS))
        time.sleep(0.05)
        wire.write(get(LABELS))
        assert self.texts(wire, 3) == ["n\r\n262144\r\n", "l\r\nfirst\r\n", "l\r\nfirst\r\n"]

    @pytest.mark.parametrize("size", [1, 7, 50])
    def test_in_pieces(self, wire: Wire, size: int) -> None:
        request = get(LABELS)
        for _ in range(2):
            for start in range(0, len(request), size):
                wire.write(request[start : start + size])
                time.sleep(0.001)
            assert wire.read().text == "l\r\nfirst\r\n"
        assert wire.ask(request).text == "l\r\nfirst\r\n"

    def test_with_the_beginning_of_the_next(self, wire: Wire) -> None:
        one, none = get(LABELS), get(f"{LABELS} LIMIT 0")
        for cut in (1, 1, 1, 20, 20, 20, len(none) - 1):
            wire.write(one + none[:cut])
            assert wire.read().text == "l\r\nfirst\r\n"
            wire.write(none[cut:])
            assert wire.read().text == "l\r\n"

    def test_line_ends_before_a_request(self, wire: Wire) -> None:
        for _ in range(2):
            wire.write(b"\r\n")
            time.sleep(0.001)
            assert wire.ask(get(LABELS)).text == "l\r\nfirst\r\n"

    def test_a_body_that_looks_like_a_request_is_none(self, small: Served, wire: Wire) -> None:
        inner = get(LABELS)
        outer = get(f"{LABELS} LIMIT 0", f"{CSV}Content-Length: {len(inner)}\r\n")
        before = repeated(small)
        for _ in range(4):  # together, and one after the other
            wire.write(outer + inner)
            assert wire.read().text == "l\r\n"
            wire.write(outer)
            assert wire.read().text == "l\r\n"
            wire.write(inner)  # which is the body, and has no answer
        assert wire.ask(get(f"{LABELS} LIMIT 0")).text == "l\r\n"
        assert repeated(small) == before + 1

    def test_the_last_request_of_a_connection(self, small: Served, connect: Connect) -> None:
        request = get(LABELS, f"{CSV}Connection: close\r\n")
        for _ in range(4):
            wire = connect(small)
            answer = wire.ask(request)
            assert (answer.text, answer.headers["connection"]) == ("l\r\nfirst\r\n", "close")
            assert wire.is_closed()

    def test_an_older_client(self, small: Served, connect: Connect) -> None:
        request = get(LABELS).replace(b"HTTP/1.1", b"HTTP/1.0")
        for _ in range(4):
            wire = connect(small)
            assert wire.ask(request).text == "l\r\nfirst\r\n"
            assert wire.is_closed()

    def test_nothing_is_heaped_up_for_who_does_not_read(self, small: Served, wire: Wire) -> None:
        rows = " ".join(map(str, range(50)))
        large = get(f'SELECT ("{"x" * 1000}" AS ?x) {{ VALUES ?n {{ {rows} }} }}')
        for _ in range(3):
            expected = wire.ask(large).body
        unread = 0
        while unread < 1000:
            before = repeated(small)
            wire.write(large)
            unread += 1
            if unread <= 10:  # for which there is room in the end
                wait_until(partial(lambda count: repeated(small) > count, before))
            # Who asks for the count comes after it in the server's one loop: should the request
            # be read at all, then before some of these are.
            elif all(repeated(small) == before for _ in range(50)):
                break
        assert 10 < unread < 1000  # 50 MB
        assert {wire.read().body for _ in range(unread)} == {expected}


def test_that_there_is_no_room_is_not_said_again(
    tmp_path: Path, serve: Callable[..., Served], connect: Connect
) -> None:
    write_dataset(tmp_path / "data", "first", QUADS.format("first"))
    served = serve(tmp_path / "data", "--sending-mb", "10", "--send-timeout-s", "30")
    rows = " ".join(map(str, range(400)))
    large = get(f'SELECT ("{"x" * 15_000}" AS ?x) {{ VALUES ?n {{ {rows} }} }}')
    wire = connect(served)
    expected = wire.ask(large).body
    with socket.socket() as lazy:
        lazy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
        lazy.connect(("127.0.0.1", served.port))
        lazy.sendall(large)
        assert lazy.recv(100)
        assert {wire.ask(large).status for _ in range(4)} == {503}
    wait_until(lambda: wire.ask(large).status != 503)
    answer = wire.ask(large)
    assert (answer.status, answer.body) == (200, expected)


def test_a_build_is_switched_over(
    tmp_path: Path, serve: Callable[..., Served], connect: Connect
) -> None:
    data = tmp_path / "data"
    write_dataset(data, "first", QUADS.format("first"))
    served = serve(data)
    heard: list[list[str]] = [[], [], []]
    is_over = threading.Event()

    def ask(texts: list[str]) -> None:
        wire = connect(served)
        while not is_over.is_set():
            texts.append(wire.ask(get(LABELS)).text)

    threads = [threading.Thread(target=ask, args=(texts,), daemon=True) for texts in heard]
    for thread in threads:
        thread.start()
    wait_until(lambda: all(len(texts) > 10 for texts in heard))
    write_dataset(data, "second", QUADS.format("second"))
    wait_until(lambda: all("second" in texts[-1] for texts in heard))
    asked = [len(texts) for texts in heard]
    wait_until(lambda: all(len(texts) > n + 10 for texts, n in zip(heard, asked, strict=True)))
    is_over.set()
    for thread in threads:
        thread.join()
    for texts in heard:
        changes = [text for text, last in zip(texts, ["", *texts], strict=False) if text != last]
        assert changes == ["l\r\nfirst\r\n", "l\r\nsecond\r\n"]
    assert repeated(served) > 10


def test_each_is_counted_and_logged(
    tmp_path: Path, serve: Callable[..., Served], connect: Connect
) -> None:
    write_dataset(tmp_path / "data", "first", QUADS.format("first"))
    served = serve(tmp_path / "data", "--access-log", "--trust-proxy")
    wire = connect(served)
    for client in ("192.0.2.1", "192.0.2.2"):
        for _ in range(4):
            assert wire.ask(get(LABELS, f"{CSV}X-Forwarded-For: {client}\r\n")).status == 200
    metrics = served.ask("/metrics").body
    counted = SPARQL_200.search(metrics)
    assert counted is not None
    assert int(counted[1]) == 8
    assert repeated(served) == 5
    assert served.askers("/sparql") == ["192.0.2.1"] * 4 + ["192.0.2.2"] * 4


def test_who_asks_without_the_proxy_is_logged_by_the_own_address(
    tmp_path: Path, serve: Callable[..., Served]
) -> None:
    write_dataset(tmp_path / "data", "first", QUADS.format("first"))
    served = serve(tmp_path / "data", "--access-log", "--trust-proxy")
    clients = ["127.0.0.1"] * 3 + ["127.0.0.2"] * 2
    for client in clients:
        assert served.query(LABELS, client=client).status == 200
    assert repeated(served) == 3
    assert served.askers("/sparql") == clients


def test_a_connection_that_asks_again_is_kept_and_an_idle_one_is_not(
    tmp_path: Path, serve: Callable[..., Served], connect: Connect
) -> None:
    """The time of the first head is over, and that of later ones has begun."""
    write_dataset(tmp_path / "data", "first", QUADS.format("first"))
    served = serve(tmp_path / "data", "--header-timeout-s", "2")
    for _ in range(3):
        assert connect(served).ask(get(LABELS)).status == 200
    wire = connect(served)
    assert wire.ask(get(LABELS)).status == 200
    idle, begun = connect(served), connect(served)
    begun.write(get(LABELS)[:-1])
    # They are newer than the one that asks, whose time would be over before theirs.
    while not (idle.is_closed(0.1) and begun.is_closed(0.1)):
        assert wire.ask(get(LABELS)).status == 200
    assert wire.ask(get(LABELS)).status == 200
    wire.write(get(LABELS)[:-1])
    assert wire.is_closed()


def test_a_stop_ends_connections_that_wait(tmp_path: Path, connect: Connect) -> None:
    write_dataset(tmp_path / "data", "first", QUADS.format("first"))
    with serving(tmp_path / "data", tmp_path / "log") as served:
        wires = [connect(served) for _ in range(3)]
        for wire in wires:
            for _ in range(3):
                assert wire.ask(get(LABELS)).status == 200
        served.process.terminate()
        assert all(wire.is_closed() for wire in wires)
        assert served.process.wait(120) in (0, -15)
