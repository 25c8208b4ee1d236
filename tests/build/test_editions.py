"""Editions of a plan in the dataset: graphs of their own, things that stay, no other answer."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, SDO, XSD, Graph, Literal, URIRef

from kg.build import BuildSummary, build
from kg.dataset import Dataset, open_dataset
from kg.graph.rdf_files import read_rdf
from kg.graph.terms import CHIIKI, VOCAB
from kg.graph.validation import validate
from kg.store.embedded import EmbeddedStore
from tests.build.conftest import CURRENT, MakePlan, write_plan

BASE = "https://w3id.org/chiiki/id/"
PLAN = f"{BASE}one"
TABLES = f"""{CURRENT}
[[edition]]
id = "2021"
status = "draft"
document = "plan-2021.txt"
issued = {{ value = "2021", source = "A test" }}
valid = {{ from = "2021-04-01", until = "2025-03", source = "A test" }}
title = {{ ja = "港のまち計画", en = "Harbour Town Plan", source = "A test" }}
"""
OLDEST = """
[[edition]]
id = "2017"
status = "final"
document = "plan-2017.txt"
issued = { value = "2017", source = "A test" }
"""
NEXT = """
[[edition]]
id = "2029-draft"
status = "draft"
document = "plan-2029.txt"
issued = { value = "2028-11", source = "A test" }
"""
OLDER = (
    ("施策２－１", "施策３－１"),
    ("－青葉漁港の整備\n", "－旧波止場の整備\n－青葉漁港の整備\n"),
    ("－段差の解消\n", "－段差の解消と手すり\n"),
)


def add_editions(folder: Path, tables: str = TABLES) -> Path:
    """Give a small plan an edition of 2021, and others that the tables name."""
    with (folder / "plan.toml").open("a", encoding="utf-8") as file:
        file.write(tables)
    text = (folder / "plan.txt").read_text(encoding="utf-8")
    for old, new in OLDER:
        assert old in text
        text = text.replace(old, new, 1)
    (folder / "plan-2021.txt").write_text(text, encoding="utf-8")
    oldest = text.replace("－浜の道づくり交付金\n舗装の修繕\n", "", 1)
    (folder / "plan-2017.txt").write_text(oldest, encoding="utf-8")
    later = (folder / "plan.txt").read_text(encoding="utf-8")
    later = later.replace("－松原道路の整備", "－灯台の整備\n－松原道路の整備")
    (folder / "plan-2029.txt").write_text(later, encoding="utf-8")
    return folder


@pytest.fixture
def folder(make_plan: MakePlan) -> Path:
    return add_editions(make_plan("one"))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a dataset of a plan as `folder` gives it; nobody may change it."""
    place = tmp_path_factory.mktemp("with-editions")
    built(add_editions(write_plan(place / "one")), place / "out")
    return place / "out"


def built(folder: Path, out: Path) -> BuildSummary:
    summary = build([folder], out)
    assert not summary.has_failed, [plan.problems for plan in summary.plans]
    return summary


def version(out: Path) -> Path:
    return out / "versions" / (out / "CURRENT").read_text(encoding="utf-8").strip()


def graph_of(out: Path, edition: str) -> Graph:
    """Return what an edition states, without what follows from it."""
    return read_rdf(version(out) / "plans" / "one" / f"plan@{edition}.nq")


def label(graph: Graph, thing: str) -> str | None:
    found = graph.value(URIRef(thing), RDFS.label)
    return None if found is None else str(found)


def ask(dataset: Dataset, pattern: str) -> bool:
    return dataset.store.ask(f'ASK {{ {pattern.replace("LABEL", "?x rdfs:label")} }}'.replace(
        "rdfs:label", f"<{RDFS.label}>"
    ))  # fmt: skip


def test_another_edition_is_asked_only_where_it_is_named(out: Path) -> None:
    for dataset in (open_dataset(out), open_dataset(out, in_memory=True)):
        assert not ask(dataset, 'LABEL "旧波止場の整備"@ja')
        assert ask(dataset, f'GRAPH <{PLAN}@2021/graph> {{ LABEL "旧波止場の整備"@ja }}')
        assert ask(dataset, 'LABEL "青葉漁港の整備"@ja')


