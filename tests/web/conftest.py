"""Servers that the tests of the web share: one for each session, on a free port."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.web.client import Client
from tests.web.serving import Served, serving


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
