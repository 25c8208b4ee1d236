"""Layouts: another family of plans is read by its own file, and a wrong file is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.document.coverage import coverage
from kg.document.layout import layout_path, read_layout
from kg.document.model import Bodies, Plan
from kg.document.plan_file import read_plan_file
from kg.document.reading import read_plan
from kg.errors import LayoutError, NotFoundError
from kg.graph.convert import convert
from kg.graph.validation import validate

HARBOUR_TOWN = Path(__file__).parent / "harbour-town"


@pytest.fixture(scope="module")
def harbour() -> Plan:
    return read_plan(read_plan_file(HARBOUR_TOWN))


def names(bodies: Bodies | None) -> list[str]:
    return [entry.words.text for entry in bodies.entries] if bodies else []


def test_plan_of_another_make_up_is_read_whole(harbour: Plan) -> None:
    assert not harbour.problems
    assert coverage(harbour).share == 1
    assert [page.number for page in harbour.pages] == [1, 2]
    assert [(goal.number, goal.vision.text) for goal in harbour.goals] == [
        (1, "人が集まる港"),
        (2, "安心して歩ける浜"),
    ]
    first, second = harbour.projects
    assert (first.code, first.title.text) == ("施策1-1", "港から始まるにぎわい")
    assert first.lead is not None
    assert first.lead.text == "港湾課"
    assert first.overview is not None
    assert first.overview.text == "漁港と朝市を結び、年間を通じて人が訪れる港をつくる。"
    assert second.code == "施策2-1"


def test_labelled_implementers_belong_to_their_group(harbour: Plan) -> None:
    groups = harbour.projects[0].groups
    assert [
        (g.text.text, [i.text.text for i in g.initiatives], names(g.implementers), g.certainty)
        for g in groups
    ] == [
        (
            "朝市を毎週ひらく",
            ["テントと照明の更新", "出店者の募集と育成"],
            ["町", "漁協", "商工会"],
            "explicit",
        ),
        ("港の歩道をつなぐ", ["段差の解消"], ["町", "県"], "explicit"),
        ("港の歴史を伝える", ["語り部の会の開催"], [], "unknown"),
    ]
    assert groups[1].implementers is not None
    assert groups[1].implementers.is_open


def test_co_creations_works_and_programmes_of_another_make_up(harbour: Plan) -> None:
    (cleaning,) = harbour.projects[0].co_creations
    assert cleaning.title.text == "港の清掃"
    assert cleaning.content is not None
    assert cleaning.content.text == "月に一度、岸壁を清掃する"
    assert names(cleaning.partners) == ["町", "漁協", "住民"]
    second = harbour.projects[1]
    assert [
        (w.category.text if w.category else None, w.text.text, [i.text.text for i in w.items])
        for w in second.works
    ] == [
        ("漁港", "青葉漁港の整備", []),
        ("道路", "松原道路の整備", ["歩道の拡幅工事", "側溝の改良工事"]),
    ]
    (grant,) = second.programmes
    assert (grant.text.text, [item.text.text for item in grant.items]) == (
        "浜の道づくり交付金",
        ["舗装の修繕"],
    )


def test_graph_of_another_make_up_names_its_assets(harbour: Plan) -> None:
    content = convert(harbour, read_plan_file(HARBOUR_TOWN)).content
    found = {str(node) for node in content.subjects() if "/asset/" in str(node)}
    assert found == {
        f"https://w3id.org/chiiki/id/asset/{name}" for name in ("青葉漁港", "松原道路")
    }


def test_graph_of_another_make_up_conforms_to_the_shapes(harbour: Plan) -> None:
    graphs = convert(harbour, read_plan_file(HARBOUR_TOWN))
    report = validate((graphs.content, graphs.provenance))
    assert report.conforms, report.to_text("en")


@pytest.mark.parametrize(
    ("old", "new", "told", "lines_below"),
    [
        ("[marks]", "[marks]\ncolour = 'red'", "colour", 1),
        ("item = '[-－]'\n", "", "item", None),
        ('role = "overview"', 'role = "summary"', "summary", None),
        ("heading = '≪ねらい≫'", "heading = '≪ねらい≫('", "section.heading", 0),
        ("(?P<title>", "(?P<name>", "title", None),
        ("[code]", "[code", "not valid TOML", 0),
        ("group = '◆'", "group = 5", "group", None),
        ("group = '◆'", "group = ''", "marks.group is empty", 0),
        ("group = '◆'", "group = '{kode}'", "only {code}", 0),
        ("canonical = ", "canonical = '{nope}' #", "code.canonical", 0),
        ("canonical = ", "canonical = '{nope' #", "no template", 0),
        ("canonical = ", "canonical = '{0}' #", "code.canonical", 0),
        ("key = ", "key = 'x' #", "code.key", 0),
        ("opening = [", "opening = ['', ", "empty word", 0),
        ('required = ["lead"]', 'required = ["leed"]', "no group 'leed'", -2),
    ],
)
def test_wrong_layout_is_told_with_its_place(
    tmp_path: Path, old: str, new: str, told: str, lines_below: int | None
) -> None:
    text = (HARBOUR_TOWN / "layout.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "layout.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LayoutError, match=told) as caught:
        read_layout(path)
    assert caught.value.where == str(path)
    if lines_below is not None:
        first = text[: text.index(old)].count("\n") + 1
        assert caught.value.line == first + lines_below


def test_unknown_layout_names_the_known_ones() -> None:
    with pytest.raises(NotFoundError, match="hokkaido-vision"):
        layout_path("tokyo-vision")
