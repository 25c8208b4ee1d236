"""Walks through the pages in a real browser, as people take them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import expect

from kg.web.receipts.ids import Request, write_id
from tests.web.little_site import Site, barriers
from tests.web.serving import serving

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}
SCREENS = Path(__file__).parents[2] / "build" / "screens"
"""Pictures of all pages, wide and narrow, are left there for whoever wants to look at them."""
MISPLACED = """width => [...document.querySelectorAll("main section:not(#facts) td")]
  .filter((cell) => {
    const words = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(words.currentNode);
      const left = cell.getBoundingClientRect().left + width;
      if ([...range.getClientRects()].some((box) => box.left < left)) return true;
    }
  })
  .map((cell) => cell.textContent)"""
"""The cells of tables on a phone that have words where their labels stand, which are so wide."""
PORTS = "SELECT ?port WHERE { ?port a <https://w3id.org/chiiki/ontology#Port> }"
THING = "/api/things?iri=https://w3id.org/chiiki/id/asset/釧路港"
PAGES = (
    *("", "plan/kushiro-nemuro", "plan/kushiro-nemuro/3?from=2764&to=2770", "questions"),
    *("questions/goals-by-measures", "questions/projects-by-asset?asset=" + quote("釧路")),
    *("search?q=" + quote("釧路"), "map", "network", "editor", "about", "nothing"),
    *("things", "things/FishingPort", "things/Project", "page/ontology", "page/vocab"),
    *(quote("page/asset/釧路湿原"), quote("page/agent/国")),
    *("page/kushiro-nemuro/project/1-1", "page/kushiro-nemuro/project/1-1/work/5"),
    *(
        "questions/municipalities",
        "questions/gaps",
        f"receipt/{write_id(Request('sparql', PORTS, bytes(32), bytes(32)))}",
        f"receipt/{write_id(Request('request', THING, bytes(32), bytes(32)))}",
        f"receipt/{write_id(Request('request', '/api/search?q=津波', bytes(32), bytes(32)))}",
    ),
)


@pytest.fixture(scope="module")
def address(dataset_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the dataset of the real plan."""
    with serving(dataset_folder, tmp_path_factory.mktemp("browser") / "log") as server:
        yield server.address.rstrip("/")


