"""The description of a dataset for the address at which it is served.

It answers a request to the endpoint that has no query (SPARQL 1.1 Service Description, 2), and
``/.well-known/void`` (VoID, 6.2). Everything is read from the store by SPARQL, so that it may be
another endpoint.

Source:
    https://www.w3.org/TR/sparql11-service-description/, https://www.w3.org/TR/void/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph
from rdflib import RDF, VOID, Graph, URIRef
from rdflib.term import Node

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
SELECT ?graph ?service ?address WHERE {
  GRAPH ?graph { ?service a sd:Service ; sd:endpoint ?address ; sd:defaultDataset ?dataset }
}
ORDER BY ?graph ?service ?address
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
    for graph_name, known, stand_in in _places(store):
        service = known
        query = _WITH_EXAMPLES if examples else _WITHOUT_EXAMPLES
        for triple in store.construct(query % write_term(graph_name)):
            subject, predicate, value = map(_as_rdflib, triple)
            graph.add((subject, predicate, address if value == stand_in else value))
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
    for dataset in graph.subjects(VOID.uriSpace) if about else ():
        if about and isinstance(dataset, URIRef):
            base = str(graph.value(dataset, VOID.uriSpace))
            Terms(graph, about, base).of(dataset)
    return graph


def _address(endpoint: str) -> URIRef:
    try:
        return URIRef(pyoxigraph.NamedNode(endpoint).value)
    except ValueError as error:
        raise IriError(
            f"{endpoint!r} cannot be the address of an endpoint",
            hint="Give an absolute IRI, such as https://example.org/sparql",
        ) from error


def _places(store: Store) -> Iterator[tuple[pyoxigraph.NamedNode, URIRef, URIRef]]:
    """Yield the graph of the description, its service and what stands for the address, if any."""
    _, rows = store.select(_WHERE_IT_IS)
    for graph_name, service, address in rows:
        if isinstance(graph_name, pyoxigraph.NamedNode):
            yield graph_name, URIRef(str(_as_rdflib(service))), URIRef(str(_as_rdflib(address)))


def _as_rdflib(term: object) -> Node:
    if isinstance(term, (pyoxigraph.NamedNode, pyoxigraph.BlankNode, pyoxigraph.Literal)):
        return to_rdflib(term)
    raise TypeError(f"{term!r} is no term of RDF 1.1")
