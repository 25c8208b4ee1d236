"""Any SPARQL endpoint: a real server gives the same terms; bad ones are told apart."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pyoxigraph
import pytest

from kg.errors import EndpointError, GraphFileError, KgError, LimitError, UsageError
from kg.store import remote
from kg.store.embedded import EmbeddedStore
from kg.store.remote import RemoteStore
from tests.sparql_server import serving_store
from tests.store.conftest import QUADS

Serve = Callable[[Callable[[BaseHTTPRequestHandler], None]], str]

SELECT = "SELECT ?s ?o ?none WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o"
EMPTY = b'{"head":{"vars":["s"]},"results":{"bindings":[]}}'


@pytest.fixture
def endpoint(store_path: Path) -> Iterator[str]:
    """Serve the small store with the real Oxigraph server."""
    with serving_store(store_path) as address:
        yield address


@pytest.fixture
def bare_endpoint(tmp_path: Path) -> Iterator[str]:
    """Serve the same graphs as others store them: the default graph has no named graph in it."""
    store = pyoxigraph.Store(str(tmp_path / "bare"))
    store.bulk_load(QUADS.encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    store.flush()
    del store
    with serving_store(tmp_path / "bare") as address:
        yield address


def _answer(
    body: bytes, media_type: str = "application/sparql-results+json", status: int = 200
) -> Callable[[BaseHTTPRequestHandler], None]:
    def handle(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Type", media_type)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return handle


def test_a_real_server_gives_the_terms_of_the_embedded_store(
    endpoint: str, store: EmbeddedStore
) -> None:
    there = RemoteStore(endpoint)
    assert [list(part) for part in there.select(SELECT)] == [
        list(part) for part in store.select(SELECT)
    ]
    assert there.ask("ASK { ?x <x:near> ?y . ?y <x:page> 3 }")
    construct = "CONSTRUCT WHERE { ?s <x:label> ?o }"
    assert set(there.construct(construct)) == set(store.construct(construct))


def test_a_server_without_a_union_of_graphs_is_told_from_an_empty_answer(
    bare_endpoint: str, endpoint: str
) -> None:
    with pytest.raises(EndpointError, match="default graph") as caught:
        RemoteStore(bare_endpoint).select(SELECT)
    assert "--union-default-graph" in (caught.value.hint or "")
    nothing = RemoteStore(endpoint).select("SELECT ?s WHERE { ?s <x:unknown> ?o }")
    assert list(nothing[1]) == []


def test_a_real_server_names_the_place_of_a_syntax_error(endpoint: str) -> None:
    with pytest.raises(UsageError, match=r"calls the query wrong: .*1:20"):
        RemoteStore(endpoint).select("SELECT ?s { ?s ?p }")
    with pytest.raises(GraphFileError) as caught:
        RemoteStore(endpoint).select("SELECT ?s { ?s ?p }", where="queries/mine.rq")
    assert caught.value.where == "queries/mine.rq"


def test_a_comment_does_not_decide_what_a_query_is(endpoint: str, store: EmbeddedStore) -> None:
    query = "# insert the load\n# and drop it\nPREFIX add: <https://example.org/>\n" + SELECT
    assert list(RemoteStore(endpoint).select(query)[1]) == list(store.select(SELECT)[1])


@pytest.mark.parametrize("query", ["INSERT DATA { <a:a> a <a:b> }", "", "# SELECT", "hello"])
def test_what_is_no_query_is_never_sent(query: str) -> None:
    with pytest.raises(UsageError, match="neither SELECT nor"):
        RemoteStore("http://127.0.0.1:9/").query(query)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "localhost:7878",
        "file:///etc/passwd",
        "ftp://example.org/",
        "http://",
        "http://[",
        "http://example.org/a b",
        "http://例え.jp/\n",
        "http://example.org:99999/",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UsageError, match="no address"):
        RemoteStore(address)


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf")])
def test_an_impossible_time_limit_is_refused(seconds: float) -> None:
    with pytest.raises(UsageError, match="time limit"):
        RemoteStore("http://127.0.0.1:9/", seconds)


def test_a_server_that_is_down_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        with pytest.raises(EndpointError, match="cannot be reached") as caught:
            RemoteStore(address).select(SELECT)
    assert caught.value.where == address


def test_a_name_that_leads_nowhere_is_told() -> None:
    with pytest.raises(EndpointError, match="cannot be reached"):
        RemoteStore("http://nowhere.invalid/sparql").select(SELECT)


def _wait(request: BaseHTTPRequestHandler) -> None:
    time.sleep(5)


def _drip_headers(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.0 200 OK\r\n")
    for number in range(50):
        request.wfile.write(b"X-Header: %d\r\n" % number)
        time.sleep(0.1)


def _drip_body(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n")
    for _ in range(50):
        request.wfile.write(b" ")
        time.sleep(0.1)


@pytest.mark.parametrize("handle", [_wait, _drip_headers, _drip_body])
def test_a_slow_server_is_left_when_time_is_up(
    serve: Serve, handle: Callable[[BaseHTTPRequestHandler], None]
) -> None:
    with pytest.raises(EndpointError, match=r"did not answer within 0\.5 s") as caught:
        RemoteStore(serve(handle), 0.5).select(SELECT)
    assert "--timeout" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"<html>hello</html>", "text/html"),
        (b"<html>hello</html>", "application/sparql-results+json"),
        (b"", "application/sparql-results+json"),
        (b"{}", "application/json"),
        (b"\xff\xfe\x00", "application/json"),
        (b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":', "application/json"),
        (
            b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"a b"}}]}}',
            "application/json",
        ),
        (
            b'{"head":{"vars":["s"]},"results":{"bindings":[{"x":{"type":"uri","value":"a:b"}}]}}',
            "application/json",
        ),
        (b'{"head":{},"boolean":true}', "application/json"),
        (b"<a:a> <a:b> <a:c> .", "text/turtle"),
        (EMPTY, "application/octet-stream"),
    ],
)
def test_nonsense_is_told(serve: Serve, body: bytes, media_type: str) -> None:
    address = serve(_answer(body, media_type))
    with pytest.raises(EndpointError, match="sends what is no") as caught:
        RemoteStore(address).select(SELECT)
    assert caught.value.where == address


def test_nonsense_in_place_of_triples_and_truths_is_told(serve: Serve) -> None:
    with pytest.raises(EndpointError, match="media type of RDF"):
        RemoteStore(serve(_answer(EMPTY))).construct("CONSTRUCT WHERE { ?s ?p ?o }")
    with pytest.raises(EndpointError, match="no text/turtle"):
        RemoteStore(serve(_answer(b"hello", "text/turtle"))).construct("DESCRIBE <a:a>")
    with pytest.raises(EndpointError, match="rows, not a truth"):
        RemoteStore(serve(_answer(EMPTY))).ask("ASK {}")


@pytest.mark.parametrize("status", [301, 302, 303])
def test_a_redirect_which_loses_the_query_is_told(serve: Serve, status: int) -> None:
    there = serve(_answer(b"<x:endpoint> a <x:Service> .", "text/turtle"))

    def redirect(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Location", f"{there}?x=1")
        request.end_headers()

    with pytest.raises(EndpointError, match=f"redirects to {there}"):
        RemoteStore(serve(redirect)).construct("CONSTRUCT WHERE { ?s ?p ?o }")


def test_other_media_types_of_results_are_understood(serve: Serve) -> None:
    xml = (
        b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="s"/></head>'
        b'<results><result><binding name="s"><literal>x</literal></binding></result></results>'
        b"</sparql>"
    )
    names, rows = RemoteStore(serve(_answer(xml, "application/sparql-results+xml"))).select(SELECT)
    assert names == ["s"]
    assert [row[0].value for row in rows] == ["x"]  # type: ignore[union-attr]


@pytest.mark.parametrize("status", [401, 403, 404, 414, 429, 500, 503])
def test_an_http_error_names_its_status(serve: Serve, status: int) -> None:
    with pytest.raises(EndpointError, match=f"HTTP {status}"):
        RemoteStore(serve(_answer(b"no", "text/plain", status))).select(SELECT)


def test_an_answer_that_breaks_off_is_told(serve: Serve) -> None:
    def handle(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(
            b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999\r\n\r\n{"
        )

    with pytest.raises(EndpointError, match="breaks off"):
        RemoteStore(serve(handle)).select(SELECT)


def test_what_is_no_http_is_told(serve: Serve) -> None:
    def handle(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"SSH-2.0-x\r\n")

    with pytest.raises(EndpointError, match="breaks off"):
        RemoteStore(serve(handle)).select(SELECT)


def test_an_endless_answer_is_left(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "MAX_ANSWER_BYTES", 1 << 20)

    def handle(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n")
        while True:
            request.wfile.write(b" " * 65536)

    with pytest.raises(LimitError, match="larger than 1 MiB"):
        RemoteStore(serve(handle)).select(SELECT)


def test_every_failure_is_one_of_ours(serve: Serve) -> None:
    for status in (204, 301, 302, 307):
        with pytest.raises(KgError):
            RemoteStore(serve(_answer(b"", "text/plain", status))).select(SELECT)
