"""A small dataset on disk, and servers that behave well or badly."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kg.store.embedded import EmbeddedStore
from kg.store.loading import make_store

QUADS = "".join(
    f"{line} .\n"
    for line in (
        '<x:a> <x:label> "釧路港"@ja <x:one>',
        '<x:a> <x:page> "3"^^<http://www.w3.org/2001/XMLSchema#integer> <x:one>',
        r'<x:b> <x:label> "国\"道\n" <x:two>',
        "<x:b> <x:near> <x:a> <x:two>",
    )
)

Handle = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture
def store_path(tmp_path: Path) -> Path:
    """Make a store of two named graphs and return its folder."""
    quads = tmp_path / "small.nq"
    quads.write_text(QUADS, encoding="utf-8")
    make_store(tmp_path / "store", quads)
    return tmp_path / "store"


@pytest.fixture
def store(store_path: Path) -> EmbeddedStore:
    """Open that store."""
    return EmbeddedStore.open(str(store_path))


@pytest.fixture
def serve() -> Iterator[Callable[[Handle], str]]:
    """Return a function that starts a server and says its address."""
    servers: list[ThreadingHTTPServer] = []

    def start(handle: Handle) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                try:
                    handle(self)
                except OSError:  # the client has given up
                    self.close_connection = True

            def do_GET(self) -> None:  # where a redirect leads
                self.do_POST()

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        return f"http://127.0.0.1:{server.server_address[1]}/sparql"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
