"""Answers as Excel files, a sheet for each."""

from __future__ import annotations

import io
import tempfile
import zipfile
from itertools import chain

from kg.errors import UsageError
from kg.questions.formats import headings, plain
from kg.text import display_width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO, Any, Self

    from kg.questions.answers import Answer
    from kg.questions.long import AnswerOnDisk

MOST_ROWS = 1_048_576
"""How many rows a sheet holds."""

_CHARACTERS = 32_767
_WIDEST = 60
_BYTES_AT_ONCE = 1 << 16
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP file can tell, which stands for none."""


def render_book(answers: Iterable[Answer], title: str, *, lang: str | None = None) -> bytes:
    """Write answers as one Excel file, a sheet for each; one with too many rows is left out.

    Args:
        answers: The answers, to different questions.
        title: Title of the file.
        lang: Language of the column headings, or None for the columns' names.

    Returns:
        The bytes of the file. The same answers give the same bytes.

    Raises:
        UsageError: If XlsxWriter is not installed.
    """
    buffer = io.BytesIO()
    sheets = _Sheets(_workbook(buffer, {"in_memory": True}), title, lang)
    for answer in answers:
        sheets.add(answer)
    sheets.close()
    return buffer.getvalue()


class LongBook:
    """An Excel file of long answers that is written a row at a time; a context.

    Args:
        title: Title of the file.

    Raises:
        UsageError: If XlsxWriter is not installed.
    """

    def __init__(self, title: str) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by __exit__
        self._sheets = _Sheets(_workbook(self._file, {"constant_memory": True}), title, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, answer: AnswerOnDisk) -> None:
        """Add an answer as a sheet, unless it has too many rows.

        Args:
            answer: The answer to a question that none before it answers.
        """
        self._sheets.add(answer)

    def pieces(self) -> Iterator[bytes]:
        """End the file, and yield its bytes. The same answers give the same bytes."""
        self._sheets.close()
        self._file.seek(0)
        with tempfile.TemporaryFile() as ended:
            # Files within carry the rights of the temporary ones that they were, and a local time.
            with zipfile.ZipFile(self._file) as book, zipfile.ZipFile(ended, "w") as plain_book:
                for part in book.infolist():
                    plain_part = zipfile.ZipInfo(part.filename, _EPOCH)
                    plain_part.compress_type = zipfile.ZIP_DEFLATED
                    with book.open(part) as old, plain_book.open(plain_part, "w") as new:
                        while piece := old.read(_BYTES_AT_ONCE):
                            new.write(piece)
            ended.seek(0)
            while piece := ended.read(_BYTES_AT_ONCE):
                yield piece


def _workbook(output: IO[bytes], options: dict[str, bool]) -> Any:
    try:
        import xlsxwriter
    except ImportError:
        raise UsageError(
            "an Excel file needs XlsxWriter, which is not installed",
            hint="Install it with: pip install 'chiiki-kg[xlsx]', or use -f csv --excel",
        ) from None
    return xlsxwriter.Workbook(output, options)


class _Sheets:
    """The sheets of a workbook."""

    def __init__(self, book: Any, title: str, lang: str | None) -> None:
        from datetime import datetime

        # A fixed date, so that the same answer gives the same bytes.
        book.set_properties({"created": datetime(2000, 1, 1), "title": title})
        self._bold, self._wrapped = (
            book.add_format({"bold": True}),
            book.add_format({"text_wrap": True}),
        )
        self._book = book
        self._lang = lang

    def add(self, answer: Answer | AnswerOnDisk) -> None:
        if len(answer) < MOST_ROWS:
            _sheet(self._book, answer, self._lang, self._bold, self._wrapped)

    def close(self) -> None:
        self._book.close()


def _sheet(
    book: Any, answer: Answer | AnswerOnDisk, lang: str | None, bold: Any, wrapped: Any
) -> None:
    sheet = book.add_worksheet(answer.question.name[:31])
    widest = [0] * len(answer.columns)
    for number, row in enumerate(chain([headings(answer, lang)], answer.cells)):
        for place, cell in enumerate(row):
            if isinstance(cell, bool):
                sheet.write_boolean(number, place, cell)
            elif isinstance(cell, int):
                sheet.write_number(number, place, cell)
            elif cell is not None:
                style = wrapped if number else bold
                sheet.write_string(number, place, cell[:_CHARACTERS], style)
            widest[place] = max(widest[place], display_width(plain(cell)))
    for place, width in enumerate(widest):
        sheet.set_column(place, place, min(width + 2, _WIDEST))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(answer), 1), len(answer.columns) - 1)
