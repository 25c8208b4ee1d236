"""A comparison as a graph that can be read by itself, and the formats it is written in."""

from __future__ import annotations

import pyoxigraph
from rdflib import RDF, Graph

from kg.changelog.reading import Edition
from kg.dossier.rdf import write_jsonld
from kg.graph import serialise
from kg.graph.changes import EditionNames, changes_graph, passages_graph
from kg.graph.iris import Iris
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
    """
    old, new = (names_of(edition, base) for edition in (comparison.old, comparison.new))
    if old.edition == new.edition:  # two folders with one plan, as of one edition
        new = names_of(comparison.new, base, is_text=True)
    graph = changes_graph(comparison, old, new)
    for edition, names in ((comparison.old, old), (comparison.new, new)):
        graph += passages_graph(
            comparison, edition.plan, edition.file, names.iris, is_new=names is new
        )
    return graph


def names_of(edition: Edition, base: str, *, is_text: bool = False) -> EditionNames:
    """Say how an edition and what stands in it are named.

    Args:
        edition: The edition.
        base: IRI below which everything is named.
        is_text: Whether it is named by its text even if the plan has a name for it.

    Raises:
        IriError: If the base is wrong.
    """
    file, path = edition.file, edition.file.id
    if edition.is_text or is_text:
        path += f"/text/{edition.plan.source.sha256[:24]}"
    elif file.edition is not None:
        path += f"/edition/{file.edition}"
    iris = Iris(base, path)
    return EditionNames(iris.plan, iris, file.layout_path)


def to_turtle(graph: Graph) -> str:
    """Write a graph as Turtle."""
    return serialise.to_turtle(graph).decode()


def to_ntriples(graph: Graph) -> str:
    """Write a graph as N-Triples, sorted."""
    return b"".join(line + b"\n" for line in serialise.triple_lines(graph)).decode()


def to_jsonld(graph: Graph) -> str:
    """Write the graph of a comparison as JSON-LD, the comparison first."""
    (first,) = graph.subjects(RDF.type, CHIIKI.Comparison)
    lines = to_ntriples(graph)
    quads = pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES)
    return write_jsonld([quad.triple for quad in quads], str(first)).decode()
