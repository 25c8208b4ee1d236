"""Answers as files, each read back by the library that people would use."""

from __future__ import annotations

import csv
import io
import json
import sys

import openpyxl
import pytest
from rdflib.plugins.sparql.results.rdfresults import RDFResult

from kg.dataset import Dataset
from kg.errors import UsageError
from kg.questions.answers import Answer
from kg.questions.catalogue import Catalogue
from kg.questions.formats import FORMATS, MEDIA_TYPES, render
from kg.store.embedded import EmbeddedStore

ODD = [
    ("=1+1", 'a "quoted" word, and a comma'),
    ("two\nlines", "tab\there"),
    ("@SUM(A1)", "\u202eRTL \x07 bell"),
    (None, "港"),
]


def odd_answer(store: EmbeddedStore) -> Answer:
    """Make an answer with texts that formats tend to break on."""
    question = Catalogue().get("goals")
    rows = [(n, *row) for n, row in enumerate(ODD)]
    return Answer(question, {}, rows, [None] * len(rows), store)


def expected() -> list[list[str]]:
    return [[str(n), a or "", b] for n, (a, b) in enumerate(ODD)]


@pytest.mark.parametrize(("format", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_delimited_text_comes_back(two_plans: EmbeddedStore, format: str, delimiter: str) -> None:
    text = render(odd_answer(two_plans), format).decode("utf-8")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    assert rows == [["no", "field", "vision"], *expected()]
    assert "\r" not in text


def test_csv_for_excel_has_a_byte_order_mark_and_crlf(two_plans: EmbeddedStore) -> None:
    data = render(odd_answer(two_plans), "csv", excel=True, lang="ja")
    assert data.startswith("\ufeff番号,分野,地域のめざす姿\r\n".encode())


def test_headings_come_in_both_languages(two_plans: EmbeddedStore) -> None:
    assert render(odd_answer(two_plans), "tsv", lang="en").startswith(b"No.\tPolicy field\tGoal\n")


def test_truth_and_gaps_are_written_plainly(dataset: Dataset) -> None:
    lines = render(dataset.query("co-creations"), "csv").decode().splitlines()
    assert lines[1].endswith(",true")
    assert sum(line.endswith(",false") for line in lines) == 1
    assert render(dataset.query("listings"), "csv").decode().splitlines()[1].endswith(",")


def test_json_is_a_list_of_objects(dataset: Dataset) -> None:
    answer = dataset.query("co-creations")
    text = render(answer, "json").decode("utf-8")
    assert json.loads(text) == answer.to_dicts()
    assert text.count("\n") == len(answer) + 2
    assert "漁協" in text


def test_turtle_is_read_as_a_result_set(dataset: Dataset) -> None:
    answer = dataset.query("projects-by-asset", asset="釧路港")
    data = render(answer, "ttl")
    result = RDFResult(io.BytesIO(data), format="turtle")
    assert {str(variable) for variable in result.vars or []} == set(answer.columns)
    found = {
        tuple(str(binding[variable]) for variable in sorted(result.vars or []))
        for binding in result.bindings
    }
    assert found == {tuple(str(v) for _, v in sorted(row.items())) for row in answer.to_dicts()}


def test_turtle_of_iris_and_gaps(dataset: Dataset) -> None:
    data = render(dataset.query("shared-assets"), "ttl").decode()
    assert "<https://w3id.org/chiiki/id/asset/釧路港>" in data
    gaps = RDFResult(io.BytesIO(render(dataset.query("listings"), "ttl")), format="turtle")
    assert sum(len(binding) for binding in gaps.bindings) == 17 * 3 - 11


def test_excel_keeps_types_and_takes_no_text_for_a_formula(two_plans: EmbeddedStore) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(render(odd_answer(two_plans), "xlsx"))).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("no", "field", "vision")
    assert rows[1] == (0, "=1+1", ODD[0][1])
    assert sheet["B2"].data_type == "s"
    assert rows[4] == (3, None, "港")
    assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_answer_gives_the_same_bytes(dataset: Dataset, format: str) -> None:
    first, second = (render(dataset.query("programmes"), format) for _ in range(2))
    assert first == second
    assert format in MEDIA_TYPES


@pytest.mark.parametrize("format", FORMATS)
def test_no_rows_are_no_trouble(dataset: Dataset, format: str) -> None:
    answer = dataset.query("works-by-category", category="宇宙港")
    assert len(answer) == 0
    assert render(answer, format)
    if format == "json":
        assert json.loads(render(answer, format)) == []


def test_an_unknown_format_is_told(dataset: Dataset) -> None:
    with pytest.raises(UsageError, match=r"unknown format 'pdf'.*csv, tsv, json, ttl, xlsx"):
        render(dataset.query("goals"), "pdf")


def test_excel_without_its_library_is_told(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(UsageError, match=r"pip install 'chiiki-kg\[xlsx\]'"):
        render(dataset.query("goals"), "xlsx")
