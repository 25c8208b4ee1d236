"""The SPARQL 1.1 Protocol, as its test suite has it, and what clients of all kinds send.

The names of the cases are those of the W3C's suite (data-sparql11/protocol); the requests are
written anew from the specification.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, quote, urlencode, urlsplit
from xml.etree import ElementTree as Xml

import brotli
import pytest
from rdflib import Dataset, Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, RDFXML, TURTLE, XML, SPARQLWrapper

from kg.web.sparql.request import read_request
from tests.web.serving import PROBLEM, RESULTS_JSON, Answer, Served, serving, write_dataset

DATA = "http://example.org/data"
DC, FOAF = "http://purl.org/dc/terms/", "http://xmlns.com/foaf/0.1/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
QUADS = (
    "".join(f"<{DATA}{n}> <{TYPE}> <{FOAF}Document> <{DATA}{n}> .\n" for n in range(4))
    + f'<{DATA}1> <{DC}title> "釧路港の整備"@ja <{DATA}1> .\n'
    + f'<{DATA}1> <{DC}title> "a \\"quoted\\" title"@en <{DATA}1> .\n'
)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}
ROWS = {
    RESULTS_JSON,
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
}
GRAPHS = {
    "text/turtle",
    "application/n-triples",
    "application/rdf+xml",
    "application/ld+json",
    "application/trig",
}


@pytest.fixture(scope="module")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    write_dataset(folder, "first", QUADS)
    return folder


@pytest.fixture(scope="module")
def small(small_folder: Path) -> Iterator[Served]:
    """Serve a dataset of four named graphs."""
    with serving(small_folder, small_folder / "log") as server:
        yield server


def encoded(*fields: tuple[str, str]) -> bytes:
    return urlencode(fields, quote_via=quote).encode()


def truth(answer: Answer) -> bool:
    assert answer.status == 200, answer.text
    found = answer.json()["boolean"]
    assert isinstance(found, bool)
    return found


class TestQueries:
    """Cases that must succeed."""

    def test_query_get(self, small: Served) -> None:
        assert truth(small.ask("/sparql?query=ASK%20%7B%7D"))

    def test_query_post_form(self, small: Served) -> None:
        body = encoded(("query", "ASK {}"))
        assert truth(small.ask("/sparql", method="POST", headers=FORM, body=body))

    def test_query_post_direct(self, small: Served) -> None:
        assert truth(small.post("ASK {}"))

    def test_a_slash_at_the_end_makes_no_difference(self, small: Served) -> None:
        assert truth(small.post("ASK {}", target="/sparql/"))

    @pytest.mark.parametrize("by", ["get", "post", "form"])
    def test_query_dataset_default_graphs(self, small: Served, by: str) -> None:
        graphs = [("default-graph-uri", f"{DATA}1"), ("default-graph-uri", f"{DATA}2")]
        both = f"ASK {{ <{DATA}1> ?p ?o . <{DATA}2> ?q ?r }}"
        third = f"ASK {{ <{DATA}3> ?p ?o }}"
        assert truth(_asked(small, by, both, graphs))
        assert not truth(_asked(small, by, third, graphs))
        assert not truth(_asked(small, by, both, graphs[:1]))

    @pytest.mark.parametrize("by", ["get", "post", "form"])
    def test_an_empty_field_names_no_graph(self, small: Served, by: str) -> None:
        """Links made by the forms of other servers have it."""
        graphs = [("default-graph-uri", ""), ("named-graph-uri", "")]
        assert truth(_asked(small, by, f"ASK {{ <{DATA}1> ?p ?o }}", graphs))

    @pytest.mark.parametrize("by", ["get", "post", "form"])
    def test_query_dataset_named_graphs(self, small: Served, by: str) -> None:
        graphs = [("named-graph-uri", f"{DATA}1"), ("named-graph-uri", f"{DATA}2")]
        rows = _asked(small, by, "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", graphs).json()
        found = {row["g"]["value"] for row in rows["results"]["bindings"]}
        assert found == {f"{DATA}1", f"{DATA}2"}
        assert not truth(_asked(small, by, "ASK { ?s ?p ?o }", graphs))

    def test_query_dataset_full(self, small: Served) -> None:
        graphs = [("default-graph-uri", f"{DATA}3")]
        graphs += [("named-graph-uri", f"{DATA}1"), ("named-graph-uri", f"{DATA}2")]
        query = f"SELECT ?g ?x ?s {{ ?x ?y ?o . GRAPH ?g {{ ?s a <{FOAF}Document> }} }}"
        rows = _asked(small, "post", query, graphs).json()["results"]["bindings"]
        found = {tuple(row[name]["value"] for name in ("x", "g", "s")) for row in rows}
        assert found == {(f"{DATA}3", f"{DATA}{n}", f"{DATA}{n}") for n in (1, 2)}

    def test_query_multiple_dataset(self, small: Served) -> None:
        graphs = [("default-graph-uri", f"{DATA}2")]
        for number, expected in ((1, False), (2, True)):
            query = f"ASK FROM <{DATA}1> {{ <{DATA}{number}> ?p ?o }}"
            assert truth(_asked(small, "post", query, graphs)) is expected

    def test_a_dataset_in_the_query(self, small: Served) -> None:
        one = f"FROM <{DATA}1>"
        assert truth(small.query(f"ASK {one} {{ <{DATA}1> ?p ?o }}"))
        assert not truth(small.query(f"ASK {one} {{ <{DATA}2> ?p ?o }}"))
        assert not truth(small.query(f"ASK {one} {{ GRAPH ?g {{ ?s ?p ?o }} }}"))
        assert truth(small.query(f"ASK FROM NAMED <{DATA}1> {{ GRAPH ?g {{ ?s ?p ?o }} }}"))
        assert not truth(small.query(f"ASK from named <{DATA}1> {{ ?s ?p ?o }}"))
        assert truth(small.query(f'ASK {{ ?from ?p ?o FILTER("FROM" = "FROM") }} # {one}'))

    def test_without_a_dataset_all_graphs_are_the_default_one(self, small: Served) -> None:
        assert truth(small.query(f"ASK {{ <{DATA}0> ?p ?o . <{DATA}3> ?q ?r }}"))

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("SELECT (1 AS ?value) {}", ROWS),
            ("ASK {}", {RESULTS_JSON, "application/sparql-results+xml"}),
            ("DESCRIBE <http://example.org/>", GRAPHS),
            ("CONSTRUCT { <x:s> <x:p> 1 } WHERE {}", GRAPHS),
        ],
        ids=["select", "ask", "describe", "construct"],
    )
    def test_query_content_type(self, small: Served, query: str, expected: set[str]) -> None:
        answer = small.ask("/sparql", method="POST", headers=DIRECT, body=query.encode())
        assert answer.status == 200
        assert answer.media_type in expected


class TestRefusals:
    """Cases that must fail, and with the status that says why."""

    @pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
    def test_bad_query_method(self, small: Served, method: str) -> None:
        answer = small.ask("/sparql?query=ASK%20%7B%7D", method=method)
        assert (answer.status, answer.media_type) == (405, PROBLEM)
        assert "GET" in answer.headers["allow"]

    def test_bad_multiple_queries(self, small: Served) -> None:
        two = encoded(("query", "ASK {}"), ("query", "SELECT * {}"))
        assert small.ask(f"/sparql?{two.decode()}").status == 400
        assert small.ask("/sparql", method="POST", headers=FORM, body=two).status == 400
        assert small.post("ASK {}", target="/sparql?query=ASK%7B%7D").status == 400

    @pytest.mark.parametrize("body", [b"ASK {}", b"query=ASK%20%7B%7D"])
    @pytest.mark.parametrize("headers", [{"Content-Type": "text/plain"}, {}])
    def test_bad_query_type(self, small: Served, body: bytes, headers: dict[str, str]) -> None:
        """Wrong media type, missing form type, missing direct type."""
        answer = small.ask("/sparql", method="POST", headers=headers, body=body)
        assert (answer.status, answer.media_type) == (415, PROBLEM)

    def test_bad_query_non_utf8(self, small: Served) -> None:
        headers = {"Content-Type": "application/sparql-query; charset=UTF-16"}
        body = "ASK {}".encode("utf-16")
        assert small.ask("/sparql", method="POST", headers=headers, body=body).status == 400
        assert small.ask("/sparql?query=ASK%7B%3Fs%20%3Fp%20%22%FF%22%7D").status == 400

    def test_bad_query_syntax(self, small: Served) -> None:
        answer = small.ask("/sparql?query=ASK%20%7B")
        assert (answer.status, answer.media_type) == (400, PROBLEM)
        assert answer.json()["code"] == "usage"

    @pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
    def test_a_graph_without_a_whole_address(self, small: Served, name: str) -> None:
        assert small.query("ASK {}", fields=[(name, "not an iri")]).status == 400

    @pytest.mark.parametrize("more", ["quer=ASK{}", "Query=ASK{}", "default-graph-uri=x:y"])
    def test_fields_without_a_query(self, small: Served, more: str) -> None:
        answer = small.ask(f"/sparql?{more}")
        assert (answer.status, answer.media_type) == (400, PROBLEM)
        assert "query" in answer.json()["hint"]

    @pytest.mark.parametrize("more", ["", "?", "?format=ttl", "?lang=en", "?output="])
    def test_without_a_field_the_endpoint_describes_itself(self, served: Served, more: str) -> None:
        answer = served.ask(f"/sparql{more}")
        assert (answer.status, answer.media_type) == (200, "text/turtle")
        assert "sd:Service" in answer.text

    def test_a_post_without_a_query(self, small: Served) -> None:
        answer = small.ask("/sparql", method="POST", headers=FORM, body=b"format=json")
        assert answer.status == 400

    def test_a_format_that_is_not_offered(self, small: Served) -> None:
        assert small.query("ASK {}", accept="image/png").status == 406
        assert small.query("ASK {}", accept="*/*;q=0").status == 406
        assert small.query("ASK {}", accept="text/turtle").status == 406
        assert small.query("CONSTRUCT WHERE { ?s ?p ?o }", accept="text/csv").status == 406


class TestUpdates:
    """Updates are refused with 403 in all forms, and change nothing."""

    TEXTS = (
        "CLEAR ALL",
        f"INSERT DATA {{ <{DATA}9> a <{FOAF}Document> }}",
        "PREFIX x: <x:> # SELECT\nWITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "LOAD <file:///etc/passwd>",
        "DROP SILENT GRAPH <x:g>; CREATE GRAPH <x:h>",
        "CLEAR XYZ",
    )

    @pytest.mark.parametrize("text", TEXTS)
    def test_update_post(self, small: Served, text: str) -> None:
        form = small.ask("/sparql", method="POST", headers=FORM, body=encoded(("update", text)))
        direct = small.ask("/sparql", method="POST", headers=UPDATE, body=text.encode())
        by_get = small.ask(f"/sparql?{encoded(('update', text)).decode()}")
        as_query = small.post(text)
        for answer in (form, direct, by_get, as_query):
            assert (answer.status, answer.media_type) == (403, PROBLEM)
        assert small.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "text/csv").text == "n\r\n6\r\n"

    def test_update_with_a_dataset(self, small: Served) -> None:
        fields = encoded(("using-graph-uri", "x:g"), ("update", "CLEAR ALL"))
        assert small.ask("/sparql", method="POST", headers=FORM, body=fields).status == 403
        target = "/sparql?using-named-graph-uri=x%3Ag"
        body = b"DELETE WHERE { ?s ?p ?o }"
        assert small.ask(target, method="POST", headers=UPDATE, body=body).status == 403

    def test_bad_multiple_updates(self, small: Served) -> None:
        body = encoded(("update", "CLEAR NAMED"), ("update", "CLEAR DEFAULT"))
        assert small.ask("/sparql", method="POST", headers=FORM, body=body).status == 403

    def test_query_and_update_at_once(self, small: Served) -> None:
        body = encoded(("query", "ASK {}"), ("update", "CLEAR ALL"))
        assert small.ask("/sparql", method="POST", headers=FORM, body=body).status == 403

    def test_the_word_of_an_update_in_a_query_is_none(self, small: Served) -> None:
        assert truth(small.query('# DROP ALL\nASK { FILTER("INSERT DATA {}" != "CLEAR") }'))


SELECT_TITLE = f'SELECT ?t {{ ?s <{DC}title> ?t FILTER(LANG(?t) = "ja") }}'
CONSTRUCT_TITLE = 'CONSTRUCT { ?s ?p ?t } { ?s ?p ?t FILTER(LANG(?t) = "ja") }'
TITLE = "釧路港の整備"


class TestFormats:
    """Every format by Accept and by ``format=``, with weights and wildcards."""

    READERS: ClassVar[dict[str, Callable[[str], str]]] = {
        RESULTS_JSON: lambda text: json.loads(text)["results"]["bindings"][0]["t"]["value"],
        "application/sparql-results+xml": lambda text: "".join(Xml.fromstring(text).itertext()),  # noqa: S314 - our own
        "text/csv": lambda text: text.split("\r\n")[1],
        "text/tab-separated-values": lambda text: text.split("\n")[1].split('"')[1],
    }

    @pytest.mark.parametrize("media_type", sorted(ROWS))
    def test_rows(self, small: Served, media_type: str) -> None:
        answer = small.query(SELECT_TITLE, media_type)
        assert answer.media_type == media_type
        assert self.READERS[media_type](answer.text).strip() == TITLE

    @pytest.mark.parametrize(
        ("media_type", "rdflib_name"),
        [
            ("text/turtle", "turtle"),
            ("application/n-triples", "nt"),
            ("application/rdf+xml", "xml"),
            ("application/ld+json", "json-ld"),
            ("application/trig", "trig"),
        ],
    )
    # rdflib's reader of JSON-LD uses what rdflib itself calls old.
    @pytest.mark.filterwarnings(
        "ignore:(ConjunctiveGraph|Dataset)\\b.* is deprecated:DeprecationWarning"
    )
    def test_graphs(self, small: Served, media_type: str, rdflib_name: str) -> None:
        answer = small.query(CONSTRUCT_TITLE, media_type)
        assert answer.media_type == media_type
        graph = Dataset(default_union=True)
        graph.parse(data=answer.text, format=rdflib_name)
        assert [str(title) for title in graph.objects(URIRef(f"{DATA}1"))] == [TITLE]

    @pytest.mark.parametrize("code", ["0001", "000C", "FFFE", "FFFF"])
    @pytest.mark.parametrize(
        ("query", "media_type", "others"),
        [
            ('SELECT ("a\\u%sz" AS ?t) {}', "application/sparql-results+xml", RESULTS_JSON),
            ('CONSTRUCT { <x:a> <x:b> "a\\u%sz" } {}', "application/rdf+xml", "text/turtle"),
        ],
    )
    def test_what_xml_cannot_hold(
        self, small: Served, code: str, query: str, media_type: str, others: str
    ) -> None:
        """Such a document would be none (XML 1.0, 2.2); other formats hold it."""
        for _ in range(2):
            answer = small.query(query % code, media_type)
            assert (answer.status, answer.media_type) == (406, PROBLEM)
            problem = answer.json()
            assert problem["code"] == "not-acceptable"
            assert f"U+{code}" in problem["detail"]
            assert "JSON" in problem["hint"]
        answer = small.query(query % code, others)
        assert answer.status == 200
        graph = Graph()
        text = answer.text
        if others == "text/turtle":
            text = str(next(graph.parse(data=text, format="turtle").objects()))
        else:
            text = self.READERS[others](text)
        assert text == f"a{chr(int(code, 16))}z"

    def test_a_property_that_has_no_name_for_xml(self, small: Served) -> None:
        query = "CONSTRUCT { <x:a> <http://example.org/2026> 1 } {}"
        answer = small.query(query, "application/rdf+xml")
        assert (answer.status, answer.media_type) == (406, PROBLEM)
        assert small.query(query, "application/n-triples").status == 200

    def test_a_return_is_no_line_end_in_xml(self, small: Served) -> None:
        """A bare one would be read as a line end (XML 1.0, 2.11)."""
        value = "a\rb\r\nc\td"
        quoted = json.dumps(value)
        answer = small.query(f"SELECT ({quoted} AS ?t) {{}}", "application/sparql-results+xml")
        assert "".join(Xml.fromstring(answer.text).itertext()) == value  # noqa: S314 - our own
        answer = small.query(f"CONSTRUCT {{ <x:a> <x:b> {quoted} }} {{}}", "application/rdf+xml")
        assert str(next(Graph().parse(data=answer.text, format="xml").objects())) == value

    @pytest.mark.parametrize(
        ("short", "media_type"),
        [
            ("json", RESULTS_JSON),
            ("xml", "application/sparql-results+xml"),
            ("csv", "text/csv"),
            ("tsv", "text/tab-separated-values"),
            ("text/csv", "text/csv"),
        ],
    )
    def test_a_link_names_the_format_of_rows(
        self, small: Served, short: str, media_type: str
    ) -> None:
        for name in ("format", "output"):
            answer = small.query(SELECT_TITLE, "image/png", fields=[(name, short)])
            assert (answer.status, answer.media_type) == (200, media_type)

    @pytest.mark.parametrize(
        ("short", "media_type"),
        [
            ("ttl", "text/turtle"),
            ("turtle", "text/turtle"),
            ("nt", "application/n-triples"),
            ("rdf", "application/rdf+xml"),
            ("rdf+xml", "application/rdf+xml"),
            ("xml", "application/rdf+xml"),
            ("jsonld", "application/ld+json"),
            ("json-ld", "application/ld+json"),
            ("json", "application/ld+json"),
            ("trig", "application/trig"),
        ],
    )
    def test_a_link_names_the_format_of_graphs(
        self, small: Served, short: str, media_type: str
    ) -> None:
        answer = small.query(CONSTRUCT_TITLE, fields=[("format", short)])
        assert (answer.status, answer.media_type) == (200, media_type)

    def test_a_link_with_a_format_that_is_none(self, small: Served) -> None:
        assert small.query(SELECT_TITLE, fields=[("format", "docx")]).status == 406

    @pytest.mark.parametrize(
        ("accept", "media_type"),
        [
            ("*/*", RESULTS_JSON),
            ("text/*", "text/csv"),
            (
                "text/*;q=0.5, application/sparql-results+xml;q=0.6",
                "application/sparql-results+xml",
            ),
            ("text/csv;q=0.1, text/tab-separated-values;q=0.9", "text/tab-separated-values"),
            (f"*/*;q=0.1, {RESULTS_JSON};q=0, text/csv", "text/csv"),
            ("text/csv;q=nan, */*;q=0.2", RESULTS_JSON),
            ("TEXT/CSV", "text/csv"),
            ("text/csv; header=absent; q=0.5, image/png", "text/csv"),
            (",;q=1,,text/csv", "text/csv"),
            ("application/json", "application/json"),
        ],
    )
    def test_weights_and_wildcards(self, small: Served, accept: str, media_type: str) -> None:
        answer = small.query(SELECT_TITLE, accept)
        assert (answer.status, answer.media_type) == (200, media_type)
        assert "Accept" in answer.headers["vary"]

    def test_truths_in_both_formats_that_have_them(self, small: Served) -> None:
        assert "<boolean>true</boolean>" in small.query("ASK {}", "application/xml").text
        assert truth(small.query("ASK {}", "application/json"))


class TestHttp:
    """HEAD, OPTIONS, CORS, compression, ETag and UTF-8."""

    def test_head_is_get_without_a_body(self, small: Served) -> None:
        target = f"/sparql?{encoded(('query', SELECT_TITLE)).decode()}"
        got, headed = small.ask(target), small.ask(target, method="HEAD")
        assert (headed.status, headed.body) == (200, b"")
        for name in ("content-type", "content-length", "etag", "vary"):
            assert headed.headers[name] == got.headers[name]

    def test_pages_of_other_hosts_may_ask(self, small: Served) -> None:
        headers = {
            "Origin": "https://elsewhere.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        }
        before = small.ask("/sparql", method="OPTIONS", headers=headers)
        assert (before.status, before.body) == (204, b"")
        assert "POST" in before.headers["access-control-allow-methods"]
        assert "content-type" in before.headers["access-control-allow-headers"].lower()
        for answer in (
            before,
            small.query("ASK {}"),
            small.query("ASK {"),
            small.post("CLEAR ALL"),
        ):
            assert answer.headers["access-control-allow-origin"] == "*"
        assert "ETag" in small.query("ASK {}").headers["access-control-expose-headers"]

    @pytest.mark.parametrize(
        ("accepted", "coding"),
        [("gzip", "gzip"), ("br, gzip", "br"), ("br;q=0, gzip;q=0.1", "gzip"), ("identity", None)],
    )
    def test_compression(self, small: Served, accepted: str, coding: str | None) -> None:
        query = f"SELECT * {{ VALUES ?x {{ {'0 ' * 1000} }} }}"
        answer = small.query(query, headers={"Accept-Encoding": accepted})
        assert answer.headers.get("content-encoding") == coding
        assert "Accept-Encoding" in answer.headers["vary"]
        unpack: dict[str | None, Callable[[bytes], bytes]] = {
            "gzip": gzip.decompress,
            "br": brotli.decompress,
            None: bytes,
        }
        assert unpack[coding](answer.body) == small.query(query).body

    def test_what_is_known_is_not_sent_again(self, small: Served) -> None:
        first = small.query(SELECT_TITLE)
        again = small.query(SELECT_TITLE, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        strong = first.headers["etag"].removeprefix("W/")
        listed = small.query(SELECT_TITLE, headers={"If-None-Match": f'"other", {strong}'})
        assert listed.status == 304

    @pytest.mark.parametrize("method", ["GET", "HEAD"])
    def test_what_is_known_in_any_form_is_not_sent(self, small: Served, method: str) -> None:
        """RFC 9110, 13.1.2; for a static file and for what changes, too."""
        known = {"If-None-Match": "*"}
        for _ in range(3):
            answer = small.query(SELECT_TITLE, headers=known, method=method)
            assert (answer.status, answer.body) == (304, b"")
            assert answer.headers["etag"] == small.query(SELECT_TITLE).headers["etag"]
            assert "content-type" not in answer.headers
        for target in ("/health", "/api/docs", "/static/site.js", "/static/editor.js"):
            assert small.ask(target, headers=known, method=method).status == 304

    def test_what_is_not_there_cannot_be_known(self, small: Served) -> None:
        known = {"If-None-Match": "*"}
        assert small.query("SELECT nothing", headers=known).status == 400
        assert small.ask("/static/none.js", headers=known).status == 404
        assert small.query(SELECT_TITLE, "image/png", headers=known).status == 406
        assert small.post(SELECT_TITLE, headers=known).status == 200

    def test_another_query_or_format_has_another_tag(self, small: Served) -> None:
        answers = [small.query(SELECT_TITLE), small.query(f"{SELECT_TITLE} LIMIT 1")]
        answers.append(small.query(SELECT_TITLE, "text/csv"))
        answers.append(small.query(SELECT_TITLE, headers={"Accept-Encoding": "br"}))
        answers.append(small.query(SELECT_TITLE, fields=[("default-graph-uri", f"{DATA}1")]))
        assert len({answer.headers["etag"] for answer in answers}) == len(answers)

    def test_a_post_is_always_answered(self, small: Served) -> None:
        first = small.post(SELECT_TITLE)
        again = small.post(SELECT_TITLE, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status, again.body) == (200, first.body)

    @pytest.mark.parametrize("function", ["NOW", "RAND", "UUID", "STRUUID", "now ", "Rand#\n"])
    def test_what_changes_from_time_to_time_has_no_tag(self, small: Served, function: str) -> None:
        query = f"SELECT ({function}() AS ?x) {{}}"
        first, second = small.query(query), small.query(query)
        assert first.status == 200
        assert first.body != second.body
        assert "etag" not in first.headers
        assert first.headers["cache-control"] == "no-store"

    def test_the_tag_changes_with_the_dataset(
        self, tmp_path: Path, serve: Callable[..., Served]
    ) -> None:
        write_dataset(tmp_path / "data", "first", QUADS)
        query = f"ASK {{ <{DATA}7> ?p ?o }}"
        first = serve(tmp_path / "data").query(query)
        write_dataset(tmp_path / "data", "second", QUADS.replace(f"{DATA}3", f"{DATA}7"))
        known = {"If-None-Match": first.headers["etag"]}
        second = serve(tmp_path / "data").query(query, headers=known)
        assert (truth(first), truth(second)) == (False, True)
        assert first.headers["etag"] != second.headers["etag"]

    def test_japanese_in_and_out(self, small: Served) -> None:
        query = f'SELECT ?題名 {{ ?s <{DC}title> ?題名 FILTER(CONTAINS(?題名, "釧路")) }} # 港'
        for answer in (small.query(query, "text/csv"), small.post(query, "text/csv")):
            assert answer.text == f"題名\r\n{TITLE}\r\n"
            assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        plus = quote(query).replace("%20", "+")
        assert small.ask(f"/sparql?query={plus}&format=csv").text == f"題名\r\n{TITLE}\r\n"

    @pytest.mark.parametrize("more", [[], [("format", "json")]])
    def test_a_file_of_windows_can_be_sent(
        self, small: Served, more: list[tuple[str, str]]
    ) -> None:
        query = "\ufeffASK {}"
        assert truth(small.query(query, fields=more))
        assert truth(small.post(query))
        body = encoded(("query", query), *more)
        assert truth(small.ask("/sparql", method="POST", headers=FORM, body=body))

    @pytest.mark.parametrize(
        ("sent", "query"),
        [
            (b"%61+%E6%B8%AF%2B", "a \u6e2f+"),
            (b"%5Cu0041\\x41\\", "\\u0041\\x41\\"),
            (b"\\x41", "\\x41"),
            (b"100%, %zz %4", "100%, %zz %4"),
            (b"%25%36%31", "%61"),
            ("\u6e2f%E6%B8%AF".encode(), "\u6e2f\u6e2f"),
            (b"a%0A%00%3D%26", "a\n\0=&"),
        ],
    )
    def test_signs_that_are_percent_encoded(self, sent: bytes, query: str) -> None:
        assert read_request("GET", b"format=&&query=" + sent, "", b"").query == query
        assert read_request("POST", b"", FORM["Content-Type"], b"query=" + sent).query == query


class TestLinks:
    """Links to a query, opened by a person with a browser: the editor shows query and answer."""

    BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"

    @pytest.mark.parametrize("accept", [BROWSER, "text/html"])
    @pytest.mark.parametrize("method", ["GET", "HEAD"])
    def test_a_link_leads_to_the_editor(self, small: Served, accept: str, method: str) -> None:
        query = f'SELECT * {{ ?s ?p "{TITLE} & 1+1=2#%"@ja }}'
        headers = {"Accept": accept}
        answer = small.ask(f"/sparql?query={quote(query)}", method=method, headers=headers)
        assert answer.status == 303
        assert "Accept" in answer.headers["vary"]
        place = urlsplit(answer.headers["location"])
        assert (place.path, parse_qs(place.query)) == ("/editor", {"query": [query]})

    @pytest.mark.parametrize("more", [("format", "csv"), ("default-graph-uri", f"{DATA}1")])
    def test_a_link_that_says_more_is_answered(self, small: Served, more: tuple[str, str]) -> None:
        assert small.query(SELECT_TITLE, self.BROWSER, fields=[more]).status == 200

    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ("SELEC ?s {}", 400),
            (CONSTRUCT_TITLE, 406),
            ("DROP ALL", 403),
            ("SELECT * { ?a ?b ?c }&query=ASK", 400),
        ],
    )
    def test_a_problem_is_told_by_a_page(self, small: Served, query: str, status: int) -> None:
        """The form of the editor asks so where there are no scripts."""
        target = f"/sparql?query={quote(query, safe='&=')}&format=csv"
        for accept, media_type in ((self.BROWSER, "text/html"), ("*/*", PROBLEM)):
            answer = small.ask(target, headers={"Accept": accept, "Accept-Language": "ja"})
            assert (answer.status, answer.media_type) == (status, media_type)

    def test_a_page_leads_back_to_the_whole_query(self, small_folder: Path, tmp_path: Path) -> None:
        query = (
            "SELECT (COUNT(*) AS ?n) { "
            + "".join(f"?s{n} ?p{n} ?o{n} . " for n in range(200))
            + "}"
        )
        with serving(small_folder, tmp_path / "log", "--time-limit-s", "1") as server:
            target = f"/sparql?query={quote(query)}&format=csv"
            answer = server.ask(target, headers={"Accept": self.BROWSER})
        assert answer.status == 503
        places = [
            parse_qs(urlsplit(unescape(one)).query)
            for one in re.findall(r'href="(/sparql\?[^"]+)"', answer.text)
        ]
        assert places
        assert {place["query"][0] for place in places} == {query}

    JAVA = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"
    """What Java's own client takes, unless told otherwise."""

    @pytest.mark.parametrize("accept", ["*/*", "text/csv, text/html;q=0.9, */*;q=0.1", "", JAVA])
    def test_programs_are_answered(self, small: Served, accept: str) -> None:
        assert small.query(SELECT_TITLE, accept).status == 200

    def test_a_form_is_answered(self, small: Served) -> None:
        body = encoded(("query", "ASK {}"))
        headers = {**FORM, "Accept": self.BROWSER}
        answer = small.ask("/sparql", method="POST", headers=headers, body=body)
        assert answer.media_type == "application/xml"


