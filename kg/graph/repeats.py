"""Texts that stand in two projects with small differences, as a graph of its own.

Nobody reads these statements in the document: they are computed from what does stand there. Each
names the two things, how alike their texts are, what differs, by which method this was found, and
the passages of both texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from rdflib import RDF, RDFS, XSD, Graph, Literal
from rdflib.term import Node

from kg.graph.iris import Iris
from kg.graph.terms import CHIIKI, new_graph
from kg.things.repeats import Near, find_near, load_repeat_rules

_GROUP = CHIIKI.InitiativeGroup


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of a project: of what it is, where it stands, and which assets it is about."""

    start: int
    thing: Node
    project: Node
    words: str
    names: frozenset[Node]
    passages: tuple[Node, ...]


def write_repeats(content: Graph, provenance: Graph, iris: Iris) -> Graph:
    """Compare the texts of different projects of a plan.

    Args:
        content: What the plan says; it is not changed.
        provenance: Which passages each statement comes from.
        iris: Names everything.

    Returns:
        A near repeat for each two things whose texts are almost the same; the same for the same
        plan in every run.
    """
    graph = new_graph()
    places: dict[tuple[str, frozenset[Node]], list[_Text]] = {}
    texts = sorted(
        _texts(content, provenance, iris), key=lambda text: (text.start, str(text.thing))
    )
    for text in texts:
        places.setdefault((text.words, text.names), []).append(text)
    keys = list(places)
    for near in find_near([words for words, _ in keys], [names for _, names in keys]):
        for one in places[keys[near.earlier]]:
            for other in places[keys[near.later]]:
                if one.project != other.project:
                    _write(graph, near, one, other, iris)
    return graph


def _texts(content: Graph, provenance: Graph, iris: Iris) -> Iterator[_Text]:
    things = dict(content.subject_objects(CHIIKI.measureOf))
    for group in content.subjects(RDF.type, _GROUP):
        project = content.value(group, CHIIKI.partOf)
        if project is not None:
            things[group] = project
    for thing, project in things.items():
        names = frozenset(content.objects(thing, CHIIKI.concernsAsset))
        for predicate in (RDFS.label, CHIIKI.content):
            for value in content.objects(thing, predicate):
                statement = iris.statement(thing, predicate, value)
                passages = tuple(provenance.objects(statement, CHIIKI.derivedFrom))
                start = min(_start(content, passage) for passage in passages)
                yield _Text(start, thing, project, str(value), names, passages)


def _start(content: Graph, passage: Node) -> int:
    return int(str(content.value(passage, CHIIKI.charStart)))


def _write(graph: Graph, near: Near, one: _Text, other: _Text, iris: Iris) -> None:
    node = iris.near_repeat(one.thing, other.thing, near.difference)
    method = load_repeat_rules().method
    similarity = Literal(Decimal(str(near.similarity)), datatype=XSD.decimal)
    graph.add((node, RDF.type, CHIIKI.NearRepeat))
    graph.add((node, CHIIKI.earlier, one.thing))
    graph.add((node, CHIIKI.later, other.thing))
    graph.add((node, CHIIKI.similarity, similarity))
    graph.add((node, CHIIKI.difference, Literal(near.difference)))
    graph.add((node, CHIIKI.comparedBy, Literal(method)))
    for passage in (*one.passages, *other.passages):
        graph.add((node, CHIIKI.derivedFrom, passage))
