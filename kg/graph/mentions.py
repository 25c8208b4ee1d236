"""What the texts of a plan name, each mention with its words and how it was joined to its thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rdflib import RDF, Literal, URIRef

from kg.document.model import Plan, Span, Words
from kg.document.plan_file import PlanFile
from kg.graph.recorder import Recorder, joined
from kg.graph.terms import CHIIKI, OA
from kg.graph.things import INSTRUMENTS, ThingWriter
from kg.graph.vocabularies import Vocabularies
from kg.text import fold, fold_with_offsets
from kg.things.assets import AssetFinder, AssetMention
from kg.things.bodies import body_name
from kg.things.decisions import NO_NAME, Decision, Decisions
from kg.things.names import NameFinder, NameMention, load_name_rules
from kg.things.spelling import KnownNames
from kg.things.texts import Text

_ALIASES = ("alias", "elided-head", "coordination")


@dataclass(frozen=True, slots=True)
class _Look:
    thing: URIRef
    words: Words
    text: Text
    places: list[int]
    is_measure: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """A mention that is to be written: where, how it was found, and in how long a word."""

    look: _Look
    words: Words
    rule: str
    join: str


class MentionWriter:
    """Finds names in texts and writes what they name, with each mention.

    Texts are first collected, since a short form is only known once its full name was met.

    Args:
        recorder: Takes the triples.
        plan: The plan.
        plan_file: Gives the municipalities.
        vocabularies: Gives the kinds of bodies.
        things: Writes the things.
        decisions: What people have settled.
    """

    def __init__(
        self,
        recorder: Recorder,
        plan: Plan,
        plan_file: PlanFile,
        vocabularies: Vocabularies,
        things: ThingWriter,
        decisions: Decisions,
    ) -> None:
        self._recorder = recorder
        self._plan = plan
        self._plan_file = plan_file
        self._vocabularies = vocabularies
        self._things = things
        self._decisions = decisions
        self._municipality = KnownNames(plan_file.municipalities)
        self._looks: list[_Look] = []
        self._stems = {fold(name).rstrip("市町村"): name for name in plan_file.municipalities}

    def look(
        self,
        thing: URIRef,
        words: Words,
        *,
        category: str | None = None,
        in_list: bool = False,
        is_title: bool = False,
        is_measure: bool = True,
    ) -> None:
        """Take in a text.

        Args:
            thing: What it is a text of.
            words: The text.
            category: The category line it stands under.
            in_list: Whether it is of an infrastructure list.
            is_title: Whether it is the title of a joint effort.
            is_measure: Whether the thing is a measure.
        """
        folded, offsets = fold_with_offsets(words.text)
        characters = list(_places(self._plan.source.text, words))
        places = [characters[offset] for offset in offsets]
        text = Text(folded, category, in_list, is_title)
        self._looks.append(_Look(thing, words, text, places, is_measure))

    def write(self) -> None:
        """Find the names in all texts taken in, and write them."""
        assets = AssetFinder()
        assets.learn(look.text for look in self._looks)
        found = [(look, mention) for look in self._looks for mention in assets.find(look.text)]
        # Full names first: a thing's label comes from words that give it in full.
        for look, asset in sorted(found, key=lambda pair: pair[1].join in _ALIASES):
            self._asset(look, asset)
        names = NameFinder(self._toponyms(found), self._bodies())
        names.learn(look.text for look in self._looks)
        later = [(look, name) for look in self._looks for name in names.find(look.text)]
        for look, name in sorted(later, key=lambda pair: pair[1].join in _ALIASES):
            self._name(look, name)
        for look in self._looks:
            self._municipalities(look)

    def _toponyms(self, found: Iterable[tuple[_Look, AssetMention]]) -> set[str]:
        """Collect the names and stems by which the plan knows places."""
        known = {mention.name for _, mention in found} | set(self._stems)
        areas = {fold(project.area.text) for project in self._plan.projects if project.area}
        for area in areas:
            parts = _stem_of_area(area).split("・")
            known.update(parts)
            if len(parts) > 1:  # 釧根 for 釧路・根室
                known.add("".join(part[0] for part in parts if part))
        return {name for name in known if len(name) > 1}

    def _bodies(self) -> set[str]:
        """Collect the kinds of bodies: those of the plan's own lists and of the vocabulary."""
        lists = [
            bodies
            for project in self._plan.projects
            for bodies in (
                *(group.implementers for group in project.groups),
                *(effort.partners for effort in project.co_creations),
            )
            if bodies is not None
        ]
        listed = {fold(body_name(entry.words.text)) for one in lists for entry in one.entries}
        return listed | set(self._vocabularies.labels("agent-kind"))

    def _asset(self, look: _Look, found: AssetMention) -> None:
        words = self._words(look, found.start, found.end)
        one = _Found(look, words, found.rule, found.join)
        decision = self._decided(words)
        if decision is not None:
            self._settle(one, decision)
            return
        asset = self._things.asset(found, self._whole(look, words, found))
        mention = self._annotate(one, asset, found.section or found.name)
        for other in self._others(found.name):
            self._recorder.note(mention, CHIIKI.candidate, other)
        if look.is_measure:
            self._recorder.say(look.thing, CHIIKI.concernsAsset, asset, words.spans)
        if found.place is not None:
            name, start, end = found.place
            place = self._words(look, start, end).spans
            self._recorder.say(asset, CHIIKI.locatedIn, self._things.area(name, place), place)

    def _others(self, name: str) -> list[URIRef]:
        """Return what else a name could mean: 根室地区 is a farm district or a part of 根室市."""
        for suffix in load_name_rules().ambiguity.suffixes:
            municipality = self._stems.get(name.removesuffix(suffix))
            if name.endswith(suffix) and municipality is not None:
                return [self._things.area_iri(municipality)]
        return []

    def _name(self, look: _Look, found: NameMention) -> None:
        words = self._words(look, found.start, found.end)
        one = _Found(look, words, found.rule, found.join)
        decision = self._decided(words)
        if decision is not None:
            self._settle(one, decision)
        elif found.class_name == "Prefecture":
            self._prefecture(one, found.name)
        else:
            self._annotate(one, self._named(look, found, words), found.name)

    def _named(self, look: _Look, found: NameMention, words: Words) -> URIRef:
        is_alias = found.join in _ALIASES
        if found.class_name in INSTRUMENTS:
            node = self._things.instrument(found.class_name, found.name, words, is_alias=is_alias)
            self._recorder.say(look.thing, CHIIKI.refersTo, node, words.spans)
            return node
        name = found.name if is_alias else words.text
        words = self._whole(look, words, found)
        if found.class_name in ("AgentKind", "Organization"):
            return self._things.agent(name, words.spans, found.class_name)
        return self._things.area(name, words.spans, found.class_name)

    def _whole(self, look: _Look, words: Words, found: AssetMention | NameMention) -> Words:
        """Return a name with the ending that it shares with others: 釧路 of 釧路・根室港."""
        if found.join == "coordination" or (found.join == "elided-head" and found.tail):
            tail = self._words(look, *found.tail).spans if found.tail else ()
            return Words(found.name, words.spans + tail)
        return words

    def _prefecture(self, one: _Found, name: str) -> None:
        """Write a mention that may be of the land or of its government: both are shown."""
        mention = self._annotate(one, None, name)
        government = self._recorder.iris.agent(name[-1])
        for candidate in (self._things.area_iri(name), government):
            self._recorder.note(mention, CHIIKI.candidate, candidate)

    def _municipalities(self, look: _Look) -> None:
        """Write where a text names a municipality that the gazetteer knows."""
        for start, end, name in self._municipality.find(look.text.text):
            words = self._words(look, start, end)
            one = _Found(
                look, words, "Municipality:gazetteer", _bracketed(look.text.text, start, end)
            )
            decision = self._decided(words)
            if decision is not None:
                self._settle(one, decision)
            else:
                self._annotate(one, self._things.area(words.text, words.spans), name)

    def _decided(self, words: Words) -> Decision | None:
        return self._decisions.of(words.text, self._plan.source.line_at(words.start))

    def _settle(self, one: _Found, decision: Decision) -> None:
        """Write what a person decided."""
        if decision.means == NO_NAME:
            return
        kind, _, name = decision.means.partition("/")
        thing = self._recorder.iris.named(decision.means)
        reviewed = _Found(one.look, one.words, one.rule, "reviewed")
        mention = self._annotate(reviewed, thing, name)
        self._recorder.note(mention, CHIIKI.decision, Literal(decision.told()))
        for span in one.words.spans:
            self._recorder.note(thing, CHIIKI.derivedFrom, self._recorder.passage(span))
        if kind == "asset" and one.look.is_measure:
            self._recorder.say(one.look.thing, CHIIKI.concernsAsset, thing, one.words.spans)
        if kind in INSTRUMENTS.values():
            self._recorder.say(one.look.thing, CHIIKI.refersTo, thing, one.words.spans)

    def _annotate(self, one: _Found, thing: URIRef | None, name: str) -> URIRef:
        recorder, spans = self._recorder, one.words.spans
        mention = recorder.iris.mention(spans[0], name)
        recorder.note(mention, RDF.type, CHIIKI.Mention)
        recorder.note(mention, RDF.type, OA.Annotation)
        if thing is not None:
            recorder.say(mention, CHIIKI.mentionOf, thing, spans)
            recorder.note(mention, OA.hasBody, thing)
        recorder.note(mention, CHIIKI.mentionedIn, one.look.thing)
        for span in one.look.words.spans:
            if span.start <= spans[0].start < span.end:
                recorder.note(mention, CHIIKI.inPassage, recorder.passage(span))
        recorder.stand(mention, one.words)
        for span in spans:
            recorder.note(mention, OA.hasTarget, recorder.passage(span))
        recorder.note(mention, CHIIKI.foundBy, Literal(one.rule))
        join = one.join if thing is not None else "ambiguous"
        recorder.note(mention, CHIIKI.joinedBy, Literal(join))
        return mention

    def _words(self, look: _Look, start: int, end: int) -> Words:
        """Return the words of the source behind some characters of a text's folded form."""
        source = self._plan.source.text
        spans: list[Span] = []
        for place in look.places[start:end]:
            gap = source[spans[-1].end : place] if spans else None
            if gap is not None and not gap.strip():
                spans[-1] = Span(spans[-1].start, place + 1)
            else:
                spans.append(Span(place, place + 1))
        return Words("".join(joined(source[span.start : span.end]) for span in spans), tuple(spans))


def _stem_of_area(name: str) -> str:
    suffixes = (suffix for kind in load_name_rules().kind for suffix in kind.suffixes)
    longest = max((end for end in suffixes if name.endswith(end)), key=len, default="")
    return name.removesuffix(longest)


def _bracketed(text: str, start: int, end: int) -> str:
    is_inside = text[start - 1 : start] == "(" and text[end : end + 1] == ")"
    return "name-in-brackets" if is_inside else "exact"


def _places(source: str, words: Words) -> Iterator[int]:
    """Yield the offset of each character of a text, whose lines were stripped when joined."""
    for span in words.spans:
        position = span.start
        for line in source[span.start : span.end].splitlines(keepends=True):
            stripped = line.strip()
            start = position + (line.index(stripped) if stripped else 0)
            yield from range(start, start + len(stripped))
            position += len(line)
