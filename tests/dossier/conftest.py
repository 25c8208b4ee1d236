"""Dossiers of real things, each made once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.dataset import Dataset, open_dataset
from kg.dossier.model import Dossier
from tests.sparql_server import load, serving_store

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
    location = tmp_path_factory.mktemp("served")
    load(location, Path(str(dataset.version)) / "dataset.nq")
    with serving_store(location, "--union-default-graph") as address:
        yield open_dataset(endpoint=address)
