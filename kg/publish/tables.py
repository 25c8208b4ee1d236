"""The answers to all questions that need no value: tables for spreadsheets, and what they mean.

Source:
    Metadata Vocabulary for Tabular Data, https://www.w3.org/TR/tabular-metadata/
"""

from __future__ import annotations

import json
from typing import Any

from kg.description.words import read_words
from kg.publish.model import File
from kg.questions.books import LongBook
from kg.questions.csv_answers import CsvAnswer
from kg.questions.formats import csv_pieces
from kg.questions.resolve import resolve_parameters
from kg.web.pages.questions import BOOK_PATH, is_table, long_answers, table_path
from kg.web.pages.start import example_of
from kg.web.pages.words import LANGUAGES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.description.about import About
    from kg.publish.source import Source
    from kg.questions.catalogue import Column, Question
    from kg.questions.long import LongAnswer, LongAnswers

METADATA = "tables/csv-metadata.json"
BOOK = BOOK_PATH[1:]

_DATATYPES: dict[str, str] = {"boolean": "boolean", "integer": "integer", "iri": "anyURI"}
_LANG = "ja"


def tables_of(source: Source) -> list[Question]:
    """Return the questions whose answers are tables of the dataset, by name."""
    return [question for question in source.site.dataset.questions() if is_table(question)]


def question_keys(source: Source) -> list[str]:
    """Return the names of the questions that need a value."""
    return [one.name for one in source.site.dataset.questions() if not is_table(one)]


def question_files(source: Source, name: str) -> Iterator[File]:
    """Make the page of a question, with the answer to its example.

    Args:
        source: What the site is made from.
        name: Name of the question.
    """
    with long_answers(source.site):
        yield from _pages(source, source.site.dataset.catalogue.get(name))


def _pages(source: Source, question: Question) -> Iterator[File]:
    args = example_of(source.site, question)
    path = f"/questions/{question.name}"
    for page in source.pages("page-question", path, rest=question.name, args=args):
        yield page
        source.let_go_of_much()


def table_keys(source: Source) -> list[str]:
    """Return the names of the questions that need no value."""
    return [one.name for one in tables_of(source)]


def table_files(source: Source, name: str) -> Iterator[File]:
    """Make the pages and the table of a question that needs no value; it is asked once for them.

    Args:
        source: What the site is made from.
        name: Name of the question.
    """
    question = source.site.dataset.catalogue.get(name)
    with long_answers(source.site) as answers:
        # First all of them: pages leave some memory behind, and questions take most.
        found = {lang: _answer(source, answers, question, lang) for lang in LANGUAGES}
        yield from _pages(source, question)
        yield File(table_path(question)[1:], csv_pieces(found[_LANG]))


def _answer(source: Source, answers: LongAnswers, question: Question, lang: str) -> LongAnswer:
    terms = resolve_parameters(source.store, question, {}, lang)
    return answers.ask(source.store, question, terms)


def workbook_files(source: Source) -> Iterator[File]:
    """Make the spreadsheet that has all tables, from their files."""
    assert source.made is not None  # noqa: S101 - tables are there
    title = source.shared.plans[0].title(_LANG) if len(source.shared.plans) == 1 else "tables"
    with LongBook(title) as book:
        for question in tables_of(source):
            book.add(CsvAnswer(question, source.made / table_path(question)[1:]))
        yield File(BOOK, book.pieces())


def dictionary_files(source: Source) -> Iterator[File]:
    """Make the data dictionary of the tables."""
    yield File(METADATA, _metadata(source, tables_of(source)))


def _metadata(source: Source, questions: list[Question]) -> bytes:
    content = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": _LANG}],
        "dc:title": _said(read_words().title),
        **_terms(source.spec.about),
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\n"]},
        "tables": [_table(question) for question in questions],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _terms(about: About | None) -> dict[str, Any]:
    """Say who publishes the tables and on which terms, as the prefixes of CSVW name it."""
    if about is None:
        return {}
    told: dict[str, Any] = {"dc:publisher": _said(about.publisher.texts)}
    if about.licence is not None:
        told["dc:license"] = {"@id": about.licence.iri}
    if about.rights is not None:
        told["dc:rights"] = _said(about.rights.texts)
    return told


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
