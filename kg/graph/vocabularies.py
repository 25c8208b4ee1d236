"""The SKOS vocabularies, looked up by label."""

from __future__ import annotations

from functools import cache

from rdflib import SKOS, Graph, URIRef

from kg.graph.ontology import load_ontology
from kg.graph.terms import VOCAB
from kg.text import fold


class Vocabularies:
    """Concepts by scheme and Japanese label.

    Args:
        graph: The schemes.
    """

    def __init__(self, graph: Graph) -> None:
        self._concepts: dict[tuple[str, str], URIRef] = {}
        self._levels = {
            kind: level
            for level, kind in graph.subject_objects(SKOS.narrowMatch)
            if isinstance(level, URIRef) and str(level).startswith(f"{VOCAB}government-level/")
        }
        for predicate in (SKOS.altLabel, SKOS.prefLabel):
            for concept, label in graph.subject_objects(predicate):
                scheme = str(concept).removeprefix(str(VOCAB)).split("/", 1)[0]
                if isinstance(concept, URIRef) and getattr(label, "language", None) == "ja":
                    self._concepts[scheme, fold(str(label))] = concept

    @staticmethod
    @cache
    def load() -> Vocabularies:
        """Read the vocabularies that come with the package."""
        return Vocabularies(load_ontology().vocabularies)

    def concept(self, scheme: str, label: str) -> URIRef | None:
        """Return the concept of a scheme that bears a label, in any width, or None."""
        return self._concepts.get((scheme, fold(label)))

    def labels(self, scheme: str) -> list[str]:
        """List all labels of a scheme, folded."""
        return sorted(label for known, label in self._concepts if known == scheme)

    def level_of(self, kind: URIRef) -> URIRef | None:
        """Return the tier of government that a kind of body stands on, or None."""
        return self._levels.get(kind)
