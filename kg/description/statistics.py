"""Counts of a dataset, taken in one pass over its sorted quads.

What is counted is the union of the graphs, where a triple of two graphs is one. As quads of one
subject stand together in a sorted file, nothing grows with the number of plans but the list of
their graphs; the classes of objects are looked up in the store. Blank nodes, which the store
calls by other names, wait to the end: only the ontology has some.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path

import pyoxigraph
from rdflib import RDF

from kg.errors import GraphFileError

_TYPE = pyoxigraph.NamedNode(str(RDF.type))
_OBJECTS_KEPT = 20_000

Counts = defaultdict[str, int]


def _counts() -> Counts:
    return defaultdict(int)


@dataclass(slots=True)
class Size:
    """How many triples there are, and how many subjects they have."""

    triples: int = 0
    subjects: int = 0


@dataclass(slots=True)
class PropertyUse(Size):
    """How things of a class use a property.

    Attributes:
        classes: How many of the triples have an object of a class, by the class.
        datatypes: How many have a literal of a datatype, by the datatype.
    """

    classes: Counts = field(default_factory=_counts)
    datatypes: Counts = field(default_factory=_counts)


@dataclass(slots=True)
class ClassUse(Size):
    """The things of a class, which are the subjects, and what is said of them.

    Attributes:
        properties: How they use each property.
    """

    properties: dict[str, PropertyUse] = field(default_factory=lambda: defaultdict(PropertyUse))


@dataclass(slots=True)
class Statistics(Size):
    """The counts of a dataset, by IRI.

    Attributes:
        classes: The things of each class.
        properties: The triples of each property.
        graphs: The triples of each named graph.
    """

    classes: dict[str, ClassUse] = field(default_factory=lambda: defaultdict(ClassUse))
    properties: dict[str, Size] = field(default_factory=lambda: defaultdict(Size))
    graphs: dict[str, Size] = field(default_factory=lambda: defaultdict(Size))


def count(quads: Path, store: Path, apart: Iterable[Path] = ()) -> Statistics:
    """Count a dataset.

    Args:
        quads: Its sorted N-Quads; only named graphs are counted.
        store: Folder of the store that holds them.
        apart: Sorted N-Quads of graphs that are counted by themselves alone.

    Returns:
        The counts.

    Raises:
        GraphFileError: If the file is no N-Quads.
        OSError: If the disk refuses.
    """
    counter = _Counter(pyoxigraph.Store.read_only(str(store)))
    for group in _by_subject(quads):
        counter.add(group)
    counter.add_blank_nodes()
    for path in apart:
        for group in _by_subject(path):
            counter.add_apart(group)
    return counter.found


def _by_subject(path: Path) -> Iterator[list[pyoxigraph.Quad]]:
    try:
        parsed = pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.N_QUADS)
        for _, group in groupby(parsed, attrgetter("subject")):
            yield list(group)
    except SyntaxError as error:
        raise GraphFileError(f"no valid N-Quads: {error}", where=path) from error


class _Counter:
    def __init__(self, store: pyoxigraph.Store) -> None:
        self.found = Statistics()
        self._store = store
        self._classes = lru_cache(_OBJECTS_KEPT)(self._look_up)
        self._blank_nodes: dict[str, set[str]] = {}
        self._waiting: list[tuple[PropertyUse, str]] = []

    def add(self, quads: list[pyoxigraph.Quad]) -> None:
        """Count all quads of one subject."""
        found = self.found
        self.add_apart(quads)
        pairs = dict.fromkeys((quad.predicate, quad.object) for quad in quads)
        kinds = {
            value.value
            for predicate, value in pairs
            if predicate == _TYPE and isinstance(value, pyoxigraph.NamedNode)
        }
        if isinstance(quads[0].subject, pyoxigraph.BlankNode):
            self._blank_nodes[quads[0].subject.value] = kinds
        uses = [found.classes[kind] for kind in kinds]
        for size in (found, *uses):
            size.subjects += 1
            size.triples += len(pairs)
        for name in {predicate.value for predicate, _ in pairs}:
            found.properties[name].subjects += 1
            for use in uses:
                use.properties[name].subjects += 1
        for predicate, value in pairs:
            found.properties[predicate.value].triples += 1
            self._add_value([use.properties[predicate.value] for use in uses], value)

    def add_apart(self, quads: list[pyoxigraph.Quad]) -> None:
        """Count the quads of one subject for their graphs, not for the union."""
        for quad in quads:
            self.found.graphs[_name(quad)].triples += 1
        for graph in {_name(quad) for quad in quads}:
            self.found.graphs[graph].subjects += 1

    def _add_value(self, uses: list[PropertyUse], value: object) -> None:
        for use in uses:
            use.triples += 1
            if isinstance(value, pyoxigraph.Literal):
                use.datatypes[value.datatype.value] += 1
            elif isinstance(value, pyoxigraph.BlankNode):
                self._waiting.append((use, value.value))
            elif isinstance(value, pyoxigraph.NamedNode):
                for kind in self._classes(value):
                    use.classes[kind] += 1

    def add_blank_nodes(self) -> None:
        """Count the objects that are blank nodes, now that the classes of all are known."""
        for use, node in self._waiting:
            for kind in self._blank_nodes.get(node, ()):
                use.classes[kind] += 1

    def _look_up(self, thing: pyoxigraph.NamedNode) -> frozenset[str]:
        types = self._store.quads_for_pattern(thing, _TYPE, None, None)
        return frozenset(
            quad.object.value for quad in types if isinstance(quad.object, pyoxigraph.NamedNode)
        )


def _name(quad: pyoxigraph.Quad) -> str:
    # The default graph, which has no name, is empty: see ``count``.
    return str(getattr(quad.graph_name, "value", ""))
