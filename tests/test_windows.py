"""What a test leaves behind in a window of the browser, the next one does not find."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Error as PlaywrightError

from tests.windows import Window, Windows

WRITE = """async () => {
  document.cookie = "lang=en";
  localStorage.kept = sessionStorage.kept = 1;
  await (await caches.open("kept")).put("/x", new Response(""));
  await new Promise((done) => { indexedDB.open("kept").onsuccess = done; });
}"""
FOUND = """async () => [
  document.cookie, localStorage.length, sessionStorage.length, await caches.keys(),
  (await indexedDB.databases()).length, innerWidth, matchMedia("print").matches,
  matchMedia("(prefers-color-scheme: dark)").matches,
  matchMedia("(prefers-reduced-motion: reduce)").matches,
  document.querySelectorAll(":hover").length,
]"""
CLEAN = ["", 0, 0, [], 0, 1280, False, False, False, 0]
LEFT = ["lang=en", 1, 1, ["kept"], 1, 390, True, True, True, 3]


class Handler(BaseHTTPRequestHandler):
    """Answers everything with the same page, which may be kept."""

    asked: list[str]

    def __init__(self, asked: list[str], *args: object) -> None:
        self.asked = asked
        super().__init__(*args)  # type: ignore[arg-type]

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self.asked.append(self.path)
        body = b"<!DOCTYPE html><title>x</title><script src=/kept.js></script><p>x"
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if "kept" in self.path else "text/html")
        self.send_header("Content-Security-Policy", "script-src 'self'")
        self.send_header("Cache-Control", "max-age=9999")
        self.send_header("Content-Length", "0" if "kept" in self.path else str(len(body)))
        self.end_headers()
        self.wfile.write(b"" if "kept" in self.path else body)


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """Return the list of what the server was asked for."""
    return []


@pytest.fixture(scope="module")
def address(asked: list[str]) -> Iterator[str]:
    """Serve a page."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, asked)) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_nothing_of_a_test_is_left_in_its_window(
    windows: Windows, address: str, asked: list[str]
) -> None:
    narrow = {"width": 390, "height": 800}
    events: list[object] = []
    with windows.lent(viewport=narrow, color_scheme="dark", reduced_motion="reduce") as first:
        first.page.goto(address)
        first.page.evaluate(WRITE)
        first.page.emulate_media(media="print")
        first.page.mouse.move(20, 20)
        first.hear("load", lambda page: events.append(page))
        first.context.new_page()
        assert first.page.evaluate(FOUND) == LEFT
        first.page.route("**/*", lambda route: route.abort())
        first.context.route("**/*", lambda route: route.abort())
        first.page.evaluate("setTimeout(() => { throw Error('too late'); }, 1000)")
    assert [*first.requests] == [f"{address}/", f"{address}/kept.js"]
    before = len(asked)
    with windows.lent() as second:
        assert second is first
        assert second.requests == []
        second.page.goto(address)
        second.page.wait_for_timeout(1000)
        assert second.page.evaluate(FOUND) == CLEAN
        assert len(second.context.pages) == 1
    assert [one for one in asked[before:] if "favicon" not in one] == ["/", "/kept.js"]
    assert second.complaints == []
    assert events == []


def _crash(window: Window) -> None:
    with pytest.raises(PlaywrightError):
        window.page.goto("chrome://crash")


SPOILT: dict[str, Callable[[Window], object]] = {
    "crashed": _crash,
    "closed": lambda window: window.page.close(),
    "gone": lambda window: window.context.close(),
    "another clock": lambda window: window.page.clock.install(),
    "another script": lambda window: window.context.add_init_script("globalThis.kept = 1"),
    "stuck": lambda window: window.page.evaluate("void setTimeout(() => { for (;;); })"),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_window_that_cannot_be_cleared_is_lent_no_more(
    windows: Windows,
    address: str,
    spoil: Callable[[Window], object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tests.windows.CLEARING_MS", 3000)
    with windows.lent() as first:
        first.page.goto(address)
        spoil(first)
    with windows.lent() as second:
        assert second is not first
        second.page.goto(address)
        assert second.page.evaluate(FOUND) == CLEAN


def test_two_windows_at_a_time_know_nothing_of_each_other(windows: Windows, address: str) -> None:
    with windows.lent() as first, windows.lent() as second:
        for window in (first, second):
            window.page.goto(address)
        first.page.evaluate(WRITE)
        assert second.page.evaluate(FOUND) == CLEAN


def test_what_a_page_asks_for_and_complains_of_is_told(windows: Windows, address: str) -> None:
    with windows.lent() as window:
        window.page.goto(f"{address}/a")
        other = address.replace("127.0.0.1", "localhost")
        window.page.evaluate("(url) => fetch(url).catch(() => 0)", other)
        window.page.evaluate("void setTimeout(() => { throw Error('broken'); })")
        window.page.evaluate("console.error('wrong')")
    assert window.elsewhere(address) == [f"{other}/"]
    assert any("broken" in one for one in window.complaints)
    assert "wrong" in window.complaints