def test_the_current_edition_says_what_it_says_without_others(
    folder: Path, out: Path, tmp_path: Path
) -> None:
    path = folder / "plan.toml"
    path.write_text(path.read_text(encoding="utf-8").split("[current]")[0], encoding="utf-8")
    built(folder, tmp_path / "without")

    with_editions, without = (
        set((version(built_to) / "plans/one/plan.nq").read_bytes().splitlines())
        for built_to in (out, tmp_path / "without")
    )
    assert without < with_editions
    assert {line.split()[-2] for line in with_editions - without} == {f"<{PLAN}/editions>".encode()}


def test_a_thing_that_stays_keeps_its_name(out: Path) -> None:
    older = graph_of(out, "2021")
    current = read_rdf(version(out) / "plans/one/plan.nq")

    # It bore another code, and its works stood one place further on.
    names = {str(thing) for thing in current.subjects(RDF.type, CHIIKI.Project)}
    assert names == {str(thing) for thing in older.subjects(RDF.type, CHIIKI.Project)}
    project = f"{PLAN}/project/2-1"
    assert {str(code) for code in older.objects(URIRef(project), CHIIKI.code)} == {"施策3-1"}
    assert (
        label(older, f"{project}/work/1") == "青葉漁港の整備" == label(current, f"{project}/work/1")
    )
    assert str(older.value(URIRef(f"{project}/work/1"), CHIIKI.position)) == "2"
    reworded = [
        str(thing) for thing in older.subjects(RDFS.label, Literal("段差の解消と手すり", lang="ja"))
    ]
    assert [label(current, name) for name in reworded] == ["段差の解消"]
    assert URIRef(f"{BASE}asset/青葉漁港") in set(older.subjects(RDF.type, CHIIKI.FishingPort))


def test_what_only_an_edition_has_is_named_below_it(out: Path) -> None:
    older = graph_of(out, "2021")

    (dropped,) = older.subjects(RDFS.label, Literal("旧波止場の整備", lang="ja"))
    assert str(dropped) == f"{PLAN}@2021/project/3-1/work/1"
    for kind in (CHIIKI.Passage, CHIIKI.Participation, CHIIKI.Mention, RDF.Statement):
        found = set(older.subjects(RDF.type, kind))
        assert found
        assert {str(thing).split("/")[5] for thing in found} == {"one@2021"}


def test_a_name_leads_through_the_editions_between(tmp_path: Path, make_plan: MakePlan) -> None:
    folder = add_editions(make_plan("one"), TABLES + OLDEST)
    built(folder, tmp_path / "out")
    oldest = graph_of(tmp_path / "out", "2017")

    # Gone since: 2021 has it, too, and is nearer to the current edition.
    (dropped,) = oldest.subjects(RDFS.label, Literal("旧波止場の整備", lang="ja"))
    assert str(dropped) == f"{PLAN}@2021/project/3-1/work/1"
    kept = set(oldest.subjects(RDFS.label, Literal("青葉漁港の整備", lang="ja")))
    assert [str(thing).split("/")[5] for thing in kept] == ["one"]


def renamed(out: Path) -> list[tuple[str, str]]:
    """Return the changes of one thing whose name is not one in both editions."""
    graph = read_rdf(version(out) / "plans" / "one" / "changes.nq")
    natures = ("changed", "moved", "reworded")
    changes = [
        change
        for nature in natures
        for change in graph.subjects(CHIIKI.nature, VOCAB[f"change-nature/{nature}"])
    ]
    assert changes
    pairs = [
        (graph.value(one, CHIIKI.oldThing), graph.value(one, CHIIKI.newThing)) for one in changes
    ]
    return sorted((str(old), str(new)) for old, new in pairs if old != new)


def test_a_name_leads_along_what_revises_what(tmp_path: Path, make_plan: MakePlan) -> None:
    tables = TABLES.replace('status = "final"', 'status = "final"\nrevises = "2017"')
    folder = add_editions(make_plan("one"), tables + OLDEST)
    # A draft that came to nothing has not what both others have, in other words.
    draft = folder / "plan-2021.txt"
    text = draft.read_text(encoding="utf-8").replace("－青葉漁港の整備\n", "")
    draft.write_text(text, encoding="utf-8")
    oldest = folder / "plan-2017.txt"
    text = oldest.read_text(encoding="utf-8").replace("青葉漁港の整備", "青葉漁港の大整備")
    oldest.write_text(text, encoding="utf-8")
    built(folder, tmp_path / "out")

    assert renamed(tmp_path / "out") == []
    reworded = graph_of(tmp_path / "out", "2017").subjects(
        RDFS.label, Literal("青葉漁港の大整備", lang="ja")
    )
    assert [str(thing) for thing in reworded] == [f"{PLAN}/project/2-1/work/1"]


