"""Municipalities are told by a gazetteer or by their ending; one stem may be that of several."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from rdflib import ORG, RDF, SKOS, Graph, Literal, URIRef

from kg import open_dataset
from kg.build import build
from kg.document.plan_file import read_plan_file
from kg.document.reading import read_plan
from kg.graph.convert import PlanGraphs, convert
from kg.graph.terms import CHIIKI
from kg.text import fold
from kg.things.places import Namesakes, PlaceFinder
from kg.things.texts import Text
from tests.conftest import REAL_PLAN

BASE = "https://w3id.org/chiiki/id/"
WORK = "・釧路港の整備\n・根室港の整備\n"


def towns(*texts: str, known: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    looked = [Text(fold(text)) for text in texts]
    finder = PlaceFinder(known)
    finder.learn(looked)
    return [(one.name, one.rule.split(":")[1], one.join) for one in finder.find(looked[0])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("有珠漁港（伊達市）", [("伊達市", "ending", "name-in-brackets")]),
        (
            "三町の連携（壮瞥町、豊浦町・洞爺湖町）",
            [(name, "ending", "exact") for name in ("壮瞥町", "豊浦町", "洞爺湖町")],
        ),
        ("壮瞥町及び泊村と連携", [(name, "ending", "exact") for name in ("壮瞥町", "泊村")]),
        (
            "（壮瞥町）壮瞥町並びに道",
            [
                ("壮瞥町", "ending", "name-in-brackets"),
                ("壮瞥町", "ending", "exact"),
            ],
        ),
        ("壮瞥町と連携", []),
        ("国、道、市町村、民間（関係市町村）", []),
        ("農山漁村（農山漁村）と中核都市（都市、農村）", []),
        ("（港町、壮瞥町）", []),
        ("（壮瞥町", []),
        ("", []),
    ],
)
def test_municipalities_by_their_ending(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert towns(text) == expected


def test_a_municipality_is_found_wherever_it_stands_once_it_is_known() -> None:
    assert towns("伊達市と連携", "有珠漁港（伊達市）") == [("伊達市", "ending", "exact")]
    assert towns("伊達市と連携", known=("伊達市",)) == [("伊達市", "gazetteer", "exact")]


def test_ten_thousand_names_in_one_bracket() -> None:
    names = [f"{chr(0x4E00 + number)}岬町" for number in range(10_000)]
    assert [name for name, _, _ in towns(f"（{'、'.join(names)}）")] == names


def test_the_stem_of_a_municipality_loses_one_ending() -> None:
    namesakes = Namesakes(["四日市市", "野々市市", "津市"], ["渡島総合振興局"])
    assert namesakes.stems() == ["四日市", "津", "渡島", "野々市"]


def test_a_jurisdiction_is_that_of_the_one_subprefecture_with_its_stem() -> None:
    namesakes = Namesakes(["渡島市"], ["渡島総合振興局", "檜山振興局", "檜山支庁"])
    assert namesakes.office("渡島管内") == "渡島総合振興局"
    assert namesakes.office("檜山管内") is None
    assert namesakes.office("胆振管内") is None
    assert namesakes.office("渡島") is None


def converted(folder: Path, *changes: tuple[str, str]) -> PlanGraphs:
    shutil.copytree(REAL_PLAN, folder / "plan")
    path = folder / "plan" / "source.txt"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    plan_file = read_plan_file(folder / "plan")
    return convert(read_plan(plan_file), plan_file)


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> PlanGraphs:
    return converted(tmp_path_factory.mktemp("plans"), (WORK, "・釧路、根室両港の整備\n"))


def mentions(content: Graph, words: str) -> list[tuple[str, str | None, set[str]]]:
    """Return how each mention of some words was joined, its thing and its other candidates."""
    found = []
    for mention in content.subjects(RDF.type, CHIIKI.Mention):
        passage = content.value(mention, CHIIKI.firstPassage)
        if str(content.value(passage, CHIIKI.words)) == words:
            thing = content.value(mention, CHIIKI.mentionOf)
            others = content.objects(mention, CHIIKI.candidate)
            found.append((
                str(content.value(mention, CHIIKI.joinedBy)),
                None if thing is None else str(thing).removeprefix(BASE),
                {str(other).removeprefix(BASE) for other in others},
            ))  # fmt: skip
    return found


def test_ports_that_share_an_ending_are_two_things(graphs: PlanGraphs) -> None:
    content = graphs.content
    assert ("coordination", "asset/釧路港", set()) in mentions(content, "釧路")
    assert mentions(content, "根室両港") == [("coordination", "asset/根室港", set())]
    assert (URIRef(f"{BASE}asset/根室両港"), None, None) not in content
    work = content.value(None, CHIIKI.concernsAsset, URIRef(f"{BASE}asset/根室港"), any=True)
    assert work is not None


def test_a_district_shows_what_else_its_stem_names(graphs: PlanGraphs) -> None:
    nemuro = {"area/01223", "area/根室振興局"}
    assert mentions(graphs.content, "根室地区") == [("exact", "asset/根室地区", nemuro)] * 3
    assert mentions(graphs.content, "阿寒地区") == [("exact", "asset/阿寒地区", {"area/阿寒"})] * 2
    # No other thing is named by these stems, so nothing says that they are names of places.
    assert mentions(graphs.content, "別海北部地区")[0][2] == set()


def test_a_stem_that_several_areas_have_is_left_open(graphs: PlanGraphs) -> None:
    kushiro = {"area/01206", "area/01661", "area/釧路総合振興局"}
    nemuro = {"area/01223", "area/根室振興局"}
    assert ("ambiguous", None, kushiro) in mentions(graphs.content, "釧路")
    assert ("ambiguous", None, nemuro) in mentions(graphs.content, "根室")


def test_a_subprefecture_is_one_thing_under_both_names(graphs: PlanGraphs) -> None:
    content, office = graphs.content, URIRef(f"{BASE}area/根室振興局")
    assert mentions(content, "根室管内") == [("alias", "area/根室振興局", set())] * 2
    assert list(content.objects(office, SKOS.altLabel)) == [Literal("根室管内", lang="ja")]
    assert (URIRef(f"{BASE}area/根室管内"), None, None) not in content


@pytest.mark.parametrize(
    ("thing", "names"),
    [
        ("agent/緊急災害対策派遣隊", ["TEC-FORCE"]),
        ("asset/知床世界遺産", ["知床世界自然遺産"]),
        ("campaign/シーニックバイウェイ北海道", ["シーニックバイウェイ"]),
        ("campaign/i-Construction", []),
        ("campaign/インフラDX", []),
        ("asset/釧路港", []),
    ],
)
def test_other_names_are_those_of_the_text(
    graphs: PlanGraphs, thing: str, names: list[str]
) -> None:
    found = graphs.content.objects(URIRef(BASE + thing), SKOS.altLabel)
    assert sorted(map(str, found)) == names


def test_a_town_without_its_ending_is_no_river(tmp_path: Path) -> None:
    changes = (("（浜中町）", "（旭川市）"), ("釧路市と連携して推進", "旭川・香川と連携して推進"))
    content = converted(tmp_path, *changes).content
    assert (URIRef(f"{BASE}area/旭川市"), None, None) in content
    assert not {URIRef(f"{BASE}asset/{name}") for name in ("旭川", "香川")} & set(
        content.subjects()
    )


def test_a_place_or_an_asset_in_quotes_is_no_campaign(tmp_path: Path) -> None:
    changes = (
        ("・釧路港の整備", "・「釧路港」の整備"),
        ("、道東道・釧路港を", "、「道東道」、「釧路市」を"),
    )
    content = converted(tmp_path, *changes).content
    for name in ("釧路港", "道東道", "釧路市"):
        assert (URIRef(f"{BASE}campaign/{name}"), None, None) not in content
    assert ("exact", "asset/釧路港", set()) in mentions(content, "釧路港")
    assert mentions(content, "道東道") == [("alias", "asset/道東自動車道", set())]


def test_organizations_are_classed_by_the_end_of_their_names(tmp_path: Path) -> None:
    content = converted(tmp_path, ("釧路市と連携して推進", "釧路開発建設部と連携して推進")).content
    kinds = {
        str(body).removeprefix(f"{BASE}agent/"): tuple(
            str(value).split("/vocab/")[1] if value is not None else None
            for value in (
                content.value(body, ORG.classification),
                content.value(body, CHIIKI.governmentLevel),
            )
        )
        for body in content.subjects(RDF.type, CHIIKI.Organization)
    }
    assert kinds["釧路開発建設部"] == ("agent-kind/国", "government-level/national")
    assert kinds["釧路湿原自然再生協議会"] == ("agent-kind/会議体", None)
    # Whose force it is, its name does not say.
    assert kinds["緊急災害対策派遣隊"] == (None, None)


def test_bodies_of_a_list_are_mentions_like_others(graphs: PlanGraphs) -> None:
    content = graphs.content
    lists = [
        mention
        for mention in content.subjects(CHIIKI.foundBy, Literal("Agent:list"))
        if content.value(mention, CHIIKI.mentionOf) == URIRef(f"{BASE}agent/市")
    ]
    assert len(lists) == 2
    for mention in lists:
        entry = content.value(mention, CHIIKI.mentionedIn)
        assert (entry, RDF.type, CHIIKI.Participation) in content
        assert str(content.value(mention, CHIIKI.joinedBy)) == "exact"


def test_a_plan_without_names_is_built_all_the_same(tmp_path: Path) -> None:
    plain = Path(__file__).parents[1] / "document" / "harbour-town"
    shutil.copytree(plain, tmp_path / "plan")
    path = tmp_path / "plan" / "plan.txt"
    text = path.read_text(encoding="utf-8")
    for name in ("青葉漁港の整備", "松原道路の整備", "浜の道づくり交付金"):
        assert name in text
        text = text.replace(name, "施設の整備")
    path.write_text(re.sub("(実施：|［なかま］).*\n", "", text), encoding="utf-8")
    summary = build([tmp_path / "plan"], tmp_path / "dataset")
    assert not summary.has_failed
    dataset = open_dataset(tmp_path / "dataset")
    assert len(dataset.query("projects")) == 2
    assert len(dataset.query("assets")) == len(dataset.query("all-mentions")) == 0
