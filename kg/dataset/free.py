"""Answers to queries that are not in the catalogue."""

from __future__ import annotations

import re
from collections import namedtuple

import pyoxigraph

from kg.dataset.prefixes import declare_missing
from kg.errors import GraphFileError, UsageError
from kg.iris import local_name
from kg.questions.answers import Answer, passages_behind
from kg.questions.catalogue import Column, Question
from kg.questions.header import SOURCE
from kg.store.query_text import look_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyoxigraph import Triple

    from kg.questions.answers import Cell
    from kg.store.port import Store, Term

_XSD = "http://www.w3.org/2001/XMLSchema#"
_HEAD = re.compile(r"^#\+", re.MULTILINE)
_INTEGERS = frozenset(
    f"{_XSD}{name}" for name in ("integer", "int", "long", "nonNegativeInteger", "short")
)


class FreeQuestion(Question):
    """What an answer must know of a query that has no file: its columns.

    Args:
        name: What to call it.
        columns: Its columns.
    """

    __slots__ = ()

    def __init__(self, name: str, columns: Sequence[Column]) -> None:
        # A Question reads all this from the head of its file; there is none here.
        self.name = name
        self.title = {"ja": name, "en": name}
        self.columns = tuple(columns)
        self.params = {}
        self.empty = None
        self.caution = None
        self._row_type = None

    @property
    def row_type(self) -> type[tuple[Cell, ...]]:
        """The named tuple of the rows; a name that Python does not allow becomes ``_0``."""
        if self._row_type is None:
            fields = [column.name for column in self.columns]
            self._row_type = namedtuple("SparqlRow", fields, rename=True)  # type: ignore[misc]
        return self._row_type


class GraphAnswer(Answer):
    """The triples that a CONSTRUCT or DESCRIBE query made."""

    __slots__ = ("triples",)

    def __init__(self, store: Store, triples: list[Triple]) -> None:
        names = ("subject", "predicate", "object")
        question = FreeQuestion("sparql", [plain_column(name) for name in names])
        rows = [tuple(map(str, triple)) for triple in triples]
        super().__init__(question, {}, rows, [None] * len(rows), store)
        self.triples = triples

    def to_turtle(self) -> bytes:
        """Write the triples as Turtle.

        Returns:
            UTF-8 text.
        """
        prefixes = {
            "chiiki": "https://w3id.org/chiiki/ontology#",
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
            "xsd": _XSD,
        }
        turtle = pyoxigraph.RdfFormat.TURTLE
        triples = sorted(self.triples, key=str)
        text = pyoxigraph.serialize(triples, format=turtle, prefixes=prefixes) or b""
        lines = text.split(b"\n")
        # Oxigraph writes the prefixes in the order of its hash table.
        head = sorted(line for line in lines if line.startswith(b"@prefix "))
        return b"\n".join([*head, *lines[len(head) :]])


def ask_freely(store: Store, text: str, where: str | None = None) -> Answer:
    """Ask any SPARQL query.

    Args:
        store: Where to ask.
        text: The query; it need not declare the prefixes of ``kg.dataset.prefixes``.
        where: The file it came from, for messages.

    Returns:
        The answer; a ``GraphAnswer`` for CONSTRUCT and DESCRIBE. Whole numbers and truth values
        of a column become Python's where all its values are such; the rest are texts. The helper
        column ``source_`` of a canned query's file is no column: it says what a row speaks of.

    Raises:
        UsageError: If the query is wrong or an update, or there is none.
        GraphFileError: The same, when it came from a file.
        EndpointError: If an endpoint fails.
    """
    _check_is_query(text, where)
    found = store.query(declare_missing(text), where=where)
    if isinstance(found, bool):
        question = FreeQuestion("sparql", [Column("answer", _same("answer"), "boolean")])
        return Answer(question, {}, [(found,)], [None], store)
    if not isinstance(found, tuple):
        return GraphAnswer(store, list(found))
    names, terms = found[0], list(found[1])
    helper = names.index(SOURCE) if SOURCE in names and _HEAD.search(text) else None
    columns, converted = [], []
    for index, name in enumerate(names):
        if index != helper:
            kind, cells = _typed([row[index] for row in terms])
            columns.append(Column(name, _same(name), kind))
            converted.append(cells)
    question = FreeQuestion("sparql", columns)
    rows = list(zip(*converted, strict=True))
    sources = [
        None if helper is None or (term := row[helper]) is None else _text(term) for row in terms
    ]
    return Answer(question, {}, rows, sources, store)


