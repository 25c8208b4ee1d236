"""The built files work in a real browser under the strict policy, by mouse and by keyboard."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.little_site import PAGES, STATIC, Site, barriers

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 800}


def features() -> list[dict[str, Any]]:
    """Return the features of the map's page that have a place."""
    text = (PAGES / "places.geojson").read_text(encoding="utf-8")
    return [one for one in json.loads(text)["features"] if one["geometry"]]


def network() -> dict[str, list[dict[str, str]]]:
    """Return nodes and edges of the network's page."""
    found: dict[str, list[dict[str, str]]] = json.loads(
        (PAGES / "network.json").read_text(encoding="utf-8")
    )
    return found


def column(page: Page, number: int) -> list[str]:
    """Return the texts of one column of the table, in the order shown."""
    return page.locator(f"tbody tr:visible td:nth-child({number})").all_inner_texts()


def expect_drawn(page: Page, what: str, count: int) -> None:
    """Wait until the picture of the network shows that many nodes or edges."""
    canvas = page.locator(".network-canvas")
    expect(canvas).to_have_attribute(f"data-{what}", str(count))


# Search as you type


def test_suggestions_are_chosen_by_keyboard(site: Site) -> None:
    page = site.open("demo.html")
    box = page.locator("#q")
    box.press_sequentially("釧")
    options = page.locator(".suggestions [role=option]")
    expect(options).to_have_count(2)
    expect(box).to_have_attribute("aria-expanded", "true")
    assert options.first.locator("mark").inner_text() == "釧路"
    box.press("ArrowDown")
    box.press("ArrowDown")
    chosen = options.nth(1)
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", chosen.get_attribute("id") or "")
    box.press("Enter")
    page.wait_for_url("**/id/area/01206")


def test_escape_closes_the_suggestions_and_keeps_the_words(site: Site) -> None:
    page = site.open("demo.html")
    box = page.locator("#q")
    box.press_sequentially("釧")
    expect(page.get_by_role("listbox")).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("釧")
    expect(box).to_have_attribute("aria-expanded", "false")


def test_words_that_are_being_composed_ask_for_nothing(site: Site) -> None:
    page = site.open("demo.html")
    box = page.locator("#q")
    box.focus()
    keyboard = site.window.context.new_cdp_session(page)
    keyboard.send(
        "Input.imeSetComposition", {"text": "くし", "selectionStart": 2, "selectionEnd": 2}
    )
    expect(box).to_have_value("くし")
    page.wait_for_timeout(400)
    assert not [url for url in site.window.requests if "suggest" in url]
    keyboard.send("Input.insertText", {"text": "釧路"})
    expect(page.locator(".suggestions [role=option]")).to_have_count(2)


def test_nothing_found_is_said(site: Site) -> None:
    page = site.open("demo.html")
    page.locator("#q").press_sequentially("x")
    expect(page.locator(".suggestions")).to_have_text("候補はありません")
    expect(page.locator(".suggestions [role=option]")).to_have_count(0)


def test_enter_without_a_choice_sends_the_form(site: Site) -> None:
    page = site.open("demo.html")
    box = page.locator("#q")
    box.press_sequentially("釧")
    expect(page.get_by_role("listbox")).to_be_visible()
    box.press("Enter")
    page.wait_for_url("**/found.html?q=*")


def test_a_slash_goes_to_the_search_box_but_not_while_writing(site: Site) -> None:
    page = site.open("demo.html")
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value("")
    field = page.locator("#asset")
    field.fill("")
    field.press("/")
    expect(field).to_have_value("/")


# Tables


def test_a_table_sorts_numbers_as_numbers_with_empty_cells_last(site: Site) -> None:
    page = site.open("demo.html")
    button = page.get_by_role("button", name="件数")
    button.click()
    assert column(page, 3) == ["2", "10", "1,200", ""]
    head = page.get_by_role("columnheader", name="件数")
    expect(head).to_have_attribute("aria-sort", "ascending")
    button.press("Enter")
    assert column(page, 3) == ["1,200", "10", "2", ""]
    expect(head).to_have_attribute("aria-sort", "descending")


