"""``[current]`` and ``[[edition]]`` of a plan.toml: which editions a plan has, and since when."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.document.plan_file import read_plan_file
from kg.document.reading import read_plan
from kg.errors import NotFoundError, PlanFileError
from tests.conftest import REAL_PLAN
from tests.older_editions import CURRENT, DRAFT, DROPPED_WORK, OLDER, copy_plan

TABLES = CURRENT + OLDER + DRAFT


def test_a_plan_without_tables_has_no_editions() -> None:
    plan_file = read_plan_file(REAL_PLAN)

    assert (plan_file.editions, plan_file.edition) == ((), None)


def test_editions_stand_in_order_of_time(tmp_path: Path) -> None:
    plan_file = read_plan_file(copy_plan(tmp_path / "plan", TABLES))

    told = [(one.id, one.status, one.issued.value, one.revises) for one in plan_file.editions]
    assert told == [
        ("2021-draft", "draft", "2020-12", None),
        ("2021", "final", "2021-03", "2021-draft"),
        ("2025", "final", "2025-03", "2021"),
    ]
    assert (
        [one.id for one in plan_file.editions if one.is_current] == ["2025"] == [plan_file.edition]
    )


def test_an_edition_may_say_which_one_it_revises(tmp_path: Path) -> None:
    tables = CURRENT.replace("status", 'revises = "2021-draft"\nstatus') + OLDER + DRAFT
    plan_file = read_plan_file(copy_plan(tmp_path / "plan", tables))

    assert plan_file.editions[-1].revises == "2021-draft"


def test_a_draft_comes_before_the_final_edition_of_its_date(tmp_path: Path) -> None:
    tables = TABLES.replace('"2020-12"', '"2021-03"')
    plan_file = read_plan_file(copy_plan(tmp_path / "plan", tables))

    assert [one.id for one in plan_file.editions] == ["2021-draft", "2021", "2025"]


@pytest.mark.parametrize("until", ["2021", "2021-03"])
def test_a_year_is_not_over_before_its_months(tmp_path: Path, until: str) -> None:
    tables = CURRENT + OLDER.replace("2021-04", "2021-03").replace("2025-03", until)
    plan_file = read_plan_file(copy_plan(tmp_path / "plan", tables))

    (older,) = plan_file.others
    assert (older.issued.value, older.valid and older.valid.end) == ("2021-03", until)


def test_what_an_edition_does_not_say_is_that_of_the_plan(tmp_path: Path) -> None:
    plan_file = read_plan_file(copy_plan(tmp_path / "plan", TABLES))
    older, draft = plan_file.at("2021"), plan_file.at("2021-draft")

    assert older.title.ja == "旧版の試験"
    assert draft.title == plan_file.title
    assert draft.layout_path == plan_file.layout_path
    # Where the current text was obtained is not where another one was.
    assert (older.obtained, older.issued and older.issued.value) == (None, "2021-03")
    assert plan_file.at("2025").source_path == plan_file.source_path


def test_an_edition_is_read_from_its_own_document(tmp_path: Path) -> None:
    plan_file = read_plan_file(copy_plan(tmp_path / "plan", TABLES))

    works = [work.text.text for work in read_plan(plan_file.at("2021")).projects[0].works]
    assert DROPPED_WORK in works
    assert DROPPED_WORK not in [w.text.text for w in read_plan(plan_file).projects[0].works]


def test_an_edition_may_have_a_layout_of_its_own(tmp_path: Path) -> None:
    tables = CURRENT + OLDER.replace("status", 'layout = "layout-2021.toml"\nstatus')
    folder = copy_plan(tmp_path / "plan", tables)

    assert read_plan_file(folder).at("2021").layout_path == folder / "layout-2021.toml"


def test_an_unknown_edition_is_told_with_those_there_are(tmp_path: Path) -> None:
    plan_file = read_plan_file(copy_plan(tmp_path / "plan", TABLES))

    with pytest.raises(NotFoundError, match="no edition '2017'") as caught:
        plan_file.at("2017")
    assert "kushiro-nemuro@2021-draft" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("old", "new", "told", "line"),
    [
        ('id = "2021"', 'id = "2021 版"', "cannot stand in an IRI", 'id = "2021 版"'),
        ('id = "2021"', f'id = "{"x" * 101}"', "has 101 characters", None),
        ('id = "2021"', 'id = "2025"', "two editions have the id '2025'", None),
        ('id = "2021-draft"', 'id = "2021"', "two editions have the id '2021'", None),
        ('"source-2021.txt"', '"none.txt"', "'none.txt' of the edition 2021 is not there", None),
        ('status = "draft"', 'status = "secret"', "'secret'", None),
        ('status = "draft"', 'sattus = "draft"', "sattus", None),
        ("issued = { value", "issued = { valeu", "valeu", "issued = { valeu"),
        ('value = "2021-03"', 'value = "令和3年"', "'令和3年' is no date", None),
        ('value = "2021-03"', 'value = "２０２１"', "'２０２１' is no date", None),
        ('value = "2021-03"', 'value = "2021-13"', "'2021-13' is no date", None),
        ('value = "2021-03"', 'value = "2021-02-30"', "'2021-02-30' is no date", None),
        ('from = "2021-04"', 'from = "soon"', "'soon' is no date", None),
        ('until = "2025-03"', 'until = "2020"', "2021 is older than itself", 'until = "2020"'),
        ('from = "2021-04"', 'from = "2026"', "2021 is older than itself", None),
        ('value = "2021-03"', 'value = "2025-03"', "have one date, 2025-03, and one", None),
        (
            'status = "draft"',
            'status = "draft"\nrevises = "2021"',
            "2021-draft of 2020-12 is not later than the one that it revises, 2021",
            'revises = "2021"',
        ),
        (
            'status = "draft"',
            'status = "draft"\nrevises = "2021-draft"',
            "is not later than the one that it revises",
            'revises = "2021-draft"',
        ),
        ('status = "draft"', 'status = "draft"\nrevises = "2017"', "'2017', which is none", None),
        ('id = "2025"\nstatus = "final"', 'id = "2025"\nstatus = "new"', "'new'", "[current]"),
        (CURRENT, "", "its current one has no name", "[[edition]]"),
    ],
)  # fmt: skip
def test_a_wrong_edition_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, told: str, line: str | None
) -> None:
    assert old in TABLES
    folder = copy_plan(tmp_path / "plan", TABLES.replace(old, new, 1))
    path = folder / "plan.toml"

    with pytest.raises(PlanFileError, match=told) as caught:
        read_plan_file(folder)

    wanted = new.splitlines()[-1] if line is None else line
    lines = path.read_text(encoding="utf-8").splitlines()
    assert caught.value.where == str(path)
    assert caught.value.line is not None
    assert wanted in lines[caught.value.line - 1]
    assert caught.value.hint


def test_a_plan_with_editions_needs_a_date(tmp_path: Path) -> None:
    folder = copy_plan(tmp_path / "plan", TABLES)
    path = folder / "plan.toml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("[issued]"), text.index("[obtained]")
    path.write_text(text[:start] + text[end:], encoding="utf-8")

    with pytest.raises(PlanFileError, match="its current one has no date"):
        read_plan_file(folder)
