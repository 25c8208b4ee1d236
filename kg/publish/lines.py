"""The dataset's statements as they stand in its files: sorted lines of N-Quads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from kg.graph.serialise import to_turtle
from kg.publish.model import File
from kg.store.quads import is_apart

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.graph.sorted_lines import Lines

DATASET = "dataset.nq"


class Quad(NamedTuple):
    """A line.

    Attributes:
        subject: IRI of its subject, or its label with ``_:``.
        triple: The line without the graph: a line of N-Triples without its line end.
        graph: IRI of the graph.
    """

    subject: str
    triple: bytes
    graph: str


def read_quads(path: Path, but: tuple[bytes, ...] = ()) -> Iterator[Quad]:
    """Read the lines of a file of N-Quads as ``kg build`` writes it.

    Args:
        path: The file.
        but: Lines that begin so are left out.
    """
    with path.open("rb") as file:
        for line in file:
            if line.startswith(but):
                continue
            subject = line[: line.index(b" ")]
            rest = line.rstrip().removesuffix(b".").rstrip()
            cut = rest.rindex(b" ")
            graph = rest[cut + 1 :]
            triple = rest[:cut].rstrip() + b" ."
            yield Quad(_name(subject), triple, _name(graph))


def _name(term: bytes) -> str:
    return term.decode().removeprefix("<").removesuffix(">")


def read_subjects(path: Path, *, is_current: bool = True) -> Iterator[str]:
    """Read the IRIs that are subjects in a sorted file of N-Quads, each once.

    Args:
        path: The file.
        is_current: Leave out what only an edition that is not current speaks of.
    """
    last = ""
    for quad in read_current(path) if is_current else read_quads(path):
        if quad.subject != last and not quad.subject.startswith("_:"):
            yield quad.subject
        last = quad.subject


def read_things(path: Path, but: tuple[bytes, ...]) -> Iterator[tuple[str, set[str]]]:
    """Read the subjects of a sorted file of N-Quads, each with the graphs that speak of it.

    Args:
        path: The file; what only editions say that are not current is left out.
        but: What the lines of subjects begin with that are left out, too.
    """
    for subject, quads in groupby(read_current(path, but), key=attrgetter("subject")):
        if not subject.startswith("_:"):
            yield subject, {quad.graph for quad in quads}


def read_current(path: Path, but: tuple[bytes, ...] = ()) -> Iterator[Quad]:
    """Read the lines of a file but for those of editions that are not current, and some others."""
    return (quad for quad in read_quads(path, but) if not is_apart(quad.graph))


def written(lines: Lines, first: str, stem: str, formats: Iterable[str]) -> Iterator[File]:
    """Write statements as files.

    Args:
        lines: Sorted lines of N-Triples; read when a file is written.
        first: IRI of what they are about.
        stem: Path of the files without the suffix.
        formats: Their suffixes.

    Returns:
        The files; the same lines give the same bytes.
    """
    from kg.web.resources.writing import pieces

    for suffix in formats:
        yield File(f"{stem}.{suffix}", pieces(lines, first, suffix, is_compact=True))


def turtle_body(lines: Sequence[bytes]) -> bytes:
    """Write lines of N-Triples as Turtle without the prefixes, which ``PREFIXES`` declares."""
    rows = to_turtle(lines).split(b"\n")
    body = b"\n".join(row for row in rows if not row.startswith(b"@prefix "))
    return body.strip(b"\n") + b"\n"


def prefix_head() -> bytes:
    """Declare all prefixes of the data."""
    from kg.graph.terms import PREFIXES

    lines = [f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(PREFIXES.items())]
    return "".join(lines).encode()
