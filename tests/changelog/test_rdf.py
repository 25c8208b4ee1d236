"""Changes as RDF: each is a resource whose passages lead to the words of both editions."""

from __future__ import annotations

import dataclasses
import json
import random
import tomllib
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import PROV, RDF, RDFS, SDO, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

import kg
from kg.changelog import Comparison, compare
from kg.changelog.rdf import graph_of
from kg.cli.diff import run
from kg.cli.validate import run as run_validate
from kg.comparison.changes import Change
from kg.comparison.report import names
from kg.errors import IriError, UsageError
from kg.graph.changes import TERMS
from kg.graph.ontology import load_ontology
from kg.graph.reasoning import reason
from kg.graph.serialise import triple_lines
from kg.graph.terms import CHIIKI, DEFAULT_BASE, OA, VOCAB
from kg.graph.validation import validate
from tests.changelog.conftest import EDITS, Edit, edited
from tests.conftest import REAL_PLAN
from tests.older_editions import CURRENT, DRAFT, OLDER, copy_plan

PLAN = URIRef(f"{DEFAULT_BASE}kushiro-nemuro")
REPORT = Path(kg.__file__).parent / "comparison" / "report.toml"


def nodes(graph: Graph) -> dict[str, Node]:
    """Return the changes of a graph by the last part of their IRIs."""
    found = graph.subjects(RDF.type, CHIIKI.Change)
    return {str(node).rpartition("/")[2]: node for node in found}


def texts(graph: Graph, node: Node, term: URIRef) -> list[str]:
    return sorted(map(str, graph.objects(node, term)))


def quotes(graph: Graph, node: Node, term: URIRef, text: str) -> list[str]:
    """Read the words of the passages of a change again from a text, at their offsets."""
    found = []
    for passage in sorted(graph.objects(node, term), key=lambda one: int(start_of(graph, one))):
        (end,) = graph.objects(passage, CHIIKI.charEnd)
        words = text[int(start_of(graph, passage)) : int(str(end))]
        (exact,) = (
            exact
            for selector in graph.objects(passage, OA.hasSelector)
            for exact in graph.objects(selector, OA.exact)
        )
        assert words == str(exact)
        found.append("".join(line.strip() for line in words.splitlines()))
    return found


def start_of(graph: Graph, passage: Node) -> str:
    (start,) = graph.objects(passage, CHIIKI.charStart)
    return str(start)


@pytest.mark.parametrize("which", ["few", "many"])
def test_each_change_is_a_resource_with_both_passages(
    request: pytest.FixtureRequest, which: str
) -> None:
    comparison: Comparison = request.getfixturevalue(which)
    graph = comparison.graph()
    found = nodes(graph)
    assert set(found) == {change.key for change in comparison}
    for change in comparison:
        node = found[change.key]
        for term, passages, edition in (
            (CHIIKI.oldPassage, change.old, comparison.old),
            (CHIIKI.newPassage, change.new, comparison.new),
        ):
            read = quotes(graph, node, term, edition.plan.source.text)
            assert "".join(read) == "".join(one.words for one in passages)
            pages = {int(str(p)) for one in graph.objects(node, term)
                     for p in graph.objects(one, CHIIKI.page)}  # fmt: skip
            assert {one.page for one in passages} <= pages
            sums = {
                str(known)
                for one in graph.objects(node, term)
                for document in graph.objects(one, OA.hasSource)
                for known in graph.objects(document, SDO.sha256)
            }
            assert sums == ({edition.plan.source.sha256} if passages else set())
        derived = set(graph.objects(node, CHIIKI.derivedFrom))
        sides = (CHIIKI.oldPassage, CHIIKI.newPassage)
        assert derived == {one for term in sides for one in graph.objects(node, term)}


