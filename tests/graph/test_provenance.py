"""Every statement leads to its words, and the words stand where they are said to stand."""

from __future__ import annotations

import re

import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.term import Node

from kg.document.model import Plan
from kg.graph.convert import PlanGraphs
from kg.graph.terms import CHIIKI, OA
from tests.conftest import REAL_PLAN

SOURCE = (REAL_PLAN / "source.txt").read_bytes().decode("utf-8")


def number(graph: Graph, subject: Node, predicate: URIRef) -> int:
    value = graph.value(subject, predicate)
    assert isinstance(value, Literal)
    return int(value)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_every_quote_is_read_again_from_the_source(plan_graphs: PlanGraphs, plan: Plan) -> None:
    content = plan_graphs.content
    passages = list(content.subjects(RDF.type, CHIIKI.Passage))
    assert len(passages) > 1_000
    lines = SOURCE.split("\n")
    for passage in passages:
        start = number(content, passage, CHIIKI.charStart)
        end = number(content, passage, CHIIKI.charEnd)
        selectors = list(content.objects(passage, OA.hasSelector))
        (exact,) = (
            str(quote) for selector in selectors for quote in content.objects(selector, OA.exact)
        )
        assert SOURCE[start:end] == exact
        words = str(content.value(passage, CHIIKI.words))
        assert squeezed(words) == squeezed(exact)
        first = number(content, passage, CHIIKI.startLine)
        last = number(content, passage, CHIIKI.endLine)
        assert exact in "\n".join(lines[first - 1 : last])
        page = number(content, passage, CHIIKI.page)
        assert plan.page_at(start).number == page


def test_every_statement_has_passages(plan_graphs: PlanGraphs) -> None:
    provenance = plan_graphs.provenance
    statements = list(provenance.subjects(RDF.type, RDF.Statement))
    assert len(statements) > 2_000
    said: set[tuple[Node | None, ...]] = set(plan_graphs.content)
    for statement in statements:
        assert triple(provenance, statement) in said
        assert list(provenance.objects(statement, CHIIKI.derivedFrom))


LINKS = {CHIIKI.derivedFrom, CHIIKI.firstPassage}
OF_MENTIONS = {
    *(RDF.type, CHIIKI.mentionedIn, CHIIKI.inPassage, CHIIKI.foundBy, CHIIKI.joinedBy),
    *(CHIIKI.candidate, CHIIKI.decision, OA.hasBody, OA.hasTarget),
}


def test_only_named_exceptions_have_no_passage_of_their_own(plan_graphs: PlanGraphs) -> None:
    """What is not reified is no statement of the document, but one about it or its words."""
    content, provenance = plan_graphs.content, plan_graphs.provenance
    said = {triple(provenance, s) for s in provenance.subjects(RDF.type, RDF.Statement)}
    of_plan_file = {plan_graphs.iris.plan, plan_graphs.iris.source}
    mentions = set(content.subjects(RDF.type, CHIIKI.Mention))
    passages = set(content.subjects(RDF.type, CHIIKI.Passage))
    selectors = set(content.objects(None, OA.hasSelector))
    assert len(said) > 6_000
    for statement in content:
        subject, predicate, value = statement
        if predicate in LINKS:
            assert value in passages
        elif statement not in said:
            is_of_mention = subject in mentions and predicate in OF_MENTIONS
            assert subject in of_plan_file | passages | selectors or is_of_mention, statement
    for subject in set(content.subjects()) - of_plan_file - passages - selectors:
        assert content.value(subject, CHIIKI.derivedFrom) is not None, subject


def triple(provenance: Graph, statement: Node) -> tuple[Node | None, ...]:
    parts = (RDF.subject, RDF.predicate, RDF.object)
    return tuple(provenance.value(statement, part) for part in parts)


@pytest.mark.parametrize(
    "predicate",
    [
        RDFS.label, CHIIKI.vision, CHIIKI.overview, CHIIKI.content, CHIIKI.heading,
        CHIIKI.categoryLabel, CHIIKI.asWritten,
    ],
)  # fmt: skip
def test_every_text_is_in_its_own_words(plan_graphs: PlanGraphs, predicate: URIRef) -> None:
    provenance, content = plan_graphs.provenance, plan_graphs.content
    found = 0
    for statement in provenance.subjects(RDF.predicate, predicate):
        value = provenance.value(statement, RDF.object)
        passages = provenance.objects(statement, CHIIKI.derivedFrom)
        quotes = sorted(
            (number(content, p, CHIIKI.charStart), str(content.value(p, CHIIKI.words)))
            for p in passages
        )
        assert squeezed(str(value)) in squeezed("".join(words for _, words in quotes))
        found += 1
    assert found


def test_texts_of_the_document_are_all_traced(plan_graphs: PlanGraphs) -> None:
    """Nothing in Japanese stands in the graph without its words, but the facts of plan.toml."""
    provenance = plan_graphs.provenance
    said = {triple(provenance, s) for s in provenance.subjects(RDF.type, RDF.Statement)}
    own = {plan_graphs.iris.plan, plan_graphs.iris.source}
    for subject, predicate, value in plan_graphs.content:
        if isinstance(value, Literal) and value.language == "ja" and subject not in own:
            assert (subject, predicate, value) in said, (subject, predicate, value)


def test_repeated_headers_lead_to_all_their_printings(plan_graphs: PlanGraphs) -> None:
    content, provenance = plan_graphs.content, plan_graphs.provenance
    project = plan_graphs.iris.within("project", "4-3")
    (statement,) = (
        s for s in provenance.subjects(RDF.subject, project)
        if provenance.value(s, RDF.predicate) == CHIIKI.overview
    )  # fmt: skip
    pages = {
        number(content, p, CHIIKI.page) for p in provenance.objects(statement, CHIIKI.derivedFrom)
    }
    assert pages == {12, 13, 14}
