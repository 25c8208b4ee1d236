"""Linked data: every form of a thing's address leads to what is said of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph
import pytest
import rdflib
from rdflib import RDF, RDFS, SKOS, VOID, URIRef

from kg.dataset import open_dataset
from kg.errors import FormatError
from kg.graph.sorted_lines import SortedLines
from kg.graph.terms import CHIIKI
from kg.store.embedded import EmbeddedStore
from kg.web.addresses.names import meant, things
from kg.web.resources.writing import TYPES, write
from tests.conftest import ELSEWHERE
from tests.web.client import Client
from tests.web.serving import Served, serving

BASE = "https://w3id.org/chiiki/id/"
PORT = URIRef(f"{BASE}asset/釧路港")
ENCODED = "asset/%E9%87%A7%E8%B7%AF%E6%B8%AF"
RIVER = "asset/釧路川/弟子屈地区"
TURTLE = pyoxigraph.RdfFormat.TURTLE


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        ("", f"/page/{ENCODED}"),
        ("*/*", f"/page/{ENCODED}"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", f"/page/{ENCODED}"),
        ("text/turtle", f"/data/{ENCODED}.ttl"),
        ("text/html;q=0.4, application/ld+json;q=0.6", f"/data/{ENCODED}.jsonld"),
        ("application/n-triples, */*;q=0.1", f"/data/{ENCODED}.nt"),
        ("application/rdf+xml", f"/data/{ENCODED}.rdf"),
        ("application/json", f"/data/{ENCODED}.jsonld"),
        ("text/csv", f"/api/queries/facts?format=csv&resource={quote(PORT, safe='')}"),
    ],
)
def test_the_address_of_a_thing_leads_to_what_is_accepted(
    client: Client, accept: str, location: str
) -> None:
    headers = {"Accept": accept} if accept else {}
    got = client.get("/id/asset/釧路港", **headers)
    assert (got.status, got.headers["location"]) == (303, location)
    assert "Accept" in got.headers["vary"]
    assert got.links["canonical"] == [f"{BASE}{ENCODED}"]
    assert got.links["describedby"] == [f"/data/{ENCODED}.{suffix}" for suffix in TYPES]
    assert got.links["alternate"] == [f"/page/{ENCODED}"]


@pytest.mark.parametrize("path", ["/id/asset/釧路港", "/vocab/work-category/港湾"])
def test_a_thing_can_be_had_as_json_and_as_a_table(client: Client, path: str) -> None:
    place = client.get(path, Accept="application/json").headers["location"]
    assert client.get(place).headers["content-type"] == "application/ld+json"
    table = client.get(client.get(path, Accept="text/csv").headers["location"])
    assert table.headers["content-type"].startswith("text/csv")
    assert table.body.startswith(b"property,value,link,page\r\n".replace(b"\r\n", b"\n"))
    assert len(table.body.splitlines()) > 2


def test_what_is_not_offered_is_a_406(client: Client) -> None:
    got = client.get("/id/asset/釧路港", Accept="image/png")
    assert got.status == 406
    assert {"text/turtle", "application/json", "text/csv"} <= set(
        got.json["hint"].removeprefix("Offered: ").split(", ")
    )


@pytest.mark.parametrize(
    "path",
    [
        "/id/asset/釧路港",
        f"/id/{ENCODED}",
        f"/id/{ENCODED.lower()}",
        "/id/%61sset/%E9%87%A7%E8%B7%AF%E6%B8%AF",
    ],
)
def test_every_form_of_an_address_is_one_thing(client: Client, path: str) -> None:
    assert client.get(path).headers["location"] == f"/page/{ENCODED}"


def test_an_address_that_is_not_encoded_is_read_too(client: Client) -> None:
    got = client.get_unencoded("/id/asset/釧路港?lang=日本")
    assert got.headers["location"] == f"/page/{ENCODED}"
    assert client.get_unencoded("/api/search?q=釧路港").json["total"] > 0


def decomposed_name(client: Client) -> tuple[str, str]:
    """Return the name of a thing that NFD writes otherwise, in NFC and NFD."""
    found = client.get("/api/queries/assets").json["items"]
    found += client.get("/api/queries/agents").json["items"]
    for item in found:
        iri = next(value for value in item.values() if str(value).startswith(BASE))
        name = iri.removeprefix(BASE)
        other = unicodedata.normalize("NFD", name)
        if other != name:
            return name, other
    raise AssertionError("no name has a letter with a mark")


def test_names_in_nfd_are_those_in_nfc(client: Client) -> None:
    name, other = decomposed_name(client)
    expected = f"/page/{quote(name)}"
    assert client.get(f"/id/{other}").headers["location"] == expected
    assert client.get_unencoded(f"/id/{other}").headers["location"] == expected
    assert client.get(f"/data/{other}.ttl").status == 200


def test_full_width_letters_are_those_of_half_width(client: Client) -> None:
    assert client.get("/id/ａｓｓｅｔ/釧路西ＩＣ").headers["location"] == "/page/" + quote(
        "asset/釧路西IC"
    )


@pytest.mark.parametrize("suffix", [*TYPES, "html"])
def test_a_suffix_chooses_the_format_whatever_is_accepted(client: Client, suffix: str) -> None:
    got = client.get(f"/id/{RIVER}.{suffix}", Accept="image/png")
    place = f"/page/{quote(RIVER)}" if suffix == "html" else f"/data/{quote(RIVER)}.{suffix}"
    assert (got.status, got.headers["location"]) == (303, place)


@pytest.mark.parametrize("suffix", TYPES)
def test_all_files_of_a_thing_say_the_same(client: Client, suffix: str) -> None:
    turtle = client.get(f"/data/{ENCODED}.ttl").body
    got = client.get(f"/data/{ENCODED}.{suffix}")
    assert got.headers["content-type"].partition(";")[0] == TYPES[suffix]
    form = pyoxigraph.RdfFormat.from_media_type(TYPES[suffix])
    found = {str(quad.triple) for quad in pyoxigraph.parse(got.body, format=form)}
    assert found == {str(quad.triple) for quad in pyoxigraph.parse(turtle, format=TURTLE)}
    assert got.links["describes"] == [f"{BASE}{ENCODED}"]
    assert f"/data/{ENCODED}.{suffix}" not in got.links["alternate"]
    assert len(got.links["alternate"]) == len(TYPES)


def test_a_description_is_to_the_letter_what_the_dataset_says(
    client: Client, dataset_folder: Path
) -> None:
    version = open_dataset(dataset_folder).version
    assert version is not None
    with (Path(version) / "dataset.nq").open("rb") as file:
        said = {
            str(quad.triple) for quad in pyoxigraph.parse(file, format=pyoxigraph.RdfFormat.N_QUADS)
        }
    served = client.get(f"/data/{ENCODED}.nt").body
    found = {
        str(quad.triple) for quad in pyoxigraph.parse(served, format=pyoxigraph.RdfFormat.N_TRIPLES)
    }
    assert found - said == set()
    assert any("nonNegativeInteger" in triple for triple in found)


def test_a_description_has_quotes_relations_both_ways_and_labels(client: Client) -> None:
    graph = rdflib.Graph().parse(client.get(f"/data/{ENCODED}.ttl").body, format="turtle")
    assert (PORT, RDFS.label, rdflib.Literal("釧路港", lang="ja")) in graph
    assert list(graph.objects(PORT, CHIIKI.concernedBy))
    works = list(graph.subjects(CHIIKI.concernsAsset, PORT))
    assert works
    assert all(graph.value(work, RDFS.label) for work in works)
    quoted = {str(words) for words in graph.objects(None, CHIIKI.words)}
    assert "釧路港の整備" in quoted


def test_a_description_without_a_suffix_says_where_it_is(client: Client) -> None:
    got = client.get(f"/data/{ENCODED}", Accept="application/n-triples")
    assert got.status == 200
    assert got.headers["content-location"] == f"/data/{ENCODED}.nt"
    assert client.get(f"/data/{ENCODED}", Accept="text/html").status == 406


@pytest.mark.parametrize(
    "path",
    [
        "/id/asset/どこにもない港",
        "/id/",
        "/id/asset//",
        "/id/.ttl",
        "/id/asset/釧路港.pdf",
        "/id/..%2f..%2fetc%2fpasswd",
        "/id/%00",
        "/id/%0d%0aSet-Cookie:%20a=b",
        "/id/<script>",
        "/data/asset/どこにもない港.ttl",
        "/vocab/certainty/nothing",
        "/vocab/9.9.9",
        "/ontology/9.9.9",
        "/ontology/%0d%0a",
        "/static/nothing.css",
        "/static/",
        "/static/..%2f..%2fsettings.toml",
    ],
)
def test_what_is_not_there_is_a_problem(client: Client, path: str) -> None:
    got = client.get(path)
    assert got.status == 404
    assert got.headers["content-type"] == "application/problem+json"
    assert got.json["code"] == "not-found"
    assert "set-cookie" not in got.headers


def test_bytes_that_are_no_utf8_are_a_problem(client: Client) -> None:
    assert client.get("/id/asset/%FF%FE").json["code"] == "usage"
    assert client.get("/id/asset/100%zz").status == 404


@pytest.fixture(scope="module")
def tricky() -> EmbeddedStore:
    """Return a store with things whose names look like files."""
    store = pyoxigraph.Store()
    label = pyoxigraph.NamedNode(str(RDFS.label))
    graph = pyoxigraph.NamedNode(f"{BASE}p/graph")
    for name in ("資料", "資料.rdf", "資料.rdf.ttl", "第1.5期", "A%20b%2Fc", "class/chiiki:Port"):
        thing = pyoxigraph.NamedNode(f"{BASE}{name}")
        store.add(pyoxigraph.Quad(thing, label, pyoxigraph.Literal(name), graph))
    return EmbeddedStore(store)


@pytest.mark.parametrize(
    ("path", "at_id", "at_data"),
    [
        ("資料", ("資料", ""), ("資料", "")),
        ("資料.ttl", ("資料", "ttl"), ("資料", "ttl")),
        ("資料.rdf", ("資料.rdf", ""), ("資料", "rdf")),
        ("資料.rdf.nt", ("資料.rdf", "nt"), ("資料.rdf", "nt")),
        ("資料.rdf.ttl", ("資料.rdf.ttl", ""), ("資料.rdf", "ttl")),
        ("資料.rdf.ttl.ttl", ("資料.rdf.ttl", "ttl"), ("資料.rdf.ttl", "ttl")),
        ("第1.5期", ("第1.5期", ""), ("第1.5期", "")),
        ("第1.5期.jsonld", ("第1.5期", "jsonld"), ("第1.5期", "jsonld")),
        ("A%20b%2fc", ("A%20b%2Fc", ""), ("A%20b%2Fc", "")),
        ("Ａ　b%2Fc", ("A%20b%2Fc", ""), ("A%20b%2Fc", "")),
        ("class/chiiki:Port.nt", ("class/chiiki:Port", "nt"), ("class/chiiki:Port", "nt")),
        ("class/chiiki%3APort", None, None),
    ],
)
def test_names_that_look_like_files_are_told_from_files(
    tricky: EmbeddedStore,
    path: str,
    at_id: tuple[str, str] | None,
    at_data: tuple[str, str] | None,
) -> None:
    raw = path.encode().decode("latin-1")
    for expected, name in ((at_id, True), (at_data, False)):
        if expected is None:
            continue
        found = meant(tricky, things(BASE), raw, TYPES, name=name)
        assert (found.iri.removeprefix(BASE), found.suffix) == expected


def test_the_ontology_is_led_to_and_given(client: Client) -> None:
    assert client.get("/ontology").headers["location"] == "/page/ontology"
    assert client.get("/ontology.html").headers["location"] == "/page/ontology"
    for path in ("/ontology", "/ontology/0.1.0"):
        got = client.get(path, Accept="text/turtle")
        assert (got.status, got.headers["location"]) == (303, "/ontology.ttl")
    graph = rdflib.Graph().parse(client.get("/ontology.ttl").body, format="turtle")
    assert (CHIIKI.Port, RDFS.subClassOf, CHIIKI.Asset) in graph


def test_the_vocabularies_are_led_to_and_given(client: Client) -> None:
    scheme = URIRef("https://w3id.org/chiiki/vocab/certainty")
    got = client.get("/vocab/certainty/shared", Accept="text/turtle")
    assert got.headers["location"] == "/vocab/certainty/shared.ttl"
    got = client.get("/vocab/certainty/shared")
    assert got.headers["location"] == "/page/vocab/certainty/shared"
    one = rdflib.Graph().parse(client.get("/vocab/certainty.ttl").body, format="turtle")
    concepts = set(one.subjects(SKOS.inScheme, scheme))
    assert len(concepts) >= 3
    assert all(one.value(concept, SKOS.prefLabel) for concept in concepts)
    whole = rdflib.Graph().parse(client.get("/vocab.nt").body, format="nt")
    assert set(whole.subjects(SKOS.inScheme, scheme)) == concepts
    assert client.get("/vocab").headers["location"] == "/page/vocab"
    assert client.get("/vocab", Accept="text/turtle").headers["location"] == "/vocab.ttl"
    assert client.get("/vocab/0.1.0", Accept="text/turtle").headers["location"] == "/vocab.ttl"
    kind = client.get("/vocab/work-category/港湾.jsonld")
    assert kind.status == 200


def test_a_browser_gets_the_description_as_turtle(client: Client) -> None:
    answer = client.get("/.well-known/void", Accept="text/html,application/xhtml+xml")

    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/turtle")
    assert client.get("/.well-known/void", Accept="image/png").status == 406


def test_the_dataset_describes_itself(client: Client, served: Served) -> None:
    graph = rdflib.Graph().parse(client.get("/.well-known/void").body, format="turtle")
    endpoint = URIRef(served.endpoint)
    assert list(graph.subjects(VOID.sparqlEndpoint, endpoint))
    bare = client.get("/sparql", Accept="application/n-triples").body
    assert set(rdflib.Graph().parse(bare, format="nt")) == set(graph)
    ports = list(graph.subjects(VOID["class"], CHIIKI.Port))
    assert any(graph.value(part, VOID.entities) for part in ports)


@pytest.fixture(scope="module")
def elsewhere(elsewhere_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Return a client of a server whose things are named at another host, below a path."""
    options = ("--root-path", "/kg", "--trust-proxy")
    log = tmp_path_factory.mktemp("elsewhere") / "log"
    with serving(elsewhere_folder, log, *options) as here:
        yield Client(here.address)


