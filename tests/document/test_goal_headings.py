"""Headings of goals: projects below them pursue them, and their codes may begin anew."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from rdflib import RDF, URIRef

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
TOLD = (GREEN_TOWN / "layout.toml").read_text(encoding="utf-8")
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


def with_layout(folder: Path, old: str, new: str, count: int = -1) -> Layout:
    assert old in TOLD
    path = folder / "layout.toml"
    path.write_text(TOLD.replace(old, new, count), encoding="utf-8")
    return read_layout(path)


def overlapping(plan: Plan) -> list[str]:
    """Return the words that became two things."""
    claims = sorted(plan.claims, key=lambda claim: claim.span)
    return [
        plan.source.text[later.span.start : later.span.end]
        for claim, later in pairwise(claims)
        if later.span.start < claim.span.end
    ]


def pursued(plan: Plan) -> dict[str, list[int]]:
    return {project.code: [aim.goal for aim in project.aims] for project in plan.projects}


def test_projects_pursue_the_goal_that_they_stand_below(green: Plan) -> None:
    assert not green.problems
    assert coverage(green).share == 1
    assert not overlapping(green)
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


def test_a_title_that_may_go_on_is_noted(layout: Layout) -> None:
    text = changed("（１）港のしごとづくり", "（１）港の空き倉庫を活かした新しい\nしごとづくり")
    (note,) = parse_text(text, layout).problems
    assert (note.severity, note.line) == ("note", 11)
    assert "the title 「港の空き倉庫を活かした新しい」 fills its line" in note.message
    assert "header.pattern" in (note.hint or "")


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
    codes = [
        statement
        for statement in graphs.provenance.subjects(RDF.subject, project)
        if (statement, RDF.predicate, CHIIKI.code) in graphs.provenance
    ]
    told = [one for code in codes for one in graphs.provenance.objects(code, CHIIKI.derivedFrom)]
    assert {str(content.value(one, CHIIKI.words)) for one in told} == {"Ⅰ", "（２）"}
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


@pytest.mark.parametrize(
    ("old", "new", "line", "first"),
    [
        (
            "（２）漁業",
            "基本目標Ⅰ　浜で働く人をふやす\n（２）漁業",
            20,
            "港で働く人をふやす」 in line 3",
        ),
        ("基本目標Ⅲ", "基本目標Ⅱ", 41, "子どもが育つまちをつくる」 in line 29"),  # no project below
    ],
)
def test_a_number_of_two_goals_is_told(
    layout: Layout, old: str, new: str, line: int, first: str
) -> None:
    (told,) = parse_text(changed(old, new), layout).problems
    assert (told.severity, told.line) == ("warning", line)
    assert first in told.message


def test_a_code_may_name_its_goal_itself(layout: Layout) -> None:
    plan = parse_text(changed("（２）漁業", "Ⅰ－（２）漁業"), layout)
    assert not plan.problems
    assert list(pursued(plan)) == ["I-(1)", "I-(2)", "II-(1)"]


def test_a_code_that_names_another_goal_than_stands_above_is_told(layout: Layout) -> None:
    plan = parse_text(changed("（２）漁業", "Ⅳ－（２）漁業"), layout)
    assert pursued(plan)["IV-(2)"] == [1]
    (told,) = plan.problems
    assert (told.severity, told.line) == ("warning", 20)
    assert "the code IV-(2) names another goal" in told.message


def test_a_code_without_a_goal_above_it_is_told(layout: Layout) -> None:
    text = changed("基本目標Ⅰ　港で働く人をふやす\n", "")
    with pytest.raises(
        LayoutError, match=r"the code '\(1\)' in line 10 .* names no goal"
    ) as caught:
        parse_text(text, layout)
    assert caught.value.line == 1 + TOLD[: TOLD.index("pattern = '基本目標")].count("\n")


def test_a_project_of_another_title_is_another_one(layout: Layout) -> None:
    plan = parse_text(changed("（２）漁業", "（１）漁業"), layout)
    (error,) = plan.errors
    assert "code I-(1) of 「漁業のあとつぎ育成」 stands in line 11 too" in error.message
    again = "（１）港のしごとづくり\n【主な事業】\n・空き家の改修\n（２）漁業"
    plan = parse_text(changed("（２）漁業", again), layout)
    assert not plan.problems
    assert [len(project.groups) for project in plan.projects] == [2, 2, 1]


def test_implementers_above_the_initiatives_are_those_of_their_heading(layout: Layout) -> None:
    text = changed("・新規就業者", "実施：町\n・新規就業者")
    plan = parse_text(text, layout)
    assert not plan.problems
    assert [
        (group.text.text, group.certainty, len(group.initiatives))
        for group in plan.projects[1].groups
    ] == [("主な事業", "unknown", 1), ("関連する事業", "explicit", 1)]
    assert not overlapping(plan)


def test_two_lists_of_implementers_below_one_heading_are_told(layout: Layout) -> None:
    for text, line, why in (
        (changed("実施：町、商工会", "実施：商工会\n実施：町"), 20, "another list of implementers"),
        (
            changed("・起業する人", "実施：商工会\n・起業する人"),
            19,
            "an initiative follows the list",
        ),
    ):
        plan = parse_text(text, layout)
        (group,) = plan.projects[0].groups
        assert (group.certainty, group.implementers) == ("unknown", None)
        assert "商工会" in {bodies.words.text for bodies in group.cells_beside}
        assert len(group.cells_beside) == 2
        (told,) = plan.problems
        assert (told.severity, told.line) == ("warning", line)
        assert why in told.message
        assert "「主な事業」" in told.message


def test_implementers_behind_an_initiative_are_noted(layout: Layout) -> None:
    plan = parse_text(changed("家賃の補助\n実施：", "家賃の補助　実施："), layout)
    (told,) = plan.problems
    assert (told.severity, told.line) == ("note", 18)
    assert "bodies.label stands inside" in told.message


def test_a_cell_is_of_the_list_that_it_stands_beside(tmp_path: Path) -> None:
    unlabelled = with_layout(tmp_path, "label = '実施:'\n", "")
    text = DOCUMENT.replace("実施：", "").replace("住まいの確保\n", "住まいの確保\n町、商工会\n")
    plan = parse_text(text, unlabelled)
    assert [(group.text.text, group.certainty) for group in plan.projects[1].groups] == [
        ("主な事業", "unknown"),
        ("関連する事業", "explicit"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("（１）子育ての", "（１）子育て　の", 33, "is left out with what stands above it"),
        ("（２）漁業の", "（２）漁業　の", 20, "is read as part of"),
        ("【期待される効果】\n", "【期待される効果】\n（３）港の祭り　花火\n", 27, "is left out"),
    ],
)
def test_a_head_that_does_not_fit_is_told(
    layout: Layout, old: str, new: str, line: int, told: str
) -> None:
    plan = parse_text(changed(old, new), layout)
    notes = [problem for problem in plan.problems if "the head of a project" in problem.message]
    assert [(note.severity, note.line) for note in notes] == [("note", line)]
    assert told in notes[0].message
    assert "header.pattern" in (notes[0].hint or "")


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("担い手の確保\n", "担い手の確保\n【新しい取組】\n・海の家\n", 28, "looks like a heading"),
        ("担い手の確保\n", "担い手の確保\n実施：町\n", 28, "looks like a list of implementers"),
        ("Ⅱ　子ども", "Ⅱ：子ども", 29, "begins like the heading of a goal"),
        ("Ⅱ　子ども", "２　子ども", 29, "begins like the heading of a goal"),
        ("（２）漁業", "（３）漁業", 20, "the code I-(3) does not follow the one before it"),
        ("（１）子育て", "（２）子育て", 33, "the code II-(2) does not follow the one before it"),
    ],
)
def test_what_seems_to_be_missed_is_noted(
    layout: Layout, old: str, new: str, line: int, told: str
) -> None:
    notes = [one for one in parse_text(changed(old, new), layout).problems if told in one.message]
    assert [(one.severity, one.line) for one in notes] == [("note", line)]


INDEX = """
[index.goals]
head = '目次'
items.start = '基本目標[IVX]+'
items.pattern = '基本目標(?P<number>[IVX]+)\\s+(?P<vision>.{1,60})'
"""
FIELDS = """
[index.fields]
head = '分野の一覧'
items.start = '分野\\d+'
items.pattern = '分野(?P<number>\\d+)\\s+(?P<name>.+)'
"""
ROWS = "".join(f"{line}\n" for line in DOCUMENT.splitlines() if line.startswith("基本目標"))


def test_an_index_may_have_rows_like_the_headings(tmp_path: Path) -> None:
    layout = with_layout(tmp_path, "\n[header]\n", f"{INDEX}{FIELDS}\n[header]\n")
    plan = parse_text(f"目次\n{ROWS}分野の一覧\n分野１　産業\n{DOCUMENT}", layout)
    assert not plan.problems
    assert [field.name.text for field in plan.fields] == ["産業"]
    assert coverage(plan).share == 1
    assert not overlapping(plan)
    assert [len(goal.vision.again) for goal in plan.goals] == [0, 0, 0]
    assert pursued(plan) == {"I-(1)": [1], "I-(2)": [1], "II-(1)": [2]}


def test_an_index_ends_at_the_heading_of_a_goal_without_projects(tmp_path: Path) -> None:
    layout = with_layout(tmp_path, "\n[header]\n", f"{INDEX}\n[header]\n")
    rows = "目次\n基本目標Ⅱ　子どもが育つまちをつくる\n"
    text = f"{rows}基本目標Ⅴ　海をまもる\n【現状と課題】\nなし。\n{DOCUMENT}"
    plan = parse_text(text, layout)
    assert not plan.problems
    assert [goal.number for goal in plan.goals] == [1, 2, 3, 5]
    assert not overlapping(plan)


FURNITURE = """
[[furniture]]
kind = "front matter"
pattern = 'はじめに'
until = '基本目標I.*ふやす'
"""


def test_furniture_may_go_on_until_a_line(tmp_path: Path) -> None:
    layout = with_layout(tmp_path, "\n[[furniture]]", f"{FURNITURE}\n[[furniture]]", 1)
    plan = parse_text(f"はじめに\n町は海にある。\n（１）海と町\n{DOCUMENT}", layout)
    assert not plan.problems
    assert pursued(plan) == {"I-(1)": [1], "I-(2)": [1], "II-(1)": [2]}
    front = [claim for claim in plan.claims if claim.kind == "front matter"]
    assert [plan.source.text[claim.span.start : claim.span.end] for claim in front] == [
        "はじめに",
        "町は海にある。",
        "（１）海と町",
        "みどり町総合戦略",
    ]


def test_furniture_that_begins_again_before_its_end_is_noted(tmp_path: Path) -> None:
    layout = with_layout(tmp_path, "\n[[furniture]]", f"{FURNITURE}\n[[furniture]]", 1)
    (note,) = parse_text(f"はじめに\n海。\nはじめに\n町。\n{DOCUMENT}", layout).problems
    assert (note.severity, note.line) == ("note", 3)
    assert "no data up to line 7" in note.message


def test_furniture_without_its_end_is_told(tmp_path: Path) -> None:
    layout = with_layout(tmp_path, "\n[[furniture]]", f"{FURNITURE}\n[[furniture]]", 1)
    with pytest.raises(LayoutError, match=r"no line fits furniture.until behind line 45") as caught:
        parse_text(f"{DOCUMENT}\nはじめに\n町は海にある。\n", layout)
    assert caught.value.line is not None
    assert layout.text.splitlines()[caught.value.line - 1].startswith("until")


def test_fields_may_stand_in_headings_of_goals(tmp_path: Path) -> None:
    layout = with_layout(tmp_path, r"\s+(?P<vision>", r"\s+(?P<name>\S+):(?P<vision>")
    text = DOCUMENT
    for number, name in (("Ⅰ　", "産業"), ("Ⅱ　", "子育て"), ("Ⅲ　", "福祉")):
        text = text.replace(number, f"{number}{name}：")
    plan = parse_text(text, layout)
    assert not plan.problems
    assert [field.name.text for field in plan.fields] == ["産業", "子育て", "福祉"]


def test_an_overview_and_aims_cannot_both_go_on_to_a_section(tmp_path: Path) -> None:
    aims = "\n[header.aims]\nstart = 'めざす'\npattern = 'めざす(?P<goal>\\d)(?P<vision>.+)'\n"
    with pytest.raises(LayoutError, match="both given") as caught:
        with_layout(tmp_path, "\n[[section]]", f"{aims}\n[[section]]", 1)
    assert caught.value.line == 1 + TOLD[: TOLD.index("overview = true")].count("\n")


@pytest.mark.parametrize(
    ("printed", "pattern", "number"),
    [("４", r"\d+", 4), ("十二", "[一-十]+", 12), ("ⅩⅣ", "[IVX]+", 14)],
)
def test_goals_may_have_numerals_of_any_kind(
    tmp_path: Path, printed: str, pattern: str, number: int
) -> None:
    layout = with_layout(tmp_path, "[IVX]+", pattern)
    text = DOCUMENT.replace("Ⅲ", printed).replace("Ⅱ", printed).replace("Ⅰ", printed)
    plan = parse_text(text, layout)
    assert [goal.number for goal in plan.goals] == [number]


def test_a_numeral_that_is_none_is_told_with_its_line(layout: Layout) -> None:
    with pytest.raises(LayoutError, match="catches 'IIV' in line 29") as caught:
        parse_text(changed("Ⅱ", "ⅡⅤ"), layout)
    assert caught.value.hint is not None
    assert "Roman or kanji numeral" in caught.value.hint


def test_initiatives_right_below_the_heading_of_a_table_are_told(tmp_path: Path) -> None:
    layout = with_layout(tmp_path, "事業)】'\n", "事業)】'\nresumes = true\n")
    plan = parse_text(DOCUMENT, layout)
    assert [error.line for error in plan.errors] == [17, 18, 19, 23, 25, 36]
