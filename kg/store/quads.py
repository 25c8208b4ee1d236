"""N-Quads into the graphs of an Oxigraph store, and the merge of them into its default graph.

What editions say that are not the current ones stays out of the merge, so that they change no
answer: their graphs are asked only where they are named (``PLAN@EDITION/graph``).

Oxigraph's bulk loader keeps a whole file in memory until it is sorted: 1.6 GB for 2.5 million
quads. Given the same file in pieces it takes 0.1 GB and less time.
"""

from __future__ import annotations

import re
from itertools import islice

import pyoxigraph

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

QUADS_PER_PIECE = 50_000
"""How many lines are loaded at one time."""

_BELOW = re.compile(r"[^@]*[/#][a-z0-9-]+@[a-z0-9-]+/")
_APART = re.compile(r"[/#][a-z0-9-]+@[a-z0-9-]+/(?:graph|comparison|inference)\Z")
"""How the name of a graph of an edition that is not the current one ends (docs/iri-policy.md)."""


def is_apart(graph: str) -> bool:
    """Say whether a graph is of an edition that is not the current one, by its name.

    Example:
        >>> is_apart("https://w3id.org/chiiki/id/kushiro-nemuro@2021/graph")
        True
        >>> is_apart("https://w3id.org/chiiki/id/kushiro-nemuro/graph")
        False
    """
    return _APART.search(graph) is not None


def edition_of(graphs: Sequence[str]) -> str | None:
    """Name the edition that some graphs are of, if it is not a current one.

    Args:
        graphs: IRIs of graphs that alone are asked.

    Example:
        >>> edition_of(["https://w3id.org/chiiki/id/kushiro-nemuro@2021/graph"])
        'kushiro-nemuro@2021'
        >>> edition_of(["https://data.example.jp/plans#kushiro-nemuro@2021/graph"])
        'kushiro-nemuro@2021'
    """
    graph = next((one for one in graphs if is_apart(one)), None)
    return None if graph is None else graph.replace("#", "/").split("/")[-2]


def graph_apart(iri: str) -> str | None:
    """Return the graph that tells of what stands below an edition, if that is not a current one.

    Args:
        iri: A thing.

    Returns:
        The graph's name, or None for what does not stand below an edition. Of a current edition
        there is no such graph.

    Example:
        >>> graph_apart("https://w3id.org/chiiki/id/kushiro-nemuro@2021/passage/1-2")
        'https://w3id.org/chiiki/id/kushiro-nemuro@2021/graph'
        >>> graph_apart("https://w3id.org/chiiki/id/kushiro-nemuro/passage/1-2") is None
        True
    """
    match = _BELOW.match(iri)
    return None if match is None else f"{match[0]}graph"


def load_quads(
    store: pyoxigraph.Store,
    lines: Iterable[bytes],
    at_once: int = QUADS_PER_PIECE,
    *,
    is_merge: bool = False,
) -> int:
    """Load N-Quads into their graphs, and into the default graph, a piece at a time.

    Oxigraph can ask the union of all graphs, but does not merge them: a triple of five graphs
    is found five times, while RDF knows it once. So the default graph holds the merge of all but
    the editions that are not current.

    Args:
        store: The store.
        lines: Quads of named graphs, such as a file of them.
        at_once: How many lines are loaded at one time.
        is_merge: Whether to load the merge alone, without the graphs.

    Returns:
        How many lines there were.

    Raises:
        SyntaxError: If they are no N-Quads.

    Source:
        SPARQL 1.1 Query, 13.1 (the default graph may be the RDF merge of named graphs).
    """
    count = 0
    # Each load gives blank nodes new names, so what speaks of them is loaded at one time.
    apart: list[bytes] = []
    rest = iter(lines)
    while piece := list(islice(rest, at_once)):
        count += len(piece)
        apart += [line for line in piece if _has_blank_node(line)]
        _load_piece(store, [line for line in piece if not _has_blank_node(line)], is_merge=is_merge)
    _load_piece(store, apart, is_merge=is_merge)
    return count


def _has_blank_node(line: bytes) -> bool:
    """Say whether a line may have a blank node; one with such signs in a text is taken for it."""
    return line.startswith(b"_:") or b" _:" in line


def _load_piece(store: pyoxigraph.Store, lines: list[bytes], *, is_merge: bool) -> None:
    parts = (line.rsplit(b" ", 2) for line in lines)
    merged = [b"%b .\n" % part[0] for part in parts if not _is_apart(part[-2:][0])]
    store.bulk_load(
        b"".join(merged if is_merge else [*lines, *merged]), format=pyoxigraph.RdfFormat.N_QUADS
    )


def _is_apart(graph: bytes) -> bool:
    return b"@" in graph and is_apart(graph[1:-1].decode(errors="replace"))
