"""Headings of goals: projects below them pursue them, and their codes may begin anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import URIRef

from kg.document.coverage import coverage
from kg.document.layout import Layout, read_layout
from kg.document.model import Plan
from kg.document.plan_file import read_plan_file
from kg.document.reading import read_plan
from kg.errors import LayoutError
from kg.graph.convert import convert
from kg.graph.terms import CHIIKI
from kg.graph.validation import validate
from tests.rewriting import parse_text

GREEN_TOWN = Path(__file__).parent / "green-town"
DOCUMENT = (GREEN_TOWN / "plan.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def layout() -> Layout:
    return read_layout(GREEN_TOWN / "layout.toml")


@pytest.fixture(scope="module")
def green() -> Plan:
    return read_plan(read_plan_file(GREEN_TOWN))


def changed(old: str, new: str) -> str:
    assert DOCUMENT.count(old) == 1
    return DOCUMENT.replace(old, new)


def pursued(plan: Plan) -> dict[str, list[int]]:
    return {project.code: [aim.goal for aim in project.aims] for project in plan.projects}


def test_projects_pursue_the_goal_that_they_stand_below(green: Plan) -> None:
    assert not green.problems
    assert coverage(green).share == 1
    assert [(goal.number, goal.vision.text) for goal in green.goals] == [
        (1, "港で働く人をふやす"),
        (2, "子どもが育つまちをつくる"),
        (3, "安心して老いるまちをつくる"),
    ]
    assert [(project.code, project.title.text) for project in green.projects] == [
        ("I-(1)", "港のしごとづくり"),
        ("I-(2)", "漁業のあとつぎ育成"),
        ("II-(1)", "子育ての支え合い"),
    ]
    assert pursued(green) == {"I-(1)": [1], "I-(2)": [1], "II-(1)": [2]}


def test_what_stands_right_below_a_head_is_the_overview(green: Plan) -> None:
    told = [project.overview.text for project in green.projects if project.overview]
    assert told == [
        "港の空き倉庫を仕事場に改め、起業する人を呼び込む。",
        "漁師をめざす人が学べる場をつくる。",
        "親が集まる場を港の近くに置く。",
    ]


def test_initiatives_right_below_a_heading_are_its_own(green: Plan) -> None:
    said = [
        [
            (group.text.text, [one.text.text for one in group.initiatives])
            for group in project.groups
        ]
        for project in green.projects
    ]
    assert said == [
        [("主な事業", ["空き倉庫の改修", "起業する人への家賃の補助"])],
        [("主な事業", ["漁業体験の受入れ"]), ("関連する事業", ["新規就業者の住まいの確保"])],
        [("主な事業", ["子育て広場の開設"])],
    ]
    (first,) = green.projects[0].groups
    assert (first.certainty, first.implementers and first.implementers.words.text) == (
        "explicit",
        "町、商工会",
    )


def test_each_page_begins_at_the_heading_above_its_project(green: Plan) -> None:
    starts = [green.source.text[page.start :].split(maxsplit=1)[0] for page in green.pages]
    assert starts == ["みどり町総合戦略", "（２）漁業のあとつぎ育成", "基本目標Ⅱ"]


def test_the_graph_says_it_with_the_words_of_the_heading(green: Plan) -> None:
    graphs = convert(green, read_plan_file(GREEN_TOWN))
    content = graphs.content
    project = URIRef("https://w3id.org/chiiki/id/green-town/project/I-2")
    assert str(content.value(project, CHIIKI.primaryCode)) == "I-(2)"
    goal = content.value(project, CHIIKI.pursuesGoal)
    assert goal is not None
    passages = content.objects(goal, CHIIKI.derivedFrom)
    assert {str(content.value(passage, CHIIKI.words)) for passage in passages} == {
        "港で働く人をふやす"
    }
    report = validate((content, graphs.provenance))
    assert report.conforms, report.to_text("en")


def test_what_stands_between_a_heading_and_a_project_is_left_out_or_told(layout: Layout) -> None:
    for line in ("港の人口は減っている。", "【主な事業】", "・荷さばき場の整備"):
        plan = parse_text(changed("【数値目標】", f"{line}\n【数値目標】"), layout)
        (told,) = plan.errors
        assert (told.line, line in told.message) == (4, True)
        assert len(plan.projects) == 3


def test_a_heading_printed_on_each_page_is_one_goal(layout: Layout) -> None:
    again = "（２）漁業のあとつぎ育成\n"
    text = changed(again, f"基本目標Ⅰ　港で働く人をふやす\n{again}")
    plan = parse_text(text, layout)
    assert not plan.problems
    assert pursued(plan) == {"I-(1)": [1], "I-(2)": [1], "II-(1)": [2]}
    other = changed(again, f"基本目標Ⅰ　浜で働く人をふやす\n{again}")
    (told,) = parse_text(other, layout).problems
    assert (told.severity, told.line) == ("warning", 20)
    assert (
        "goal 1 is 「浜で働く人をふやす」 here, but 「港で働く人をふやす」 in line 3"
        in told.message
    )


def test_a_code_may_name_its_goal_itself(layout: Layout) -> None:
    plan = parse_text(changed("（２）漁業", "Ⅰ－（２）漁業"), layout)
    assert list(pursued(plan)) == ["I-(1)", "I-(2)", "II-(1)"]
    plan = parse_text(changed("（２）漁業", "Ⅳ－（２）漁業"), layout)
    assert pursued(plan)["IV-(2)"] == [1]


def test_a_code_without_a_goal_above_it_is_told(layout: Layout) -> None:
    text = changed("基本目標Ⅰ　港で働く人をふやす\n", "")
    with pytest.raises(LayoutError, match=r"'goal' of code.pattern catches nothing in '\(1\)'"):
        parse_text(text, layout)


@pytest.mark.parametrize(
    ("printed", "pattern", "number"),
    [("４", r"\d+", 4), ("十二", "[一-十]+", 12), ("ⅩⅣ", "[IVX]+", 14)],
)
def test_goals_may_have_numerals_of_any_kind(
    tmp_path: Path, printed: str, pattern: str, number: int
) -> None:
    told = (GREEN_TOWN / "layout.toml").read_text(encoding="utf-8")
    path = tmp_path / "layout.toml"
    path.write_text(told.replace("[IVX]+", pattern), encoding="utf-8")
    text = DOCUMENT.replace("Ⅲ", printed).replace("Ⅱ", printed).replace("Ⅰ", printed)
    plan = parse_text(text, read_layout(path))
    assert [goal.number for goal in plan.goals] == [number]


def test_a_numeral_that_is_none_is_told_with_its_line(layout: Layout) -> None:
    with pytest.raises(LayoutError, match="catches 'IIV' in line 29") as caught:
        parse_text(changed("Ⅱ", "ⅡⅤ"), layout)
    assert caught.value.hint is not None
    assert "Roman or kanji numeral" in caught.value.hint


def test_initiatives_right_below_the_heading_of_a_table_are_told(tmp_path: Path) -> None:
    told = (GREEN_TOWN / "layout.toml").read_text(encoding="utf-8")
    path = tmp_path / "layout.toml"
    path.write_text(told.replace("事業)】'\n", "事業)】'\nresumes = true\n"), encoding="utf-8")
    plan = parse_text(DOCUMENT, read_layout(path))
    assert [error.line for error in plan.errors] == [17, 18, 19, 23, 25, 36]
