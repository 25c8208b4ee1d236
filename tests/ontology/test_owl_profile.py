"""OWL 2 DL: the ontology is, and each way of leaving it is noticed."""

from __future__ import annotations

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef

from kg.graph.ontology import Ontology
from kg.graph.owl_profile import check_profile, composite_properties
from kg.graph.terms import CHIIKI

PREFIXES = """
    @prefix : <https://w3id.org/chiiki/ontology#> .
    @prefix owl: <http://www.w3.org/2002/07/owl#> .
    @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def messages(graph: Graph) -> list[str]:
    return [f"{found.subject} {found.message}" for found in check_profile(graph)]


def test_the_ontology_is_owl_2_dl(ontology: Ontology) -> None:
    assert check_profile(ontology.whole()) == []


def test_the_core_alone_is_owl_2_dl(ontology: Ontology) -> None:
    assert check_profile(ontology.core) == []


def test_plans_are_owl_2_dl_data(ontology: Ontology, small_plan: Graph, real_plan: Graph) -> None:
    assert check_profile(ontology.whole() + small_plan) == []
    assert check_profile(ontology.whole() + real_plan) == []


def test_only_the_properties_that_follow_from_others_are_composite(ontology: Ontology) -> None:
    found = {str(term).removeprefix(CHIIKI) for term in composite_properties(ontology.core)}
    assert found == {"partOf", "hasPart", "locatedIn", "servedBy", "serves"}


@pytest.mark.parametrize(
    ("turtle", "expected"),
    [
        (":partOf a owl:FunctionalProperty .", "is functional but follows from other properties"),
        (":hasPart a owl:IrreflexiveProperty .", "is irreflexive but follows"),
        (":serves a owl:AsymmetricProperty .", "is asymmetric but follows"),
        (":servedBy a owl:InverseFunctionalProperty .", "is inverse functional but follows"),
        (":page a owl:ObjectProperty .", "declared as datatype property and as object property"),
        (":Port a rdfs:Datatype .", "is declared as class and as datatype"),
        ("rdf:value a owl:DatatypeProperty .", "is a reserved name"),
        ("<urn:a> <urn:b> <urn:c> .", "urn:b is used as a property but not declared"),
        ("<urn:a> a <urn:C> .", "takes <urn:C> for a class, as which it is not declared"),
        ("<urn:a> :leadAgent 'x' .", "has a literal as"),
        ("<urn:a> :page <urn:b> .", "has a thing as"),
        ("<urn:a> :page 'two'^^xsd:integer .", "which its datatype does not allow"),
        ("<urn:a> :words '2025-01-01'^^xsd:date .", "which OWL 2 does not know"),
        (":Port rdfs:subClassOf <urn:C> .", "takes <urn:C> for a class"),
        (":lists rdfs:subPropertyOf :page .", "for an object property"),
        ("<urn:p> rdfs:subPropertyOf :lists .", "is no declared property"),
        (":page rdfs:range :Port .", "for a datatype, as which"),
        (":page a owl:TransitiveProperty .", "for an object property"),
        (":lists owl:propertyChainAxiom ( :page :lists ) .", "for an object property"),
        (":Port owl:hasKey ( <urn:k> ) .", "has <urn:k> in its key"),
        ("[] a owl:AllDisjointClasses ; owl:members ( :Port ) .", "two classes or more"),
        (":Port owl:equivalentClass [ owl:unionOf ( :Port :River ) ] .", "takes an expression"),
        ("<urn:a> :lists [ :code '1' ] .", "is a blank node that stands for no expression"),
        ("<urn:a> rdf:subject <urn:b> .", "is not known to this check"),
        (":Port owl:disjointUnionOf ( :River :Road ) .", "is not known to this check"),
        (
            ":hasMeasure owl:propertyChainAxiom ( :servedBy :hasMeasure :concernedBy ) .",
            "is implied by a chain that depends on",
        ),
        (
            ":lists owl:propertyChainAxiom ( :lists :repeats :lists ) .",
            "is implied by a chain that depends on",
        ),
    ],
)  # fmt: skip
def test_a_violation_is_noticed(ontology: Ontology, turtle: str, expected: str) -> None:
    extra = Graph().parse(data=PREFIXES + turtle, format="turtle")
    found = messages(ontology.whole() + extra)
    assert [message for message in found if expected in message], found


@pytest.mark.parametrize(
    "turtle",
    [
        ":pursuesGoal owl:propertyChainAxiom ( :servedBy :pursuesGoal ) .",
        ":partOf owl:propertyChainAxiom ( :partOf :partOf ) .",
        ":Port owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( :Port :Asset ) ] .",
        "<urn:a> a :Port ; owl:sameAs <urn:b> .",
        # A name may be a class and a thing.
        ":Port :lists <urn:a> .",
        # A reified statement is about a statement and no part of the ontology.
        "<urn:s> a rdf:Statement ; rdf:subject <urn:a> ; rdf:predicate <urn:p> .",
    ],
)
def test_what_owl_2_dl_allows_passes(ontology: Ontology, turtle: str) -> None:
    extra = Graph().parse(data=PREFIXES + turtle, format="turtle")
    assert messages(ontology.whole() + extra) == []


def test_an_expression_must_not_be_shared(ontology: Ontology) -> None:
    graph = ontology.whole()
    union = graph.value(CHIIKI.inField, RDFS.domain)
    assert union is not None
    graph.add((URIRef(f"{CHIIKI}lists"), RDFS.domain, union))
    assert any("no expression of one axiom" in message for message in messages(graph))


def test_an_undeclared_name_is_told_once(ontology: Ontology) -> None:
    graph = ontology.whole()
    for number in range(5):
        graph.add((URIRef(f"urn:{number}"), URIRef("urn:p"), URIRef("urn:x")))
    assert messages(graph) == ["urn:p is used as a property but not declared"]


def test_declarations_alone_are_fine() -> None:
    graph = Graph().add((URIRef("urn:C"), RDF.type, OWL.Class))
    assert check_profile(graph) == []