def test_a_change_says_what_happened_to_what(few: Comparison) -> None:
    graph = few.graph()
    found = nodes(graph)
    change = next(change for change in few if change.aspect == "lead")
    node = found[change.key]
    assert texts(graph, node, CHIIKI.nature) == [f"{VOCAB}change-nature/changed"]
    assert texts(graph, node, CHIIKI.changedProperty) == [str(CHIIKI.leadAgent)]
    assert texts(graph, node, CHIIKI.thingClass) == [str(CHIIKI.Project)]
    assert texts(graph, node, CHIIKI.thingCode) == ["1-(1)"]
    assert list(graph.objects(node, CHIIKI.thingLabel)) == [Literal(change.label, lang="ja")]
    assert texts(graph, node, CHIIKI.oldThing) == [f"{PLAN}/project/1-1"]
    assert texts(graph, node, CHIIKI.oldValue) == ["国"]
    assert texts(graph, node, CHIIKI.newValue) == ["道"]
    assert texts(graph, node, CHIIKI.difference) == ["[-国-]{+道+}"]
    assert texts(graph, node, CHIIKI.similarity) == [str(change.similarity)]


def test_a_dropped_work_has_nothing_of_the_later_edition(few: Comparison) -> None:
    graph = few.graph()
    change = next(change for change in few if change.nature == "dropped")
    node = nodes(graph)[change.key]
    for term in ("newThing", "newPassage", "newValue", "similarity", "changedProperty"):
        assert list(graph.objects(node, CHIIKI[term])) == [], term
    assert texts(graph, node, CHIIKI.oldThing) == [f"{PLAN}/project/1-1/work/5"]


def test_the_comparison_used_both_editions(few: Comparison) -> None:
    graph = few.graph()
    (comparison,) = graph.subjects(RDF.type, CHIIKI.Comparison)
    (old,), (new,) = (
        list(graph.objects(comparison, term)) for term in (CHIIKI.oldEdition, CHIIKI.newEdition)
    )
    digest = few.old.plan.source.sha256[:24]
    assert old == URIRef(f"{PLAN}@sha256-{digest}")
    assert set(graph.objects(comparison, PROV.used)) == {old, new}
    assert (new, PROV.wasRevisionOf, old) in graph
    assert set(graph.objects(None, PROV.wasGeneratedBy)) == {comparison}
    assert texts(graph, comparison, CHIIKI.comparedBy) == ["ratcliff-obershelp"]


def test_words_over_a_page_break_have_a_passage_for_each_run(few: Comparison) -> None:
    change = next(change for change in few if change.nature == "dropped")
    (whole,) = change.old
    start, end = whole.spans[0]
    torn = dataclasses.replace(whole, spans=((start, start + 3), (start + 3, end)))
    torn_change = dataclasses.replace(change, old=(torn,))
    comparison = dataclasses.replace(few, changes=(torn_change,))
    graph = comparison.graph()
    (node,) = nodes(graph).values()
    read = quotes(graph, node, CHIIKI.oldPassage, few.old.plan.source.text)
    assert read == ["釧路港", "の整備"]


def test_what_was_split_has_two_things_and_passages(edit: Edit) -> None:
    comparison = edit(("冬季における安全で快適", "冬季における安全で快適\n○"))
    graph = comparison.graph()
    (node,) = nodes(graph).values()
    assert len(list(graph.objects(node, CHIIKI.oldThing))) == 1
    assert len(list(graph.objects(node, CHIIKI.newThing))) == 2
    assert len(list(graph.objects(node, CHIIKI.newPassage))) == 2


@pytest.mark.parametrize("which", ["few", "many"])
def test_the_graph_conforms(request: pytest.FixtureRequest, which: str) -> None:
    report = validate(request.getfixturevalue(which).graph())
    assert report.findings == (), report.to_text("en")


def test_a_missing_passage_does_not_conform(few: Comparison) -> None:
    graph = few.graph()
    node = nodes(graph)[few.changes[0].key]
    graph.remove((node, CHIIKI.oldPassage, None))
    assert not validate(graph).conforms


def test_the_graph_is_consistent_with_ontology_and_alignments(few: Comparison) -> None:
    assert reason(load_ontology().whole() + few.graph()).consistent


