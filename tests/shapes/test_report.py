"""The report: for people in two languages, as RDF, and the same however the data are ordered."""

from __future__ import annotations

from pathlib import Path

import pyshacl
import pytest
from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef

from kg.errors import GraphFileError
from kg.graph.rdf_files import read_rdf
from kg.graph.serialise import to_turtle
from kg.graph.terms import CHIIKI, SHAPES
from kg.graph.validation import load_shapes, validate
from tests.shapes.examples import BAD, FOLDER, GOOD, good, spoilt

PROJECT = URIRef("https://w3id.org/chiiki/id/akane/project/1-2")
FOR_EACH_FACT = SHAPES["Statement-isThereForEachFact"]
PREFIXES = """
@prefix chiiki: <https://w3id.org/chiiki/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/chiiki/shapes#> .
"""


def example(name: str) -> Graph:
    return spoilt(FOLDER / name)


@pytest.fixture(scope="module")
def ruin() -> Graph:
    """Spoil the good plan in every way at once."""
    graph = Graph()
    for file in GOOD:
        for triple in good(file):
            graph.add(triple)
    for path in BAD:
        graph.update(path.read_text("utf-8"))
    return graph


def test_a_finding_names_the_thing_its_page_its_line_and_the_words() -> None:
    report = validate(example("Project-hasAnOverview/bad-minCount.ru"))
    assert report.to_text("ja", unmatched=False) == (
        "[警告] 葵の暮らしを守るプロジェクト\n"
        "  プロジェクトに概要がない。原文にないか確かめること。\n"
        "  箇所: 4頁 115行「１－（２）」\n"
        "  性質: chiiki:overview\n"
        "  対象: https://w3id.org/chiiki/id/akane/project/1-2\n"
        "  規則: Project-hasAnOverview（プロジェクトに概要がある）\n"
        "\n"
        "警告 1 件"
    )
    assert report.to_text("en", unmatched=False) == (
        "[Warning] 葵の暮らしを守るプロジェクト\n"
        "  The project has no overview. Look whether the document gives one.\n"
        "  place: page 4, line 115 “１－（２）”\n"
        "  property: chiiki:overview\n"
        "  thing: https://w3id.org/chiiki/id/akane/project/1-2\n"
        "  shape: Project-hasAnOverview (a project has an overview)\n"
        "\n"
        "Warning: 1"
    )


def test_warnings_do_not_hinder_but_the_rdf_report_has_them() -> None:
    report = validate(example("Project-hasAnOverview/bad-minCount.ru"))
    assert report.conforms
    assert list(report.graph.objects(None, SH.conforms)) == [Literal(False)]


def test_a_plan_without_fields_lacks_none() -> None:
    graph = Graph() + good("ok.ttl")
    graph.remove((None, CHIIKI.inField, None))
    assert SHAPES["Goal-hasAField"] not in {finding.shape for finding in validate(graph).findings}


def test_a_thing_that_a_query_finds_is_the_thing_at_fault() -> None:
    report = validate(example("Thing-positionIsUnique/bad-sparql.ru"))
    labels = {finding.label for finding in report.findings}
    assert labels == {"茜港の利用促進に向けた取組", "農水産物の輸送を支える道路の整備"}
    assert {finding.focus for finding in report.findings} == {CHIIKI.Initiative}
    places = [finding.place for finding in report.findings]
    assert [(place.page, place.start_line, place.end_line) for place in places if place] == [
        (2, 64, 64),
        (2, 65, 66),
    ]
    assert "page 2, line 65-66 “農水産物の輸送を支える道路の整備”" in report.to_text("en")


def test_a_wrong_value_is_shown() -> None:
    report = validate(example("Area-identifier/bad-pattern.ru"))
    assert 'value: "9900"' in report.to_text("en")


def test_a_thing_without_a_name_is_known_by_what_it_speaks_of() -> None:
    (finding,) = validate(example("Mention-foundBy/bad-minCount.ru")).findings
    assert finding.label == "茜橋"
    (finding,) = validate(example("Participation-role/bad-minCount.ru")).findings
    assert finding.label == "国"
    (finding,) = validate(example("Passage-page/bad-maxCount.ru")).findings
    assert finding.label == "避難訓練の実施"


def test_a_thing_without_a_place_is_told_by_its_iri() -> None:
    (finding,) = validate(example("PositionSelector-end/bad-minCount.ru")).findings
    assert (finding.label, finding.place) == (None, None)
    text = validate(example("PositionSelector-end/bad-minCount.ru")).to_text("en")
    assert text.startswith("[Violation] https://w3id.org/chiiki/id/akane/selector\n")


def test_paths_are_written_as_in_sparql() -> None:
    (finding,) = validate(example("Participation-participationIn/bad-minCount.ru")).findings
    assert finding.path == "^chiiki:hasParticipation"
    (finding, *_) = validate(example("Project-leadTakesPart/bad-equals.ru")).findings
    assert finding.path == "chiiki:hasParticipation/chiiki:participant"


def test_the_rdf_report_is_a_validation_report_with_passages() -> None:
    graph = validate(example("Project-leadTakesPart/bad-equals.ru")).graph
    results = list(graph.subjects(RDF.type, SH.ValidationResult))
    assert len(results) == 2
    for result in results:
        assert graph.value(result, SH.focusNode) == PROJECT
        assert graph.value(result, SH.resultSeverity) == SH.Violation
        messages = list(graph.objects(result, SH.resultMessage))
        languages = {str(getattr(message, "language", None)) for message in messages}
        assert languages == {"ja", "en"}
        path = graph.value(result, SH.resultPath)
        assert path is not None
        assert list(graph.items(path)) == [CHIIKI.hasParticipation, CHIIKI.participant]
        passage = graph.value(result, CHIIKI.derivedFrom)
        assert str(passage).endswith("/akane/passage/965-970")


