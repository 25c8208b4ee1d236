"""Answering a query in a worker: ask, and write the answer in the format that was chosen.

Source:
    SPARQL 1.1 Protocol, 2.1.5 to 2.1.7 (accepted formats, success, failure).
"""

from __future__ import annotations

from typing import IO, Any, cast

from kg.errors import LimitError
from kg.store.query_text import look_at
from kg.web.negotiation import choose_type
from kg.web.problems import problem
from kg.workers.messages import Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.store.port import Store

ROWS = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
}
"""Media types of rows and truths with their short names, the preferred one first."""

GRAPHS = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/rdf+xml": "rdf",
    "application/ld+json": "jsonld",
    "application/trig": "trig",
    "text/plain": "nt",
    "application/xml": "rdf",
    "application/json": "jsonld",
}
"""Media types of graphs with their short names, the preferred one first."""

_OFFERED = tuple(ROWS), tuple(GRAPHS)

_MEANT = {
    "application/json": ("application/sparql-results+json", "application/ld+json"),
    "application/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "text/plain": ("text/plain", "application/n-triples"),
}
"""Which format general media types mean, of rows and of graphs."""

_ALSO_CALLED = {
    "json-ld": "jsonld",
    "n-triples": "nt",
    "n3": "ttl",
    "ntriples": "nt",
    "rdf+xml": "rdf",
    "turtle": "ttl",
}
"""Other short names of formats: what clients write into ``format``, ``output`` and ``results``
besides the header Accept (SPARQLWrapper does so with each request). Turtle is N3."""

_OF_GRAPHS = {"json": "jsonld", "xml": "rdf"}
"""Which format short names of rows mean where the answer is a graph."""

_UTF8 = "; charset=utf-8"


class Bounded:
    """A file in memory that refuses to grow beyond a size.

    Args:
        size_bytes: The size.
    """

    __slots__ = ("_left", "_pieces", "_size")

    def __init__(self, size_bytes: int) -> None:
        self._left = self._size = size_bytes
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Take a piece.

        Raises:
            LimitError: If it is too much.
        """
        self._left -= len(piece)
        if self._left < 0:
            raise LimitError(
                f"the answer is larger than {self._size >> 20} MiB",
                hint="Ask for less, for instance with LIMIT and OFFSET",
            )
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Do nothing: what is written is there."""

    def read(self) -> bytes:
        """Return all that was written."""
        return b"".join(self._pieces)


def answer_query(store: Store, values: dict[str, Any], allow: Callable[[str], str]) -> Reply:
    """Answer a query.

    Args:
        store: What is asked.
        values: ``query``, ``accept`` (the header Accept), ``format`` (the short name of a format,
            or empty), ``default_graphs``, ``named_graphs`` (lists of IRIs), ``limit_bytes``.
        allow: Looks whether the query may be asked, and returns the query to ask.

    Returns:
        The answer, or why there is none.

    Raises:
        KgError: If the query is wrong, asks too much or what it may not.
    """
    look = look_at(values["query"])
    if look.is_update:
        return problem(403, "read-only", "this endpoint answers queries and takes no updates")
    text = allow(values["query"])
    offers = GRAPHS if look.form in ("CONSTRUCT", "DESCRIBE") else ROWS
    chosen = _chosen(values["accept"], values["format"], offers)
    if chosen is None:
        offered = ", ".join(offers)
        detail = "no format of the answer is accepted"
        return problem(406, "not-acceptable", detail, f"Offered: {offered}")
    out = Bounded(values["limit_bytes"])
    general = _MEANT.get(chosen)
    store.write(
        text,
        general[offers is GRAPHS] if general else chosen,
        cast("IO[bytes]", out),
        default_graphs=values["default_graphs"],
        named_graphs=values["named_graphs"],
    )
    media_type = chosen + _UTF8 if chosen.startswith("text/") else chosen
    return Reply(200, media_type, out.read(), {}, look.is_lasting)


def _chosen(accept: str, short: str, offers: dict[str, str]) -> str | None:
    if not short:
        return choose_type(accept, _OFFERED[offers is GRAPHS])
    if short in offers:
        return short
    name = _ALSO_CALLED.get(short, short)
    if offers is GRAPHS:
        name = _OF_GRAPHS.get(name, name)
    return next((media_type for media_type, known in offers.items() if known == name), None)