def test_things_of_another_host_are_served_here(elsewhere: Client) -> None:
    got = elsewhere.get("/id/asset/釧路港")
    assert got.headers["location"] == f"/kg/page/{ENCODED}"
    assert got.links["canonical"] == [f"{ELSEWHERE}{ENCODED}"]
    data = elsewhere.get(f"/data/{ENCODED}.ttl")
    graph = rdflib.Graph().parse(data.body, format="turtle")
    assert (URIRef(f"{ELSEWHERE}asset/釧路港"), RDF.type, CHIIKI.Port) in graph
    assert data.links["alternate"][0] == f"/kg/data/{ENCODED}.jsonld"
    assert (
        elsewhere.get("/ontology", Accept="text/turtle").headers["location"] == "/kg/ontology.ttl"
    )


def test_the_public_path_stands_in_every_address(elsewhere: Client) -> None:
    hit = elsewhere.get("/api/search?q=釧路港&limit=1").json["items"][0]
    assert hit["href"] == f"/kg/id/{ENCODED}"
    links = elsewhere.get("/api/queries/assets?limit=1").links
    assert links["next"][0].startswith(f"{elsewhere.address}/api/queries/assets?")
    assert elsewhere.get("/api/openapi.json").json["servers"] == [{"url": elsewhere.address}]
    assert b'href="/kg/api/docs.css"' in elsewhere.get("/api/docs").body


