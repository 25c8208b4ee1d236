"""The documents that the data are made from, and whose rights in them are, as RDF.

The catalogue tells it, and the dictionary of the tables in the same words.

Source:
    https://www.w3.org/TR/vocab-dcat-3/, 6.4 and 8
"""

from __future__ import annotations

import re

from rdflib import DCTERMS, FOAF, RDF, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.publish.catalogue.facts import PlanEntry

DCAT = Namespace("http://www.w3.org/ns/dcat#")  # rdflib knows DCAT 2

_DATES = (
    (re.compile(r"\d{4}"), XSD.gYear),
    (re.compile(r"\d{4}-\d\d"), XSD.gYearMonth),
    (re.compile(r"\d{4}-\d\d-\d\d"), XSD.date),
)


class Documents:
    """Writes what is known of the documents of plans; what is not known is not said.

    Args:
        graph: Takes the triples.
        base: What the IRIs of things begin with.
    """

    def __init__(self, graph: Graph, base: str) -> None:
        self._graph = graph
        self._base = f"{base}endpoint/data/"

    def of(self, plan: PlanEntry) -> None:
        """Say who published the document of a plan, when and where, and whose rights are in it."""
        node = URIRef(plan.iri)
        self._say(node, RDF.type, DCAT.Resource)
        self._texts(node, DCTERMS.title, plan.titles)
        for predicate, who in (
            (DCTERMS.publisher, plan.publisher),
            (DCTERMS.creator, plan.creator),
        ):
            if who:
                body = URIRef(f"{self._base}{plan.id}/{predicate.rpartition('/')[2]}")
                self._say(node, predicate, body)
                self._say(body, RDF.type, FOAF.Agent)
                self._texts(body, FOAF.name, who)
        if plan.issued:
            self._say(node, DCTERMS.issued, date_of(plan.issued))
        if plan.licence:
            self._say(node, DCTERMS.license, URIRef(plan.licence))
            self._say(URIRef(plan.licence), RDF.type, DCTERMS.LicenseDocument)
        self.rights(node, plan)
        if plan.source:
            self._say(node, DCAT.landingPage, URIRef(plan.source))

    def rights(self, node: URIRef, plan: PlanEntry) -> None:
        """Say of something what is known of the rights in a plan, whose words it has."""
        if plan.rights:
            rights = URIRef(f"{self._base}{plan.id}/rights")
            self._say(node, DCTERMS.rights, rights)
            self._say(rights, RDF.type, DCTERMS.RightsStatement)
            self._texts(rights, DCTERMS.description, plan.rights)

    def _say(self, subject: URIRef, predicate: URIRef, value: Node) -> None:
        self._graph.add((subject, predicate, value))

    def _texts(self, subject: URIRef, predicate: URIRef, texts: Mapping[str, str]) -> None:
        for lang, text in texts.items():
            self._say(subject, predicate, Literal(text, lang=lang))


def date_of(text: str) -> Literal:
    """Return a year, month or day as the literal that says which of them it is."""
    for form, kind in _DATES:
        if form.fullmatch(text):
            return Literal(text, datatype=kind)
    return Literal(text)
