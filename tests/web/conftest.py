"""Servers and a browser that the tests of the web share: one for each session."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.web.client import Client
from tests.web.little_site import Handler, Site
from tests.web.serving import Served, serving
from tests.web.wire import Connect, Wire
from tests.windows import Window, Windows


@pytest.fixture(scope="session")
def served(dataset_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the dataset of the real plan."""
    log = tmp_path_factory.mktemp("served") / "log"
    with serving(dataset_folder, log) as server:
        yield server


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Return a function that serves a folder with some options until the test ends."""
    with ExitStack() as stack:

        def start(folder: Path | None, *options: str, endpoint: str | None = None) -> Served:
            log = tmp_path / f"serve-{len(list(tmp_path.glob('serve-*')))}.log"
            return stack.enter_context(serving(folder, log, *options, endpoint=endpoint))

        yield start


@pytest.fixture(scope="session")
def client(served: Served) -> Client:
    """Return a client of the server of the real plan."""
    return Client(served.address)


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Serve the pages."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def visit(windows: Windows, address: str) -> Iterator[Callable[..., Site]]:
    """Return a function that lends a browser window of a size and colour scheme.

    At the end no request has left the address, and no page broke its policy or threw an error.
    """
    lent: list[Window] = []
    with ExitStack() as stack:

        def make(**options: Any) -> Site:
            lent.append(stack.enter_context(windows.lent(locale="ja-JP", **options)))
            return Site(address, lent[-1])

        yield make
    assert [(window.elsewhere(address), window.complaints) for window in lent] == (
        [([], [])] * len(lent)
    )


@pytest.fixture
def site(visit: Callable[..., Site]) -> Site:
    """Return the pages in a window of a desk."""
    return visit(viewport={"width": 1280, "height": 900})


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Return a function that opens a connection until the test ends."""
    with ExitStack() as stack:

        def open_one(served: Served) -> Wire:
            wire = Wire(served)
            stack.callback(wire.close)
            return wire

        yield open_one
