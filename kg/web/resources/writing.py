"""Statements as files of RDF."""

from __future__ import annotations

import pyoxigraph

from kg.dossier.rdf import write_jsonld, write_turtle
from kg.errors import LimitError
from kg.graph.terms import PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import Triple

TYPES = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
"""Media types of the files by their suffixes, the preferred one first."""

OFFERED = (*TYPES.values(), "application/json")
"""Media types that a file can be asked for by; JSON is JSON-LD."""

HTML = "html"
"""Suffix of a page for people."""

_NAMESPACES = {prefix: str(iri) for prefix, iri in PREFIXES.items()}


def media_type(suffix: str) -> str:
    """Return the media type of a file, with the encoding where the type does not settle it."""
    return TYPES[suffix] + ("; charset=utf-8" if TYPES[suffix].startswith("text/") else "")


def suffix_of(media_type: str) -> str:
    """Return the suffix of a media type that is offered; ``html`` for a page."""
    if media_type == "application/json":
        return "jsonld"
    return next((suffix for suffix, known in TYPES.items() if known == media_type), HTML)


def write(
    triples: Sequence[Triple],
    iri: str,
    suffix: str,
    limit_bytes: int,
    *,
    is_compact: bool = False,
) -> bytes:
    """Write triples as a file.

    Args:
        triples: The triples, sorted.
        iri: What they are about.
        suffix: One of ``TYPES``.
        limit_bytes: How large the file may be.
        is_compact: Whether JSON-LD is written without blanks.

    Returns:
        UTF-8. The same triples give the same bytes.

    Raises:
        LimitError: If it is larger.
    """
    if suffix == "ttl":
        body = write_turtle(triples)
    elif suffix == "jsonld":
        body = write_jsonld(triples, iri, is_compact=is_compact)
    elif suffix == "nt":
        body = b"".join(f"{triple} .\n".encode() for triple in triples)
    else:
        form = pyoxigraph.RdfFormat.RDF_XML
        named = map(_with_names, triples)
        body = pyoxigraph.serialize(named, format=form, prefixes=_used(triples)) or b""
    if len(body) > limit_bytes:
        raise LimitError(
            f"the description is larger than {limit_bytes >> 20} MiB",
            hint="Ask the SPARQL endpoint for a part of it",
        )
    return body


def _with_names(triple: Triple) -> Triple:
    """Name blank nodes as XML can: a name may not begin with a digit there."""
    subject, value = triple.subject, triple.object
    if isinstance(subject, pyoxigraph.BlankNode):
        subject = pyoxigraph.BlankNode(f"b{subject.value}")
    if isinstance(value, pyoxigraph.BlankNode):
        value = pyoxigraph.BlankNode(f"b{value.value}")
    return pyoxigraph.Triple(subject, triple.predicate, value)


def _used(triples: Sequence[Triple]) -> dict[str, str]:
    """Return the one prefix table that RDF/XML needs: those of its predicates."""
    predicates = {triple.predicate.value for triple in triples}
    return {
        prefix: namespace
        for prefix, namespace in sorted(_NAMESPACES.items())
        if any(iri.startswith(namespace) for iri in predicates)
    }
