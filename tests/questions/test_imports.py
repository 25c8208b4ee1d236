"""Asking a question must not load what it does not need: a process has a few milliseconds."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.conftest import REPOSITORY

SLOW = {
    "asyncio",
    "click",
    "dataclasses",
    "difflib",
    "importlib.resources",
    "inspect",
    "logging",
    "multiprocessing",
    "pandas",
    "pathlib",
    "rdflib",
    "rich",
    "shutil",
    "subprocess",
    "tempfile",
    "tomllib",
    "typing",
    "xlsxwriter",
    "yaml",
}


@pytest.mark.parametrize("module", ["answers", "binding", "catalogue", "formats", "resolve"])
def test_no_module_loads_a_slow_library(module: str) -> None:
    code = f"import sys, kg.questions.{module}; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    assert SLOW.isdisjoint(run.stdout.split())
