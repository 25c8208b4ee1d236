"""``kg`` as a process."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def dataset(dataset_folder: Path) -> Path:
    """Return the folder of the dataset of the real plan."""
    return dataset_folder


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """Return an empty folder to work in."""
    folder = tmp_path / "ここ here"
    folder.mkdir()
    return folder


@pytest.fixture
def run(here: Path) -> Run:
    """Return a function that runs ``kg`` in the empty folder and says what came of it.

    Variables that are None are taken out of the environment.
    """

    def start(
        *words: str | Path, stdin: str | None = None, **variables: str | None
    ) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
        changed = {"PYTHONPATH": str(ROOT), "KG_LANG": "en", "COLUMNS": "100", **variables}
        return subprocess.run(
            [sys.executable, "-m", "kg", *map(str, words)],
            cwd=here,
            env={name: value for name, value in {**kept, **changed}.items() if value is not None},
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )

    return start
