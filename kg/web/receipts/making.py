"""Asking with a receipt: the answer, what was asked, and the hashes of both."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode

import pyoxigraph

import kg
from kg.dataset.free import with_sources
from kg.errors import LimitError, UsageError
from kg.questions.answers import Answer, ask_terms, passages_behind
from kg.questions.binding import bind
from kg.questions.resolve import resolve_parameters
from kg.store.quads import edition_of
from kg.store.query_text import look_at, of_graphs
from kg.web.facts import engine_of, facts_of
from kg.web.receipts.canonical import hash_graph, hash_rows, hash_solutions, hash_truth
from kg.web.receipts.ids import Request, write_id
from kg.web.rest import shapes
from kg.web.sparql.answering import Bounded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from typing import Any

    from kg.dataset import Dataset
    from kg.dossier.model import Section
    from kg.questions.binding import Value
    from kg.store.port import Store, Term
    from kg.web.facts import Engine
    from kg.web.site import Site

QUOTED_ROWS = 5000
"""How many rows are quoted at most: by a receipt, or in a file with the words behind its rows."""

Rows = list[tuple[shapes.Cell, ...]]


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer, or a part of one, and how it came about.

    Attributes:
        request: What was asked, with the hashes.
        query: The query that was asked, or None where it was none or several.
        columns: Its columns.
        rows: The rows.
        sources: For each row the IRIs of what it speaks of, with blanks between.
        total: How many rows there are in all.
        took_ms: How long it took.
        store: Where the words behind the rows are.
        answer: The answer to a canned question, cut to the rows; None for anything else.
        queries: Of a dossier, the query of each section by its name.
        sections: Of a dossier, its sections.
        engine: What answered, where it was not the store.
        hidden: Names of columns that people do not see.
    """

    request: Request
    query: str | None
    columns: tuple[shapes.Column, ...]
    rows: Rows
    sources: list[str]
    total: int
    took_ms: float
    store: Store
    answer: Answer | None = None
    queries: Mapping[str, str] = field(default_factory=dict)
    sections: Sequence[Section] = ()
    engine: Engine | None = None
    hidden: Collection[str] = ()


def ask_question(
    dataset: Dataset,
    name: str,
    values: Mapping[str, Value],
    lang: str,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> Asked:
    """Ask a canned question.

    Args:
        dataset: Where to ask.
        name: Name of the question.
        values: Values of its parameters.
        lang: Language of labels where ``values`` does not say.
        limit: How many rows at most.
        offset: How many of the first to leave out.

    Returns:
        The answer, cut.

    Raises:
        NotFoundError: If there is no such question.
        ParameterError: If a value is missing, wrong, unknown or ambiguous.
        EndpointError: If an endpoint fails.
    """
    question, store = dataset.catalogue.get(name), dataset.store
    if "lang" in question.params:
        values = {"lang": lang, **values}
    terms = resolve_parameters(store, question, values)
    begun = time.perf_counter()
    whole = ask_terms(store, question, terms)
    took_ms = (time.perf_counter() - begun) * 1000
    end = None if limit is None else offset + limit
    rows, sources = whole.cells[offset:end], whole.sources[offset:end]
    answer = Answer(question, terms, rows, sources, store)
    return Asked(
        request_of(dataset, answer, limit, offset),
        query_of(answer),
        tuple(_column(column, lang) for column in question.columns),
        list(rows),
        [source or "" for source in sources],
        len(whole),
        took_ms,
        store,
        answer,
    )


def quoted(asked: Asked, lang: str) -> Asked:
    """Add the pages and the words behind each row as columns, as ``kg query --sources`` does.

    Its receipt stays that of the question: they are asked for beside the rows.

    Args:
        asked: The answer to a canned question.
        lang: Language of the columns' labels.

    Raises:
        LimitError: If it has too many rows for quotes.
        EndpointError: If an endpoint fails.
    """
    assert asked.answer is not None  # noqa: S101 - a canned question has one
    if len(asked.rows) > QUOTED_ROWS:
        raise LimitError(
            f"the words behind {QUOTED_ROWS} rows at most can be had at once, "
            f"and there are {len(asked.rows)}",
            hint="Ask for fewer with limit and offset",
        )
    answer = with_sources(asked.answer)
    columns = tuple(_column(column, lang) for column in answer.question.columns)
    return replace(asked, answer=answer, columns=columns, rows=list(answer.cells))


def query_of(answer: Answer) -> str:
    """Return the query of an answer to a canned question, with the graphs of an edition."""
    text = _without_head(bind(answer.question, answer.terms))
    return of_graphs(text, answer.store.graphs)


def request_of(
    dataset: Dataset, answer: Answer, limit: int | None = None, offset: int = 0
) -> Request:
    """Write down what was asked of a canned question, with the hashes of what it was answered.

    Args:
        dataset: The dataset that answered.
        answer: The answer, cut.
        limit: How many rows it has at most.
        offset: How many of the first it lacks.
    """
    return Request(
        kind="question",
        text=answer.question.name,
        values={key: term.value for key, term in answer.terms.items()},
        limit=limit,
        offset=offset,
        default_graphs=list(answer.store.graphs),
        named_graphs=list(answer.store.graphs),
        dataset=dataset_hash(dataset),
        rows=hash_rows(answer.columns, answer.cells),
    )


def _without_head(query: str) -> str:
    """Return a query without the head of its file."""
    lines = query.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("#+")).lstrip()


