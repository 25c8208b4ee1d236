"""Which statements describe a thing, a vocabulary or the ontology."""

from __future__ import annotations

import pyoxigraph

from kg.dossier.rdf import description_of, select_lines
from kg.graph.terms import VOCAB
from kg.questions.binding import write_term

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.graph.sorted_lines import SortedLines
    from kg.store.port import Store

# Asked with UNION, Oxigraph reads the labels of all things, and not those of a few.
_POINTING_HERE = """\
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?other ?property ?value WHERE {
  VALUES ?thing { %s }
  ?other ?relation ?thing .
  FILTER(?relation NOT IN (rdf:subject, rdf:predicate, rdf:object, chiiki:mentionOf))
  OPTIONAL { ?other rdfs:label ?label }
  VALUES ?isLabel { true false }
  BIND(IF(?isLabel, rdfs:label, ?relation) AS ?property)
  BIND(IF(?isLabel, ?label, ?thing) AS ?value)
  FILTER(BOUND(?value))
}"""
_IN_SCHEME = """\
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?concept ?property ?value WHERE {
  VALUES ?scheme { %s }
  ?concept skos:inScheme ?scheme ; ?property ?value .
}"""
_NAMED_GRAPH = "SELECT ?s ?p ?o WHERE { GRAPH %s { ?s ?p ?o } }"


def describe_thing(store: Store, iri: str) -> SortedLines:
    """Describe a thing: what is said of it, with sources, and what points to it.

    Args:
        store: Where to ask.
        iri: The thing.

    Returns:
        Its concise bounded description, the relations in which it is the object with the labels
        of their subjects, and for a concept scheme its concepts, as sorted lines of N-Triples.

    Raises:
        EndpointError: If the store is an endpoint, which fails.
    """
    term = write_term(pyoxigraph.NamedNode(iri))
    queries = [description_of(iri), _POINTING_HERE % term]
    if iri.startswith(str(VOCAB)):
        queries.append(_IN_SCHEME % term)
    return select_lines(store, *queries)


def describe_graph(store: Store, name: str) -> SortedLines:
    """Return all of a named graph, as sorted lines of N-Triples; nothing if there is none.

    Raises:
        EndpointError: If the store is an endpoint, which fails.
    """
    return select_lines(store, _NAMED_GRAPH % write_term(pyoxigraph.NamedNode(name)))
