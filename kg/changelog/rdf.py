"""A comparison as a graph that can be read by itself, and the formats it is written in."""

from __future__ import annotations

from rdflib import RDF, Graph

from kg.build.editions import names_beside, outwards
from kg.changelog.reading import Edition
from kg.document.layout import read_layout
from kg.document.model import Plan
from kg.document.plan_file import PlanFile
from kg.document.reading import read_plan
from kg.dossier.rdf import jsonld_pieces
from kg.errors import UsageError
from kg.graph import serialise
from kg.graph.changes import EditionNames, changes_graph, passages_graph
from kg.graph.iris import Iris
from kg.graph.staying import staying
from kg.graph.terms import CHIIKI

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.changelog.model import Comparison


def graph_of(comparison: Comparison, base: str) -> Graph:
    """Make a graph of a comparison: its changes, their passages and both documents.

    Args:
        comparison: The comparison.
        base: IRI below which everything is named.

    Returns:
        The graph; the same for the same editions in every run.

    Raises:
        IriError: If the base is wrong.
        UsageError: If both are one edition.
    """
    old, new = names_of(comparison, base)
    if old.edition == new.edition or _are_one(comparison.old, comparison.new):
        raise UsageError(
            "both editions have one text, so none is a revision of the other",
            hint="Name two editions, or two texts that differ",
        )
    graph = changes_graph(comparison, old, new)
    for edition, names in ((comparison.old, old), (comparison.new, new)):
        graph += passages_graph(
            comparison, edition.plan, edition.file, names.iris, is_new=names is new
        )
    return graph


def names_of(comparison: Comparison, base: str) -> tuple[EditionNames, EditionNames]:
    """Say how both editions of a comparison and what stands in them are named.

    Editions of one plan are named as a build names them. A text that no plan names, and a plan
    that names no editions, is called by the hash of its text.

    Args:
        comparison: The comparison.
        base: IRI below which everything is named.

    Raises:
        IriError: If the base is wrong.
        KgError: If an edition between them cannot be read.
    """
    old, new = comparison.old, comparison.new
    if new.is_text:
        named = _named(old, base)
        return named, _beside(new, base, old, named, is_later=True)
    named = _named(new, base)
    if old.is_text or _is_named_apart(old.file, new.file):
        return _beside(old, base, new, named, is_later=False), named
    return _named(old, base), named


def _are_one(old: Edition, new: Edition) -> bool:
    """Whether two editions are one of one folder, by whatever names they were called."""
    same = (old.file.folder.resolve(), old.file.edition) == (
        new.file.folder.resolve(),
        new.file.edition,
    )
    return same and not old.is_text and not new.is_text


def _is_named_apart(old: PlanFile, new: PlanFile) -> bool:
    """Whether no build names both editions: a plan, and itself or its copy in another folder.

    Each folder has a current edition, and a build of either names that without the other.
    """
    is_one_folder = old.folder.resolve() == new.folder.resolve()
    return old.id == new.id and (not is_one_folder or old.edition == new.edition)


def _named(edition: Edition, base: str) -> EditionNames:
    """Name an edition of a plan as a build does: from the current one outwards."""
    file, layout = edition.file, read_layout(edition.file.layout_path)
    if file.other is None:
        id = file.edition or _hash_name(edition)
        return EditionNames(id, Iris(base, file.id), layout)
    known: dict[str | None, tuple[Plan, PlanFile, Iris]] = {}
    current = next(one.id for one in file.editions if one.is_current)
    for one, beside in outwards(file.at(current)):
        plan = edition.plan if one.edition == file.edition else read_plan(one)
        stays = None if beside is None else names_beside(plan, one, base, *known[beside])
        iris = Iris(base, one.id, one.other, stays)
        known[one.edition] = plan, one, iris
        if one.edition == file.edition:
            return EditionNames(file.other, iris, layout)
    raise AssertionError(file.other)  # read_plan_file lists every edition


def _beside(
    edition: Edition, base: str, other: Edition, names: EditionNames, *, is_later: bool
) -> EditionNames:
    """Name an edition beside another of its plan: what both share is named as in that.

    Its id is its own, or the hash of its text where it has none or the other has the same.
    """
    own, layout = edition.file.edition, read_layout(edition.file.layout_path)
    id = _hash_name(edition) if own is None or own == other.file.edition else own
    place = Iris(base, other.file.id, id).place
    other_layout = read_layout(other.file.layout_path)
    shared = staying(
        *(edition.plan, layout, other.plan, other_layout, names.iris, place), is_later=is_later
    )
    return EditionNames(id, Iris(base, other.file.id, id, shared), layout)


def _hash_name(edition: Edition) -> str:
    return f"sha256-{edition.plan.source.sha256[:24]}"


def to_turtle(graph: Graph) -> str:
    """Write a graph as Turtle."""
    return serialise.to_turtle(graph).decode()


def to_ntriples(graph: Graph) -> str:
    """Write a graph as N-Triples, sorted."""
    return b"".join(line + b"\n" for line in serialise.triple_lines(graph)).decode()


def to_jsonld(graph: Graph) -> str:
    """Write the graph of a comparison as JSON-LD, the comparison first."""
    (first,) = graph.subjects(RDF.type, CHIIKI.Comparison)
    return b"".join(jsonld_pieces(serialise.triple_lines(graph), str(first))).decode()
