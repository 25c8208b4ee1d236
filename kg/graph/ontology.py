"""The ontology as it stands in ``ontology/``: its files, its terms, its table of prefixes.

::

    chiiki.ttl        the project's own terms and what follows from them
    alignments.ttl    how they relate to the terms of others
    vocabularies.ttl  the concepts that data uses as values
    prefixes.ttl      the one table of prefixes
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal as Choice

from rdflib import OWL, RDF, RDFS, SH, SKOS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg import resources
from kg.errors import GraphFileError
from kg.graph.terms import CHIIKI

TermKind = Choice["class", "object property", "datatype property"]
_KINDS: dict[URIRef, TermKind] = {
    OWL.Class: "class",
    OWL.ObjectProperty: "object property",
    OWL.DatatypeProperty: "datatype property",
}


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property of the project's own namespace.

    Attributes:
        iri: Its IRI.
        kind: What it is.
        labels: Its name, by language.
        definitions: What it means, by language.
    """

    iri: URIRef
    kind: TermKind
    labels: Mapping[str, str]
    definitions: Mapping[str, str]

    @property
    def name(self) -> str:
        """Its local name, such as ``Port``."""
        return self.iri.removeprefix(CHIIKI)


class Ontology:
    """The files of a folder such as ``ontology/``, read.

    Args:
        folder: The folder.

    Attributes:
        core: The triples of ``chiiki.ttl``.
        alignments: The triples of ``alignments.ttl``.
        vocabularies: The triples of ``vocabularies.ttl``.
        prefixes: Namespaces by prefix, sorted.
        terms: The terms by IRI, sorted.
        concepts: The concepts of the vocabularies.

    Raises:
        GraphFileError: If a file is missing or is no Turtle.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self.core = self._read("chiiki.ttl")
        self.alignments = self._read("alignments.ttl")
        self.vocabularies = self._read("vocabularies.ttl")
        self.prefixes = dict(sorted(_prefixes(self._read("prefixes.ttl"))))
        self.terms = {term.iri: term for term in _terms(self.core)}
        self.concepts = frozenset(named(self.vocabularies.subjects(RDF.type, SKOS.Concept)))

    def whole(self) -> Graph:
        """Return the triples of core, alignments and vocabularies in one new graph."""
        return self.core + self.alignments + self.vocabularies

    def _read(self, name: str) -> Graph:
        return read_turtle(self.folder / name)


def read_turtle(path: str | Path) -> Graph:
    """Read one Turtle file.

    Args:
        path: The file.

    Returns:
        Its triples.

    Raises:
        GraphFileError: If it cannot be read or is no Turtle.
    """
    path = Path(path)
    try:
        return Graph("SimpleMemory", bind_namespaces="none").parse(
            data=path.read_text("utf-8"), format="turtle"
        )
    except OSError as error:
        raise GraphFileError(f"the file cannot be read: {error.strerror}", where=path) from error
    except UnicodeDecodeError as error:
        raise GraphFileError("the file is not UTF-8 text", where=path) from error
    except Exception as error:
        # rdflib's Turtle parser raises BadSyntax, but for some faults whatever Python raised.
        line = getattr(error, "lines", None)
        why = getattr(error, "_why", None) or type(error).__name__
        raise GraphFileError(
            f"the file is not Turtle: {why}",
            where=path,
            line=None if line is None else line + 1,
        ) from error


@cache
def load_ontology(folder: str | Path = resources.ONTOLOGY) -> Ontology:
    """Read the ontology once and keep it.

    Args:
        folder: Where its files are; the project's own by default.

    Returns:
        The ontology. Callers share it and must not change its graphs.

    Raises:
        GraphFileError: If a file is missing or is no Turtle.
    """
    return Ontology(folder)


def members(graph: Graph, start: Node) -> list[Node]:
    """Return the members of an RDF list.

    Example:
        >>> graph = load_ontology().core
        >>> chain = graph.value(CHIIKI.servedBy, OWL.propertyChainAxiom)
        >>> [str(term).removeprefix(CHIIKI) for term in members(graph, chain)]
        ['hasMeasure', 'concernsAsset']
    """
    return list(Collection(graph, start))


def named(nodes: Iterable[Node]) -> Iterator[URIRef]:
    """Yield those nodes that have a name."""
    return (node for node in nodes if isinstance(node, URIRef))


def union_of(graph: Graph, expression: Node) -> list[URIRef]:
    """Return the named classes that a class expression is the union of.

    Args:
        graph: The ontology.
        expression: A named class, which stands for itself, or a union of such.

    Returns:
        The classes; none when the expression is of another form.
    """
    if isinstance(expression, URIRef):
        return [expression]
    start = graph.value(expression, OWL.unionOf) if isinstance(expression, BNode) else None
    if start is None:
        return []
    return list(named(members(graph, start)))


def _terms(core: Graph) -> Iterator[Term]:
    found = {
        iri: kind
        for meta, kind in _KINDS.items()
        for iri in named(core.subjects(RDF.type, meta))
        if iri.startswith(CHIIKI)
    }
    for iri in sorted(found):
        yield Term(
            iri, found[iri], _by_language(core, iri, RDFS.label),
            _by_language(core, iri, SKOS.definition),
        )  # fmt: skip


def _by_language(graph: Graph, subject: URIRef, predicate: URIRef) -> dict[str, str]:
    return {
        value.language: str(value)
        for value in graph.objects(subject, predicate)
        if isinstance(value, Literal) and value.language is not None
    }


def _prefixes(graph: Graph) -> Iterator[tuple[str, str]]:
    for declaration in graph.objects(None, SH.declare):
        prefix, namespace = (
            graph.value(declaration, SH.prefix),
            graph.value(declaration, SH.namespace),
        )
        if prefix is not None and namespace is not None:
            yield str(prefix), str(namespace)
