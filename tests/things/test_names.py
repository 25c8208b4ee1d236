"""Names of schemes, laws, plans, campaigns, bodies and regions come out of the text by rules."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.text import fold
from kg.things.name_rules import load_name_rules
from kg.things.names import NameFinder, NameMention
from kg.things.spelling import KnownNames
from kg.things.texts import Text

PLACES = ("石狩", "石狩川", "空知", "空知川", "石空")
BODIES = ("国", "市町村", "物流事業者", "地域住民", "NPO")


def find(
    text: str, *, in_list: bool = False, is_title: bool = False, learned: tuple[str, ...] = ()
) -> list[NameMention]:
    finder = NameFinder(PLACES, BODIES)
    looked = Text(fold(text), None, in_list, is_title)
    finder.learn([*(Text(fold(other)) for other in learned), looked])
    return finder.find(looked)


def shown(mentions: list[NameMention]) -> list[tuple[str, str]]:
    return [(mention.name, mention.class_name) for mention in mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("変更した石狩川水系河川整備計画による掘削", [("石狩川水系河川整備計画", "PlanDocument")]),
        ("市町村の作成する地域防災計画をはじめとする各種計画", [("市町村", "AgentKind")]),
        ("草地整備改良事業の計画的な実施", []),
        ("空知流域治水プロジェクト2.0", [("空知流域治水プロジェクト2.0", "PlanDocument")]),
        ("北海道小規模企業振興条例や各種条例に基づく", [("北海道小規模企業振興条例", "Law")]),
        ("過疎地域持続的発展特別措置法に基づく支援", [("過疎地域持続的発展特別措置法", "Law")]),
        ("半島振興法に基づく支援", [("半島振興法", "Law")]),
        ("石狩川外減災対策協議会の参画機関", [("石狩川外減災対策協議会", "Organization")]),
        ("石狩地域振興等補助金などを活用した", [("石狩地域振興等補助金", "Scheme")]),
        ("広域周遊観光促進事業と連携した", [("広域周遊観光促進事業", "Scheme")]),
        ("自然再生事業と道路防災事業の実施", []),
        ("相互理解の推進（四島交流事業）", [("四島交流事業", "Scheme")]),
        ("日本海溝・千島海溝沿いの巨大地震", [("日本海溝", "SeaArea"), ("千島海溝", "SeaArea")]),
        ("港湾の整備と湾内の清掃", []),
        ("北方領土問題の解決", [("北方領土", "Region")]),
        ("石狩・空知地域の振興", [("石狩・空知地域", "Region")]),
        ("石狩半島・空知半島", [("石狩半島", "Region"), ("空知半島", "Region")]),
        ("石狩地域・空知管内", [("石狩地域", "Region"), ("空知管内", "Subprefecture")]),
        ("石空地域の広域観光", [("石空地域", "Region")]),
        ("ひがし北海道地域へのPR", [("ひがし北海道地域", "Region")]),
        ("多様な地域の振興と中山間地域の整備", []),
        ("石狩・空知管内で", [("石狩管内", "Subprefecture"), ("空知管内", "Subprefecture")]),
        ("石狩川水系河川整備計画等に基づく", [("石狩川水系河川整備計画", "PlanDocument")]),
        (
            "石狩地域振興補助金等及び空知地域振興交付金並びに石狩管内又は空知管内",
            [
                *(("石狩地域振興補助金", "Scheme"), ("空知地域振興交付金", "Scheme")),
                *(("石狩管内", "Subprefecture"), ("空知管内", "Subprefecture")),
            ],
        ),
        ("公共施設整備促進事業等推進費の活用", []),
        ("3歳児健診視覚検査推進事業と北8西1地区市街地再開発事業", []),
        ("令和5年度広域周遊観光促進事業", []),
        (
            "石狩市まち・ひと・しごと創生総合戦略",
            [("石狩市まち・ひと・しごと創生総合戦略", "PlanDocument")],
        ),
        ("障がい者スポーツ大会開催事業を", [("障がい者スポーツ大会開催事業", "Scheme")]),
        ("寝たきり者スポーツ大会開催事業", []),
        ("町では広域周遊観光促進事業を", [("広域周遊観光促進事業", "Scheme")]),
        ("市民のための広域周遊観光促進事業と保育・児童育成支援拠点整備事業", []),
        ("さっぽろ広域周遊観光促進事業", []),
        (
            "物流事業者及び市町村並びにNPO又は国による",
            [(one, "AgentKind") for one in ("物流事業者", "市町村", "NPO", "国")],
        ),
        ("我が国の道の駅と国による国道の整備", [("国", "AgentKind")]),
        ("物流事業者等との連携、関係市町村の参加", [("物流事業者", "AgentKind")]),
        ("「生産空間」を守り「かわまちづくり」を進める", [("かわまちづくり", "Campaign")]),
        ("「かわまち／i-Snow」の推進", [("かわまち", "Campaign"), ("i-Snow", "Campaign")]),
        ("道の駅「石狩あいろーど」と「かわまち」の推進", [("かわまち", "Campaign")]),
        ("「石狩川」と「石狩」、「北海道」の魅力発信", [("北海道", "Prefecture")]),
        (
            "「石狩総合計画」と「地域おこし協力隊」、「半島振興法」の活用",
            [
                ("石狩総合計画", "PlanDocument"),
                *(("地域おこし協力隊", "Scheme"), ("半島振興法", "Law")),
            ],
        ),
        ("「石狩・空知半島地域」の指定", [("石狩・空知半島地域", "Region")]),
        ("", []),
    ],
)  # fmt: skip
def test_names_in_running_text(text: str, expected: list[tuple[str, str]]) -> None:
    assert shown(find(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("水産流通基盤整備事業", [("水産流通基盤整備事業", "exact")]),
        (
            "農山漁村地域整備交付金（漁村再生交付金事業）",
            [("農山漁村地域整備交付金", "exact"), ("漁村再生交付金事業", "name-in-brackets")],
        ),
        ("河川改修事業（空知川）", [("河川改修事業", "exact")]),
        ("橋梁点検・保全整備事業調査", [("橋梁点検・保全整備事業", "exact")]),
        ("石狩振興補助金による支援", [("石狩振興補助金", "exact")]),
        ("各市町の要望を受けて、16件の治山事業を実施", []),
    ],
)
def test_entries_of_lists(text: str, expected: list[tuple[str, str]]) -> None:
    found = find(text, in_list=True)
    assert [(mention.name, mention.join) for mention in found] == expected


def test_a_title_can_be_the_name_of_a_body() -> None:
    name = "石狩・空知地方沿いの巨大地震津波避難対策推進会議"
    assert shown(find(name, is_title=True)) == [(name, "Organization")]
    assert shown(find("避難対策推進会議", is_title=True)) == []


def test_letters_in_brackets_are_another_name() -> None:
    full, short = find("緊急災害対策派遣隊（TEC-FORCE）等による支援")
    assert (full.name, full.join) == ("緊急災害対策派遣隊", "exact")
    assert (short.name, short.join) == ("緊急災害対策派遣隊", "alias")


def test_a_name_learned_in_brackets_is_found_without_them() -> None:
    (found,) = find("かわまちづくりの推進", learned=("「かわまちづくり」の取組",))
    assert (found.name, found.rule) == ("かわまちづくり", "learned")
    assert find("かわまちづくりの推進") == []


def test_a_name_within_a_name_is_its_short_form() -> None:
    (found,) = find("「わが村」の推進", learned=("「『わが村』運動」の推進",))
    assert (found.name, found.join) == ("『わが村』運動", "alias")


def test_a_movement_is_found_without_its_place() -> None:
    (found,) = find("返還要求運動の裾野", learned=("北方領土返還要求運動の中核", "北方領土の返還"))
    assert (found.name, found.join) == ("北方領土返還要求運動", "elided-head")


def test_each_listed_name_has_a_source() -> None:
    assert all(known.source for known in load_name_rules().known)


@settings(max_examples=60, deadline=None)
@given(
    st.text(alphabet="石狩川空知・、（）「」『』()事業計画国管内地域補助金の ａＡ/", max_size=80)
)
def test_mentions_lie_apart_and_in_order(text: str) -> None:
    found = find(text, in_list=True)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert all(0 <= mention.start < mention.end <= len(fold(text)) for mention in found)


def test_nested_and_unbalanced_brackets_do_no_harm() -> None:
    assert shown(find("（（石狩振興補助金）「『かわ")) == [("石狩振興補助金", "Scheme")]


def test_many_names_are_found() -> None:
    names = [f"名{number:05d}町" for number in range(10_000)]
    text = fold("、".join(names))
    assert [name for _, _, name in KnownNames(names).find(text)] == names