def test_the_order_of_the_triples_does_not_matter(ruin: Graph) -> None:
    backwards = Graph()
    for triple in sorted(ruin, reverse=True):
        backwards.add(triple)
    one, other = validate(ruin), validate(backwards)
    assert len(one.findings) > 200
    assert one.to_text("ja") == other.to_text("ja")
    assert to_turtle(one.graph) == to_turtle(other.graph)


def test_violations_come_first_and_then_the_order_of_the_document(ruin: Graph) -> None:
    findings = validate(ruin).findings
    severities = [finding.severity for finding in findings]
    assert severities == sorted(severities, key=["violation", "warning"].index)
    starts = [f.place.start for f in findings if f.place and f.severity == "violation"]
    assert starts == sorted(starts)


Found = set[tuple[object, object, object, object]]


def ours(data: Graph) -> Found:
    """Return what we find: shape, constraint, thing and value."""
    return {
        (finding.shape, finding.constraint, finding.focus, finding.value)
        for finding in validate(data).findings
    }


def plainly(graph: Graph, shapes: Graph) -> Found:
    """Return what plain pySHACL finds, over rdflib, with shapes as they stand in the files."""
    data, known = Graph(), Graph()
    for path in ("ontology/chiiki.ttl", "ontology/vocabularies.ttl"):
        known.parse(Path(__file__).parents[2] / path)
    for triple in graph:
        data.add(triple)
    for predicate in ("http://www.w3.org/2004/02/skos/core#inScheme", str(RDFS.subClassOf)):
        for triple in known.triples((None, URIRef(predicate), None)):
            data.add(triple)
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes)
    assert isinstance(results, Graph)
    return {
        (
            results.value(result, SH.sourceShape),
            str(results.value(result, SH.sourceConstraintComponent)).removeprefix(str(SH)),
            results.value(result, SH.focusNode),
            results.value(result, SH.value),
        )
        for result in results.objects(None, SH.result)
    }


def test_the_shapes_find_the_same_without_our_shortcuts(ruin: Graph) -> None:
    shapes = Graph() + load_shapes()
    shapes.remove((FOR_EACH_FACT, SH.targetNode, None))  # see below
    found = {one for one in ours(ruin) if one[0] != FOR_EACH_FACT}
    assert found == plainly(ruin, shapes)


def test_the_same_facts_lack_a_statement_without_our_shortcuts(ruin: Graph) -> None:
    """For each fact rdflib looks through all facts again: a part of them is enough to compare."""
    things = sorted(set(ruin.subjects(CHIIKI.derivedFrom)), key=str)[::3]
    statements = [one for thing in things for one in ruin.subjects(RDF.subject, thing)]
    part = Graph()
    for node in (*things, *statements[::2]):
        for triple in ruin.triples((node, None, None)):
            part.add(triple)
    found = ours(part)
    lacking = {one[3] for one in found if one[0] == FOR_EACH_FACT}
    assert 5 < len(lacking) < len(things)
    assert found == plainly(part, Graph() + load_shapes())


def test_several_graphs_are_taken_as_one() -> None:
    parts = [good(file) for file in GOOD]
    whole = parts[0] + parts[1] + parts[2]
    assert validate(iter(parts)).findings == validate(whole).findings == ()


BROKEN_SHAPES = {
    "no path": "shape:S a sh:PropertyShape ; sh:targetClass chiiki:Plan .",
    "no SPARQL": (
        "shape:S a sh:NodeShape ; sh:targetClass chiiki:Plan ; sh:sparql shape:Q . "
        'shape:Q sh:select "SELECT $this WHERE { ?value" .'
    ),
    "no SELECT": (
        "shape:S a sh:NodeShape ; sh:targetClass chiiki:Plan ; sh:sparql shape:Q . "
        'shape:Q sh:select "ASK { $this ?p ?o }" .'
    ),
    "VALUES": (
        "shape:S a sh:NodeShape ; sh:targetClass chiiki:Plan ; sh:sparql shape:Q . "
        'shape:Q sh:select "SELECT $this WHERE { VALUES $this { <a:b> } }" .'
    ),
    "two minimums": (
        "shape:S a sh:PropertyShape ; sh:targetClass chiiki:Plan ; sh:path chiiki:page ; "
        "sh:minCount 1 , 2 ."
    ),
    "no such shape": "shape:S a sh:NodeShape ; sh:targetClass chiiki:Plan ; sh:property shape:T .",
}


@pytest.mark.parametrize("fault", BROKEN_SHAPES)
def test_a_broken_shape_is_one_clear_error(fault: str, capfd: pytest.CaptureFixture[str]) -> None:
    shapes = Graph().parse(data=PREFIXES + BROKEN_SHAPES[fault], format="turtle")
    with pytest.raises(GraphFileError, match=r"the shapes cannot be used|no SELECT query"):
        validate(good("ok.ttl"), shapes)
    assert capfd.readouterr() == ("", "")


def test_shapes_of_others_are_used_in_place_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(
        PREFIXES + "shape:Own a sh:NodeShape ; sh:targetClass chiiki:Project ; "
        "sh:property [ sh:path chiiki:overview ; sh:maxCount 0 ] .",
        encoding="utf-8",
    )
    report = validate(good("ok.ttl"), read_rdf(path))
    assert [finding.constraint for finding in report.findings] == [
        "MaxCountConstraintComponent"
    ] * 2
    assert "MaxCountConstraintComponent" in report.to_text("ja")


def test_data_that_is_no_rdf_is_refused() -> None:
    graph = Graph().add((URIRef("https://example.org/a b"), RDF.type, CHIIKI.Plan))
    with pytest.raises(GraphFileError, match="not RDF"):
        validate(graph)
