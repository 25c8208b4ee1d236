"""Rows as files: CSV, TSV, JSON, Turtle, Excel.

Turtle uses the result-set vocabulary of the W3C's SPARQL test suites
(http://www.w3.org/2001/sw/DataAccess/tests/result-set#), which RDF tools read as a SELECT
result: one ``rs:ResultSet``, a ``rs:solution`` per row with its ``rs:index``, a ``rs:binding``
per value that is there.
"""

from __future__ import annotations

import csv
import io
import json
from itertools import chain, islice

from kg.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import IO, Any

    from kg.questions.answers import Answer, Cell
    from kg.questions.long import LongAnswer

FORMATS = ("csv", "tsv", "json", "ttl", "xlsx")
"""Names of the formats that ``render`` knows."""

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "json": "application/json",
    "ttl": "text/turtle; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

_RESULT_SET = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_XLSX_ROWS = 1_048_576
_XLSX_CHARACTERS = 32_767
_WIDEST = 60
_ROWS_AT_ONCE = 1000
_BYTES_AT_ONCE = 1 << 16
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP file can tell, which stands for none."""


def render(answer: Answer, format: str, *, excel: bool = False, lang: str | None = None) -> bytes:
    """Write an answer in a format.

    Args:
        answer: The answer.
        format: One of ``FORMATS``.
        excel: For CSV: with a byte order mark and CRLF, as Excel wants it.
        lang: Language of the column headings, or None for the columns' names. CSV, TSV and
            Excel only; JSON and Turtle always use the names.

    Returns:
        The bytes of the file; text formats in UTF-8. The same answer gives the same bytes.

    Raises:
        UsageError: If the format is unknown or needs a library that is not installed.
    """
    if format == "csv":
        text = _delimited(answer, ",", "\r\n" if excel else "\n", lang)
        return text.encode("utf-8-sig" if excel else "utf-8")
    if format == "tsv":
        return _delimited(answer, "\t", "\n", lang).encode()
    writer = _WRITERS.get(format)
    if writer is None:
        raise UsageError(f"unknown format {format!r}", hint=f"Use one of {', '.join(FORMATS)}")
    return writer(answer, lang)


def csv_pieces(answer: LongAnswer) -> Iterator[bytes]:
    """Write a long answer as CSV, some rows at a time; the same bytes as ``render``."""
    yield _lines([_headings(answer, None)])
    rows = answer.cells
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        yield _lines(some)


def _lines(rows: Iterable[Iterable[Cell]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows([plain(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode()


def _headings(answer: Answer | LongAnswer, lang: str | None) -> list[str]:
    columns = answer.question.columns
    return [column.name if lang is None else column.label[lang] for column in columns]


def plain(cell: Cell) -> str:
    """Return a cell as text: nothing for no value, ``true`` or ``false`` for truth values.

    Example:
        >>> [plain(None), plain(True), plain(7), plain("港")]
        ['', 'true', '7', '港']
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return str(cell)


def _delimited(answer: Answer, delimiter: str, line_end: str, lang: str | None) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator=line_end)
    writer.writerow(_headings(answer, lang))
    writer.writerows([plain(cell) for cell in row] for row in answer.cells)
    return buffer.getvalue()


def _json(answer: Answer, lang: str | None) -> bytes:
    """Write a list with one object per row, a row to a line, null for no value."""
    rows = [json.dumps(row, ensure_ascii=False) for row in answer.to_dicts()]
    return ("[" + ",".join("\n  " + row for row in rows) + ("\n]\n" if rows else "]\n")).encode()


