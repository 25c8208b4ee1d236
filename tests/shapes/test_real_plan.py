"""The real plan conforms, and no shape goes past it."""

from __future__ import annotations

from rdflib import RDF, RDFS, Graph, Literal, URIRef

from kg.graph.convert import PlanGraphs
from kg.graph.terms import CHIIKI
from kg.graph.validation import validate


def test_the_real_plan_conforms(plan_graphs: PlanGraphs) -> None:
    report = validate(plan_graphs.asserted)
    assert report.conforms, report.to_text("en")


def test_each_shape_has_a_target_in_the_real_plan(plan_graphs: PlanGraphs) -> None:
    assert validate(plan_graphs.asserted).unmatched == ()


def test_a_fault_in_the_real_plan_is_found_with_its_place(plan_graphs: PlanGraphs) -> None:
    spoilt = Graph()
    for graph in plan_graphs.asserted:
        for triple in graph:
            spoilt.add(triple)
    project = URIRef(f"{plan_graphs.iris.plan}/project/1-2")
    spoilt.remove((project, CHIIKI.leadAgent, None))
    for statement in set(spoilt.subjects(RDF.predicate, CHIIKI.leadAgent)):
        if (statement, RDF.subject, project) in spoilt:
            spoilt.remove((statement, None, None))
    report = validate(spoilt)
    found = {(finding.shape.partition("#")[2], finding.thing) for finding in report.findings}
    assert found == {("Project-leadTakesPart", project), ("Project-hasALead", project)}
    (title,) = plan_graphs.content.objects(project, RDFS.label)
    for finding in report.findings:
        assert finding.label == str(title)
        assert finding.place is not None
        assert finding.place.page > 1
        assert finding.place.words == "１－（２）、２－（３）、４－（１）"


def test_a_graph_is_not_changed_by_its_validation(plan_graphs: PlanGraphs) -> None:
    before = [len(graph) for graph in plan_graphs.asserted]
    validate(plan_graphs.asserted)
    assert [len(graph) for graph in plan_graphs.asserted] == before


def test_what_is_no_plan_has_no_targets_and_that_is_said() -> None:
    graph = Graph().add((URIRef("https://example.org/a"), RDF.type, RDFS.Resource))
    graph.add((URIRef("https://example.org/a"), RDFS.label, Literal("a")))
    report = validate(graph)
    assert report.findings == ()
    assert CHIIKI.Plan not in report.unmatched
    assert len(report.unmatched) > 60
    assert "PlanShape" in report.to_text("en")
