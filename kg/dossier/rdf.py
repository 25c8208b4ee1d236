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
from tempfile import SpooledTemporaryFile
from typing import Any, NamedTuple

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryResultsFormat,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from kg.dossier.numbers import restore_types
from kg.graph.sorted_lines import AT_ONCE, SortedLines, by_subjects
from kg.graph.terms import GEO, PREFIXES
from kg.questions.binding import write_term

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.dossier.model import Dossier
    from kg.graph.sorted_lines import Lines
    from kg.store.port import Store

# Asked for without OPTIONAL, the labels of all things would be read, and not those of a few.
_DESCRIPTION = """\
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?node ?property ?value WHERE {
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
_MOST_HELD = 1 << 20
_XSD = "http://www.w3.org/2001/XMLSchema#"


def describe(store: Store, iri: str) -> SortedLines:
    """Return the concise bounded description of a thing.

    Args:
        store: Where to ask.
        iri: The thing.

    Returns:
        Sorted lines of N-Triples.

    Raises:
        EndpointError: If an endpoint fails.
    """
    return select_lines(store, description_of(iri))


def description_of(iri: str) -> str:
    """Return the query for the concise bounded description of a thing."""
    return _DESCRIPTION % write_term(NamedNode(iri))


def select_lines(store: Store, *queries: str) -> SortedLines:
    """Ask queries for statements, which are not held if they are many.

    Args:
        store: Where to ask.
        *queries: SELECT queries for subject, predicate and object, in this order. CONSTRUCT would
            tell each once, for which Oxigraph holds what it told.

    Returns:
        What they found together, as sorted lines of N-Triples.

    Raises:
        EndpointError: If the store is an endpoint, which fails.
    """
    triples = restore_types(store, _selected(store, queries))
    return SortedLines(f"{triple} .".encode() for triple in triples)


def _selected(store: Store, queries: Iterable[str]) -> Iterator[Triple]:
    form = QueryResultsFormat.JSON
    for query in queries:
        with SpooledTemporaryFile(_MOST_HELD) as answer:
            store.write(query, form.media_type, answer)
            answer.seek(0)
            found: Any = parse_query_results(answer, format=form)
            for row in found:
                yield Triple(*row)


def to_turtle(dossier: Dossier) -> str:
    """Write the description of a dossier's thing as Turtle."""
    from kg.graph.serialise import to_turtle as write

    return write(describe(dossier.store, dossier.iri)).decode()


def to_jsonld(dossier: Dossier) -> str:
    """Write the description of a dossier's thing as JSON-LD 1.1, the thing first."""
    lines = describe(dossier.store, dossier.iri)
    return b"".join(jsonld_pieces(lines, dossier.iri)).decode()


def jsonld_pieces(
    lines: Lines, first: str, *, is_compact: bool = False, at_once: int = AT_ONCE
) -> Iterator[bytes]:
    """Write statements as JSON-LD 1.1, a piece at a time.

    Args:
        lines: Sorted lines of N-Triples, of which a piece at a time is held.
        first: IRI of the node that comes first.
        is_compact: Whether to leave out the blanks that make it easy to read, a third of it.
        at_once: How many lines are held.

    Returns:
        A node for each subject, in the order of the lines.
    """
    form = _COMPACT if is_compact else _READABLE
    context, own = _looked_through(lines, first, at_once)
    yield form.start + form.json(context, 1) + form.graph
    yield form.json(next(iter(_nodes(own)), {"@id": first}), 2)
    for piece in by_subjects(lines, at_once):
        nodes = (node for node in _nodes(piece) if node["@id"] != first)
        yield b"".join(form.between + form.json(node, 2) for node in nodes)
    yield form.end


class _Form(NamedTuple):
    """How JSON-LD is laid out: what stands around context and nodes."""

    start: bytes
    graph: bytes
    between: bytes
    end: bytes
    encoder: json.JSONEncoder

    def json(self, content: Any, depth: int) -> bytes:
        """Write a context or a node as it stands at some depth."""
        return self.encoder.encode(content).replace("\n", "\n" + "  " * depth).encode()


_COMPACT = _Form(
    b'{"@context":',
    b',"@graph":[',
    b",",
    b"]}\n",
    json.JSONEncoder(ensure_ascii=False, separators=(",", ":")),
)
_READABLE = _Form(
    b'{\n  "@context": ',
    b',\n  "@graph": [\n    ',
    b",\n    ",
    b"\n  ]\n}\n",
    json.JSONEncoder(ensure_ascii=False, indent=2),
)


def _looked_through(lines: Lines, iri: str, at_once: int) -> tuple[dict[str, str], list[bytes]]:
    """Return the prefixes that lines use, and those lines that are about a thing."""
    used: set[str] = set()
    own: list[bytes] = []
    start = f"<{iri}> ".encode()
    for piece in by_subjects(lines, at_once):
        text = b"\n".join(piece)
        used.update(name for name, space in _PREFIXES.items() if f"<{space}".encode() in text)
        own += [line for line in piece if line.startswith(start)]
    return {name: space for name, space in _PREFIXES.items() if name in used}, own


def _nodes(lines: Iterable[bytes]) -> list[dict[str, Any]]:
    """Make a node of JSON-LD for each subject."""
    nodes: dict[str, dict[str, Any]] = {}
    for quad in parse(b"\n".join(lines), format=RdfFormat.N_TRIPLES):
        subject = _id(quad.subject)
        node = nodes.setdefault(subject, {"@id": subject})
        predicate = quad.predicate.value
        key = "@type" if predicate == _RDF_TYPE else _short(predicate)
        value = _short(_id(quad.object)) if key == "@type" else _value(quad.object)
        node.setdefault(key, []).append(value)
    return list(nodes.values())


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
