"""SHACL validation of a plan's graph, by pySHACL.

What the shapes need beside the data, which class is a sub-class of which and which concept is of
which scheme, is taken from ``ontology/``.

The data are the asserted graphs of a plan, what it says and where it says so, without what was
inferred: shapes are closed, and inference adds inverses and further wholes.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyshacl
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, SKOS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg import resources
from kg.errors import GraphFileError
from kg.graph.findings import SEVERITIES, Finding, Place, Report, Severity, local_name, report_graph
from kg.graph.ontology import load_ontology
from kg.graph.rdf_files import read_rdf
from kg.graph.shacl_data import ShaclData
from kg.graph.terms import CHIIKI, OA

__all__ = ["Finding", "Place", "Report", "load_shapes", "read_rdf", "validate"]

_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
_ASKED_BY_OTHERS = (SH.node, SH["not"], SH.qualifiedValueShape)
_SEVERITIES: dict[Node, Severity] = {SH[name.capitalize()]: name for name in SEVERITIES}
_NAMES = (RDFS.label, CHIIKI.asWritten, CHIIKI.words, OA.exact, DCTERMS.title)
_SELDOM = (CHIIKI.Change, CHIIKI.Comparison, CHIIKI.Edition, CHIIKI.editionStatus)
"""What a plan has none of as long as its plan.toml names no editions."""
_ABOUT = (CHIIKI.mentionOf, RDF.subject)
_LAST = 1 << 62


def validate(data: Graph | Iterable[Graph], shapes: Graph | None = None) -> Report:
    """Check data against shapes.

    Args:
        data: A graph, or several that are taken as one, such as what a plan says and where it
            says so. They are not changed.
        shapes: The shapes; those of ``shapes/`` by default.

    Returns:
        What was found. The same data give the same report, in any order of their triples.

    Raises:
        GraphFileError: If the shapes, or the terms of the data, are wrong.
    """
    graphs = [data] if isinstance(data, Graph) else list(data)
    asked = load_shapes() if shapes is None else shapes
    checked = ShaclData([*graphs, _background()])
    results = _run(checked, _own_batches() if shapes is None else _in_batches(asked))
    facts = _Facts(checked)
    found = (_finding(results, result, asked, facts) for result in results.objects(None, SH.result))
    once = {_order(finding): finding for finding in found}
    findings = tuple(once[key] for key in sorted(once))
    unmatched = tuple(sorted(shape for shape in _targeted(asked) if not facts.match(shape, asked)))
    return Report(findings, unmatched, report_graph(findings, asked))


@cache
def load_shapes(folder: str | Path = resources.SHAPES) -> Graph:
    """Read the files of a folder of shapes, and the table of prefixes, once.

    Args:
        folder: The folder; the project's own by default.

    Returns:
        The shapes. Callers share the graph and must not change it.

    Raises:
        GraphFileError: If a file cannot be read or is no Turtle.
        InputError: If the folder cannot be listed.
    """
    shapes = Graph("SimpleMemory", bind_namespaces="none")
    paths = resources.files(str(folder), ".ttl")
    for path in [*paths, str(Path(resources.ONTOLOGY) / "prefixes.ttl")]:
        for triple in read_rdf(path):
            shapes.add(triple)
    return shapes


def _run(data: ShaclData, shapes: Graph) -> Graph:
    # pySHACL logs what is wrong with a shape before it raises it.
    logging.getLogger("pyshacl-validate").disabled = True
    try:
        _, results, text = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    except SyntaxError as error:
        message = f"the shapes cannot be used: a query is not SPARQL: {error.msg}"
        raise GraphFileError(message) from error
    except RuntimeError as error:
        message = getattr(error, "message", str(error))
        raise GraphFileError(f"the shapes cannot be used: {message}") from error
    if not isinstance(results, Graph):
        raise GraphFileError(f"the shapes cannot be used: {text}")
    return results


@cache
def _background() -> Graph:
    """Return what shapes need to know of the ontology, and no more."""
    ontology, known = load_ontology(), Graph("SimpleMemory", bind_namespaces="none")
    for lower, upper in ontology.core.subject_objects(RDFS.subClassOf):
        if isinstance(upper, URIRef):
            known.add((lower, RDFS.subClassOf, upper))
    for concept, scheme in ontology.vocabularies.subject_objects(SKOS.inScheme):
        known.add((concept, SKOS.inScheme, scheme))
    return known


@cache
def _own_batches() -> Graph:
    return _in_batches(load_shapes())


def _in_batches(shapes: Graph) -> Graph:
    """Give the property shapes of a node shape its targets, and take them from it.

    A shape with targets is run once over all its focus nodes, one that a node shape asks for
    once for each of them, which takes five times as long. The results are the same (SHACL,
    4.7.2: those of the property shape), but that a focus node of two node shapes which share
    a property shape is reported once.
    """
    batches = Graph("SimpleMemory", bind_namespaces="none")
    batches += shapes
    # pySHACL compares all that is said of a shape with its list of constraints, in each run.
    # Findings take names and messages from the shapes themselves.
    for told in (SH.name, SH.message):
        batches.remove((None, told, None))
    for shape in set(shapes.subjects(SH.property)):
        targets = [(kind, node) for kind in _TARGETS for node in shapes.objects(shape, kind)]
        if not targets or not _stands_alone(shape, shapes):
            continue
        for inner in set(shapes.objects(shape, SH.property)) & set(shapes.subjects(SH.path)):
            batches.remove((shape, SH.property, inner))
            for kind, node in targets:
                batches.add((inner, kind, node))
        if shapes.value(shape, SH.closed) is not None:
            _allow(shape, shapes, batches)
    return batches


def _stands_alone(shape: Node, shapes: Graph) -> bool:
    """Whether a shape is run for its targets only, and is no class at the same time."""
    asked = any((None, asking, shape) in shapes for asking in _ASKED_BY_OTHERS)
    in_list = (None, RDF.first, shape) in shapes
    off = shapes.value(shape, SH.deactivated) is not None
    kinds = {RDFS.Class, OWL.Class} & set(shapes.objects(shape, RDF.type))
    return not (asked or in_list or off or kinds)


def _allow(shape: Node, shapes: Graph, batches: Graph) -> None:
    """Let a closed shape ignore the properties that its property shapes were about."""
    ignored = shapes.value(shape, SH.ignoredProperties)
    allowed = set(Collection(shapes, ignored)) if ignored is not None else set()
    for inner in shapes.objects(shape, SH.property):
        path = shapes.value(inner, SH.path)
        if isinstance(path, URIRef):
            allowed.add(path)
    members = BNode()
    Collection(batches, members, list(allowed))
    batches.set((shape, SH.ignoredProperties, members))


class _Facts:
    """The data, asked for what a person wants to know of a thing."""

    def __init__(self, data: Graph) -> None:
        self._data = data

    def label(self, thing: Node) -> str | None:
        """Return what a thing is called, or what the thing it speaks of is called."""
        objects = self._data.objects
        for subject in [thing, *(other for about in _ABOUT for other in objects(thing, about))]:
            for term in _NAMES:
                found = [name for name in objects(subject, term) if isinstance(name, Literal)]
                names = [(name.language != "ja", str(name)) for name in found if name.strip()]
                if names:
                    return min(names)[1]
        place = self.place(thing)
        return None if place is None else place.words

    def place(self, thing: Node) -> Place | None:
        """Return where a thing begins: its first passage, else the first it is derived from."""
        objects = self._data.objects
        for passages in (
            list(objects(thing, CHIIKI.firstPassage)),
            list(objects(thing, CHIIKI.derivedFrom)),
            [thing, *self._data.subjects(OA.hasSelector, thing)],
        ):
            places = [place for passage in passages if (place := self._place(passage))]
            if places:
                return min(places, key=lambda place: (place.start, str(place.passage)))
        return None

    def match(self, shape: URIRef, shapes: Graph) -> bool:
        """Whether a shape has a target in the data."""
        data = self._data
        nodes = list(shapes.objects(shape, SH.targetNode))
        classes = [
            lower
            for node in [*nodes, *shapes.objects(shape, SH.targetClass)]
            for lower in data.transitive_subjects(RDFS.subClassOf, node)
        ]
        predicates = [
            *shapes.objects(shape, SH.targetSubjectsOf),
            *shapes.objects(shape, SH.targetObjectsOf),
        ]
        return (
            any((None, RDF.type, kind) in data for kind in classes)
            or any((None, predicate, None) in data for predicate in predicates)
            or any((node, RDF.type, None) in data for node in nodes)
        )

    def _place(self, passage: Node) -> Place | None:
        page, first, last, start = (
            self._integer(passage, term)
            for term in (CHIIKI.page, CHIIKI.startLine, CHIIKI.endLine, CHIIKI.charStart)
        )
        words = next(self._data.objects(passage, CHIIKI.words), None)
        if page is None or first is None or last is None or start is None or words is None:
            return None
        return Place(passage, page, first, last, str(words), start)

    def _integer(self, subject: Node, predicate: URIRef) -> int | None:
        numbers = [
            getattr(value, "value", None) for value in self._data.objects(subject, predicate)
        ]
        return min((number for number in numbers if isinstance(number, int)), default=None)


def _targeted(shapes: Graph) -> set[URIRef]:
    """List the shapes that a whole plan has targets for."""
    return {
        shape
        for kind in _TARGETS
        for shape, target in shapes.subject_objects(kind)
        if isinstance(shape, URIRef) and target not in _SELDOM
    }


def _finding(results: Graph, result: Node, shapes: Graph, facts: _Facts) -> Finding:
    shape = results.value(result, SH.sourceShape)
    focus = results.value(result, SH.focusNode)
    component = results.value(result, SH.sourceConstraintComponent)
    value = results.value(result, SH.value)
    if shape is None or focus is None or component is None:
        raise GraphFileError("the shapes cannot be used: a result names no shape or focus node")
    constraint = results.value(result, SH.sourceConstraint)
    path = shapes.value(shape, SH.path) or results.value(result, SH.resultPath)
    thing = focus if constraint is None or value is None else value
    severity = results.value(result, SH.resultSeverity)
    return Finding(
        severity=_SEVERITIES.get(severity or SH.Violation, "violation"),
        shape=URIRef(str(shape)),
        constraint=str(component).removeprefix(str(SH)),
        names=_texts(shapes, shape, SH.name),
        messages=(constraint and _texts(shapes, constraint, SH.message))
        or _texts(shapes, shape, SH.message),
        thing=thing,
        focus=focus,
        label=facts.label(thing),
        path=None if path is None else _path_text(path, shapes),
        value=value,
        place=facts.place(thing),
        result_path=path,
        source_constraint=constraint,
    )


def _texts(shapes: Graph, subject: Node, predicate: URIRef) -> dict[str, str]:
    found = [text for text in shapes.objects(subject, predicate) if isinstance(text, Literal)]
    return {text.language or "": str(text) for text in sorted(found)}


def _path_text(path: Node, shapes: Graph) -> str:
    """Write a path as SPARQL does, for inverses and sequences."""
    if isinstance(path, URIRef):
        return local_name(path)
    inverse = shapes.value(path, SH.inversePath)
    if inverse is not None:
        return f"^{_path_text(inverse, shapes)}"
    steps = [_path_text(step, shapes) for step in Collection(shapes, path)]
    return "/".join(steps) or "?"


def _order(finding: Finding) -> tuple[int, int, str, str, str, str, str]:
    return (
        SEVERITIES.index(finding.severity),
        _LAST if finding.place is None else finding.place.start,
        str(finding.thing),
        str(finding.shape),
        finding.constraint,
        finding.path or "",
        "" if finding.value is None else finding.value.n3(),
    )
