"""``kg diff`` as a person calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.cli.diff import run
from kg.errors import ParseError, UsageError
from tests.conftest import REAL_PLAN


@pytest.fixture
def revised(tmp_path: Path) -> Path:
    text = (REAL_PLAN / "source.txt").read_text(encoding="utf-8")
    path = tmp_path / "revised.txt"
    path.write_text(text.replace("・釧路港の整備\n", "", 1), encoding="utf-8")
    return path


def test_a_text_is_read_by_the_layout_of_the_plan(revised: Path, tmp_path: Path) -> None:
    out = tmp_path / "changes.json"

    assert run([str(REAL_PLAN), str(revised), "-f", "json", "-o", str(out)], "en") == 0

    (change,) = json.loads(out.read_text(encoding="utf-8"))["changes"]
    assert (change["nature"], change["label"]) == ("dropped", "釧路港の整備")


def test_the_order_of_the_two_tells_which_is_new(revised: Path, tmp_path: Path) -> None:
    out = tmp_path / "changes.txt"

    assert run([str(revised), str(REAL_PLAN), "-o", str(out), "--lang", "en"], "en") == 0

    assert "added: 釧路港の整備" in out.read_text(encoding="utf-8")


def test_two_texts_without_a_plan_are_refused(revised: Path) -> None:
    with pytest.raises(UsageError, match="do not say how they are written"):
        run([str(revised), str(revised)], "en")


def test_a_text_that_is_no_plan_is_refused_with_its_place(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("港の話\n", encoding="utf-8")

    with pytest.raises(ParseError) as caught:
        run([str(REAL_PLAN), str(other)], "en")

    assert caught.value.place == f"{other}:1"
