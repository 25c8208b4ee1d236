"""What a reader sees where a site has no page: one page for all addresses and both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from kg.publish.check_links import Links
from kg.publish.entries import Entries
from kg.publish.lasting import sitemap_files
from kg.publish.missing import NAME, missing_files
from kg.publish.model import Entry
from kg.publish.recipes.files import recipes
from kg.publish.source import Source, SourceSpec
from tests.publish.test_recipes import BASE, FILES, PLAN, _entries
from tests.web.little_site import barriers
from tests.windows import LONGEST_MS

DEEP = "page/asset/根室港町/いろいろ/釧路港.html"


class _Handler(SimpleHTTPRequestHandler):
    """Shows the site's own page where there is no file, as hosts of static sites do."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        body = (Path(self.directory) / NAME).read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def as_hosts_do(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("address", ["", "https://data.example.jp/plan", "https://a.example"])
def test_its_links_hold_at_any_depth(version: str, address: str) -> None:
    (file,) = missing_files(Source(SourceSpec(version, address)))
    assert file.path == NAME
    text = b"".join(file.pieces()).decode()
    links = re.findall(r'\s(?:href|src|action)="([^"]*)"', text)
    own = [link for link in links if not link.startswith(("#", "data:"))]
    start = "/plan/" if address.endswith("/plan") else "/"
    assert own and all(link.startswith(start) for link in own)
    assert {f"{start}{name}" for name in ("index.html", "en/index.html", "en/search.html")} <= {
        *own
    }
    assert 'name="robots" content="noindex"' in text
    assert 'rel="canonical"' not in text
    for words in ("このページはありません", "There is no such page"):
        assert words in text


def test_a_check_follows_links_from_the_root_of_the_host() -> None:
    page = b'<a href="/plan/a.html"></a><a href="/plan/b.html"></a><a href="/other/"></a>'
    known, unknown = (
        Links(["a.html"], site, lambda path: False) for site in ("https://h.example/plan", "")
    )
    assert [one.en.rpartition(" ")[2] for one in known.look(NAME, page)] == ["/plan/b.html"]
    assert len(list(unknown.look(NAME, page))) == 3


def test_no_list_of_pages_has_it(version: str) -> None:
    entries = Entries(Entry(path, 1, "0" * 64) for path in (NAME, "about.html"))
    source = Source(SourceSpec(version, "https://a.example"))
    made = {file.path: b"".join(file.pieces()) for file in sitemap_files(source, entries)}
    assert b"https://a.example/about.html" in made["sitemap.xml"]
    assert NAME.encode() not in made["sitemap.xml"]


def test_a_reader_who_is_lost_finds_what_was_asked_for(
    browser: Browser, site: Path, axe: Path
) -> None:
    with as_hosts_do(site) as address:
        page = browser.new_page(viewport={"width": 390, "height": 800})
        page.set_default_timeout(LONGEST_MS)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        failed: list[str] = []
        page.on("requestfailed", lambda request: failed.append(request.url))
        page.on("pageerror", lambda error: failed.append(str(error)))
        answer = page.goto(f"{address}/{quote(DEEP)}", wait_until="networkidle")
        assert answer is not None and answer.status == 404
        expect(page.get_by_role("heading", level=1)).to_have_text("このページはありません")
        style = page.locator("section.problem").first.evaluate(
            "one => getComputedStyle(one).maxWidth"
        )
        assert style != "none"
        assert barriers(page, axe) == []
        box = page.get_by_role("search", name="検索").get_by_role("searchbox")
        expect(box).to_have_value("釧路港")
        box.press("Enter")
        expect(page.locator("ol.hits li").first).to_contain_text("釧路港")
        page.goto(f"{address}/en/{quote(DEEP)}")
        english = page.locator("section[lang=en]")
        expect(english.get_by_role("searchbox")).to_have_value("釧路港")
        english.get_by_role("link", name="Questions").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page.close()
    assert [url for url in asked if not url.startswith((f"{address}/", "data:"))] == []
    assert failed == []


def test_without_scripts_the_boxes_are_empty_and_lead_to_search(
    browser: Browser, site: Path
) -> None:
    with as_hosts_do(site) as address:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{address}/{quote(DEEP)}")
        expect(page.get_by_role("search", name="Search").get_by_role("searchbox")).to_have_value("")
        page.get_by_role("search", name="Search").get_by_role("button").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        context.close()


def test_hosts_that_read_recipes_are_told_of_it() -> None:
    for address, at in (("", "/404.html"), ("https://a.example/x/y", "/x/y/404.html")):
        made = {one.path: one.content for one in recipes([PLAN], BASE, address, _entries())}
        for name, line in (
            (".htaccess", f"ErrorDocument 404 {at}"),
            ("nginx.conf", f'404 "{at}";'),
        ):
            content = made[name]
            assert isinstance(content, bytes)
            assert line in content.decode()
    assert NAME in FILES
