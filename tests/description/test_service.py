"""The description of a dataset for an address, from a store here and from one behind a server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from rdflib import RDF, SH, VOID, Literal, URIRef

from kg.dataset import Dataset
from kg.description.service import describe_endpoint
from kg.errors import IriError
from kg.graph.serialise import to_turtle
from kg.graph.terms import SD
from kg.store.embedded import EmbeddedStore
from kg.store.remote import RemoteStore
from tests.description.conftest import BASE
from tests.sparql_server import serving_store

ADDRESS = "https://plans.example/sparql"
SERVICE = URIRef(f"{BASE}endpoint/service")
FORMATS = "http://www.w3.org/ns/formats/"


@pytest.fixture(scope="module")
def described(dataset: Dataset) -> rdflib.Graph:
    return describe_endpoint(dataset.store, ADDRESS)


@pytest.fixture(scope="module")
def served(dataset: Dataset) -> Iterator[RemoteStore]:
    """Serve the dataset by the Oxigraph server."""
    with serving_store(Path(str(dataset.version)) / "store") as address:
        yield RemoteStore(address, 30)


def test_the_service_is_described(described: rdflib.Graph) -> None:
    assert list(described.subjects(RDF.type, SD.Service)) == [SERVICE]
    assert list(described.objects(SERVICE, SD.endpoint)) == [URIRef(ADDRESS)]
    assert list(described.objects(SERVICE, SD.supportedLanguage)) == [SD.SPARQL11Query]
    assert list(described.objects(SERVICE, SD.feature)) == [SD.UnionDefaultGraph]
    formats = {
        str(iri).removeprefix(FORMATS) for iri in described.objects(SERVICE, SD.resultFormat)
    }
    assert formats == {
        *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
        *("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG"),
    }


def test_the_dataset_is_reached_from_the_service(described: rdflib.Graph) -> None:
    (data,) = described.objects(SERVICE, SD.defaultDataset)
    (union,) = described.objects(data, SD.defaultGraph)
    assert (union, RDF.type, VOID.Dataset) in described
    assert (union, VOID.sparqlEndpoint, URIRef(ADDRESS)) in described
    (triples,) = described.objects(union, VOID.triples)
    assert isinstance(triples, Literal) and int(triples) > 60_000
    assert len(list(described.objects(union, VOID.classPartition))) > 50
    names = {described.value(entry, SD.name) for entry in described.objects(data, SD.namedGraph)}
    assert URIRef(f"{BASE}kushiro-nemuro/provenance") in names


def test_examples_are_for_the_address(dataset: Dataset) -> None:
    whole = describe_endpoint(dataset.store, ADDRESS, examples=True)
    for example in whole.subjects(SH.select):
        assert list(whole.objects(example, rdflib.SDO.target)) == [URIRef(ADDRESS)]


def test_a_dataset_that_nobody_serves_claims_no_endpoint(dataset: Dataset) -> None:
    claims = (SD.endpoint, SD.Service, VOID.sparqlEndpoint, rdflib.SDO.target, f"{BASE}sparql")
    for claim in claims:
        _, rows = dataset.store.select(
            f"SELECT * {{ GRAPH ?g {{ ?s ?p ?o FILTER(<{claim}> IN (?p, ?o)) }} }}"
        )
        assert not list(rows), claim


def test_examples_come_when_they_are_wanted(dataset: Dataset, described: rdflib.Graph) -> None:
    assert (None, SH.select, None) not in described
    assert (None, SH.prefix, None) not in described
    whole = describe_endpoint(dataset.store, ADDRESS, examples=True)
    assert len(list(whole.subjects(SH.select))) == len(dataset.questions())
    assert set(described) < set(whole)


def test_what_a_server_can_do_is_its_own_affair(dataset: Dataset) -> None:
    graph = describe_endpoint(
        dataset.store,
        ADDRESS,
        languages=("SPARQL10Query",),
        features=("UnionDefaultGraph", "BasicFederatedQuery"),
        formats=(f"{FORMATS}Turtle",),
    )
    assert set(graph.objects(SERVICE, SD.supportedLanguage)) == {SD.SPARQL10Query}
    assert set(graph.objects(SERVICE, SD.feature)) == {SD.UnionDefaultGraph, SD.BasicFederatedQuery}
    assert list(graph.objects(SERVICE, SD.resultFormat)) == [URIRef(f"{FORMATS}Turtle")]


def test_a_dataset_behind_a_server_is_described_alike(
    served: RemoteStore, described: rdflib.Graph
) -> None:
    assert set(describe_endpoint(served, ADDRESS)) == set(described)


def test_it_is_written_with_its_prefixes(described: rdflib.Graph) -> None:
    text = to_turtle(described).decode()
    assert "@prefix sd: <http://www.w3.org/ns/sparql-service-description#> ." in text
    assert "@prefix void: <http://rdfs.org/ns/void#> ." in text
    assert "void:classPartition" in text
    assert set(rdflib.Graph().parse(data=text, format="turtle")) == set(described)


def test_a_store_without_a_description_has_the_service_alone() -> None:
    store = EmbeddedStore(pyoxigraph.Store())
    graph = describe_endpoint(store, ADDRESS)
    (service,) = graph.subjects(RDF.type, SD.Service)
    assert list(graph.objects(service, SD.endpoint)) == [URIRef(ADDRESS)]
    assert (None, VOID.triples, None) not in graph


@pytest.mark.parametrize(
    "address", ["", "sparql", "/sparql", "https://a b/sparql", "https://x/<y>"]
)
def test_an_address_must_be_an_iri(address: str, dataset: Dataset) -> None:
    with pytest.raises(IriError, match="cannot be the address"):
        describe_endpoint(dataset.store, address)
