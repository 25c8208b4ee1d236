"""Answers whose rows stand on disk: the same rows, and no more memory for more of them."""

from __future__ import annotations

import io
import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, cast

import openpyxl
import pytest

from kg.dataset import Dataset
from kg.questions.books import LongBook
from kg.questions.catalogue import Catalogue
from kg.questions.csv_answers import CsvAnswer
from kg.questions.formats import csv_pieces, render
from kg.questions.long import LongAnswer, ask_long, ask_long_terms
from kg.store.port import Store

_MANY, _FEW = 7_500, 1_500


class _Goals:
    """A store that has one goal many times, and never has all rows in memory."""

    graphs = ()

    def __init__(self, count: int) -> None:
        self._count = count

    def write(self, text: str, media_type: str, output: IO[bytes]) -> None:
        names = ["no", "field", "vision", "plan", "goal", "source_"]
        output.write(
            json.dumps({"head": {"vars": names}}).encode()[:-1] + b',"results":{"bindings":['
        )
        for number in range(self._count):
            row = {
                name: {
                    "type": "literal",
                    "value": str(number) if name == "no" else f"{name} {number}",
                }
                for name in names
            }
            output.write((b"," if number else b"") + json.dumps(row).encode())
        output.write(b"]}}")


def _goals(count: int) -> LongAnswer:
    return ask_long_terms(cast("Store", _Goals(count)), Catalogue().get("goals"), {})


def _as_csv(count: int) -> None:
    with _goals(count) as answer:
        assert sum(len(piece) for piece in csv_pieces(answer)) > count


def _as_book(count: int) -> None:
    with _goals(count) as answer:
        assert len(_book(answer)) > 0


def _as_book_of_csv(count: int) -> None:
    with NamedTemporaryFile() as file, _goals(count) as answer:
        file.writelines(csv_pieces(answer))
        file.flush()
        assert len(_book(CsvAnswer(answer.question, Path(file.name)))) > 0


def _book(answer: LongAnswer | CsvAnswer) -> bytes:
    with LongBook("goals") as book:
        book.add(answer)
        return b"".join(book.pieces())


@pytest.mark.parametrize("write", [_as_csv, _as_book, _as_book_of_csv])
def test_five_times_the_rows_are_written_within_the_same_memory(
    write: Callable[[int], None],
) -> None:
    peaks = []
    write(10)  # what is imported and kept does not count
    for count in (_FEW, _MANY):
        tracemalloc.start()
        write(count)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 2 * peaks[0]


def test_rows_on_disk_are_the_rows_of_the_answer(dataset: Dataset) -> None:
    for name in ("goals", "all-mentions", "projects", "near-repeats"):
        whole = dataset.query(name)
        with ask_long(dataset.store, whole.question, {}, "ja") as answer:
            assert len(answer) == len(whole)
            assert list(answer.cells) == list(whole.cells)
            assert b"".join(csv_pieces(answer)) == render(whole, "csv")
            cells, sources = answer.part(2, 3)
            assert (cells, sources) == (list(whole.cells[2:5]), list(whole.sources[2:5]))
            assert len(answer.part(0, len(whole) + 7)[0]) == len(whole)


def test_a_book_of_rows_on_disk_has_what_the_answer_has(dataset: Dataset) -> None:
    whole = dataset.query("goals")
    books = []
    for _ in range(2):
        with ask_long(dataset.store, whole.question, {}, "ja") as answer:
            books.append(_book(answer))
    assert books[0] == books[1]
    rows = list(openpyxl.load_workbook(io.BytesIO(books[0])).active.values)
    assert rows == [whole.columns, *whole.cells]


@pytest.mark.parametrize("name", ["gaps", "all-mentions", "participations-unknown", "laws"])
def test_rows_read_from_csv_are_those_that_were_written(
    dataset: Dataset, tmp_path: Path, name: str
) -> None:
    path = tmp_path / "table.csv"
    with ask_long(dataset.store, dataset.query(name).question, {}, "ja") as answer:
        path.write_bytes(b"".join(csv_pieces(answer)))
        read = CsvAnswer(answer.question, path)
        assert len(read) == len(answer)
        assert list(read.cells) == list(answer.cells)
        assert _book(read) == _book(answer)
