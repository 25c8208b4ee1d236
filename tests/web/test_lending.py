"""Connections lent to workers: who asks one new query right after another gets the same answers.

``lent_total`` of ``/metrics`` counts the queries answered by workers that have connections, so
that each test knows that it tests that.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import re
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.web.serving import PROBLEM, Served, serving, wait_until, write_dataset
from tests.web.small_queries import FOUND, LABELS, QUADS, counting, lasting, new, other_line
from tests.web.wire import CSV, Connect, Wire, counted, get
from tests.workers.processes import command, tree

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

LIMIT_S = "3"


def lent(served: Served) -> int:
    """Return how many requests were answered by workers that have connections."""
    return counted(served, "lent_total")


def holders(served: Served) -> list[int]:
    """Return the workers that have a journal."""

    def has_journal(pid: int) -> bool:
        with contextlib.suppress(OSError):
            maps = Path(f"/proc/{pid}/maps").read_text(encoding="utf-8")
            return "kg.workers.nursery" in command(pid) and "kg-journal" in maps
        return False

    return [pid for pid in tree(served.process.pid) if has_journal(pid)]


def ask_until_lent(served: Served, wire: Wire, headers: str = CSV, most: int = 200) -> None:
    """Ask one new query right after another until a worker has the connection.

    Returns at once then: it goes back if nothing comes for long.
    """
    for _ in range(most):
        before = lent(served)
        for _ in range(60):
            answer = wire.ask(get(new(), headers))
            assert (answer.status, answer.text) == (200, FOUND)
        if lent(served) > before + 10:  # so long that it was lent at the end, too
            for _ in range(60):
                wire.ask(get(new(), headers))
            return
    pytest.fail("the connection was never lent")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("lending")
    write_dataset(folder, "first", QUADS.format("first"))
    with serving(folder, folder / "log", "--time-limit-s", LIMIT_S) as server:
        yield server


@pytest.fixture
def wire(small: Served, connect: Connect) -> Wire:
    """Return a connection that a worker has."""
    opened = connect(small)
    ask_until_lent(small, opened)
    return opened


def test_the_answers_are_the_same(small: Served, wire: Wire, connect: Connect) -> None:
    before = lent(small)
    query = new()
    asked = [wire.ask(get(new())) for _ in range(60)] + [wire.ask(get(query))]
    assert lent(small) > before
    slowly = connect(small).ask(get(query, f"{CSV}{other_line()}"))
    assert asked[-1].headers["etag"] == slowly.headers["etag"]
    for answer in asked:
        assert (answer.status, answer.text) == (200, FOUND)
        assert "date" in answer.headers
        assert lasting(answer) == lasting(slowly)
    assert len({answer.headers["etag"] for answer in asked}) == len(asked)


def test_an_address_that_says_more(small: Served, wire: Wire, connect: Connect) -> None:
    def more() -> bytes:
        return get(new()).replace(b" HTTP/1.1", b"&format=tsv HTTP/1.1", 1)

    before = lent(small)
    answers = [wire.ask(more()) for _ in range(60)]
    assert lent(small) > before
    assert {answer.media_type for answer in answers} == {"text/tab-separated-values"}
    last = more()
    assert wire.ask(last).headers["etag"] == connect(small).ask(last).headers["etag"]


def test_a_browser_is_led_to_the_editor_where_no_format_is_named(
    small: Served, connect: Connect
) -> None:
    """Its header lines are lent like others, for what it downloads."""
    browser = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"

    def download() -> bytes:
        return get(new(), browser).replace(b" HTTP/1.1", b"&format=csv HTTP/1.1", 1)

    before = lent(small)
    for _ in range(200):
        wire = connect(small)
        assert {wire.ask(download()).status for _ in range(60)} == {200}
        if lent(small) > before + 10:
            break
    assert wire.ask(get(new(), browser)).status == 303
    assert wire.ask(download()).text == wire.ask(get(new(), CSV)).text
    assert lent(small) > before


def test_compressed(small: Served, connect: Connect) -> None:
    wire = connect(small)
    headers = f"{CSV}Accept-Encoding: gzip\r\n"
    ask_until_lent(small, wire, headers)
    before = lent(small)
    query = f"SELECT ?x {{ VALUES ?x {{ {'0 ' * 1000} }} }}"
    answers = [wire.ask(get(new(query), headers)) for _ in range(60)]
    assert {answer.headers["content-encoding"] for answer in answers} == {"gzip"}
    assert len({len(answer.body) for answer in answers}) == 1
    assert lent(small) > before


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        pytest.param(lambda: get(new(), method="HEAD"), 200, id="head"),
        pytest.param(lambda: get(new(), f"{CSV}X: y\r\n"), 200, id="other lines"),
        pytest.param(lambda: get("SELECT ?l {"), 400, id="wrong"),
        pytest.param(lambda: get("INSERT DATA { <x:s> <x:p> 1 }"), 403, id="update"),
        pytest.param(lambda: get(f"SELECT * {{ {'{' * 120} }}"), 400, id="deep"),
        pytest.param(lambda: b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n", 200, id="elsewhere"),
        pytest.param(lambda: b"POST /sparql HTTP/1.1\r\nHost: x\r\n\r\n", 415, id="post"),
        pytest.param(lambda: b"NO REQUEST\r\n\r\n", 400, id="none"),
        pytest.param(lambda: get(counting(60)), 503, id="without end"),
    ],
)
def test_what_is_unusual_comes_back(
    small: Served, wire: Wire, connect: Connect, request_: Callable[[], bytes], status: int
) -> None:
    answer = wire.ask(request_())
    slowly = connect(small).ask(request_())
    assert (answer.status, answer.body) == (status, slowly.body) or status == 200
    assert lasting(answer) == lasting(slowly)
    if answer.headers.get("connection") != "close":
        assert wire.ask(get(new())).text == FOUND


def test_what_was_asked_before_is_kept_by_the_server(small: Served, wire: Wire) -> None:
    query = new()
    first = wire.ask(get(query))
    repeated = counted(small, "repeated_total")
    for _ in range(20):
        assert wire.ask(get(query)).headers["etag"] == first.headers["etag"]
    assert counted(small, "repeated_total") > repeated


def test_pieces_and_what_comes_together(small: Served, wire: Wire) -> None:
    request = get(new())
    for byte in range(0, len(request), 7):
        wire.write(request[byte : byte + 7])
    assert wire.read().text == FOUND
    ask_until_lent(small, wire)
    wire.write(b"".join(get(query) for query in (new(), f"{LABELS} LIMIT 0", new())))
    assert [wire.read().text for _ in range(3)] == [FOUND, "l\r\n", FOUND]


def test_a_large_answer_comes_whole_to_who_reads_slowly(small: Served, wire: Wire) -> None:
    rows = " ".join(map(str, range(25)))
    for _ in range(3):
        ask_until_lent(small, wire)
        many = [
            new(f'SELECT ("{"x" * 9000}" AS ?x) {{ VALUES ?n {{ {rows} }} }}') for _ in range(40)
        ]
        writing = threading.Thread(target=wire.write, args=(b"".join(map(get, many)),))
        writing.start()
        time.sleep(0.2)
        for _ in many:
            answer = wire.read()
            assert (answer.status, len(answer.body)) == (200, 25 * 9002 + 3)
        writing.join()


def test_a_long_query_harms_nobody(small: Served, wire: Wire, connect: Connect) -> None:
    others = [connect(small) for _ in range(4)]
    over = threading.Event()
    heard: list[set[str]] = []

    def go_on(other: Wire) -> None:
        texts = set()
        while not over.is_set():
            texts.add(wire_text(other))
        heard.append(texts)

    def wire_text(other: Wire) -> str:
        return other.ask(get(new())).text

    threads = [threading.Thread(target=go_on, args=(other,)) for other in others]
    for thread in threads:
        thread.start()
    try:
        for _ in range(2):
            answer = wire.ask(get(counting(60)))
            assert (answer.status, answer.media_type) == (503, PROBLEM)
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert heard == [{FOUND}] * len(others)
    assert wire.ask(get(new())).text == FOUND
    wait_until(lambda: small.ask("/health").json()["running"] == 0)


def test_its_holder_dies(small: Served, wire: Wire, connect: Connect) -> None:
    def kill_all() -> None:
        for pid in holders(small):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    assert holders(small)
    kill_all()
    assert wire.ask(get(new())).text == FOUND  # by another one
    over = threading.Event()

    def go_on_killing() -> None:
        while not over.wait(0.05):
            kill_all()

    killing = threading.Thread(target=go_on_killing)
    killing.start()
    before, lost = lent(small), 0
    try:
        for _ in range(2000):
            try:
                assert wire.ask(get(new())).text == FOUND
            except (ConnectionError, OSError, ValueError):  # while it was being sent
                lost += 1
                wire = connect(small)
    finally:
        over.set()
        killing.join()
    assert lost < 20
    assert lent(small) >= before


def test_who_does_not_go_on_has_the_connection_back(small: Served, connect: Connect) -> None:
    wires = [connect(small) for _ in range(8)]
    for one in wires:
        ask_until_lent(small, one)
    time.sleep(0.3)
    for one in wires[:4]:
        one.close()
    for one in wires[4:]:
        assert one.ask(get(new())).text == FOUND
    wait_until(lambda: not holders(small))  # nobody needs them


def test_nobody_waits_for_who_has_all(small: Served, connect: Connect) -> None:
    """Other clients are answered while one has as many connections as are lent."""
    over = threading.Event()

    def go_on(one: Wire) -> None:
        while not over.is_set():
            assert one.ask(get(new())).text == FOUND

    threads = [threading.Thread(target=go_on, args=(connect(small),)) for _ in range(24)]
    for thread in threads:
        thread.start()
    try:
        wait_until(lambda: lent(small) > 1000)
        for number in range(20):
            assert small.query(new(), client=f"127.0.0.{number % 3 + 2}").status == 200
    finally:
        over.set()
        for thread in threads:
            thread.join()


def test_another_build_answers(
    tmp_path: Path, serve: Callable[..., Served], connect: Connect
) -> None:
    data = tmp_path / "data"
    write_dataset(data, "first", QUADS.format("first"))
    served = serve(data)
    wire = connect(served)
    ask_until_lent(served, wire)
    write_dataset(data, "second", QUADS.format("second"))
    texts: list[str] = []
    end = time.monotonic() + 120
    while texts[-50:] != ["l\r\nsecond\r\n"] * 50:
        answer = wire.ask(get(new()))
        assert answer.status == 200
        texts.append(answer.text)
        assert time.monotonic() < end
    assert [text for text, _ in itertools.groupby(texts)] == [FOUND, "l\r\nsecond\r\n"]
    before = lent(served)
    for _ in range(200):
        assert wire.ask(get(new())).text == "l\r\nsecond\r\n"
    wait_until(lambda: lent(served) > before)


def test_stopping_answers_what_is_under_way(
    tmp_path: Path, serve: Callable[..., Served], connect: Connect
) -> None:
    write_dataset(tmp_path / "data", "first", QUADS.format("first"))
    served = serve(tmp_path / "data")
    wires = [connect(served) for _ in range(3)]
    for wire in wires:
        ask_until_lent(served, wire)
    served.process.send_signal(signal.SIGTERM)
    for wire in wires:
        with contextlib.suppress(ConnectionError, OSError):
            while True:
                answer = wire.ask(get(new()))
                assert (answer.status, answer.text) == (200, FOUND)
        assert wire.is_closed()
    served.process.wait(60)


def is_counted(served: Served, asked: int) -> bool:
    return f'topic="sparql",status="200"}} {asked}\n' in served.ask("/metrics").text


def test_each_is_counted_and_logged_by_who_asks(
    tmp_path: Path, serve: Callable[..., Served], connect: Connect
) -> None:
    write_dataset(tmp_path / "data", "first", QUADS.format("first"))
    served = serve(tmp_path / "data", "--access-log", "--trust-proxy")
    asked = 0
    for client in ("192.0.2.1", "192.0.2.2"):
        wire, before = connect(served), lent(served)
        for _ in range(200):
            for _ in range(50):
                wire.ask(get(new(), f"{CSV}X-Forwarded-For: {client}\r\n"))
            asked += 50
            if lent(served) >= before + 20:
                break
        else:
            pytest.fail("the connection was never lent")
        for _ in range(50):
            wire.ask(get(new(), f"{CSV}X-Forwarded-For: {client}\r\n"))
        asked += 50
        # The last ones may just be on their way from who answered them to who counts.
        wait_until(partial(is_counted, served, asked))
    askers = served.askers("/sparql")
    assert len(askers) == asked
    assert [client for client, _ in itertools.groupby(askers)] == ["192.0.2.1", "192.0.2.2"]
    lines = served.log.read_text(encoding="utf-8").splitlines()
    assert all(re.search(r" \d+\.\d ms$", line) for line in lines if '"GET /sparql"' in line)
