"""Statements as files of RDF."""

from __future__ import annotations

from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import IO, cast

import pyoxigraph

from kg.dossier.rdf import jsonld_pieces
from kg.errors import LimitError
from kg.graph.serialise import turtle_pieces
from kg.graph.sorted_lines import AT_ONCE, by_subjects
from kg.graph.terms import PREFIXES
from kg.store.xml_output import holding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Triple

    from kg.graph.sorted_lines import Lines

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

_MOST_HELD = 1 << 20
_NAMESPACES = {prefix: str(iri) for prefix, iri in PREFIXES.items()}


def media_type(suffix: str) -> str:
    """Return the media type of a file, with the encoding where the type does not settle it."""
    return TYPES[suffix] + ("; charset=utf-8" if TYPES[suffix].startswith("text/") else "")


def suffix_of(media_type: str) -> str:
    """Return the suffix of a media type that is offered; ``html`` for a page."""
    if media_type == "application/json":
        return "jsonld"
    return next((suffix for suffix, known in TYPES.items() if known == media_type), HTML)


def write(lines: Lines, iri: str, suffix: str, limit_bytes: int) -> bytes:
    """Write statements as a file.

    Args:
        lines: Sorted lines of N-Triples.
        iri: What they are about.
        suffix: One of ``TYPES``.
        limit_bytes: How large the file may be.

    Returns:
        UTF-8. The same lines give the same bytes.

    Raises:
        LimitError: If it is larger.
        FormatError: If it is RDF/XML, which cannot hold what is said.
    """
    made: list[bytes] = []
    size = 0
    for piece in pieces(lines, iri, suffix):
        made.append(piece)
        size += len(piece)
        if size > limit_bytes:
            raise LimitError(
                f"the description is larger than {limit_bytes >> 20} MiB",
                hint="Ask the SPARQL endpoint for a part of it",
            )
    return b"".join(made)


def pieces(lines: Lines, iri: str, suffix: str, *, is_compact: bool = False) -> Iterator[bytes]:
    """Write statements as a file, a piece at a time.

    Args:
        lines: Sorted lines of N-Triples, of which a piece at a time is held.
        iri: What they are about.
        suffix: One of ``TYPES``.
        is_compact: Whether JSON-LD is written without blanks.
    """
    if suffix == "ttl":
        return turtle_pieces(lines)
    if suffix == "jsonld":
        return jsonld_pieces(lines, iri, is_compact=is_compact)
    if suffix == "nt":
        return (b"".join(line + b"\n" for line in piece) for piece in by_subjects(lines, AT_ONCE))
    return _xml_pieces(lines)


def _xml_pieces(lines: Lines) -> Iterator[bytes]:
    predicates: set[str] = set()
    for piece in by_subjects(lines, AT_ONCE):
        predicates.update(triple.predicate.value for triple in _triples(piece))
    triples = chain.from_iterable(map(_triples, by_subjects(lines, AT_ONCE)))
    with SpooledTemporaryFile(_MOST_HELD) as made:
        pyoxigraph.serialize(
            map(_with_names, triples),
            holding(cast("IO[bytes]", made), pyoxigraph.RdfFormat.RDF_XML),
            format=pyoxigraph.RdfFormat.RDF_XML,
            prefixes=_used(predicates),
        )
        made.seek(0)
        while piece_of_file := made.read(_MOST_HELD):
            yield piece_of_file


def _triples(lines: Iterable[bytes]) -> Iterator[Triple]:
    found = pyoxigraph.parse(b"\n".join(lines), format=pyoxigraph.RdfFormat.N_TRIPLES)
    return (quad.triple for quad in found)


def _with_names(triple: Triple) -> Triple:
    """Name blank nodes as XML can: a name may not begin with a digit there."""
    subject, value = triple.subject, triple.object
    if isinstance(subject, pyoxigraph.BlankNode):
        subject = pyoxigraph.BlankNode(f"b{subject.value}")
    if isinstance(value, pyoxigraph.BlankNode):
        value = pyoxigraph.BlankNode(f"b{value.value}")
    return pyoxigraph.Triple(subject, triple.predicate, value)


def _used(predicates: Iterable[str]) -> dict[str, str]:
    """Return the one prefix table that RDF/XML needs: those of its predicates."""
    known = tuple(predicates)
    return {
        prefix: namespace
        for prefix, namespace in sorted(_NAMESPACES.items())
        if any(iri.startswith(namespace) for iri in known)
    }