def _turtle(answer: Answer, lang: str | None) -> bytes:
    from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

    def rs(name: str) -> NamedNode:
        return NamedNode(_RESULT_SET + name)

    result = BlankNode("result")
    triples = [Triple(result, NamedNode(_RDF_TYPE), rs("ResultSet"))]
    triples += [Triple(result, rs("resultVariable"), Literal(name)) for name in answer.columns]
    for number, row in enumerate(answer.cells, 1):
        solution = BlankNode(f"row{number}")
        triples.append(Triple(result, rs("solution"), solution))
        triples.append(Triple(solution, rs("index"), Literal(number)))
        for column, cell in zip(answer.question.columns, row, strict=True):
            if cell is None:
                continue
            binding = BlankNode(f"row{number}{column.name.replace('_', '-')}")
            value = NamedNode(str(cell)) if column.type == "iri" else Literal(cell)
            triples.append(Triple(solution, rs("binding"), binding))
            triples.append(Triple(binding, rs("variable"), Literal(column.name)))
            triples.append(Triple(binding, rs("value"), value))
    prefixes = {"rs": _RESULT_SET, "xsd": "http://www.w3.org/2001/XMLSchema#"}
    written = serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes)
    return written or b""


def _xlsx(answer: Answer, lang: str | None) -> bytes:
    if len(answer) >= _XLSX_ROWS:
        raise UsageError(
            f"{len(answer)} rows are more than an Excel sheet holds", hint="Use -f csv"
        )
    return render_book([answer], answer.question.title["ja"], lang=lang)


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
    _fill(_workbook(buffer, {"in_memory": True}), answers, title, lang)
    return buffer.getvalue()


def write_book(answers: Iterable[LongAnswer], title: str, output: IO[bytes]) -> None:
    """Write long answers as one Excel file, holding a row at a time.

    Args:
        answers: The answers, to different questions.
        title: Title of the file.
        output: What to write to. The same answers give the same bytes.

    Raises:
        UsageError: If XlsxWriter is not installed.
    """
    import tempfile
    import zipfile  # both take long to import

    with tempfile.TemporaryFile() as made:
        _fill(_workbook(made, {"constant_memory": True}), answers, title, None)
        made.seek(0)
        # Files within carry the rights of the temporary ones that they were, and a local time.
        with zipfile.ZipFile(made) as book, zipfile.ZipFile(output, "w") as plain_book:
            for part in book.infolist():
                plain_part = zipfile.ZipInfo(part.filename, _EPOCH)
                plain_part.compress_type = zipfile.ZIP_DEFLATED
                with book.open(part) as old, plain_book.open(plain_part, "w") as new:
                    while piece := old.read(_BYTES_AT_ONCE):
                        new.write(piece)


def _workbook(output: IO[bytes], options: dict[str, bool]) -> Any:
    try:
        import xlsxwriter
    except ImportError:
        raise UsageError(
            "an Excel file needs XlsxWriter, which is not installed",
            hint="Install it with: pip install 'chiiki-kg[xlsx]', or use -f csv --excel",
        ) from None
    return xlsxwriter.Workbook(output, options)


def _fill(book: Any, answers: Iterable[Answer | LongAnswer], title: str, lang: str | None) -> None:
    from datetime import datetime

    # A fixed date, so that the same answer gives the same bytes.
    book.set_properties({"created": datetime(2000, 1, 1), "title": title})
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    for answer in answers:
        if len(answer) < _XLSX_ROWS:
            _sheet(book, answer, lang, bold, wrapped)
    book.close()


def _sheet(
    book: Any, answer: Answer | LongAnswer, lang: str | None, bold: Any, wrapped: Any
) -> None:
    from kg.text import display_width

    sheet = book.add_worksheet(answer.question.name[:31])
    widest = [0] * len(answer.columns)
    for number, row in enumerate(chain([_headings(answer, lang)], answer.cells)):
        for place, cell in enumerate(row):
            if isinstance(cell, bool):
                sheet.write_boolean(number, place, cell)
            elif isinstance(cell, int):
                sheet.write_number(number, place, cell)
            elif cell is not None:
                style = wrapped if number else bold
                sheet.write_string(number, place, cell[:_XLSX_CHARACTERS], style)
            widest[place] = max(widest[place], display_width(plain(cell)))
    for place, width in enumerate(widest):
        sheet.set_column(place, place, min(width + 2, _WIDEST))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(answer), 1), len(answer.columns) - 1)


_WRITERS: dict[str, Callable[[Answer, str | None], bytes]] = {
    "json": _json,
    "ttl": _turtle,
    "xlsx": _xlsx,
}
