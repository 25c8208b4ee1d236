"""The published site answers in the browser: questions, search and SPARQL, without a server."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kg.dataset import open_dataset
from kg.questions.binding import bind
from kg.questions.catalogue import Catalogue
from kg.questions.resolve import resolve_parameters
from kg.store.embedded import EmbeddedStore
from tests.publish.serving import hosted

QUESTIONS = list(Catalogue())
LONG_MS = 60_000
SHORT_MS = 5_000
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


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Serve the site below a path."""
    with hosted(site.parent) as host:
        yield f"{host}/{site.name}"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Open a page, from which no request may leave the address or fail."""
    page = browser.new_page()
    page.set_default_timeout(LONG_MS)
    expect.set_options(timeout=LONG_MS)  # the first question waits for the whole dataset
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
    expect.set_options(timeout=SHORT_MS)
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


def test_a_name_of_several_things_gets_the_choices(page: Page, address: str) -> None:
    page.goto(f"{address}/questions/projects-by-asset.html?asset=釧路")
    told = page.locator("#answer [role=alert]")
    expect(told).to_contain_text("「釧路」が何を指すか決まりません")
    told.get_by_role("link", name="釧路港").click()
    expect(page.locator("#answer tbody tr")).to_have_count(7)


def test_names_and_words_are_found(page: Page, address: str) -> None:
    page.goto(f"{address}/index.html")
    page.locator("#search").fill("くしろこ")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("釧路港")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("釧路港")
    page.locator("#search").fill("担い手")
    page.keyboard.press("Enter")
    hits = page.locator("ol.hits li")
    expect(page.locator("#found [role=status]")).to_have_text(re.compile(r"\d+ 件"))
    expect(page.locator("ol.hits")).to_contain_text("担い手")
    hits.locator("a[href*='#char='] mark").first.click()
    expect(page.locator("mark.lit").first).to_be_in_viewport()
    assert "担い手" in "".join(page.locator("mark.lit").all_inner_texts())


def test_sparql_is_answered_in_english_too(page: Page, address: str) -> None:
    page.goto(f"{address}/en/editor.html")
    page.get_by_role("button", name="Run").click()
    table = page.locator(".results table")
    expect(table.locator("tbody tr")).to_have_count(5)
    link = table.get_by_role("link").first
    assert link.get_attribute("href") == f"{address}/en/page/kushiro-nemuro/goal/1.html"
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV", exact=True).click()
    assert saved.value.path().read_text().startswith("no,field,vision")


def test_a_question_that_does_not_end_is_ended(page: Page, address: str) -> None:
    page.clock.install()
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    page.goto(f"{address}/editor.html?query={endless}")
    page.get_by_role("button", name="実行").click()
    note = page.locator("#editor [role=status]").first
    expect(note).to_contain_text("読み込んでいます")
    expect(note).not_to_contain_text("読み込んでいます")
    page.clock.fast_forward(31_000)
    expect(page.locator(".results [role=alert]")).to_contain_text("30 秒で終わらなかった")
