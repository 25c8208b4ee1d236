"""The answers to all questions that need no value: tables for spreadsheets, and what they mean.

Source:
    Metadata Vocabulary for Tabular Data, https://www.w3.org/TR/tabular-metadata/
"""

from __future__ import annotations

import json
from typing import Any

from kg.publish.model import File
from kg.questions.answers import ask
from kg.questions.formats import render, render_book
from kg.web.pages.questions import is_table, table_path
from kg.web.pages.start import example_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.publish.source import Source
    from kg.questions.answers import Answer
    from kg.questions.catalogue import Column, Question

METADATA = "tables/csv-metadata.json"
BOOK = "tables.xlsx"

_DATATYPES: dict[str, str] = {"boolean": "boolean", "integer": "integer", "iri": "anyURI"}
_LANG = "ja"


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
    yield from source.pages("page-question", f"/questions/{name}", rest=name, args=args)
    if is_table(question):
        yield File(table_path(question)[1:], render(_answer(source, question), "csv"))


def book_files(source: Source) -> Iterator[File]:
    """Make the spreadsheet with all tables, and the data dictionary of the CSV files."""
    questions = tables_of(source)
    answers = (_answer(source, question) for question in questions)
    title = source.shared.plans[0].title(_LANG) if len(source.shared.plans) == 1 else "tables"
    yield File(BOOK, render_book(answers, title))
    yield File(METADATA, _metadata(source, questions))


def _answer(source: Source, question: Question) -> Answer:
    return ask(source.store, question, {}, _LANG)


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
