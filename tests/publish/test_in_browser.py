"""The published site answers in the browser: questions, search and SPARQL, without a server."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus, unquote

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from kg.dataset import open_dataset
from kg.questions.catalogue import Catalogue
from kg.questions.formats import plain, render
from tests.publish.serving import hosted
from tests.web.little_site import barriers
from tests.windows import Window, Windows

QUESTIONS = list(Catalogue())
ANSWER_ALL = """async ([root, folder, names]) => {
  const { Page } = await import(`${root}/static/answer.js`);
  const all = (place, selector, tell) => [...place.querySelectorAll(selector)].map(tell);
  const text = (one) => one.textContent.trim();
  const address = (link) => decodeURI(link.href);
  const cell = (one) => [text(one), one.className, one.lang, all(one, "a", address)];
  const width = (bar) => Number(bar.querySelector("rect").getAttribute("width"));
  const grab = (section) => section && {
    head: all(section, "thead th", (one) => [text(one), one.className]),
    rows: all(section, "tbody tr", (row) => [...row.cells].map(cell)),
    bars: all(section, ".bars li", (bar) =>
      [all(bar, "span", text), width(bar), all(bar, "a", address)]),
    parts: all(section, "h2, summary, dt, .actions > *, p.note, p.notice", text),
  };
  const answers = [];
  for (const name of names) {
    const answer = await fetch(`${root}/${folder}questions/${name}.html`);
    const file = new DOMParser().parseFromString(await answer.text(), "text/html");
    const main = file.querySelector("main");
    document.querySelector("main").replaceWith(main);
    const page = new Page(main.querySelector("form[data-question]"));
    const published = grab(page.section);
    await page.answer();
    const given = Object.fromEntries(new FormData(page.form));
    answers.push([published, grab(page.section), page.known?.rows, given]);
  }
  return answers;
}"""
IN_ENGLISH = ("about", "agents-by-participation", "changes", "co-creations", "groups", "mentions")


SEARCH_ALL = """async ([root, words]) => {
  const { search } = await import(`${root}/static/local-search.js`);
  const found = [];
  for (const text of words) found.push(await search(text));
  return found.map((hits) => hits.map(({ iri, label, kind, field, score, page, code, pieces }) =>
    [iri, label, kind.name, field, score, page, code, pieces]));
}"""
WORDS = """\
釧路港|くしろこう|ｸｼﾛ|港湾|道|国|EV|IC|阿寒ＩＣ|センタ|センター|1-(1)|１－（１）|霞ヶ関|ケ浦
担い手 漁業|釧路・根室|観光　振興|01206|a|港|が|か゛|ﾎﾟｰﾄ|ポ゜|Port|port|Initiative|語彙|zzz|。
道東道|ゼロカーボン|NPO 国|㈱|ß|Straße|みなと オアシス|港 港|釧路 港 船|學校|３ヶ月|トラック
トラック協會|ルーターー|𠮟|釧路｢港｣|\u200b港\ufe00""".replace("\n", "|").split("|")


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Serve the site below a path."""
    with hosted(site.parent) as host:
        yield f"{host}/{site.name}"


@pytest.fixture
def free_page(windows: Windows) -> Iterator[Page]:
    """Return a page that may ask for anything."""
    with windows.lent() as window:
        yield window.page


@pytest.fixture
def window(windows: Windows, address: str) -> Iterator[Window]:
    """Lend a window, from which no request may leave the address or fail."""
    with windows.lent() as window:
        yield window
    assert window.elsewhere(address) == window.refused == window.complaints == []


@pytest.fixture
def page(window: Window) -> Page:
    """Return the page of that window."""
    return window.page


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_question_has_the_answer_that_was_published_and_the_rows_that_kg_gives(
    page: Page, address: str, dataset_folder: Path, lang: str
) -> None:
    dataset = open_dataset(dataset_folder)
    names = [one.name for one in QUESTIONS if lang == "ja" or one.name in IN_ENGLISH]
    folder = "" if lang == "ja" else f"{lang}/"
    page.goto(f"{address}/{folder}questions/plans.html")
    for name, (published, shown, rows, given) in zip(
        names, page.evaluate(ANSWER_ALL, [address, folder, names]), strict=True
    ):
        assert shown == published, name
        answer = dataset.query(name, **{"lang": lang, **given})
        told = [[row.get(column) for column in answer.columns] for row in rows]
        assert told == [
            [None if one is None else plain(one) for one in row] for row in answer.cells
        ]


