"""Who publishes and on which terms, as RDF: the same words for the catalogue and for VoID.

Source:
    DCAT-AP 3.0, https://semiceu.github.io/DCAT-AP/releases/3.0.0/ (Agent, Kind, Rights statement);
    vCard, https://www.w3.org/TR/vcard-rdf/; ODRS for the words of an attribution,
    http://schema.theodi.org/odrs
"""

from __future__ import annotations

from rdflib import DCTERMS, FOAF, RDF, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.description.about import About, Contact, Licence

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
ODRS = Namespace("http://schema.theodi.org/odrs#")
_CONTACT = URIRef("http://www.w3.org/ns/dcat#contactPoint")  # rdflib knows DCAT 2
_RIGHTS = DCTERMS.RightsStatement


class Terms:
    """Writes what is told of a site.

    Args:
        graph: Takes the triples.
        about: What is told.
        base: What the IRIs of things begin with.
    """

    def __init__(self, graph: Graph, about: About, base: str) -> None:
        self._graph = graph
        self._about = about
        self._base = f"{base}endpoint/"

    def of(self, node: URIRef) -> None:
        """Say who publishes something, and on which terms."""
        self._say(node, DCTERMS.publisher, self._publisher())
        self.of_file(node)

    def of_file(self, node: URIRef) -> None:
        """Say on which terms something may be used."""
        about = self._about
        if about.licence is not None:
            self._say(node, DCTERMS.license, self._licence(about.licence))
        if about.rights is not None or (about.licence and about.licence.attribution):
            self._say(node, DCTERMS.rights, self._rights())

    def ask(self, node: URIRef) -> None:
        """Say whom to ask about something."""
        if self._about.contact is not None:
            self._say(node, _CONTACT, self._contact(self._about.contact))

    def _publisher(self) -> URIRef:
        publisher, kind = self._about.publisher, self._about.kind
        node = URIRef(publisher.iri or f"{self._base}publisher")
        self._say(node, RDF.type, FOAF.Agent)
        self._texts(node, FOAF.name, publisher.texts)
        if publisher.homepage:
            page = URIRef(publisher.homepage)
            self._say(node, FOAF.homepage, page)
            self._say(page, RDF.type, FOAF.Document)
        if kind is not None:
            concept = URIRef(kind.iri)
            self._say(node, DCTERMS.type, concept)
            self._say(concept, RDF.type, SKOS.Concept)
            self._texts(concept, SKOS.prefLabel, {"en": kind.label})
        return node

    def _contact(self, contact: Contact) -> URIRef:
        node = URIRef(f"{self._base}contact")
        self._say(node, RDF.type, VCARD.Kind)
        self._texts(node, VCARD.fn, (contact.name or self._about.publisher).texts)
        if contact.mailto:
            self._say(node, VCARD.hasEmail, URIRef(contact.mailto))
        if contact.url:
            self._say(node, VCARD.hasURL, URIRef(contact.url))
        return node

    def _licence(self, licence: Licence) -> URIRef:
        node = URIRef(licence.iri)
        self._say(node, RDF.type, DCTERMS.LicenseDocument)
        self._texts(node, DCTERMS.title, licence.texts)
        return node

    def _rights(self) -> URIRef:
        about = self._about
        node = URIRef(f"{self._base}rights")
        self._say(node, RDF.type, _RIGHTS)
        if about.rights is not None:
            self._texts(node, DCTERMS.description, about.rights.texts)
        if about.licence is not None and about.licence.attribution is not None:
            self._texts(node, ODRS.attributionText, about.licence.attribution.texts)
        return node

    def _say(self, subject: URIRef, predicate: URIRef, value: Node) -> None:
        self._graph.add((subject, predicate, value))

    def _texts(self, subject: URIRef, predicate: URIRef, texts: Mapping[str, str]) -> None:
        for lang, text in texts.items():
            self._say(subject, predicate, Literal(text, lang=lang))
