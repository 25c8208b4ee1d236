"""A page that tells of one plan at a time, in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.web.little_site import Site, barriers
from tests.web.serving import serving

STATE = quote("page/agent/国")


@pytest.fixture(scope="module")
def address(invented_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a dataset of plans that say more of the state than one page holds."""
    with serving(invented_folder, tmp_path_factory.mktemp("by-plan") / "log") as server:
        yield server.address.rstrip("/")


@pytest.mark.parametrize(
    ("width", "scheme", "lang"),
    [(1280, "light", "en"), (390, "dark", "ja")],
    ids=["wide", "narrow"],
)
def test_there_is_no_barrier_where_another_plan_is_chosen(
    visit: Callable[..., Site], axe: Path, width: int, scheme: str, lang: str
) -> None:
    site = visit(viewport={"width": width, "height": 850}, color_scheme=scheme)
    page = site.open(f"{STATE}?plan=plan-001&lang={lang}")
    plans = page.locator("#plans")
    plans.locator("summary").click()
    expect(plans.get_by_role("link")).to_have_count(3)
    assert barriers(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    plans.get_by_role("link").last.click()
    expect(page).to_have_url(f"{site.address}/{STATE}?plan=plan-002#plans")
    plans.locator("summary").click()
    expect(plans.locator("[aria-current]")).to_have_count(1)
