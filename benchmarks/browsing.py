"""What a published site costs its readers, in Chromium: weight of its pages, time to answers."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.measuring import kg_command
from benchmarks.tables import milliseconds, print_table
from tests.publish.serving import hosted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_RUNS = 3
_PATIENCE_MS = 120_000
_PAGES = ("index.html", "search.html", "questions.html", "map.html", "editor.html")
_QUERY = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def compare_browsing(dataset: Path, folder: Path) -> None:
    """Publish the real plan and open its site in Chromium, where it is installed.

    Args:
        dataset: Folder of the dataset of the real plan.
        folder: A folder to work in.
    """
    chromium = shutil.which("chromium")
    if chromium is None:
        print_table("a published site in Chromium", ["Chromium is not installed"], [])
        return
    from playwright.sync_api import sync_playwright

    site = folder / "site-real"
    command = kg_command("publish", site, "--data", dataset)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    with hosted(site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        weights = [_weigh(browser, address, path) for path in _PAGES]
        timed = {
            "SPARQL, first answer": (_ask_first, "editor.html"),
            "SPARQL, second answer": (_ask_again, "editor.html"),
            "search as one types, first hits": (_suggest_first, "index.html"),
            "search as one types, next hits": (_suggest_again, "index.html"),
        }
        times = [
            [
                name,
                milliseconds(
                    median(_time(browser, f"{address}/{path}", act) for _ in range(_RUNS))
                ),
            ]
            for name, (act, path) in timed.items()
        ]
        browser.close()
    columns = ["page", "requests", "bytes", "of these, as gzip"]
    print_table("weight of pages of a published site, nothing cached", columns, weights)
    print_table(f"answers in the browser, median of {_RUNS}", ["what", "time"], times)


def _weigh(browser: Browser, address: str, path: str) -> list[str]:
    """Count what a page loads; the host does not compress, most others do."""
    import gzip

    bodies: list[bytes] = []
    page = browser.new_page()
    page.on("response", lambda answer: bodies.append(answer.body()) if answer.ok else None)
    page.goto(f"{address}/{path}", wait_until="networkidle")
    page.close()
    packed = sum(min(len(gzip.compress(body, 6)), len(body)) for body in bodies)
    return [path, str(len(bodies)), f"{sum(map(len, bodies)):,}", f"{packed:,}"]


def _time(browser: Browser, address: str, act: Callable[[Page], float]) -> float:
    """Open a page with nothing cached, and time something on it."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(_PATIENCE_MS)
    page.goto(address, wait_until="networkidle")
    try:
        return act(page)
    finally:
        context.close()


def _until(page: Page, act: Callable[[], None], shown: str) -> float:
    begin = perf_counter()
    act()
    page.locator(shown).first.wait_for()
    return perf_counter() - begin


def _ask_first(page: Page) -> float:
    page.goto(f"{page.url.partition('?')[0]}?query={_QUERY}", wait_until="networkidle")
    return _until(page, page.get_by_role("button", name="実行").click, ".results table")


def _ask_again(page: Page) -> float:
    _ask_first(page)
    page.evaluate("document.querySelector('.results').replaceChildren()")
    return _until(page, page.get_by_role("button", name="実行").click, ".results table")


def _suggest_first(page: Page) -> float:
    return _until(page, lambda: page.locator("#search").fill("釧路"), "[role=option]")


def _suggest_again(page: Page) -> float:
    _suggest_first(page)
    page.evaluate("document.querySelector('.suggestions').replaceChildren()")
    return _until(page, lambda: page.locator("#search").fill("港"), "[role=option]")
