"""The catalogue as DCAT 3, with properties of DCAT-AP where they fit.

Who publishes the catalogue, which DCAT-AP wants to know, stands in it where somebody says so
(``kg/description/about.py``).

Source:
    https://www.w3.org/TR/vocab-dcat-3/; https://semiceu.github.io/DCAT-AP/releases/3.0.0/;
    SPDX for checksums, https://spdx.org/rdf/terms/
"""

from __future__ import annotations

from rdflib import DCTERMS, FOAF, RDF, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from kg.description.terms import Terms
from kg.description.words import read_words
from kg.graph.terms import ONTOLOGY
from kg.iris import local_name
from kg.publish.catalogue.documents import DCAT, Documents, date_of
from kg.publish.catalogue.facts import Area, EditionEntry, Facts, Listed, PlanEntry, chosen
from kg.publish.model import NOWHERE
from kg.web.addresses.files import address

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SPDX = Namespace("http://spdx.org/rdf/terms#")
_LANGUAGE = "http://publications.europa.eu/resource/authority/language/"
_LANGUAGES = {"ja": "JPN", "en": "ENG"}
_IANA = "https://www.iana.org/assignments/media-types/"


def catalogue(facts: Facts) -> Graph:
    """Return the catalogue.

    Args:
        facts: What is known. Where the address of the site is not, ``NOWHERE`` stands for it.
    """
    writer = _Writer(facts)
    writer.catalogue()
    writer.dataset()
    for plan in facts.plans:
        writer.plan(plan)
    if facts.about is not None:
        _tell(Terms(writer.graph, facts.about, facts.base), writer.graph)
    return writer.graph


def _tell(terms: Terms, graph: Graph) -> None:
    """Say of everything in a catalogue who publishes it, whom to ask, and on which terms.

    The plans that the data are made from are no part of it: they have publishers of their own.
    """
    for kind in (DCAT.Catalog, DCAT.Dataset, DCAT.DatasetSeries, DCAT.Distribution):
        for node in {one for one in graph.subjects(RDF.type, kind) if isinstance(one, URIRef)}:
            if kind == DCAT.Distribution:
                terms.of_file(node)
                continue
            terms.of(node)
            if kind != DCAT.Catalog:  # DCAT-AP has it for what a catalogue lists
                terms.ask(node)


