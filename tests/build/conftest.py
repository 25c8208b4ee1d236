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

ROOT = Path(__file__).parents[2]
SMALL_PLAN = ROOT / "tests" / "document" / "harbour-town"
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
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def make_plan(tmp_path: Path) -> MakePlan:
    """Return a function that makes a small plan of some id and says its folder."""

    def make(name: str) -> Path:
        folder = tmp_path / "plans" / name
        shutil.copytree(SMALL_PLAN, folder)
        path = folder / "plan.toml"
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub('(?m)^id = ".*"', f'id = "{name}"', text), encoding="utf-8")
        return folder

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