def test_from_a_search_over_an_asset_to_its_words_and_back(site: Site) -> None:
    page = site.open("")
    page.get_by_role("searchbox").or_(page.get_by_role("combobox")).fill("釧路港")
    page.get_by_role("button", name="検索").click()
    page.locator("ol.hits").get_by_role("link", name="釧路港", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("釧路港")
    works = page.locator("#works-by-asset")
    works.get_by_role("link", name="3", exact=True).click()
    lit = page.locator("mark.lit")
    expect(lit.first).to_be_in_viewport()
    assert "".join(lit.all_inner_texts()) == "釧路港の整備"
    lit.get_by_role("link", name="釧路港", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("釧路港")
    page.go_back()
    expect(page.locator("mark.lit").first).to_be_in_viewport()


def test_a_suggestion_leads_to_a_thing(site: Site) -> None:
    page = site.open("map")
    page.locator("#search").press_sequentially("釧路港")
    # What was typed first may be answered first, and by the same thing.
    option = page.get_by_role("option").first
    expect(option.locator("mark")).to_have_text("釧路港")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("釧路港")


def test_what_is_found_by_its_reading_is_offered_by_its_name(site: Site) -> None:
    page = site.open("")
    page.get_by_role("combobox").press_sequentially("くしろこ")
    option = page.get_by_role("option", name="釧路港").first
    expect(option).to_contain_text("釧路港 くしろこう")
    expect(option.locator("mark")).to_have_text("くしろこ")


def test_order_and_filter_of_an_answer_stay_in_its_address(site: Site) -> None:
    page = site.open("questions/projects-by-asset?asset=" + quote("釧路港"))
    page.get_by_label("絞り込み").fill("整備")
    page.get_by_role("button", name="ページ").click()
    page.get_by_role("button", name="ページ").click()
    rows = page.locator("#answer tbody tr:visible")
    expect(rows.first).to_contain_text("14")
    assert page.url.endswith("#sort=-7&filter=" + quote("整備"))
    shared = page.locator("a[data-own]")
    expect(shared).to_have_attribute("href", re.compile("#sort=-7&filter="))
    rows.first.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("4-(3)")
    page.go_back()
    page.reload()
    expect(rows.first).to_contain_text("14")
    expect(rows).to_have_count(4)
    expect(page.get_by_role("columnheader", name="ページ")).to_have_attribute(
        "aria-sort", "descending"
    )
    page.goto(f"{page.url.partition('#')[0]}#main-content")
    expect(rows).to_have_count(4)


def test_on_a_phone_a_fact_is_one_line(visit: Callable[..., Site]) -> None:
    page = visit(viewport=NARROW).open(quote("page/asset/釧路港"))
    kind, legal = (page.locator("#facts tr", has_text=name) for name in ("種類", "法令上の区分"))
    name, value, number = (cell.bounding_box() for cell in kind.first.locator("td").all())
    assert name and value and number
    assert name["y"] == value["y"] == number["y"]
    assert name["x"] < value["x"] < number["x"]
    expect(legal.locator("td:visible")).to_have_text(["法令上の区分", "重要港湾"])


def test_on_a_phone_the_map_comes_into_view_with_what_is_chosen_below(
    visit: Callable[..., Site],
) -> None:
    page = visit(viewport={"width": 390, "height": 500}).open("map")
    page.locator(".map-list").get_by_role("button", name="羅臼漁港").click()
    expect(page.locator(".map-popup").get_by_role("link", name="羅臼漁港")).to_be_in_viewport()


def test_names_on_the_map_are_whole_on_a_phone(visit: Callable[..., Site]) -> None:
    page = visit(viewport=NARROW).open("map")
    frame = page.locator(".map-canvas").bounding_box()
    assert frame
    names = [name.bounding_box() for name in page.locator(".map-name").all()]
    assert len(names) == 13
    for name in names:
        assert name
        assert frame["x"] <= name["x"]
        assert name["x"] + name["width"] <= frame["x"] + frame["width"]


def test_the_keyboard_goes_past_the_points_of_the_map(site: Site) -> None:
    page = site.open("map")
    page.locator(".map-canvas").focus()
    for _ in range(4):  # two buttons, the list, and the first thing in it
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('[aria-hidden]')") is None
    assert page.evaluate("document.activeElement.closest('.map-list') !== null")


def test_what_is_chosen_in_the_network_stays_in_its_address(site: Site) -> None:
    page = site.open("network")
    page.get_by_label("施設・自然物").check()
    page.get_by_label("めざす姿").uncheck()
    canvas = page.locator(".network-canvas")
    expect(canvas).to_have_attribute("data-nodes", str(11 + 53))
    page.get_by_label("名前で選ぶ").select_option(label="釧路港")
    expect(canvas).to_have_attribute("data-nodes", str(11 + 1))
    page.locator(".network-panel").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("釧路港")
    page.go_back()
    page.reload()
    expect(page.locator(".network-panel strong")).to_have_text("釧路港")
    expect(page.get_by_label("めざす姿")).not_to_be_checked()
    expect(canvas).to_have_attribute("data-nodes", str(11 + 1))
    page.get_by_role("button", name="選択を解除").click()
    expect(canvas).to_have_attribute("data-nodes", str(11 + 53))


@pytest.mark.parametrize(
    "path", ["page/kushiro-nemuro/project/1-2", "questions/co-creations", "questions/near-repeats"]
)
def test_on_a_phone_all_of_a_cell_stands_beside_its_label(
    visit: Callable[..., Site], path: str
) -> None:
    page = visit(viewport=NARROW).open(path)
    assert page.evaluate(MISPLACED, 7 * 16) == []


def test_the_map_of_an_answer_leads_to_its_things(site: Site) -> None:
    page = site.open("questions/municipalities")
    expect(page.locator("path.map-point")).to_have_count(13)
    page.locator(".map-list").get_by_role("button", name="浜中町").click()
    page.locator(".map-popup").get_by_role("link", name="浜中町").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("浜中町")


def test_from_a_question_to_its_answer_and_its_file(site: Site) -> None:
    page = site.open("questions")
    page.get_by_role("link", name="施設・自然物に関わるプロジェクト", exact=True).click()
    page.get_by_label("施設・自然物").fill("釧路港")
    page.get_by_role("button", name="答えを見る").click()
    rows = page.locator("#answer tbody tr")
    expect(rows).to_have_count(7)
    page.get_by_label("絞り込み").fill("官民共創")
    expect(page.locator("#answer tbody tr:visible")).to_have_count(3)
    page.get_by_role("button", name="番号").click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="CSV").click()
    file = f"/api/queries/projects-by-asset?asset={quote('釧路港')}&format=csv&lang=ja"
    assert saved.value.url == f"{site.address}{file}&labels=ja&bom=1"
    assert len(saved.value.path().read_text("utf-8").splitlines()) == 1 + 7


def test_the_language_is_switched_and_kept(site: Site) -> None:
    page = site.open("page/kushiro-nemuro/project/1-1")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", name="Initiatives")).to_be_visible()
    page.get_by_role("link", name="Questions", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Questions")
    assert "lang=" not in page.url
    assert [one["name"] for one in site.window.context.cookies()] == ["lang"]


def test_the_editor_asks_the_data(site: Site) -> None:
    page = site.open("editor")
    page.get_by_role("button", name="実行").click()
    table = page.locator(".results table")
    expect(table).to_be_visible()
    expect(table.locator("tbody tr")).to_have_count(5)


def test_a_link_to_a_query_opens_in_the_editor(site: Site) -> None:
    query = 'SELECT ?港 { VALUES ?港 { "釧路港" "根室港" } }'
    page = site.open(f"sparql?query={quote(query)}")
    expect(page.locator(".cm-content, .CodeMirror-code").first).to_contain_text(query)
    page.get_by_role("button", name="実行").click()
    expect(page.locator(".results table tbody tr")).to_have_count(2)


@pytest.mark.parametrize(
    ("lang", "place"), [("ja", "2 行目の 13 文字目"), ("en", "line 2, character 13")]
)
def test_what_is_wrong_with_a_query_is_told_with_its_place(
    site: Site, axe: Path, lang: str, place: str
) -> None:
    query = "SELECT ?港 {\n  ?港 foo:bar 3 }"
    page = site.open(f"editor?lang={lang}&query={quote(query)}")
    page.get_by_role("button", name="実行" if lang == "ja" else "Run").click()
    told = page.locator(".results [role=alert]")
    expect(told).to_contain_text(place)
    expect(told.locator("pre mark")).to_have_text("3 }")
    expect(told.locator("[lang=en]")).to_contain_text("line 2: the query is no valid SPARQL")
    assert barriers(page, axe) == []


def test_the_map_and_the_network_lead_to_things(site: Site) -> None:
    page = site.open("map")
    page.locator(".map-list").get_by_role("button", name="雌阿寒岳").click()
    page.locator(".map-popup").get_by_role("link", name="雌阿寒岳").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("雌阿寒岳")
    page.goto(f"{site.address}/network", wait_until="networkidle")
    page.get_by_label("名前で選ぶ").select_option(label="国")
    page.locator(".network-panel").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("国")


@pytest.mark.parametrize("path", PAGES)
def test_there_is_no_barrier_and_nothing_hangs_over(
    visit: Callable[..., Site], axe: Path, path: str
) -> None:
    # One is loaded while for the other it is waited that nothing more is on its way.
    pages = [
        visit(viewport=size, color_scheme=scheme).open(path, "load")
        for size, scheme in ((WIDE, "light"), (NARROW, "dark"))
    ]
    name = re.sub(r"\W+", "-", unquote(path)).strip("-")[:60] or "start"
    for page, size in zip(pages, (WIDE, NARROW), strict=True):
        page.wait_for_load_state("networkidle")
        SCREENS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENS / f"{name}-{size['width']}.jpg", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], size
        assert barriers(page, axe) == [], size


def test_there_is_no_barrier_in_english(visit: Callable[..., Site], axe: Path) -> None:
    page = visit(viewport=WIDE).open("page/kushiro-nemuro/project/1-1?lang=en")
    assert barriers(page, axe) == []


def test_pages_are_whole_without_scripts(visit: Callable[..., Site]) -> None:
    site = visit(viewport=WIDE, java_script_enabled=False)
    page = site.open("map")
    expect(page.get_by_role("link", name="雌阿寒岳")).to_be_visible()
    page = site.open("network")
    page.locator("summary").first.click()
    expect(page.get_by_role("link", name="国", exact=True).first).to_be_visible()
    page = site.open("editor")
    expect(page.get_by_role("textbox", name="問い合わせ")).to_be_visible()
    page = site.open("questions/municipalities")
    expect(page.get_by_text("地図（位置の分かっているもの）")).to_be_hidden()
    page = site.open("questions/projects-by-asset")
    page.locator("#field-asset").fill("釧路港")
    page.get_by_role("button", name="答えを見る").click()
    expect(page.locator("#answer tbody tr")).to_have_count(7)


def test_the_keyboard_skips_to_the_content(site: Site) -> None:
    page = site.open("about")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="本文へ")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.url.endswith("#main-content")


def test_the_start_page_is_light(site: Site) -> None:
    sizes: list[int] = []
    site.window.hear("requestfinished", lambda one: sizes.append(one.sizes()["responseBodySize"]))
    site.open("")
    assert 0 < sum(sizes) <= 150_000
