"""The ontology, the vocabularies, the dataset's description of itself, and whole dumps."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from rdflib import FOAF, VOID, Graph, Namespace, URIRef

from kg.description.terms import Terms
from kg.graph.serialise import triple_lines, turtle_pieces
from kg.graph.terms import ONTOLOGY, VOCABULARIES
from kg.publish.address import relative
from kg.publish.choices import choices
from kg.publish.lines import (
    DATASET,
    Quad,
    prefix_head,
    read_current,
    read_quads,
    turtle_body,
    written,
)
from kg.publish.model import NOWHERE, File
from kg.web.addresses.files import named
from kg.web.addresses.names import encoded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.publish.source import Source

_GRAPHS = {str(ONTOLOGY): "ontology", str(VOCABULARIES): "vocab"}
_PIECE = 1 << 20


def graph_files(source: Source) -> Iterator[File]:
    """Make the files of the ontology, of the vocabularies, and of what describes the dataset.

    The last has every statement that stands in no other file of RDF.
    """
    for name, lines in _common(source).items():
        formats = choices()["whole_formats"]
        yield from written(lines, _iri(source, name), name, formats)


def _iri(source: Source, name: str) -> str:
    found = {own: iri for iri, own in _GRAPHS.items()}
    return found.get(name, f"{source.base}endpoint/graph")


def _common(source: Source) -> dict[str, list[bytes]]:
    """Return the statements that belong to no resource with files of its own, by file."""
    found: dict[str, set[bytes]] = {"ontology": set(), "vocab": set(), "description": set()}
    for quad in _common_quads(source):
        found[_GRAPHS.get(quad.graph, "description")].add(quad.triple)
    return {name: sorted(lines) for name, lines in found.items()}


def _common_quads(source: Source) -> Iterator[Quad]:
    places, last, is_of_thing = source.places, "", False
    for quad in read_current(source.folder / DATASET):
        if quad.graph in _GRAPHS:
            yield quad
            continue
        if quad.subject != last:
            last = quad.subject
            is_of_thing = places.is_own(last) or places.grouped(last) is not None
        if not is_of_thing:
            yield quad


def void_files(source: Source) -> Iterator[File]:
    """Describe the dataset by VoID: its counts, and where pages and dumps are; without a server.

    Source:
        Describing Linked Datasets with the VoID Vocabulary, https://www.w3.org/TR/void/
        (2 to 4, and 7.2 for the file below ``.well-known/``).
    """
    lines = [line for line in _common(source)["description"] if _AT_ENDPOINT.search(line) is None]
    described = next(
        (line.split()[0] for line in lines if b"rdfs.org/ns/void#uriSpace" in line), b""
    ).decode()
    told = sorted({*lines, *_places(source, described), *_terms(source, described)})
    for path, folder in (("void.ttl", ""), (".well-known/void", "../")):
        content = b"".join(turtle_pieces(told))
        yield File(path, content if source.spec.address else relative(content, folder))


def _places(source: Source, described: str) -> list[bytes]:
    """Say where a dataset is read, got whole and tried: its pages, its dumps, some things."""
    if not described:
        return []
    graph, of = Graph(), URIRef(described.strip("<>"))
    site = f"{source.spec.address}/" if source.spec.address else NOWHERE
    graph.add((of, FOAF.homepage, URIRef(site)))
    for suffix in DUMPS:
        graph.add((of, VOID.dataDump, URIRef(f"{site}dataset.{suffix}.gz")))
    for plan in source.shared.plans:
        graph.add((of, VOID.exampleResource, URIRef(plan.iri)))
    for form in _FORMS:
        graph.add((of, VOID.feature, _FORMATS[form]))
    return triple_lines(graph)


def _terms(source: Source, described: str) -> list[bytes]:
    """Say who publishes the dataset and on which terms, where that is told."""
    about = source.spec.about
    if about is None or not described:
        return []
    graph = Graph()
    Terms(graph, about, source.base).of(URIRef(described.strip("<>")))
    return triple_lines(graph)


_AT_ENDPOINT = re.compile(rb"/ns/sparql-service-description#|/ns/shacl#|/endpoint/query/")
"""What is said for endpoints, of graphs by name and example queries, and is no part of VoID."""

_FORMATS = Namespace("http://www.w3.org/ns/formats/")
_FORMS = ("JSON-LD", "N-Triples", "N-Quads", "TriG", "Turtle")
"""In which formats the data are, as VoID's examples name them (https://www.w3.org/ns/formats/)."""