def _column(column: Any, lang: str) -> shapes.Column:
    return shapes.Column(column.name, column.label[lang], column.type)


def ask_query(site: Site, text: str, default_graphs: list[str], named_graphs: list[str]) -> Asked:
    """Ask any query.

    Args:
        site: Where to ask.
        text: The query.
        default_graphs: IRIs of the graphs to ask.
        named_graphs: IRIs of the graphs that GRAPH sees.

    Returns:
        The answer.

    Raises:
        UsageError: If the query is wrong, or does not give the same answer at any time.
        LimitError: If the answer is too large.
        EndpointError: If an endpoint fails.
    """
    look = look_at(text)
    if look.is_update or not look.is_lasting:
        raise UsageError(
            "this query has no receipt: it may answer differently each time",
            hint="Leave out NOW, RAND, UUID, BNODE and SERVICE",
        )
    is_graph = look.form in ("CONSTRUCT", "DESCRIBE")
    kind = "application/n-triples" if is_graph else "application/sparql-results+json"
    out = Bounded(site.settings.result_limit_mb << 20)
    begun = time.perf_counter()
    graphs = {"default_graphs": default_graphs, "named_graphs": named_graphs}
    site.dataset.store.write(text, kind, out, **graphs)  # type: ignore[arg-type]
    took_ms = (time.perf_counter() - begun) * 1000
    names, rows, sources, digest = _read(out.read(), is_graph=is_graph)
    request = Request(
        kind="sparql",
        text=text,
        default_graphs=default_graphs,
        named_graphs=named_graphs,
        dataset=dataset_hash(site.dataset),
        rows=digest,
    )
    columns = tuple(shapes.Column(name, name, "text") for name in names)
    store = site.dataset.store
    return Asked(request, text, columns, rows, sources, len(rows), took_ms, store)


def _read(body: bytes, *, is_graph: bool) -> tuple[Sequence[str], Rows, list[str], bytes]:
    """Read an answer: names of columns, rows, what each speaks of, the hash."""
    terms: list[Sequence[Term | None]]
    if is_graph:
        parsed = pyoxigraph.parse(body, format=pyoxigraph.RdfFormat.N_TRIPLES)
        triples = sorted({quad.triple for quad in parsed}, key=str)
        terms = [tuple(triple) for triple in triples]
        names: Sequence[str] = ("subject", "predicate", "object")
        digest = hash_graph(triples)
    else:
        json_results = pyoxigraph.QueryResultsFormat.JSON
        found = pyoxigraph.parse_query_results(body, format=json_results)
        if isinstance(found, pyoxigraph.QueryBoolean):
            truth = bool(found)
            return ("answer",), [(truth,)], [""], hash_truth(truth)
        names = [variable.value for variable in found.variables]
        terms = [tuple(row) for row in found]
        digest = hash_solutions(names, terms)
    rows: Rows = [tuple(None if term is None else _text(term) for term in row) for row in terms]
    return names, rows, [_source(row) for row in terms], digest