def test_iris_do_not_depend_on_the_order_of_changes(few: Comparison) -> None:
    changes = list(few.changes)
    random.Random(7).shuffle(changes)
    assert tuple(changes) != few.changes
    other = dataclasses.replace(few, changes=tuple(changes))
    assert triple_lines(other.graph()) == triple_lines(few.graph())


def test_each_run_gives_the_same_bytes_and_the_way_back_another_name(
    few: Comparison, tmp_path: Path
) -> None:
    path = edited(tmp_path, *EDITS)
    assert compare(REAL_PLAN, path).to_turtle() == few.to_turtle()
    back = compare(path, REAL_PLAN)
    assert not set(nodes(back.graph()).values()) & set(nodes(few.graph()).values())


def test_all_formats_hold_the_same_triples(few: Comparison) -> None:
    formats = {
        pyoxigraph.RdfFormat.TURTLE: few.to_turtle(),
        pyoxigraph.RdfFormat.JSON_LD: few.to_jsonld(),
        pyoxigraph.RdfFormat.N_TRIPLES: few.to_ntriples(),
    }
    read = [set(pyoxigraph.parse(text, format=kind)) for kind, text in formats.items()]
    assert read[0] == read[1] == read[2]
    assert len(read[0]) == len(few.graph())
    first = json.loads(few.to_jsonld())["@graph"][0]
    assert first["@type"] == ["chiiki:Comparison"]


def test_everything_is_named_below_the_base(few: Comparison) -> None:
    graph = few.graph("https://example.org/id/")
    kinds = (CHIIKI.Change, CHIIKI.Comparison, CHIIKI.Passage)
    found = {str(node) for kind in kinds for node in graph.subjects(RDF.type, kind)}
    assert found
    assert all(iri.startswith("https://example.org/id/kushiro-nemuro") for iri in found)
    with pytest.raises(IriError):
        few.graph("no base")


def test_a_thing_that_stays_has_one_iri_in_both_editions(few: Comparison) -> None:
    graph = few.graph()
    found = nodes(graph)
    for change in few:
        node = found[change.key]
        old, new = (texts(graph, node, term) for term in (CHIIKI.oldThing, CHIIKI.newThing))
        if change.nature == "reworded":
            assert old == new
        assert all("@" not in thing for thing in old)
        assert all(("@sha256-" in thing) == (change.nature == "added") for thing in new)


def test_editions_are_named_as_a_build_names_them(tmp_path: Path) -> None:
    folder = copy_plan(tmp_path / "plan", CURRENT + OLDER + DRAFT)
    comparison = compare(f"{folder}@2021-draft", f"{folder}@2021")
    graph = comparison.graph()
    (node,) = graph.subjects(RDF.type, CHIIKI.Comparison)
    assert texts(graph, node, CHIIKI.oldEdition) == [f"{PLAN}@2021-draft"]
    assert texts(graph, node, CHIIKI.newEdition) == [f"{PLAN}@2021"]
    (dropped,) = nodes(graph).values()
    assert texts(graph, dropped, CHIIKI.oldThing) == [f"{PLAN}@2021-draft/project/1-1/work/6"]
    assert validate(graph).findings == ()
    assert (comparison.old.name, comparison.new.name) == (
        "kushiro-nemuro@2021-draft",
        "kushiro-nemuro@2021",
    )
    current = compare(f"{folder}@2021", folder).graph()
    (node,) = current.subjects(RDF.type, CHIIKI.Comparison)
    assert texts(current, node, CHIIKI.newEdition) == [f"{PLAN}@2025"]


def test_an_edition_is_no_revision_of_itself() -> None:
    with pytest.raises(UsageError, match="one text"):
        compare(REAL_PLAN, REAL_PLAN).graph()


def test_two_folders_with_one_plan_are_two_editions(tmp_path: Path) -> None:
    other = copy_plan(tmp_path / "plan", "")
    path = edited(tmp_path, *EDITS)
    (other / "source.txt").write_bytes(path.read_bytes())
    comparison = compare(REAL_PLAN, other)
    graph = graph_of(comparison, DEFAULT_BASE)
    assert len(nodes(graph)) == len(comparison) == 12
    assert validate(graph).findings == ()
    documents = set(graph.objects(None, OA.hasSource))
    assert len(documents) == 2


