"""``kg diff`` as a person calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.cli.diff import run
from kg.errors import NotFoundError, ParseError, UsageError
from tests.conftest import REAL_PLAN
from tests.older_editions import CURRENT, DRAFT, DROPPED_WORK, OLDER, copy_plan


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


@pytest.mark.parametrize(
    ("ending", "begins"),
    [("md", "# "), ("html", "<!DOCTYPE html>"), ("json", "{"), ("ttl", "@prefix")],
)
def test_the_ending_of_a_file_chooses_the_format(
    revised: Path, tmp_path: Path, ending: str, begins: str
) -> None:
    out = tmp_path / f"changes.{ending}"

    assert run([str(REAL_PLAN), str(revised), "-o", str(out)], "en") == 0

    assert out.read_text(encoding="utf-8").startswith(begins)


def test_a_file_whose_ending_is_no_format_is_refused(revised: Path, tmp_path: Path) -> None:
    out = tmp_path / "changes.pdf"

    with pytest.raises(UsageError, match="no format has the ending"):
        run([str(REAL_PLAN), str(revised), "-o", str(out)], "en")

    assert not out.exists()
    assert run([str(REAL_PLAN), str(revised), "-f", "md", "-o", str(out)], "en") == 0


def test_two_texts_without_a_plan_are_refused(revised: Path) -> None:
    with pytest.raises(UsageError, match="do not say how they are written"):
        run([str(revised), str(revised)], "en")


def test_a_text_that_is_no_plan_is_refused_with_its_place(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("港の話\n", encoding="utf-8")

    with pytest.raises(ParseError) as caught:
        run([str(REAL_PLAN), str(other)], "en")

    assert caught.value.place == f"{other}:1"


@pytest.fixture
def plan_with_editions(tmp_path: Path) -> Path:
    return copy_plan(tmp_path / "plan", CURRENT + OLDER + DRAFT)


def changes_of(old: str, new: str, out: Path) -> list[tuple[str, str]]:
    assert run([old, new, "-f", "json", "-o", str(out)], "en") == 0
    found = json.loads(out.read_text(encoding="utf-8"))["changes"]
    return [(change["nature"], change["label"]) for change in found]


def test_an_edition_is_compared_with_the_plan(plan_with_editions: Path, tmp_path: Path) -> None:
    changes = changes_of(f"{plan_with_editions}@2021", str(plan_with_editions), tmp_path / "out")

    assert ("dropped", DROPPED_WORK) in changes
    assert ("added", "釧路港の整備") in changes
    assert [nature for nature, _ in changes if nature not in ("added", "dropped")] == ["reworded"]


def test_two_editions_are_compared(plan_with_editions: Path, tmp_path: Path) -> None:
    draft, final = f"{plan_with_editions}@2021-draft", f"{plan_with_editions}@2021"

    assert changes_of(draft, final, tmp_path / "out") == [("dropped", "仮の岸壁の整備")]


def test_an_edition_lends_its_layout_to_a_text(
    plan_with_editions: Path, revised: Path, tmp_path: Path
) -> None:
    changes = changes_of(f"{plan_with_editions}@2021", str(revised), tmp_path / "out")

    assert ("dropped", DROPPED_WORK) in changes


def test_an_edition_that_is_not_there_is_told(plan_with_editions: Path) -> None:
    with pytest.raises(NotFoundError, match="no edition '2017'"):
        run([f"{plan_with_editions}@2017", str(plan_with_editions)], "en")


def test_a_folder_may_have_an_at_in_its_name(tmp_path: Path) -> None:
    folder = copy_plan(tmp_path / "plan@home")

    assert changes_of(str(folder), f"{folder}@2025", tmp_path / "out") == []


def test_an_edition_of_several_plans_is_refused(tmp_path: Path) -> None:
    for name in ("one", "two"):
        copy_plan(tmp_path / "plans" / name)

    with pytest.raises(UsageError, match="holds 2 plans"):
        run([f"{tmp_path / 'plans'}@2021", str(tmp_path / "plans" / "one")], "en")
