"""Windows of the browser that the tests of a file share: each test gets a clean one.

To open a window takes a second of processor time, to load a page in an open one half of that. When
a window is given back, cookies, storage and caches are emptied, routes, other tabs and what was to
be heard are taken away, and nothing of the last page runs on; size and media are set when it is
lent. A window that cannot be cleared, as one that has crashed, is closed, and the next test gets a
new one. What ``page.on`` is given stays: ``hear`` is the way to listen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, CDPSession, ConsoleMessage, Page
from playwright.sync_api import Error as PlaywrightError

LONGEST_MS = 90_000
"""How long a browser may take to come to what a test waits for, on a machine that is busy."""
CLEARING_MS = 10_000
"""How long a page may take to give way; one that does not loses its window."""
GLOBALS = "Object.getOwnPropertyNames(globalThis).sort().join()"


@dataclass
class Window:
    """A window with one tab, and what the browser asked for and complained of while it is lent."""

    context: BrowserContext
    page: Page
    tools: CDPSession
    requests: list[str] = field(default_factory=list)
    """The addresses that were asked for."""
    refused: list[str] = field(default_factory=list)
    """Those that were answered with an error."""
    complaints: list[str] = field(default_factory=list)
    """What pages threw, and the errors that they or the browser wrote to the console."""
    _heard: list[tuple[str, Callable[..., object]]] = field(default_factory=list)
    _globals: str = ""

    def __post_init__(self) -> None:
        self.context.set_default_timeout(LONGEST_MS)
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.context.on(
            "response",
            lambda answer: self.refused.append(answer.url) if answer.status >= 400 else None,
        )
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.context.on("console", self._read)
        self._globals = self.page.evaluate(GLOBALS)

    def _read(self, message: ConsoleMessage) -> None:
        # The browser itself reports each answer that is an error; the pages show those.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def elsewhere(self, address: str) -> list[str]:
        """Return what was asked for that is neither below an address nor within a page."""
        own = (f"{address}/", "data:", "blob:")
        return [url for url in self.requests if not url.startswith(own)]

    def hear(self, event: str, handler: Callable[..., object]) -> None:
        """Call a function at an event of the page until the window is given back."""
        listening: Any = self.page
        listening.on(event, handler)
        self._heard.append((event, handler))

    def show(self, viewport: Any, color_scheme: Any, reduced_motion: Any) -> None:
        """Begin to be lent."""
        self.page.set_viewport_size(viewport)
        self.page.emulate_media(
            media="null", color_scheme=color_scheme, reduced_motion=reduced_motion
        )
        self.requests, self.refused, self.complaints = [], [], []

    def is_cleared(self) -> bool:
        """Leave nothing of the test, and return if that could be done.

        What was heard until then is still there.
        """
        try:
            return self._clear()
        except PlaywrightError:
            return False

    def _clear(self) -> bool:
        for event, handler in self._heard:
            self.page.remove_listener(event, handler)
        self._heard.clear()
        for other in self.context.pages:
            if other != self.page:
                other.close()
        for routed in (self.page, self.context):
            routed.unroute_all(behavior="ignoreErrors")
        self.page.goto("about:blank", timeout=CLEARING_MS)
        for scheme, host in {urlsplit(url)[:2] for url in self.requests}:
            if scheme in ("http", "https"):
                known = {"origin": f"{scheme}://{host}", "storageTypes": "all"}
                self.tools.send("Storage.clearDataForOrigin", known)
        self.tools.send("Network.clearBrowserCache")
        self.context.clear_cookies()
        self.context.clear_permissions()
        # A clock that was installed, or another script for all pages, would be there for ever.
        found: str = self.page.evaluate(GLOBALS)
        return found == self._globals


class Windows:
    """The windows of a browser that are open; each is lent to one test at a time."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._free: defaultdict[str, list[Window]] = defaultdict(list)

    @contextmanager
    def lent(
        self,
        *,
        viewport: object = {"width": 1280, "height": 720},
        color_scheme: str = "light",
        reduced_motion: str = "no-preference",
        **options: Any,
    ) -> Iterator[Window]:
        """Lend a window that is clean, with an empty page.

        Args:
            viewport: Its size.
            color_scheme: What its reader prefers.
            reduced_motion: Likewise.
            options: What a window cannot change later, as Playwright's ``new_context`` names it.
        """
        free = self._free[repr(sorted(options.items()))]
        window = free.pop() if free else self._open(options)
        try:
            window.show(viewport, color_scheme, reduced_motion)
            yield window
        finally:
            if window.is_cleared():
                free.append(window)
            else:
                window.context.close()

    def _open(self, options: dict[str, Any]) -> Window:
        context = self._browser.new_context(**options)
        page = context.new_page()
        return Window(context, page, context.new_cdp_session(page))

    def close(self) -> None:
        """Close all that are open."""
        for free in self._free.values():
            for window in free:
                window.context.close()
        self._free.clear()
