"""Dossiers of real things, each made once."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sysconfig
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.dataset import Dataset, open_dataset
from kg.dossier.model import Dossier

BASE = "https://w3id.org/chiiki/id/"
INITIATIVE = f"{BASE}kushiro-nemuro/project/2-1/initiative/2-1"
THINGS = ("釧路港", "釧路湿原", "国", "釧路市", "1-(1)", "1", INITIATIVE)
"""An asset, one with works of several leads, a body, an area, a project, a goal, an initiative."""

Show = Callable[..., Dossier]


@pytest.fixture(scope="session")
def show(dataset: Dataset) -> Show:
    """Return a function that makes the dossier of a thing, each only once."""
    made: dict[tuple[str, str], Dossier] = {}

    def make(thing: str, lang: str = "ja") -> Dossier:
        if (thing, lang) not in made:
            made[thing, lang] = dataset.show(thing, lang)
        return made[thing, lang]

    return make


@pytest.fixture(scope="session")
def served(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dataset]:
    """Serve the dataset by the Oxigraph server of its wheel."""
    scripts = sysconfig.get_path("scripts")
    program = shutil.which("oxigraph", path=scripts) or shutil.which("oxigraph")
    assert program is not None, "the wheel oxigraph is missing"
    location = str(tmp_path_factory.mktemp("served"))
    quads = str(Path(str(dataset.version)) / "dataset.nq")
    load = [program, "load", "--location", location, "--file", quads]
    subprocess.run(load, check=True, capture_output=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"127.0.0.1:{port}"
    serve = [program, "serve-read-only", "--location", location, "--bind", address]
    with subprocess.Popen([*serve, "--union-default-graph"], stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(port)
            yield open_dataset(endpoint=f"http://{address}/query")
        finally:
            server.terminate()


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server did not start")
