"""From the model of a plan to triples, one method for each class of the ontology."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rdflib import RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef

from kg.document.layout import read_layout
from kg.document.model import (
    Bodies,
    CoCreation,
    Goal,
    Group,
    Listing,
    Plan,
    Project,
    Said,
    Span,
    Words,
    Work,
)
from kg.document.plan_file import PlanFile
from kg.graph.decided import refuse_names_of_nothing, refuse_other_classes
from kg.graph.describe import describe_plan
from kg.graph.editions import write_editions
from kg.graph.iris import Iris
from kg.graph.mentions import MentionWriter
from kg.graph.recorder import Recorder
from kg.graph.reference import write_reference
from kg.graph.repeats import write_repeats
from kg.graph.staying import listing_path, project_path
from kg.graph.terms import CHIIKI, DEFAULT_BASE, VOCAB, new_graph
from kg.graph.things import ThingWriter
from kg.graph.vocabularies import Vocabularies
from kg.text import fold
from kg.things.bodies import body_name
from kg.things.decisions import DECISIONS, Decision, Decisions, read_decisions


@dataclass(frozen=True, slots=True)
class PlanGraphs:
    """The graphs of one plan, before inference.

    Attributes:
        content: What the document says.
        provenance: Which passages each statement comes from.
        reference: What the gazetteer says, each fact with its source.
        comparison: Which texts of different projects are almost the same; computed, not read.
        editions: Which editions the plan has; empty where it names none, and for all but the
            current one.
        iris: The names of the graphs and things.
        unused: People's decisions whose words the document does not have.
    """

    content: Graph
    provenance: Graph
    reference: Graph
    comparison: Graph
    editions: Graph
    iris: Iris
    unused: tuple[Decision, ...] = ()

    @property
    def asserted(self) -> tuple[Graph, ...]:
        """All of them: what is validated together."""
        return self.content, self.provenance, self.reference, self.comparison, self.editions

    def named(self, inferred: Graph) -> dict[str, tuple[Graph, ...]]:
        """Give the graphs their names.

        Args:
            inferred: What follows from them.

        Returns:
            What stands in each named graph. An edition that is not the current one has few, and
            no triple in two of them, so that their union says nothing twice.
        """
        iris = self.iris
        computed = {
            str(iris.comparison_graph): (self.comparison,),
            str(iris.inference_graph): (inferred,),
        }
        if not iris.is_current:
            asserted = (self.content, self.provenance, self.reference)
            return {str(iris.content_graph): asserted, **computed}
        found: dict[str, tuple[Graph, ...]] = {
            str(iris.content_graph): (self.content,),
            str(iris.provenance_graph): (self.provenance,),
            str(iris.reference_graph): (self.reference,),
            **computed,
        }
        if self.editions:
            found[str(iris.editions_graph)] = (self.editions,)
        return found


def convert(
    plan: Plan,
    plan_file: PlanFile,
    base: str = DEFAULT_BASE,
    staying: Mapping[URIRef, URIRef] | None = None,
) -> PlanGraphs:
    """Turn one edition of a plan into its graphs.

    Args:
        plan: The edition, read without errors.
        plan_file: The facts beside its text.
        base: IRI below which everything is named.
        staying: Names of the things that it shares with the current edition, where it is another.

    Returns:
        The graphs. The same plan gives the same triples in every run.

    Raises:
        IriError: If the base is wrong or a name cannot stand in an IRI.
        LayoutError: If the layout is wrong.
        PlanFileError: If the plan's decisions are wrong, or one means a thing that is not there.
    """
    path = plan_file.folder / DECISIONS
    decisions = read_decisions(path)
    refuse_other_classes(decisions, path)
    iris = Iris(base, plan_file.id, plan_file.other, staying)
    recorder = Recorder(plan, iris)
    describe_plan(recorder, plan, plan_file)
    _Converter(recorder, plan, plan_file, decisions).convert()
    reference = write_reference(plan_file.gazetteer, plan_file.area, recorder.content, iris)
    refuse_names_of_nothing(decisions, (recorder.content, reference), iris, path)
    comparison = write_repeats(recorder.content, recorder.provenance, iris)
    editions = new_graph() if plan_file.other else write_editions(plan_file, iris)
    return PlanGraphs(
        recorder.content,
        recorder.provenance,
        reference,
        comparison,
        editions,
        iris,
        tuple(decisions.unused()),
    )


class _Converter:
    def __init__(
        self, recorder: Recorder, plan: Plan, plan_file: PlanFile, decisions: Decisions
    ) -> None:
        self._recorder = recorder
        self._iris = recorder.iris
        self._plan = plan
        self._layout = read_layout(plan_file.layout_path)
        self._vocabularies = Vocabularies.load()
        self._projects = {code: project for project in plan.projects for code in project.codes}
        self._things = ThingWriter(recorder, plan_file, self._vocabularies)
        self._mentions = MentionWriter(
            recorder, plan, plan_file, self._vocabularies, self._things, decisions
        )

    def convert(self) -> None:
        for field in self._plan.fields:
            self._field(field.number, field.name)
        for goal in self._plan.goals:
            self._goal(goal)
        for listing in self._plan.listings:
            self._listing(listing)
        for project in self._plan.projects:
            self._project(project)
        self._mentions.write()

    def _field(self, number: int, name: Said) -> None:
        field = self._iris.within("field", number)
        self._thing(field, CHIIKI.PolicyField, name)
        self._recorder.say(field, RDF.type, SKOS.Concept, name.spans)
        self._recorder.say(field, CHIIKI.partOf, self._iris.plan, name.spans)
        self._recorder.say(field, CHIIKI.number, _integer(number), name.spans)
        for part in fold(name.text).split("・"):
            concept = self._vocabularies.concept("policy-field", part)
            if concept is not None:
                self._recorder.say(field, SKOS.narrowMatch, concept, name.spans)

    def _goal(self, goal: Goal) -> None:
        node = self._iris.within("goal", goal.number)
        self._thing(node, CHIIKI.Goal, goal.vision)
        self._recorder.text(node, CHIIKI.vision, goal.vision)
        self._recorder.say(node, CHIIKI.partOf, self._iris.plan, goal.vision.spans)
        self._recorder.say(node, CHIIKI.number, _integer(goal.number), goal.vision.spans)
        if any(field.number == goal.number for field in self._plan.fields):
            field = self._iris.within("field", goal.number)
            self._recorder.say(node, CHIIKI.inField, field, goal.vision.spans)
        self._mentions.look(node, goal.vision.words, is_measure=False)

    def _listing(self, listing: Listing) -> None:
        say, spans = self._recorder.say, listing.code_words.spans
        node = self._iris.within(listing_path(listing.code, self._layout))
        self._thing(node, CHIIKI.Listing, listing.title, begins=listing.code_words)
        say(node, CHIIKI.code, Literal(listing.code), spans)
        say(node, CHIIKI.partOf, self._iris.plan, spans)
        if listing.field is not None:
            say(node, CHIIKI.inField, self._iris.within("field", listing.field), spans)
        project = self._projects.get(listing.code)
        if project is not None:
            say(node, CHIIKI.lists, self._project_iri(project), spans)
        if listing.repeats is not None and listing.repeats_words is not None:
            first = self._iris.within(listing_path(listing.repeats, self._layout))
            say(node, CHIIKI.repeats, first, listing.repeats_words.spans)
            self._recorder.stand(node, listing.code_words, listing.title, listing.repeats_words)

    def _project_iri(self, project: Project) -> URIRef:
        return self._iris.within(project_path(project.code, self._layout))

    def _project(self, project: Project) -> None:
        recorder, say = self._recorder, self._recorder.say
        node = self._project_iri(project)
        self._thing(node, CHIIKI.Project, project.title, begins=project.codes_words)
        self._mentions.look(node, project.title.words, is_measure=False)
        above = (span for words in project.numbers_above for span in words.spans)
        told = (*project.codes_words.spans, *above)
        for code in project.codes:
            say(node, CHIIKI.code, Literal(code), told)
        say(node, CHIIKI.primaryCode, Literal(project.code), told)
        say(node, CHIIKI.partOf, self._iris.plan, project.codes_words.spans)
        if project.overview is not None:
            recorder.text(node, CHIIKI.overview, project.overview)
            recorder.stand(node, project.codes_words, project.title, project.overview)
            self._mentions.look(node, project.overview.words, is_measure=False)
        if project.lead is not None:
            self._lead(node, project.lead)
        if project.area is not None:
            area = self._things.area(project.area.text, project.area.spans)
            say(node, CHIIKI.targetArea, area, project.area.spans)
        for aim in project.aims:
            goal = self._iris.within("goal", aim.goal)
            say(node, CHIIKI.pursuesGoal, goal, aim.words.spans)
        for group in project.groups:
            self._group(node, group)
        for co_creation in project.co_creations:
            self._co_creation(node, co_creation)
        for work in project.works:
            self._work(node, work, "work", CHIIKI.InfrastructureWork)
        for programme in project.programmes:
            self._work(node, programme, "programme", CHIIKI.Programme)

    def _lead(self, project: URIRef, lead: Said) -> None:
        agent = self._things.agent(lead.text, lead.spans)
        self._recorder.say(project, CHIIKI.leadAgent, agent, lead.spans)
        self._participation(project, "lead", 1, lead.text, agent, lead.spans)

    def _group(self, project: URIRef, group: Group) -> None:
        say, spans = self._recorder.say, group.text.spans
        node = self._iris.below(project, "group", group.position)
        self._thing(node, CHIIKI.InitiativeGroup, group.text)
        self._mentions.look(node, group.text, is_measure=False)
        say(node, CHIIKI.partOf, project, spans)
        say(node, CHIIKI.position, _integer(group.position), spans)
        certainty = VOCAB[f"certainty/{group.certainty}"]
        told = spans if group.implementers is None else group.implementers.words.spans
        say(node, CHIIKI.certainty, certainty, told)
        agents = self._participations(node, "implementer", group.implementers)
        if group.implementers is not None:
            self._open_list(node, group.implementers)
        for cell in group.cells_beside:
            for span in cell.words.spans:
                say(node, CHIIKI.cellBeside, self._recorder.passage(span), [span])
        for initiative in group.initiatives:
            item = self._iris.below(
                project, "initiative", f"{group.position}-{initiative.position}"
            )
            position = initiative.position
            self._measure(item, CHIIKI.Initiative, project, node, initiative.text, position)
            say(item, CHIIKI.certainty, certainty, told)
            for agent, places in agents.items():
                say(item, CHIIKI.implementedBy, agent, places)
            self._mentions.look(item, initiative.text)

    def _co_creation(self, project: URIRef, co_creation: CoCreation) -> None:
        recorder = self._recorder
        node = self._iris.below(project, "co-creation", co_creation.position)
        position = co_creation.position
        self._measure(node, CHIIKI.CoCreation, project, project, co_creation.title, position)
        self._mentions.look(node, co_creation.title, is_title=True)
        places: list[Words] = [co_creation.title]
        if co_creation.content is not None:
            recorder.text(node, CHIIKI.content, co_creation.content)
            self._mentions.look(node, co_creation.content)
            places.append(co_creation.content)
        for agent, spans in self._participations(node, "partner", co_creation.partners).items():
            recorder.say(node, CHIIKI.implementedBy, agent, spans)
        if co_creation.partners is not None:
            self._open_list(node, co_creation.partners)
            places.append(co_creation.partners.words)
        recorder.stand(node, *places)

    def _work(self, project: URIRef, work: Work, path: str, kind: URIRef) -> None:
        recorder = self._recorder
        node = self._iris.below(project, path, work.position)
        self._measure(node, kind, project, project, work.text, work.position)
        recorder.say(node, CHIIKI.heading, Literal(work.heading.text), work.heading.spans)
        category = None
        if work.category is not None:
            category = work.category.text
            recorder.say(node, CHIIKI.categoryLabel, Literal(category), work.category.spans)
            concept = self._vocabularies.concept("work-category", category)
            if concept is not None:
                recorder.say(node, CHIIKI.category, concept, work.category.spans)
        self._mentions.look(node, work.text, category=category, in_list=True)
        for item in work.items:
            part = self._iris.below(node, "item", item.position)
            self._measure(part, CHIIKI.MeasureItem, project, node, item.text, item.position)
            self._mentions.look(part, item.text, category=category, in_list=True)

    def _measure(
        self,
        node: URIRef,
        kind: URIRef,
        project: URIRef,
        parent: URIRef,
        text: Words,
        position: int,
    ) -> None:
        """Write what all measures have; what they belong to is told by where their text stands."""
        self._thing(node, kind, text)
        self._recorder.say(node, CHIIKI.measureOf, project, text.spans)
        self._recorder.say(node, CHIIKI.partOf, parent, text.spans)
        self._recorder.say(node, CHIIKI.position, _integer(position), text.spans)

    def _thing(
        self, node: URIRef, kind: URIRef, label: Words | Said, begins: Words | Said | None = None
    ) -> None:
        self._recorder.say(node, RDF.type, kind, (begins or label).spans)
        self._recorder.text(node, RDFS.label, label)
        self._recorder.stand(node, *([begins, label] if begins is not None else [label]))

    def _open_list(self, node: URIRef, bodies: Bodies) -> None:
        value = Literal(bodies.is_open, datatype=XSD.boolean)
        self._recorder.say(node, CHIIKI.openList, value, bodies.words.spans)

    def _participations(
        self, node: URIRef, role: str, bodies: Bodies | None
    ) -> dict[URIRef, list[Span]]:
        """Write who takes part; an entry that is repeated is kept, its agent counted once."""
        agents: dict[URIRef, list[Span]] = {}
        for position, entry in enumerate(bodies.entries if bodies else (), start=1):
            spans = entry.words.spans
            agent = self._things.agent(body_name(entry.words.text), spans)
            participation = self._participation(
                node, role, position, entry.words.text, agent, spans
            )
            self._mentions.look_at_body(participation, entry.words, agent)
            agents.setdefault(agent, []).extend(spans)
        return agents

    def _participation(
        self,
        node: URIRef,
        role: str,
        position: int,
        as_written: str,
        agent: URIRef,
        spans: tuple[Span, ...],
    ) -> URIRef:
        recorder = self._recorder
        participation = self._iris.below(node, "participation", f"{role}-{position}")
        recorder.say(node, CHIIKI.hasParticipation, participation, spans)
        recorder.say(participation, RDF.type, CHIIKI.Participation, spans)
        recorder.say(participation, CHIIKI.participant, agent, spans)
        recorder.say(participation, CHIIKI.role, VOCAB[f"role/{role}"], spans)
        recorder.say(participation, CHIIKI.asWritten, Literal(as_written), spans)
        recorder.say(participation, CHIIKI.position, _integer(position), spans)
        recorder.stand(participation, Words(as_written, spans))
        return participation


def _integer(number: int) -> Literal:
    return Literal(number, datatype=XSD.integer)
