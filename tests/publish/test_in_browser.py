"""The published site answers in the browser: questions, search and SPARQL, without a server."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from kg.dataset import open_dataset
from kg.questions.binding import bind
from kg.questions.catalogue import Catalogue
from kg.questions.resolve import resolve_parameters
from kg.store.embedded import EmbeddedStore
from tests.conftest import LONGEST_MS
from tests.publish.serving import hosted

QUESTIONS = list(Catalogue())
ASK_ALL = """async ([root, questions]) => {
  const worker = new Worker(`${root}/static/store-worker.js`, { type: "module" });
  const waiting = new Map();
  worker.addEventListener("message", ({ data }) => waiting.get(data.id)?.(data));
  worker.postMessage({ dump: `${root}/dataset.nq.gz`, wasm: `${root}/static/oxigraph.wasm` });
  const answers = await Promise.all(questions.map(([text, terms], id) => {
    const answer = new Promise((resolve) => waiting.set(id, resolve));
    worker.postMessage({ id, text, terms, accept: "application/sparql-results+json" });
    return answer;
  }));
  worker.terminate();
  return answers.map(({ body, error }) => body ?? error);
}"""


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
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Open a page, from which no request may leave the address or fail."""
    page = browser.new_page()
    page.set_default_timeout(LONGEST_MS)
    wrong: list[str] = []
    page.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith((f"{address}/", "data:", "blob:"))
            else wrong.append(asked.url)
        ),
    )
    page.on("response", lambda answer: wrong.append(answer.url) if answer.status >= 400 else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    yield page
    page.close()
    assert wrong == []


def as_terms(store: EmbeddedStore, number: int) -> dict[str, dict[str, str]]:
    """Return the terms of a question's example, as the worker takes them."""
    question = QUESTIONS[number]
    terms = resolve_parameters(store, question, question.example_params)
    kinds = {"NamedNode": "iri", "Literal": "text"}
    found = {}
    for name, term in terms.items():
        kind = "integer" if question.params[name].type == "integer" else kinds[type(term).__name__]
        found[name] = {kind: term.value}
    return found


def test_every_question_has_the_rows_that_kg_gives(page: Page, address: str, version: str) -> None:
    store = EmbeddedStore.open(f"{version}/store")
    asked = [[question.text, as_terms(store, n)] for n, question in enumerate(QUESTIONS)]
    page.goto(f"{address}/about.html")
    answers = page.evaluate(ASK_ALL, [address, asked])
    for question, body in zip(QUESTIONS, answers, strict=True):
        assert body.startswith("{"), (question.name, body)
        told = json.loads(body)
        names = told["head"]["vars"]
        rows = [
            [row[name]["value"] if name in row else None for name in names]
            for row in told["results"]["bindings"]
        ]
        terms = resolve_parameters(store, question, question.example_params)
        variables, expected = store.select(bind(question, terms))
        wanted = [[getattr(term, "value", None) for term in row] for row in expected]
        assert names == variables
        assert rows == wanted, question.name


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
        assert shown.locator("td.quotes a").count()
    assert "asset=" in page.url
    shown_words = rows.first.locator("td.quotes q").first.inner_text()
    rows.first.locator("td.quotes a").first.click()
    expect(page.locator("mark.lit").first).to_be_in_viewport()
    assert "".join(page.locator("mark.lit").all_inner_texts()) == shown_words
    page.go_back()
    expect(rows).to_have_count(len(expected))


LINKED = """
() => [...document.querySelectorAll("#answer tbody td:not(.quotes) a")]
  .filter((link) => !link.hash && link.host === location.host)
  .map((link) => [link.closest("td").dataset.label, link.textContent, decodeURI(link.pathname)])
"""


@pytest.mark.parametrize("name", ["projects-by-asset", "works-by-asset", "initiatives-by-project"])
def test_names_in_an_answer_lead_where_they_lead_on_the_page_as_published(
    page: Page, address: str, name: str
) -> None:
    page.goto(f"{address}/questions/{name}.html")
    before = page.evaluate(LINKED)
    assert before
    page.get_by_role("button", name="答えを見る").click()
    expect(page.locator("#answer").get_by_role("button", name="CSV")).to_be_visible()
    assert page.evaluate(LINKED) == before


@pytest.mark.parametrize("code", ["4-1", "４－（１）", "4‐(1)", "プロジェクト 4ー1"])
def test_a_code_is_read_in_any_writing_as_kg_reads_it(
    page: Page, address: str, dataset_folder: Path, code: str
) -> None:
    expected = open_dataset(dataset_folder).query("measures-by-project", project=code)
    page.goto(f"{address}/questions/measures-by-project.html?project={quote(code)}")
    expect(page.locator("#answer tbody tr")).to_have_count(len(expected))
    (link,) = page.locator("#answer dl.facts a").all()
    assert quote(code) in (link.get_attribute("href") or "")


def test_a_name_of_several_things_gets_the_choices(page: Page, address: str) -> None:
    page.goto(f"{address}/questions/projects-by-asset.html?asset=釧路")
    told = page.locator("#answer [role=alert]")
    expect(told).to_contain_text("「釧路」が何を指すか決まりません")
    told.get_by_role("link", name="釧路港").click()
    expect(page.locator("#answer tbody tr")).to_have_count(7)


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
        expect(option).to_have_text(f"{name}{hit.kind_en}")
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
    browser: Browser, address: str
) -> None:
    page = browser.new_page()
    page.goto(f"{address}/index.html")
    refused = page.evaluate("""() => new Promise((resolve) => {
      addEventListener("securitypolicyviolation", (event) => resolve(event.effectiveDirective));
      const script = document.createElement("script");
      script.src = "https://elsewhere.example/script.js";
      document.head.append(script);
    })""")
    page.close()
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
        told = unquote(link.get_attribute("href") or "")
        assert re.search(r'note("|) ?[=:] ?["{]char=2764,2770; sha256:', told)


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
