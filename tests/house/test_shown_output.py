"""What the documents show is what comes out: terminals, statements, Python."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from tests.house.shown import CUT, blocks, lines_printed, sessions


def each_block(language: str) -> pytest.MarkDecorator:
    """Run a test on each fenced block of a language."""
    found = blocks(language)
    return pytest.mark.parametrize(("place", "body"), found, ids=[place for place, _ in found])


@pytest.fixture(scope="module")
def folder(dataset_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a dataset of the real plan."""
    folder = tmp_path_factory.mktemp("shown")
    shutil.copytree(dataset_folder, folder / "dataset")
    return folder


@pytest.mark.skipif(os.name != "posix", reason="there are no pseudo-terminals here")
@each_block("console")
def test_a_terminal_that_is_shown_prints_this(place: str, body: str, folder: Path) -> None:
    for command, shown in sessions(body):
        printed = lines_printed(command, folder)
        if shown[-1] == CUT:
            assert len(printed) > len(shown), place
            shown = shown[:-1]
            printed = printed[: len(shown)]
        assert printed == shown, f"{place}; `python -m tests.house.shown` writes it anew"


@each_block("turtle")
def test_statements_that_are_shown_are_in_the_graph(place: str, body: str, folder: Path) -> None:
    (path,) = (folder / "dataset").glob("versions/*/dataset.nq")
    built = {quad.triple for quad in parse(path=path, format=RdfFormat.N_QUADS)}
    shown = {quad.triple for quad in parse(body, format=RdfFormat.TURTLE)}
    assert shown, place
    assert not shown - built, place


@each_block("python")
def test_python_that_is_shown_runs(
    place: str, body: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(body, place, "exec"), {})  # noqa: S102 - our own documents
    assert "釧路港の整備 3" in printed.getvalue()


def test_there_is_something_to_show() -> None:
    assert len(blocks("console")) >= 5
    assert len(blocks("turtle")) >= 2
    assert len(blocks("python")) == 2
