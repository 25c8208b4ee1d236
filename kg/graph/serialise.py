"""Graphs as files whose bytes depend on their triples alone: sorted N-Quads and Turtle.

Lines are sorted by their UTF-8 bytes. Blank nodes, which only the ontology's axioms and SHACL
reports have, get the labels of the W3C's canonicalisation, so that sorting means something.

Source:
    RDF 1.1 N-Quads, https://www.w3.org/TR/n-quads/;
    RDF Dataset Canonicalization (RDFC-1.0), https://www.w3.org/TR/rdf-canon/
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from tempfile import SpooledTemporaryFile

import pyoxigraph
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import GraphFileError
from kg.graph.sorted_lines import AT_ONCE, Lines, by_subjects
from kg.graph.terms import PREFIXES

_MOST_HELD = 1 << 20
_OPEN_FILES = 64
_BLANK = re.compile(rb"^_:(?=c14n)|(?<= )_:(?=c14n\d+ \.$)")
_RDFC_1_0 = pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0


def triple_lines(graph: Graph) -> list[bytes]:
    """Write a graph as N-Triples, one line a triple, sorted.

    Args:
        graph: The graph.

    Returns:
        The lines, each ending in `` .`` without a line end. The same graph, built in any order,
        gives the same lines.

    Raises:
        GraphFileError: If an IRI, a language tag or a term of the graph is none.
    """
    known: dict[Node, str] = {}
    has_blanks = False
    lines = []
    try:
        for triple in graph:
            written = []
            for node in triple:
                term = known.get(node)
                if term is None:
                    term = known[node] = _term(node)
                    has_blanks = has_blanks or isinstance(node, BNode)
                written.append(term)
            lines.append(f"{written[0]} {written[1]} {written[2]} .".encode())
    except ValueError as error:
        raise GraphFileError(f"the graph is not RDF: {error}") from error
    return _canonical(lines) if has_blanks else sorted(lines)


def quad_lines(graphs: Mapping[str, Graph | list[bytes]]) -> list[bytes]:
    """Write named graphs as N-Quads, one line a quad, sorted.

    Args:
        graphs: Each graph, or its ``triple_lines``, by its name, an IRI.

    Returns:
        The lines without line ends.

    Raises:
        GraphFileError: If a graph is not RDF.
    """
    quads: list[bytes] = []
    for name, graph in graphs.items():
        place = f" {pyoxigraph.NamedNode(name)} .".encode()
        blank = b"_:" + sha256(name.encode()).hexdigest()[:8].encode()
        for line in triple_lines(graph) if isinstance(graph, Graph) else graph:
            # Blank nodes of two graphs are two, though canonicalisation calls both c14n0.
            named = _BLANK.sub(blank, line) if b"_:c14n" in line else line
            quads.append(named[:-2] + place)
    return sorted(quads)


def write_lines(path: Path, lines: Iterable[bytes]) -> int:
    """Write lines into a file.

    Args:
        path: The file.
        lines: Lines without line ends.

    Returns:
        How many there were.

    Raises:
        OSError: If the disk refuses.
    """
    count = 0
    with path.open("wb", buffering=1 << 20) as file:
        for line in lines:
            file.write(line + b"\n")
            count += 1
    return count


def merge_files(sources: Iterable[Path], path: Path) -> int:
    """Merge sorted files into one, each line once, without holding them in memory.

    Args:
        sources: Files of sorted lines.
        path: The file to write. Beside it, files of the same name with a number behind it may
            stand for a while, so that not too many files are open at once.

    Returns:
        How many lines it has.

    Raises:
        OSError: If the disk refuses.
    """
    waiting = list(sources)
    made: list[Path] = []
    while len(waiting) > _OPEN_FILES:
        part = path.with_name(f"{path.name}.{len(made)}")
        made.append(part)
        write_lines(part, _merged(waiting[:_OPEN_FILES]))
        waiting = [*waiting[_OPEN_FILES:], part]
    count = write_lines(path, _merged(waiting))
    for part in made:
        part.unlink()
    return count


def to_turtle(graph: Graph | Lines) -> bytes:
    """Write a graph as Turtle: subjects sorted, a blank line between them, only used prefixes.

    Args:
        graph: The graph, or its ``triple_lines``.

    Returns:
        UTF-8 text.

    Raises:
        GraphFileError: If the graph is not RDF.
    """
    lines = triple_lines(graph) if isinstance(graph, Graph) else graph
    return b"".join(turtle_pieces(lines))


def turtle_pieces(
    lines: Lines, *, at_once: int = AT_ONCE, more: Mapping[str, str] | None = None
) -> Iterator[bytes]:
    """Write lines as Turtle as ``to_turtle`` does, a piece at a time.

    Args:
        lines: Sorted lines of N-Triples, of which a piece at a time is held.
        at_once: How many lines that is.
        more: Prefixes beside those of the data.
    """
    known = {prefix: str(namespace) for prefix, namespace in {**PREFIXES, **(more or {})}.items()}
    head: set[str] = set()
    # The prefixes stand first, and which are used is known last.
    with SpooledTemporaryFile(_MOST_HELD) as made:
        for piece in by_subjects(lines, at_once):
            prefixes, body = _turtle_rows(piece, known)
            used = " " + " ".join(body).replace("\t", " ").replace("^^", " ")
            head.update(row for row in prefixes if f" {row.split()[1]}" in used)
            parts = (row if row.startswith("\t") else f"\n{row}" for row in body)
            made.write("".join(f"{part}\n" for part in parts).encode())
        yield "".join(f"{row}\n" for row in sorted(head)).encode()
        is_empty = not made.tell()
        made.seek(0 if head else 1)
        while found := made.read(_MOST_HELD):
            yield found
    if is_empty:
        yield b"\n"


def _turtle_rows(lines: Iterable[bytes], prefixes: dict[str, str]) -> tuple[list[str], list[str]]:
    """Return the rows of Turtle that declare all prefixes, in no order, and those behind them."""
    triples = pyoxigraph.parse(b"\n".join(lines), format=pyoxigraph.RdfFormat.N_TRIPLES)
    text = _serialised(triples, pyoxigraph.RdfFormat.TURTLE, prefixes).decode()
    rows = text.removesuffix("\n").split("\n")
    head = [row for row in rows if row.startswith("@prefix ")]
    return head, [row for row in rows if not row.startswith("@prefix ")]


def _term(node: Node) -> str:
    """Write a term as N-Triples.

    Raises:
        ValueError: If it is none that RDF 1.1 knows.
    """
    if isinstance(node, URIRef):
        return str(pyoxigraph.NamedNode(node))
    if isinstance(node, BNode):
        return f"_:{node}"
    if not isinstance(node, Literal):
        raise ValueError(f"{node!r} cannot stand in a triple")
    if node.language is not None:
        return str(pyoxigraph.Literal(str(node), language=node.language))
    kind = None if node.datatype is None else pyoxigraph.NamedNode(node.datatype)
    return str(pyoxigraph.Literal(str(node), datatype=kind))


def _canonical(lines: list[bytes]) -> list[bytes]:
    quads = pyoxigraph.parse(b"\n".join(lines), format=pyoxigraph.RdfFormat.N_TRIPLES)
    dataset = pyoxigraph.Dataset(quads)
    dataset.canonicalize(_RDFC_1_0)
    triples = (quad.triple for quad in dataset)
    written = _serialised(triples, pyoxigraph.RdfFormat.N_TRIPLES)
    return sorted(line for line in written.split(b"\n") if line)


def _serialised(
    triples: Iterable[pyoxigraph.Triple],
    rdf_format: pyoxigraph.RdfFormat,
    prefixes: dict[str, str] | None = None,
) -> bytes:
    written = pyoxigraph.serialize(triples, format=rdf_format, prefixes=prefixes)
    return written or b""  # None only where an output is given


def _merged(paths: Iterable[Path]) -> Iterator[bytes]:
    with ExitStack() as stack:
        files = [stack.enter_context(path.open("rb")) for path in paths]
        merged = heapq.merge(*(map(_without_end, file) for file in files))
        for line, _ in groupby(merged):
            yield line


def _without_end(line: bytes) -> bytes:
    return line.removesuffix(b"\n")
