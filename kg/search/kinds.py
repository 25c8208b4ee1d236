"""What kinds of things there are, what they are called, and what they weigh."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.iris import local_name
from kg.search.tables import Kind, Ranking

_OTHER = "other"

Classes = Mapping[str, tuple[Mapping[str, str], set[str]]]
"""Each class with its labels by language and the classes right above it."""


class Kinds:
    """The kinds of a dataset: the ontology's classes and those that ``ranking.toml`` adds.

    Args:
        classes: The ontology's classes.
        ranking: What they weigh.
    """

    def __init__(self, classes: Classes, ranking: Ranking) -> None:
        self._classes = classes
        self._other = ranking.other
        self._listed = {iri: kind for kind in ranking.kinds for iri in kind.classes}
        self._above = {iri: self._find_above(iri) for iri in {*classes, *self._listed}}
        self._numbers = {iri: number for number, iri in enumerate([_OTHER, *sorted(self._above)])}

    def of(self, types: Iterable[str]) -> int:
        """Choose the kind of a thing: of its narrowest classes the weightiest.

        Args:
            types: IRIs of the thing's classes.

        Returns:
            Number of the kind.
        """
        known = {iri for iri in types if iri in self._above}
        narrowest = {
            iri for iri in known if not any(iri in self._above[other] - {other} for other in known)
        }
        if not narrowest:
            return self._numbers[_OTHER]
        return self._numbers[max(narrowest, key=lambda iri: (self._weighs(iri).weight, iri))]

    def rows(self) -> Iterator[tuple[int, str, str, str, int]]:
        """Yield each kind: number, IRI, its names in Japanese and English, weight."""
        for iri, number in self._numbers.items():
            kind = self._weighs(iri)
            labels = self._classes[iri][0] if iri in self._classes else {}
            ja, en = kind.ja or labels.get("ja", ""), kind.en or labels.get("en", "")
            yield number, iri, ja or local_name(iri), en or local_name(iri), kind.weight

    def names(self) -> Iterator[tuple[int, str]]:
        """Yield each kind with the names, in lower case, by which it and those above are called."""
        called = {number: (local_name(iri), ja, en) for number, iri, ja, en, _ in self.rows()}
        for iri, number in self._numbers.items():
            above = {self._numbers[other] for other in self._above.get(iri, {iri})}
            names = {name.casefold() for other in above for name in called[other]}
            yield from ((number, name) for name in sorted(names))

    def _find_above(self, iri: str) -> set[str]:
        """Return a class and all above it."""
        found: set[str] = set()
        waiting = [iri]
        while waiting:
            found.add(waiting[-1])
            _, above = self._classes.get(waiting.pop(), ({}, set()))
            waiting += sorted(above & self._classes.keys() - found)
        return found

    def _weighs(self, iri: str) -> Kind:
        listed = [
            self._listed[other] for other in self._above.get(iri, ()) if other in self._listed
        ]
        return max(listed, key=lambda kind: kind.weight, default=self._other)