def test_a_table_is_filtered_in_any_width_of_letters(site: Site) -> None:
    page = site.open("demo.html")
    page.get_by_label("絞り込み").fill("abc")
    assert column(page, 1) == ["ＡＢＣ道路"]
    expect(page.locator(".table-tools [role=status]")).to_have_text("1 / 4 件")
    page.get_by_label("絞り込み").fill("港湾 花")
    assert column(page, 1) == ["花咲港"]


def test_on_a_phone_a_table_is_sorted_by_a_list(visit: Callable[..., Site]) -> None:
    page = visit(viewport=NARROW).open("demo.html")
    page.get_by_label("並べ替え").select_option(label="ページ ▼")
    assert column(page, 4) == ["12", "7", "5", "3"]
    page.get_by_label("並べ替え").select_option(label="もとの順")
    assert column(page, 4) == ["3", "5", "12", "7"]


# The map


def test_the_map_draws_what_has_a_place_and_lists_it(site: Site) -> None:
    page = site.open("map.html")
    points = [one for one in features() if one["geometry"]["type"] == "Point"]
    expect(page.locator("path.map-point")).to_have_count(len(points))
    expect(page.locator("path.map-area")).to_have_count(len(features()) - len(points))
    expect(page.locator(".map-list li")).to_have_count(len(features()))
    frame = page.locator(".map-canvas").bounding_box()
    assert frame
    for mark in page.locator("path.map-point").all():
        at = mark.bounding_box()
        assert at
        assert frame["x"] <= at["x"] <= frame["x"] + frame["width"]
        assert frame["y"] <= at["y"] <= frame["y"] + frame["height"]


def test_the_list_leads_to_the_thing_by_keyboard_and_back(site: Site) -> None:
    page = site.open("map.html")
    entry = page.locator(".map-list").get_by_role("button", name="中標津空港")
    entry.focus()
    expect(page.locator("path.map-point.lit")).to_have_count(1)
    entry.press("Enter")
    link = page.locator(".map-popup a").first
    expect(link).to_be_focused()
    assert "/id/asset/" in (link.get_attribute("href") or "")
    page.keyboard.press("Escape")
    expect(page.locator(".map-popup")).to_have_count(0)
    expect(entry).to_be_focused()


def test_a_kind_can_be_taken_off_the_map(site: Site) -> None:
    page = site.open("map.html")
    assets = [one for one in features() if one["properties"]["kind"] == "asset"]
    points = page.locator("path.map-point")
    before = sum(one["geometry"]["type"] == "Point" for one in features())
    expect(points).to_have_count(before)
    box = page.get_by_label("施設・自然物")
    box.uncheck()
    expect(points).to_have_count(before - len(assets))
    box.check()
    expect(points).to_have_count(before)
    expect(page.locator('path.map-point[data-kind="asset"]')).to_have_count(len(assets))


def test_data_that_cannot_be_read_is_said_beside_what_the_page_has(site: Site) -> None:
    page = site.window.page
    page.route("**/places.geojson", lambda route: route.fulfill(status=503))
    page.goto(f"{site.address}/map.html")
    expect(page.get_by_role("alert")).to_contain_text("読み込めません")
    expect(page.locator("#map").get_by_role("link", name="釧路市")).to_be_visible()


# The network


def test_the_network_starts_with_goals_and_projects(site: Site) -> None:
    page = site.open("network.html")
    few = {one["id"] for one in network()["nodes"] if one["kind"] in {"goal", "project"}}
    expect_drawn(page, "nodes", len(few))
    between = [one for one in network()["edges"] if {one["source"], one["target"]} <= few]
    expect_drawn(page, "edges", len(between))
    page.get_by_label("施設・自然物").check()
    assets = [one for one in network()["nodes"] if one["kind"] == "asset"]
    expect_drawn(page, "nodes", len(few) + len(assets))
    page.get_by_label("めざす姿").uncheck()
    page.get_by_label("施設・自然物").uncheck()
    projects = sum(one["kind"] == "project" for one in network()["nodes"])
    expect_drawn(page, "nodes", projects)


