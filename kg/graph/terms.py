"""The namespaces of the graph, and the names of its parts."""

from __future__ import annotations

from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SDO, SH, SKOS, VOID, XSD

CHIIKI = Namespace("https://w3id.org/chiiki/ontology#")
ONTOLOGY = URIRef("https://w3id.org/chiiki/ontology")
VOCAB = Namespace("https://w3id.org/chiiki/vocab/")
VOCABULARIES = URIRef("https://w3id.org/chiiki/vocab")
SHARED_GRAPHS = (str(VOCABULARIES), str(ONTOLOGY))
"""The graphs that all plans share."""
SHAPES = Namespace("https://w3id.org/chiiki/shapes#")
OA = Namespace("http://www.w3.org/ns/oa#")
GEO = Namespace("http://www.opengis.net/ont/geosparql#")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID_EXT = Namespace("http://ldf.fi/void-ext#")

DEFAULT_BASE = "https://w3id.org/chiiki/id/"

PREFIXES = {
    "chiiki": CHIIKI,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "geo": GEO,
    "oa": OA,
    "org": ORG,
    "owl": OWL,
    "prov": PROV,
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SDO,
    "sd": SD,
    "sh": SH,
    "skos": SKOS,
    "void": VOID,
    "void-ext": VOID_EXT,
    "xsd": XSD,
}


def new_graph() -> Graph:
    """Return an empty graph with the project's prefixes.

    It stands alone: a store that keeps no account of several graphs takes half the time.
    """
    graph = Graph("SimpleMemory", bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph
