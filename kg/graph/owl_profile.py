"""Whether a graph is OWL 2 DL, as far as the project's ontology and data go.

OWL 2 DL is fixed by the structural specification (W3C Recommendation 2012-12-11): typing
constraints (5.8.1), restrictions on axioms (11.2), and the mapping from RDF (Mapping to RDF
Graphs, section 3). A form of axiom that this module does not know is reported, never passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.graph.ontology import members

_RESERVED = (str(RDF), str(RDFS), str(OWL), str(XSD))
_DECLARATIONS = {
    OWL.Class: "class",
    RDFS.Datatype: "datatype",
    OWL.ObjectProperty: "object property",
    OWL.DatatypeProperty: "datatype property",
    OWL.AnnotationProperty: "annotation property",
}
_BUILT_IN = {
    **{OWL[name]: "class" for name in ("Thing", "Nothing")},
    **{
        RDFS[name]: "annotation property"
        for name in ("comment", "isDefinedBy", "label", "seeAlso")
    },
    **{
        OWL[name]: "annotation property"
        for name in (
            "backwardCompatibleWith", "deprecated", "incompatibleWith", "priorVersion",
            "versionInfo",
        )
    },
    # Structural Specification, section 4: the OWL 2 datatype map.
    **dict.fromkeys(
        (
            OWL.rational, OWL.real, RDF.PlainLiteral, RDF.XMLLiteral, RDFS.Literal, XSD.NCName,
            XSD.NMTOKEN, XSD.Name, XSD.anyURI, XSD.base64Binary, XSD.boolean, XSD.byte,
            XSD.dateTime, XSD.dateTimeStamp, XSD.decimal, XSD.double, XSD.float, XSD.hexBinary,
            XSD.int, XSD.integer, XSD.language, XSD.long, XSD.negativeInteger,
            XSD.nonNegativeInteger, XSD.nonPositiveInteger, XSD.normalizedString,
            XSD.positiveInteger, XSD.short, XSD.string, XSD.token, XSD.unsignedByte,
            XSD.unsignedInt, XSD.unsignedLong, XSD.unsignedShort,
        ),
        "datatype",
    ),
}  # fmt: skip
# Structural Specification, 11.2: a property that follows from others must not stand in these.
_SIMPLE_ONLY = {
    OWL.FunctionalProperty: "functional",
    OWL.InverseFunctionalProperty: "inverse functional",
    OWL.IrreflexiveProperty: "irreflexive",
    OWL.AsymmetricProperty: "asymmetric",
}
_OTHER_TYPES = (OWL.AllDisjointClasses, OWL.NamedIndividual, RDF.List)
_OTHER_TRAITS = (OWL.TransitiveProperty, OWL.SymmetricProperty, OWL.ReflexiveProperty)
_PROPERTY_KINDS = ("object property", "datatype property", "annotation property")


@dataclass(frozen=True, slots=True)
class Violation:
    """Something that OWL 2 DL does not allow.

    Attributes:
        subject: What it is about.
        message: What is wrong, in one sentence without a final stop.
    """

    subject: Node
    message: str


def check_profile(graph: Graph) -> list[Violation]:
    """Check a graph against OWL 2 DL.

    Args:
        graph: An ontology with all that it imports, and perhaps data. Its reified statements
            are not looked at: they are about statements and no part of the ontology.

    Returns:
        What it violates, sorted; nothing when it is OWL 2 DL.
    """
    profile = _Profile(graph)
    found = {
        *profile.typing(),
        *profile.triples(),
        *profile.expressions(),
        *profile.simplicity(),
        *profile.order(),
    }
    return sorted(found, key=lambda violation: (str(violation.subject), violation.message))


def composite_properties(graph: Graph) -> set[Node]:
    """Return the object properties that are not simple.

    Those are the transitive ones, those that a chain implies, and with each the inverse and all
    properties above (Structural Specification, 11.1).
    """
    found: set[Node] = set(graph.subjects(RDF.type, OWL.TransitiveProperty))
    found |= set(graph.subjects(OWL.propertyChainAxiom))
    while True:
        more = {upper for lower in found for upper in graph.objects(lower, RDFS.subPropertyOf)}
        more |= {other for one in found for other in graph.objects(one, OWL.inverseOf)}
        more |= {other for one in found for other in graph.subjects(OWL.inverseOf, one)}
        if more <= found:
            return found
        found |= more


@dataclass
class _Profile:
    graph: Graph
    kinds: dict[Node, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for iri, kind in _BUILT_IN.items():
            self.kinds.setdefault(iri, set()).add(kind)
        for meta, kind in _DECLARATIONS.items():
            for subject in self.graph.subjects(RDF.type, meta):
                self.kinds.setdefault(subject, set()).add(kind)
        self.set_aside = set(self.graph.subjects(RDF.type, RDF.Statement))
        self.set_aside |= set(self.graph.subjects(RDF.type, OWL.Ontology))

    def is_a(self, node: Node, kind: str) -> bool:
        return kind in self.kinds.get(node, ())

    def typing(self) -> Iterator[Violation]:
        """Find names that are declared as two things, and reserved names that are declared."""
        for node, kinds in self.kinds.items():
            properties = sorted(kinds.intersection(_PROPERTY_KINDS))
            if len(properties) > 1:
                yield Violation(node, f"is declared as {' and as '.join(properties)}")
            if {"class", "datatype"} <= kinds:
                yield Violation(node, "is declared as class and as datatype")
            if _is_reserved(node) and node not in _BUILT_IN:
                yield Violation(node, "is a reserved name and must not be declared")

    def triples(self) -> Iterator[Violation]:
        """Find triples that are no part of an axiom, and names used without declaration."""
        for subject, predicate, value in self.graph:
            if subject not in self.set_aside:
                yield from self._faults(subject, predicate, value)

    def _faults(self, subject: Node, predicate: Node, value: Node) -> Iterator[Violation]:
        structural = _STRUCTURE.get(predicate)
        if structural is not None:
            message = structural(self, subject, value)
        elif self.is_a(predicate, "annotation property"):
            message = None
        elif self.is_a(predicate, "object property"):
            literal = isinstance(value, Literal)
            message = f"has a literal as {predicate.n3()}" if literal else None
        elif self.is_a(predicate, "datatype property"):
            message = _literal_fault(predicate.n3(), value)
        elif _is_reserved(predicate):
            yield Violation(predicate, "is not known to this check as a part of OWL 2 DL")
            return
        else:
            yield Violation(predicate, "is used as a property but not declared")
            return
        if message is not None:
            yield Violation(subject, message)

    def expressions(self) -> Iterator[Violation]:
        """Find blank nodes that no single axiom owns (Mapping to RDF Graphs, 3.2.5)."""
        nodes = {node for node in self.graph.subjects() if isinstance(node, BNode)}
        for node in nodes:
            typed = (node, RDF.type, None) in self.graph or (node, RDF.first, None) in self.graph
            if not typed or len(list(self.graph.subject_predicates(node))) > 1:
                yield Violation(node, "is a blank node that stands for no expression of one axiom")

    def type_fault(self, subject: Node, kind: Node) -> str | None:
        if kind in _DECLARATIONS or kind in _OTHER_TYPES:
            return None
        if kind in _SIMPLE_ONLY or kind in _OTHER_TRAITS:
            data = kind == OWL.FunctionalProperty and self.is_a(subject, "datatype property")
            return None if data else self.all_of("object property", subject)
        return self.class_fault(kind)

    def simplicity(self) -> Iterator[Violation]:
        """Find properties that follow from others where only simple ones may stand."""
        for node in composite_properties(self.graph):
            for trait, name in _SIMPLE_ONLY.items():
                if (node, RDF.type, trait) in self.graph:
                    yield Violation(node, f"is {name} but follows from other properties")

    def order(self) -> Iterator[Violation]:
        """Find chains that come back to a property they are made of (11.2, last restriction)."""
        above: dict[Node, set[Node]] = {}
        strict: list[tuple[Node, Node]] = []
        for lower, upper in self.graph.subject_objects(RDFS.subPropertyOf):
            above.setdefault(lower, set()).add(upper)
        for one, other in self.graph.subject_objects(OWL.inverseOf):
            above.setdefault(one, set()).add(other)
            above.setdefault(other, set()).add(one)
        for head, chain in self.graph.subject_objects(OWL.propertyChainAxiom):
            steps = members(self.graph, chain)
            # p o q -> p and q o p -> p are allowed, as is p o p -> p.
            if head in (steps[0], steps[-1]):
                steps.remove(head)
            strict += [(step, head) for step in steps if steps != [head]]
        for step, head in strict:
            above.setdefault(step, set()).add(head)
        for step, head in strict:
            if step == head or step in _reachable(above, head):
                yield Violation(head, f"is implied by a chain that depends on {head.n3()} itself")

    def all_of(self, kind: str, *nodes: Node) -> str | None:
        for node in nodes:
            if not self.is_a(node, kind):
                return f"takes {_name(node)} for {_with_article(kind)}, as which it is not declared"
        return None

    def class_fault(self, node: Node) -> str | None:
        return self.all_of("class", node)

    def both_classes(self, one: Node, other: Node) -> str | None:
        return self.all_of("class", one, other)

    def both_object_properties(self, one: Node, other: Node) -> str | None:
        return self.all_of("object property", one, other)

    def same_kind(self, one: Node, other: Node) -> str | None:
        for kind in _PROPERTY_KINDS:
            if self.is_a(one, kind):
                return self.all_of(kind, other)
        return "is no declared property"

    def chain_fault(self, head: Node, chain: Node) -> str | None:
        return self.all_of("object property", head, *members(self.graph, chain))

    def domain_fault(self, _subject: Node, value: Node) -> str | None:
        return self.class_fault(value)

    def range_fault(self, subject: Node, value: Node) -> str | None:
        if self.is_a(subject, "datatype property"):
            return self.all_of("datatype", value)
        return self.all_of("object property", subject) or self.class_fault(value)

    def key_fault(self, subject: Node, value: Node) -> str | None:
        for term in members(self.graph, value):
            if not (self.is_a(term, "object property") or self.is_a(term, "datatype property")):
                return f"has {_name(term)} in its key, which is no declared property"
        return self.class_fault(subject)

    def classes_fault(self, _subject: Node, value: Node) -> str | None:
        classes = members(self.graph, value)
        if len(set(classes)) < 2:
            return "needs a list of two classes or more"
        return self.all_of("class", *classes)

    def no_fault(self, _subject: Node, _value: Node) -> str | None:
        return None


def _reachable(above: dict[Node, set[Node]], start: Node) -> set[Node]:
    found: set[Node] = set()
    todo = [start]
    while todo:
        for node in above.get(todo.pop(), ()):
            if node not in found:
                found.add(node)
                todo.append(node)
    return found


def _literal_fault(name: str, value: Node) -> str | None:
    if not isinstance(value, Literal):
        return f"has a thing as {name}, which takes a literal"
    datatype = value.datatype or (RDF.PlainLiteral if value.language else XSD.string)
    if _BUILT_IN.get(datatype) != "datatype":
        return f"has as {name} a literal of {datatype.n3()}, which OWL 2 does not know"
    if value.ill_typed:
        return f"has as {name} the literal {value.n3()}, which its datatype does not allow"
    return None


def _is_reserved(node: Node) -> bool:
    return isinstance(node, URIRef) and any(map(node.startswith, _RESERVED))


def _name(node: Node) -> str:
    return "an expression" if isinstance(node, BNode) else node.n3()


def _with_article(kind: str) -> str:
    return f"an {kind}" if kind[0] in "ao" else f"a {kind}"


_STRUCTURE: dict[Node, Callable[[_Profile, Node, Node], str | None]] = {
    OWL.differentFrom: _Profile.no_fault,
    OWL.disjointWith: _Profile.both_classes,
    OWL.equivalentClass: _Profile.both_classes,
    OWL.hasKey: _Profile.key_fault,
    OWL.intersectionOf: _Profile.classes_fault,
    OWL.inverseOf: _Profile.both_object_properties,
    OWL.members: _Profile.classes_fault,
    OWL.propertyChainAxiom: _Profile.chain_fault,
    OWL.sameAs: _Profile.no_fault,
    OWL.unionOf: _Profile.classes_fault,
    RDF.first: _Profile.no_fault,
    RDF.rest: _Profile.no_fault,
    RDF.type: _Profile.type_fault,
    RDFS.domain: _Profile.domain_fault,
    RDFS.range: _Profile.range_fault,
    RDFS.subClassOf: _Profile.both_classes,
    RDFS.subPropertyOf: _Profile.same_kind,
}
