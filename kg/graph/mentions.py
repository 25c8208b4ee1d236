"""What the texts of a plan name, each mention with its words and how it was joined to its thing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from rdflib import RDF, Literal, URIRef

from kg.document.model import Plan, Span, Words
from kg.document.plan_file import PlanFile
from kg.graph.recorder import Recorder, joined
from kg.graph.terms import CHIIKI, OA
from kg.graph.things import INSTRUMENTS, ThingWriter
from kg.graph.vocabularies import Vocabularies
from kg.text import fold, fold_with_places, without_unseen
from kg.things.assets import AssetFinder, AssetMention
from kg.things.bodies import body_name
from kg.things.decisions import NO_NAME, Decision, Decisions
from kg.things.name_rules import load_name_rules
from kg.things.names import NameFinder, NameMention
from kg.things.places import Namesakes, PlaceFinder, PlaceMention, stem_of
from kg.things.spelling import KnownNames
from kg.things.texts import Text

_ALIASES = ("alias", "elided-head", "coordination")


@dataclass(frozen=True, slots=True)
class _Look:
    thing: URIRef
    words: Words
    text: Text
    places: list[Span]
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
        self._places = PlaceFinder(plan_file.municipalities)
        self._namesakes = Namesakes((), ())
        self._looks: list[_Look] = []
        self._bodies: list[tuple[_Look, str, URIRef]] = []
        self._written: set[tuple[Span, URIRef]] = set()
        self._shared_stems: frozenset[str] = frozenset()
        self._listed: dict[str, URIRef] = {}
        self._settled: set[Span] = set()

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
        folded, places = self._folded(words)
        text = Text(folded, category, in_list, is_title)
        self._looks.append(_Look(thing, words, text, places, is_measure))

    def look_at_body(self, participation: URIRef, words: Words, agent: URIRef) -> None:
        """Take in an entry of a list of bodies.

        Args:
            participation: What the entry says.
            words: The entry.
            agent: The body that it names.
        """
        name = fold(body_name(words.text))
        folded, places = self._folded(words)
        look = _Look(participation, words, Text(folded), places, is_measure=False)
        self._bodies.append((look, name, agent))

    def _folded(self, words: Words) -> tuple[str, list[Span]]:
        """Fold a text; each of its characters knows those of the source that it came from."""
        folded, starts, ends = fold_with_places(words.text)
        characters = list(_places(self._plan.source.text, words))
        places = zip(starts, ends, strict=True)
        return folded, [Span(characters[start], characters[end - 1] + 1) for start, end in places]

    def write(self) -> None:
        """Find the names in all texts taken in, and write them."""
        texts = [look.text for look in self._looks]
        self._places.learn(texts)
        rules = load_name_rules().prefectures
        prefectures = {stem_of(name, rules.suffixes) for name in rules.names}
        assets = AssetFinder(towns=self._town_stems() | prefectures)
        assets.learn(texts)
        found = [(look, mention) for look in self._looks for mention in assets.find(look.text)]
        names = NameFinder(self._toponyms(found), self._body_kinds())
        names.learn(texts)
        later = [(look, name) for look in self._looks for name in names.find(look.text)]
        self._namesakes = Namesakes(
            self._places.names(),
            [name for name, _ in self._plan_file.gazetteer.of_kind("subprefecture")],
            sorted({name.name for _, name in later if name.class_name == "Region"}),
        )
        self._shared_stems = frozenset(assets.stems())
        self._listed = {name: agent for _, name, agent in self._bodies}
        # Full names first: a thing's label comes from words that give it in full.
        for look, asset in sorted(found, key=lambda pair: pair[1].join in _ALIASES):
            self._asset(look, asset)
        for look, name in sorted(later, key=lambda pair: pair[1].join in _ALIASES):
            self._name(look, name)
        self._write_places(found, later)
        self._write_decided()
        for look, name_of_body, agent in self._bodies:
            self._body(look, name_of_body, agent)
        self._things.write_aliases()

    def _town_stems(self) -> set[str]:
        """List the municipalities without their ending."""
        return set(Namesakes(self._places.names(), ()).stems())

    def _toponyms(self, found: Iterable[tuple[_Look, AssetMention]]) -> set[str]:
        """Collect the names and stems by which the plan knows places."""
        known = {mention.name for _, mention in found} | self._town_stems() | self._places.names()
        known |= {look.text.text[one.start : one.end] for look, one in found if one.join == "alias"}
        areas = {fold(project.area.text) for project in self._plan.projects if project.area}
        endings = tuple(end for kind in load_name_rules().kind for end in kind.suffixes)
        for area in areas:
            parts = stem_of(area, endings).split("・")
            known.update(parts)
            if len(parts) > 1:  # 釧根 for 釧路・根室
                known.add("".join(part[0] for part in parts if part))
        return {name for name in known if len(name) > 1}

    def _body_kinds(self) -> set[str]:
        """Collect the kinds of bodies: of the plan's lists but for towns, and of the vocabulary."""
        listed = {name for _, name, _ in self._bodies} - self._places.names()
        return listed | set(self._vocabularies.labels("agent-kind"))

    def _asset(self, look: _Look, found: AssetMention) -> None:
        words = self._words(look, found.start, found.end)
        one = _Found(look, words, found.rule, found.join)
        decision = self._decided(one)
        if decision is not None:
            self._settle(one, decision)
            return
        asset = self._things.asset(found, self._whole(look, words, found))
        mention = self._annotate(one, asset, found.section or found.name)
        for other in self._others(found, words):
            self._recorder.note(mention, CHIIKI.candidate, other)
        if look.is_measure:
            self._recorder.say(look.thing, CHIIKI.concernsAsset, asset, words.spans)
        if found.place is not None and self._places.knows(found.place[0]):
            name, start, end = found.place
            place = self._words(look, start, end).spans
            area = self._things.area(name, place, "Municipality")
            self._recorder.say(asset, CHIIKI.locatedIn, area, place)

    def _others(self, found: AssetMention, words: Words) -> list[URIRef]:
        """Return what else a name could mean: 根室地区 is a farm district or all of 根室市.

        Where no area is known by the stem but other things of the plan are (阿寒IC for 阿寒地区),
        the stem itself names a place, of which nothing else is known.
        """
        stem = self._namesakes.stem_of_district(found.name)
        if stem is None or found.section is not None:
            return []
        areas = self._namesakes.of(stem)
        if areas:
            return [self._things.area_iri(name) for name in areas]
        if stem not in self._shared_stems or len(words.spans) > 1:
            return []
        start = words.spans[0].start
        spans = (Span(start, start + len(stem)),)
        if joined(self._plan.source.text[start : start + len(stem)]) != stem:
            return []
        return [self._things.area(stem, spans)]

    def _name(self, look: _Look, found: NameMention) -> None:
        words = self._words(look, found.start, found.end)
        one = _Found(look, words, found.rule, found.join)
        decision = self._decided(one)
        if decision is not None:
            self._settle(one, decision)
        elif found.class_name == "Prefecture":
            self._prefecture(one, found.name)
        else:
            office = self._namesakes.office(found.name)
            if office is None or found.class_name != "Subprefecture":
                self._annotate(one, self._named(look, found, words), found.name)
                return
            area = self._things.jurisdiction(office, self._whole(look, words, found))
            join = found.join if found.join == "coordination" else "alias"
            self._annotate(replace(one, join=join), area, found.name)

    def _named(self, look: _Look, found: NameMention, words: Words) -> URIRef:
        is_alias = found.join in _ALIASES
        if found.class_name in INSTRUMENTS:
            node = self._things.instrument(found.class_name, found.name, words, is_alias=is_alias)
            self._recorder.say(look.thing, CHIIKI.refersTo, node, words.spans)
            return node
        name = found.name if is_alias else words.text
        words = self._whole(look, words, found)
        if found.class_name in ("AgentKind", "Organization"):
            agent = self._things.agent(name, words.spans, found.class_name)
            if found.join in ("alias", "elided-head"):
                self._things.call(agent, words)
            return agent
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

    def _write_places(
        self,
        found: Iterable[tuple[_Look, AssetMention]],
        later: Iterable[tuple[_Look, NameMention]],
    ) -> None:
        """Write the municipalities, and the words that several areas share the stem of."""
        taken = {id(look): bytearray(len(look.text.text)) for look in self._looks}
        spans = [(look, one.start, one.end) for look, one in found]
        spans += [(look, one.start, one.end) for look, one in later]
        for look, start, end in spans:
            taken[id(look)][start:end] = b"\x01" * (end - start)
        stems = KnownNames(self._namesakes.shared())
        for look in self._looks:
            for place in self._places.find(look.text):
                self._municipality(look, place)
            for start, end, stem in stems.find(look.text.text):
                if taken[id(look)].find(b"\x01", start, end) < 0:
                    self._namesake(look, start, end, stem)

    def _municipality(self, look: _Look, place: PlaceMention) -> None:
        words = self._words(look, place.start, place.end)
        one = _Found(look, words, place.rule, place.join)
        decision = self._decided(one)
        if decision is not None:
            self._settle(one, decision)
            return
        area = self._things.area(words.text, words.spans, "Municipality")
        mention = self._annotate(one, area, place.name)
        if place.join == "exact" and place.name in self._listed:
            # The town or its government, which the plan names among the bodies.
            self._recorder.note(mention, CHIIKI.candidate, self._listed[place.name])

    def _namesake(self, look: _Look, start: int, end: int, stem: str) -> None:
        """Write a word that is the stem of several areas and none of their names."""
        words = self._words(look, start, end)
        one = _Found(look, words, "Area:stem", "ambiguous")
        decision = self._decided(one)
        if decision is not None:
            self._settle(one, decision)
            return
        mention = self._annotate(one, None, stem)
        for name in self._namesakes.of(stem):
            self._recorder.note(mention, CHIIKI.candidate, self._things.area_iri(name))

    def _write_decided(self) -> None:
        """Write the names that people have told of, where no rule has found them."""
        names = KnownNames(decision.words for decision in self._decisions.told_of())
        for look in self._looks:
            for start, end, _ in names.parts(look.text.text):
                words = self._words(look, start, end)
                one = _Found(look, words, "Decision:words", "reviewed")
                decision = self._decided(one)
                if decision is not None and words.spans[0] not in self._settled:
                    self._settle(one, decision)

    def _body(self, look: _Look, name: str, agent: URIRef) -> None:
        """Write an entry of a list of bodies; a list that groups share is one place."""
        words = self._words(look, 0, len(name))
        if (words.spans[0], agent) not in self._written:
            self._written.add((words.spans[0], agent))
            self._annotate(_Found(look, words, "Agent:list", "exact"), agent, name)

    def _decided(self, one: _Found) -> Decision | None:
        places = one.look.places
        start = bisect_left(places, one.words.start, key=lambda place: place.start)
        return self._decisions.of(one.words.text, one.look.text.text, start)

    def _settle(self, one: _Found, decision: Decision) -> None:
        """Write what a person decided."""
        self._settled.add(one.words.spans[0])
        if decision.means == NO_NAME:
            return
        kind, _, name = decision.means.partition("/")
        thing = self._recorder.iris.named(decision.means)
        if decision.class_name is not None:
            self._things.introduce(thing, decision.class_name, one.words)
        reviewed = _Found(one.look, one.words, one.rule, "reviewed")
        mention = self._annotate(reviewed, thing, name)
        self._recorder.note(mention, CHIIKI.decision, Literal(decision.told()))
        self._things.call(thing, one.words)
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
            gap = source[spans[-1].end : place.start] if spans else None
            if gap is not None and not gap.strip():
                spans[-1] = Span(spans[-1].start, place.end)
            else:
                spans.append(place)
        text = "".join(joined(source[span.start : span.end]) for span in spans)
        return Words(without_unseen(text), tuple(spans))


def _places(source: str, words: Words) -> Iterator[int]:
    """Yield the offset of each character of a text, whose lines were stripped when joined."""
    for span in words.spans:
        position = span.start
        for line in source[span.start : span.end].splitlines(keepends=True):
            stripped = line.strip()
            start = position + (line.index(stripped) if stripped else 0)
            yield from range(start, start + len(stripped))
            position += len(line)
