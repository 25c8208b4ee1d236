"""What SPARQL editors ask an endpoint for is there: prefixes, examples, classes, properties.

The queries are of the kind that sib-swiss/sparql-editor sends when it is opened.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest

from kg.dataset import Dataset, open_dataset
from kg.graph.ontology import load_ontology
from tests.description.conftest import BASE

PREFIXES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?iri { [] sh:prefix ?prefix ; sh:namespace ?iri } ORDER BY ?prefix"""
EXAMPLES = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?example ?comment ?text {
  ?example a sh:SPARQLExecutable ; rdfs:comment ?comment .
  ?example sh:select|sh:ask|sh:construct|sh:describe ?text
} ORDER BY ?example"""
SCHEMA = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX ext: <http://ldf.fi/void-ext#>
SELECT DISTINCT ?class ?label ?property ?triples ?to ?datatype {
  OPTIONAL { ?entry sd:graph ?graph . ?graph void:classPartition ?part }
  ?part void:class ?class ; void:propertyPartition ?inner .
  OPTIONAL { ?class rdfs:label ?label . FILTER(LANG(?label) = "ja") }
  ?inner void:property ?property .
  OPTIONAL { ?inner void:triples ?triples }
  OPTIONAL {
    { ?inner void:classPartition [ void:class ?to ] }
    UNION { ?inner ext:datatypePartition [ ext:datatype ?datatype ] }
  }
}"""
USED = """
SELECT DISTINCT ?class ?property {
  GRAPH ?graph { ?thing ?property ?value }
  ?thing a ?class .
  FILTER(isIRI(?class) && !STRENDS(STR(?graph), "/endpoint/graph"))
}"""
EXECUTABLE = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?example ?ja ?en (COUNT(?declared) AS ?prefixes) {
  ?example a sh:SPARQLSelectExecutable ; rdfs:label ?ja , ?en .
  ?example sh:prefixes/sh:declare ?declared .
  FILTER(LANG(?ja) = "ja" && LANG(?en) = "en")
} GROUP BY ?example ?ja ?en"""


def rows(dataset: Dataset, query: str) -> list[tuple[str | None, ...]]:
    """Ask a query and return the plain values."""
    _, found = dataset.store.select(query)
    return [
        tuple(None if term is None else str(getattr(term, "value", "")) for term in row)
        for row in found
    ]


@pytest.fixture(scope="module")
def elsewhere(elsewhere_folder: Path) -> Dataset:
    """Return the dataset of the real plan below another base."""
    return open_dataset(elsewhere_folder)


def test_prefixes_are_those_of_the_table(dataset: Dataset) -> None:
    assert rows(dataset, PREFIXES) == list(load_ontology().prefixes.items())


def test_every_canned_query_is_an_example_in_both_languages(dataset: Dataset) -> None:
    found = rows(dataset, EXAMPLES)
    wanted = {
        (f"{BASE}endpoint/query/{question.name}", text)
        for question in dataset.questions()
        for text in question.description.values()
    }
    assert {(example, comment) for example, comment, _ in found} == wanted
    assert len(found) == len(wanted)


def test_an_example_has_its_names_and_its_prefixes(dataset: Dataset) -> None:
    found = {str(example): rest for example, *rest in rows(dataset, EXECUTABLE)}
    questions = dataset.questions()
    assert len(found) == len(questions)
    for question in questions:
        assert found[f"{BASE}endpoint/query/{question.name}"] == [
            question.title["ja"],
            question.title["en"],
            str(len(load_ontology().prefixes)),
        ]


def test_every_example_runs_as_it_stands_and_gives_the_rows_of_its_file(dataset: Dataset) -> None:
    texts = {str(example): str(text) for example, _, text in rows(dataset, EXAMPLES)}
    for question in dataset.questions():
        text = texts[f"{BASE}endpoint/query/{question.name}"]
        assert "#+" not in text
        assert text.lstrip().startswith(("PREFIX", "SELECT"))
        found = rows(dataset, text)
        assert found == rows(dataset, question.text)
        assert found or not question.example_rows, question.name


def test_examples_ask_for_things_below_the_base_of_the_dataset(
    dataset: Dataset, elsewhere: Dataset
) -> None:
    texts = [str(text) for _, _, text in rows(elsewhere, EXAMPLES)]
    assert not [text for text in texts if BASE in text]
    for here, there in zip(rows(dataset, EXAMPLES), rows(elsewhere, EXAMPLES), strict=True):
        assert len(rows(elsewhere, str(there[2]))) == len(rows(dataset, str(here[2])))


def test_classes_and_properties_come_with_their_names_and_counts(dataset: Dataset) -> None:
    found = rows(dataset, SCHEMA)
    chiiki = "https://w3id.org/chiiki/ontology#"
    concerned = [row for row in found if row[0] == f"{chiiki}InfrastructureWork"]
    assert {row[1] for row in concerned} == {"基盤整備"}
    assert {row[2] for row in concerned} >= {f"{chiiki}concernsAsset", f"{chiiki}measureOf"}
    assert {row[4] for row in concerned if row[2] == f"{chiiki}concernsAsset"} >= {
        f"{chiiki}Port",
        f"{chiiki}Road",
    }
    assert {row[5] for row in concerned if row[2] == f"{chiiki}heading"} == {
        "http://www.w3.org/2001/XMLSchema#string"
    }
    assert all(row[3] for row in found)


def test_what_completion_offers_is_what_the_data_use(dataset: Dataset) -> None:
    offered = {(row[0], row[2]) for row in rows(dataset, SCHEMA)}
    used = rows(dataset, USED)
    assert offered == set(used)


def test_the_texts_of_examples_are_one_query_each(dataset: Dataset) -> None:
    empty = pyoxigraph.Store()
    for _, _, text in rows(dataset, EXAMPLES):
        assert isinstance(empty.query(str(text)), pyoxigraph.QuerySolutions)
