"""A little site of pages with the built files, served with the strict policy, and a browser."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page

from tests.windows import Window

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "kg" / "web" / "static"
PAGES = Path(__file__).parent / "pages"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'"
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SHELL = "chromium-headless-shell"
"""The same browser without windows on a screen; a page ends in it where WebAssembly breaks."""

PORT = {"type": "uri", "value": "https://example.org/id/asset/釧路港"}
ANSWER = {
    "head": {"vars": ["port", "name", "n"]},
    "results": {
        "bindings": [
            {
                "port": PORT,
                "name": {"type": "literal", "xml:lang": "ja", "value": "釧路港 {{n}} <b>"},
                "n": {
                    "type": "literal",
                    "datatype": "http://www.w3.org/2001/XMLSchema#integer",
                    "value": "10",
                },
            },
            {
                "port": {"type": "uri", "value": "https://elsewhere.example/花咲港"},
                "n": {
                    "type": "literal",
                    "datatype": "http://www.w3.org/2001/XMLSchema#integer",
                    "value": "9",
                },
            },
            {"port": {"type": "uri", "value": "javascript:alert(1)"}},
        ]
    },
}
HITS = [
    {
        "label": "釧路港",
        "kind": "asset",
        "kindLabel": "施設・自然物",
        "href": "/id/asset/釧路港",
        "pieces": [["釧路", True], ["港", False]],
    },
    {"label": "釧路市", "kind": "area", "href": "/id/area/01206"},
    {"label": "悪い", "kind": "area", "href": "javascript:alert(1)"},
]


class Handler(SimpleHTTPRequestHandler):
    """Serves pages, built files and the answers that a server would give."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def translate_path(self, path: str) -> str:
        name = urlsplit(path).path.lstrip("/")
        if name.startswith("static/"):
            return str(STATIC / name.removeprefix("static/"))
        return str(PAGES / name)

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        query = parse_qs(url.query)
        if url.path == "/suggest.json":
            self.answer("application/json", HITS if "釧" in query["q"][0] else [])
        elif url.path == "/sparql":
            self.sparql(query["query"][0])
        elif url.path.startswith("/id/") or url.path == "/favicon.ico":
            self.answer("text/html", "<!DOCTYPE html><title>id</title>")
        else:
            super().do_GET()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.sparql(parse_qs(body)["query"][0])

    def sparql(self, query: str) -> None:
        if "?d ?e ?f" in query:
            problem = {"title": "Timed out", "status": 503, "detail": "the query took too long"}
            self.answer("application/problem+json", problem, 503)
        elif query.startswith("ASK"):
            self.answer("application/sparql-results+json", {"head": {}, "boolean": True})
        elif query.startswith("CONSTRUCT"):
            self.answer(
                "text/turtle", "<https://example.org/id/a> a <https://example.org/ns#B> .\n"
            )
        elif self.headers["Accept"] == "text/csv":
            self.answer("text/csv", "port\r\n釧路港\r\n")
        else:
            self.answer("application/sparql-results+json", ANSWER)

    def answer(self, kind: str, value: object, status: int = 200) -> None:
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@dataclass
class Site:
    """A served folder of pages, and a window to look at them."""

    address: str
    window: Window

    def open(self, name: str, until: Literal["load", "networkidle"] = "networkidle") -> Page:
        """Open a page and wait until nothing is on its way, or only until it is loaded."""
        self.window.page.goto(f"{self.address}/{name}", wait_until=until)
        return self.window.page


def find_browser(*, is_whole: bool = False) -> str | None:
    """Return the path of a Chromium of the system that starts; None if there is none.

    Args:
        is_whole: Whether it must be what people have.
    """
    for name in BROWSERS if is_whole else (SHELL, *BROWSERS):
        path = shutil.which(name)
        if path:
            done = subprocess.run([path, "--version"], capture_output=True, check=False)
            if done.returncode == 0:
                return path
    return None


def barriers(page: Page, axe: Path) -> list[tuple[str, list[str]]]:
    """Return what hinders people on a page gravely: what it is, and where."""
    page.evaluate(f"{axe.read_text(encoding='utf-8')}; null")  # which no policy of a page forbids
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    grave = [one for one in found if one["impact"] in {"serious", "critical"}]
    return [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in grave]
