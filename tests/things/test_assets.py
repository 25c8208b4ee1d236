"""Assets come out of the text by rules, whatever they are called."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from rdflib import RDF

from kg.document.gazetteer import COLUMNS
from kg.document.layout import layout_path, read_layout
from kg.document.plan_file import PlanFile, read_plan_file
from kg.document.reading import read_plan
from kg.graph.convert import convert
from kg.graph.terms import CHIIKI
from kg.text import fold
from kg.things import spelling
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
        ("函館港、小樽港及び留萌港", [(f"{one}港", "Port") for one in ("函館", "小樽", "留萌")]),
        ("小樽港並びに石狩川", [("小樽港", "Port"), ("石狩川", "River")]),
        ("小樽港又は石狩川若しくは空知川", [
            ("小樽港", "Port"), ("石狩川", "River"), ("空知川", "River"),
        ]),
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
        ("星が浦川の改修、虹が丘公園", "公園", [("星が浦川", "River"), ("虹が丘公園", "Park")]),
        ("・えりも港の整備、いわき空港", None, [("えりも港", "Port"), ("いわき空港", "Airport")]),
        ("すずらん丘陵公園（みどりの里公園）", "公園", [
            ("すずらん丘陵公園", "Park"), ("みどりの里公園", "Park"),
        ]),
        ("障がい者スポーツ公園と子ども科学公園", "公園", [
            ("障がい者スポーツ公園", "Park"), ("子ども科学公園", "Park"),
        ]),
        ("国が浜中漁港を整備", "漁港", [("浜中漁港", "FishingPort")]),
        ("その他道路、そのほかの公園、ほか港", "公園", []),
        ("その他釧路港の整備", "港湾", []),
        ("切り土道路、桜の森公園", "公園", []),
        ("老朽化した標茶橋の架替", "道路", [("標茶橋", "Bridge")]),
        ("苫小牧港西港区岸壁と空知川堤防", None, [("苫小牧港", "Port"), ("空知川", "River")]),
        ("函館空港滑走路の改良", "空港", [("函館空港", "Airport")]),
    ],
)  # fmt: skip
def test_names_in_infrastructure_lists(
    text: str, category: str | None, expected: list[tuple[str, str]]
) -> None:
    assert named(find(text, category, in_list=True)) == expected


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("空知川（赤平地区（南）、滝川地区）の改修", ["赤平地区", "滝川地区"]),
        ("空知川（第1地区、第２地区）の改修", ["第1地区", "第2地区"]),
        ("空知川（（赤平地区）、滝川地区）の改修", ["滝川地区"]),
        ("空知川（赤平地区、滝川地区の改修", []),
        ("空知川）赤平地区、滝川地区（の改修", []),
    ],
)
def test_sections_stand_in_whole_brackets(text: str, sections: list[str]) -> None:
    found = find(text, "河川", in_list=True)
    assert [(mention.name, mention.section) for mention in found] == [
        ("空知川", section) for section in [None, *sections]
    ]


def test_ten_thousand_sections_in_one_bracket() -> None:
    names = [f"{chr(0x4E00 + number)}岬地区" for number in range(10_000)]
    river, *sections = find(f"空知川（{'、'.join(names)}）の改修", "河川", in_list=True)
    assert river.name == "空知川"
    assert [mention.section for mention in sections] == names


def test_ten_thousand_names_before_one_ending() -> None:
    finder = AssetFinder()
    stems = [f"{chr(0x4E00 + number)}岬" for number in range(10_000)]
    finder.learn([Text(f"{stem}漁港") for stem in stems])
    found = finder.find(Text(f"{'、'.join(stems[:-1])}及び{stems[-1]}漁港"))
    assert [mention.name for mention in found] == [f"{stem}漁港" for stem in stems]


def test_a_name_of_one_character_and_its_ending_is_one() -> None:
    assert named(find("津港の整備")) == [("津港", "Port")]
    assert find("港の整備") == []


KNOWN = ("小樽港", "留萌港", "寿都漁港", "岩内漁港", "長万部IC", "八雲IC")


def joined(text: str) -> list[tuple[str, str, str]]:
    finder = AssetFinder()
    looked = Text(fold(text))
    finder.learn([*map(Text, KNOWN), looked])
    return [(looked.text[m.start : m.end], m.name, m.join) for m in finder.find(looked)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The word that counts them says that all have the ending, known or not.
        (
            "羽幌、天塩両港の整備",
            [("羽幌", "羽幌港", "coordination"), ("天塩両港", "天塩港", "coordination")],
        ),
        (
            "羽幌、天塩及び増毛三港",
            [
                ("羽幌", "羽幌港", "coordination"),
                ("天塩", "天塩港", "coordination"),
                ("増毛三港", "増毛港", "coordination"),
            ],
        ),
        ("両港の整備と当該両港の利用", []),
        # Without one, the name must stand in full elsewhere, and be tied to the last.
        (
            "小樽・留萌港",
            [("小樽", "小樽港", "coordination"), ("留萌港", "留萌港", "exact")],
        ),
        (
            "寿都、岩内及び神恵内漁港",
            [
                ("寿都", "寿都漁港", "coordination"),
                ("岩内", "岩内漁港", "coordination"),
                ("神恵内漁港", "神恵内漁港", "exact"),
            ],
        ),
        ("観光、物流及び小樽港", [("小樽港", "小樽港", "exact")]),
        ("小樽、留萌港", [("留萌港", "留萌港", "exact")]),
        ("寿都・小樽港", [("小樽港", "小樽港", "exact")]),
        # A stretch between two ends of which one has no ending, or no head.
        (
            "長万部IC～八雲の延伸",
            [("長万部IC", "長万部IC", "exact"), ("八雲", "八雲IC", "elided-head")],
        ),
        (
            "長万部～八雲IC間",
            [("長万部", "長万部IC", "elided-head"), ("八雲IC", "八雲IC", "exact")],
        ),
        ("函館～八雲IC間", [("八雲IC", "八雲IC", "exact")]),
        (
            "長万部IC～八雲及び小樽港",
            [
                ("長万部IC", "長万部IC", "exact"),
                ("八雲", "八雲IC", "elided-head"),
                ("小樽港", "小樽港", "exact"),
            ],
        ),
        (
            "道央自動車道長万部IC～八雲IC開通",
            [
                ("道央自動車道", "道央自動車道", "exact"),
                ("長万部IC", "長万部IC", "exact"),
                ("八雲IC", "八雲IC", "elided-head"),
            ],
        ),
        (
            "国道38号、44号及び272号の整備",
            [
                ("国道38号", "国道38号", "exact"),
                ("44号", "国道44号", "elided-head"),
                ("272号", "国道272号", "elided-head"),
            ],
        ),
        (
            "主要地方道１号・２号",
            [("主要地方道1号", "主要地方道1号", "exact"), ("2号", "主要地方道2号", "elided-head")],
        ),
        ("国道38号、3号棟と44号線", [("国道38号", "国道38号", "exact")]),
        ("国道38号の44号、国道391号", [(f"国道{n}号", f"国道{n}号", "exact") for n in (38, 391)]),
    ],
)
def test_names_that_share_an_ending_or_a_head(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert joined(text) == expected


@pytest.mark.parametrize(
    ("text", "category"),
    [
        *(("老朽橋の架替", "道路"), ("老朽化水管橋の補修", "道路"), ("跨線橋", "道路")),
        *(("海岸線の整備", "道路"), ("送電線の移設", "道路"), ("新幹線の延伸", "道路")),
        *(("右折付加車線整備", "道路"), ("通学路歩道整備", "道路"), ("広域避難道路", "道路")),
        *(("地域公園の整備", "公園"), ("史跡公園の整備", "公園"), ("都市総合公園", "公園")),
        *(("中山間地区の整備", "農業"), ("モデル地区の整備", "農業"), ("受益地区", "農業")),
        *(("津波避難道路", "道路"), ("代替補完道路", "道路"), ("積雪寒冷道路の改良", "道路")),
        *(("工事用道路", "道路"), ("渋滞交差点改良", "道路"), ("仮橋の架替", "道路")),
        *(("支川の改修", "河川"), ("クルーズ港の整備", "港湾"), ("内港", "港湾")),
        *(("流通拠点漁港の整備", "漁港"), ("道内漁港", "漁港"), ("国内空港", "空港")),
        *(("継続地区の整備", "農業"), ("国営調査地区", "農業"), ("大規模緑地公園", "公園")),
        *(("中小河川の改修", "河川"), ("二級河川", "河川"), ("開港150周年", "港湾")),
    ],
)
def test_common_nouns_are_no_names(text: str, category: str) -> None:
    assert find(text, category, in_list=True) == []
    assert find(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("大雪山国立公園の利用促進", [("大雪山国立公園", "Park")]),
        ("国立・国定及び道立自然公園の新規国定公園候補地", []),
        ("星が浦川と町の星が浦川", []),
        ("国が空知川を、市が浜中漁港を", [("空知川", "River"), ("浜中漁港", "FishingPort")]),
        ("また空知川では、さらなる小樽港の利用", [("空知川", "River"), ("小樽港", "Port")]),
        ("すずらん空知川、もみじ台小樽港", []),
        ("寝たきり者小樽港", []),
        ("十勝橋の架替", [("十勝橋", "Bridge")]),
        ("狩勝峠の雪崩対策", [("狩勝峠", "Road")]),
        ("狩勝峠の眺め", []),
        ("帯広広尾道路の整備を促進", [("帯広広尾道路", "Road")]),
        ("高規格道路の整備と観光道路の改良", []),
        ("国道３８号の整備、道道1号線ほか", [("国道38号", "Road"), ("道道1号", "Road")]),
        ("国道の整備", []),
    ],
)
def test_names_of_lists_in_running_text(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(find(text)) == expected


@pytest.mark.parametrize(
    ("text", "category", "name"),
    [
        ("重要港湾小樽港の整備", "港湾", "小樽港"),
        ("地方港湾羽幌港の整備", "港湾", "羽幌港"),
        ("第3種漁港追直漁港の整備", "漁港", "追直漁港"),
        ("一級河川空知川の改修", "河川", "空知川"),
        ("１級河川空知川の改修", "河川", "空知川"),
        ("二級河川新川の改修", "河川", None),  # 新川 may be any new river
        ("道道夕張岩見沢線の整備", "道路", "夕張岩見沢線"),
        ("主要地方道夕張岩見沢線の整備", "道路", "夕張岩見沢線"),
        ("①小樽港の整備", "港湾", "小樽港"),
    ],
)
def test_what_a_thing_is_called_before_its_name_is_no_part_of_it(
    text: str, category: str, name: str | None
) -> None:
    assert [mention.name for mention in find(text, category, in_list=True)] == [name] * bool(name)


def test_a_tributary_stands_behind_the_name_of_its_river() -> None:
    found = find("石狩川水系空知川、石狩川支川雨竜川の改修", "河川", in_list=True)
    assert [mention.name for mention in found] == ["石狩川", "空知川", "石狩川", "雨竜川"]


@pytest.mark.parametrize(
    "text", ["第3種漁港の整備", "令和5年小樽港の整備", "第２十勝橋の補修", "国道の地元漁港", "香港"]
)
def test_a_piece_of_a_word_is_no_name(text: str) -> None:
    assert find(text, "道路", in_list=True) == find(text) == []


def test_a_name_of_a_list_is_found_in_the_other_texts() -> None:
    finder = AssetFinder()
    finder.learn([Text("狩勝峠雪崩対策", "道路", in_list=True)])
    assert named(finder.find(Text("狩勝峠の眺め"))) == [("狩勝峠", "Road")]


def test_a_town_that_is_called_like_a_river_is_one_but_in_a_list_of_works() -> None:
    finder = AssetFinder(towns=["旭川", "香川"])
    texts = [
        Text("旭川・札幌と連携した香川への石狩川の宣伝"),
        Text("旭川の改修", "河川", in_list=True),
    ]
    finder.learn(texts)
    assert [named(finder.find(text)) for text in texts] == [
        [("石狩川", "River")], [("旭川", "River")],
    ]  # fmt: skip


_HIRAGANA = st.text(st.characters(min_codepoint=0x3041, max_codepoint=0x3096), min_size=1)
_KANJI = st.text("釧路標茶羅臼別海厚岸", min_size=1, max_size=4)


_OPENINGS = tuple(tomllib.loads(spelling.WORDS.read_text("utf-8"))["hiragana"]["openings"])


@given(_HIRAGANA.filter(lambda text: len(text) <= 8 and not text.startswith(_OPENINGS)), _KANJI)
def test_a_name_that_hiragana_opens_is_found_whole_or_not_at_all(opening: str, rest: str) -> None:
    found = find(f"・{opening}{rest}港の整備", in_list=True)
    assert {mention.name for mention in found} <= {f"{opening}{rest}港"}


def test_a_name_with_hiragana_of_a_list_is_found_in_the_other_texts() -> None:
    finder = AssetFinder()
    listed, other = Text("星が浦川の改修", None, in_list=True), Text("町の星が浦川と浦川")
    finder.learn([listed, other])
    assert named(finder.find(other)) == [("星が浦川", "River"), ("浦川", "River")]


def test_two_spellings_of_an_ending_are_one_thing() -> None:
    finder = AssetFinder()
    texts = [Text("阿寒IC開通"), Text("道東道(阿寒インターチェンジ)と白糠インターチェンジ")]
    finder.learn(texts)
    assert [(mention.name, mention.join) for mention in finder.find(texts[1])] == [
        ("阿寒IC", "alias"),
        ("白糠インターチェンジ", "exact"),
    ]


def test_a_farm_district_of_a_list_is_another_place_in_the_other_texts() -> None:
    finder = AssetFinder()
    finder.learn([Text("音更地区の整備", "農業", in_list=True)])
    assert finder.find(Text("音更地区の観光")) == []


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


def without_facts(folder: Path) -> PlanFile:
    """Return the facts of the real plan, but for its gazetteer and people's decisions."""
    for name in ("plan.toml", "source.txt"):
        (folder / name).write_bytes((REAL_PLAN / name).read_bytes())
    (folder / "gazetteer.csv").write_text(",".join(COLUMNS) + "\n", encoding="utf-8")
    return read_plan_file(folder)


