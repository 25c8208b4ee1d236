"""The real plan, published once for all tests and all processes of a session."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.machine import processors
from kg.publish.publishing import publish
from kg.store.versions import current_path
from tests.conftest import made_once


@pytest.fixture(scope="session")
def version(dataset_folder: Path) -> str:
    """Return the folder of the dataset's version."""
    return current_path(str(dataset_folder))


@pytest.fixture(scope="session")
def site(version: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the published site of the real plan; nobody may change it."""

    def make(folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        publish(version, folder / "site", jobs=processors())

    return made_once(tmp_path_factory, "published", make) / "site"


@pytest.fixture(scope="session")
def invented(small_folder: Path) -> str:
    """Return the folder of the version of a dataset of the invented plan."""
    return current_path(str(small_folder))


@pytest.fixture(scope="session")
def small_site(invented: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the whole site of the invented plan; nobody may change it."""

    def make(folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        publish(invented, folder / "site", jobs=1)

    return made_once(tmp_path_factory, "published-small", make) / "site"


@pytest.fixture
def small(invented: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Return a small dataset, of which only a few pages are made; publishing it takes no time."""
    from kg.publish import parts, working

    kept = [part for part in parts.PARTS if part.name in ("graphs", "void", "static")]
    monkeypatch.setattr(working, "PARTS", tuple(kept))

    def copy(problem: str | None = None) -> str:
        if problem is None:
            return invented
        folder = tmp_path / "version"
        shutil.copytree(invented, folder)
        summary = next(folder.glob("plans/*/summary.json"))
        said = json.loads(summary.read_bytes())
        said["problems"].append({"severity": "error", "messages": {"en": problem}})
        summary.write_text(json.dumps(said))
        return str(folder)

    return copy
