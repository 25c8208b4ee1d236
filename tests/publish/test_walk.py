"""Walks through a published site in a browser, from a host that serves files and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from tests.publish.serving import hosted
from tests.windows import Windows

PAGES = (
    *(
        "",
        "plan/kushiro-nemuro/3.html#char=2764,2770",
        "questions.html",
        "map.html",
        "network.html",
    ),
    *("questions/projects-by-asset.html", "page/asset/釧路港.html", "page/ontology.html"),
    *("things.html", "en/things/Port.html", "search.html", "editor.html"),
    *("page/vocab.html", "about.html", "en/index.html", "en/page/agent/国.html"),
)


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Serve the site below a path."""
    with hosted(site.parent) as host:
        yield f"{host}/{site.name}"


def test_no_request_leaves_the_address_and_none_fails(windows: Windows, address: str) -> None:
    with windows.lent() as window:
        for path in PAGES:
            window.page.goto(f"{address}/{path}", wait_until="networkidle")
            expect(window.page.get_by_role("heading", level=1)).to_be_visible()
    assert window.elsewhere(address) == []
    assert [unquote(url) for url in window.refused] == []
    assert window.complaints == []


def test_the_words_that_an_address_names_are_lit(page: Page, address: str) -> None:
    page.goto(f"{address}/page/asset/釧路港.html")
    works = page.locator("#works-by-asset")
    works.get_by_role("link", name="3", exact=True).click()
    lit = page.locator("mark.lit")
    expect(lit.first).to_be_in_viewport()
    assert "".join(lit.all_inner_texts()) == "釧路港の整備"
    page.goto(f"{page.url.partition('#')[0]}#char=2764,2767")
    expect(lit).to_have_text(["釧路港"])


def test_without_scripts_pages_and_data_are_there(windows: Windows, address: str) -> None:
    with windows.lent(java_script_enabled=False) as window:
        page = window.page
        page.goto(f"{address}/")
        first = page.locator("ol.goals li.card ul.index a").first
        title = first.inner_text()
        first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)
        page.get_by_role("link", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        assert page.locator("table tbody tr").count() > 10
        turtle = page.locator("footer").get_by_role("link", name="Turtle").first
        assert page.request.get(turtle.evaluate("one => one.href")).ok
        page.goto(f"{address}/questions/goals.html")
        expect(page.locator("#answer tbody tr")).to_have_count(5)
        csv = page.locator("#answer").get_by_role("link", name="CSV")
        assert page.request.get(csv.evaluate("one => one.href")).ok
        page.goto(f"{address}/questions/projects-by-asset.html?asset=根室港")
        told = page.locator("main noscript p")
        expect(told).to_be_visible()
        assert told.inner_text().startswith("ほかの値で答えるにはスクリプトが要ります。")
        page.goto(f"{address}/en/editor.html")
        assert told.inner_text().startswith("SPARQL needs scripts")
        page.goto(f"{address}/plan/kushiro-nemuro/3.html#char=2748,2756:~:text=上春別防雪の整備")
        expect(page.locator(".text").get_by_text("上春別防雪").first).to_be_in_viewport()
