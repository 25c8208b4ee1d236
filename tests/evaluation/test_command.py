"""``kg evaluate`` on the real plan, against a table of some of its lines."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from kg.cli import main
from kg.dataset import Dataset, open_dataset
from kg.errors import InputError, NotFoundError
from tests.conftest import REAL_PLAN

PAGE_3 = Path(__file__).with_name("page-3.tsv")
"""All that lines 228 to 252 name, read from the document."""
PAGE_3_LINES = range(228, 253)
LEAST = ("--at-least", "0", "1")


@pytest.fixture
def spoilt(tmp_path: Path) -> Path:
    """Return the table with a wrong class, a wrong thing and an optional row that is no name."""
    text = PAGE_3.read_text(encoding="utf-8")
    for before, after in (
        ("根室港\tasset\tPort", "根室港\tasset\tFishingPort"),
        ("釧路川/標茶地区", "標津川/標茶地区"),
        ("上春別防雪\tasset\tRoad\t上春別防雪\texact\t", "整備\tasset\tRoad\t整備\t\toptional"),
    ):
        assert before in text
        text = text.replace(before, after)
    path = tmp_path / "spoilt.tsv"
    path.write_text(text, encoding="utf-8")
    return path


def copy_as(folder: Path, id_: str) -> None:
    """Copy the real plan under another id."""
    shutil.copytree(REAL_PLAN, folder)
    settings = folder / "plan.toml"
    text = settings.read_text(encoding="utf-8")
    assert 'id = "kushiro-nemuro"' in text
    settings.write_text(text.replace('id = "kushiro-nemuro"', f'id = "{id_}"'), encoding="utf-8")


@pytest.fixture
def data(dataset_folder: Path) -> list[str]:
    """Return the options that name the dataset and the plan."""
    return ["--data", str(dataset_folder), "--plan", str(REAL_PLAN), "--lang", "en"]


def test_the_plan_and_the_table_agree_where_the_table_was_read(dataset: Dataset) -> None:
    evaluation = dataset.evaluate(PAGE_3, REAL_PLAN)
    assets = next(scores for scores in evaluation.by_kind() if scores.kind == "asset")
    assert assets.linking.recall == assets.typing.recall == assets.detection.recall == 1.0
    assert assets.detection.gold == 17
    assert [one for one in evaluation.findings() if one.line in PAGE_3_LINES] == []
    # The rest of the document was not read, so its mentions are not in the table.
    assert {one.outcome for one in evaluation.findings()} == {"extra"}


def test_differences_are_told(dataset: Dataset, spoilt: Path) -> None:
    findings = dataset.evaluate(spoilt, REAL_PLAN).findings()
    told = [(one.line, one.words, one.outcome) for one in findings if one.line in PAGE_3_LINES]
    assert told == [
        (230, "標茶地区", "thing"),
        (235, "上春別防雪", "extra"),
        (239, "根室港", "type"),
    ]


def test_the_table_for_people(
    data: list[str],
    spoilt: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["evaluate", str(spoilt), *data]) == 0
    out = capsys.readouterr().out
    assert "asset" in out
    assert "  FishingPort" in out
    rows = [line.split() for line in out.splitlines()]
    expected, found = ["標津川/標茶地区", "(AssetSection)"], ["釧路川/標茶地区", "(AssetSection)"]
    assert ["other", "thing", "230", "標茶地区", *expected, *found, "section"] in rows
    assert f"(lines are those of {REAL_PLAN / 'source.txt'})" in out
    assert main(["evaluate", str(spoilt), *data[:-1], "ja"]) == 0
    assert "対象違い" in capsys.readouterr().out


def test_the_table_as_json(
    data: list[str], spoilt: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(spoilt), "-f", "json", *data]) == 0
    told = json.loads(capsys.readouterr().out)
    scores = {(score["kind"], score["type"]): score for score in told["scores"]}
    asset = scores["asset", None]
    assert (asset["detection"]["gold"], asset["detection"]["recalled"]) == (16, 16)
    assert (asset["typing"]["recalled"], asset["linking"]["recalled"]) == (15, 14)
    assert asset["linking"]["recall"] == 14 / 16
    assert scores["asset", "FarmDistrict"]["linking"]["recall"] == 1.0
    district = next(one for one in told["findings"] if one["words"] == "標茶地区")
    assert district["outcome"] == "thing"
    assert district["expected"]["row"] == 4
    assert district["found"]["iri"].endswith("/asset/釧路川/標茶地区")
    assert district["found"]["rule"]


def test_the_table_as_tsv(
    data: list[str], spoilt: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(spoilt), "-f", "tsv", "--kind", "asset", *data]) == 0
    first, second = capsys.readouterr().out.split("\n\n")
    scores, findings = (
        list(csv.DictReader(io.StringIO(text), delimiter="\t")) for text in (first, second)
    )
    assert [row["kind"] for row in scores[:2]] == ["all", "asset"]
    assert scores[1]["linking_recall"] == "0.875000"
    port = next(row for row in findings if row["outcome"] == "type")
    assert (port["line"], port["words"]) == ("239", "根室港")
    assert (port["expected_type"], port["found_type"]) == ("FishingPort", "Port")


def test_the_table_as_markdown(
    data: list[str], spoilt: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(spoilt), "-f", "md", *data]) == 0
    first, second = capsys.readouterr().out.split("\n\n")
    for table in (first, second):
        widths = {line.count("|") for line in table.strip().split("\n")}
        assert len(widths) == 1
    assert "| other class | 239 | 根室港 | asset | FishingPort |" in second


def test_falling_short_ends_with_1(
    data: list[str], spoilt: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def status(table: Path, *words: str) -> int:
        return main(["evaluate", str(table), *data, "--kind", "asset", *words])

    assert status(PAGE_3, *LEAST) == 0
    assert status(spoilt, *LEAST, "--measure", "detection") == 0
    assert capsys.readouterr().err == ""
    assert status(spoilt, *LEAST, "--measure", "typing") == 1
    assert "recall 0.937 (≥ 1)" in capsys.readouterr().err
    assert status(spoilt, *LEAST) == 1
    assert "asset: linking: precision" in capsys.readouterr().err
    assert status(spoilt, "--at-least", "0", "0.875") == 0
    assert status(PAGE_3, "--at-least", "1", "0") == 1  # the rest of the plan is not in the table


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "GOLD"),
        ([str(PAGE_3), "--at-least", "1"], "--at-least"),
        ([str(PAGE_3), "--at-least", "98", "98"], "'98' is no number from 0 to 1"),
        ([str(PAGE_3), "--at-least", "high", "low"], "'high' is no number from 0 to 1"),
        ([str(PAGE_3), "--at-least", "nan", "1"], "'nan' is no number from 0 to 1"),
        ([str(PAGE_3), "--kind", "harbour"], "harbour"),
        ([str(PAGE_3), "--plan", "nowhere"], "there is no plan 'nowhere'"),
        ([str(PAGE_3), "--plan", str(REAL_PLAN.parent.parent)], "there is no plan"),
    ],
)
def test_wrong_use_is_told(
    dataset_folder: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", "--data", str(dataset_folder), "--lang", "en", *words]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert said in shown.err


def test_a_wrong_row_is_told_with_its_place(
    data: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "gold.tsv"
    path.write_text(PAGE_3.read_text(encoding="utf-8").replace("238\t", "237\t"), encoding="utf-8")
    assert main(["evaluate", str(path), *data]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert f"at   {path}:8\n  try  They begin on line 238\n" in shown.err


def test_the_one_plan_of_a_dataset_need_not_be_named(
    dataset_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["evaluate", str(PAGE_3), "--data", str(dataset_folder), "-f", "json"]
    assert main(words) == main([*words, "--plan", "kushiro-nemuro"]) == 0
    first, second = capsys.readouterr().out.split("\n}\n", maxsplit=1)
    assert f"{first}\n}}\n" == second


def test_one_of_two_plans_must_be_named(
    two_plans_folder: Path, north: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["evaluate", str(PAGE_3), "--data", str(two_plans_folder), "--lang", "en"]
    assert main(words) == 2
    assert "--plan: kushiro-nemuro, north" in capsys.readouterr().err
    # What the other plan names on the same lines is no mention of this one.
    dataset = open_dataset(two_plans_folder)
    alone = dataset.evaluate(PAGE_3, REAL_PLAN)
    assert alone.total == dataset.evaluate(PAGE_3, north).total
    assert [one for one in alone.findings() if one.line in PAGE_3_LINES] == []


def test_a_document_that_has_changed_since_is_refused(dataset: Dataset, tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    shutil.copytree(REAL_PLAN, folder)
    with (folder / "source.txt").open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(InputError, match="not the one") as caught:
        dataset.evaluate(PAGE_3, folder)
    assert caught.value.where == str(folder / "source.txt")


def test_a_plan_that_is_not_in_the_dataset_is_told(dataset: Dataset, tmp_path: Path) -> None:
    copy_as(tmp_path / "plan", "north")
    with pytest.raises(NotFoundError, match="'north'") as caught:
        dataset.evaluate(PAGE_3, tmp_path / "plan")
    assert "kushiro-nemuro" in (caught.value.hint or "")
