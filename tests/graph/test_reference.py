"""What a gazetteer says: written with its source, joined to the right things, and kept apart."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import DCTERMS, FOAF, RDF, RDFS, SDO, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from kg.dataset import Dataset
from kg.document.gazetteer import COLUMNS, read_gazetteer
from kg.document.model import Plan
from kg.document.plan_facts import Names
from kg.document.plan_file import PlanFile, read_plan_file
from kg.graph.convert import PlanGraphs, convert
from kg.graph.iris import Iris
from kg.graph.reference import write_reference
from kg.graph.terms import CHIIKI, GEO
from tests.conftest import REAL_PLAN

BASE = "https://w3id.org/chiiki/id/"
IRIS = Iris(BASE, "akane")
STATED = (RDF.type, RDF.subject, RDF.predicate, RDF.object, DCTERMS.source, CHIIKI.quote)
TOWN = ["茜町", "municipality", "code", "01206", "", "a list", "茜町 01206"]


def area(key: str) -> URIRef:
    return URIRef(f"{BASE}area/{key}")


def asset(name: str) -> URIRef:
    return URIRef(f"{BASE}asset/{name}")


def about(graph: Graph, thing: Node) -> set[tuple[Node, Node]]:
    return set(graph.predicate_objects(thing))


def text(value: str, lang: str | None = None) -> Literal:
    return Literal(value, lang=lang)


@pytest.fixture
def said(tmp_path: Path) -> Callable[..., Graph]:
    """Return a function that writes what some rows say of a plan with some assets."""

    def write(*rows: list[str], content: Graph | None = None, called: Names | None = None) -> Graph:
        path = tmp_path / "gazetteer.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([COLUMNS, *rows])
        return write_reference(read_gazetteer(path), called, content or Graph(), IRIS)

    return write


def named(name: str, class_name: str) -> Graph:
    return Graph().add((asset(name), RDF.type, CHIIKI[class_name]))


def test_the_area_of_a_plan_has_its_english_name_where_the_document_names_it(
    said: Callable[..., Graph],
) -> None:
    names = Names(ja="北の連携地域", en="Northern Area", source="Our translation")
    node = area("北の連携地域")
    content = Graph().add((node, RDF.type, CHIIKI.Area))
    found = said(content=content, called=names)
    assert about(found, node) == {(RDFS.label, text("Northern Area", "en"))}
    (statement,) = found.subjects(RDF.subject, node)
    assert found.value(statement, DCTERMS.source) == text("Our translation")
    assert not said(called=names)


def test_a_municipality_of_the_real_plan_read_by_hand(plan_graphs: PlanGraphs) -> None:
    geometry = plan_graphs.iris.within("geometry/area/01663")
    assert about(plan_graphs.reference, area("01663")) == {
        (RDF.type, CHIIKI.Area),
        (RDF.type, CHIIKI.Municipality),
        (RDFS.label, text("浜中町", "ja")),
        (RDFS.label, text("Hamanaka Cho", "en")),
        (DCTERMS.identifier, text("01663")),
        (CHIIKI.localGovernmentCode, text("016632")),
        (CHIIKI.reading, text("はまなかちょう")),
        (CHIIKI.locatedIn, area("釧路総合振興局")),
        (FOAF.homepage, URIRef("https://www.townhamanaka.jp/")),
        (GEO.hasGeometry, geometry),
    }
    source = (
        "github:code4fukui/localgovjp@232edc3ae7b6e58d7cc931df6ee09dc7ce2c2257 "
        "localgovjp-utf8.csv (CC0; made from GSI and J-LIS)"
    )
    assert about(plan_graphs.reference, geometry) == {
        (RDF.type, CHIIKI.Geometry),
        (RDF.type, GEO.Geometry),
        (GEO.asWKT, Literal("POINT(145.130953 43.076292)", datatype=GEO.wktLiteral)),
        (CHIIKI.precision, text("役場 (town hall)")),
        (DCTERMS.source, text(source)),
    }


def test_the_areas_of_the_real_plan_lie_in_one_another(plan_graphs: PlanGraphs) -> None:
    reference = plan_graphs.reference
    offices = {
        str(reference.value(town, RDFS.label, any=True)): office
        for office in ("釧路総合振興局", "根室振興局")
        for town in reference.subjects(CHIIKI.locatedIn, area(office))
    }
    assert len(offices) == 13
    nemuro = {"01223", "01691", "01692", "01693", "01694"}
    found = set(reference.subjects(CHIIKI.locatedIn, area("根室振興局")))
    assert found == {area(code) for code in nemuro}
    for office in ("釧路総合振興局", "根室振興局"):
        assert (area(office), CHIIKI.locatedIn, area("北海道")) in reference
        assert (area(office), RDF.type, CHIIKI.Subprefecture) in reference
    assert (area("北海道"), RDF.type, CHIIKI.Prefecture) in reference


def test_assets_of_the_real_plan_read_by_hand(plan_graphs: PlanGraphs) -> None:
    reference, iris = plan_graphs.reference, plan_graphs.iris
    assert about(reference, asset("根室港")) == {
        (CHIIKI.locatedIn, area("01223")),
        (CHIIKI.reading, text("ねむろこう")),
        (CHIIKI.legalClass, text("重要港湾")),
    }
    assert about(reference, asset("中標津空港")) == {
        (RDFS.label, text("Nakashibetsu Airport", "en")),
        (GEO.hasGeometry, iris.within("geometry/asset/中標津空港")),
        (SDO.iataCode, text("SHB")),
        (SDO.icaoCode, text("RJCN")),
    }
    assert set(reference.objects(asset("久著呂川"), CHIIKI.locatedIn)) == {
        area("01664"), area("01667"),
    }  # fmt: skip
    assert (area("知床半島"), CHIIKI.reading, text("しれとこはんとう")) in reference


def test_no_point_is_made_where_no_source_gives_one(plan_graphs: PlanGraphs) -> None:
    for name in ("釧路港", "根室港", "散布漁港", "釧路湿原"):
        assert (asset(name), GEO.hasGeometry, None) not in plan_graphs.reference
    assert len(set(plan_graphs.reference.objects(None, GEO.hasGeometry))) == 20


def test_only_what_the_plan_names_is_written_beside_areas(plan_graphs: PlanGraphs) -> None:
    known = set(plan_graphs.content.subjects())
    for thing in set(plan_graphs.reference.subjects()):
        if str(thing).startswith(f"{BASE}asset/"):
            assert thing in known


def test_each_fact_has_a_statement_with_source_and_quote(
    plan_graphs: PlanGraphs, plan_file: PlanFile
) -> None:
    reference = plan_graphs.reference
    rows = {
        (fact.source, fact.quote) for facts in plan_file.gazetteer.facts.values() for fact in facts
    }
    assert plan_file.area is not None
    rows.add((plan_file.area.source, str(plan_file.area.en)))
    told: set[tuple[Node | None, ...]] = set()
    for node in reference.subjects(RDF.type, RDF.Statement):
        triple = tuple(
            reference.value(node, part) for part in (RDF.subject, RDF.predicate, RDF.object)
        )
        told.add(triple)
        source, quote = reference.value(node, DCTERMS.source), reference.value(node, CHIIKI.quote)
        assert (str(source), str(quote)) in rows
    things = {
        triple
        for triple in reference
        if str(triple[0]).startswith((f"{BASE}area/", f"{BASE}asset/")) and triple[1] != RDF.type
    }
    assert told == things


def test_a_fact_with_two_sources_has_two_statements(plan_graphs: PlanGraphs) -> None:
    reference = plan_graphs.reference
    statements = [
        node
        for node in reference.subjects(RDF.subject, asset("厚岸漁港"))
        if (node, RDF.predicate, CHIIKI.legalClass) in reference
    ]
    assert {str(reference.value(node, DCTERMS.source)) for node in statements} == {
        "https://rasandroad.com/port/?p=318",
        "https://www.hkd.mlit.go.jp/ks/tikkou/obpsos0000000382.html",
    }


@pytest.mark.parametrize(
    ("kind", "class_name", "is_joined"),
    [
        ("port", "Port", True),
        ("port", "FishingPort", False),
        ("fishing port", "Port", False),
        ("river", "AssetSection", False),
        ("sandspit", "Park", True),
        ("pass", "Road", True),
        ("mountain", "Park", False),
    ],
)
def test_a_fact_is_joined_by_name_and_kind_or_not_at_all(
    said: Callable[..., Graph], kind: str, class_name: str, is_joined: bool
) -> None:
    row = ["茜丸", kind, "reading", "あかねまる", "", "a list", "茜丸"]
    content = named("茜丸", class_name)
    assert ((asset("茜丸"), CHIIKI.reading, None) in said(row, content=content)) == is_joined


def test_names_are_compared_in_one_width_and_never_in_part(said: Callable[..., Graph]) -> None:
    row = ["阿寒ＩＣ", "road", "reading", "あかん", "", "a list", "阿寒ＩＣ"]
    assert len(said(row, content=named("阿寒IC", "Road")))
    assert not len(said(row, content=named("新阿寒IC", "Road")))


def test_a_cooperation_area_covers_what_a_source_says(said: Callable[..., Graph]) -> None:
    covered = ["茜町", "municipality", "cooperation area", "茜・葵連携地域", "", "a list", "茜町"]
    graph = said(TOWN, covered)
    assert (area("01206"), CHIIKI.locatedIn, area("茜・葵連携地域")) in graph
    assert (area("茜・葵連携地域"), RDF.type, CHIIKI.CooperationArea) in graph


def test_wikidata_is_linked_as_close_and_no_closer(said: Callable[..., Graph]) -> None:
    graph = said(TOWN, ["茜町", "municipality", "wikidata", "Q1", "", "a list", "茜町 Q1"])
    link = URIRef("http://www.wikidata.org/entity/Q1")
    assert (area("01206"), SKOS.closeMatch, link) in graph
    assert not list(graph.triples((None, SKOS.exactMatch, None)))


@pytest.fixture(scope="module")
def with_gazetteer(
    plan: Plan, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Callable[[dict[str, str]], bool]], PlanGraphs]:
    """Return a function that converts the real plan with some rows of its gazetteer only."""

    def make(keep: Callable[[dict[str, str]], bool]) -> PlanGraphs:
        folder = tmp_path_factory.mktemp("plan") / "plan"
        shutil.copytree(REAL_PLAN, folder)
        path = folder / "gazetteer.csv"
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if keep(row)]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
        return convert(plan, read_plan_file(folder))

    return make


def test_facts_leave_what_the_document_says_alone(
    plan_graphs: PlanGraphs,
    with_gazetteer: Callable[[Callable[[dict[str, str]], bool]], PlanGraphs],
) -> None:
    """Codes name municipalities, subprefectures settle what a 管内 is; no other row counts."""
    bare = with_gazetteer(lambda row: row["property"] == "code" or row["kind"] == "subprefecture")
    assert set(bare.content) == set(plan_graphs.content)
    assert set(bare.provenance) == set(plan_graphs.provenance)
    assert set(bare.reference) < set(plan_graphs.reference)


def test_without_a_gazetteer_the_plan_says_the_same_of_all_but_places(
    plan_graphs: PlanGraphs,
    plan_file: PlanFile,
    with_gazetteer: Callable[[Callable[[dict[str, str]], bool]], PlanGraphs],
) -> None:
    bare = with_gazetteer(lambda row: False)
    assert set(bare.reference.predicates()) - set(STATED) == {RDFS.label}, "plan.toml's own"
    names = {row.code: name for name, row in plan_file.municipalities.items()}

    def renamed(node: Node) -> Node:
        """A municipality has its name in its IRI where no code is known."""
        key = str(node).removeprefix(f"{BASE}area/")
        return area(names[key]) if key in names else node

    plain = {tuple(map(renamed, triple)) for triple in plan_graphs.content}
    # With names known, municipalities are found, 管内 is joined to its subprefecture, and what a
    # stem leaves open are the areas that have it, not a place of which nothing else is known.
    towns = {area(name) for name in names.values()}
    for stem, office in (("釧路", "釧路総合振興局"), ("根室", "根室振興局")):
        towns |= {area(stem), area(f"{stem}管内"), area(office)}
    mentions = {
        subject
        for graph in (plan_graphs.content, bare.content)
        for subject in graph.subjects(RDF.type, CHIIKI.Mention)
        if {renamed(value) for value in graph.objects(subject, CHIIKI.mentionOf)} & towns
    }
    others = {"passage", "mention"}
    for subject, predicate, value in plain ^ set(bare.content):
        kind = str(subject).removeprefix(f"{plan_graphs.iris.plan}/").partition("/")[0]
        is_of_towns = {subject, value} & (towns | mentions)
        assert is_of_towns or kind in others, (subject, predicate, value)


def test_the_text_and_a_source_are_told_apart(dataset: Dataset) -> None:
    rows = {row.label: row for row in dataset.query("asset-locations")}
    assert (rows["散布漁港"].origin, rows["散布漁港"].page) == ("document", 16)
    assert rows["散布漁港"].source is None
    assert (rows["春国岱"].origin, rows["春国岱"].page) == ("gazetteer", None)
    assert rows["春国岱"].words == "住所 北海道根室市東梅"
    assert {row.origin for row in rows.values()} == {"document", "gazetteer"}


def test_municipalities_that_no_text_names_are_listed_too(dataset: Dataset) -> None:
    rows = dataset.query("municipalities")
    assert len(rows) == 13
    unnamed = [row.name for row in rows if row.page is None]
    assert unnamed == ["標茶町", "弟子屈町", "鶴居村", "中標津町", "羅臼町"]


def test_a_fact_is_traced_to_its_source_and_not_to_the_document(dataset: Dataset) -> None:
    (row,) = dataset.trace("釧路港", "legalClass")
    assert row.value == "重要港湾"
    assert row.origin == "gazetteer"
    assert row.page is None
    assert row.words == "釧路港 (くしろこう) 港格 重要港湾"
    assert row.source == "https://www.hkd.mlit.go.jp/ky/kk/kou_kei/ud49g700000063vr.html"


def test_a_name_from_the_text_and_one_from_a_source_are_traced_apart(dataset: Dataset) -> None:
    rows = {(row.value, row.origin) for row in dataset.trace("01206", "rdfs:label")}
    assert rows == {
        ("釧路市", "document"), ("釧路市", "gazetteer"), ("Kushiro Shi", "gazetteer"),
    }  # fmt: skip


def test_what_follows_from_text_and_source_is_inferred(dataset: Dataset) -> None:
    rows = {row.link: row.origin for row in dataset.trace("散布漁港", "locatedIn")}
    assert rows == {
        str(area("01663")): "document",
        str(area("釧路総合振興局")): "inferred",
        str(area("北海道")): "inferred",
    }