def test_a_name_does_not_depend_on_which_edition_is_current(
    tmp_path: Path, make_plan: MakePlan
) -> None:
    folder = add_editions(make_plan("one"), TABLES + NEXT)
    # They are alike enough from the earlier to the later, and not the other way round.
    for name, old, new in (
        ("plan.txt", "青葉漁港の整備", "道道道川橋山山橋"),
        ("plan-2029.txt", "青葉漁港の整備", "道橋道橋橋"),
    ):
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    built(folder, tmp_path / "out")

    assert renamed(tmp_path / "out") == []


def test_an_edition_may_be_newer_than_the_current_one(tmp_path: Path, make_plan: MakePlan) -> None:
    folder = add_editions(make_plan("one"), TABLES + NEXT)
    built(folder, tmp_path / "out")
    draft = graph_of(tmp_path / "out", "2029-draft")

    (new,) = draft.subjects(RDFS.label, Literal("灯台の整備", lang="ja"))
    assert str(new).startswith(f"{PLAN}@2029-draft/project/")
    editions = read_rdf(version(tmp_path / "out") / "plans/one/plan.nq")
    assert editions.value(URIRef(f"{PLAN}@2029-draft"), PROV.wasRevisionOf) == URIRef(
        f"{PLAN}@2025"
    )


def test_editions_are_described(out: Path) -> None:
    graph = read_rdf(version(out) / "plans/one/plan.nq")
    older, current = URIRef(f"{PLAN}@2021"), URIRef(f"{PLAN}@2025")

    assert set(graph.objects(URIRef(PLAN), DCTERMS.hasVersion)) == {older, current}
    assert set(graph.predicate_objects(older)) == {
        (RDF.type, CHIIKI.Edition),
        (RDFS.label, Literal("港のまち計画（2021）", lang="ja")),
        (RDFS.label, Literal("Harbour Town Plan (2021)", lang="en")),
        (DCTERMS.title, Literal("港のまち計画", lang="ja")),
        (DCTERMS.title, Literal("Harbour Town Plan", lang="en")),
        (DCTERMS.identifier, Literal("2021")),
        (DCTERMS.isVersionOf, URIRef(PLAN)),
        (DCTERMS.issued, Literal("2021", datatype=XSD.gYear)),
        (DCTERMS.source, URIRef(f"{PLAN}@2021/source")),
        (SDO.validFrom, Literal("2021-04-01", datatype=XSD.date)),
        (SDO.validThrough, Literal("2025-03", datatype=XSD.gYearMonth)),
        (CHIIKI.editionStatus, VOCAB["edition-status/draft"]),
        (CHIIKI.statedIn, URIRef(f"{PLAN}@2021/graph")),
    }
    assert graph.value(current, PROV.wasRevisionOf) == older
    assert graph.value(current, DCTERMS.source) == URIRef(f"{PLAN}/source")
    assert graph.value(current, CHIIKI.statedIn) == URIRef(f"{PLAN}/graph")


def test_an_edition_has_its_own_title_and_date(out: Path) -> None:
    older = graph_of(out, "2021")

    assert str(older.value(URIRef(PLAN), DCTERMS.issued)) == "2021"
    assert older.value(URIRef(PLAN), DCTERMS.source) == URIRef(f"{PLAN}@2021/source")


def test_no_triple_stands_in_two_graphs_that_are_asked_together(out: Path) -> None:
    store = open_dataset(out).at("2021").store
    graphs = " ".join(f"<{graph}>" for graph in store.graphs)

    whole = EmbeddedStore.open(str(version(out) / "store"))
    found = whole.select(f"SELECT ?s ?p ?o {{ VALUES ?g {{ {graphs} }} GRAPH ?g {{ ?s ?p ?o }} }}")
    twice = [triple for triple, count in Counter(found[1]).items() if count > 1]
    # Ontology and vocabularies both declare the terms of others that they use.
    assert [triple for triple in twice if not str(triple[2]).startswith(f"<{OWL}")] == []
    used = whole.select(
        f"SELECT DISTINCT ?g {{ VALUES ?g {{ {graphs} }} GRAPH ?g {{ ?s ?p ?o }} }}"
    )
    assert {str(row[0].value) for row in used[1]} >= {  # type: ignore[union-attr]
        f"{PLAN}@2021/graph",
        f"{PLAN}@2021/inference",
        f"{PLAN}/editions",
    }


