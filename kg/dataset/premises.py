"""From what was inferred back to the statements it follows from.

The axioms are those of the ontology in the store, which ``kg.graph.inference`` makes its rules
from: sub-classes, sub-properties, inverses, transitive properties and chains of two steps. For a
property they tell which statements may stand between the thing and the value: between the two,
between one of them and a thing in the middle, and, where a property is transitive, between two in
the middle. All such statements are premises, not only those of one way.
"""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.questions.binding import write_term

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from kg.store.port import Row, Store

_PREFIXES = """\
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
_AXIOMS = f"""{_PREFIXES}\
SELECT DISTINCT ?kind ?property ?first ?second WHERE {{
  {{ ?first rdfs:subPropertyOf ?property BIND("lower" AS ?kind) }}
  UNION
  {{ ?property owl:inverseOf ?first BIND("inverse" AS ?kind) }}
  UNION
  {{ ?property a owl:TransitiveProperty BIND("transitive" AS ?kind) }}
  UNION
  {{ ?property owl:propertyChainAxiom ?chain BIND("chain" AS ?kind)
    ?chain rdf:first ?first ; rdf:rest ?rest . ?rest rdf:first ?second ; rdf:rest rdf:nil }}
}}"""
_FOUND = f"""{_PREFIXES}\
SELECT DISTINCT ?value ?page ?first ?last ?start ?words ?source WHERE {{
  VALUES ?thing {{ %s }}
  %s
  {{ ?said chiiki:derivedFrom ?passage .
    ?passage chiiki:page ?page ; chiiki:startLine ?first ; chiiki:endLine ?last ;
      chiiki:charStart ?start ; chiiki:words ?words }}
  UNION
  {{ ?said dcterms:source ?source ; chiiki:quote ?words }}
}}"""
_OF_A_CLASS = """\
?said rdf:subject ?thing ; rdf:predicate rdf:type ; rdf:object ?lower .
  ?lower rdfs:subClassOf+ ?value ."""
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

_Way = tuple[str, bool]  # a property, and whether it leads from the value to the thing


class Axioms:
    """The axioms on properties that inferences follow.

    Args:
        rows: Kind, property, first and second property, as IRIs.
    """

    def __init__(self, rows: Iterable[tuple[str, str, str | None, str | None]]) -> None:
        self._next: dict[str, set[_Way]] = {}
        self._transitive: set[str] = set()
        self._chains: dict[str, set[tuple[str, str]]] = {}
        for kind, property, first, second in rows:
            if kind == "transitive":
                self._transitive.add(property)
            elif kind == "chain" and first and second:
                self._chains.setdefault(property, set()).add((first, second))
            elif kind == "lower" and first:
                self._next.setdefault(property, set()).add((first, False))
            elif kind == "inverse" and first:
                self._next.setdefault(property, set()).add((first, True))
                self._next.setdefault(first, set()).add((property, True))

    @classmethod
    def read(cls, store: Store) -> Axioms:
        """Read the axioms of the ontology in a store."""
        found: Iterable[Any] = store.select(_AXIOMS)[1]
        return cls(
            (row[0].value, *(None if term is None else term.value for term in row[1:]))
            for row in found
            if row[1] is not None and isinstance(row[1], NamedNode)
        )

    def patterns(self, property: str) -> list[str]:
        """Write where the premises of a property's values stand.

        Args:
            property: Its IRI.

        Returns:
            SPARQL patterns of ``?said``, a statement between ``?thing`` and ``?value``.
        """
        return sorted(set(self._patterns(property)))

    def _patterns(self, property: str) -> Iterator[str]:
        for way, is_turned in self._ways(property):
            start, end = ("?value", "?thing") if is_turned else ("?thing", "?value")
            yield self._said(way, start, end)
            if way in self._transitive:
                yield f"{self._said(way, start, '?b')} ?b <{way}> {end} ."
                yield f"{start} <{way}> ?a . {self._said(way, '?a', end)}"
                yield f"{start} <{way}> ?a . {self._said(way, '?a', '?b')} ?b <{way}> {end} ."
            for one, other in self._chains.get(way, ()):
                yield f"{self._said(one, start, '?a')} ?a <{other}> {end} ."
                yield f"{start} <{one}> ?a . {self._said(other, '?a', end)}"

    def _ways(self, property: str) -> set[_Way]:
        """Find the properties a value may follow from in one step after the other."""
        found: set[_Way] = set()
        todo: list[_Way] = [(property, False)]
        while todo:
            way = todo.pop()
            if way not in found:
                found.add(way)
                todo += [(name, way[1] != turned) for name, turned in self._next.get(way[0], ())]
        return found

    def _said(self, property: str, start: str, end: str) -> str:
        """Write that a statement stands between two things, by which properties it may be."""
        straight = [name for name, is_turned in self._ways(property) if not is_turned]
        turned = [name for name, is_turned in self._ways(property) if is_turned]
        sides = [
            f"{{ ?said rdf:subject {left} ; rdf:object {right} ; rdf:predicate ?p "
            f"VALUES ?p {{ {' '.join(f'<{name}>' for name in sorted(names))} }} }}"
            for left, right, names in ((start, end, straight), (end, start, turned))
            if names
        ]
        return f"{{ {' UNION '.join(sides)} }}"


def premises(store: Store, thing: NamedNode, properties: Iterable[str]) -> dict[str, list[Row]]:
    """Find the places behind what was inferred of a thing.

    Args:
        store: Where to ask.
        thing: The thing.
        properties: IRIs of the properties.

    Returns:
        By property rows of value, page, first and last line, offset, words and source; the
        source is that of a fact of the gazetteer, which has no page.
    """
    wanted = sorted(set(properties))
    if not wanted:
        return {}
    axioms = Axioms.read(store)
    found: dict[str, list[Row]] = {}
    for property in wanted:
        patterns = [_OF_A_CLASS] if property == _TYPE else axioms.patterns(property)
        where = " UNION ".join(f"{{ {pattern} }}" for pattern in patterns)
        found[property] = list(store.select(_FOUND % (write_term(thing), where))[1])
    return found
