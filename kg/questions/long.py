"""Answers that are too long to hold: their rows stand in a temporary file.

An answer over many plans has as many rows as they have mentions. Who writes it to a file needs one
row at a time, so that the store writes what it found to disk, and rows are read from there.
"""

from __future__ import annotations

import tempfile
from abc import ABC, abstractmethod
from itertools import chain, islice, pairwise

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from kg.questions.answers import text_to_ask, typed_cells
from kg.questions.by_plan import stores_to_ask
from kg.questions.resolve import resolve_parameters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import IO, Any, Self

    from kg.questions.answers import Row
    from kg.questions.binding import Term, Value
    from kg.questions.catalogue import Question
    from kg.store.port import Store

AT_ONCE = 1000
"""How many rows are held at a time."""

_JSON = "application/sparql-results+json"


class AnswerOnDisk(ABC):
    """Rows of an answer that stand in a file.

    Attributes:
        question: What was asked.
    """

    __slots__ = ("_size", "question")

    question: Question
    _size: int

    def __len__(self) -> int:
        return self._size

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns in order."""
        return tuple(column.name for column in self.question.columns)

    @property
    @abstractmethod
    def cells(self) -> Iterator[Row]:
        """The cells of each row."""


class LongAnswer(AnswerOnDisk):
    """The rows that a question was answered with, on disk; a context, which removes them.

    Args:
        question: The question.
        terms: The values of its parameters, as terms.
        file: The answer as SPARQL results in JSON: one or several, one after the other.
        ends: Where each of them ends in the file.
    """

    __slots__ = ("_ends", "_file", "terms")

    def __init__(
        self, question: Question, terms: Mapping[str, Term], file: IO[bytes], ends: Sequence[int]
    ) -> None:
        self.question = question
        self.terms = terms
        self._file = file
        self._ends = ends
        self._size = sum(1 for part in self._parts() for _ in part)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @property
    def cells(self) -> Iterator[Row]:
        """The cells of each row; one such iterator may be read at a time."""
        for rows, _ in self._pieces(0):
            yield from rows

    def part(self, first: int, count: int) -> tuple[list[Row], list[str | None]]:
        """Return the cells of some rows, and the IRIs of what each speaks of.

        Args:
            first: Number of the first row, from 0.
            count: How many rows; at the end there are fewer.
        """
        cells: list[Row] = []
        sources: list[str | None] = []
        for rows, more in self._pieces(first, first + count):
            cells += rows
            sources += more
        return cells, sources

    def _pieces(
        self, first: int, last: int | None = None
    ) -> Iterator[tuple[list[Row], list[str | None]]]:
        parts = self._parts()
        found = next(parts)
        names = [variable.value for variable in found.variables]
        wanted = islice(chain(found, chain.from_iterable(parts)), first, last)
        while piece := list(islice(wanted, AT_ONCE)):
            yield typed_cells(self.question, names, map(tuple, piece))

    def _parts(self) -> Iterator[QuerySolutions]:
        """Yield what each query found; each is read before the next is asked for."""
        for start, end in pairwise([0, *self._ends]):
            part: Any = FilePart(self._file, start, end)
            found: Any = parse_query_results(part, format=QueryResultsFormat.JSON)
            assert isinstance(found, QuerySolutions)  # noqa: S101 - the query was a SELECT
            yield found


class FilePart:
    """A part of a file, as a file to read.

    Args:
        file: The file; nobody else may read it meanwhile.
        start: Where the part begins.
        end: Where it ends.
    """

    def __init__(self, file: IO[bytes], start: int, end: int) -> None:
        file.seek(start)
        self._file = file
        self._left = end - start

    def read(self, size: int = -1) -> bytes:
        """Read some bytes, or all."""
        piece = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(piece)
        return piece


class LongAnswers:
    """The answers to one question, by its values, kept until another is asked; a context."""

    def __init__(self) -> None:
        self._name = ""
        self._known: dict[tuple[Term, ...], LongAnswer] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for answer in self._known.values():
            answer.__exit__()
        self._known.clear()

    def __del__(self) -> None:
        self.__exit__()

    def ask(self, store: Store, question: Question, terms: Mapping[str, Term]) -> LongAnswer:
        """Ask a question whose values are terms already, or return what it was answered with.

        Args:
            store: Where to ask; all are opened from one dataset.
            question: What to ask.
            terms: A term for each of its parameters.
        """
        if question.name != self._name:
            self.__exit__()
            self._name = question.name
        key = tuple(terms[name] for name in sorted(terms))
        if key not in self._known:
            self._known[key] = ask_long_terms(store, question, terms)
        return self._known[key]


def ask_long(
    store: Store, question: Question, values: Mapping[str, Value], lang: str | None = None
) -> LongAnswer:
    """Ask a question, and keep the rows on disk.

    Args:
        store: Where to ask.
        question: What to ask.
        values: Values of its parameters, as for ``kg.questions.answers.ask``.
        lang: Language of its answers if the question has such a parameter.

    Returns:
        The answer, as a context.

    Raises:
        UsageError: If it is about all editions and the store has one alone.
        ParameterError: If a value is missing, wrong, unknown or ambiguous.
    """
    return ask_long_terms(store, question, resolve_parameters(store, question, values, lang))


def ask_long_terms(store: Store, question: Question, terms: Mapping[str, Term]) -> LongAnswer:
    """Ask a question whose values are terms already, and keep the rows on disk.

    Args:
        store: Where to ask.
        question: What to ask.
        terms: A term for each of its parameters.

    Returns:
        The answer, as a context.

    Raises:
        UsageError: If it is about all editions and the store has one alone.
        ParameterError: If a term is missing.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the answer
    try:
        ends = []
        text = text_to_ask(store, question, terms)
        for part in stores_to_ask(store, question):
            part.write(text, _JSON, file)
            ends.append(file.tell())
        return LongAnswer(question, terms, file, ends)
    except BaseException:
        file.close()
        raise