class TestClients:
    """Programs that people use."""

    @pytest.mark.parametrize("method", ["GET", POST])
    def test_sparqlwrapper(self, small: Served, method: str) -> None:
        client: Any = SPARQLWrapper(small.endpoint)
        client.setMethod(method)
        client.setQuery(SELECT_TITLE)
        client.setReturnFormat(JSON)
        rows = client.queryAndConvert()
        assert rows["results"]["bindings"][0]["t"]["value"] == TITLE
        client.setReturnFormat(XML)
        assert TITLE in client.queryAndConvert().toxml()
        client.setReturnFormat(CSV)
        assert TITLE in client.queryAndConvert().decode()
        client.setQuery(CONSTRUCT_TITLE)
        client.setReturnFormat(TURTLE)
        assert TITLE in client.queryAndConvert().decode()

    @pytest.mark.parametrize("method", ["GET", POST])
    # SPARQLWrapper and rdflib's reader of JSON-LD use what rdflib itself calls old.
    @pytest.mark.filterwarnings(
        "ignore:(ConjunctiveGraph|Dataset)\\b.* is deprecated:DeprecationWarning"
    )
    @pytest.mark.parametrize("name", [None, XML, RDFXML, JSONLD, TURTLE, N3])
    def test_sparqlwrapper_with_each_format_of_graphs(
        self, small: Served, method: str, name: str | None
    ) -> None:
        client: Any = SPARQLWrapper(small.endpoint)
        client.setMethod(method)
        client.setQuery(CONSTRUCT_TITLE)
        if name:
            client.setReturnFormat(name)
        found = client.queryAndConvert()
        if name in (TURTLE, N3):  # SPARQLWrapper gives these as they came
            found = Graph().parse(data=found, format=name)
        assert [str(title) for title in found.objects()] == [TITLE]

    def test_rdflib(self, small: Served) -> None:
        graph = Graph(SPARQLStore(small.endpoint), identifier=URIRef(f"{DATA}1"))
        titles = graph.objects(URIRef(f"{DATA}1"), URIRef(f"{DC}title"))
        assert TITLE in {str(title) for title in titles}
        rows = Graph(SPARQLStore(small.endpoint, method="POST")).query(SELECT_TITLE)
        assert [str(row[0]) for row in rows] == [TITLE]  # type: ignore[index]

    def test_curl(self, small: Served) -> None:
        def curl(*options: str) -> str:
            command = ["curl", "-sS", "--fail", "--max-time", "120", *options]
            return subprocess.run(command, capture_output=True, text=True, check=True).stdout

        by_form = curl(
            "-H", "Accept: text/csv", "-d", "query=" + quote(SELECT_TITLE), small.endpoint
        )
        by_link = curl("-G", "--data-urlencode", f"query={SELECT_TITLE}", small.endpoint)
        as_text = ["-H", "Content-Type: application/sparql-query", "-H", "Accept: text/csv"]
        direct = curl("--data-binary", SELECT_TITLE, *as_text, "--compressed", small.endpoint)
        assert by_form == direct
        assert TITLE in by_form
        assert json.loads(by_link)["results"]["bindings"][0]["t"]["value"] == TITLE
        head = curl("-I", "-G", "--data-urlencode", "query=ASK {}", small.endpoint)
        assert head.startswith("HTTP/1.1 200")


def _asked(server: Served, by: str, query: str, graphs: list[tuple[str, str]]) -> Answer:
    """Ask a query with a dataset: all in the address, the query in the body, or all in a form."""
    if by == "get":
        return server.query(query, fields=graphs)
    if by == "post":
        return server.post(query, target=f"/sparql?{encoded(*graphs).decode()}")
    body = encoded(("query", query), *graphs)
    headers = {**FORM, "Accept": RESULTS_JSON}
    return server.ask("/sparql", method="POST", headers=headers, body=body)