def test_a_proxy_may_say_what_the_public_path_is(elsewhere: Client) -> None:
    told = {
        "X_Forwarded_Prefix": "/data/plans",
        "X_Forwarded_Proto": "https",
        "X_Forwarded_Host": "plans.example.jp",
    }
    # The proxy strips its own prefix from the path.
    inside = Client(f"http://{elsewhere.host}")
    got = inside.get("/id/asset/釧路港", Accept="text/turtle", **told)
    assert got.headers["location"] == f"/data/plans/data/{ENCODED}.ttl"
    links = inside.get("/api/queries/assets?limit=1", **told).links
    assert links["next"][0].startswith("https://plans.example.jp/data/plans/api/queries/assets?")
    receipt = inside.get("/api/queries/goals", **told).headers["x-receipt"]
    assert receipt.startswith("https://plans.example.jp/data/plans/receipt/")
    assert inside.get(f"/data/plans/id/{ENCODED}", **told).status == 303


def test_no_file_is_rdf_xml_where_xml_cannot_hold_what_is_said() -> None:
    said = SortedLines([b'<x:a> <x:b> "one\\ftwo" .'])
    with pytest.raises(FormatError, match=r"U\+000C"):
        write(said, "x:a", "rdf", 1 << 20)
    assert b"\\f" in write(said, "x:a", "nt", 1 << 20)