def test_a_question_is_answered_for_another_thing(
    page: Page, address: str, dataset_folder: Path
) -> None:
    page.goto(f"{address}/questions/projects-by-asset.html")
    page.locator("#field-asset").fill("道東道")
    page.get_by_role("button", name="答えを見る").click()
    rows = page.locator("#answer tbody tr")
    expected = open_dataset(dataset_folder).query("projects-by-asset", asset="道東道")
    expect(rows).to_have_count(len(expected))
    for shown, row in zip(rows.all(), expected, strict=True):
        expect(shown.locator("td").nth(3)).to_have_text(row.measure)
        assert shown.locator("td[data-label=原文] a").count()
    assert "asset=" in page.url
    words = rows.first.locator("td[data-label=原文] a").first
    shown_words = words.inner_text()
    words.click()
    expect(page.locator("mark.lit").first).to_be_in_viewport()
    lit = "".join(page.locator("mark.lit").all_inner_texts())
    assert "".join(lit.split()) == "".join(shown_words.split())
    page.go_back()
    expect(rows).to_have_count(len(expected))


def test_the_words_that_a_row_rests_on_stand_first(page: Page, address: str) -> None:
    """Read in the plan: 根室港の整備 in four projects, pp. 3, 5, 8 and 14."""
    page.goto(f"{address}/questions/served-projects.html")
    page.locator("#field-asset").fill("根室港")
    page.get_by_role("button", name="答えを見る").click()
    rows = page.locator("#answer tbody tr")
    expect(rows).to_have_count(4)
    for row in rows.all():
        assert row.locator("q").first.inner_text() == "根室港の整備"


def test_no_answer_to_other_values_stands_below_a_form_meanwhile(page: Page, address: str) -> None:
    held: list[Route] = []
    page.route("**/dataset.nq.gz", lambda route: held.append(route))
    page.goto(f"{address}/questions/projects-by-asset.html?asset={quote('道東道')}")
    answer = page.locator("#answer")
    expect(page.locator("form + [role=status]")).to_contain_text("読み込んでいます")
    expect(answer).to_be_empty()  # the page as published has the answer for 釧路港
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    expect(answer.locator("tbody tr").first).to_contain_text("道東道")


LINKED = """
() => [...document.querySelectorAll("#answer tbody td:not(.quotes) a")]
  .filter((link) => !link.hash && link.host === location.host)
  .map((link) => [link.closest("td").dataset.label, link.textContent, decodeURI(link.pathname)])
"""


def test_a_code_is_read_in_any_writing_as_kg_reads_it(
    page: Page, address: str, dataset_folder: Path
) -> None:
    dataset = open_dataset(dataset_folder)
    codes = ["4-1", "４－（１）", "4‐(1)", "プロジェクト 4ー1"]
    page.goto(f"{address}/questions/measures-by-project.html?project={quote(codes[0])}")
    link = page.locator("#answer dl.facts a")
    expect(link).to_have_attribute("href", re.compile(re.escape(quote(codes[0]))))
    for code in codes:
        page.locator("#field-project").fill(code)
        page.get_by_role("button", name="答えを見る").click()
        expect(link).to_have_attribute("href", re.compile(re.escape(quote_plus(code))))
        expected = dataset.query("measures-by-project", project=code)
        expect(page.locator("#answer tbody tr")).to_have_count(len(expected))


def test_a_goal_may_be_called_by_its_number(page: Page, address: str, dataset_folder: Path) -> None:
    expected = open_dataset(dataset_folder).query("projects-by-goal", goal="2")
    page.goto(f"{address}/questions/projects-by-goal.html?goal={quote('めざす姿（２）')}")
    expect(page.locator("#answer tbody tr")).to_have_count(len(expected))
    expect(page.locator("#answer tbody tr").first).to_contain_text(expected[0].title)
    for goal in ("基本目標二", "goal Ⅱ"):
        page.locator("#field-goal").fill(goal)
        page.get_by_role("button", name="答えを見る").click()
        expect(page.locator("#answer dl.facts a")).to_have_attribute(
            "href", re.compile(re.escape(quote_plus(goal)))
        )
        expect(page.locator("#answer tbody tr")).to_have_count(len(expected))


