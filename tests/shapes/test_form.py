"""Every shape has a name of its own, says what it asks in two languages, and how grave it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg import resources
from kg.graph.ontology import load_ontology
from kg.graph.terms import CHIIKI, SHAPES
from kg.graph.validation import load_shapes
from tests.shapes.examples import name, nodes

FILES = [Path(path) for path in resources.files(resources.SHAPES, ".ttl")]
SHAPE_NODES = sorted(nodes(SH.NodeShape) | nodes(SH.PropertyShape))
TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)

file_ids = [path.stem for path in FILES]
shape_ids = [name(shape) for shape in SHAPE_NODES]


def texts(shape: URIRef, predicate: URIRef) -> dict[str | None, list[str]]:
    found: dict[str | None, list[str]] = {}
    for value in load_shapes().objects(shape, predicate):
        assert isinstance(value, Literal)
        found.setdefault(value.language, []).append(str(value))
    return found


def test_the_files_are_those_of_the_concerns() -> None:
    assert file_ids == ["codes", "core", "graph", "provenance", "recommended"]


@pytest.mark.parametrize("shape", SHAPE_NODES, ids=shape_ids)
def test_a_shape_is_named_in_both_languages(shape: URIRef) -> None:
    found = texts(shape, SH.name)
    assert set(found) == {"ja", "en"}
    assert all(len(values) == 1 for values in found.values())


@pytest.mark.parametrize("shape", SHAPE_NODES, ids=shape_ids)
def test_a_message_says_the_fault_and_then_what_to_do(shape: URIRef) -> None:
    found = texts(shape, SH.message)
    assert set(found) == {"ja", "en"}
    assert all(len(values) == 1 for values in found.values())
    (japanese,), (english,) = found["ja"], found["en"]
    assert re.fullmatch(r"[^。]+。[^。]+こと。", japanese), japanese
    assert re.fullmatch(r"[^.]+\. .+\.", english), english
    assert not re.search(r"\b(?:can|should|must)\b", english), english


@pytest.mark.parametrize("shape", SHAPE_NODES, ids=shape_ids)
def test_a_shape_has_one_severity(shape: URIRef) -> None:
    (severity,) = load_shapes().objects(shape, SH.severity)
    assert severity in {SH.Violation, SH.Warning}


def test_only_recommendations_are_warnings() -> None:
    shapes = Graph().parse(Path(resources.SHAPES) / "recommended.ttl")
    recommended = set(shapes.subjects(SH.severity))
    warnings = set(load_shapes().subjects(SH.severity, SH.Warning))
    assert recommended == warnings


def test_no_two_shapes_have_one_name() -> None:
    for language in ("ja", "en"):
        names = [texts(shape, SH.name)[language][0] for shape in SHAPE_NODES]
        assert len(set(names)) == len(names)


def test_shapes_and_queries_have_iris() -> None:
    kinds = (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint)
    shapes = load_shapes()
    found: set[Node] = {node for kind in kinds for node in shapes.subjects(RDF.type, kind)}
    for predicate in (SH.property, SH.sparql, SH.node):
        found.update(shapes.objects(None, predicate))
    assert [node for node in found if not str(node).startswith(SHAPES)] == []


def test_a_query_is_named_for_its_shape() -> None:
    for shape, query in load_shapes().subject_objects(SH.sparql):
        assert str(query) == f"{shape}-query"


def test_each_shape_has_targets_or_a_shape_that_asks_for_it() -> None:
    shapes = load_shapes()
    for shape in SHAPE_NODES:
        own = any((shape, predicate, None) in shapes for predicate in TARGETS)
        assert own != ((None, SH.property, shape) in shapes), name(shape)


@pytest.mark.parametrize("path", FILES, ids=file_ids)
def test_a_file_is_whole_by_itself(path: Path) -> None:
    shapes = Graph().parse(path)
    (header,) = shapes.subjects(RDF.type, OWL.Ontology)
    assert str(header) == f"https://w3id.org/chiiki/shapes/{path.stem}"
    used = {*shapes.objects(None, SH.property), *shapes.objects(None, SH.sparql)}
    assert used <= set(shapes.subjects(RDF.type))


@pytest.mark.parametrize("path", FILES, ids=file_ids)
def test_prefixes_are_those_of_the_table_and_all_are_used(path: Path) -> None:
    text = path.read_text("utf-8")
    found = re.findall(r"^@prefix ([\w-]+): <([^>]+)> \.$", text, re.MULTILINE)
    body = re.sub(
        r'"""(?s:.*?)"""|"[^"\n]*"|^@prefix .*$|^#.*$|<[^>]*>', "", text, flags=re.MULTILINE
    )
    used = set(re.findall(r"(?<![\w-])([a-z][\w-]*):", body)) | {"sh"}
    assert [prefix for prefix, _ in found] == sorted(used)
    assert dict(found).items() <= load_ontology().prefixes.items()


def test_closed_shapes_know_the_properties_that_other_files_ask_about() -> None:
    shapes = load_shapes()
    for shape in shapes.subjects(SH.closed):
        ignored = shapes.value(shape, SH.ignoredProperties)
        assert ignored is not None
        members = list(Collection(shapes, ignored))
        assert RDF.type in members, name(URIRef(str(shape)))


def test_terms_of_the_ontology_are_defined() -> None:
    shapes, terms = load_shapes(), set(load_ontology().terms)
    uris = {node for triple in shapes for node in triple if isinstance(node, URIRef)}
    named = {uri for uri in uris if uri.startswith(CHIIKI)}
    queries = " ".join(str(query) for query in shapes.objects(None, SH.select))
    named |= {CHIIKI[local] for local in re.findall(r"\bchiiki:(\w+)", queries)}
    assert sorted(named - terms) == []


def subclasses(of: URIRef) -> set[Node]:
    return set(load_ontology().core.subjects(RDFS.subClassOf, of))


@pytest.mark.parametrize(
    ("shape", "whole"), [("Asset-type", CHIIKI.Asset), ("Measure-type", CHIIKI.Measure)]
)
def test_the_types_allowed_are_the_kinds_of_the_ontology(shape: str, whole: URIRef) -> None:
    shapes = load_shapes()
    allowed = shapes.value(SHAPES[shape], SH["in"])
    assert allowed is not None
    assert set(Collection(shapes, allowed)) == subclasses(whole)


def test_each_class_of_the_ontology_is_a_target() -> None:
    shapes, ontology = load_shapes(), load_ontology()
    targets = {target for predicate in TARGETS for target in shapes.objects(None, predicate)}
    for term in ontology.terms.values():
        if term.kind == "class":
            above = set(ontology.core.transitive_objects(term.iri, RDFS.subClassOf))
            assert above & targets, term.name


def test_each_property_that_is_stated_is_asked_about() -> None:
    shapes = load_shapes()
    paths = {node for path in shapes.objects(None, SH.path) for node in _steps(path)}
    stated = {term.name for term in load_ontology().terms.values() if term.kind != "class"}
    asked = {str(path).removeprefix(CHIIKI) for path in paths}
    inferred = {
        *("concernedBy", "hasMeasure", "hasPart", "implements", "listedAs", "participationIn"),
        *("pursuedBy", "referredToBy", "servedBy", "serves"),
    }
    assert stated - asked == inferred


def _steps(path: Node) -> list[Node]:
    shapes = load_shapes()
    inverse = shapes.value(path, SH.inversePath)
    return [path] if isinstance(path, URIRef) else [inverse] if inverse else [*shapes.items(path)]
