"""Which statements describe a thing, a vocabulary or the ontology."""

from __future__ import annotations

import pyoxigraph

from kg.dossier.numbers import restore_types
from kg.dossier.rdf import describe
from kg.graph.terms import VOCAB
from kg.questions.binding import write_term

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyoxigraph import Triple

    from kg.store.port import Store

_POINTING_HERE = """\
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
CONSTRUCT { ?other ?relation ?thing . ?other rdfs:label ?label } WHERE {
  VALUES ?thing { %s }
  ?other ?relation ?thing .
  FILTER(?relation NOT IN (rdf:subject, rdf:predicate, rdf:object, chiiki:mentionOf))
  OPTIONAL { ?other rdfs:label ?label }
}"""
_IN_SCHEME = """\
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
CONSTRUCT { ?concept ?property ?value } WHERE {
  VALUES ?scheme { %s }
  ?concept skos:inScheme ?scheme ; ?property ?value .
}"""
_NAMED_GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH %s { ?s ?p ?o } }"


def describe_thing(store: Store, iri: str) -> list[Triple]:
    """Describe a thing: what is said of it, with sources, and what points to it.

    Args:
        store: Where to ask.
        iri: The thing.

    Returns:
        Its concise bounded description, the relations in which it is the object with the labels
        of their subjects, and for a concept scheme its concepts. Each triple once, sorted.

    Raises:
        EndpointError: If the store is an endpoint, which fails.
    """
    term = write_term(pyoxigraph.NamedNode(iri))
    found = {*store.construct(_POINTING_HERE % term)}
    if iri.startswith(str(VOCAB)):
        found.update(store.construct(_IN_SCHEME % term))
    return sorted({*describe(store, iri), *restore_types(store, found)}, key=str)


def describe_graph(store: Store, name: str) -> list[Triple]:
    """Return all of a named graph, sorted; nothing if there is none.

    Raises:
        EndpointError: If the store is an endpoint, which fails.
    """
    query = _NAMED_GRAPH % write_term(pyoxigraph.NamedNode(name))
    return sorted(restore_types(store, store.construct(query)), key=str)
