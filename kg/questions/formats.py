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
from itertools import islice

from kg.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.questions.answers import Answer, Cell
    from kg.questions.long import AnswerOnDisk, LongAnswer

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
_ROWS_AT_ONCE = 1000


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
    yield _lines([headings(answer, None)])
    rows = answer.cells
    while some := list(islice(rows, _ROWS_AT_ONCE)):
        yield _lines(some)


def _lines(rows: Iterable[Iterable[Cell]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows([plain(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode()


def headings(answer: Answer | AnswerOnDisk, lang: str | None) -> list[str]:
    """Return what stands above the columns: their names, or their labels in a language."""
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
    writer.writerow(headings(answer, lang))
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
    from kg.questions.books import MOST_ROWS, render_book  # ZIP and temporary files load slowly

    if len(answer) >= MOST_ROWS:
        raise UsageError(
            f"{len(answer)} rows are more than an Excel sheet holds", hint="Use -f csv"
        )
    return render_book([answer], answer.question.title["ja"], lang=lang)


_WRITERS: dict[str, Callable[[Answer, str | None], bytes]] = {
    "json": _json,
    "ttl": _turtle,
    "xlsx": _xlsx,
}
