"""Counts as VoID, and the graphs of a dataset in the terms of SPARQL 1.1 service descriptions.

Partitions stand where editors look for them: classes of the default graph, properties within
classes, and within those the classes and datatypes of their objects.

Source:
    Describing Linked Datasets with the VoID Vocabulary, https://www.w3.org/TR/void/ (4.2 to 4.4);
    SPARQL 1.1 Service Description, https://www.w3.org/TR/sparql11-service-description/;
    the extension for datatypes as the SIB's void-generator writes it, http://ldf.fi/void-ext#
"""

from __future__ import annotations

from collections.abc import Mapping

from rdflib import DCTERMS, RDF, VOID, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from kg.description.names import Names
from kg.description.statistics import PropertyUse, Size, Statistics
from kg.description.words import read_words
from kg.graph.terms import SD, VOID_EXT


def write_void(graph: Graph, counted: Statistics, names: Names) -> None:
    """Write what a dataset holds.

    Args:
        graph: Takes the triples.
        counted: The counts of all graphs but the one that is being written.
        names: Names everything.
    """
    writer = _Writer(graph, names)
    writer.dataset()
    writer.union(counted)
    writer.graphs(counted.graphs)


class _Writer:
    def __init__(self, graph: Graph, names: Names) -> None:
        self._graph = graph
        self._names = names

    def _say(self, subject: URIRef, predicate: URIRef, *values: Node) -> None:
        for value in values:
            self._graph.add((subject, predicate, value))

    def _count(self, subject: URIRef, predicate: URIRef, number: int) -> None:
        self._say(subject, predicate, Literal(number, datatype=XSD.integer))

    def dataset(self) -> None:
        """Write what queries are answered from, wherever somebody answers them."""
        names, words = self._names, read_words()
        self._say(names.dataset, RDF.type, SD.Dataset)
        self._say(names.dataset, SD.defaultGraph, names.union)
        self._say(names.union, RDF.type, SD.Graph, VOID.Dataset)
        self._say(names.union, VOID.uriSpace, Literal(names.base))
        for language, text in words.title.items():
            self._say(names.union, DCTERMS.title, Literal(text, lang=language))
        for language, text in words.description.items():
            self._say(names.union, DCTERMS.description, Literal(text, lang=language))

    def union(self, counted: Statistics) -> None:
        """Write the counts of the default graph."""
        union = self._names.union
        self._size(union, counted)
        self._count(union, VOID.classes, len(counted.classes))
        self._count(union, VOID.properties, len(counted.properties))
        for term in (*counted.classes, *counted.properties):
            namespace = self._names.namespace(term)
            if namespace is not None:
                self._say(union, VOID.vocabulary, URIRef(namespace))
        for kind, use in counted.classes.items():
            part = self._class(union, kind)
            self._count(part, VOID.entities, use.subjects)
            self._count(part, VOID.triples, use.triples)
            self._count(part, VOID.properties, len(use.properties))
            for term, inner in use.properties.items():
                self._use(self._property(part, term, inner), inner)
        for term, size in counted.properties.items():
            self._property(union, term, size)

    def graphs(self, graphs: Mapping[str, Size]) -> None:
        """Write the named graphs; the one that is being written comes without counts."""
        for name in (*graphs, str(self._names.graph)):
            entry = self._names.named_graph(name)
            self._say(self._names.dataset, SD.namedGraph, entry)
            self._say(entry, RDF.type, SD.NamedGraph)
            self._say(entry, SD.name, URIRef(name))
            if name in graphs:
                described = URIRef(f"{entry}/counts")
                self._say(entry, SD.graph, described)
                self._say(described, RDF.type, SD.Graph, VOID.Dataset)
                self._size(described, graphs[name])

    def _size(self, subject: URIRef, size: Size) -> None:
        self._count(subject, VOID.triples, size.triples)
        self._count(subject, VOID.distinctSubjects, size.subjects)

    def _class(self, whole: URIRef, kind: str) -> URIRef:
        part = self._names.part(whole, "class", kind)
        self._say(whole, VOID.classPartition, part)
        self._say(part, VOID["class"], URIRef(kind))
        return part

    def _property(self, whole: URIRef, term: str, size: Size) -> URIRef:
        part = self._names.part(whole, "property", term)
        self._say(whole, VOID.propertyPartition, part)
        self._say(part, VOID.property, URIRef(term))
        self._size(part, size)
        return part

    def _use(self, part: URIRef, use: PropertyUse) -> None:
        for kind, number in use.classes.items():
            self._count(self._class(part, kind), VOID.triples, number)
        for kind, number in use.datatypes.items():
            inner = self._names.part(part, "datatype", kind)
            self._say(part, VOID_EXT.datatypePartition, inner)
            self._say(inner, VOID_EXT.datatype, URIRef(kind))
            self._count(inner, VOID.triples, number)