@pytest.mark.parametrize(
    ("lang", "typed", "path"),
    [("", "めざす姿4", "goal/4"), ("en/", "プロジェクト１－（１）", "project/1-1")],
)
def test_a_search_without_hits_offers_what_questions_take_it_for(
    page: Page, address: str, lang: str, typed: str, path: str
) -> None:
    page.goto(f"{address}/{lang}search.html?q={quote(typed)}")
    offered = page.locator("#found a.tag")
    expect(offered).to_have_count(1)
    expect(offered).to_have_attribute("href", f"{address}/{lang}page/kushiro-nemuro/{path}.html")


NUMERALS = {"Ⅱ－（１）": "II-(1)", "施策ⅹⅳ‐２": "XIV-(2)", "三ー１": "三-(1)"}
"""Codes as they are typed, and as the project has them that is meant."""


def test_a_code_may_have_a_numeral(page: Page, address: str) -> None:
    def with_numerals(route: Route) -> None:
        told = route.fetch().json()
        told["things"] += [
            {"iri": f"x:{code}", "label": "", "names": [code], "kind": "", "types": ["project"]}
            for code in NUMERALS.values()
        ]
        route.fulfill(json=told)

    page.route("**/search/names.json", with_numerals)
    page.goto(f"{address}/questions/measures-by-project.html")
    meant = page.evaluate(
        """async ([root, codes]) => {
          const { Page } = await import(`${root}/static/answer.js`);
          const asked = new Page(document.querySelector("form[data-question]"));
          const about = [];
          for (const code of codes) {
            asked.form.elements.project.value = code;
            await asked.answer();
            about.push(asked.known.about);
          }
          return about;
        }""",
        [address, list(NUMERALS)],
    )
    assert meant == [f"x:{code}" for code in NUMERALS.values()]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_published_answer_has_a_map_for_who_opens_it(
    window: Window, address: str, lang: str
) -> None:
    page, asked = window.page, window.requests
    folder = "" if lang == "ja" else "/en"
    page.goto(f"{address}{folder}/questions/asset-locations.html", wait_until="networkidle")
    assert not [path for path in asked if "map." in path or path.endswith((".wasm", ".gz"))]
    page.locator("details.map summary").click()
    linked = page.evaluate(LINKED)
    named = _named_on_the_map(page)
    assert set(named) == _places(page, f"{address}{folder}/map.geojson", linked)
    assert f"{address}{folder}/map.geojson" in asked
    # What is opened there leads to the page of the thing.
    page.locator("details.map .map-list").get_by_role("button").last.click()
    page.locator(".map-popup a").press("Enter")  # the map may still move below a pointer
    expect(page.get_by_role("heading", level=1)).to_have_text(named[-1])
    assert f"{folder}/page/" in page.url


def _named_on_the_map(page: Page) -> list[str]:
    items = page.locator("details.map .map-list li")
    expect(items.first).to_be_visible()
    return items.all_inner_texts()


def _places(page: Page, address: str, linked: list[list[str]]) -> set[str]:
    """Return what the map must name: the linked things that the site knows the place of."""
    features = page.request.get(address).json()["features"]
    there = {unquote(one["properties"]["href"]) for one in features}
    paths = {path for _, _, path in linked}
    found = {one for one in there if any(path.endswith(f"/{one}") for path in paths)}
    assert len(found) > 1
    names = {unquote(one["properties"]["href"]): one["properties"]["label"] for one in features}
    return {names[one] for one in found}


def test_an_answer_found_in_the_browser_has_the_map_of_its_places(page: Page, address: str) -> None:
    page.goto(f"{address}/questions/assets-by-project.html?project=4-(3)")
    shown = page.locator("#answer:not([aria-busy]) details.map[open]")
    expect(shown.locator(".leaflet-interactive").first).to_be_visible()
    named = _named_on_the_map(page)
    assert set(named) == _places(page, f"{address}/map.geojson", page.evaluate(LINKED))
    # It lies on a net of degrees, as the map of a server without tiles does.
    assert shown.locator("path.map-net").count()
    # The next answer has its own, and one that names no two places has none.
    page.locator("#field-project").fill("1-(1)")
    page.get_by_role("button", name="答えを見る").click()
    expect(page.locator("#answer:not([aria-busy]) details.map .map-list li")).not_to_have_count(
        len(named)
    )
    expect(page.locator(".map-canvas")).to_have_count(1)
    page.goto(f"{address}/questions/projects-by-asset.html?asset=道東道")
    expect(page.locator("#answer:not([aria-busy]) tbody tr").first).to_be_visible()
    assert page.locator("details.map").count() == 0


