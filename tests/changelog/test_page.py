"""The page of a comparison: parsed, and looked at in a browser."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5rdf
import pytest
from playwright.sync_api import Page

from kg.changelog import Comparison, compare
from kg.changelog.grouping import groups_of
from kg.cli.diff import run
from kg.comparison.changes import Change, Heading
from tests.changelog.conftest import EDITS, MOVE, MOVED, Edit, edited
from tests.conftest import REAL_PLAN
from tests.web.little_site import barriers
from tests.windows import Windows

NAMESPACE = "{http://www.w3.org/1999/xhtml}"
HOSTILE = '<script>alert("釧路")</script>&amp;<img src=//evil.example/x>'
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}

Show = Callable[..., Page]


def parse(page: str) -> Element:
    """Parse a page as HTML 5, every error of form an exception."""
    root: Element = html5rdf.HTMLParser(strict=True).parse(page)
    return root


def all_of(root: Element, name: str, css: str = "") -> list[Element]:
    found = root.iter(NAMESPACE + name)
    return [one for one in found if not css or css in str(one.get("class")).split()]


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def entries(root: Element) -> dict[str, Element]:
    return {str(one.get("id")): one for one in all_of(root, "article", "change")}


def sides(entry: Element) -> list[Element]:
    return [*all_of(entry, "div", "old"), *all_of(entry, "div", "new")]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_page_is_well_formed_and_every_link_leads_to_its_place(
    few: Comparison, lang: str
) -> None:
    root = parse(few.to_html(lang))  # type: ignore[arg-type]
    assert root.get("lang") == lang
    names = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(names) == len(set(names))
    targets = [str(a.get("href")) for a in all_of(root, "a")]
    assert {target.removeprefix("#") for target in targets} <= set(names)
    labelled = {element.get("aria-labelledby") for element in root.iter()} - {None}
    assert labelled <= set(names)


def test_each_change_shows_both_quotes_with_page_and_line(few: Comparison) -> None:
    found = entries(parse(few.to_html()))
    assert len(found) == len(few)
    for change in few:
        entry = found[f"change-{change.key}"]
        assert change.label in text_of(all_of(entry, "h3")[0])
        for side, passages in zip(sides(entry), (change.old, change.new), strict=True):
            quotes = [text_of(one) for one in all_of(side, "blockquote")]
            assert quotes == [passage.words for passage in passages]
            places = [text_of(one) for one in all_of(side, "figcaption")]
            assert places == [f"{at.page}ページ {at.line}行" for at in passages]
            assert bool(all_of(side, "p", "absent")) == (not passages)
        score = [text_of(one) for one in all_of(entry, "p", "similarity")]
        known = change.similarity
        assert score == ([] if known in (None, 1) else [f"類似度 {known:.3f}"])


def test_words_that_went_and_came_are_marked(few: Comparison) -> None:
    found = entries(parse(few.to_html()))
    (change,) = (change for change in few if change.nature == "reworded")
    old, new = sides(found[f"change-{change.key}"])
    assert [text_of(one) for one in all_of(old, "del")] == ["冬季"]
    assert [text_of(one) for one in all_of(new, "ins")] == ["冬期"]
    assert not all_of(old, "ins") + all_of(new, "del")


def test_words_are_marked_in_the_value_or_in_the_quote_and_not_in_both(edit: Edit) -> None:
    codes = ("２－（４）", "＊"), ("３－（２）", "２－（４）"), ("＊", "３－（２）")
    quoted_otherwise = 0
    for entry in entries(parse(edit(*codes).to_html())).values():
        for side in sides(entry):
            if all_of(side, "p", "value"):
                quoted_otherwise += 1
                marked = [one for one in all_of(side, "blockquote") for _ in iter_marks(one)]
                assert marked == []
    assert quoted_otherwise


def iter_marks(element: Element) -> list[Element]:
    return [*all_of(element, "del"), *all_of(element, "ins")]


def test_the_words_of_a_work_that_was_split_are_marked_in_both_parts(edit: Edit) -> None:
    (change, *_) = comparison = edit(("冬季における安全で快適", "冬期における安全で快適\n○"))
    assert change.nature == "split"
    (entry,) = entries(parse(comparison.to_html())).values()
    quotes = [text_of(one) for one in all_of(entry, "blockquote")]
    assert quotes == [
        "冬季における安全で快適な道路交通の確保",
        "冬期における安全で快適",
        "な道路交通の確保",
    ]
    assert [text_of(one) for one in all_of(entry, "ins")] == ["冬期"]


def test_the_summary_counts_each_nature_of_each_project(few: Comparison) -> None:
    root = parse(few.to_html())
    (table,) = all_of(root, "table", "summary")
    heads = [text_of(one) for one in all_of(table, "thead")[0].iter(NAMESPACE + "th")]
    natures = ["追加", "なくなった", "文言の変更", "推進主体の変更", "内容の変更"]
    assert heads == ["プロジェクト等", *natures, "計"]
    rows = [
        [text_of(cell) for cell in row if cell.tag != NAMESPACE + "th"]
        for row in all_of(table, "tr")
    ]
    assert rows[1] == ["1", "1", "", "1", "1", "4"]
    assert rows[-1] == ["4", "4", "1", "1", "2", "12"]
    links = [a for row in all_of(table, "tr")[1:] for a in all_of(row, "a")]
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    for link in links:
        place = by_id[str(link.get("href")).removeprefix("#")]
        nature = str(link.get("aria-label") or "").split(" ")[0]
        assert nature in text_of(place)


@pytest.mark.parametrize(
    ("edits", "ja", "en"),
    [
        (
            [("発展プロジェクト ／推進主体：国", "発展プロジェクト ／推進主体：道")],
            "プロジェクト 推進主体の変更",
            "project, lead changed",
        ),
        (
            [("国、道、市町村", "国、市町村")],
            "取組のまとまり 実施主体の変更",
            "group of initiatives, implementers changed",
        ),
        (
            [("【再掲】１－（２）", "【再掲】１－（３）")],
            "一覧の行 再掲の変更",
            "listing, repeats changed",
        ),
    ],
)
def test_lead_implementers_and_reprints_are_told_apart(
    edit: Edit, edits: list[tuple[str, str]], ja: str, en: str
) -> None:
    comparison = edit(*edits)
    for lang, words in (("ja", ja), ("en", en)):
        assert f"{words}: " in comparison.to_text(lang)  # type: ignore[arg-type]
        assert f"{words}: " in comparison.to_markdown(lang)  # type: ignore[arg-type]
        root = parse(comparison.to_html(lang))  # type: ignore[arg-type]
        stop = " " if lang == "ja" else ", "
        found = {
            tuple(text_of(all_of(entry, "span", css)[0]) for css in ("what", "nature"))
            for entry in all_of(root, "article")
        }
        kind, happened = words.split(stop)
        assert (kind, happened) in found
        assert happened in [text_of(one) for one in all_of(root, "th")]


def test_what_moved_is_counted_in_its_new_project_and_pointed_to_in_its_old_one(edit: Edit) -> None:
    (change,) = comparison = edit(*MOVE)
    root = parse(comparison.to_html())
    by_id = {str(element.get("id")): element for element in root.iter()}
    (pointer,) = all_of(by_id["project-1-(1)"], "li")
    assert text_of(pointer).startswith(f"基盤整備 {MOVED} → 2-(2) ")
    (link,) = all_of(pointer, "a")
    assert link.get("href") == f"#change-{change.key}"
    assert len(all_of(root, "article")) == len(all_of(by_id["project-2-(2)"], "article")) == 1
    (table,) = all_of(root, "table", "summary")
    rows = [[text_of(cell) for cell in row] for row in all_of(table, "tr")[1:]]
    assert [row[1:] for row in rows] == [["→1", "0"], ["1", "1"], ["1", "1"]]
    (arrow,) = (a for a in all_of(table, "a") if text_of(a) == "→1")
    assert by_id[str(arrow.get("href"))[1:]] in list(by_id["project-1-(1)"])


def test_a_dropped_project_and_a_new_one_of_one_code_have_places_of_their_own() -> None:
    old, new = Heading("1-(1)", "やめた事業"), Heading("1-(1)", "始めた事業")
    groups = groups_of(
        [
            Change("dropped", "work", "1-(1)", "旧港の整備", project=old),
            Change("added", "work", "1-(1)", "新港の整備", project=new),
        ],
        "ja",
    )
    assert [(group.id, group.title) for group in groups] == [
        ("project-1-(1)", "やめた事業"),
        ("project-1-(1)-2", "始めた事業"),
    ]


def test_what_moved_within_its_project_is_told_once(many: Comparison) -> None:
    assert not all_of(parse(many.to_html()), "div", "away")


def test_that_words_are_the_same_is_told_by_no_number(edit: Edit) -> None:
    comparison = edit(*MOVE)
    assert [change.similarity for change in comparison] == [1.0]
    for written in (comparison.to_text(), comparison.to_markdown(), comparison.to_html()):
        assert "類似度 1" not in written.replace(": ", " ")
    assert '"similarity": 1.0' in comparison.to_json()
    assert '"left"' not in comparison.to_json()


def test_the_changes_of_a_project_stand_together(many: Comparison) -> None:
    root = parse(many.to_html())
    found = [
        (str(section.get("id")), str(entry.get("id")))
        for section in all_of(root, "section")
        for entry in all_of(section, "article", "change")
    ]
    wanted = {
        (
            f"project-{change.project.code}" if change.project else f"kind-{change.kind}",
            f"change-{change.key}",
        )
        for change in many
    }
    assert len(found) == len(many) > 200
    assert set(found) == wanted


def test_a_work_stands_under_the_project_that_its_own_became(edit: Edit) -> None:
    text = "冬季における安全で快適な道路交通の確保"
    renumbered = edit(("２－（４）", "２－（７）"), (f"○{text}\n", ""))
    (dropped,) = (change for change in renumbered if change.label == text)
    assert (dropped.nature, dropped.code) == ("dropped", "2-(4)")
    assert dropped.project is not None
    assert dropped.project.code == "2-(7)"


def test_what_is_not_said_any_more_is_told(few: Comparison) -> None:
    change = next(change for change in few if change.aspect == "lead")
    gone = dataclasses.replace(change, after="", difference="")
    page = dataclasses.replace(few, changes=(gone,)).to_html("en")
    (entry,) = entries(parse(page)).values()
    old, new = sides(entry)
    assert [text_of(one) for one in all_of(old, "p", "value")] == ["国"]
    assert [text_of(one) for one in all_of(new, "p", "value")] == ["nothing said"]


@pytest.mark.parametrize(("lang", "word"), [("ja", "明示"), ("en", "explicit")])
def test_certainty_is_told_in_words(few: Comparison, lang: str, word: str) -> None:
    change = next(change for change in few if change.aspect == "lead")
    other = dataclasses.replace(change, aspect="certainty", before="explicit", after="unknown")
    comparison = dataclasses.replace(few, changes=(other,))
    (entry,) = entries(parse(comparison.to_html(lang))).values()  # type: ignore[arg-type]
    assert [text_of(one) for one in all_of(sides(entry)[0], "p", "value")] == [word]
    assert f": {word}" in comparison.to_text(lang)  # type: ignore[arg-type]


def test_without_changes_the_page_says_so(edit: Edit) -> None:
    root = parse(edit().to_html("en"))
    assert entries(root) == {}
    assert not all_of(root, "table")
    assert "nothing changed in meaning" in text_of(all_of(root, "main")[0])


def test_a_page_asks_no_other_host_runs_nothing_and_escapes_all(few: Comparison) -> None:
    change = next(change for change in few if change.nature == "reworded")
    passage = dataclasses.replace(change.new[0], words=HOSTILE)
    bad = dataclasses.replace(change, label=HOSTILE, new=(passage,))
    page = dataclasses.replace(few, changes=(bad,)).to_html()
    root = parse(page)
    names = {element.tag.removeprefix(NAMESPACE) for element in root.iter()}
    assert not names & {"script", "link", "img", "iframe", "object", "embed", "form", "base"}
    assert text_of(all_of(root, "blockquote")[1]) == HOSTILE
    assert all(str(a.get("href")).startswith("#") for a in all_of(root, "a"))
    assert "default-src 'none'" in page
    assert not re.search(r"url\(|@import|https?:", text_of(all_of(root, "style")[0]))


def test_the_same_editions_give_the_same_page(few: Comparison, tmp_path: Path) -> None:
    assert compare(REAL_PLAN, edited(tmp_path, *EDITS)).to_html() == few.to_html()


def test_the_command_writes_the_page(tmp_path: Path) -> None:
    out = tmp_path / "changes.html"
    revised = str(edited(tmp_path, *EDITS))
    assert run([str(REAL_PLAN), revised, "-f", "html", "--lang", "en", "-o", str(out)], "ja") == 0
    root = parse(out.read_text(encoding="utf-8"))
    assert root.get("lang") == "en"
    assert len(entries(root)) == 12


# ---- in a browser ------------------------------------------------------------


@pytest.fixture
def show(windows: Windows, tmp_path: Path) -> Iterator[Show]:
    """Return a function that opens the page of a comparison."""
    with ExitStack() as stack:

        def open_page(comparison: Comparison, lang: str = "ja", **options: Any) -> Page:
            path = tmp_path / "page.html"
            path.write_text(comparison.to_html(lang), encoding="utf-8")  # type: ignore[arg-type]
            page = stack.enter_context(windows.lent(**options)).page
            page.goto(path.as_uri())
            return page

        yield open_page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("which", ["none", "few", "many"])
def test_there_is_no_barrier_and_nothing_is_wider_than_the_window(
    show: Show, axe: Path, request: pytest.FixtureRequest, which: str, size: object, scheme: str
) -> None:
    known = request.getfixturevalue("edit")() if which == "none" else None
    comparison = known if known is not None else request.getfixturevalue(which)
    lang = "ja" if scheme == "light" else "en"
    page = show(comparison, lang, viewport=size, color_scheme=scheme)
    assert barriers(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_quotes_stand_side_by_side_where_there_is_room(show: Show, few: Comparison) -> None:
    page = show(few, viewport=WIDE)

    def tops() -> list[float]:
        return [one["y"] for one in map(_box, page.locator(".change .side").all()[:2])]

    wide = tops()
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    narrow = tops()
    assert wide[0] == wide[1]
    assert narrow[0] < narrow[1]


def _box(locator: object) -> dict[str, float]:
    found: dict[str, float] = locator.bounding_box()  # type: ignore[attr-defined]
    return found


def test_a_count_leads_to_its_changes(show: Show, few: Comparison) -> None:
    page = show(few, viewport=WIDE, reduced_motion="reduce")
    page.get_by_role("link", name="文言の変更 1: 2-(4)").click()
    target = page.locator(".change:target")
    assert "冬期における" in target.inner_text()
    page.wait_for_function(
        "() => document.querySelector('.change:target').getBoundingClientRect().top < innerHeight"
    )


def test_the_page_can_be_printed(show: Show, few: Comparison) -> None:
    page = show(few)
    assert page.pdf().startswith(b"%PDF")
    page.emulate_media(media="print")
    assert page.locator(".change").count() == 12