def things_named(plan_file: PlanFile, text: str) -> set[tuple[str, str]]:
    """Return class and name of all that a text names, by mentions."""
    content = convert(rewriting.parse_text(text, LAYOUT), plan_file).content
    things = set(content.objects(None, CHIIKI.mentionOf))
    return {
        (str(kind).removeprefix(str(CHIIKI)), str(thing).split("/id/")[1])
        for thing in things
        for kind in content.objects(thing, RDF.type)
        if str(kind).startswith(str(CHIIKI))
    }


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> PlanFile:
    return without_facts(tmp_path_factory.mktemp("plain"))


def test_all_is_found_with_an_empty_gazetteer(here: set[tuple[str, str]]) -> None:
    with_facts = things_named(PLAN_FILE, PLAN.source.text)
    without = here
    towns = {name for kind, name in without if kind == "Municipality"}
    assert towns == {f"area/{name}" for name in (
        "釧路市", "釧路町", "厚岸町", "浜中町", "白糠町", "根室市", "別海町", "標津町",
    )}  # fmt: skip
    kinds = ("Asset", "Area", "Municipality", "Subprefecture")
    assets = {(kind, name) for kind, name in with_facts if name.startswith("asset/")}
    # Two decisions join 知床世界自然遺産 and シーニックバイウェイ to another name.
    assert {pair for pair in without if pair[1].startswith("asset/")} == {
        *assets, ("Park", "asset/知床世界自然遺産"), ("Asset", "asset/知床世界自然遺産"),
    } - ({("Asset", "asset/知床世界自然遺産")} - assets)  # fmt: skip
    others = {pair for pair in with_facts if pair[0] not in kinds} - assets
    told = {("Agent", "agent/道"), ("AgentKind", "agent/道")}
    told |= {("Organization", "agent/Teamくしろ"), ("Organization", "agent/TEAMねむろ")}
    assert others <= without | told, "what decisions tell of"


@pytest.fixture(scope="module")
def here(plain: PlanFile) -> set[tuple[str, str]]:
    """Return what the real plan names, with an empty gazetteer."""
    return things_named(plain, PLAN.source.text)


@settings(max_examples=6, deadline=None, derandomize=True, phases=[Phase.generate])
@given(st.integers(min_value=0, max_value=150))
def test_all_of_another_region_is_found_as_well(
    plain: PlanFile, here: set[tuple[str, str]], seed: int
) -> None:
    names = plan_generator.invent_names(seed)
    # A prefecture, a direction and a kind of body are no names of the region's own.
    names |= {"北海": "北海", "ひがし(?=北海)": "ひがし", "トラック(?=協会)": "トラック"}
    names["釧根"] = names["釧路"][0] + names["根室"][0]
    there = things_named(plain, plan_generator.rename(PLAN.source.text, names))
    assert there == {(kind, plan_generator.rename(name, names)) for kind, name in here}
