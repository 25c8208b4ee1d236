"""Assets and areas that the texts of a plan name, each mention with its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rdflib import DCTERMS, RDF, RDFS, SKOS, Literal, URIRef

from kg.document.model import Plan, Span, Words
from kg.document.plan_file import PlanFile
from kg.graph.recorder import Recorder, joined
from kg.graph.terms import CHIIKI, OA
from kg.graph.vocabularies import Vocabularies
from kg.text import fold_with_offsets
from kg.things.assets import AssetFinder, AssetMention, Text, any_name, load_rules


@dataclass(frozen=True, slots=True)
class _Look:
    measure: URIRef
    words: Words
    text: Text
    places: list[int]


class MentionWriter:
    """Finds assets in texts and writes them, their places and their mentions.

    Texts are first collected, since a short form is only known once its full name was met.

    Args:
        recorder: Takes the triples.
        plan: The plan.
        plan_file: Gives the municipalities' codes.
        vocabularies: Gives the concepts of kinds.
    """

    def __init__(
        self, recorder: Recorder, plan: Plan, plan_file: PlanFile, vocabularies: Vocabularies
    ) -> None:
        self._recorder = recorder
        self._plan = plan
        self._plan_file = plan_file
        self._vocabularies = vocabularies
        self._finder = AssetFinder()
        self._municipality = any_name(plan_file.municipalities)
        self._looks: list[_Look] = []

    def look(
        self, measure: URIRef, words: Words, *, category: str | None = None, in_list: bool = False
    ) -> None:
        """Take in a text of a measure.

        Args:
            measure: The measure.
            words: The text.
            category: The category line it stands under.
            in_list: Whether it is of an infrastructure list.
        """
        folded, offsets = fold_with_offsets(words.text)
        characters = list(_places(self._plan.source.text, words))
        places = [characters[offset] for offset in offsets]
        self._looks.append(_Look(measure, words, Text(folded, category, in_list), places))

    def write(self) -> None:
        """Find the names in all texts taken in, and write them."""
        self._finder.learn(look.text for look in self._looks)
        found = [
            (look, mention) for look in self._looks for mention in self._finder.find(look.text)
        ]
        # Full names first: a thing's label comes from words that give it in full.
        for look, mention in sorted(found, key=lambda pair: pair[1].join == "short-form"):
            self._mention(look, mention)
        for look in self._looks:
            self._municipalities(look)

    def area(self, name: str, spans: Iterable[Span]) -> URIRef:
        """Name an area, and write it where it is first met.

        Args:
            name: The name as printed.
            spans: The words.

        Returns:
            Its IRI; made of its code where the gazetteer knows it as a municipality.
        """
        recorder = self._recorder
        spans = tuple(spans)
        known = self._plan_file.municipalities.get(name)
        area = recorder.iris.area(known.code if known else name)
        if (area, RDF.type, CHIIKI.Area) not in recorder.content:
            recorder.note(area, RDF.type, CHIIKI.Area)
            recorder.text(area, RDFS.label, Words(name, spans))
            if name.endswith(load_rules().cooperation_area.suffixes):
                recorder.note(area, RDF.type, CHIIKI.CooperationArea)
            if known is not None:
                recorder.note(area, RDF.type, CHIIKI.Municipality)
                recorder.note(area, DCTERMS.identifier, Literal(known.code))
                recorder.note(area, DCTERMS.source, Literal(known.source))
        for span in spans:
            recorder.note(area, CHIIKI.derivedFrom, recorder.passage(span))
        return area

    def _mention(self, look: _Look, found: AssetMention) -> None:
        spans = self._spans(look, found.start, found.end)
        asset = self._asset(look, found, spans)
        self._annotate(look, asset, spans, found.section or found.name, found.rule, found.join)
        self._recorder.say(look.measure, CHIIKI.concernsAsset, asset, spans)

    def _municipalities(self, look: _Look) -> None:
        """Write where a text names a municipality that the gazetteer knows."""
        for match in self._municipality.finditer(look.text.text):
            spans = self._spans(look, *match.span())
            area = self.area(match.group(), spans)
            self._annotate(look, area, spans, match.group(), "Municipality:gazetteer", "exact")

    def _annotate(
        self,
        look: _Look,
        thing: URIRef,
        spans: tuple[Span, ...],
        name: str,
        rule: str,
        join: str,
    ) -> None:
        recorder = self._recorder
        mention = recorder.iris.mention(spans[0], name)
        recorder.note(mention, RDF.type, CHIIKI.Mention)
        recorder.note(mention, RDF.type, OA.Annotation)
        recorder.say(mention, CHIIKI.mentionOf, thing, spans)
        recorder.note(mention, CHIIKI.mentionedIn, look.measure)
        for span in look.words.spans:
            if span.start <= spans[0].start < span.end:
                recorder.note(mention, CHIIKI.inPassage, recorder.passage(span))
        recorder.stand(mention, Words(name, spans))
        recorder.note(mention, CHIIKI.foundBy, Literal(rule))
        recorder.note(mention, CHIIKI.joinedBy, Literal(join))

    def _asset(self, look: _Look, found: AssetMention, spans: tuple[Span, ...]) -> URIRef:
        recorder, note = self._recorder, self._recorder.note
        asset = recorder.iris.asset(found.name, found.section)
        source = self._plan.source.text
        written = "".join(joined(source[span.start : span.end]) for span in spans)
        if (asset, RDF.type, None) not in recorder.content:
            note(asset, RDF.type, CHIIKI[found.class_name])
            recorder.text(asset, RDFS.label, Words(written, spans))
            concept = self._vocabularies.concept("asset-kind", found.concept)
            if concept is not None:
                note(asset, CHIIKI.assetKind, concept)
            if found.section is not None:
                whole = recorder.iris.asset(found.name)
                recorder.say(asset, CHIIKI.partOf, whole, spans)
        if found.join == "short-form":
            recorder.text(asset, SKOS.altLabel, Words(written, spans))
        for span in spans:
            note(asset, CHIIKI.derivedFrom, recorder.passage(span))
        if found.place is not None:
            name, start, end = found.place
            place = self._spans(look, start, end)
            recorder.say(asset, CHIIKI.locatedIn, self.area(name, place), place)
        return asset

    def _spans(self, look: _Look, start: int, end: int) -> tuple[Span, ...]:
        """Return the runs of the source behind some characters of a text's folded form."""
        spans: list[Span] = []
        for place in look.places[start:end]:
            gap = self._plan.source.text[spans[-1].end : place] if spans else None
            if gap is not None and not gap.strip():
                spans[-1] = Span(spans[-1].start, place + 1)
            else:
                spans.append(Span(place, place + 1))
        return tuple(spans)


def _places(source: str, words: Words) -> Iterable[int]:
    """Yield the offset of each character of a text, whose lines were stripped when joined."""
    for span in words.spans:
        position = span.start
        for line in source[span.start : span.end].splitlines(keepends=True):
            stripped = line.strip()
            start = position + (line.index(stripped) if stripped else 0)
            yield from range(start, start + len(stripped))
            position += len(line)