def test_there_is_no_barrier_in_an_answer_found_in_the_browser(
    page: Page, address: str, axe: Path
) -> None:
    page.goto(f"{address}/questions/assets-by-project.html?project=4-(3)")
    shown = page.locator("#answer:not([aria-busy])")
    expect(shown.locator(".leaflet-interactive").first).to_be_visible()
    expect(shown.locator(".bars li").first).to_be_visible()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert barriers(page, axe) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_map_whose_data_is_missing_leaves_the_answer(free_page: Page, address: str) -> None:
    free_page.route("**/map.geojson", lambda route: route.abort())
    free_page.goto(f"{address}/questions/assets-by-project.html?project=1-(1)")
    expect(free_page.locator("#answer tbody tr").first).to_be_visible()
    expect(free_page.locator("#answer [role=alert]")).to_contain_text("地図を出せませんでした")


def test_without_scripts_there_is_the_table_and_no_map(windows: Windows, address: str) -> None:
    with windows.lent(java_script_enabled=False) as window:
        page = window.page
        page.goto(f"{address}/questions/asset-locations.html")
        expect(page.locator("#answer tbody tr").first).to_be_visible()
        expect(page.locator("details.map")).to_be_hidden()


@pytest.mark.parametrize(
    ("lang", "name", "is_asked"), [("ja", "co-creations", False), ("en", "groups", True)]
)
def test_an_answer_is_saved_as_kg_writes_it(
    page: Page, address: str, dataset_folder: Path, lang: str, name: str, is_asked: bool
) -> None:
    answer = open_dataset(dataset_folder).query(name, lang=lang)
    folder = "" if lang == "ja" else "en/"
    page.goto(f"{address}/{folder}questions/{name}.html")
    files = page.locator("#answer:not([aria-busy]) ul.actions")
    if is_asked:
        page.evaluate("document.querySelector('form[data-question]').requestSubmit()")
        expect(page.locator("#answer[data-total] td.code").first).to_be_visible()
    assert (files.get_by_role("link").first.get_attribute("href") or "").endswith("tables.xlsx")
    for label, wanted in (
        ("CSV", render(answer, "csv", excel=True, lang=lang)),
        ("TSV", render(answer, "tsv", lang=lang)),
        ("JSON", render(answer, "json")),
    ):
        with page.expect_download() as saved:
            files.get_by_role("button", name=label, exact=True).click()
        assert saved.value.suggested_filename == f"{name}.{label.lower()}"
        found = saved.value.path().read_bytes()
        assert found == wanted if label != "JSON" else json.loads(found) == json.loads(wanted)


def test_a_thing_may_be_given_by_its_iri_though_it_has_no_name(
    page: Page, address: str, dataset_folder: Path
) -> None:
    base = "https://w3id.org/chiiki/id/kushiro-nemuro/"
    iri = f"{base}project/1-2/participation/lead-1"
    expected = open_dataset(dataset_folder).query("about", resource=iri)
    assert len(expected)
    page.goto(f"{address}/questions/about.html?resource={quote(iri)}")
    expect(page.locator("#answer:not([aria-busy]) tbody tr")).to_have_count(len(expected))
    page.goto(f"{address}/questions/about.html?resource={quote(base + 'nothing')}")
    expect(page.locator("#answer [role=alert]")).to_be_visible()


def test_a_name_of_nothing_is_told_with_the_way_to_search(page: Page, address: str) -> None:
    page.goto(f"{address}/en/questions/projects-by-asset.html?asset=ZZZ")
    told = page.get_by_role("alert")
    expect(told).to_contain_text("nothing here called “ZZZ”")
    expect(told.get_by_role("link")).to_have_attribute("href", f"{address}/en/search.html?q=ZZZ")
    page.goto(f"{address}/questions/passages-by-page.html?page=三")
    expect(told).to_have_text("「三」は数ではありません")


