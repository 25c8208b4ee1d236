"""RDF files of any format, read into rdflib, and rdflib graphs handed over to Oxigraph.

Oxigraph's parsers read the files: they are fast, and name the line of a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyoxigraph
from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import GraphFileError
from kg.graph.terms import new_graph

FORMATS = {
    ".json": pyoxigraph.RdfFormat.JSON_LD,
    ".jsonld": pyoxigraph.RdfFormat.JSON_LD,
    ".nq": pyoxigraph.RdfFormat.N_QUADS,
    ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
    ".owl": pyoxigraph.RdfFormat.RDF_XML,
    ".rdf": pyoxigraph.RdfFormat.RDF_XML,
    ".trig": pyoxigraph.RdfFormat.TRIG,
    ".ttl": pyoxigraph.RdfFormat.TURTLE,
    ".xml": pyoxigraph.RdfFormat.RDF_XML,
}
"""The formats that are read, by the suffix of the file."""

_INFERRED = "/inference"  # how the name of a plan's graph of inferences ends (docs/iri-policy.md)
_PLACE = re.compile(r"^Parser error at line [^:]*: ")
Term = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal


def read_rdf(path: str | Path) -> Graph:
    """Read a file of RDF, whose suffix says the format.

    Args:
        path: The file.

    Returns:
        Its triples, those of all named graphs together, but for graphs of inferences: what
        follows from the ontology is not what somebody stated.

    Raises:
        GraphFileError: If the file cannot be read, its suffix names no format, it breaks the
            format's grammar, or it has what RDF 1.1 has not.
    """
    path = Path(path)
    rdf_format = FORMATS.get(path.suffix.lower())
    if rdf_format is None:
        raise GraphFileError(
            f"the suffix {path.suffix!r} names no format of RDF",
            where=path,
            hint=f"Give a file that ends in {', '.join(FORMATS)}",
        )
    terms: dict[Term, Node] = {}
    graph = new_graph()
    for quad in _quads(path, rdf_format):
        if not _is_inferred(quad.graph_name):
            subject, predicate, value = (_known(term, terms, path) for term in quad.triple)
            graph.add((subject, predicate, value))
    return graph


def to_store(triples: Iterable[Sequence[Node]]) -> pyoxigraph.Store:
    """Copy triples into the default graph of a new store in memory.

    Args:
        triples: The triples, such as a graph of rdflib.

    Returns:
        The store, with each triple once.

    Raises:
        GraphFileError: If an IRI, a blank node or a language tag of a triple is none.
    """
    terms: dict[Node, Term] = {}
    store = pyoxigraph.Store()
    try:
        store.bulk_extend(
            pyoxigraph.Quad(*(terms.get(term) or _converted(term, terms) for term in triple))  # type: ignore[arg-type]
            for triple in triples
        )
    except ValueError as error:
        raise GraphFileError(f"the graph is not RDF: {error}") from error
    return store


def _quads(path: Path, rdf_format: pyoxigraph.RdfFormat) -> Iterator[pyoxigraph.Quad]:
    try:
        text = path.read_bytes()
        yield from pyoxigraph.parse(text, format=rdf_format, base_iri=path.absolute().as_uri())
    except OSError as error:
        raise GraphFileError(f"the file cannot be read: {error.strerror}", where=path) from error
    except SyntaxError as error:
        fault = _PLACE.sub("", error.msg)
        raise GraphFileError(
            f"the file is not {rdf_format.name}: {fault}", where=path, line=error.lineno
        ) from error
    except ValueError as error:
        raise GraphFileError(f"the file is not {rdf_format.name}: {error}", where=path) from error


def _is_inferred(name: object) -> bool:
    return isinstance(name, pyoxigraph.NamedNode) and name.value.endswith(_INFERRED)


def _known(term: Term | pyoxigraph.Triple, terms: dict[Term, Node], path: Path) -> Node:
    if isinstance(term, pyoxigraph.Triple):
        raise GraphFileError(
            "the file has a triple term, which RDF 1.1 does not know",
            where=path,
            hint="Write it as an rdf:Statement",
        )
    known = terms.get(term)
    if known is None:
        known = terms[term] = to_rdflib(term)
    return known


def to_rdflib(term: Term) -> URIRef | BNode | Literal:
    """Return a term of Oxigraph as one of rdflib."""
    if isinstance(term, pyoxigraph.NamedNode):
        return URIRef(term.value)
    if isinstance(term, pyoxigraph.BlankNode):
        return BNode(term.value)
    if term.language is not None:
        return Literal(term.value, lang=term.language)
    kind = URIRef(term.datatype.value)
    return Literal(term.value, datatype=None if kind == XSD.string else kind)


def _converted(node: Node, terms: dict[Node, Term]) -> Term:
    term = terms[node] = to_oxigraph(node)
    return term


def to_oxigraph(node: Node) -> Term:
    """Return a term of rdflib as one of Oxigraph.

    Raises:
        ValueError: If it is no term of RDF, or holds what RDF forbids.
    """
    if isinstance(node, URIRef):
        return pyoxigraph.NamedNode(str(node))
    if isinstance(node, BNode):
        return pyoxigraph.BlankNode(str(node))
    if not isinstance(node, Literal):
        raise ValueError(f"{node!r} cannot stand in a triple")
    if node.language is not None:
        return pyoxigraph.Literal(str(node), language=node.language)
    if node.datatype is not None:
        return pyoxigraph.Literal(str(node), datatype=pyoxigraph.NamedNode(str(node.datatype)))
    return pyoxigraph.Literal(str(node))
