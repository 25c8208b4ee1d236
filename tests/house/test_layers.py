"""Imports run down the layers of docs/architecture.md, and the contract that says so has teeth."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

WRONG_IMPORTS = {
    "upwards": ("text.py", "import kg.cli"),
    "rdf-in-the-reader": ("things/__init__.py", "import rdflib"),
    "terminal-in-the-store": ("store/__init__.py", "import rich"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts of pyproject.toml on the package that stands in a folder."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    program = "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())"
    return subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, '.'); {program}", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy the package, so that it can be spoilt."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "kg", tmp_path / "kg", ignore=ignored)
    return tmp_path


def test_imports_run_down_the_layers(copy: Path) -> None:
    found = lint(copy)
    assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize("wrong", WRONG_IMPORTS)
def test_a_wrong_import_is_found(copy: Path, wrong: str) -> None:
    module, statement = WRONG_IMPORTS[wrong]
    with (copy / "kg" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{statement}\n")
    found = lint(copy)
    assert found.returncode == 1, found.stdout + found.stderr
    assert re.search("[1-9] broken", found.stdout)


def test_a_module_without_a_layer_is_found(copy: Path) -> None:
    (copy / "kg" / "elsewhere.py").write_text("", encoding="utf-8")
    found = lint(copy)
    assert found.returncode == 1
    assert "elsewhere" in found.stdout + found.stderr


@pytest.mark.parametrize("path", ["kg/__init__.py", "kg/cli/__init__.py"])
def test_the_package_stands_where_the_contract_looks(path: str) -> None:
    assert (ROOT / path).is_file()
