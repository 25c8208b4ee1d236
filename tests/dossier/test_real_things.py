"""Dossiers of the real plan; the facts here were read from the document by hand."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg.cli import main
from kg.dataset import Dataset
from kg.dossier.around import Around
from kg.dossier.making import make_dossier
from kg.dossier.model import Dossier
from kg.dossier.recipes import Recipes
from kg.errors import ParameterError
from tests.dossier.conftest import BASE, INITIATIVE, THINGS, Show

RECIPES = Recipes()
SECTIONS = RECIPES.sections


def column(dossier: Dossier, section: str, *names: str) -> list[tuple[object, ...]]:
    """Return some columns of a section."""
    return [tuple(getattr(row, name) for name in names) for row in dossier.section(section).rows]


def test_the_port_of_kushiro(show: Show) -> None:
    port = show("釧路港")
    assert (port.title, port.kind, port.word) == ("釧路港", "港湾", "釧路港")
    assert column(port, "served-projects", "code", "lead", "goals") == [
        ("1-(1)", "国", "1 食・産業 / 4 社会基盤・暮らし"),
        ("1-(2)", "国", "1 食・産業 / 2 観光・交流・文化 / 4 社会基盤・暮らし"),
        ("2-(1)", "国", "2 観光・交流・文化"),
        ("3-(1)", "国", "3 環境・エネルギー"),
        ("4-(3)", "国", "4 社会基盤・暮らし"),
    ]
    assert column(port, "goals-by-asset", "no") == [(1,), (2,), (3,), (4,)]
    assert column(port, "works-by-asset", "code", "work", "page") == [
        ("1-(1)", "釧路港の整備", 3),
        ("1-(2)", "釧路港の整備", 5),
        ("3-(1)", "釧路港の整備", 11),
        ("4-(3)", "釧路港の整備", 14),
    ]
    assert column(port, "agents-by-asset", "label", "leads", "measures") == [
        ("国", 5, 3),
        ("市", 0, 2),
        ("物流事業者", 0, 1),
        ("商工会議所", 0, 1),
        ("エネルギー事業者", 0, 1),
        ("港湾管理者", 0, 1),
    ]
    pages = [row.page for row in port.section("mentions").rows]
    assert pages == [3, 4, 4, 4, 5, 7, 10, 11, 14]
    neighbours = {row.label: row.codes for row in port.section("assets-sharing-projects").rows}
    assert neighbours["尾幌糸魚沢道路"] == "1-(1) 1-(2) 2-(1) 3-(1) 4-(3)"
    assert neighbours["根室港"] == "1-(1) 1-(2) 4-(3)"
    assert neighbours["雪裡橋"] == "4-(3)"
    assert "中標津空港" not in neighbours
    assert "釧路港" not in neighbours
    assert [section.name for section in port.empty] == [
        *("programmes-by-asset", "sections-by-asset")
    ]
    assert column(port, "location", "area", "page", "source") == [
        ("釧路市", None, "http://kotoba.ne.jp/word/釧路港"),
        ("北海道", None, None),
        ("釧路総合振興局", None, None),
    ]


def test_works_of_state_and_prefecture_stand_side_by_side(show: Show) -> None:
    wetland = show("釧路湿原")
    tables = wetland.section("works-by-asset").tables()
    assert [table.caption for table in tables] == ["国", "道"]
    state, prefecture = tables
    code, page = 0, -1
    assert [(row[code], row[page]) for row in state.rows] == [("2-(1)", 7), ("3-(1)", 11)]
    assert [(row[code], row[page]) for row in prefecture.rows] == [("3-(2)", 19)]
    assert "釧路湿原における自然再生の促進" in prefecture.rows[0]
    assert "lead" not in [one.name for one in state.columns]
    assert column(wetland, "sections-by-asset", "label", "codes") == [
        ("幌呂地区", "2-(1) 3-(1)"),
        ("ヌマオロ地区", "2-(1) 3-(1)"),
    ]


def test_one_lead_alone_needs_no_second_table(show: Show) -> None:
    (table,) = show("釧路港").section("works-by-asset").tables()
    assert table.caption is None
    assert [one.name for one in table.columns][:2] == ["lead", "code"]
    assert "detail" not in [one.name for one in table.columns], "a column without any value"


def test_a_fishing_port_knows_its_town_and_its_programme(show: Show) -> None:
    port = show("散布漁港")
    assert column(port, "location", "area", "type", "words", "page") == [
        ("浜中町", "市町村の区域", "浜中町", 16),
        ("北海道", "都道府県の区域", None, None),
        ("釧路総合振興局", "振興局などの管内", None, None),
    ]
    assert column(port, "programmes-by-asset", "code", "lead", "programme") == [
        ("1-(3)", "道", "水産流通基盤整備事業")
    ]


def test_the_state(show: Show) -> None:
    state = show("国")
    projects = column(state, "projects-by-agent", "code", "leads")
    assert len(projects) == 11
    assert [code for code, leads in projects if leads] == [
        *("1-(1)", "1-(2)", "2-(1)", "2-(2)", "3-(1)", "4-(3)")
    ]
    printed = [row.role for row in state.section("participations-by-agent").rows]
    assert (printed.count("推進"), printed.count("実施")) == (6, 26)
    assert state.section("partners-of-agent").rows[0].label == "市町村"
    assert "釧路港" in [row.label for row in state.section("assets-by-agent").rows]


def test_the_city_of_kushiro(show: Show) -> None:
    city = show("釧路市")
    assert city.iri == f"{BASE}area/01206"
    assert ("識別番号", "01206") in column(city, "facts", "property", "value")
    assert ("全国地方公共団体コード", "012068") in column(city, "facts", "property", "value")
    assert column(city, "projects-by-area", "code", "lead") == [
        *((code, "国") for code in ("1-(1)", "1-(2)", "2-(1)", "3-(1)", "4-(3)")),
        ("1-(3)", "道"),
    ]
    assert column(city, "assets-by-area", "label", "codes") == [
        ("釧路港", "1-(1) 1-(2) 2-(1) 3-(1) 4-(3)"),
        ("千代ノ浦漁港", "1-(3)"),
    ]
    measures = city.section("measures-by-area")
    assert [table.caption for table in measures.tables()] == ["国", "道"]
    assert [(row.lead, row.page) for row in measures.rows] == [
        *(("国", page) for page in (3, 4, 5, 7, 10, 11, 14)),
        ("道", 16),
    ]


def test_project_1_1(show: Show) -> None:
    project = show("1-(1)")
    assert project.title == "1-(1) 農林水産業をはじめとする地域産業の持続的発展プロジェクト"
    assert column(project, "goals-by-project", "no", "listing") == [(1, "1-(1)"), (4, "4-(2)")]
    groups = [row.group for row in project.section("initiatives-by-project").rows]
    assert [groups.count(group) for group in dict.fromkeys(groups)] == [4, 5, 3]
    assert {row.bodies for row in project.section("initiatives-by-project").rows} == {
        "国、道、市町村、民間"
    }
    assert column(project, "co-creations-by-project", "title", "bodies", "open") == [
        ("地域マリンビジョンの推進", "国、道、市町村、漁協", True),
        ("「わが村は美しく－北海道」の推進", "国、NPO、農業関係団体、教育機関", True),
        ("物流の効率化に向けた取組", "国、道、市町村、トラック協会、物流事業者", True),
    ]
    categories = [row.category for row in project.section("works-by-project").rows]
    assert [categories.count(one) for one in ("河川", "道路", "港湾", "漁港", "農業")] == [
        *(1, 3, 2, 4, 5)
    ]
    assert len(categories) == 15
    assert project.section("agents-by-project").rows[0][1:] == ("国", "国", 1, 3, 3)


def test_goal_1(show: Show) -> None:
    goal = show("1")
    assert goal.iri == f"{BASE}kushiro-nemuro/goal/1"
    assert goal.title == "1 農林水産業をはじめとする地域産業の振興"
    assert column(goal, "projects-by-goal", "code", "lead") == [
        *(("1-(1)", "国"), ("1-(2)", "国"), ("1-(3)", "道"))
    ]
    assert "中標津空港" in [row.label for row in goal.section("assets-by-goal").rows]
    assert column(goal, "agents-by-goal", "label", "leads")[:2] == [("国", 2), ("道", 1)]


def test_an_initiative(show: Show) -> None:
    initiative = show(INITIATIVE)
    assert (initiative.title, initiative.kind) == ("高規格道路等の整備", "個別の取組")
    assert column(initiative, "projects-by-measure", "code") == [("2-(1)",)]
    assert column(initiative, "agents-by-measure", "role", "written", "page") == [
        ("推進", "国", 6),
        ("実施", "国", 6),
        ("実施", "道", 6),
        ("実施", "市町村", 6),
        ("実施", "民間", 6),
    ]
    assert ("部分である", "安全・安心な受入環境整備") in column(
        initiative, "facts", "property", "value"
    )
    assert initiative.section("repeats-of-measure") in initiative.empty


def test_a_work_names_the_projects_that_say_the_same(show: Show) -> None:
    work = show(f"{BASE}kushiro-nemuro/project/1-1/work/5")
    assert work.word == work.iri, "釧路港の整備 means four works"
    assert column(work, "repeats-of-measure", "code", "page") == [
        *(("1-(2)", 5), ("3-(1)", 11), ("4-(3)", 14))
    ]


@pytest.mark.parametrize(
    ("thing", "iri"),
    [
        ("１－（１）", "kushiro-nemuro/project/1-1"),
        ("4-2", "kushiro-nemuro/project/1-1"),
        ("農林水産業をはじめとする地域産業の振興", "kushiro-nemuro/goal/1"),
        ("０１２０６", "area/01206"),
        ("kushiro-nemuro", "kushiro-nemuro"),
        ("環境・エネルギー", "kushiro-nemuro/field/3"),
    ],
)
def test_a_thing_is_found_as_people_write_it(show: Show, thing: str, iri: str) -> None:
    assert show(thing).iri == f"{BASE}{iri}"


def test_an_ambiguous_name_lists_the_choices(dataset: Dataset) -> None:
    with pytest.raises(ParameterError) as caught:
        dataset.show("釧路港の整備")
    assert "fits 4 things" in str(caught.value)
    assert str(caught.value).count("<https://") == 4


def test_an_unknown_name_gets_the_nearest(dataset: Dataset) -> None:
    with pytest.raises(ParameterError, match="釧路港"):
        dataset.show("釧路港湾")
    with pytest.raises(ParameterError, match="no thing of this dataset"):
        dataset.show(f"{BASE}asset/nowhere")


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("thing", THINGS)
def test_each_command_gives_the_rows_above_it(
    thing: str,
    lang: str,
    show: Show,
    dataset_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    monkeypatch.setenv("KG_DATA", str(dataset_folder))
    monkeypatch.delenv("KG_LANG", raising=False)
    sections = show(thing, lang).sections
    assert len(sections) >= 5
    for section in sections:
        program, *words = shlex.split(section.command)
        assert program == "kg"
        assert main([*words, "-f", "json"]) == 0
        given = json.loads(capfdbinary.readouterr().out)
        assert given == [row._asdict() for row in section.rows], section.command


@pytest.mark.parametrize("thing", THINGS)
def test_english_changes_headings_and_no_counts(thing: str, show: Show) -> None:
    ja, en = show(thing), show(thing, "en")
    assert [len(section.rows) for section in en.sections] == [len(s.rows) for s in ja.sections]
    assert all(section.heading.isascii() for section in en.sections)
    assert en.kind.isascii()


def test_of_long_sections_some_rows_may_be_wanted(
    show: Show, dataset: Dataset, served: Dataset
) -> None:
    whole = show("国").sections
    assert max(section.total for section in whole) > 50
    for given in (dataset, served):
        some = make_dossier(given.store, given.catalogue, "国", most=3).sections
        assert [section.total for section in some] == [section.total for section in whole]
        for kept, section in zip(some, whole, strict=True):
            assert (kept.cells, kept.answer.sources) == (
                section.cells[:3],
                section.answer.sources[:3],
            )


@pytest.mark.parametrize("thing", THINGS)
def test_an_endpoint_gives_the_same_dossier(thing: str, show: Show, served: Dataset) -> None:
    assert served.show(thing).to_json() == show(thing).to_json()


def test_things_of_every_class_have_a_dossier(dataset: Dataset) -> None:
    query = """SELECT ?class (SAMPLE(?thing) AS ?one) WHERE {
      ?class rdfs:isDefinedBy <https://w3id.org/chiiki/ontology> . ?thing a ?class
    } GROUP BY ?class ORDER BY ?class"""
    things = [row.one for row in dataset.sparql(query)]
    assert len(things) > 20
    for thing in things:
        dossier = dataset.show(thing)
        assert dossier.section("facts").rows, thing
        assert dossier.to_text() and dossier.to_markdown() and dossier.to_html()


@pytest.mark.parametrize("name", [one for one, plan in SECTIONS.items() if plan.needs])
def test_a_section_that_is_not_asked_would_have_no_rows(name: str, dataset: Dataset) -> None:
    """The properties that a section needs are there, and without them its query finds nothing."""
    plan = SECTIONS[name]
    classes = " ".join(f"chiiki:{one}" for one, names in RECIPES.classes.items() if name in names)
    ways = " || ".join(
        f"EXISTS {{ {'?other ?p ?thing' if need[0] == '^' else '?thing ?p ?other'} "
        f'FILTER(REPLACE(STR(?p), "^.*[/#]", "") = "{need.removeprefix("^")}") }}'
        for need in plan.needs
    )
    query = f"""SELECT DISTINCT ?thing ?has WHERE {{
      VALUES ?class {{ {classes} }} ?thing a ?class . BIND({ways} AS ?has)
    }} ORDER BY ?thing"""
    found = {row.thing: row.has for row in dataset.sparql(query)}
    assert any(found.values()), "no thing has what the section needs"
    for thing, has in found.items():
        if not has:
            assert not dataset.query(name, **{plan.thing: thing}).cells, thing


@pytest.mark.parametrize("name", [one for one, plan in SECTIONS.items() if plan.shares])
def test_a_section_of_what_is_shared_would_have_no_rows_without(
    name: str, dataset: Dataset
) -> None:
    """Some things share the value with others, and for all the rest the query finds nothing."""
    plan = SECTIONS[name]
    assert plan.shares is not None
    classes = [f"chiiki:{one}" for one, names in RECIPES.classes.items() if name in names]
    query = f"""SELECT DISTINCT ?thing WHERE {{
      VALUES ?class {{ {" ".join(classes)} }} ?thing a ?class
    }} ORDER BY ?thing"""
    shared = {}
    for row in dataset.sparql(query):
        shared[row.thing] = Around(dataset.store, NamedNode(row.thing)).shares(plan.shares)
        if not shared[row.thing]:
            assert not dataset.query(name, **{plan.thing: row.thing}).cells, row.thing
    assert set(shared.values()) == {True, False}
