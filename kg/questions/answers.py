"""Asking a question, and its answer as typed rows.

Every row of an answer can show the passages of the document that stand behind it. The way there
is the variable ``?source_`` of the query (see ``kg.questions.catalogue``): the passages that the
thing is taken from (``chiiki:derivedFrom``), those of the statements about it, and for a mention
or a thing that is mentioned the whole texts in which it stands (``chiiki:inPassage``).
"""

from __future__ import annotations

from collections import namedtuple
from itertools import starmap

from pyoxigraph import NamedNode

from kg.errors import EndpointError, UsageError
from kg.questions.binding import write_row, write_term
from kg.questions.by_plan import stores_to_ask
from kg.questions.header import SOURCE
from kg.questions.resolve import resolve_parameters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    import pandas

    from kg.questions.binding import Term, Value
    from kg.questions.catalogue import Question
    from kg.store.port import Store

    Cell = str | int | bool | None
    Row = tuple[Cell, ...]


_Passage = namedtuple(
    "_Passage", ("iri", "page", "first_line", "last_line", "char_start", "char_end", "words")
)


class Passage(_Passage):
    """A place in a plan's document.

    Attributes:
        iri: IRI of the passage.
        page: Page of the source, from 1.
        first_line: Line in which it begins, from 1.
        last_line: Line in which it ends.
        char_start: Offset of its first character, from 0.
        char_end: Offset behind its last character.
        words: Its words, joined over line wraps.
    """

    __slots__ = ()


_PASSAGES = """\
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT DISTINCT ?thing ?passage ?page ?first ?last ?start ?end ?words WHERE {
  VALUES ?thing { %s }
  ?thing (chiiki:derivedFrom|chiiki:inPassage|(^chiiki:mentionOf/chiiki:inPassage)
    |(^rdf:subject/chiiki:derivedFrom))? ?passage .
  ?passage chiiki:page ?page ; chiiki:startLine ?first ; chiiki:endLine ?last ;
    chiiki:charStart ?start ; chiiki:charEnd ?end ; chiiki:words ?words .
}"""


_AT_ONCE = 200
"""How many things one query asks the passages of."""


