"""The examples of this folder: a good plan, and updates that spoil it in one way each."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from rdflib import SH, Graph, URIRef

from kg.graph.rdf_files import read_rdf
from kg.graph.terms import SHAPES
from kg.graph.validation import load_shapes

FOLDER = Path(__file__).parent
GOOD = (
    *("ok.ttl", "ok-changes.ttl", "ok-comparison.ttl", "ok-editions.ttl", "ok-provenance.ttl"),
    "ok-reference.ttl",
)
BAD = sorted(FOLDER.glob("*/bad-*.ru"))

Constraint = tuple[str, str]
"""Local names of a shape and of a constraint component."""

_PARAMETERS = {
    SH["class"]: "ClassConstraintComponent",
    SH.closed: "ClosedConstraintComponent",
    SH.disjoint: "DisjointConstraintComponent",
    SH.datatype: "DatatypeConstraintComponent",
    SH.equals: "EqualsConstraintComponent",
    SH["in"]: "InConstraintComponent",
    SH.languageIn: "LanguageInConstraintComponent",
    SH.lessThan: "LessThanConstraintComponent",
    SH.lessThanOrEquals: "LessThanOrEqualsConstraintComponent",
    SH.maxCount: "MaxCountConstraintComponent",
    SH.maxInclusive: "MaxInclusiveConstraintComponent",
    SH.minCount: "MinCountConstraintComponent",
    SH.minInclusive: "MinInclusiveConstraintComponent",
    SH.nodeKind: "NodeKindConstraintComponent",
    SH.pattern: "PatternConstraintComponent",
    SH.sparql: "SPARQLConstraintComponent",
    SH.uniqueLang: "UniqueLangConstraintComponent",
}
NO_CONSTRAINTS = {
    *(SH.ignoredProperties, SH.message, SH.name, SH.path, SH.property, SH.severity),
    *(SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf),
}
"""What a shape says besides its constraints."""


def constraints() -> set[Constraint]:
    """List each constraint of each shape.

    Raises:
        AssertionError: If a shape has a parameter that the table above does not know.
    """
    shapes, found = load_shapes(), set()
    for shape in nodes(SH.NodeShape) | nodes(SH.PropertyShape):
        for parameter in set(shapes.predicates(shape)):
            if str(parameter).startswith(str(SH)) and parameter not in NO_CONSTRAINTS:
                assert parameter in _PARAMETERS, f"the examples do not know {parameter}"
                found.add((name(shape), _PARAMETERS[URIRef(str(parameter))]))
    return found


def nodes(kind: URIRef) -> set[URIRef]:
    """List the shapes, or SPARQL constraints, of a kind."""
    return {URIRef(str(node)) for node in load_shapes().subjects(None, kind)}


def name(node: URIRef) -> str:
    """Return the local name of a shape."""
    return node.removeprefix(SHAPES)


def expected(path: Path) -> list[Constraint]:
    """Read what a bad example says it breaks; its own constraint comes first."""
    lines = re.findall(r"^# expect: (\S+) (\S+)$", path.read_text("utf-8"), re.MULTILINE)
    return [(shape, component) for shape, component in lines]


def spoilt(path: Path) -> Graph:
    """Spoil the good plan by a bad example."""
    graph = Graph(bind_namespaces="none")
    for file in needed(path):
        for triple in good(file):
            graph.add(triple)
    graph.update(path.read_text("utf-8"))
    return graph


def needed(path: Path) -> tuple[str, ...]:
    """List the files of the good plan that a bad example spoils."""
    update = path.read_text("utf-8")
    return ("ok.ttl", *re.findall(r"^# with: (\S+)$", update, re.MULTILINE))


@cache
def good(file: str) -> Graph:
    """Read a file of the good plan."""
    return read_rdf(FOLDER / file)
