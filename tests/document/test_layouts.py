"""Layouts: another family of plans is read by its own file, and a wrong file is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.document.coverage import coverage
from kg.document.layout import Layout, layout_path, read_layout
from kg.document.model import Bodies, Plan
from kg.document.plan_file import read_plan_file
from kg.document.reading import read_plan
from kg.errors import LayoutError, NotFoundError
from kg.graph.convert import convert
from kg.graph.validation import validate
from kg.messages import in_japanese
from tests.rewriting import parse_text

HARBOUR_TOWN = Path(__file__).parent / "harbour-town"
INDEX = r"""
[index.fields]
head = '分野の一覧'
items.start = '分野\d+'
items.pattern = '分野(?P<number>\d+):(?P<name>.+?)'

[index.goals]
head = '基本目標の一覧'
items.start = '基本目標\d+'
items.pattern = '基本目標(?P<number>\d+):(?P<vision>.+?)'

[index.listings]
head = '施策の一覧'
items.start = '・{code}'
items.pattern = '・(?P<code>{code}) (?P<title>[^(]+)(?:\(.*\))?'
"""
"""An index page whose items have words and signs beside their groups, and no 再掲."""
INDEX_PAGE = """分野の一覧
分野１：港
分野２：浜
基本目標の一覧
基本目標１：人が集まる港
基本目標２：安心して歩ける浜
施策の一覧
・施策１－１　港から始まるにぎわい
・施策２－１　浜の道をなおす
"""


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
        ("item = '[-－]'\n", "", "item", -2),
        ("[marks]\ngroup = '◆'\nitem = '[-－]'\n", "", "missing required field `marks`", None),
        ('role = "overview"', 'role = "summary"', "summary", 0),
        ('role = "co-creations"', 'role = "summary"', "summary", 0),
        ("heading = '≪ねらい≫'", "heading = '≪ねらい≫('", "section.heading", 0),
        ("heading = '≪取り組み≫'", "heading = '≪取り組み≫('", "section.heading", 0),
        ("(?P<title>", "(?P<name>", "title", 0),
        ("[code]", "[code", "not valid TOML", 0),
        ("group = '◆'", "group = 5", "group", 0),
        ("group = '◆'", "group = ''", "marks.group is empty", 0),
        ("group = '◆'", "group = '{kode}'", "only {code}", 0),
        ("canonical = ", "canonical = '{nope}' #", "code.canonical", 0),
        ("canonical = ", "canonical = '{nope' #", "no template", 0),
        ("canonical = ", "canonical = '{0}' #", "code.canonical", 0),
        ("key = ", "key = 'x' #", "code.key", 0),
        ("opening = [", "opening = ['', ", "empty word", 0),
        ('required = ["lead"]', 'required = ["leed"]', "no group 'leed'", -1),
        ('required = ["lead"]', 'required = [""]', "empty word", 0),
        ("group = '◆'", "group = '[①-⑳]'", "has '①', which never stands", 0),
        ("heading = '≪取り組み≫'", "heading = '（取り組み）'", "has '（', which never stands", 0),
        ("group = '◆'", "group = '◆?'", "where there is nothing", 0),
        ("complete = ", "rest = '('\ncomplete = ", "infrastructure.rest is no regular", 0),
        ("pattern = '施策", "pattern = '(?i)施策", "code.pattern cannot stand in", 0),
        ("[header.aims]", "[header]\naims.x = 1\n#", "not valid TOML", 0),
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


def changed_layout(tmp_path: Path, *changes: tuple[str, str], index: str = "") -> Layout:
    """Return the layout of the small plan, written otherwise."""
    text = (HARBOUR_TOWN / "layout.toml").read_text(encoding="utf-8") + index
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "layout.toml"
    path.write_text(text, encoding="utf-8")
    return read_layout(path)


DOCUMENT = (HARBOUR_TOWN / "plan.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "told", "japanese"),
    [
        ("(?P<title>.{1,100}?)", "(?P<title>).{1,100}?", "'title' of header.pattern", "title"),
        ("(?P<codes>{code})", "(?P<codes>施策)[-\\d]+", "finds no code", "番号がありません"),
        ("目標(?P<goal>\\d+)", "(?P<goal>目標\\d+)", "'目標1' in line 5", "数ではありません"),
        ("group = '◆'", "group = '(?=◆)'", "no sign, but a place, in line 12", "位置にだけ"),
        ('canonical = "施策{', 'canonical = "政策{', "does not read as the same code", "同じ番号"),
        (r"-(?P<number>\\d+)'", r"-(?P<number>[2-9])?\\d*'", "catches nothing in", "何も拾い"),
    ],
)
def test_what_a_pattern_should_have_caught_is_told_with_both_lines(
    tmp_path: Path, old: str, new: str, told: str, japanese: str
) -> None:
    layout = changed_layout(tmp_path, (old.replace("\\\\", "\\"), new.replace("\\\\", "\\")))
    with pytest.raises(LayoutError, match=re.escape(told)) as caught:
        parse_text(DOCUMENT, layout)
    assert caught.value.where == str(tmp_path / "layout.toml")
    key = new.partition(" = ")[0] if " = " in new else "pattern"
    row = layout.text.splitlines()[(caught.value.line or 0) - 1]
    assert row.startswith(key)
    assert japanese in str(in_japanese(caught.value.message))


def test_what_an_index_has_beside_its_groups_is_a_label(tmp_path: Path) -> None:
    plan = parse_text(INDEX_PAGE + DOCUMENT, changed_layout(tmp_path, index=INDEX))
    assert not plan.problems
    assert coverage(plan).share == 1
    assert [(field.number, field.name.text) for field in plan.fields] == [(1, "港"), (2, "浜")]
    assert [(goal.number, goal.vision.text) for goal in plan.goals] == [
        (1, "人が集まる港"),
        (2, "安心して歩ける浜"),
    ]
    assert [(row.code, row.title.text, row.repeats) for row in plan.listings] == [
        ("施策1-1", "港から始まるにぎわい", None),
        ("施策2-1", "浜の道をなおす", None),
    ]
    labels = [claim for claim in plan.claims if claim.kind == "label"][:5]
    words = [plan.source.text[claim.span.start : claim.span.end] for claim in labels]
    assert words == ["分野", "：", "分野", "：", "基本目標"]


@pytest.mark.parametrize("kept", ["fields", "goals", "listings"])
def test_an_index_may_have_any_of_its_blocks_alone(tmp_path: Path, kept: str) -> None:
    blocks = dict(zip(("fields", "goals", "listings"), INDEX.split("\n\n"), strict=True))
    pages = dict(zip(blocks, INDEX_PAGE.splitlines(), strict=False))
    lines = INDEX_PAGE.splitlines(keepends=True)
    pages = dict(
        zip(blocks, ("".join(lines[start : start + 3]) for start in (0, 3, 6)), strict=True)
    )
    plan = parse_text(pages[kept] + DOCUMENT, changed_layout(tmp_path, index="\n" + blocks[kept]))
    assert not plan.problems
    assert coverage(plan).share == 1
    assert len(getattr(plan, kept)) == 2


def test_a_listing_of_a_plan_without_fields_is_in_none(tmp_path: Path) -> None:
    layout = changed_layout(
        tmp_path,
        ("(?P<goal>\\d+)-", "(?P<field>\\d+)-"),
        ('"施策{goal}-', '"施策{field}-'),
        ('"{goal}-', '"{field}-'),
        index=INDEX,
    )
    plan = parse_text(INDEX_PAGE + DOCUMENT, layout)
    assert [listing.field for listing in plan.listings] == [1, 2]
    document = re.sub("(?m)^目標.*\n", "", DOCUMENT)
    text = changed_text(layout.text, r"(?s)\[header\.aims\].*?\n\n|\[index\.fields\].*?\n\n")
    (tmp_path / "layout.toml").write_text(text, encoding="utf-8")
    page = "".join(INDEX_PAGE.splitlines(keepends=True)[3:])
    plan = parse_text(page + document, read_layout(tmp_path / "layout.toml"))
    assert not plan.problems
    assert not plan.fields
    assert [(listing.code, listing.field) for listing in plan.listings] == [
        ("施策1-1", None),
        ("施策2-1", None),
    ]


def changed_text(text: str, pattern: str) -> str:
    """Leave out of a text all that a pattern matches."""
    changed = re.sub(pattern, "", text)
    assert changed != text
    return changed


def test_text_that_is_taken_for_a_label_is_noted(tmp_path: Path) -> None:
    layout = changed_layout(tmp_path, index=INDEX)
    page = INDEX_PAGE.replace("にぎわい\n", "にぎわい（年間１２０万人）\n").replace(
        "なおす\n", "なおす（新）\n"
    )
    (note,) = parse_text(page + DOCUMENT, layout).problems
    assert (note.severity, note.line) == ("note", 8)
    assert "「(年間120万人)」 stands outside the groups of index.listings" in note.message
    assert "(1 such" in note.message
    document = DOCUMENT.replace("区域：", "目標値　年間１２０万人　区域：")
    layout = changed_layout(tmp_path, (r"\s+区域", r"\s+(?:目標値 \S+ )?区域"))
    (note,) = parse_text(document, layout).problems
    assert note.line == 4
    assert (
        "「目標値 年間120万人 区域:」 stands outside the groups of header.pattern" in note.message
    )
    assert "(2 such" in note.message


def test_an_overview_without_a_word_is_none(tmp_path: Path) -> None:
    document = DOCUMENT.replace("高潮に強い道にする。\n", "")
    plan = parse_text(document, changed_layout(tmp_path))
    assert plan.projects[1].overview is None
    assert not plan.errors


def test_signs_between_bodies_may_be_alternatives(tmp_path: Path) -> None:
    document = DOCUMENT.replace("実施：町、県ほか", "実施：町と県など")
    changes = (('open_end = "ほか"', 'open_end = "ほか|など"\nseparator = "、|と"'),)
    bodies = (
        parse_text(document, changed_layout(tmp_path, *changes)).projects[0].groups[1].implementers
    )
    assert names(bodies) == ["町", "県"]
    assert bodies is not None
    assert bodies.is_open


def test_a_wrong_value_is_told_with_those_that_are_right(tmp_path: Path) -> None:
    with pytest.raises(LayoutError) as caught:
        changed_layout(tmp_path, ('role = "overview"', 'role = "effects"'))
    roles = "overview, initiatives, co-creations, infrastructure, left-out"
    assert caught.value.hint == f"It may be one of: {roles}"
    assert in_japanese(caught.value.message) == "section[0].role の値に「effects」は使えません。"
    assert in_japanese(str(caught.value.hint)) == f"使える値：{roles}"


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        (
            "◆(",
            "括弧 ( が閉じていません（2 文字目）",
        ),
        (
            "{code}◆)",
            "括弧 ) に対応する ( がありません（8 文字目）",
        ),
        (
            "[[a]",
            "[ の中の [ は \\[ と書いてください（1 文字の後）",
        ),
    ],
)
def test_a_pattern_that_is_none_is_told_in_japanese(
    tmp_path: Path, pattern: str, told: str
) -> None:
    with pytest.raises(LayoutError) as caught:
        changed_layout(tmp_path, ("group = '◆'", f"group = '{pattern}'"))
    refused = "パターン marks.group は正規表現として正しくありません："
    assert in_japanese(caught.value.message) == refused + told
