"""A line that is no rest of the text above it is never joined to it in silence."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.build.editions import plan_problems
from kg.document.layout import Layout, Section, layout_path, read_layout
from kg.document.model import Group, Plan, Problem, Project
from kg.document.plan_file import read_plan_file
from kg.document.reading import read_plan
from tests import plan_generator, rewriting
from tests.conftest import REAL_PLAN
from tests.rewriting import parse_text

LAYOUT: Layout = read_layout(layout_path("hokkaido-vision"))
PLAN: Plan = read_plan(read_plan_file(REAL_PLAN))
TEXT = PLAN.source.text
LINES = TEXT.splitlines()
FIRST_PAGE = PLAN.source.line_at(PLAN.projects[0].codes_words.words.start)
TOLD = {problem.message for problem in PLAN.problems}


def changed(*pairs: tuple[str, str]) -> str:
    text = TEXT
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def new_problems(plan: Plan) -> list[Problem]:
    return [problem for problem in plan.problems if problem.message not in TOLD]


def project(plan: Plan, code: str) -> Project:
    return next(each for each in plan.projects if code in each.codes)


def names(group: Group) -> list[str]:
    assert group.implementers is not None
    return [entry.words.text for entry in group.implementers.entries]


def line_of(text: str, words: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), start=1) if words in line)


@pytest.mark.parametrize(
    ("line", "kind", "key"),
    [
        ("【期待される効果】", "a heading", "[[section]]"),
        ("＜期待される効果＞", "a heading", "[[section]]"),
        ("［期待される効果］", "a heading", "[[section]]"),
        ("《期待される効果》", "a heading", "[[section]]"),
        ("■ 期待される効果", "a heading", "[[section]]"),
        ("●歩道の拡幅", "an entry of a list", "marks.item"),
        ("①歩道の拡幅", "an entry of a list", "marks.item"),
        ("－歩道の拡幅", "an entry of a list", "marks.item"),
        ("ア　歩道の拡幅", "an entry of a list", "marks.item"),
        ("（イ）歩道の拡幅", "an entry of a list", "marks.item"),
        ("ＫＰＩ　歩道の延長　３０ｋｍ", "an indicator", "[[section]]"),
        ("数値目標：歩道の延長", "an indicator", "[[section]]"),
        ("１－（９）歩道の拡幅", "the head of a project", "header.pattern"),
        ("※１ 歩道の拡幅を含む", "a remark", "[[furniture]]"),
        ("（注）歩道の拡幅を含む", "a remark", "[[furniture]]"),
        ("注１：歩道の拡幅を含む", "a remark", "[[furniture]]"),
        ("（参考）主な指標", "a remark", "[[furniture]]"),
        ("出典：道路の統計", "a remark", "[[furniture]]"),
        ("写真１ 歩道の様子", "a caption", "[[furniture]]"),
        ("図２　歩道の計画", "a caption", "[[furniture]]"),
        ("歩道の様子", "a text of its own", "[[furniture]]"),
    ],
)
def test_line_that_looks_like_something_else_is_noted(line: str, kind: str, key: str) -> None:
    text = changed(("・無電柱化、交通安全対策の実施\n", f"・無電柱化\n{line}\n"))
    plan = parse_text(text, LAYOUT)
    (note,) = new_problems(plan)
    assert note.severity == "note"
    assert note.message == f"「{line}」 looks like {kind}, but is read as part of 「無電柱化」"
    assert note.line == line_of(text, line)
    assert key in (note.hint or "")
    assert not plan.errors


@pytest.mark.parametrize("separator", [LAYOUT.bodies.separator, "、|と"])
def test_bodies_are_noted_whatever_may_stand_between_them(separator: str) -> None:
    layout = msgspec.structs.replace(
        LAYOUT, bodies=msgspec.structs.replace(LAYOUT.bodies, separator=separator)
    )
    bodies = "青葉森林組合、松原漁協"
    text = changed(("・無電柱化、交通安全対策の実施\n", f"・無電柱化\n{bodies}\n"))
    told = [one for one in new_problems(parse_text(text, layout)) if one.severity == "note"]
    assert [(one.line, "list of bodies" in one.message) for one in told] == [
        (line_of(text, bodies), True)
    ]


def test_detail_with_a_sign_is_noted() -> None:
    remark = "（注）令和８年度着手予定"
    text = changed(("・雪裡橋の架替\n", f"・雪裡橋の架替\n{remark}\n"))
    (note,) = new_problems(parse_text(text, LAYOUT))
    assert note.line == line_of(text, remark)
    assert "looks like a remark, but is read as a detail" in note.message


def test_groups_below_an_unknown_heading_are_told_where_they_begin() -> None:
    heading = "主な取組 実施主体 主な取組 実施主体\n\n○我が国を先導"
    text = changed((heading, heading.replace("取組 実施主体 主な取組", "取り組み")))
    plan = parse_text(text, LAYOUT)
    told = [p for p in new_problems(plan) if p.severity == "note"]
    assert [note.line for note in told] == [line_of(text, "○我が国を先導")]
    assert "an entry of a list" in told[0].message
    assert "the heading above it in the layout ([[section]]" in (told[0].hint or "")


def test_overview_below_an_unknown_heading_is_told_and_the_goal_that_holds_it() -> None:
    text = changed(("【プロジェクトの概要】", "＜プロジェクトの概要＞"))
    told = new_problems(parse_text(text, LAYOUT))
    heading = line_of(text, "＜プロジェクトの概要＞")
    assert (heading, "note") in [(p.line, p.severity) for p in told]
    (goal,) = (p for p in told if p.message.startswith("goal 4 is"))
    assert goal.severity == "warning"
    assert f"in line {line_of(TEXT, '４ 人流・物流ネットワ')}" in goal.message


CELLS = "者等\n\n国、道、市\n町村、民間\n"


@pytest.mark.parametrize("remark", ["（参考）主な指標\n漁獲量 120トン", "漁獲量 120トン"])
def test_words_behind_a_cell_do_not_take_it_away(remark: str) -> None:
    text = changed((CELLS, f"{CELLS}{remark}\n"))
    plan = parse_text(text, LAYOUT)
    first = project(plan, "1-(1)")
    assert [group.certainty for group in first.groups] == ["explicit"] * 3
    assert names(first.groups[2]) == ["国", "道", "市町村", "民間"]
    partners = first.co_creations[2].partners
    assert partners is not None
    assert partners.is_open
    assert partners.entries[-1].words.text == "物流事業者"
    told = new_problems(plan)
    assert [p.line for p in told] == [line_of(text, line) for line in remark.splitlines()]
    assert {p.severity for p in told} == {"error"}
    assert all("[[furniture]]" in (p.hint or "") for p in told)


def test_remark_behind_the_cell_of_an_initiative_leaves_the_cell() -> None:
    cell = "民間\n\n【官民共創の取組】\n・物流の効率化"
    text = changed((cell, cell.replace("民間\n", "民間\n（注）歩道を含む\n")))
    plan = parse_text(text, LAYOUT)
    assert [group.certainty for group in project(plan, "1-(2)").groups] == ["explicit"] * 3
    (error,) = new_problems(plan)
    assert (error.severity, error.line) == ("error", line_of(text, "（注）歩道を含む"))


def test_words_behind_the_cell_of_an_initiative_are_told_with_the_cell() -> None:
    cell = "民間\n\n【官民共創の取組】\n・物流の効率化"
    text = changed((cell, cell.replace("民間\n", "民間\n港の様子\n")))
    plan = parse_text(text, LAYOUT)
    assert [group.certainty for group in project(plan, "1-(2)").groups] == ["unknown"] * 3
    told = {problem.line: problem.message for problem in new_problems(plan)}
    assert "looks like a list of bodies" in told[line_of(text, "・先進モビリティ") + 2]


def test_remark_between_an_entry_and_its_cell_leaves_the_cell() -> None:
    cell = "国、道、市町村\n\n国、道、市町村、\n民間\n\n国、道"
    plan = parse_text(changed((cell, f"（注）歩道を含む\n\n{cell}")), LAYOUT)
    assert [group.certainty for group in project(plan, "1-(2)").groups] == ["explicit"] * 3
    assert [p.severity for p in new_problems(plan)] == ["note"]


def test_text_behind_a_closed_list_of_partners_is_noted() -> None:
    text = changed(
        ("（推進体制）国、市、商工会議所等\n", "（推進体制）国、市、商工会議所等\n港の様子\n")
    )
    (note,) = new_problems(parse_text(text, LAYOUT))
    assert note.line == line_of(text, "港の様子")
    assert "read as part of 「国、市、商工会議所等」" in note.message


SHARED = "国、道、市町村\n"
OPEN_TO_ALL = "国、道、市町村、\n民間\n"
COLUMN = f"・先進モビリティサービスの検討促進\n\n{SHARED}\n{OPEN_TO_ALL}\n{OPEN_TO_ALL}"


@pytest.mark.parametrize(
    ("cell", "bodies"),
    [
        ("青葉森林組合", ["青葉森林組合"]),
        ("青葉市、松原町", ["青葉市", "松原町"]),
        ("青葉市、松原町、\n漁協", ["青葉市", "松原町", "漁協"]),
        ("松原株式会社", ["松原株式会社"]),
        ("青葉地域協議会", ["青葉地域協議会"]),
    ],
)
def test_bodies_behind_an_entry_are_kept_apart_and_nothing_is_shared(
    cell: str, bodies: list[str]
) -> None:
    text = changed((COLUMN, f"・自動運転の検討\n\n{cell}\n\n{SHARED}"))
    plan = parse_text(text, LAYOUT)
    second = project(plan, "1-(2)")
    assert [group.certainty for group in second.groups] == ["unknown"] * 3
    assert second.groups[2].initiatives[2].text.text == "自動運転の検討"
    for group in second.groups:
        beside = [[entry.words.text for entry in cell.entries] for cell in group.cells_beside]
        assert beside == [bodies, ["国", "道", "市町村"]]
    note, warning = sorted(new_problems(plan), key=lambda problem: problem.severity)
    assert note.severity == "note"
    assert note.line == line_of(text, cell.splitlines()[0])
    assert "bodies.opening" in (note.hint or "")
    assert warning.severity == "warning"
    assert "3 group(s)" in warning.message
    assert not plan.errors


def test_bodies_that_may_end_the_words_before_them_stay_and_are_told() -> None:
    whole = "・地域公共交通の確保に向けた取組及び先進的なサービスの推進\n"
    text = changed((COLUMN, f"{whole}\n青葉市、松原町\n\n{SHARED}"))
    plan = parse_text(text, LAYOUT)
    second = project(plan, "1-(2)")
    assert [group.certainty for group in second.groups] == ["unknown"] * 3
    assert second.groups[2].initiatives[2].text.text.endswith("サービスの推進青葉市、松原町")
    (note,) = (p for p in new_problems(plan) if p.severity == "note")
    assert "looks like a list of bodies, but is read as part of" in note.message
    assert note.line == line_of(text, "青葉市、松原町")


def test_cell_that_the_layout_names_is_read() -> None:
    words = msgspec.structs.replace(
        LAYOUT.bodies, opening=(*LAYOUT.bodies.opening, "青葉市"), words=("松原町",)
    )
    layout = msgspec.structs.replace(LAYOUT, bodies=words)
    cells = f"青葉市、松原町\n\n{SHARED}\n国、道\n"
    plan = parse_text(changed((COLUMN, f"・自動運転の検討\n\n{cells}")), layout)
    groups = project(plan, "1-(2)").groups
    assert [group.certainty for group in groups] == ["explicit"] * 3
    assert names(groups[0]) == ["青葉市", "松原町"]


@pytest.mark.parametrize(
    "entry",
    [
        "・青葉市、松原町における歩道の整備",
        "・歩道の整備に取り組む、\n青葉市、松原町",
        "・歩道の整備を担う\n青葉市、松原町の支援",
        "・歩道の整備（青葉市、松原町）",
    ],
)
def test_bodies_within_a_sentence_are_no_list(entry: str) -> None:
    text = changed(("・無電柱化、交通安全対策の実施\n", f"{entry}\n"))
    plan = parse_text(text, LAYOUT)
    assert not [p for p in new_problems(plan) if "list of bodies" in p.message]
    assert [group.certainty for group in project(plan, "1-(2)").groups] == ["explicit"] * 3


INDICATORS = "【期待される効果】\n・漁獲量１２０トン\n（令和１１年度）\n"


LEFT_OUT = msgspec.structs.replace(
    LAYOUT, section=(*LAYOUT.section, Section(role="left-out", heading="【期待される効果】"))
)


@pytest.mark.parametrize(
    "before", ["【官民共創の取組】\n・地域マリン", "国、道、市町村\n\n国、道、市町村、\n民間\n"]
)
def test_section_that_is_left_out_is_no_data_and_takes_no_cell(before: str) -> None:
    text = changed((before, INDICATORS + before))
    plan = parse_text(text, LEFT_OUT)
    assert not new_problems(plan)
    assert rewriting.statements(plan) == rewriting.statements(PLAN)
    left_out = [claim.span for claim in plan.claims if claim.kind == "left out"]
    words = "".join(text[span.start : span.end] for span in left_out)
    assert words == "漁獲量１２０トン（令和１１年度）"


def test_unknown_category_is_noted() -> None:
    text = changed(("○ 港湾\n", "○ ダム\n・青葉ダムの整備\n\n○ 港湾\n"))
    (note,) = new_problems(parse_text(text, LAYOUT))
    assert (note.severity, note.line) == ("note", line_of(text, "○ ダム"))
    assert "「ダム」 looks like a category" in note.message
    assert "infrastructure.categories" in (note.hint or "")


@pytest.mark.parametrize(
    ("lead", "is_told"),
    [
        ("国・道", True),
        ("国、市町村", True),
        ("国及び道", True),
        ("道", False),
        ("港・空港課", False),
    ],
)
def test_leading_body_that_may_be_several_is_noted(lead: str, is_told: bool) -> None:
    old = "／推進主体：国 ■推進エリア：釧路・根室連携地域 （１/３）"
    text = changed((old, old.replace("国 ", f"{lead} ")))
    told = [p for p in new_problems(parse_text(text, LAYOUT)) if p.severity == "note"]
    assert [note.line for note in told] == ([line_of(text, f"主体：{lead}")] if is_told else [])


def test_notes_and_what_to_do_reach_those_who_build(tmp_path: Path) -> None:
    for name in ("plan.toml", "gazetteer.csv"):
        (tmp_path / name).write_bytes((REAL_PLAN / name).read_bytes())
    text = changed(("○ 港湾\n", "○ ダム\n・青葉ダムの整備\n\n○ 港湾\n"))
    (tmp_path / "source.txt").write_text(text, encoding="utf-8")
    plan_file = read_plan_file(tmp_path)
    told = plan_problems(read_plan(plan_file), plan_file)
    (note,) = (problem for problem in told if "category" in problem.message("en"))
    assert note.place == f"{tmp_path / 'source.txt'}:{line_of(text, '○ ダム')}"
    assert "infrastructure.categories" in (note.hint or "")


@pytest.mark.parametrize("width", [14, 20, 28, 35, 44, 57, 70])
def test_plan_itself_is_told_of_nothing_at_any_width(width: int) -> None:
    plan = parse_text(rewriting.wrap_all(rewriting.paragraphs(PLAN), width), LAYOUT)
    assert not [p.message for p in plan.problems if "fills its line" not in p.message]


@pytest.mark.parametrize("seed", [0, 7, 42])
def test_plans_of_other_places_are_told_of_nothing(seed: int) -> None:
    plan = parse_text(plan_generator.rename(TEXT, plan_generator.invent_names(seed)), LAYOUT)
    assert not [p.message for p in plan.problems if "fills its line" not in p.message]


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
@given(
    st.sampled_from([n for n in range(FIRST_PAGE, len(LINES)) if LINES[n - 1].strip()]),
    st.sampled_from(["【期待される効果】", "※１ 用語", "写真１ 様子", "●歩道", "青葉市、松原町"]),
)
def test_line_put_anywhere_is_told(number: int, line: str) -> None:
    """But within a name that is broken over lines, where bodies may be its rest."""
    following = LINES[number].strip()
    if line.startswith("青葉市") and following and not re.match("[○・（【]", following):
        return
    plan = parse_text("\n".join([*LINES[:number], line, *LINES[number:]]), LAYOUT)
    assert any(line in p.message or abs(p.line - number) < 3 for p in new_problems(plan))
