"""The things that plans share: assets, areas, bodies, and policy instruments, one IRI for each."""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import ORG, RDF, RDFS, SKOS, URIRef

from kg.document.model import Span, Words
from kg.document.plan_file import PlanFile
from kg.graph.recorder import Recorder
from kg.graph.terms import CHIIKI
from kg.graph.vocabularies import Vocabularies
from kg.text import comparable, fold
from kg.things.asset_rules import load_rules
from kg.things.assets import AssetMention
from kg.things.name_rules import load_name_rules

INSTRUMENTS = {"Campaign": "campaign", "Law": "law", "PlanDocument": "document", "Scheme": "scheme"}
"""The classes of policy instruments, with what stands in their IRIs."""


class ThingWriter:
    """Writes each thing where the document first names it, and ties it to every later place.

    Args:
        recorder: Takes the triples.
        plan_file: Gives the municipalities' codes.
        vocabularies: Gives the concepts of kinds.
    """

    def __init__(self, recorder: Recorder, plan_file: PlanFile, vocabularies: Vocabularies) -> None:
        self._recorder = recorder
        self._plan_file = plan_file
        self._vocabularies = vocabularies
        self._aliases: list[tuple[URIRef, Words]] = []

    def call(self, thing: URIRef, words: Words) -> None:
        """Take note of another name that the document has for a thing.

        Args:
            thing: The thing.
            words: The other name; it is left out if it turns out to be the thing's own.
        """
        self._aliases.append((thing, words))

    def write_aliases(self) -> None:
        """Write the other names, now that the names of all things are known."""
        for thing, words in self._aliases:
            own = {
                comparable(str(name)) for name in self._recorder.content.objects(thing, RDFS.label)
            }
            if comparable(words.text) not in own:
                self._recorder.text(thing, SKOS.altLabel, words)

    def jurisdiction(self, office: str, words: Words) -> URIRef:
        """Write that the document names a subprefecture by its jurisdiction: 釧路管内.

        Args:
            office: The subprefecture, whose name the gazetteer gives.
            words: The jurisdiction as printed.

        Returns:
            The subprefecture's IRI.
        """
        area = self.area_iri(office)
        for kind in (CHIIKI.Area, CHIIKI.Subprefecture):
            self._recorder.say(area, RDF.type, kind, words.spans)
        self.call(area, words)
        return self._tie(area, words.spans)

    def area_iri(self, name: str) -> URIRef:
        """Name an area, by its code where the gazetteer knows it as a municipality."""
        known = self._plan_file.municipalities.get(name)
        return self._recorder.iris.area(known.code if known else name)

    def area(self, name: str, spans: Iterable[Span], class_name: str | None = None) -> URIRef:
        """Write an area.

        Args:
            name: The name as printed.
            spans: The words.
            class_name: Its class, where a rule has told it.

        Returns:
            Its IRI.
        """
        recorder, spans = self._recorder, tuple(spans)
        area = self.area_iri(name)
        if self._begin(area, CHIIKI.Area, Words(name, spans)):
            known = self._plan_file.municipalities.get(name)
            if name.endswith(load_rules().cooperation_area.suffixes):
                class_name = "CooperationArea"
            if known is not None:
                class_name = "Municipality"
            if class_name is not None:
                recorder.say(area, RDF.type, CHIIKI[class_name], spans)
        return self._tie(area, spans)

    def agent(self, name: str, spans: Iterable[Span], class_name: str | None = None) -> URIRef:
        """Write a body.

        Args:
            name: Its name.
            spans: The words.
            class_name: Organization or AgentKind where a rule has told it.

        Returns:
            Its IRI.
        """
        recorder, spans = self._recorder, tuple(spans)
        agent = recorder.iris.agent(name)
        if self._begin(agent, CHIIKI.Agent, Words(name, spans)):
            concept = self._vocabularies.concept("agent-kind", name)
            if concept is not None:
                class_name = "AgentKind"
            elif class_name == "Organization":
                kind = load_name_rules().kind_of(fold(name))
                concept = self._vocabularies.concept("agent-kind", kind) if kind else None
            if concept is not None:
                self._classify(agent, concept, spans)
            if class_name is not None:
                recorder.say(agent, RDF.type, CHIIKI[class_name], spans)
            if class_name == "AgentKind":
                recorder.say(agent, RDF.type, SKOS.Concept, spans)
        return self._tie(agent, spans)

    def _classify(self, agent: URIRef, concept: URIRef, spans: tuple[Span, ...]) -> None:
        self._recorder.say(agent, ORG.classification, concept, spans)
        level = self._vocabularies.level_of(concept)
        if level is not None:
            self._recorder.say(agent, CHIIKI.governmentLevel, level, spans)

    def asset(self, found: AssetMention, words: Words) -> URIRef:
        """Write an asset or a section of one.

        Args:
            found: What was found.
            words: The words as printed.

        Returns:
            Its IRI.
        """
        recorder = self._recorder
        asset = recorder.iris.asset(found.name, found.section)
        if self._begin(asset, CHIIKI[found.class_name], words):
            concept = self._vocabularies.concept("asset-kind", found.concept)
            if concept is not None:
                recorder.say(asset, CHIIKI.assetKind, concept, words.spans)
            if found.section is not None:
                whole = recorder.iris.asset(found.name)
                recorder.say(asset, CHIIKI.partOf, whole, words.spans)
        if found.join == "alias":
            self.call(asset, words)
        return self._tie(asset, words.spans)

    def instrument(self, class_name: str, name: str, words: Words, *, is_alias: bool) -> URIRef:
        """Write a scheme, law, plan or campaign.

        Args:
            class_name: Its class.
            name: Its name.
            words: The words as printed.
            is_alias: Whether they are another form of the name.

        Returns:
            Its IRI.
        """
        recorder = self._recorder
        node = recorder.iris.shared(INSTRUMENTS[class_name], name)
        label = Words(name, words.spans) if is_alias else words
        self._begin(node, CHIIKI[class_name], label)
        if is_alias:
            self.call(node, words)
        return self._tie(node, words.spans)

    def introduce(self, thing: URIRef, class_name: str, words: Words) -> None:
        """Write a thing that a person has told of, unless the document names it elsewhere.

        Args:
            thing: Its IRI.
            class_name: Its class, of the ontology.
            words: Its name as printed.
        """
        if (thing, RDFS.label, None) not in self._recorder.content:
            self._begin(thing, CHIIKI[class_name], words)

    def _begin(self, node: URIRef, kind: URIRef, label: Words) -> bool:
        """Give a thing type and label where it is first met; say whether it is new.

        Of which class it is, a rule has read from these words, and so they stand for it.
        """
        if (node, RDF.type, kind) in self._recorder.content:
            return False
        self._recorder.say(node, RDF.type, kind, label.spans)
        self._recorder.text(node, RDFS.label, label)
        return True

    def _tie(self, node: URIRef, spans: Iterable[Span]) -> URIRef:
        for span in spans:
            self._recorder.note(node, CHIIKI.derivedFrom, self._recorder.passage(span))
        return node
