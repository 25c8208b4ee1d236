"""No file of tests is passed over: pytest leaves out folders by their names."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_every_file_of_tests_stands_where_pytest_looks(pytestconfig: pytest.Config) -> None:
    passed_over = pytestconfig.getini("norecursedirs")
    files = [*ROOT.glob("tests/**/test_*.py"), *ROOT.glob("kg/**/*.py")]
    folders = {part for path in files for part in path.relative_to(ROOT).parts[:-1]}
    assert {"build", "web"} <= folders
    wrong = {name for name in folders for pattern in passed_over if fnmatch(name, pattern)}
    assert wrong == set()