def _text(term: Term) -> str:
    return str(getattr(term, "value", term))


def _source(terms: Iterable[Term | None]) -> str:
    """Return the IRIs that a row names: its quotes are the words behind them."""
    return " ".join(term.value for term in terms if isinstance(term, pyoxigraph.NamedNode))


def dataset_hash(dataset: Dataset) -> bytes:
    """Return the hash of a dataset; empty behind an endpoint."""
    return bytes.fromhex(facts_of(dataset).sha256 or "")


def make_receipt(dataset: Dataset, asked: Asked, base: str) -> shapes.Receipt:
    """Write the receipt of an answer.

    Args:
        dataset: The dataset that answered.
        asked: The answer.
        base: Public address of the server.

    Raises:
        LimitError: If the answer has too many rows for quotes.
        EndpointError: If an endpoint fails.
    """
    if len(asked.rows) > QUOTED_ROWS:
        raise LimitError(
            f"a receipt quotes the words behind {QUOTED_ROWS} rows at most, "
            f"and there are {len(asked.rows)}",
            hint="Ask for fewer with limit and offset",
        )
    facts, request, name = facts_of(dataset), asked.request, write_id(asked.request)
    behind = passages_behind(asked.store, asked.sources)
    is_question = request.kind == "question"
    engine = asked.engine or engine_of(dataset.store)
    return shapes.Receipt(
        id=name,
        href=_address(name, base),
        question=request.text if is_question else None,
        request=_address_asked(request, base) if request.kind == "request" else None,
        parameters=dict(request.values) if is_question else fields_of(request),
        edition=edition_of(request.default_graphs),
        query=asked.query,
        queries=dict(asked.queries),
        dataset=shapes.Dataset(facts.version, facts.sha256, facts.kg, facts.base),
        kg=kg.__version__,
        engine=shapes.Engine(engine.name, engine.version),
        took_ms=round(asked.took_ms, 3),
        rows=len(asked.rows),
        total=asked.total,
        offset=request.offset,
        limit=request.limit,
        complete=len(asked.rows) == asked.total,
        sha256=request.rows.hex(),
        quotes=[[shapes.Quote(*passage) for passage in row] for row in behind],
    )


def fields_of(request: Request) -> dict[str, str]:
    """Return the fields of a request to another address; values of one that came often, joined.

    Of the coverage of a plan, which its address names, it is that plan.
    """
    if request.kind != "request":
        return {}
    path, _, fields = request.text.partition("?")
    plan = path.partition("/api/coverage/")[2]
    found = {"plan": plan} if plan else {}
    for name, value in parse_qsl(fields):
        found[name] = f"{found[name]}, {value}" if name in found else value
    return found


def _address_asked(request: Request, base: str) -> str:
    """Return the address that gives the answer of a request."""
    part = {"limit": request.limit, "offset": request.offset}
    more = urlencode({name: number for name, number in part.items() if number})
    sign = "&" if "?" in request.text else "?"
    return f"{base}{request.text}{sign}{more}" if more else f"{base}{request.text}"


def place_of(asked: Asked, base: str) -> str | None:
    """Return the address of the receipt of an answer, or None where its name would be too long.

    Args:
        asked: The answer.
        base: Public address of the server.
    """
    return _address(write_id(asked.request), base)


def _address(name: str | None, base: str) -> str | None:
    return None if name is None else f"{base}/receipt/{name}"
