"""SERVICE: only what is on the list is asked, whatever a query looks like."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import KgError, UsageError
from kg.web.sparql.services import Services
from tests.web.serving import Served, little_server, send, write_dataset

QUADS = '<x:here> <x:label> "here" <x:g> .\n'
THERE = b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"x:there"}}]}}'
ALLOWED = "http://allowed.example/sparql"


class Elsewhere:
    """A SPARQL server that answers always the same, and remembers what it was asked."""

    def __init__(self) -> None:
        self.address = ""
        self.asked: list[str] = []

    def handle(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0)).decode()
        self.asked.append(parse_qs(urlsplit(request.path).query or body).get("query", [body])[0])
        path = urlsplit(request.path).path
        if path == "/sparql":
            send(request, THERE)
            return
        to = {
            "/around": f"{self.address}/off",
            "/file": "file:///etc/passwd",
            "/back": f"{self.address}/sparql",
        }
        request.send_response(307 if path == "/around" else 302)
        request.send_header("Location", to[path])
        request.send_header("Content-Length", "0")
        request.end_headers()


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    found = Elsewhere()
    with little_server(found.handle) as address:
        found.address = address
        yield found


@pytest.fixture
def asking(elsewhere: Elsewhere, tmp_path: Path, serve: Callable[..., Served]) -> Served:
    """Serve a small dataset whose queries may ask three addresses of the other server."""
    write_dataset(tmp_path / "data", "first", QUADS)
    allowed = ",".join(
        f"{elsewhere.address}/{name}" for name in ("sparql", "around", "file", "back")
    )
    return serve(tmp_path / "data", "--services", allowed, "--time-limit-s", "5")


def test_what_is_on_the_list_is_asked(asking: Served, elsewhere: Elsewhere) -> None:
    there = f"{elsewhere.address}/sparql"
    query = f"SELECT ?s ?here {{ ?here <x:label> 'here' SERVICE <{there}> {{ ?s <x:p> ?o }} }}"
    answer = asking.query(query, "text/csv")
    assert (answer.status, answer.text) == (200, "s,here\r\nx:there,x:here\r\n")
    assert len(elsewhere.asked) == 1
    assert "x:p" in elsewhere.asked[0]
    assert "etag" not in answer.headers  # the other side may answer otherwise tomorrow
    with_text = f'SELECT ("SERVICE <{there}>" AS ?t) {{ service silent # a\n <{there}> {{ }} }}'
    assert f"SERVICE <{there}>" in asking.query(with_text, "text/csv").text
    assert len(elsewhere.asked) == 2


@pytest.mark.parametrize("other", ["{}/other", "{}/sparql/", "{}/sparql?x=y", "{}/SPARQL"])
def test_what_is_not_on_the_list_is_not_asked(
    asking: Served, elsewhere: Elsewhere, other: str
) -> None:
    address = other.format(elsewhere.address)
    answer = asking.query(f"ASK {{ SERVICE <{address}> {{ ?s ?p ?o }} }}")
    assert answer.status == 400
    assert address in answer.json()["detail"]
    assert elsewhere.asked == []


@pytest.mark.parametrize("name", ["around", "file"])
def test_a_redirect_off_the_list_is_not_followed(
    asking: Served, elsewhere: Elsewhere, name: str
) -> None:
    answer = asking.query(f"ASK {{ SERVICE <{elsewhere.address}/{name}> {{ ?s ?p ?o }} }}")
    assert answer.status == 502
    assert len(elsewhere.asked) == 1
    # Neither the relay's address is told nor its key.
    assert "127.0.0.1" not in answer.text.replace(elsewhere.address, "")


def test_a_redirect_on_the_list_is_followed(asking: Served, elsewhere: Elsewhere) -> None:
    answer = asking.query(f"SELECT ?s {{ SERVICE <{elsewhere.address}/back> {{ ?s ?p ?o }} }}")
    assert answer.status == 200
    assert len(elsewhere.asked) == 2


def test_an_address_that_is_no_web_address_cannot_be_allowed() -> None:
    with pytest.raises(UsageError, match="no address that SERVICE may ask"):
        Services(("file:///etc/passwd",), 1)


def test_only_the_address_of_a_clause_is_changed() -> None:
    services = Services((ALLOWED,), 1)
    text = (
        f"PREFIX service: <{ALLOWED}> SELECT ?service {{ # SERVICE <{ALLOWED}>\n"
        f"?service service:x 'SERVICE <{ALLOWED}> {{}}' . SERVICE <{ALLOWED}> {{ ?s ?p ?o }} }}"
    )
    found = services.allow(text)
    before, _, after = text.rpartition(ALLOWED)
    assert found.startswith(before + "http://127.0.0.1:")
    assert found.endswith(after)


# Pieces that a query is made of, and those by which readers of a query are led astray.
PIECES = st.sampled_from(
    [
        *("SERVICE", "service", "SERVICESILENT", "SERVICE SILENT", "sErViCe", "SERVICEx:y"),
        *("<{trap}>", "<{trap}>", "?x", "x:y", "x:", "a", "<'>", '<">', "<x:y>", "<?x&&?y>"),
        *("{", "}", "{ ?s ?p ?o }", "{ ?s ?p ?o }", "(", ")", "[", "]", ".", ";", ","),
        *("'", '"', "'''", '"""', "'a'", '"""a"""', "\\", "\\'", "\\u0053", "\\u0022"),
        *("#", "\n", "# '''\n", "x:c#", "@en", "^^", "FILTER", "FILTER(?a<'>')", "BIND(1 AS ?b)"),
        *("OPTIONAL", "UNION", "GRAPH ?x", "LATERAL", "VALUES ?x { <{trap}> }", "MINUS", "1", "1."),
        *("?s ?p ?o .", "?s ?p ", "FILTER(1<2)", "FILTER('a'='a')", "FILTER NOT EXISTS", "\t", " "),
    ]
)
QUERIES = st.builds(
    lambda pieces, glue: (
        "PREFIX x: <{trap}/> PREFIX SERVICEx: <x:> ASK {" + glue.join(pieces) + "}"
    ),
    st.lists(PIECES, max_size=12),
    st.sampled_from(["", " "]),
)


