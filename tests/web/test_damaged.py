"""A dataset some of whose files are damaged: told at the start, or in the log when it is met."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.web.serving import Served

FILES = {
    "search.sqlite": ("/search?q=港", "/api/search?q=港", "/search/suggestions?q=港"),
    "plans/*/source.txt": ("/plan", "/plan/harbour-town/1"),
    "plans/*/text.json": ("/plan", "/plan/harbour-town/1"),
    "plans/*/coverage.json": ("/", "/api/coverage"),
    "plans/*/summary.json": ("/about", "/api/coverage"),
}
"""Files beside the store, and what is answered from each."""


@pytest.fixture
def folder(small_folder: Path, tmp_path: Path) -> Path:
    """Return a dataset that may be damaged."""
    return shutil.copytree(small_folder, tmp_path / "data")


def damage(folder: Path, name: str) -> Path:
    """Cut a file of a dataset off."""
    (path,) = folder.glob(f"versions/*/{name}")
    os.truncate(path, 50)
    return path


@pytest.mark.parametrize("name", FILES)
def test_it_is_told_at_the_start(folder: Path, name: str) -> None:
    path = damage(folder, name)
    command = [sys.executable, "-m", "kg", "--lang", "en", "serve", "--data", str(folder)]
    done = subprocess.run(
        [*command, "--port", "0"], capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error[input]")
    assert f"{path}: the " in done.stderr
    assert "Run `kg build" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", FILES)
def test_what_fails_later_is_in_the_log_once_and_not_in_the_answer(
    folder: Path, name: str, serve: Callable[..., Served]
) -> None:
    served = serve(folder)
    path = damage(folder, name)
    for address in FILES[name] * 2:
        answer = served.ask(address.replace("港", "%E6%B8%AF"))
        assert answer.status == 500, address
        assert path.parent.name not in answer.text
    log = served.log.read_text(encoding="utf-8")
    assert log.count("a question cannot be answered") == 1
    assert str(path.parent) in log
    assert path.name in log
    assert "Traceback" not in log
