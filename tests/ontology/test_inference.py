"""What is derived: the axioms' rules, no more and no less than OWL 2 RL gives."""

from __future__ import annotations

import owlrl
import pytest
from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.graph.inference import infer
from kg.graph.ontology import Ontology
from kg.graph.terms import CHIIKI

Triple = tuple[Node, Node, Node]
BASE = "https://w3id.org/chiiki/id/"
PROJECT = URIRef(f"{BASE}small/project/1-1")


def asset(name: str) -> URIRef:
    return URIRef(f"{BASE}asset/{name}")


def own(triple: Triple) -> bool:
    """Whether a triple speaks in the project's terms of something other than these terms."""
    subject, predicate, value = triple
    term = value if predicate == RDF.type else predicate
    is_data = not isinstance(subject, BNode) and not str(subject).startswith(CHIIKI)
    return is_data and isinstance(term, URIRef) and term.startswith(CHIIKI)


def closure_by_owlrl(data: Graph, core: Graph) -> set[Triple]:
    """Return what the OWL 2 RL rules of owlrl derive from data, in the project's terms."""
    given = {triple for triple in data if own(triple)}
    graph = Graph("SimpleMemory")  # without what other stores note of contexts
    for triple in [*given, *core]:
        graph.add(triple)
    closure = owlrl.DeductiveClosure(
        owlrl.OWLRL_Semantics, rdfs_closure=False, axiomatic_triples=False, datatype_axioms=False
    )
    closure.expand(graph)
    return {triple for triple in graph if own(triple)} - given


def test_the_small_plan_infers_what_owlrl_infers(small_plan: Graph, ontology: Ontology) -> None:
    assert set(infer(small_plan)) == closure_by_owlrl(small_plan, ontology.core)


def test_the_real_plan_infers_what_owlrl_infers(real_plan: Graph, ontology: Ontology) -> None:
    # Positions and words of passages only say again that a passage is one: half of owlrl's time.
    passages = set(real_plan.subjects(RDF.type, CHIIKI.Passage))
    plan = Graph()
    for subject, predicate, value in real_plan:
        if subject not in passages or not isinstance(value, Literal):
            plan.add((subject, predicate, value))
    found = set(infer(plan))
    assert len(found) > 1000
    assert found == set(infer(real_plan)) == closure_by_owlrl(plan, ontology.core)


@pytest.mark.parametrize(
    ("subject", "predicate", "value"),
    [
        (asset("釧路港"), CHIIKI.serves, PROJECT),
        (asset("散布漁港"), CHIIKI.serves, PROJECT),
        (PROJECT, CHIIKI.servedBy, asset("釧路川/弟子屈地区")),
        (asset("散布漁港"), CHIIKI.locatedIn, URIRef(f"{BASE}area/釧路・根室連携地域")),
        (URIRef(f"{BASE}small"), CHIIKI.hasPart, URIRef(f"{PROJECT}/programme/1/item/1")),
        (URIRef(f"{BASE}agent/市町村"), CHIIKI.implements, URIRef(f"{PROJECT}/initiative/1-1")),
        (URIRef(f"{BASE}agent/国"), RDF.type, CHIIKI.Agent),
        (URIRef(f"{PROJECT}/work/1"), RDF.type, CHIIKI.Measure),
        (URIRef(f"{BASE}small/passage/0-8"), RDF.type, CHIIKI.Passage),
        (PROJECT, CHIIKI.derivedFrom, URIRef(f"{BASE}small/passage/0-3")),
        (PROJECT, CHIIKI.code, Literal("1-(1)")),
    ],
)
def test_axioms_are_followed(
    small_plan: Graph, subject: URIRef, predicate: URIRef, value: Node
) -> None:
    assert (subject, predicate, value) not in small_plan
    assert (subject, predicate, value) in infer(small_plan)


def test_only_new_statements_in_our_own_terms_come_out(small_plan: Graph) -> None:
    before = set(small_plan)
    found = set(infer(small_plan))
    assert set(small_plan) == before
    assert not found & before
    assert all(own(triple) for triple in found)


def test_nothing_follows_from_what_was_inferred(small_plan: Graph) -> None:
    assert len(infer(small_plan + infer(small_plan))) == 0


def test_nothing_follows_from_nothing() -> None:
    assert len(infer(Graph())) == 0


def test_a_union_as_domain_says_nothing_of_one_class() -> None:
    data = Graph().add((URIRef("urn:a"), CHIIKI.number, Literal(1)))
    assert len(infer(data)) == 0


def test_literals_get_no_class() -> None:
    data = Graph().add((URIRef("urn:a"), CHIIKI.leadAgent, Literal("国")))
    assert set(infer(data)) == {(URIRef("urn:a"), RDF.type, CHIIKI.Project)}


@pytest.mark.parametrize(
    "literal",
    [
        Literal("1-(1)", lang="ja"),
        Literal("1-(1)", datatype=XSD.string),
        Literal("007", datatype=XSD.integer, normalize=False),
        Literal("0", datatype=XSD.nonNegativeInteger),
        Literal("two", datatype=XSD.integer),
    ],
)
def test_a_literal_is_passed_on_as_it_is(literal: Literal) -> None:
    data = Graph().add((URIRef("urn:a"), CHIIKI.primaryCode, literal))
    found = infer(data)
    assert [value.n3() for value in found.objects(None, CHIIKI.code)] == [literal.n3()]
    assert (URIRef("urn:a"), CHIIKI.primaryCode, None) not in found


def test_a_blank_node_stays_the_same_node() -> None:
    node = BNode("n")
    data = Graph().add((node, CHIIKI.locatedIn, URIRef("urn:area")))
    data.add((URIRef("urn:area"), CHIIKI.locatedIn, URIRef("urn:region")))
    assert (node, CHIIKI.locatedIn, URIRef("urn:region")) in infer(data)


def test_a_circle_comes_to_an_end() -> None:
    data = Graph()
    for one, other in (("a", "b"), ("b", "c"), ("c", "a")):
        data.add((URIRef(f"urn:{one}"), CHIIKI.partOf, URIRef(f"urn:{other}")))
    found = infer(data)
    assert (URIRef("urn:a"), CHIIKI.partOf, URIRef("urn:a")) in found
    assert (URIRef("urn:a"), CHIIKI.hasPart, URIRef("urn:c")) in found


def test_every_kind_of_axiom_is_one_that_inference_knows(ontology: Ontology) -> None:
    """An axiom of another kind would need a rule, or a word on why nothing is published of it."""
    with_rules = {RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range}
    with_rules |= {OWL.inverseOf, OWL.propertyChainAxiom}
    # These lead to contradictions or to owl:sameAs, neither of which is published.
    without = {OWL.disjointWith, OWL.members, OWL.hasKey, OWL.unionOf}
    structure = {RDF.type, RDF.first, RDF.rest}
    used = {
        predicate
        for predicate in ontology.core.predicates()
        if str(predicate).startswith((str(OWL), str(RDF), str(RDFS)))
    }
    annotations = {RDFS.label, RDFS.isDefinedBy, OWL.versionIRI, OWL.versionInfo}
    assert used <= with_rules | without | structure | annotations
    traits = set(ontology.core.objects(None, RDF.type))
    assert OWL.SymmetricProperty not in traits
    assert OWL.ReflexiveProperty not in traits
