"""Assets come out of the text by rules, whatever they are called."""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kg.document.layout import layout_path, read_layout
from kg.document.plan_file import PlanFile, read_plan_file
from kg.document.reading import read_plan
from kg.graph.convert import convert
from kg.graph.terms import CHIIKI
from kg.text import fold
from kg.things.assets import AssetFinder, AssetMention
from kg.things.bodies import body_name
from kg.things.texts import Text
from tests import plan_generator, rewriting
from tests.conftest import REAL_PLAN

LAYOUT = read_layout(layout_path("hokkaido-vision"))
PLAN_FILE = read_plan_file(REAL_PLAN)
PLAN = read_plan(PLAN_FILE)


def find(text: str, category: str | None = None, *, in_list: bool = False) -> list[AssetMention]:
    finder = AssetFinder()
    given_text = Text(fold(text), category, in_list)
    finder.learn([given_text])
    return finder.find(given_text)


def named(mentions: list[AssetMention]) -> list[tuple[str, str]]:
    return [(mention.section or mention.name, mention.class_name) for mention in mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("不凍港である小樽港の活用促進", [("小樽港", "Port")]),
        ("港湾、漁港等の整備を推進し", []),
        ("空港・港湾の整備促進", []),
        ("地方空港の機能向上に向けた施設の整備", []),
        ("石狩湾新港、苫小牧港の利用", [("石狩湾新港", "Port"), ("苫小牧港", "Port")]),
        ("輸出入の拠点となる港湾施設等の整備", []),
        ("クルーズ船寄港時のおもてなし", []),
        (
            "北海道縦貫自動車道大沼公園IC～七飯IC開通",
            [("北海道縦貫自動車道", "Road"), ("大沼公園IC", "Road"), ("七飯IC", "Road")],
        ),
        ("ＩＣＴ等を活用した農業", []),
        ("石狩川流域の市町村", [("石狩川", "River")]),
        ("川の防災学習と河川の清掃", []),
        ("藻場の創出（留萌港）", [("留萌港", "Port")]),
        ("「シーニックバイウェイ」、「みなとオアシス」等", []),
        ("事業やシーニックバイウェイと連携", []),
        ("江別みなとオアシスの催し", [("江別みなとオアシス", "CommunityFacility")]),
        ("豊頃湿原自然再生協議会", []),
        ("", []),
    ],
)  # fmt: skip
def test_names_in_running_text(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(find(text)) == expected


@pytest.mark.parametrize(
    ("text", "category", "expected"),
    [
        ("狩勝峠雪崩対策", "道路", [("狩勝峠", "Road")]),
        ("十勝橋北地区電線共同溝の整備", "道路", [("十勝橋北地区電線共同溝", "Road")]),
        ("高規格道路の整備", "道路", []),
        ("林業専用道４路線を整備", "林業", []),
        ("音更地区の農業基盤整備", "農業", [("音更地区", "FarmDistrict")]),
        ("音更地区の整備", "道路", []),
        ("樽前山火山噴火緊急減災対策事業", "防災", [("樽前山", "Volcano")]),
        ("洪水や土砂災害、火山噴火や大規模地震", None, []),
        (
            "空知川（赤平地区、滝川地区）の河川改修",
            "河川",
            [("空知川", "River"), ("赤平地区", "AssetSection"), ("滝川地区", "AssetSection")],
        ),
        ("漁港の機能強化・機能保全等の施設整備", "漁業", []),
    ],
)  # fmt: skip
def test_names_in_infrastructure_lists(
    text: str, category: str | None, expected: list[tuple[str, str]]
) -> None:
    assert named(find(text, category, in_list=True)) == expected


def test_place_in_brackets_is_where_the_asset_is() -> None:
    (port,) = find("漁港施設の整備（外郭施設等）：追直漁港（室蘭市）", in_list=True)
    assert port.place is not None
    assert port.place[0] == "室蘭市"


def test_short_form_is_joined_only_to_a_full_name_of_the_plan() -> None:
    finder = AssetFinder()
    short = Text("道央道・函館港を合わせた利用促進")
    assert named(finder.find(short)) == [("函館港", "Port")]
    finder.learn([Text("道央自動車道の延伸")])
    found = finder.find(short)
    assert [(m.name, m.join) for m in found] == [
        ("道央自動車道", "alias"),
        ("函館港", "exact"),
    ]


@pytest.mark.parametrize(
    ("entry", "body"),
    [
        ("民間事業者（選定中）", "民間事業者"),
        ("（未定）", "（未定）"),
        ("国", "国"),
        ("県(土木部)", "県"),
    ],
)
def test_body_is_named_without_its_remark(entry: str, body: str) -> None:
    assert body_name(entry) == body


def asset_names(plan_file: PlanFile, text: str) -> set[str]:
    plan = rewriting.parse_text(text, LAYOUT)
    content = convert(plan, plan_file).content
    assets = set(content.objects(None, CHIIKI.concernsAsset))
    return {str(asset).split("/asset/")[1] for asset in assets}


def test_assets_are_found_with_an_empty_gazetteer(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = plan_generator.write_plan(tmp_path_factory.mktemp("plans"), 3)
    (folder / "source.txt").write_bytes((REAL_PLAN / "source.txt").read_bytes())
    (folder / "gazetteer.csv").write_text("name,kind,code,kana,source\n", encoding="utf-8")
    plan_file = read_plan_file(folder)
    assert asset_names(plan_file, PLAN.source.text) == asset_names(PLAN_FILE, PLAN.source.text)


@settings(max_examples=4, deadline=None, derandomize=True, phases=[Phase.generate])
@given(st.integers(min_value=0, max_value=150))
def test_assets_of_another_region_are_found_as_well(seed: int) -> None:
    names = plan_generator.invent_names(seed)
    here = asset_names(PLAN_FILE, PLAN.source.text)
    there = asset_names(PLAN_FILE, plan_generator.rename(PLAN.source.text, names))
    assert there == {plan_generator.rename(name, names) for name in here}