def _check_is_query(text: str, where: str | None) -> None:
    kind = GraphFileError if where else UsageError
    example = "SELECT * WHERE { ?s ?p ?o } LIMIT 10"
    if not text.strip():
        raise kind("the query is empty", where=where, hint=f"Write one, such as {example}")
    if look_at(text).is_update:
        raise kind(
            "this is an update, and kg only answers queries",
            where=where,
            hint="What a dataset says is changed in its plans, and then by `kg build`",
        )


def with_sources(answer: Answer) -> Answer:
    """Add to each row of an answer the plans, the pages and the words behind it.

    Args:
        answer: The answer to a canned query.

    Returns:
        The same rows with the columns ``source_plans``, ``source_pages`` and ``source_words``;
        several of a row are joined by `` / ``, and a page stands behind the name of its plan where
        there are several plans. All are empty where a row is a count of many things.
    """
    added = (
        plain_column("source_plans", "根拠の計画", "Source plans"),
        plain_column("source_pages", "根拠のページ", "Source pages"),
        plain_column("source_words", "根拠の原文", "Source words"),
    )
    question = FreeQuestion(answer.question.name, [*answer.question.columns, *added])
    rows = []
    behind = passages_behind(answer.store, [source or "" for source in answer.sources])
    for row, passages in zip(answer.cells, behind, strict=True):
        # What stands before the passage in its IRI is its plan, or the edition of it.
        iris = [passage.iri.rpartition("/passage/")[0] for passage in passages]
        named = [(local_name(iri), str(one.page)) for iri, one in zip(iris, passages, strict=True)]
        plans = list(dict.fromkeys(plan for plan, _ in named))
        pages = [page if len(plans) == 1 else f"{plan} {page}" for plan, page in named]
        words = [passage.words for passage in passages]
        told = (" / ".join(dict.fromkeys(texts)) or None for texts in (plans, pages, words))
        rows.append((*row, *told))
    return Answer(question, answer.terms, rows, answer.sources, answer.store)


def plain_column(name: str, ja: str | None = None, en: str | None = None) -> Column:
    """Make a column of texts.

    Args:
        name: Its name.
        ja: What people call it in Japanese, else its name.
        en: The same in English.

    Returns:
        The column.
    """
    return Column(name, {"ja": ja or name, "en": en or name}, "text")


def _same(name: str) -> dict[str, str]:
    return {"ja": name, "en": name}


def _typed(terms: list[Term | None]) -> tuple[str, list[Cell]]:
    """Find the type that fits all values of a column, and convert them."""
    texts = [None if term is None else _text(term) for term in terms]
    bound = [term for term in terms if term is not None]
    if bound and all(isinstance(term, pyoxigraph.NamedNode) for term in bound):
        return "iri", [*texts]
    datatypes = {
        term.datatype.value if isinstance(term, pyoxigraph.Literal) else "" for term in bound
    }
    if datatypes == {f"{_XSD}boolean"}:
        return "boolean", [None if text is None else text in ("true", "1") for text in texts]
    if datatypes and datatypes <= _INTEGERS:
        try:
            return "integer", [None if text is None else int(text) for text in texts]
        except ValueError:  # an ill-typed literal such as "many"^^xsd:integer
            return "text", [*texts]
    return "text", [*texts]


def _text(term: Term) -> str:
    if isinstance(term, (pyoxigraph.NamedNode, pyoxigraph.Literal)):
        return term.value
    return str(term)
