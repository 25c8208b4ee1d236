"""Contradictions told in words: which thing, and which of its statements."""

from __future__ import annotations

import pytest
from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from kg.graph.contradictions import find_contradictions
from kg.graph.ontology import Ontology
from kg.graph.terms import CHIIKI

BASE = "https://w3id.org/chiiki/id/"
PORT = URIRef(f"{BASE}asset/釧路港")
STATE = URIRef(f"{BASE}agent/国")
PROJECT = URIRef(f"{BASE}small/project/1-1")
LISTING = URIRef(f"{BASE}small/listing/1-1")
TWICE = URIRef(f"{BASE}small/listing/4-2")
PASSAGE = URIRef(f"{BASE}small/passage/4-7")


def test_plans_have_none(ontology: Ontology, small_plan: Graph, real_plan: Graph) -> None:
    assert find_contradictions(small_plan, ontology) == []
    assert find_contradictions(real_plan, ontology) == []


@pytest.mark.parametrize(
    ("subject", "predicate", "value", "expected"),
    [
        (
            PORT, RDF.type, CHIIKI.River,
            "is a chiiki:Port as stated and a chiiki:River as stated, but nothing can be both",
        ),
        (
            PROJECT, CHIIKI.leadAgent, PROJECT,
            "is a chiiki:Agent because it is the chiiki:leadAgent of 産業のプロジェクト "
            f"<{PROJECT}> and a chiiki:Project as stated",
        ),
        (
            PROJECT, CHIIKI.concernsAsset, PORT,
            "is a chiiki:Measure because it has a chiiki:concernsAsset and a chiiki:Project",
        ),
        (
            STATE, CHIIKI.number, Literal(1),
            "has a chiiki:number, which only a chiiki:Goal or chiiki:PolicyField can have",
        ),
        (
            PORT, CHIIKI.partOf, STATE,
            "is the chiiki:partOf of something, which only a chiiki:Asset or",
        ),
        (PASSAGE, CHIIKI.page, Literal(2), "as chiiki:page, but has one only"),
        (PASSAGE, CHIIKI.words, Literal(2), "as chiiki:words, which takes xsd:string"),
        (LISTING, CHIIKI.repeats, LISTING, "has itself as chiiki:repeats"),
        (LISTING, CHIIKI.repeats, TWICE, "have each other as chiiki:repeats"),
    ],
)  # fmt: skip
def test_a_contradiction_is_told(
    ontology: Ontology,
    small_plan: Graph,
    subject: URIRef,
    predicate: URIRef,
    value: Node,
    expected: str,
) -> None:
    small_plan.add((subject, predicate, value))
    found = find_contradictions(small_plan, ontology)
    assert any(expected in told.message and told.certain for told in found), found


def test_a_thing_is_called_by_its_label(ontology: Ontology, small_plan: Graph) -> None:
    small_plan.add((PORT, RDF.type, CHIIKI.River))
    (told,) = find_contradictions(small_plan, ontology)
    assert told.subject == PORT
    assert told.message.startswith(f"釧路港 <{PORT}> is a chiiki:Port")


def test_two_values_where_one_belongs_are_told_but_not_certain(
    ontology: Ontology, small_plan: Graph
) -> None:
    small_plan.add((LISTING, CHIIKI.lists, URIRef(f"{BASE}small/project/9-9")))
    (told,) = find_contradictions(small_plan, ontology)
    assert not told.certain
    assert "as chiiki:lists, but has one only" in told.message


def test_other_whole_numbers_are_whole_numbers(ontology: Ontology, small_plan: Graph) -> None:
    kind = URIRef("http://www.w3.org/2001/XMLSchema#nonNegativeInteger")
    small_plan.add(
        (URIRef(f"{BASE}small/passage/0-8"), CHIIKI.charStart, Literal(0, datatype=kind))
    )
    assert find_contradictions(small_plan, ontology) == []