def test_a_name_of_several_things_gets_the_choices(page: Page, address: str) -> None:
    page.goto(f"{address}/questions/projects-by-asset.html?asset=釧路")
    told = page.locator("#answer [role=alert]")
    expect(told).to_contain_text("「釧路」が何を指すか決まりません")
    told.get_by_role("link", name="釧路港").click()
    expect(page.locator("#answer tbody tr")).to_have_count(7)
    page.goto(f"{address}/questions/repeats-of-measure.html?measure=道道の整備")
    of_project = [f"道道の整備 {code} 基盤整備" for code in ("1-(3)", "2-(4)", "4-(6)")]
    expect(told.get_by_role("link")).to_have_text(of_project)
    told.get_by_role("link", name="2-(4)").click()
    expect(page.locator("#answer tbody tr")).to_have_count(2)


def test_a_number_is_that_of_a_field_where_a_field_is_wanted(page: Page, address: str) -> None:
    for written in ("４", "Ⅳ", "ⅳ", "四"):
        page.goto(f"{address}/questions/listings-by-field.html?field={quote(written)}")
        expect(page.locator("#answer tbody tr")).to_have_count(6)
    page.goto(f"{address}/questions/projects-by-area.html?area=中標津町")
    expect(page.locator("#answer .notice")).to_have_count(2)
    expect(page.locator("#answer")).to_contain_text("municipalities-without-work")


def test_searching_finds_all_that_kg_finds_in_the_same_order(
    page: Page, address: str, dataset_folder: Path
) -> None:
    dataset = open_dataset(dataset_folder)
    page.goto(f"{address}/about.html")
    answers = page.evaluate(SEARCH_ALL, [address, WORDS])
    for words, found in zip(WORDS, answers, strict=True):
        wanted = [
            [
                *(hit.iri, hit.label, hit.kind, hit.field, hit.score, hit.page, hit.code),
                [list(piece) for piece in hit.pieces],
            ]
            for hit in dataset.search(words)
        ]
        assert found == wanted, words
    assert sum(map(bool, answers)) > len(WORDS) / 2


def test_what_cannot_be_looked_for_finds_nothing(page: Page, address: str) -> None:
    page.goto(f"{address}/about.html")
    asked = ["（）", "港 " * 3, " ".join(f"語{number}" for number in range(17)), "港" * 9999]
    nothing, same, too_many, too_long = page.evaluate(SEARCH_ALL, [address, asked])
    assert nothing == too_many == too_long == []
    assert same == page.evaluate(SEARCH_ALL, [address, ["港"]])[0]


def test_search_as_one_types_suggests_what_a_server_suggests(
    page: Page, address: str, dataset_folder: Path
) -> None:
    hits = open_dataset(dataset_folder).search("くしろ", limit=10)
    page.goto(f"{address}/en/index.html")
    # All at once: of letters that come one by one, those before the last may be answered, too.
    page.locator("#search").fill("くしろ")
    options = page.get_by_role("option")
    expect(options).to_have_count(len(hits))
    for option, hit in zip(options.all(), hits, strict=True):
        lit = "".join(piece for piece, _ in hit.pieces)
        name = lit if hit.text == hit.label else f"{hit.label} {lit}"
        code = f" {hit.code}" if hit.code else ""
        expect(option).to_have_text(f"{name}{code}{hit.kind_en}")
        expect(option.locator("mark").first).to_have_text(hit.match)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(hits[0].label)
    assert "/en/page/" in page.url


def test_the_page_of_hits_has_kinds_parts_and_the_words_of_the_plan(
    page: Page, address: str, dataset_folder: Path
) -> None:
    hits = open_dataset(dataset_folder).search("道")
    page.goto(f"{address}/index.html")
    page.locator("#search").fill("道")
    page.keyboard.press("Enter")
    status, shown = page.locator("#found [role=status]"), page.locator("ol.hits li")
    expect(status).to_have_text(f"{len(hits)} 件")
    expect(page).to_have_title(re.compile("^「道」の検索結果 – "))
    page.get_by_role("link", name="次へ").click()
    expect(shown.first.locator("h2")).to_have_text(hits[50].label)
    kinds = Counter(hit.kind_ja for hit in hits)
    name, count = next((name, count) for name, count in kinds.items() if 1 < count < 50)
    page.locator("nav.kinds").get_by_role("link", name=f"{name} {count}", exact=True).click()
    expect(shown).to_have_count(count)
    expect(page.locator("nav.kinds [aria-current]")).to_have_text(f"{name} {count}")
    page.goto(f"{address}/search.html?q=担い手")
    shown.get_by_role("link", name="本文で見る").first.click()
    expect(page.locator("mark.lit").first).to_be_in_viewport()
    assert "担い手" in "".join(page.locator("mark.lit").all_inner_texts())


