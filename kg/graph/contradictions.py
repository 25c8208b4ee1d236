"""Where data contradicts the ontology, in words: which thing, which statements, which axiom.

A reasoner only says *that* statements cannot all be true. This module looks for the plain cases,
after inference, so that a person can find the fault:

- a thing of two classes that are disjoint, or of none that a property demands
- two values of a property that has one, a thing that stands in a relation to itself, or in
  both directions, where the relation allows neither
- a value of the wrong datatype
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from rdflib import OWL, RDF, RDFS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from kg.graph.inference import infer
from kg.graph.ontology import Ontology, members, named, union_of
from kg.graph.terms import CHIIKI

_WHOLE_NUMBERS = (XSD.integer, XSD.nonNegativeInteger, XSD.positiveInteger, XSD.int, XSD.long)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Statements that cannot all be true.

    Attributes:
        subject: The thing they are about.
        message: What they say, in one sentence without a final stop.
        certain: Whether they contradict each other in logic; if not, they would make two things
            one, which no plan means to say.
    """

    subject: Node
    message: str
    certain: bool = True


def find_contradictions(data: Graph, ontology: Ontology) -> list[Contradiction]:
    """Look for the plain contradictions of some data.

    Args:
        data: The statements of a plan.
        ontology: The ontology they use.

    Returns:
        The contradictions, sorted. None does not prove that there is none: ask the reasoner.
    """
    search = _Search(data, data + infer(data), ontology.core)
    found = {*search.classes(), *search.unions(), *search.single_values(), *search.relations()}
    found |= set(search.datatypes())
    return sorted(
        found, key=lambda contradiction: (str(contradiction.subject), contradiction.message)
    )