def test_a_chosen_project_shows_what_is_linked_to_it(site: Site) -> None:
    page = site.open("network.html")
    few = {one["id"] for one in network()["nodes"] if one["kind"] in {"goal", "project"}}
    expect_drawn(page, "nodes", len(few))
    project = next(one for one in network()["nodes"] if one["label"].startswith("1-(2)"))
    near = {one["source"] for one in network()["edges"] if one["target"] == project["id"]}
    near |= {one["target"] for one in network()["edges"] if one["source"] == project["id"]}
    page.get_by_label("名前で選ぶ").select_option(project["id"])
    expect(page.locator(".network-panel li")).to_have_count(len(near))
    assert near - few
    expect_drawn(page, "nodes", len(near | few))
    link = page.get_by_role("link", name="ページを開く")
    expect(link).to_have_attribute("href", project["href"])
    page.locator(".network-panel").get_by_role("button", name="釧路港").press("Enter")
    expect(page.locator(".network-panel strong")).to_have_text("釧路港")
    page.get_by_role("button", name="選択を解除").click()
    expect_drawn(page, "nodes", len(few))


def test_a_box_that_is_pressed_twice_opens_its_page(site: Site) -> None:
    page = site.open("network.html")
    canvas = page.locator(".network-canvas[data-nodes]")
    frame = canvas.bounding_box()
    assert frame
    # The first goal stands in the middle of the left half, in the upper part.
    goal = next(one for one in network()["nodes"] if one["kind"] == "goal")
    canvas.click(position={"x": frame["width"] / 4, "y": 80})
    expect(page.locator(".network-panel strong")).to_have_text(goal["label"])
    canvas.click(position={"x": frame["width"] / 4, "y": 80})
    page.wait_for_url(f"**{goal['href']}")


# The editor


def test_an_example_is_asked_and_its_answer_is_a_table(site: Site) -> None:
    page = site.open("editor.html")
    expect(page.locator("#editor form")).to_have_count(0)
    page.get_by_label("例").select_option(label="港を数える")
    expect(page.locator(".CodeMirror-code")).to_contain_text("ex:Port")
    page.get_by_role("button", name="実行").click()
    expect(page.locator(".results tbody tr")).to_have_count(3)
    own = page.get_by_role("link", name="https://example.org/id/asset/釧路港")
    expect(own).to_have_attribute("href", "/id/asset/釧路港")
    other = page.get_by_role("link", name="https://elsewhere.example/花咲港")
    expect(other).to_have_attribute("rel", "noopener noreferrer")
    expect(page.locator(".results a[href^='javascript']")).to_have_count(0)
    # The words of an answer are those of the data, whatever they look like.
    expect(page.locator(".results td span[lang=ja]")).to_have_text("釧路港 {{n}} <b>")
    assert "query=PREFIX" in page.url


def test_the_address_holds_the_query(site: Site) -> None:
    page = site.open("editor.html?query=ASK%20%7B%20%3Fs%20a%20%3Fo%20%7D")
    expect(page.locator(".CodeMirror-code")).to_contain_text("ASK { ?s a ?o }")
    page.locator(".CodeMirror textarea").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".results .answer")).to_have_text("はい（true）")


def test_a_problem_is_told_in_its_own_words(site: Site) -> None:
    page = site.open("editor.html")
    page.get_by_label("例").select_option(label="重い問い合わせ")
    page.get_by_role("button", name="実行").click()
    expect(page.get_by_role("alert")).to_contain_text("いまは答えられません (503)")
    expect(page.get_by_role("alert")).to_contain_text("条件を絞る")
    expect(page.get_by_role("alert").locator("[lang=en]")).to_contain_text(
        "the query took too long"
    )


