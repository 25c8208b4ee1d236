"""The answers to all questions that need no value: tables for spreadsheets, and what they mean.

Source:
    Metadata Vocabulary for Tabular Data, https://www.w3.org/TR/tabular-metadata/
"""

from __future__ import annotations

import json
import tempfile
from typing import Any

from kg.publish.model import File
from kg.questions.formats import csv_pieces, write_book
from kg.questions.long import ask_long
from kg.questions.resolve import resolve_parameters
from kg.web.pages.questions import is_table, long_answers, table_path
from kg.web.pages.start import example_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.publish.source import Source
    from kg.questions.catalogue import Column, Question
    from kg.questions.long import LongAnswer

METADATA = "tables/csv-metadata.json"
BOOK = "tables.xlsx"

_DATATYPES: dict[str, str] = {"boolean": "boolean", "integer": "integer", "iri": "anyURI"}
_LANG = "ja"
_PIECE = 1 << 20


def tables_of(source: Source) -> list[Question]:
    """Return the questions whose answers are tables of the dataset, by name."""
    return [question for question in source.site.dataset.questions() if is_table(question)]


def question_keys(source: Source) -> list[str]:
    """Return the names of all questions."""
    return [question.name for question in source.site.dataset.questions()]


def question_files(source: Source, name: str) -> Iterator[File]:
    """Make the page of a question, with the answer to its example, and its table if it has one.

    Args:
        source: What the site is made from.
        name: Name of the question.
    """
    question = source.site.dataset.catalogue.get(name)
    args = example_of(source.site, question)
    with long_answers(source.site) as answers:  # a page and the table mostly ask the same
        yield from source.pages("page-question", f"/questions/{name}", rest=name, args=args)
        if is_table(question):
            terms = resolve_parameters(source.store, question, {}, _LANG)
            yield File(table_path(question)[1:], csv_pieces(answers.ask(question, terms)))


def book_files(source: Source) -> Iterator[File]:
    """Make the spreadsheet with all tables, and the data dictionary of the CSV files."""
    questions = tables_of(source)
    yield File(BOOK, _book(source, questions))
    yield File(METADATA, _metadata(source, questions))


def _book(source: Source, questions: list[Question]) -> Iterator[bytes]:
    title = source.shared.plans[0].title(_LANG) if len(source.shared.plans) == 1 else "tables"
    with tempfile.TemporaryFile() as made:
        write_book(_answers(source, questions), title, made)
        made.seek(0)
        while piece := made.read(_PIECE):
            yield piece


def _answers(source: Source, questions: list[Question]) -> Iterator[LongAnswer]:
    """Ask one question after the other; an answer is there until the next is asked."""
    for question in questions:
        with ask_long(source.store, question, {}, _LANG) as answer:
            yield answer


def _metadata(source: Source, questions: list[Question]) -> bytes:
    content = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": _LANG}],
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\n"]},
        "tables": [_table(question) for question in questions],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _table(question: Question) -> dict[str, Any]:
    return {
        "url": table_path(question).rpartition("/")[2],
        "dc:title": _said(question.title),
        "dc:description": _said(question.description),
        "tableSchema": {"columns": [_column(column) for column in question.columns]},
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "titles": {"und": [column.name], **{lang: [text] for lang, text in column.label.items()}},
        "datatype": _DATATYPES.get(column.type, "string"),
    }


def _said(texts: Any) -> list[dict[str, str]]:
    return [{"@value": text, "@language": lang} for lang, text in sorted(texts.items())]
