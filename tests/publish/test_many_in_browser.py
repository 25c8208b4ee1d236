"""A published site of several plans, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from kg.publish import parts, working
from kg.publish.model import Part
from kg.publish.publishing import publish
from kg.publish.tables import question_files
from kg.store.versions import current_path
from tests.publish.serving import hosted
from tests.windows import Windows

_NEEDED = ("dumps", "graphs", "void", "research", "names", "edition-names", "static")
"""What the page of a question reads."""


@pytest.fixture(scope="module")
def address(older_beside_north: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Publish one question to two plans, and what it needs."""
    folder = tmp_path_factory.mktemp("two") / "site"
    made = [part for part in parts.PARTS if part.name in _NEEDED]
    made.append(Part("questions", lambda _: ["about"], question_files))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(working, "PARTS", tuple(made))
        publish(current_path(str(older_beside_north)), folder, jobs=1)
    with hosted(folder) as host:
        yield host


@pytest.mark.parametrize("plan", ["north", "kushiro-nemuro"])
def test_a_text_in_an_answer_about_a_thing_means_what_its_plan_calls_so(
    windows: Windows, address: str, plan: str
) -> None:
    """Both plans have a project of this code, so that among all plans it means nothing."""
    with windows.lent() as window:
        page = window.page
        thing = f"https://a.example/x%23{plan}/project/1-1"
        page.goto(f"{address}/questions/about.html?resource={thing}")
        rows = page.locator("#answer tbody tr")
        expect(rows.first).to_be_visible(timeout=60_000)
        code = rows.locator("td", has=page.get_by_text("1-(1)", exact=True))
        expect(code.locator("a").first).to_have_attribute(
            "href", f"{address}/page/{plan}/project/1-1.html"
        )
        pages = rows.locator("td.quotes a .note")
        expect(pages.first).to_have_text(re.compile(rf"^{plan} \d+ ページ$"))


def test_a_text_of_an_edition_means_what_that_calls_so(windows: Windows, address: str) -> None:
    with windows.lent() as window:
        page = window.page
        thing = "resource=https://a.example/x%23kushiro-nemuro/project/1-1"
        page.goto(f"{address}/questions/about.html?{thing}&edition=kushiro-nemuro@2021")
        code = page.locator("#answer tbody td", has=page.get_by_text("1-(1)", exact=True)).first
        expect(code).to_be_visible(timeout=60_000)
        expect(page.locator("#answer > .note").first).to_contain_text("2021")
        pages = page.locator("#answer td.quotes a .note")
        expect(pages.first).to_have_text(re.compile(r"^\d+ ページ$"))
        expect(code.locator("a")).to_have_attribute(
            "href", f"{address}/page/kushiro-nemuro/project/1-1.html"
        )
