"""Which editions a plan has: when each was issued, how far it had come, what it revises.

That they are versions of one document is said as DCMI Metadata Terms have it (isVersionOf,
hasVersion), that one revises another by PROV-O, and from when until when one holds by schema.org.
"""

from __future__ import annotations

from rdflib import DCTERMS, PROV, RDF, RDFS, SDO, Graph, Literal, URIRef

from kg.document.plan_facts import Edition
from kg.document.plan_file import PlanFile
from kg.graph.describe import date
from kg.graph.iris import Iris
from kg.graph.terms import CHIIKI, VOCAB, new_graph


def write_editions(plan_file: PlanFile, iris: Iris) -> Graph:
    """Write the editions of a plan.

    Args:
        plan_file: Says which there are.
        iris: Names the things of the current edition.

    Returns:
        The graph; empty where plan.toml names no editions.
    """
    graph = new_graph()
    for edition in plan_file.editions:
        own = iris if edition.is_current else Iris(iris.base, plan_file.id, edition.id)
        node = iris.edition(edition.id)
        graph.add((iris.plan, DCTERMS.hasVersion, node))
        graph.add((node, DCTERMS.isVersionOf, iris.plan))
        graph.add((node, DCTERMS.source, own.source))
        graph.add((node, CHIIKI.statedIn, own.content_graph))
        _describe(graph, node, edition)
        if edition.revises is not None:
            graph.add((node, PROV.wasRevisionOf, iris.edition(edition.revises)))
    return graph


def _describe(graph: Graph, node: URIRef, edition: Edition) -> None:
    graph.add((node, RDF.type, CHIIKI.Edition))
    names = ("ja", edition.title.ja), ("en", edition.title.en)
    for language, title in names:
        if title is not None:
            label = f"{title}（{edition.id}）" if language == "ja" else f"{title} ({edition.id})"
            graph.add((node, RDFS.label, Literal(label, lang=language)))
            graph.add((node, DCTERMS.title, Literal(title, lang=language)))
    graph.add((node, DCTERMS.identifier, Literal(edition.id)))
    graph.add((node, DCTERMS.issued, date(edition.issued.value)))
    graph.add((node, CHIIKI.editionStatus, VOCAB[f"edition-status/{edition.status}"]))
    if edition.valid is not None and edition.valid.begin is not None:
        graph.add((node, SDO.validFrom, date(edition.valid.begin)))
    if edition.valid is not None and edition.valid.end is not None:
        graph.add((node, SDO.validThrough, date(edition.valid.end)))
