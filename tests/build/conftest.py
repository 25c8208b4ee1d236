"""Small plans to build, and ``kg`` as a process."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.build import build
from tests.conftest import SMALL_PLAN, made_once

ROOT = Path(__file__).parents[2]
CURRENT = """
[issued]
value = "2025-03"
source = "A test"

[current]
id = "2025"
status = "final"
"""
"""What names the text of the small plan as its edition of 2025."""

MakePlan = Callable[[str], Path]
Datasets = Callable[..., Path]
MakeDataset = Callable[..., list[Path]]
Run = Callable[..., subprocess.CompletedProcess[str]]


def write_plan(folder: Path) -> Path:
    """Write a small plan into a new folder; the folder's name is its id."""
    shutil.copytree(SMALL_PLAN, folder)
    path = folder / "plan.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub('(?m)^id = ".*"', f'id = "{folder.name}"', text), encoding="utf-8")
    return folder


@pytest.fixture
def make_plan(tmp_path: Path) -> MakePlan:
    """Return a function that makes a small plan of some id and says its folder."""
    return lambda name: write_plan(tmp_path / "plans" / name)


@pytest.fixture(scope="session")
def datasets(tmp_path_factory: pytest.TempPathFactory) -> Datasets:
    """Return a function that builds small plans of some ids, once; nobody may change them."""

    def make(*names: str) -> Path:
        def build_all(folder: Path) -> None:
            plans = [write_plan(folder / "plans" / name) for name in names]
            assert not build(plans, folder / "dataset").has_failed

        return made_once(tmp_path_factory, "-".join(("small", *names)), build_all) / "dataset"

    return make


@pytest.fixture
def make_dataset(tmp_path: Path, make_plan: MakePlan, datasets: Datasets) -> MakeDataset:
    """Return a function that makes small plans and their dataset, as a build just left it."""

    def make(*names: str) -> list[Path]:
        shutil.copytree(datasets(*names), tmp_path / "dataset")
        return [make_plan(name) for name in names]

    return make


def command(*words: str | Path) -> list[str]:
    """Return the command line that runs ``kg`` with this Python."""
    return [sys.executable, "-m", "kg", *map(str, words)]


def environment(**variables: str) -> dict[str, str]:
    """Return an environment in which ``kg`` is found from every folder and speaks English."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    return {**kept, "PYTHONPATH": str(ROOT), "KG_LANG": "en", **variables}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a function that runs ``kg`` in an empty folder and says what came of it."""
    (tmp_path / "here").mkdir()

    def start(*words: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command(*words),
            cwd=tmp_path / "here",
            env=environment(**variables),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )

    return start