def test_a_long_answer_is_shown_in_parts(page: Page, address: str, dataset_folder: Path) -> None:
    rows = open_dataset(dataset_folder).query("all-mentions").rows
    assert 500 < len(rows) <= 1000
    page.goto(f"{address}/questions/all-mentions.html")
    shown, note = page.locator("#answer tbody tr"), page.locator("#answer .note").first
    expect(shown).to_have_count(500)
    page.get_by_role("link", name="次へ").click()
    expect(shown).to_have_count(len(rows) - 500)
    expect(note).to_have_text(f"{len(rows)} 行のうち 501–{len(rows)} 行")
    page.get_by_role("link", name="前へ").click()
    expect(note).to_have_text(f"{len(rows)} 行のうち 1–500 行")
    page.go_back()
    expect(shown).to_have_count(len(rows) - 500)


def test_a_page_loads_nothing_from_elsewhere_whatever_stands_on_it(
    free_page: Page, address: str
) -> None:
    free_page.goto(f"{address}/index.html")
    refused = free_page.evaluate("""() => new Promise((resolve) => {
      addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
      const script = document.createElement("script");
      script.src = "https://elsewhere.example/script.js";
      document.head.append(script);
    })""")
    assert refused == "script-src-elem"


def test_an_address_of_a_passage_leads_to_its_page_and_the_citation_follows(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/plan/kushiro-nemuro.html#char=2764,2767")
    expect(page.locator("mark.lit")).to_have_text(["釧路港"])
    assert page.url == f"{address}/plan/kushiro-nemuro/3.html#char=2764,2767"
    citation = page.locator("details.citation")
    citation.locator("summary").click()
    expect(citation).to_contain_text("2764〜2767 文字目")
    page.goto(f"{address}/plan/kushiro-nemuro/3.html#char=2764,2770")
    expect(citation).to_contain_text("2764〜2770 文字目")
    expect(citation).not_to_contain_text("2767")
    own = citation.get_by_role("link", name="この語句へのリンク").get_attribute("href") or ""
    assert unquote(own) == "#char=2764,2770:~:text=釧路港の整備"
    for link in citation.locator("a[download]").all():
        assert re.search(r"-p3-2764-2770\.(bib|json)$", link.get_attribute("download") or "")
        told = unquote(link.get_attribute("href") or "")
        assert re.search(r'note("|) ?[=:] ?["{]char=2764,2770; sha256:', told)
        assert re.search(r'(@misc{|"id": ")[a-z0-9-]+-p3-2764-2770[,"]', told)


def test_sparql_is_answered_in_english_too(page: Page, address: str) -> None:
    held: list[Route] = []
    page.route("**/search/names.json", lambda route: held.append(route))
    page.goto(f"{address}/en/editor.html")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("#editor [role=status]").first).to_have_text("Running …")
    # The answer is there at once, the list of what has a page comes later: it is waited for.
    page.wait_for_timeout(500)
    held[0].continue_()
    table = page.locator(".results table")
    expect(table.locator("tbody tr")).to_have_count(5)
    link = table.get_by_role("link").first
    assert link.get_attribute("href") == f"{address}/en/page/kushiro-nemuro/goal/1.html"
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV", exact=True).click()
    assert saved.value.path().read_text().startswith("no,field,vision")


def test_a_question_that_does_not_end_is_ended(page: Page, address: str) -> None:
    page.clock.install()
    held: list[Route] = []
    page.route("**/dataset.nq.gz", lambda route: held.append(route))
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    page.goto(f"{address}/editor.html?query={endless}")
    page.get_by_role("button", name="実行").click()
    note = page.locator("#editor [role=status]").first
    expect(note).to_contain_text("読み込んでいます")
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    expect(note).to_have_text("実行中…")
    page.clock.fast_forward(31_000)
    expect(page.locator(".results [role=alert]")).to_contain_text("30 秒で終わらなかった")


