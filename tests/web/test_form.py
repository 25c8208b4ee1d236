"""The form of requests, as RFC 9112 and RFC 9110 want it: asked of a real server, on the wire."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.web.serving import PROBLEM, Answer, Served, serving, wait_until, write_dataset
from tests.web.wire import CSV, Connect, Wire, counted, get

QUADS = '<x:s> <x:label> "first" <x:g> .\n'
ASK = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n"
HOST = b"Host: kg.example\r\n"
POST = (
    b"POST /sparql HTTP/1.1\r\nHost: kg.example\r\nContent-Length: 6\r\n"
    b"Content-Type: application/sparql-query\r\n"
)
HTML = "text/html"
LARGE = b"X: " + b"y" * 70_000 + b"\r\n"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("form")
    write_dataset(folder, "first", QUADS)
    with serving(folder, folder / "log", "--access-log") as server:
        yield server


@pytest.fixture
def wire(small: Served, connect: Connect) -> Wire:
    return connect(small)


def refuses(wire: Wire, answer: Answer, status: int) -> None:
    """Look at the refusal of what is no request: a problem, and the connection is closed."""
    assert (answer.status, answer.media_type) == (status, PROBLEM)
    assert answer.json()["status"] == status
    assert answer.headers["connection"] == "close"
    assert "content-security-policy" in answer.headers
    assert wire.is_closed()


@pytest.mark.parametrize(
    "hosts",
    [
        b"",
        HOST + HOST,
        HOST + b"Host: other.example\r\n",
        b"Host: a b\r\n",
        b"Host: a, b\r\n",
        b"Host: a/b\r\n",
        b"Host: somebody@kg.example\r\n",
        b"Host: kg.example:http\r\n",
        b"Host: [::1\r\n",
        b"Host: %zz\r\n",
        "Host: 港.example\r\n".encode(),
    ],
)
def test_a_request_names_one_host(wire: Wire, hosts: bytes) -> None:
    refuses(wire, wire.ask(ASK + hosts + b"\r\n"), 400)


@pytest.mark.parametrize(
    "host", [b"kg.example", b"kg.example:8000", b"[::1]:80", b"kg.example:", b"", b"a_b%20"]
)
def test_what_a_host_can_be(wire: Wire, host: bytes) -> None:
    for _ in range(4):
        assert wire.ask(ASK + b"Host: " + host + b"\r\n\r\n").status == 200


def test_an_older_client_need_not_name_it(wire: Wire) -> None:
    assert wire.ask(ASK.replace(b"1.1", b"1.0") + b"\r\n").status == 200


def test_a_known_request_does_not_hide_a_wrong_one(small: Served, connect: Connect) -> None:
    for _ in range(4):
        known = connect(small)
        assert known.ask(ASK + HOST + b"\r\n").status == 200
        for headers in (b"\r\n", HOST + HOST + b"\r\n"):
            wire = connect(small)
            refuses(wire, wire.ask(ASK + headers), 400)


@pytest.mark.parametrize("scheme", [b"http", b"HTTPS"])
def test_a_target_may_name_the_host(wire: Wire, scheme: bytes) -> None:
    head = b" HTTP/1.1\r\n" + HOST + b"Accept: application/n-triples\r\n\r\n"
    for _ in range(4):
        described = wire.ask(b"GET " + scheme + b"://other.example:81/sparql" + head)
        assert b"://other.example:81/sparql>" in described.body
        assert b"kg.example" not in described.body
        assert b"://kg.example/sparql>" in wire.ask(b"GET /sparql" + head).body
    page = wire.ask(b"GET http://other.example HTTP/1.1\r\n" + HOST + b"Accept: text/html\r\n\r\n")
    assert (page.status, page.media_type) == (200, "text/html")
    asked = wire.ask(
        b"GET http://other.example/sparql?query=ASK%7B%7D HTTP/1.1\r\n" + HOST + b"\r\n"
    )
    assert asked.json()["boolean"] is True


@pytest.mark.parametrize(
    "line",
    [
        b"GET ftp://other.example/health HTTP/1.1\r\n",
        b"GET http://somebody@other.example/health HTTP/1.1\r\n",
        b"GET http:///health HTTP/1.1\r\n",
        b"GET * HTTP/1.1\r\n",
        b"GET health HTTP/1.1\r\n",
        b"GET /a b HTTP/1.1\r\n",
        b"no request at all\r\n",
        b"B(E)W /health HTTP/1.1\r\n",
        b"BREW /health HTTP/1\r\n",
    ],
)
def test_wrong_first_lines(wire: Wire, line: bytes) -> None:
    refuses(wire, wire.ask(line + HOST + b"\r\n"), 400)


@pytest.mark.parametrize(
    "line",
    [
        b"BREW /health HTTP/1.1\r\n",
        b"get /health HTTP/1.1\r\n",
        b"GETS /health HTTP/1.1\r\n",
        b"M'~1 /health HTTP/1.1\r\n",
        b"PROPFIND /health HTTP/1.1\r\n",
        b"CONNECT kg.example:443 HTTP/1.1\r\n",
    ],
)
def test_methods_that_no_address_takes(
    wire: Wire, small: Served, connect: Connect, line: bytes
) -> None:
    refuses(wire, wire.ask(line + HOST + b"\r\n"), 501)
    torn = connect(small)
    torn.write(line[:9])
    time.sleep(0.01)
    torn.write(line[9:] + HOST + b"\r\n")
    refuses(torn, torn.read(), 501)


@pytest.mark.parametrize(
    "lines", [b"X : y\r\n", b"X: y\r\n z\r\n", b"X: y\0\r\n", b": y\r\n", b"X\r\n"]
)
def test_wrong_header_lines(wire: Wire, lines: bytes) -> None:
    refuses(wire, wire.ask(ASK + HOST + lines + b"\r\n"), 400)


@pytest.mark.parametrize("version", [b"2.0", b"0.9"])
def test_versions_that_are_not_spoken(wire: Wire, version: bytes) -> None:
    refuses(wire, wire.ask(b"GET /health HTTP/" + version + b"\r\n" + HOST + b"\r\n"), 505)


@pytest.mark.parametrize(
    "path",
    ["/health", "/metrics", "/favicon.ico", "/questions", "/api/queries", "/static/table.js"],
)
def test_what_can_only_be_read(small: Served, path: str) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE"):
        answer = small.ask(path, method=method)
        assert (answer.status, answer.media_type) == (405, PROBLEM)
        assert "GET" in answer.headers["allow"]
    assert small.ask(path, method="OPTIONS").status == 204
    assert small.ask(path, method="HEAD").status == 200


class TestPipelined:
    """A wrong request behind right ones: those are answered first, and in order."""

    @pytest.mark.parametrize(
        "wrong",
        [
            ASK + b"\r\n",
            b"no request at all\r\n\r\n",
            b"GET /health HTTP/1.1\r\n" + LARGE + b"\r\n",
            b"GET /api/" + b"x" * 70_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
            POST + b"Content-Length: 7\r\n\r\nASK {} ",
            b"BREW /health HTTP/1.1\r\n" + HOST + b"\r\n",
        ],
    )
    @pytest.mark.parametrize("is_together", [True, False])
    def test_behind_right_ones(self, wire: Wire, wrong: bytes, is_together: bool) -> None:
        slow = "SELECT (COUNT(*) AS ?n) { " + "?s ?p ?o . " * 3 + "?a ?b ?c }"
        right = [get(slow), get("SELECT ?l { ?s <x:label> ?l }"), ASK + HOST + b"\r\n"]
        if is_together:
            wire.write(b"".join([*right, wrong]))
        else:
            for request in right:
                wire.write(request)
                time.sleep(0.01)
            wire.write(wrong)
        assert [wire.read().text for _ in right[:2]] == ["n\r\n1\r\n", "l\r\nfirst\r\n"]
        assert wire.read().json()["boolean"] is True
        answer = wire.read()
        refuses(wire, answer, answer.status)
        assert answer.status == (501 if wrong.startswith(b"BREW") else answer.status)
        assert answer.status in (400, 414, 431, 501)

    def test_a_body_that_is_wrong(self, wire: Wire) -> None:
        chunked = POST.replace(b"Content-Length: 6", b"Transfer-Encoding: chunked")
        wire.write(ASK + HOST + b"\r\n" + chunked + b"\r\n6\r\nASK {}\r\n")
        assert wire.read().json()["boolean"] is True
        wire.write(b"-1\r\n")
        refuses(wire, wire.read(), 400)


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (ASK + HOST + LARGE + b"\r\n", 431),
        (ASK + HOST + b"X: y\r\n" * 10_920 + b"\r\n", 431),
        (ASK + HOST + b"X: yz\r\n" * 10_000 + b"\r\n", 431),
        (b"GET /sparql?query=" + b"A" * 70_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 414),
    ],
)
@pytest.mark.parametrize("size", [5_000, 60_000 + len(ASK + HOST) - 2, 1 << 20])
def test_heads_that_are_too_long(
    wire: Wire, request_: bytes, status: int, size: int, is_first: bool
) -> None:
    if not is_first:
        assert wire.ask(ASK + HOST + b"\r\n").status == 200
    for start in range(0, len(request_), size):
        wire.write(request_[start : start + size])
        time.sleep(0.001)
    answer = wire.read()
    assert (answer.status, answer.media_type) == (status, PROBLEM)


LONG_PATH = b"/search?q=" + b"A" * 70_000
LONG_COOKIE = b"Cookie: lang=en; x=" + b"y" * 70_000 + b"\r\n"


@pytest.mark.parametrize("is_first", [True, False])
@pytest.mark.parametrize("size", [5_000, 66_000, 1 << 20])
@pytest.mark.parametrize(
    ("target", "accept", "more", "status", "is_page"),
    [
        (b"/", b"text/html,*/*;q=0.8", LONG_COOKIE, 431, True),
        (b"/", b"application/json", LONG_COOKIE, 431, False),
        (b"/", None, LONG_COOKIE, 431, False),
        (b"/sparql", b"text/html", LONG_COOKIE, 431, True),
        (b"/sparql", None, LONG_COOKIE, 431, False),
        (LONG_PATH, None, b"", 414, True),
        (LONG_PATH.replace(b"search", b"api/search"), None, b"", 414, False),
    ],
)
def test_who_sent_a_long_head_is_told_in_a_way_to_read(
    wire: Wire,
    target: bytes,
    accept: bytes | None,
    more: bytes,
    status: int,
    is_page: bool,
    size: int,
    is_first: bool,
) -> None:
    if not is_first:
        assert wire.ask(ASK + HOST + b"Accept: text/csv;q=0.1\r\n\r\n").status == 200
    named = b"" if accept is None else b"Accept: " + accept + b"\r\n"
    request = b"GET " + target + b" HTTP/1.1\r\n" + HOST + named + more + b"\r\n"
    for start in range(0, len(request), size):
        wire.write(request[start : start + size])
        time.sleep(0.001)
    answer = wire.read()
    assert (answer.status, answer.media_type) == (status, HTML if is_page else PROBLEM)
    assert answer.headers["connection"] == "close"
    assert "content-security-policy" in answer.headers
    assert wire.is_closed()
    if is_page:
        assert f'<p class="status">{status}</p>' in answer.text
        assert '<a href="/">' in answer.text


def test_a_long_head_is_answered_in_the_language_that_it_names(wire: Wire) -> None:
    wire.write(b"GET / HTTP/1.1\r\n" + HOST + b"Accept: text/html\r\n")
    time.sleep(0.05)  # so that it is read before the rest comes
    wire.write(b"Accept-Language: en\r\n" + LARGE + b"\r\n")
    assert "Your browser sends too much" in wire.read().text


def test_a_long_body_is_no_long_head(wire: Wire) -> None:
    query = b"ASK {} #" + b"x" * 100_000
    for cut in (0, 1, 2, 3, 4, 5):
        post = POST.replace(b" 6", b" %d" % len(query)) + b"\r\n"
        head, rest = post[: len(post) - cut], post[len(post) - cut :]
        wire.write(head)
        time.sleep(0.01)
        wire.write(rest + query)
        assert wire.read("POST").json()["boolean"] is True


def test_who_waits_to_be_told_to_continue(wire: Wire, small: Served, connect: Connect) -> None:
    expecting = POST + b"Expect: 100-continue\r\n\r\n"
    for _ in range(3):
        wire.write(expecting)
        assert wire.socket.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        wire.write(b"ASK {}")
        assert wire.read("POST").json()["boolean"] is True
    wire.write(expecting.replace(b" 6\r\n", b" 99999999\r\n"))
    answer = wire.read("POST")  # and is not told
    assert (answer.status, answer.headers["connection"]) == (413, "close")
    older = connect(small)
    older.write(expecting.replace(b"1.1", b"1.0"))
    time.sleep(0.1)
    older.write(b"ASK {}")
    assert older.socket.recv(12) == b"HTTP/1.1 200"


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"no request at all\r\n\r\n", 400),
        (b"BREW /health HTTP/1.1\r\n" + HOST + b"\r\n", 501),
        (ASK + HOST + LARGE + b"\r\n", 431),
        (b"GET /api/" + b"x" * 70_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 414),
        (ASK + HOST + b"\r\nno request\r\n\r\n", 400),
    ],
)
def test_what_is_no_request_is_counted_and_logged(
    small: Served, connect: Connect, request_: bytes, status: int
) -> None:
    def told() -> tuple[int, int]:
        logged = small.log.read_text(encoding="utf-8").count(f'127.0.0.1 "- -" {status} ')
        name = f'requests_total{{topic="none",status="{status}"}}'
        return counted(small, re.escape(name)), logged

    before = told()
    wire = connect(small)
    wire.write(request_)
    if request_.startswith(b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n" + HOST + b"\r\n"):
        assert wire.read().status == 200
    refuses(wire, wire.read(), status)
    assert told() == (before[0] + 1, before[1] + 1)


def test_a_body_that_is_wrong_is_counted_once(small: Served, connect: Connect) -> None:
    def told() -> int:
        text = small.ask("/metrics").text
        return sum(map(int, re.findall(r'^kg_requests_total.*status="4..". (\d+)$', text, re.M)))

    def refused() -> int:
        name = 'requests_total{topic="sparql",status="400"}'
        return counted(small, re.escape(name))

    before = told(), refused()
    wire = connect(small)
    wire.write(POST.replace(b"Content-Length: 6", b"Transfer-Encoding: chunked") + b"\r\n-1\r\n")
    refuses(wire, wire.read(), 400)
    wait_until(lambda: refused() == before[1] + 1)
    assert told() == before[0] + 1


def test_a_connection_that_was_used_ends_in_silence(
    connect: Connect, serve: Callable[..., Served], tmp_path: Path
) -> None:
    write_dataset(tmp_path / "data", "first", QUADS)
    small = serve(tmp_path / "data", "--header-timeout-s", "2")
    direct, again = counted(small, "direct_total"), counted(small, "repeated_total")
    request = get("ASK {}", CSV)
    assert [connect(small).ask(request).status for _ in range(3)] == [200] * 3
    assert counted(small, "direct_total") > direct
    assert counted(small, "repeated_total") == again + 1
    used = [connect(small), connect(small)]
    assert used[0].ask(request).status == 200
    assert used[1].ask(get("ASK { } # another", CSV)).status == 200
    for wire in used:
        wire.socket.settimeout(120)
        assert wire.socket.recv(1) == b""
    assert "sent no request" not in small.log.read_text(encoding="utf-8")
