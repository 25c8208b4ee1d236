"""What follows from a graph by the ontology's own axioms, as SPARQL updates run to a fixpoint.

Each axiom of the core ontology becomes one rule of the OWL 2 RL profile (W3C Recommendation
2012-12-11, section 4.3; the rule's name stands beside it) and each rule one ``INSERT``::

    sub-class                cax-sco      sub-property             prp-spo1
    inverse                  prp-inv1, 2  property chain           prp-spo2
    transitive               prp-trp      domain, range            prp-dom, prp-rng

Only terms of the project's own namespace are derived. A domain or range that is a union says
nothing of a single class, so no rule comes from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pyoxigraph
from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.graph.ontology import load_ontology, members, named
from kg.graph.terms import CHIIKI

_TYPE = RDF.type
_Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal


@dataclass(frozen=True, slots=True)
class Rule:
    """One axiom as an update.

    Attributes:
        update: The SPARQL update.
        needs: The properties and classes whose triples it reads.
        makes: The property or class whose triples it writes.
    """

    update: str
    needs: frozenset[URIRef]
    makes: URIRef


def rules(ontology: Graph) -> tuple[Rule, ...]:
    """Make the rules of an ontology.

    Args:
        ontology: Its triples.

    Returns:
        The rules, sorted by their text.

    Example:
        >>> from rdflib import Graph
        >>> graph = Graph().add((CHIIKI.Port, RDFS.subClassOf, CHIIKI.Asset))
        >>> print(rules(graph)[0].update.replace(CHIIKI, ""))
        INSERT { ?x a <Asset> } WHERE { ?x a <Port> }
    """
    found = {*_class_rules(ontology), *_property_rules(ontology), *_composed_rules(ontology)}
    return tuple(sorted(found, key=lambda rule: rule.update))


def infer(*contents: Graph) -> Graph:
    """Derive what follows from graphs, taken as one, by the axioms of the core ontology.

    Args:
        contents: The statements to reason from; at least one graph. They are not changed.

    Returns:
        The new statements only: none of those given, none about terms of others.
    """
    terms: dict[Node, _Term] = {}
    given = {
        pyoxigraph.Quad(
            _to_oxigraph(subject, terms),  # type: ignore[arg-type]
            _to_oxigraph(predicate, terms),  # type: ignore[arg-type]
            _to_oxigraph(value, terms),
        )
        for content in contents
        for subject, predicate, value in content
        if _matters(predicate, value)
    }
    store = pyoxigraph.Store()
    store.bulk_extend(given)
    _run(store, _own_rules())
    nodes = {term: node for node, term in terms.items()}
    found = Graph("SimpleMemory", namespace_manager=contents[0].namespace_manager)
    for quad in store:
        if quad not in given:
            found.add(tuple(_to_rdflib(term, nodes) for term in quad.triple))  # type: ignore[arg-type]
    return found


@cache
def _own_rules() -> tuple[Rule, ...]:
    return rules(load_ontology().core)


def _run(store: pyoxigraph.Store, todo: tuple[Rule, ...]) -> None:
    """Run the rules until none adds a triple, each again only when what it reads has changed."""
    size = len(store)
    changed = {rule.makes for rule in todo} | {term for rule in todo for term in rule.needs}
    while changed:
        last, changed = changed, set()
        for rule in todo:
            if rule.needs & last or rule.needs & changed:
                store.update(rule.update)
                if len(store) > size:
                    size = len(store)
                    changed.add(rule.makes)


def _matters(predicate: Node, value: Node) -> bool:
    """Whether rules may read a triple: it speaks in the project's own terms."""
    term = value if predicate == _TYPE else predicate
    return isinstance(term, URIRef) and term.startswith(CHIIKI)


def _to_oxigraph(node: Node, terms: dict[Node, _Term]) -> _Term:
    term = terms.get(node)
    if term is None:
        term = terms[node] = _convert(node, len(terms))
    return term


def _convert(node: Node, number: int) -> _Term:
    """Make the term for a node; a literal goes by a number.

    No rule looks into a literal, and Oxigraph would write "007"^^xsd:integer as "7"^^xsd:integer.
    """
    if isinstance(node, BNode):
        return pyoxigraph.BlankNode(str(node))
    if isinstance(node, Literal):
        return pyoxigraph.Literal(str(number))
    return pyoxigraph.NamedNode(str(node))


def _to_rdflib(term: _Term, nodes: dict[_Term, Node]) -> Node:
    node = nodes.get(term)
    return URIRef(term.value) if node is None else node


def _own(ontology: Graph, predicate: URIRef) -> Iterator[tuple[URIRef, URIRef]]:
    """Yield the axioms of one kind that join two terms of the project."""
    for left, right in ontology.subject_objects(predicate):
        if isinstance(left, URIRef) and isinstance(right, URIRef) and _is_own(left, right):
            yield left, right


def _is_own(*terms: URIRef) -> bool:
    return all(term.startswith(CHIIKI) for term in terms)


def _class_rules(ontology: Graph) -> Iterator[Rule]:
    for lower, upper in _own(ontology, RDFS.subClassOf):
        yield _rule(f"?x a {upper.n3()}", f"?x a {lower.n3()}", {lower}, upper)
    for term, kind in _own(ontology, RDFS.domain):
        yield _rule(f"?x a {kind.n3()}", f"?x {term.n3()} ?y", {term}, kind)
    for term, kind in _own(ontology, RDFS.range):
        pattern = f"?x {term.n3()} ?y FILTER (!isLiteral(?y))"
        yield _rule(f"?y a {kind.n3()}", pattern, {term}, kind)


def _property_rules(ontology: Graph) -> Iterator[Rule]:
    for lower, upper in _own(ontology, RDFS.subPropertyOf):
        yield _rule(f"?x {upper.n3()} ?y", f"?x {lower.n3()} ?y", {lower}, upper)
    for one, other in _own(ontology, OWL.inverseOf):
        yield _rule(f"?y {other.n3()} ?x", f"?x {one.n3()} ?y", {one}, other)
        yield _rule(f"?y {one.n3()} ?x", f"?x {other.n3()} ?y", {other}, one)


def _composed_rules(ontology: Graph) -> Iterator[Rule]:
    for term in named(ontology.subjects(RDF.type, OWL.TransitiveProperty)):
        pattern = f"?x {term.n3()} ?y . ?y {term.n3()} ?z"
        yield _rule(f"?x {term.n3()} ?z", pattern, {term}, term)
    for term in named(ontology.subjects(OWL.propertyChainAxiom)):
        for chain in ontology.objects(term, OWL.propertyChainAxiom):
            steps = list(named(members(ontology, chain)))
            pattern = " . ".join(
                f"?x{place} {step.n3()} ?x{place + 1}" for place, step in enumerate(steps)
            )
            yield _rule(f"?x0 {term.n3()} ?x{len(steps)}", pattern, set(steps), term)


def _rule(head: str, pattern: str, needs: set[URIRef], makes: URIRef) -> Rule:
    return Rule(f"INSERT {{ {head} }} WHERE {{ {pattern} }}", frozenset(needs), makes)