class _Search:
    def __init__(self, data: Graph, closure: Graph, core: Graph) -> None:
        self.data = data
        self.closure = closure
        self.core = core
        self.disjoint = set(_disjoint_pairs(core))

    def classes(self) -> Iterator[Contradiction]:
        for pair in self.disjoint:
            one, other = sorted(pair)
            both = set(self.closure.subjects(RDF.type, one))
            for thing in both.intersection(self.closure.subjects(RDF.type, other)):
                reasons = " and ".join(self._why(thing, kind) for kind in (one, other))
                message = f"{self._name(thing)} is {reasons}, but nothing can be both"
                yield Contradiction(thing, message)

    def unions(self) -> Iterator[Contradiction]:
        """Find things that a domain or range of several classes admits none of."""
        for axiom, place in ((RDFS.domain, 0), (RDFS.range, 2)):
            for term, expression in self.core.subject_objects(axiom):
                admitted = union_of(self.core, expression)
                if len(admitted) > 1:
                    for triple in self.closure.triples((None, term, None)):
                        if self._is_excluded(triple[place], admitted):
                            yield self._wrong_place(triple[place], term, admitted, place)

    def _is_excluded(self, thing: Node, admitted: list[URIRef]) -> bool:
        kinds = set(self.closure.objects(thing, RDF.type))
        if kinds.intersection(admitted):
            return False
        return all(self._is_disjoint(kinds, one) for one in admitted)

    def _is_disjoint(self, kinds: set[Node], one: URIRef) -> bool:
        above = set(self.core.transitive_objects(one, RDFS.subClassOf))
        return any({kind, upper} in self.disjoint for kind in kinds for upper in above)

    def _wrong_place(
        self, thing: Node, term: Node, admitted: list[URIRef], place: int
    ) -> Contradiction:
        wanted = " or ".join(sorted(map(_short, admitted)))
        how = f"has a {_short(term)}" if place == 0 else f"is the {_short(term)} of something"
        what = "have" if place == 0 else "be"
        message = f"{self._name(thing)} {how}, which only a {wanted} can {what}"
        return Contradiction(thing, message)

    def single_values(self) -> Iterator[Contradiction]:
        for term in self.core.subjects(RDF.type, OWL.FunctionalProperty):
            seen: dict[Node, Node] = {}
            for subject, value in sorted(self.closure.subject_objects(term)):
                first = seen.setdefault(subject, value)
                if first != value:
                    certain = isinstance(value, Literal)
                    values = f"{first.n3()} and {value.n3()}"
                    message = (
                        f"{self._name(subject)} has {values} as {_short(term)}, but has one only"
                    )
                    yield Contradiction(subject, message, certain)

    def relations(self) -> Iterator[Contradiction]:
        for term in self.core.subjects(RDF.type, OWL.IrreflexiveProperty):
            for subject, value in self.closure.subject_objects(term):
                if subject == value:
                    message = f"{self._name(subject)} has itself as {_short(term)}"
                    yield Contradiction(subject, message)
        for term in self.core.subjects(RDF.type, OWL.AsymmetricProperty):
            for subject, value in self.closure.subject_objects(term):
                if str(subject) < str(value) and (value, term, subject) in self.closure:
                    message = (
                        f"{self._name(subject)} and {self._name(value)} "
                        f"have each other as {_short(term)}"
                    )
                    yield Contradiction(subject, message)

    def datatypes(self) -> Iterator[Contradiction]:
        for term in self.core.subjects(RDF.type, OWL.DatatypeProperty):
            wanted = self.core.value(term, RDFS.range)
            for subject, value in self.data.subject_objects(term):
                if isinstance(value, Literal) and not _fits(value, wanted):
                    message = (
                        f"{self._name(subject)} has {value.n3()} as {_short(term)}, "
                        f"which takes {_short(wanted)}"
                    )
                    yield Contradiction(subject, message)

    def _why(self, thing: Node, kind: URIRef) -> str:
        """Say of which class a thing is, and from which statement that follows."""
        article = f"a {_short(kind)}"
        below = set(self.core.transitive_subjects(RDFS.subClassOf, kind))
        if below.intersection(self.data.objects(thing, RDF.type)):
            return f"{article} as stated"
        for term in sorted(named(self.core.subjects(RDFS.domain))):
            if self.core.value(term, RDFS.domain) in below and (thing, term, None) in self.closure:
                return f"{article} because it has a {_short(term)}"
        for term in sorted(named(self.core.subjects(RDFS.range))):
            subject = self.closure.value(None, term, thing, any=True)
            if subject is not None and self.core.value(term, RDFS.range) in below:
                return f"{article} because it is the {_short(term)} of {self._name(subject)}"
        return article

    def _name(self, thing: Node) -> str:
        label = self.data.value(thing, RDFS.label, any=True)
        return thing.n3() if label is None else f"{label} {thing.n3()}"


def _disjoint_pairs(core: Graph) -> Iterator[frozenset[URIRef]]:
    for one, other in core.subject_objects(OWL.disjointWith):
        yield frozenset(named((one, other)))
    for node in core.subjects(RDF.type, OWL.AllDisjointClasses):
        start = core.value(node, OWL.members)
        kinds = members(core, start) if start is not None else []
        for pair in combinations(named(kinds), 2):
            yield frozenset(pair)


def _fits(value: Literal, wanted: Node | None) -> bool:
    datatype = value.datatype or (RDF.langString if value.language else XSD.string)
    if wanted in (None, RDFS.Literal):
        return True
    if wanted == RDF.PlainLiteral:
        return datatype in (RDF.langString, XSD.string)
    if wanted == XSD.integer:
        return datatype in _WHOLE_NUMBERS and not value.ill_typed
    return datatype == wanted and not value.ill_typed


def _short(node: Node | None) -> str:
    """Write a term with its prefix."""
    text = str(node)
    for prefix, namespace in (("chiiki:", CHIIKI), ("xsd:", XSD), ("rdf:", RDF)):
        if text.startswith(str(namespace)):
            return f"{prefix}{text.removeprefix(str(namespace))}"
    return f"<{text}>"
