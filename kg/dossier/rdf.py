"""What the graph says of a thing, as Turtle and JSON-LD.

The concise bounded description: the statements about the thing, and for each of them its
reification, which is its provenance here. To be read by itself it also has the passages of the
thing and of its statements with their selectors, the mentions of it, its geometry, the document,
and the label of everything that it names.

Source:
    CBD - Concise Bounded Description, https://www.w3.org/submissions/CBD/
"""

from __future__ import annotations

import json

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.dossier.numbers import restore_types
from kg.graph.terms import GEO, PREFIXES
from kg.questions.binding import write_term

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from pyoxigraph import Triple

    from kg.dossier.model import Dossier
    from kg.store.port import Store

# Asked for without OPTIONAL, the labels of all things would be read, and not those of a few.
_DESCRIPTION = """\
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
CONSTRUCT { ?node ?property ?value } WHERE {
  VALUES ?thing { %s }
  { ?thing ?property ?value . BIND(?thing AS ?node) }
  UNION { ?node rdf:subject ?thing ; ?property ?value }
  UNION { ?node chiiki:mentionOf ?thing ; ?property ?value }
  UNION { ?thing geo:hasGeometry ?node . ?node ?property ?value }
  UNION { ?thing chiiki:derivedFrom|chiiki:inPassage ?node . ?node ?property ?value }
  UNION { ?thing ^rdf:subject/chiiki:derivedFrom ?node . ?node ?property ?value }
  UNION { ?thing ^chiiki:mentionOf/chiiki:inPassage ?node . ?node ?property ?value }
  UNION { ?thing chiiki:derivedFrom/oa:hasSelector ?node . ?node ?property ?value }
  UNION { ?thing ^rdf:subject/chiiki:derivedFrom/oa:hasSelector ?node . ?node ?property ?value }
  UNION { ?thing ^chiiki:mentionOf/chiiki:inPassage/oa:hasSelector ?node . ?node ?property ?value }
  UNION { ?thing chiiki:derivedFrom/oa:hasSource ?node . ?node ?property ?value }
  UNION {
    ?thing ?relation ?node .
    OPTIONAL { ?node rdfs:label ?value }
    FILTER(BOUND(?value))
    BIND(rdfs:label AS ?property)
  }
}"""
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_PREFIXES = {prefix: str(iri) for prefix, iri in sorted({**PREFIXES, "geo": GEO}.items())}
_XSD = "http://www.w3.org/2001/XMLSchema#"


def describe(store: Store, iri: str) -> list[Triple]:
    """Return the concise bounded description of a thing, each triple once, sorted.

    Args:
        store: Where to ask.
        iri: The thing.

    Raises:
        EndpointError: If an endpoint fails.
    """
    query = _DESCRIPTION % write_term(NamedNode(iri))
    return sorted(restore_types(store, store.construct(query)), key=str)


def to_turtle(dossier: Dossier) -> str:
    """Write the description of a dossier's thing as Turtle."""
    return write_turtle(describe(dossier.store, dossier.iri)).decode()


def to_jsonld(dossier: Dossier) -> str:
    """Write the description of a dossier's thing as JSON-LD 1.1, the thing first."""
    return write_jsonld(describe(dossier.store, dossier.iri), dossier.iri).decode()


def write_turtle(triples: Iterable[Triple]) -> bytes:
    """Write triples as Turtle, with the prefixes that they use."""
    from kg.graph.serialise import to_turtle as write

    return write([f"{triple} .".encode() for triple in triples])


def write_jsonld(triples: Sequence[Triple], first: str, *, is_compact: bool = False) -> bytes:
    """Write triples as JSON-LD 1.1.

    Args:
        triples: The triples.
        first: IRI of the node that comes first.
        is_compact: Whether to leave out the blanks that make it easy to read, a third of it.

    Returns:
        A node for each subject, in the order of the triples.
    """
    nodes: dict[str, dict[str, Any]] = {first: {"@id": first}}
    for triple in triples:
        subject = _id(triple.subject)
        node = nodes.setdefault(subject, {"@id": subject})
        predicate = triple.predicate.value
        key = "@type" if predicate == _RDF_TYPE else _short(predicate)
        value = _short(_id(triple.object)) if key == "@type" else _value(triple.object)
        node.setdefault(key, []).append(value)
    content = {"@context": _context(triples), "@graph": list(nodes.values())}
    if is_compact:
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    else:
        text = json.dumps(content, ensure_ascii=False, indent=2)
    return f"{text}\n".encode()


def _context(triples: Iterable[Triple]) -> dict[str, str]:
    """Return the prefixes that are used."""
    used = " ".join(str(triple) for triple in triples)
    return {prefix: iri for prefix, iri in _PREFIXES.items() if f"<{iri}" in used}


def _short(iri: str) -> str:
    """Write an IRI as a compact one where a prefix fits and nothing can be misread."""
    for prefix, namespace in _PREFIXES.items():
        name = iri.removeprefix(namespace)
        if name != iri and name.isidentifier():
            return f"{prefix}:{name}"
    return iri


def _id(term: object) -> str:
    if isinstance(term, BlankNode):
        return f"_:{term.value}"
    assert isinstance(term, NamedNode)  # noqa: S101 - a subject, or the object of rdf:type
    return term.value


def _value(term: object) -> Any:
    if not isinstance(term, Literal):
        return {"@id": _id(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    kind = term.datatype.value
    if kind == f"{_XSD}string":
        return term.value
    return {"@value": term.value, "@type": _short(kind)}
