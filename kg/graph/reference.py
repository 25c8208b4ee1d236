"""What the gazetteer says, as a graph of its own: no word of the document stands in it.

Municipalities and the areas above them are all written, other things where the text names them:
what has the same name and a fitting class, else nothing. Each fact is reified (RDF 1.1 Semantics,
D.1) with ``dcterms:source`` and ``chiiki:quote``, once for each source, beside the statements of
the document, which have passages. Points are GeoSPARQL 1.1 (OGC 22-047r1, 8.5.1): WKT literals
without a reference system are of CRS84, which is WGS 84 with the longitude first.
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import DCTERMS, FOAF, RDF, RDFS, SDO, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from kg.document.gazetteer import Fact, Gazetteer, load_gazetteer_rules
from kg.document.plan_facts import Names
from kg.graph.iris import Iris
from kg.graph.terms import CHIIKI, GEO, new_graph

_WIKIDATA = Namespace("http://www.wikidata.org/entity/")
_TEXTS = {
    "code": DCTERMS.identifier,
    "code6": CHIIKI.localGovernmentCode,
    "reading": CHIIKI.reading,
    "class": CHIIKI.legalClass,
    "number": DCTERMS.identifier,
    "iata": SDO.iataCode,
    "icao": SDO.icaoCode,
}


def write_reference(gazetteer: Gazetteer, area: Names | None, content: Graph, iris: Iris) -> Graph:
    """Write the facts about municipalities and the areas above them, and about what a plan names.

    Args:
        gazetteer: The facts.
        area: What plan.toml calls the area of the plan, of which the document names it in Japanese.
        content: What the plan says; it is not changed.
        iris: Names everything.

    Returns:
        The facts as a graph; empty where there are none.
    """
    writer = _Writer(gazetteer, iris)
    for name, facts in gazetteer.facts.items():
        kind = load_gazetteer_rules().kind[facts[0].kind]
        if kind.area is not None:
            writer.area(name, kind.area, facts)
        else:
            for thing in (iris.asset(name), iris.area(name)):
                if any((thing, RDF.type, CHIIKI[one]) in content for one in kind.classes):
                    writer.facts(thing, facts)
    if area is not None and area.en is not None:
        node = iris.area(area.ja)
        if (node, RDF.type, CHIIKI.Area) in content:
            writer.facts(node, [Fact(area.ja, "", "roman", area.en, "", area.source, area.en, 0)])
    return writer.graph


class _Writer:
    def __init__(self, gazetteer: Gazetteer, iris: Iris) -> None:
        self.graph = new_graph()
        self._gazetteer = gazetteer
        self._iris = iris

    def area(self, name: str, class_name: str, facts: Iterable[Fact]) -> None:
        """Write an area; its name is told by its first row."""
        facts = tuple(facts)
        area = self._begin(name, class_name, facts[0])
        self.facts(area, facts)

    def facts(self, thing: URIRef, facts: Iterable[Fact]) -> None:
        """Write what is said of a thing."""
        for fact in facts:
            predicate, value = self._said(thing, fact)
            self._state(thing, predicate, value, fact)

    def _said(self, thing: URIRef, fact: Fact) -> tuple[URIRef, Node]:
        if fact.property in _TEXTS:
            return _TEXTS[fact.property], Literal(fact.value)
        match fact.property:
            case "roman":
                return RDFS.label, Literal(fact.value, lang="en")
            case "homepage":
                return FOAF.homepage, URIRef(fact.value)
            case "wikidata":
                return SKOS.closeMatch, _WIKIDATA[fact.value]
            case "point":
                return GEO.hasGeometry, self._geometry(thing, fact)
            case "prefecture":
                return CHIIKI.locatedIn, self._begin(fact.value, "Prefecture", fact)
            case "cooperation area":
                return CHIIKI.locatedIn, self._begin(fact.value, "CooperationArea", fact)
            case _:  # a municipality or subprefecture, which has rows of its own
                return CHIIKI.locatedIn, self._area_iri(fact.value)

    def _begin(self, name: str, class_name: str, fact: Fact) -> URIRef:
        """Give an area its types and its name, which stands in the row."""
        area = self._area_iri(name)
        self.graph.add((area, RDF.type, CHIIKI.Area))
        self.graph.add((area, RDF.type, CHIIKI[class_name]))
        if (area, RDFS.label, Literal(name, lang="ja")) not in self.graph:
            self._state(area, RDFS.label, Literal(name, lang="ja"), fact)
        return area

    def _area_iri(self, name: str) -> URIRef:
        codes = self._gazetteer.values(name, "code")
        return self._iris.area(codes[0] if codes else name)

    def _geometry(self, thing: URIRef, fact: Fact) -> URIRef:
        latitude, longitude = fact.value.split()
        node, add = self._iris.geometry(thing), self.graph.add
        wkt = Literal(f"POINT({longitude} {latitude})", datatype=GEO.wktLiteral)
        add((node, RDF.type, CHIIKI.Geometry))
        add((node, RDF.type, GEO.Geometry))
        add((node, GEO.asWKT, wkt))
        add((node, CHIIKI.precision, Literal(fact.precision)))
        add((node, DCTERMS.source, Literal(fact.source)))
        return node

    def _state(self, subject: URIRef, predicate: URIRef, value: Node, fact: Fact) -> None:
        add = self.graph.add
        node = self._iris.fact(subject, predicate, value, fact.source, fact.quote)
        add((subject, predicate, value))
        add((node, RDF.type, RDF.Statement))
        add((node, RDF.subject, subject))
        add((node, RDF.predicate, predicate))
        add((node, RDF.object, value))
        add((node, DCTERMS.source, Literal(fact.source)))
        add((node, CHIIKI.quote, Literal(fact.quote)))