@pytest.mark.parametrize(
    ("lang", "title", "place"),
    [
        ("ja", "SPARQL として正しくありません", "2 行目の 13 文字目"),
        ("en", "This is no valid SPARQL", "line 2, character 13"),
    ],
)
def test_what_is_wrong_with_a_query_is_told_in_the_language_of_the_page(
    page: Page, address: str, lang: str, title: str, place: str
) -> None:
    folder = "" if lang == "ja" else "/en"
    query = "SELECT ?港 {\n  ?港 foo:bar 3 }"
    page.goto(f"{address}{folder}/editor.html?query={quote(query)}")
    page.get_by_role("button", name="実行" if lang == "ja" else "Run").click()
    told = page.locator(".results [role=alert]")
    expect(told.locator("strong")).to_have_text(title)
    expect(told).to_contain_text(place)
    expect(told.locator("pre")).to_have_text(query.split("\n")[1])
    expect(told.locator("pre mark")).to_have_text("3 }")
    # The words of the engine stand beside, and are read as English.
    expect(told.locator("[lang=en]")).to_contain_text("error at 2:13: expected")


@pytest.fixture
def whole_page(whole_browser: Browser, address: str) -> Iterator[Page]:
    """Return the page of a window of the browser that people have; see ``window``."""
    with Windows(whole_browser).lent() as window:
        yield window.page
    assert window.elsewhere(address) == window.refused == window.complaints == []


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_an_engine_that_breaks_is_told_and_the_next_question_has_another(
    whole_page: Page, address: str, lang: str
) -> None:
    page = whole_page
    deep = f"SELECT * {{ {'{' * 1000}{'}' * 1000} }}"
    page.goto(f"{address}{'' if lang == 'ja' else '/en'}/editor.html")
    run = page.get_by_role("button", name="実行" if lang == "ja" else "Run")
    expect(run).to_be_enabled()
    editor = "document.querySelector('.CodeMirror').CodeMirror"
    short = page.evaluate(f"{editor}.getValue()")
    page.evaluate(f"(text) => {editor}.setValue(text)", deep)
    run.click()
    told = page.locator(".results [role=alert]")
    expect(told).to_contain_text("メモリー" if lang == "ja" else "more memory, or is nested deeper")
    expect(told.locator("[lang=en]")).not_to_be_empty()
    page.evaluate(f"(text) => {editor}.setValue(text)", short)
    run.click()
    expect(page.locator(".results tbody tr")).to_have_count(5)


def test_data_that_cannot_be_loaded_are_told_as_that(free_page: Page, address: str) -> None:
    page = free_page
    page.route("**/dataset.nq.gz", lambda route: route.fulfill(status=404))
    for path, button in (("editor.html", "実行"), ("questions/projects.html", "答えを見る")):
        page.goto(f"{address}/{path}")
        if path == "editor.html":
            page.get_by_role("button", name=button).click()
        else:
            page.evaluate("document.querySelector('form[data-question]').requestSubmit()")
        told = page.get_by_role("alert")
        expect(told).to_contain_text("データを読み込めませんでした")
        expect(told.locator("[lang=en]")).to_contain_text("404 ")


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(
    "missing", ["search/index.json", "search/*/*.json", "static/local-search.js"]
)
def test_a_search_without_its_index_says_what_to_do(
    free_page: Page, address: str, lang: str, missing: str
) -> None:
    said, lists = {
        "ja": (r"読み込めませんでした。ページを読み込み直すか、一覧から", "すべてのもの"),
        "en": (r"could not be loaded: reload the page, or look through the lists\.", "All things"),
    }[lang]
    page = free_page
    ends = [lambda route: route.fulfill(status=404), lambda route: route.abort()]
    for end in ends:  # the file is not there, the host is not there
        page.route(f"**/{missing}", end)
        page.goto(f"{address}{'' if lang == 'ja' else '/en'}/search.html?q={quote('釧路港')}")
        told = page.get_by_role("alert")
        expect(told.locator("p").first).to_have_text(re.compile(said))
        expect(told.locator("[lang=en]")).not_to_be_empty()
        expect(page.get_by_role("main").get_by_role("status")).to_have_count(0)
        page.unroute(f"**/{missing}")
    told.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(lists)