def test_classes_are_completed_by_their_japanese_name(site: Site) -> None:
    page = site.open("editor.html")
    page.locator(".CodeMirror textarea").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT * WHERE { ?s a ")
    page.keyboard.press("Control+Space")
    hint = page.locator(".CodeMirror-hint", has_text="港湾")
    expect(hint).to_be_visible()
    expect(page.locator(".CodeMirror-hint")).to_have_count(2)
    hint.click()
    code = page.locator(".CodeMirror-code")
    expect(code).to_contain_text("?s a ex:Port")
    expect(code).to_contain_text("PREFIX ex: <https://example.org/ns#>")


def test_a_list_opens_by_itself_only_for_a_name_that_was_begun(site: Site) -> None:
    page = site.open("editor.html")
    page.locator(".CodeMirror textarea").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("PREFIX ex: <https://example.org/ns#> SELECT * WHERE { ?s ")
    expect(page.locator(".CodeMirror-hint")).to_have_count(0)
    page.keyboard.type("ex:loc")
    expect(page.locator(".CodeMirror-hint")).to_have_text(["ex:locatedIn  所在地"])
    page.keyboard.press("Enter")
    expect(page.locator(".CodeMirror-code")).to_contain_text("?s ex:locatedIn")


def test_an_answer_is_downloaded(site: Site) -> None:
    page = site.open("editor.html")
    page.get_by_role("button", name="実行").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="CSV").click()
    assert waiting.value.suggested_filename == "result.csv"
    assert "釧路港" in waiting.value.path().read_text(encoding="utf-8")


def test_the_tabulator_leaves_the_editor(site: Site) -> None:
    page = site.open("editor.html")
    page.locator(".CodeMirror textarea").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="実行")).to_be_focused()


# All pages


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", ["demo", "map", "network", "editor"])
def test_there_is_no_barrier_and_nothing_hangs_over(
    visit: Callable[..., Site], axe: Path, name: str, size: dict[str, int], scheme: str
) -> None:
    page = visit(viewport=size, color_scheme=scheme).open(f"{name}.html")
    if name == "editor":
        page.get_by_role("button", name="実行").click()
        expect(page.locator(".results table")).to_be_visible()
    if name == "network":
        page.get_by_label("名前で選ぶ").select_option(index=7)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    assert barriers(page, axe) == []


def test_an_english_page_speaks_english(site: Site) -> None:
    page = site.window.page
    english = (
        (PAGES / "demo.html").read_text(encoding="utf-8").replace('lang="ja">', 'lang="en">', 1)
    )
    page.route("**/demo.html", lambda route: route.fulfill(body=english, content_type="text/html"))
    page.goto(f"{site.address}/demo.html")
    expect(page.get_by_label("Filter")).to_be_visible()
    page.locator("#q").press_sequentially("x")
    expect(page.locator(".suggestions")).to_have_text("No suggestions")


def test_a_printed_page_shows_its_closed_parts_and_no_tools(site: Site) -> None:
    page = site.open("demo.html")
    page.emulate_media(media="print")
    expect(page.locator(".table-tools")).to_be_hidden()
    expect(page.locator("header.site .search")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("details pre")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("details pre")).to_be_hidden()


def test_without_scripts_the_pages_keep_their_forms_and_lists(visit: Callable[..., Site]) -> None:
    site = visit(viewport=WIDE, java_script_enabled=False)
    expect(site.open("editor.html").get_by_role("textbox", name="問い合わせ")).to_be_visible()
    expect(site.open("map.html").get_by_role("link", name="釧路市")).to_be_visible()
    assert len(column(site.open("demo.html"), 1)) == 4


def test_a_start_page_loads_little() -> None:
    files = json.loads((STATIC / "manifest.json").read_text(encoding="utf-8"))["files"]
    start = [(STATIC / name).read_bytes() for name in ("site.js", "search.js", "table.js")]
    assert sum(len(gzip.compress(one)) for one in start) < 10_000
    assert files["site.css"]["gz"] < 10_000


def test_no_built_file_asks_another_host() -> None:
    for path in [*STATIC.glob("*.css"), *STATIC.glob("map.js"), *STATIC.glob("search.js")]:
        text = path.read_text(encoding="utf-8")
        assert "url(http" not in text.replace('"', "").replace("'", "")
        assert "@import" not in text
