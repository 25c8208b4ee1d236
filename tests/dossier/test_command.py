"""``kg show`` as a command."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli import main
from tests.conftest import REPOSITORY

SLOW = {"argparse", "dataclasses", "enum", "functools", "json", "pathlib", "re", "typing"}

FORMATS = {
    "table": "■ 基本事項",
    "md": "# 釧路港（港湾）",
    "html": "<!DOCTYPE html>",
    "json": '"title": "釧路港"',
    "jsonld": '"@context"',
    "ttl": "@prefix chiiki:",
    "csv": "section,heading,row,column,label,value",
}


@pytest.fixture(autouse=True)
def data(dataset_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command find the dataset."""
    monkeypatch.setenv("KG_DATA", str(dataset_folder))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("KG_LANG", raising=False)


@pytest.mark.parametrize("chosen", FORMATS)
def test_a_format_is_printed(chosen: str, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["show", "釧路港", "-f", chosen]) == 0
    assert FORMATS[chosen] in capfdbinary.readouterr().out.decode()


@pytest.mark.parametrize("chosen", [one for one in FORMATS if one != "table"])
def test_the_ending_of_a_file_chooses_the_format(chosen: str, tmp_path: Path) -> None:
    target = tmp_path / f"釧路港.{chosen}"
    assert main(["show", "釧路港", "-o", str(target)]) == 0
    assert FORMATS[chosen] in target.read_text(encoding="utf-8")


def test_tables_are_the_default_and_as_wide_as_asked(
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    assert main(["show", "釧路港"]) == 0
    printed = capfdbinary.readouterr().out.decode()
    assert printed.startswith("釧路港（港湾）\n")
    assert "$ kg query works-by-asset 釧路港" in printed


def test_english_is_asked_for(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["show", "--lang", "en", "-f", "json", "釧路港"]) == 0
    read = json.loads(capfdbinary.readouterr().out)
    assert read["kind"] == "port"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "one thing can be shown, not 0"),
        (["釧路港", "根室港"], "not 2"),
        (["釧路港の整備"], "fits 4 things"),
        (["釧路港湾"], "釧路港"),
        (["釧路港", "-f", "xlsx"], "invalid choice"),
    ],
)
def test_wrong_use_is_one_message(
    words: list[str], said: str, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["show", "--lang", "en", *words]) == 2
    captured = capfdbinary.readouterr()
    assert said in captured.err.decode()
    assert b"Traceback" not in captured.err
    assert not captured.out


def test_the_canned_query_about_stays(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["query", "about", "釧路港", "-f", "csv"]) == 0
    assert "対象とする取組" in capfdbinary.readouterr().out.decode()


def test_nothing_slow_is_loaded() -> None:
    code = "from kg.cli import main; main(['show', '釧路港']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {code}"],
        cwd=REPOSITORY,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "釧路港（港湾）" in done.stdout
    assert "kg.dossier.making" in done.stderr.split()
    assert SLOW.isdisjoint(done.stderr.split())
