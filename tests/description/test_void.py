"""VoID of the real plan's dataset says what rdflib counts in its quads."""

from __future__ import annotations

from collections import Counter, defaultdict

import pyoxigraph
import pytest
import rdflib
from rdflib import RDF, VOID, BNode, Literal, URIRef
from rdflib.term import Node

from kg.dataset import Dataset
from kg.graph.ontology import load_ontology
from kg.graph.terms import CHIIKI, SD, VOID_EXT
from tests.description.conftest import BASE, DESCRIPTION

UNION = URIRef(f"{BASE}endpoint/union")


def number(graph: rdflib.Graph, subject: Node, predicate: URIRef) -> int:
    (value,) = graph.objects(subject, predicate)
    assert isinstance(value, Literal)
    return int(value)


@pytest.fixture(scope="module")
def kinds(said: rdflib.Graph) -> dict[Node, set[Node]]:
    """Return the classes of each thing."""
    found: dict[Node, set[Node]] = defaultdict(set)
    for thing, kind in said.subject_objects(RDF.type):
        if isinstance(kind, URIRef):
            found[thing].add(kind)
    return found


def partitions(graph: rdflib.Graph, whole: Node, link: URIRef, key: URIRef) -> dict[Node, Node]:
    """Return the partitions of a data set by what they are partitions of."""
    parts = list(graph.objects(whole, link))
    found = {term: part for part in parts for term in graph.objects(part, key)}
    assert len(found) == len(parts)
    return found


def test_the_union_is_counted(description: rdflib.Graph, said: rdflib.Graph) -> None:
    assert number(description, UNION, VOID.triples) == len(said)
    assert number(description, UNION, VOID.distinctSubjects) == len(set(said.subjects()))
    assert number(description, UNION, VOID.properties) == len(set(said.predicates()))
    classes = {kind for kind in said.objects(None, RDF.type) if isinstance(kind, URIRef)}
    assert number(description, UNION, VOID.classes) == len(classes)


def test_each_class_has_its_things(
    description: rdflib.Graph, said: rdflib.Graph, kinds: dict[Node, set[Node]]
) -> None:
    parts = partitions(description, UNION, VOID.classPartition, VOID["class"])
    things = Counter(kind for own in kinds.values() for kind in own)
    assert {
        kind: number(description, part, VOID.entities) for kind, part in parts.items()
    } == things
    assert things[CHIIKI.Project] == 11
    triples = Counter(kind for thing in said.subjects() for kind in kinds.get(thing, ()))
    assert {
        kind: number(description, part, VOID.triples) for kind, part in parts.items()
    } == triples


def test_each_property_has_its_triples(description: rdflib.Graph, said: rdflib.Graph) -> None:
    parts = partitions(description, UNION, VOID.propertyPartition, VOID.property)
    triples = Counter(said.predicates())
    subjects = Counter(predicate for _, predicate in set(said.subject_predicates()))
    assert {
        term: number(description, part, VOID.triples) for term, part in parts.items()
    } == triples
    assert {
        term: number(description, part, VOID.distinctSubjects) for term, part in parts.items()
    } == subjects


def test_each_class_has_its_properties_and_their_objects(
    description: rdflib.Graph, said: rdflib.Graph, kinds: dict[Node, set[Node]]
) -> None:
    wanted: Counter[tuple[Node, ...]] = Counter()
    for subject, predicate, value in said:
        for kind in kinds.get(subject, ()):
            wanted[kind, predicate] += 1
            for other in kinds.get(value, ()):
                wanted[kind, predicate, VOID["class"], other] += 1
            if isinstance(value, Literal):
                datatype = RDF.langString if value.language else value.datatype
                wanted[kind, predicate, VOID_EXT.datatype, datatype or rdflib.XSD.string] += 1
    found: dict[tuple[Node, ...], int] = {}
    classes = partitions(description, UNION, VOID.classPartition, VOID["class"])
    for kind, part in classes.items():
        uses = partitions(description, part, VOID.propertyPartition, VOID.property)
        assert number(description, part, VOID.properties) == len(uses)
        for term, use in uses.items():
            found[kind, term] = number(description, use, VOID.triples)
            for link, key in (
                (VOID.classPartition, VOID["class"]),
                (VOID_EXT.datatypePartition, VOID_EXT.datatype),
            ):
                for other, inner in partitions(description, use, link, key).items():
                    found[kind, term, key, other] = number(description, inner, VOID.triples)
    assert found == wanted


def test_each_named_graph_is_listed_and_counted(
    description: rdflib.Graph, quads: list[pyoxigraph.Quad], dataset: Dataset
) -> None:
    _, rows = dataset.store.select("SELECT DISTINCT ?graph { GRAPH ?graph { ?s ?p ?o } }")
    entries = {
        str(description.value(entry, SD.name)): entry
        for entry in description.objects(None, SD.namedGraph)
    }
    assert set(entries) == {getattr(graph, "value", None) for (graph,) in rows}
    assert f"{BASE}kushiro-nemuro/graph" in entries
    for name, entry in entries.items():
        own = [quad for quad in quads if quad.graph_name == pyoxigraph.NamedNode(name)]
        counts = list(description.objects(entry, SD.graph))
        assert bool(counts) == (name != DESCRIPTION)
        for described in counts:
            assert number(description, described, VOID.triples) == len(own)
            subjects = {quad.subject for quad in own}
            assert number(description, described, VOID.distinctSubjects) == len(subjects)


def test_the_description_says_that_it_does_not_count_itself(description: rdflib.Graph) -> None:
    texts = {
        text.language: str(text)
        for text in description.objects(UNION, rdflib.DCTERMS.description)
        if isinstance(text, Literal)
    }
    assert "除いて" in texts["ja"]
    assert "leave out" in texts["en"]


def test_nothing_in_the_description_is_without_a_name(description: rdflib.Graph) -> None:
    assert not [node for triple in description for node in triple if isinstance(node, BNode)]
    for subject in set(description.subjects()):
        assert str(subject).startswith(f"{BASE}endpoint/")


def test_each_term_of_the_ontology_that_is_used_is_a_readable_part_of_its_iri(
    description: rdflib.Graph,
) -> None:
    classes = partitions(description, UNION, VOID.classPartition, VOID["class"])
    assert classes[CHIIKI.Port] == URIRef(f"{BASE}endpoint/class/chiiki:Port")
    table = set(load_ontology().prefixes.values())
    used = {str(vocabulary) for vocabulary in description.objects(UNION, VOID.vocabulary)}
    assert {str(CHIIKI), str(RDF)} <= used <= table