class _Writer:
    def __init__(self, facts: Facts) -> None:
        self.graph = Graph()
        self._documents = Documents(self.graph, facts.base)
        self._facts = facts
        self._site = f"{facts.address}/" if facts.address else NOWHERE
        self._base = f"{facts.base}endpoint/"
        self._catalogue = URIRef(f"{self._base}catalogue")
        self._dataset = URIRef(f"{self._base}union")

    def _say(self, subject: Node, predicate: URIRef, *values: Node) -> None:
        for value in values:
            self.graph.add((subject, predicate, value))

    def _texts(self, subject: Node, predicate: URIRef, texts: Mapping[str, str]) -> None:
        self._say(subject, predicate, *(Literal(text, lang=lang) for lang, text in texts.items()))

    def _at(self, path: str) -> URIRef:
        return URIRef(self._site + address(path))

    def catalogue(self) -> None:
        """Write the catalogue itself (DCAT 3, 6.3)."""
        node, facts = self._catalogue, self._facts
        self._say(node, RDF.type, DCAT.Catalog)
        self._texts(node, DCTERMS.title, chosen()["words"]["catalogue"])
        self._texts(node, DCTERMS.description, facts.descriptions)
        self._say(node, DCTERMS.language, *self._languages(_LANGUAGES))
        self._say(node, FOAF.homepage, self._at(""))
        self._say(self._at(""), RDF.type, FOAF.Document)
        themes = URIRef("http://publications.europa.eu/resource/authority/data-theme")
        self._say(node, DCAT.themeTaxonomy, themes)
        self._say(themes, RDF.type, SKOS.ConceptScheme)
        self._texts(themes, DCTERMS.title, {"en": "Data theme"})
        self._say(node, DCAT.dataset, self._dataset)

    def _languages(self, tags: Mapping[str, str]) -> list[URIRef]:
        found = [URIRef(_LANGUAGE + code) for code in tags.values()]
        for one in found:
            self._say(one, RDF.type, DCTERMS.LinguisticSystem)
        return found

    def dataset(self) -> None:
        """Write the whole dataset with its files (DCAT 3, 6.6)."""
        node, facts = self._dataset, self._facts
        self._say(node, RDF.type, DCAT.Dataset)
        self._texts(node, DCTERMS.title, facts.titles)
        self._texts(node, DCTERMS.description, facts.descriptions)
        self._say(node, DCTERMS.identifier, Literal(str(node)))
        self._say(node, DCTERMS.language, *self._languages(_LANGUAGES))
        if facts.version:
            self._say(node, DCAT.version, Literal(facts.version))
        self._say(node, DCAT.landingPage, self._at(""))
        self._about(node, [plan.spatial for plan in facts.plans])
        for plan in facts.plans:
            self._documents.rights(node, plan)
        self._say(node, FOAF.page, self._at("about.html"))
        self._say(self._at("about.html"), RDF.type, FOAF.Document)
        for area in facts.areas:
            self._area(node, area)
        for listed in facts.files:
            self._say(node, DCAT.distribution, self._distribution(listed))

    def _about(self, node: URIRef, places: Sequence[Mapping[str, str]]) -> None:
        """Say what data are about, for who looks for them (DCAT 3, 6.4.13, 6.4.14, 6.4.18)."""
        for iri, label in chosen()["themes"].items():
            self._say(node, DCAT.theme, URIRef(iri))
            self._say(URIRef(iri), RDF.type, SKOS.Concept)
            self._texts(URIRef(iri), SKOS.prefLabel, {"en": label})
        for lang, words in read_words().keywords.items():
            for word in (*words, *(place[lang] for place in places if lang in place)):
                self._texts(node, DCAT.keyword, {lang: word})
        self._say(node, DCTERMS.conformsTo, ONTOLOGY)
        self._say(ONTOLOGY, RDF.type, DCTERMS.Standard)

    def _area(self, node: URIRef, area: Area) -> None:
        place = URIRef(area.iri)
        self._say(node, DCTERMS.spatial, place)
        self._say(place, RDF.type, DCTERMS.Location)
        self._say(place, DCTERMS.identifier, Literal(area.code))
        self._texts(place, SKOS.prefLabel, area.labels)

    def _distribution(self, listed: Listed) -> URIRef:
        """Write a file (DCAT 3, 6.8)."""
        node = URIRef(f"{self._base}distribution/{address(listed.path)}")
        self._say(node, RDF.type, DCAT.Distribution)
        self._texts(node, DCTERMS.title, listed.titles)
        place = self._at(listed.path)
        self._say(node, DCAT.accessURL, place)
        self._say(node, DCAT.downloadURL, place)
        self._say(node, DCAT.mediaType, self._type(listed.type))
        if listed.compressed:
            self._say(node, DCAT.compressFormat, self._type(listed.compressed))
        size = Literal(str(listed.size), datatype=XSD.nonNegativeInteger)
        self._say(node, DCAT.byteSize, size)
        checksum = URIRef(f"{node}/checksum")
        self._say(node, SPDX.checksum, checksum)
        self._say(checksum, RDF.type, SPDX.Checksum)
        self._say(checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
        value = Literal(listed.sha256, datatype=XSD.hexBinary)
        self._say(checksum, SPDX.checksumValue, value)
        return node

    def _type(self, name: str) -> URIRef:
        found = URIRef(_IANA + name)
        self._say(found, RDF.type, DCTERMS.MediaType)
        return found

    def plan(self, plan: PlanEntry) -> None:
        """Write the data about a plan, and the plan that it is made from (DCAT 3, 6.4, 6.7)."""
        node, document = URIRef(f"{self._base}data/{plan.id}"), URIRef(plan.iri)
        self._say(node, RDF.type, DCAT.Dataset)
        self._say(self._catalogue, DCAT.dataset, node)
        self._say(node, DCTERMS.isPartOf, self._dataset)
        self._say(self._dataset, DCTERMS.hasPart, node)
        self._texts(node, DCTERMS.title, plan.titles)
        self._texts(node, DCTERMS.description, _described("plan", plan.titles))
        self._about(node, [plan.spatial])
        self._documents.rights(node, plan)
        self._say(node, DCTERMS.identifier, Literal(plan.id))
        self._say(node, DCTERMS.language, *self._languages(_LANGUAGES))
        self._say(node, DCAT.landingPage, self._at(f"page/{plan.id}.html"))
        self._say(node, DCTERMS.source, document)
        self._document(document, plan)
        if plan.spatial:
            place = URIRef(f"{node}/area")
            self._say(node, DCTERMS.spatial, place)
            self._say(self._dataset, DCTERMS.spatial, place)
            self._say(place, RDF.type, DCTERMS.Location)
            self._texts(place, SKOS.prefLabel, plan.spatial)
        if plan.work:
            series = URIRef(plan.work)
            self._say(node, DCAT.inSeries, series)
            self._say(series, RDF.type, DCAT.DatasetSeries)
            self._texts(series, DCTERMS.title, plan.titles)
            self._texts(series, DCTERMS.description, _described("series", plan.titles))
            self._say(self._catalogue, DCAT.dataset, series)
        if plan.revises:
            before = plan.revises.removeprefix(self._facts.base)
            self._say(node, DCAT.prev, URIRef(f"{self._base}data/{before}"))
        for listed in plan.files:
            self._say(node, DCAT.distribution, self._distribution(listed))
        for edition in plan.editions:
            self._edition(node, edition, plan)

    def _edition(self, whole: URIRef, edition: EditionEntry, plan: PlanEntry) -> None:
        """Write an edition as a version of the data about its plan (DCAT 3, 11)."""
        name = local_name(edition.iri)
        node, document = self._version(edition.iri), URIRef(edition.iri)
        titles = {lang: f"{text} ({edition.id})" for lang, text in edition.titles.items()}
        self._say(node, RDF.type, DCAT.Dataset)
        self._say(self._catalogue, DCAT.dataset, node)
        self._texts(node, DCTERMS.title, titles)
        self._texts(node, DCTERMS.description, _described("version", plan.titles, edition.id))
        self._about(node, [plan.spatial])
        self._documents.rights(node, plan)
        self._period(node, edition)
        self._say(node, DCTERMS.identifier, Literal(name))
        self._say(node, DCTERMS.language, *self._languages(_LANGUAGES))
        self._say(node, DCTERMS.issued, date_of(edition.issued))
        self._say(node, DCAT.landingPage, self._at(f"page/{name}.html"))
        self._say(node, DCAT.version, Literal(edition.id))
        self._say(node, DCAT.isVersionOf, whole)
        self._say(whole, DCAT.hasVersion, node)
        if edition.is_current:
            self._say(whole, DCAT.hasCurrentVersion, node)
        if edition.earlier:
            self._say(node, DCAT.previousVersion, self._version(edition.earlier))
        for listed in edition.files:
            self._say(node, DCAT.distribution, self._distribution(listed))
        self._say(node, DCTERMS.source, document)
        self._say(document, RDF.type, DCAT.Resource)
        self._texts(document, DCTERMS.title, edition.titles)
        self._say(document, DCTERMS.language, *self._languages({"ja": "JPN"}))
        self._say(document, DCTERMS.issued, date_of(edition.issued))

    def _period(self, node: URIRef, edition: EditionEntry) -> None:
        """Say when an edition is in force (DCAT 3, 6.6.6, 6.14)."""
        if edition.begin or edition.end:
            period = URIRef(f"{node}/period")
            self._say(node, DCTERMS.temporal, period)
            self._say(period, RDF.type, DCTERMS.PeriodOfTime)
            for predicate, day in ((DCAT.startDate, edition.begin), (DCAT.endDate, edition.end)):
                if day:
                    self._say(period, predicate, date_of(day))

    def _version(self, iri: str) -> URIRef:
        return URIRef(f"{self._base}data/{local_name(iri)}")

    def _document(self, node: URIRef, plan: PlanEntry) -> None:
        self._documents.of(plan)
        self._say(node, DCTERMS.language, *self._languages({"ja": "JPN"}))


def _described(what: str, titles: Mapping[str, str], edition: str = "") -> dict[str, str]:
    """Return what data are, in each language that their plan has a title in."""
    return {
        lang: text.format(title=titles[lang], edition=edition)
        for lang, text in chosen()["words"][what].items()
        if lang in titles
    }
