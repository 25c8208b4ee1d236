"""The description of a dataset for the address at which it is served.

It answers a request to the endpoint that has no query (SPARQL 1.1 Service Description, 2), and
``/.well-known/void`` (VoID, 6.2). What is served is read from the store by SPARQL, so that it may
be another endpoint; the service is added here, for a dataset has none until somebody serves it.

Source:
    https://www.w3.org/TR/sparql11-service-description/, https://www.w3.org/TR/void/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pyoxigraph
from rdflib import RDF, SDO, SH, VOID, Graph, URIRef
from rdflib.term import Node

from kg.description.names import Names
from kg.description.terms import Terms
from kg.description.words import read_words
from kg.errors import IriError
from kg.graph.rdf_files import to_rdflib
from kg.graph.terms import SD, new_graph
from kg.questions.binding import write_term

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.description.about import About
    from kg.store.port import Store

_WHERE_IT_IS = """\
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX void: <http://rdfs.org/ns/void#>
SELECT ?graph ?dataset ?union ?base WHERE {
  GRAPH ?graph { ?dataset a sd:Dataset ; sd:defaultGraph ?union . ?union void:uriSpace ?base }
}
ORDER BY ?graph ?dataset ?union ?base
LIMIT 1"""
_WITH_EXAMPLES = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH %s { ?s ?p ?o } }"
_WITHOUT_EXAMPLES = """\
PREFIX sh: <http://www.w3.org/ns/shacl#>
CONSTRUCT { ?s ?p ?o } WHERE {
  GRAPH %s {
    ?s ?p ?o
    FILTER NOT EXISTS { ?s sh:select|sh:declare|sh:prefix ?any }
  }
}"""


def describe_endpoint(
    store: Store,
    endpoint: str,
    *,
    examples: bool = False,
    languages: Iterable[str] | None = None,
    features: Iterable[str] | None = None,
    formats: Iterable[str] | None = None,
    about: About | None = None,
) -> Graph:
    """Describe a built dataset as it is served.

    Args:
        store: Where the dataset is.
        endpoint: Address at which its SPARQL endpoint is served.
        examples: Whether to add the example queries and the table of prefixes.
        languages: Query languages, as local names of the service description vocabulary; by
            default ``SPARQL11Query``.
        features: Features, likewise; by default ``UnionDefaultGraph``.
        formats: IRIs of the formats of results; by default all of ``description.toml``.
        about: Who publishes it and on which terms, where that is told.

    Returns:
        VoID and service description. Of a dataset that was built without a description, the
        service alone.

    Raises:
        IriError: If the address is no absolute IRI.
        InputError: If the store is damaged.
        EndpointError: If the store is an endpoint, which fails.
    """
    address = _address(endpoint)
    words, graph = read_words(), new_graph()
    service = URIRef(f"{address}#service")
    for place in _places(store):
        service = Names(place.base, {}).service
        query = _WITH_EXAMPLES if examples else _WITHOUT_EXAMPLES
        for triple in store.construct(query % write_term(place.graph)):
            subject, predicate, value = map(_as_rdflib, triple)
            graph.add((subject, predicate, value))
        graph.add((service, SD.defaultDataset, place.dataset))
        graph.add((place.union, VOID.sparqlEndpoint, address))
        if about is not None:
            Terms(graph, about, place.base).of(place.union)
    for example in list(graph.subjects(SH.select)):
        graph.add((example, SDO.target, address))
    graph.add((service, RDF.type, SD.Service))
    graph.add((service, SD.endpoint, address))
    for predicate, names in (
        (SD.supportedLanguage, words.languages if languages is None else languages),
        (SD.feature, words.features if features is None else features),
    ):
        for name in names:
            graph.add((service, predicate, SD[name]))
    for iri in words.formats if formats is None else formats:
        graph.add((service, SD.resultFormat, URIRef(iri)))
    return graph


def _address(endpoint: str) -> URIRef:
    try:
        return URIRef(pyoxigraph.NamedNode(endpoint).value)
    except ValueError as error:
        raise IriError(
            f"{endpoint!r} cannot be the address of an endpoint",
            hint="Give an absolute IRI, such as https://example.org/sparql",
        ) from error


class _Place(NamedTuple):
    """Where the description is: its graph; what it describes; the base of the names."""

    graph: pyoxigraph.NamedNode
    dataset: URIRef
    union: URIRef
    base: str


def _places(store: Store) -> Iterator[_Place]:
    """Yield where the description is, if there is one."""
    _, rows = store.select(_WHERE_IT_IS)
    for graph, *told in rows:
        if isinstance(graph, pyoxigraph.NamedNode):
            dataset, union, base = (str(_as_rdflib(one)) for one in told)
            yield _Place(graph, URIRef(dataset), URIRef(union), base)


def _as_rdflib(term: object) -> Node:
    if isinstance(term, (pyoxigraph.NamedNode, pyoxigraph.BlankNode, pyoxigraph.Literal)):
        return to_rdflib(term)
    raise TypeError(f"{term!r} is no term of RDF 1.1")
