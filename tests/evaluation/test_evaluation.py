"""``kg evaluate``: figures of tables that are known, and of the real plan."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cli import main
from kg.errors import InputError
from kg.evaluation import KINDS, Reading, evaluate, read_gold
from tests.conftest import REAL_PLAN

GOLD = Path(__file__).parent.parent / "golden" / "kushiro-nemuro" / "named-things.tsv"
HEAD = "line\twords\tkind\ttype\tthing\tjoin\tnote\n"

readings = st.lists(
    st.builds(
        Reading,
        st.integers(1, 9),
        st.sampled_from(["釧路港", "国", "根室市"]),
        st.sampled_from(KINDS),
        st.sampled_from(["Port", "AgentKind"]),
        st.sampled_from(["釧路港", "国"]),
    ),
    max_size=30,
)


@given(readings)
def test_equal_tables_agree_in_all(table: list[Reading]) -> None:
    found = evaluate(table, table)
    assert found.disagreements == ()
    assert all(score.precision == score.recall == score.f1 == 1.0 for score in found.scores)
    assert all(score.right == score.typed == score.linked for score in found.scores)


@given(readings, st.integers(0, 30), st.randoms(use_true_random=False))
def test_what_is_left_out_is_missed(
    table: list[Reading], count: int, chance: random.Random
) -> None:
    kept = list(table)
    chance.shuffle(kept)
    kept = kept[min(count, len(kept)) :]
    found = evaluate(table, kept)
    if table:
        total = found.scores[-1]
        assert (total.gold, total.right) == (len(table), len(kept))
        assert total.recall == len(kept) / len(table)
        assert total.precision == 1.0
        assert sum(one.what == "missed" for one in found.disagreements) == len(table) - len(kept)


def test_each_kind_of_disagreement_is_told() -> None:
    gold = [
        Reading(1, "釧路港", "asset", "Port", "釧路港"),
        Reading(2, "国", "body", "AgentKind", "国"),
        Reading(3, "根室", "place", "Region", "根室", is_optional=True),
        Reading(4, "道東道", "asset", "Road", "道東自動車道"),
    ]
    found = [
        Reading(1, "釧路港", "asset", "River", "釧路港"),
        Reading(3, "根室", "place", "Region", "根室"),
        Reading(4, "道東道", "asset", "Road", "道東道"),
        Reading(5, "港", "asset", "Port", "港"),
    ]
    result = evaluate(gold, found)
    told = [(one.line, one.what) for one in result.disagreements]
    assert told == [(1, "type"), (2, "missed"), (4, "thing"), (5, "wrong")]
    asset = result.scores[0]
    assert (asset.gold, asset.found, asset.right, asset.typed, asset.linked) == (2, 3, 2, 1, 1)
    assert [score.kind for score in result.falls_short(0.5, 0.9)] == ["body", "all"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "columns"),
        ("line\twords\n", 1, "columns"),
        (HEAD + "1\t港\tasset\n", 2, "cells"),
        (HEAD + "0\t港\tasset\tPort\t港\texact\t\n", 2, "number"),
        (HEAD + "1\t港\tharbour\tPort\t港\texact\t\n", 2, "kind"),
        (
            HEAD + "1\t港\tasset\tPort\t港\texact\t\n" + "2\t\tasset\tPort\t港\texact\t\n",
            3,
            "empty",
        ),
    ],
)
def test_a_wrong_table_is_told_with_its_line(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    path = tmp_path / "gold.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words) as caught:
        read_gold(path)
    assert (caught.value.where, caught.value.line) == (str(path), line)


def test_a_table_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_gold(tmp_path / "none.tsv")


def test_each_row_of_the_gold_table_stands_in_the_document() -> None:
    lines = (REAL_PLAN / "source.txt").read_text(encoding="utf-8").splitlines()
    for reading in read_gold(GOLD):
        here = "".join(line.strip() for line in lines[reading.line - 1 : reading.line + 5])
        assert reading.words in here, reading
        assert here.index(reading.words) < len(lines[reading.line - 1]), reading


def test_the_real_plan(dataset_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = main(["evaluate", str(GOLD), "--data", str(dataset_folder), "-f", "json"])
    assert status == 0
    scores = {score["kind"]: score for score in json.loads(capsys.readouterr().out)["scores"]}
    assert scores["asset"]["precision"] == 1.0
    assert scores["asset"]["recall"] >= 0.98
    for score in scores.values():
        assert score["precision"] >= 0.97, score
        assert score["recall"] >= 0.9, score
        assert score["linked"] == score["typed"] == score["right"], score


def test_too_low_figures_end_with_1(
    dataset_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(dataset_folder)]
    assert main(["evaluate", str(GOLD), *data, "--at-least", "1", "1", "--lang", "en"]) == 1
    assert "missed" in capsys.readouterr().out
    assert main(["evaluate", str(GOLD), *data, "--plan", "nowhere"]) == 2
    assert "kushiro-nemuro" in capsys.readouterr().err