DUMPS = ("nq", "trig", "ttl")


def dump_files(source: Source, suffix: str) -> Iterator[File]:
    """Make the whole dataset in one format, compressed.

    Uncompressed it is twenty times as large: more than many hosts take as one file.

    Args:
        source: What the site is made from.
        suffix: One of ``DUMPS``.
    """
    make = {"nq": _nquads, "trig": _trig, "ttl": _turtle}[suffix]
    yield File(f"dataset.{suffix}.gz", gzipped(make(source)))


def gzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Compress pieces of a file; the same file gives the same bytes, without name and time."""
    made = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    for piece in pieces:
        yield made.compress(piece)
    yield made.flush()


def _nquads(source: Source) -> Iterator[bytes]:
    yield from _pieces(source.folder / DATASET)


def _trig(source: Source) -> Iterator[bytes]:
    yield prefix_head()
    for quads in (*_by_plan(source), *map(read_quads, edition_paths(source))):
        graphs: dict[str, set[bytes]] = {}
        for quad in quads:
            graphs.setdefault(quad.graph, set()).add(quad.triple)
        for graph in sorted(graphs):
            yield f"\n<{graph}> {{\n".encode() + turtle_body(sorted(graphs[graph])) + b"}\n"


def _turtle(source: Source) -> Iterator[bytes]:
    yield prefix_head()
    for quads in _by_plan(source):
        yield b"\n" + turtle_body(sorted({quad.triple for quad in quads}))


DUMPED = "dumps"
"""The folder of the dumps of single plans."""


def plan_files(source: Source, plan: str) -> Iterator[File]:
    """Make the dumps of a plan: what its current edition says, and the words that it is said with.

    With their graphs the statements tell what the document says from what follows from it.

    Args:
        source: What the site is made from.
        plan: Its id.
    """
    path = source.folder / "plans" / plan / "plan.nq"
    stem = named(f"{DUMPED}/{encoded(plan)}")
    yield File(f"{stem}.nq.gz", gzipped(_pieces(path)))
    yield File(f"{stem}.ttl.gz", gzipped(_plan_turtle(path)))


def _plan_turtle(path: Path) -> Iterator[bytes]:
    yield prefix_head()
    yield b"\n" + turtle_body(sorted({quad.triple for quad in read_quads(path)}))


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def _by_plan(source: Source) -> Iterator[Iterable[Quad]]:
    """Yield the statements of each plan, and last those that belong to none."""
    plans = [f"{plan.iri}/" for plan in source.shared.plans]
    for plan in sorted(plan.id for plan in source.shared.plans):
        yield chain.from_iterable(map(read_quads, plan_paths(source, plan)))
    yield _of_no_plan(read_current(source.folder / DATASET), tuple(plans))


def plan_paths(source: Source, plan: str) -> list[Path]:
    """List the files of a plan: what its current edition says, what changed between editions."""
    folder = source.folder / "plans" / plan
    return [path for name in ("plan.nq", "changes.nq") if (path := folder / name).exists()]


def _of_no_plan(quads: Iterable[Quad], plans: tuple[str, ...]) -> Iterator[Quad]:
    """Yield the statements that stand in graphs of no plan; there are few graphs."""
    known: dict[str, bool] = {}
    for quad in quads:
        is_of_plan = known.get(quad.graph)
        if is_of_plan is None:
            is_of_plan = known[quad.graph] = quad.graph.startswith(plans)
        if not is_of_plan:
            yield quad


def edition_paths(source: Source) -> list[Path]:
    """List the files of editions that are not current: what each says, in its own graphs."""
    return sorted(source.folder.glob("plans/*/plan@*.nq"))


def edition_names(source: Source) -> list[str]:
    """Return what names the editions that are not current: ``kushiro-nemuro@2021``."""
    return [path.parent.name + path.stem.removeprefix("plan") for path in edition_paths(source)]


def edition_files(source: Source, name: str) -> Iterator[File]:
    """Make the data of an edition that is not current, as one set of files.

    Args:
        source: What the site is made from.
        name: Ids of plan and edition, ``kushiro-nemuro@2021``.
    """
    plan, _, edition = name.partition("@")
    path = source.folder / "plans" / plan / f"plan@{edition}.nq"
    lines = sorted({quad.triple for quad in read_quads(path)})
    yield from written(
        lines, f"{source.base}{name}", named(f"data/{name}/all"), choices()["formats"]
    )