# ---- the words of the comparison and those of the ontology --------------------


def test_every_kind_aspect_and_nature_has_its_term() -> None:
    known = tomllib.loads(TERMS.read_text(encoding="utf-8"))
    assert set(known["class"]) == set(names("kind"))
    assert set(known["property"]) - {"moved", "reworded"} == set(names("aspect"))
    terms = load_ontology().terms
    assert all(CHIIKI[name] in terms for name in known["class"].values())
    own = [name for name in known["property"].values() if name.startswith("chiiki:")]
    assert all(CHIIKI[name.removeprefix("chiiki:")] in terms for name in own)


@pytest.mark.parametrize(("table", "scheme"), [("nature", "change-nature"), ("certainty",) * 2])
def test_reports_and_vocabularies_call_things_alike(table: str, scheme: str) -> None:
    words = tomllib.loads(REPORT.read_text(encoding="utf-8"))[table]
    graph = load_ontology().vocabularies
    concepts = {
        str(graph.value(concept, SKOS.notation)): {
            label.language: str(label)
            for label in graph.objects(concept, SKOS.prefLabel)
            if isinstance(label, Literal)
        }
        for concept in graph.subjects(SKOS.inScheme, VOCAB[scheme])
    }
    assert words == concepts


# ---- as people call it --------------------------------------------------------


@pytest.mark.parametrize("form", ["ttl", "jsonld", "nt"])
def test_the_command_writes_a_file_that_conforms(tmp_path: Path, form: str) -> None:
    out = tmp_path / f"changes.{form}"
    revised = str(edited(tmp_path, *EDITS))
    assert run([str(REAL_PLAN), revised, "-f", form, "-o", str(out)], "en") == 0
    assert run_validate([str(out)], "en") == 0


def test_the_public_function_gives_typed_changes_and_a_graph(tmp_path: Path) -> None:
    comparison = kg.compare("kushiro-nemuro", edited(tmp_path, *EDITS))
    assert isinstance(comparison, kg.Comparison)
    assert all(isinstance(change, Change) for change in comparison)
    assert len(nodes(comparison.graph())) == len(comparison)
    assert (PLAN, RDFS.label, None) not in comparison.graph()


@pytest.mark.parametrize("current", ["", CURRENT.replace('"2025"', '"2021"')])
def test_copies_of_a_plan_whose_current_editions_differ_share_no_passage(
    tmp_path: Path, current: str
) -> None:
    new = copy_plan(tmp_path / "new", CURRENT)
    old = copy_plan(tmp_path / "old", current)
    (old / "source-2021.txt").replace(old / "source.txt")
    comparison = compare(old, new)
    graph = comparison.graph()

    assert validate(graph).findings == ()
    for change in comparison:
        node = nodes(graph)[change.key]
        for term, passages, edition in (
            (CHIIKI.oldPassage, change.old, comparison.old),
            (CHIIKI.newPassage, change.new, comparison.new),
        ):
            read = quotes(graph, node, term, edition.plan.source.text)
            assert "".join(read) == "".join(one.words for one in passages)
        if change.nature == "reworded":  # it stands behind a work that the other has not
            assert texts(graph, node, CHIIKI.oldThing) == texts(graph, node, CHIIKI.newThing)
    old_edition = f"{PLAN}@2021" if current else f"{PLAN}@sha256-{old_sum(comparison)}"
    (found,) = graph.objects(None, CHIIKI.oldEdition)
    assert str(found) == old_edition


def old_sum(comparison: Comparison) -> str:
    return comparison.old.plan.source.sha256[:24]


@pytest.mark.parametrize("names", [("", "@2025"), ("@2025", ""), ("@2021", "@2021")])
def test_one_edition_by_two_names_is_no_revision_of_itself(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    folder = copy_plan(tmp_path / "plan")
    old, new = (f"{folder}{name}" for name in names)

    with pytest.raises(UsageError, match="none is a revision of the other"):
        compare(old, new).graph()