class Answer:
    """The rows that a question was answered with.

    Args:
        question: The question.
        terms: The values of its parameters, as terms.
        cells: The cells of each row.
        sources: For each row the IRIs of what it speaks of, with blanks between, or None.
        store: The store that answered.
        total: How many rows there are, where these are the first of them.

    Attributes:
        total: How many rows there are, whether they are kept or not.
    """

    __slots__ = ("_rows", "cells", "question", "sources", "store", "terms", "total")

    def __init__(
        self,
        question: Question,
        terms: Mapping[str, Term],
        cells: Sequence[Row],
        sources: Sequence[str | None],
        store: Store,
        total: int | None = None,
    ) -> None:
        self.question = question
        self.terms = terms
        self.cells = cells
        self._rows: list[Any] | None = None
        self.sources = sources
        self.store = store
        self.total = len(cells) if total is None else total

    @property
    def rows(self) -> list[Any]:
        """The rows as instances of the question's named tuple."""
        if self._rows is None:  # who only prints them need not wait until their type is made
            self._rows = list(starmap(self.question.row_type, self.cells))
        return self._rows

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns in order."""
        return tuple(column.name for column in self.question.columns)

    def __len__(self) -> int:
        return len(self.cells)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __getitem__(self, index: int) -> Any:
        return self.rows[index]

    def __repr__(self) -> str:
        return f"<Answer to {self.question.name}: {len(self)} rows>"

    def passages(self, index: int) -> list[Passage]:
        """Return the passages behind a row, in document order.

        A passage that lies within another of them is left out: the longer one has its words.

        Args:
            index: Number of the row, from 0; a negative one counts from the end.

        Raises:
            IndexError: If there is no such row.
        """
        return passages_behind(self.store, [self.sources[index] or ""])[0]

    def part(self, first: int, count: int) -> tuple[Sequence[Row], Sequence[str | None]]:
        """Return the cells of some rows, and the IRIs of what each speaks of.

        Args:
            first: Number of the first row, from 0.
            count: How many rows; at the end there are fewer.
        """
        return self.cells[first : first + count], self.sources[first : first + count]

    def to_dicts(self) -> list[dict[str, Cell]]:
        """Return the rows as dictionaries by name of column."""
        names = self.columns
        return [dict(zip(names, row, strict=True)) for row in self.cells]

    def to_pandas(self) -> pandas.DataFrame:
        """Return the rows as a data frame, whole numbers and truth values in nullable columns.

        Raises:
            UsageError: If pandas is not installed.
        """
        try:
            import pandas
        except ImportError:
            raise UsageError(
                "a data frame needs pandas, which is not installed",
                hint="Install it with: pip install 'chiiki-kg[pandas]'",
            ) from None
        types = {"integer": "Int64", "boolean": "boolean"}
        frame = pandas.DataFrame(self.cells, columns=list(self.columns))
        return frame.astype({c.name: types.get(c.type, "object") for c in self.question.columns})


def passages_behind(store: Store, sources: Sequence[str]) -> list[list[Passage]]:
    """Return the passages behind many rows at once.

    Args:
        store: Where to ask.
        sources: For each row the IRIs of what it speaks of, with blanks between, or nothing.

    Returns:
        For each row what ``Answer.passages`` returns.

    Raises:
        EndpointError: If an endpoint fails.
    """
    things = list(dict.fromkeys(iri for source in sources for iri in source.split()))
    found = _passages(store, things)
    for graph, own in by_edition(store, [iri for iri in things if iri not in found]).items():
        found |= _passages(store.within([graph]), own)
    return [
        _outermost({one for iri in source.split() for one in found.get(iri, ())})
        for source in sources
    ]


def _passages(store: Store, things: Sequence[str]) -> dict[str, list[Passage]]:
    """Return the passages behind things, by the things."""
    found: dict[str, list[Passage]] = {}
    for start in range(0, len(things), _AT_ONCE):
        terms = " ".join(write_term(NamedNode(iri)) for iri in things[start : start + _AT_ONCE])
        rows: Iterable[Any] = store.select(_PASSAGES % terms)[1]
        for thing, iri, *numbers, words in rows:
            page, first, last, begin, end = (int(number.value) for number in numbers)
            passage = Passage(iri.value, page, first, last, begin, end, words.value)
            found.setdefault(thing.value, []).append(passage)
    return found


def by_edition(store: Store, things: Iterable[str]) -> dict[str, list[str]]:
    """Sort things by the graph of the edition that alone tells of them.

    Questions about all editions speak of them; their IRIs say which edition it is.

    Args:
        store: Where all editions are.
        things: IRIs of things that no current edition tells of.

    Returns:
        The things by the IRI of a graph; those of no edition are left out.
    """
    found: dict[str, list[str]] = {}
    marked = [] if store.graphs else [iri for iri in things if "@" in iri]
    if not marked:
        return found
    from kg.store.quads import graph_apart

    for iri in marked:
        graph = graph_apart(iri)
        if graph is not None:
            found.setdefault(graph, []).append(iri)
    return found


def _outermost(passages: Iterable[Passage]) -> list[Passage]:
    """Put passages in document order and leave out those that lie within another."""
    kept: list[Passage] = []
    for passage in sorted(
        passages, key=lambda one: (_document(one), one.char_start, -one.char_end, one)
    ):
        if not (
            kept
            and _document(kept[-1]) == _document(passage)
            and kept[-1].char_end >= passage.char_end
        ):
            kept.append(passage)
    return kept


def _document(passage: Passage) -> str:
    """Return what the IRIs of all passages of one document begin with."""
    return str(passage.iri.rpartition("/")[0])


def ask(
    store: Store, question: Question, values: Mapping[str, Value], lang: str | None = None
) -> Answer:
    """Ask a question.

    Args:
        store: Where to ask.
        question: What to ask.
        values: Values of its parameters by name: labels, codes, IRIs, texts or numbers.
        lang: Language of its answers (``ja`` or ``en``) if the question has such a parameter
            and ``values`` does not say.

    Returns:
        The answer, all rows read.

    Raises:
        UsageError: If it is about all editions and the store has one alone.
        ParameterError: If a value is missing, wrong, unknown or ambiguous.
        EndpointError: If the store answers something else than was asked.
    """
    if not question.params and not values:
        return ask_terms(store, question, {})
    terms = resolve_parameters(store, question, values, lang, trusts_iris=True)
    answer = ask_terms(store, question, terms)
    if answer.cells:
        return answer
    # Perhaps because an IRI is none of a thing, or written as browsers copy it; to look first
    # costs each answer.
    looked_up = resolve_parameters(store, question, values, lang)
    return answer if looked_up == terms else ask_terms(store, question, looked_up)


def ask_terms(
    store: Store, question: Question, terms: Mapping[str, Term], most: int | None = None
) -> Answer:
    """Ask a question whose values are terms already.

    Args:
        store: Where to ask.
        question: What to ask.
        terms: A term for each of its parameters.
        most: How many rows are wanted; the others are counted, not held. None for all.

    Returns:
        The answer.

    Raises:
        UsageError: If it is about all editions and the store has one alone.
        ParameterError: If a term is missing.
        EndpointError: If the store answers something else than was asked.
    """
    text = text_to_ask(store, question, terms)
    names: list[str] = []
    found: list[Any] = []
    total = 0
    # Graphs of a larger store take longer one after the other than all at once.
    for part in stores_to_ask(store, question) if store.holds_plans else (store,):
        left = None if most is None else most - len(found)
        names, rows, count = part.first_of(text, left, where=question.path)
        found += rows
        total += count
    cells, sources = typed_cells(question, names, found)
    return Answer(question, terms, cells, sources, store, total)


def text_to_ask(store: Store, question: Question, terms: Mapping[str, Term]) -> str:
    """Return the query that a store is asked.

    Args:
        store: Where to ask.
        question: What to ask.
        terms: A term for each of its parameters.

    Raises:
        UsageError: If it is about all editions and the store has one alone.
        ParameterError: If a term is missing.
    """
    if store.graphs and question.is_about_editions:
        raise UsageError(
            f"the question {question.name!r} is about all editions",
            hint="Ask it without an edition",
        )
    return question.to_ask(write_row(question, terms))


def typed_cells(
    question: Question, names: list[str], found: Iterable[Any]
) -> tuple[list[Row], list[str | None]]:
    """Make rows of typed cells of rows of terms; an empty text counts as no value.

    Args:
        question: The question.
        names: The names of the variables in order.
        found: A term or None for each of them, row by row.

    Returns:
        The rows, and for each the IRIs of what it speaks of, with blanks between, or None.

    Raises:
        EndpointError: If they are not the answer to the question.
    """
    try:
        # All at once and then by columns: a call for each cell takes longer than all the rest.
        cells = [None if term is None else term.value or None for row in found for term in row]
        columns = {name: cells[place :: len(names)] for place, name in enumerate(names)}
        typed = [typed_texts(columns[column.name], column.type) for column in question.columns]
    except KeyError as error:
        raise EndpointError(f"the answer lacks the column {error} of the question") from None
    except (ValueError, AttributeError) as error:
        raise EndpointError(f"a value of the answer has the wrong type: {error}") from error
    rows = list(zip(*typed, strict=True))
    return rows, columns.get(SOURCE) or [None] * len(rows)


def typed_texts(texts: Sequence[str | None], type: str) -> Sequence[Cell]:
    """Make cells of the texts of a column.

    Args:
        texts: The texts, None for no value.
        type: Type of the column.

    Raises:
        ValueError: If one is none of that type.
    """
    if type == "integer":
        return [None if text is None else int(text) for text in texts]
    if type == "boolean":
        return [None if text is None else text in ("true", "1") for text in texts]
    return texts
