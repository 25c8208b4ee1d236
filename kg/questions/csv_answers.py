"""Answers that were written as CSV, read again: what is made of an answer twice is asked once."""

from __future__ import annotations

import csv
from itertools import islice

from kg.questions.answers import typed_texts
from kg.questions.long import AT_ONCE, AnswerOnDisk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.questions.answers import Row
    from kg.questions.catalogue import Question


class CsvAnswer(AnswerOnDisk):
    """An answer that was written as CSV, read a row at a time.

    Args:
        question: The question.
        path: File of the answer, as ``csv_pieces`` writes it.
    """

    __slots__ = ("_path",)

    def __init__(self, question: Question, path: Path) -> None:
        self.question = question
        self._path = path
        self._size = sum(1 for _ in self._rows())

    @property
    def cells(self) -> Iterator[Row]:
        """The cells of each row."""
        rows = self._rows()
        while some := list(islice(rows, AT_ONCE)):
            columns = zip(self.question.columns, zip(*some, strict=True), strict=True)
            typed = [
                typed_texts([text or None for text in texts], column.type)
                for column, texts in columns
            ]
            yield from zip(*typed, strict=True)

    def _rows(self) -> Iterator[list[str]]:
        with self._path.open(newline="", encoding="utf-8") as file:
            rows = csv.reader(file)
            next(rows)
            yield from rows