def test_each_edition_conforms_to_the_shapes(out: Path) -> None:
    for name in ("plan.nq", "plan@2021.nq"):
        report = validate(read_rdf(version(out) / "plans" / "one" / name))
        assert report.conforms, report.to_text("en")


def test_an_edition_has_its_own_files(out: Path) -> None:
    place = version(out) / "plans" / "one"

    names = {path.name for path in place.iterdir()}
    assert {name.replace("@2021", "") for name in names if "@" in name} == names - {
        "changes.nq", "summary.json", *(name for name in names if "@" in name)
    }  # fmt: skip
    assert "旧波止場" in (place / "source@2021.txt").read_text(encoding="utf-8")


def test_the_graphs_of_editions_are_described_but_not_counted_with_the_rest(out: Path) -> None:
    dataset = open_dataset(out)

    rows = dataset.sparql(
        """PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
        PREFIX void: <http://rdfs.org/ns/void#>
        SELECT ?name ?n { ?entry sd:name ?name ; sd:graph/void:triples ?n }"""
    ).rows
    counts = {str(row[0]): int(str(row[1])) for row in rows}
    lines = (version(out) / "plans/one/plan@2021.nq").read_bytes().splitlines()
    assert counts[f"{PLAN}@2021/graph"] == sum(
        line.endswith(f"<{PLAN}@2021/graph> .".encode()) for line in lines
    )
    (total,) = dataset.sparql(
        """PREFIX void: <http://rdfs.org/ns/void#>
        SELECT ?n { ?union void:uriSpace ?base ; void:triples ?n }"""
    ).rows
    (merged,) = dataset.sparql(
        f"""SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o
        FILTER NOT EXISTS {{ GRAPH <{BASE}endpoint/graph> {{ ?s ?p ?o }} }} }}"""
    ).rows
    assert str(total[0]) == str(merged[0])


def test_a_trace_of_the_current_edition_tells_of_no_other(out: Path) -> None:
    dataset = open_dataset(out)
    project = "施策2-1"

    assert {row[1] for row in dataset.trace(project, "code")} == {"施策2-1"}
    older = dataset.at("2021").trace("施策3-1", "code")
    assert {(row[1], row[5]) for row in older} == {("施策3-1", "document")}
    inferred = dataset.at("2021").trace("青葉漁港", "concernedBy")
    assert {row[5] for row in inferred} == {"inferred"}


def test_search_knows_the_current_edition(out: Path) -> None:
    dataset = open_dataset(out)

    assert dataset.search("旧波止場") == []
    assert [hit.iri for hit in dataset.search("港のまち計画")] == []


def test_two_builds_are_alike_to_the_byte(folder: Path, out: Path, tmp_path: Path) -> None:
    built(folder, tmp_path / "again")

    first, second = (version(built_to) / "dataset.nq" for built_to in (out, tmp_path / "again"))
    assert first.read_bytes() == second.read_bytes()


def test_a_change_of_an_older_text_is_built_and_nothing_else_is(
    folder: Path, out: Path, tmp_path: Path
) -> None:
    shutil.copytree(out, tmp_path / "out")
    first = built(folder, tmp_path / "out")
    assert not first.has_changed

    path = folder / "plan-2021.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("旧波止場", "古波止場"), "utf-8")
    second = built(folder, tmp_path / "out")
    assert second.has_changed and second.version != first.version


def test_an_older_text_with_errors_is_told_with_its_line(folder: Path, tmp_path: Path) -> None:
    path = folder / "plan-2021.txt"
    path.write_text("何でもない行\n" + path.read_text(encoding="utf-8"), encoding="utf-8")

    (plan,) = build([folder], tmp_path / "out").plans
    assert plan.has_failed
    assert [problem.place for problem in plan.problems if problem.severity == "error"] == [
        f"{path}:1"
    ]
    assert not (tmp_path / "out" / "CURRENT").exists()