class Trap:
    """A server that nobody may ask."""

    def __init__(self) -> None:
        self.address = ""
        self.asked: list[str] = []

    def catch(self, request: BaseHTTPRequestHandler) -> None:
        self.asked.append(request.path)
        send(request, THERE)


@pytest.fixture(scope="module")
def trap() -> Iterator[Trap]:
    found = Trap()
    with little_server(found.catch) as address:
        found.address = address
        yield found


@settings(max_examples=600, deadline=None, suppress_health_check=list(HealthCheck))
@given(template=QUERIES)
def test_no_query_that_passes_asks_anybody(trap: Trap, template: str) -> None:
    """What passes with an empty list is given to Oxigraph as it is: nobody may then be asked."""
    trap.asked.clear()
    text = template.replace("{trap}", trap.address)
    with contextlib.suppress(KgError):
        passed = Services((), 1).allow(text)
        store = pyoxigraph.Store()
        store.update(f"INSERT DATA {{ <x:s> <x:p> <{trap.address}> }}")
        with contextlib.suppress(SyntaxError, ValueError, OSError, RuntimeError):
            bool(store.query(passed))
    assert trap.asked == []


@pytest.mark.parametrize(
    "template",
    [
        "ASK {SERVICESILENT<{trap}>{?s ?p ?o}}",
        "ASK {VALUES ?a {1} FILTER(?a<'>'||1=1) SERVICE <{trap}> {?s ?p ?o} FILTER('a'='a')}",
        "PREFIX x: <x:> ASK { OPTIONAL { ?s ?p x:c# '''\n } SERVICE <{trap}> { } # '''\n }",
        "PREFIX SERVICEx: <{trap}> PREFIX x: <{trap}> ASK { SERVICEx: { ?s ?p ?o } }",
    ],
)
def test_what_oxigraph_would_ask_does_not_pass(trap: Trap, template: str) -> None:
    """The trap does catch: what Oxigraph is given without our looking is asked there."""
    trap.asked.clear()
    text = template.replace("{trap}", trap.address)
    bool(pyoxigraph.Store().query(text))
    assert len(trap.asked) == 1
    with pytest.raises(UsageError):
        Services((), 1).allow(text)
