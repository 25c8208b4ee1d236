"""What other addresses of the interface answer, as rows with what stands behind each.

The rows are what is hashed and compared; ``columns.toml`` names their columns.
"""

from __future__ import annotations

import sqlite3
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import msgspec

from kg.web.facts import Engine, facts_of
from kg.web.receipts.canonical import hash_rows
from kg.web.receipts.ids import Request
from kg.web.receipts.making import Asked, dataset_hash, make_receipt, query_of
from kg.web.rest import shapes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.dataset import Dataset
    from kg.dossier.model import Dossier
    from kg.web.receipts.making import Rows

SEARCH, THINGS, COVERAGE = "/api/search", "/api/things", "/api/coverage"

_FILE = Path(__file__).with_name("columns.toml")


class _Column(msgspec.Struct, forbid_unknown_fields=True):
    """A column: its name, its type, what people call it, and whether they see it."""

    name: str
    type: str
    ja: str
    en: str
    shown: bool = True


@cache
def _read_columns() -> dict[str, list[_Column]]:
    """Read the file that comes with the package, once."""
    return msgspec.toml.decode(_FILE.read_bytes(), type=dict[str, list[_Column]])


def columns_of(what: str, lang: str) -> tuple[shapes.Column, ...]:
    """Return the columns of an answer, as ``columns.toml`` has them.

    Args:
        what: ``thing``, ``search``, ``coverage`` or ``heading``.
        lang: Language of their labels.
    """
    columns = _read_columns()[what]
    return tuple(shapes.Column(one.name, getattr(one, lang), one.type) for one in columns)


def of_dossier(dataset: Dataset, dossier: Dossier, took_ms: float) -> Asked:
    """Bring a dossier into rows: those of its sections, with the columns of all.

    Args:
        dataset: The dataset that answered, an edition for one.
        dossier: The dossier.
        took_ms: How long it took.
    """
    lang = dossier.lang
    columns = {column.name: column for column in columns_of("thing", lang)}
    for section in dossier.sections:
        for one in section.columns:
            columns.setdefault(one.name, shapes.Column(one.name, one.label[lang], one.type))
    rows: Rows = []
    sources: list[str] = []
    for section in dossier.sections:
        names = [column.name for column in section.columns]
        for row in section.cells:
            cells = {"section": section.name, **dict(zip(names, row, strict=True))}
            rows.append(tuple(cells.get(name) for name in columns))
        sources += [source or "" for source in section.answer.sources]
    return _asked(
        dataset,
        f"{THINGS}?{urlencode({'iri': dossier.iri, 'lang': lang})}",
        tuple(columns.values()),
        rows,
        sources,
        took_ms=took_ms,
        queries={section.name: query_of(section.answer) for section in dossier.sections},
        sections=dossier.sections,
    )


def of_hits(
    dataset: Dataset,
    hits: Sequence[shapes.Hit],
    fields: Sequence[tuple[str, str]],
    lang: str,
    **more: Any,
) -> Asked:
    """Bring what a search found into rows: each with its text and the passage of that.

    Args:
        dataset: The dataset that answered.
        hits: What was found.
        fields: What was looked for, as fields of the address.
        lang: Language of the names of kinds.
        **more: ``total``, ``limit``, ``offset``, ``took_ms``, and ``query`` if it was a query.
    """
    columns = columns_of("search", lang)
    rows: Rows = [
        tuple(
            hit.kind.label if column.name == "kind" else getattr(hit, column.name)
            for column in columns
        )
        for hit in hits
    ]
    if "query" not in more:
        more["engine"] = Engine("SQLite FTS5", sqlite3.sqlite_version)
    more["hidden"] = {column.name for column in _read_columns()["search"] if not column.shown}
    sources = [hit.passage or hit.iri for hit in hits]
    return _asked(dataset, f"{SEARCH}?{urlencode(fields)}", columns, rows, sources, **more)


def of_coverage(dataset: Dataset, rows: Rows, lang: str, plan: str = "", **more: Any) -> Asked:
    """Say how rows of coverage came about: counted by the build, so no quotes stand behind them.

    Args:
        dataset: The dataset that answered.
        rows: The rows, with the columns ``coverage``; with ``heading`` for one plan.
        lang: Language of the columns' labels.
        plan: Id of the plan, or empty for all.
        **more: ``took_ms``, and ``total``, ``limit`` and ``offset`` of a part.
    """
    more["engine"] = Engine("kg build", facts_of(dataset).kg)
    columns = columns_of("heading" if plan else "coverage", lang)
    path = f"{COVERAGE}/{plan}" if plan else COVERAGE
    return _asked(dataset, path, columns, rows, [""] * len(rows), **more)


def _asked(
    dataset: Dataset,
    text: str,
    columns: tuple[shapes.Column, ...],
    rows: Rows,
    sources: list[str],
    *,
    took_ms: float,
    total: int | None = None,
    limit: int | None = None,
    offset: int = 0,
    query: str | None = None,
    **more: Any,
) -> Asked:
    store = dataset.store
    request = Request(
        kind="request",
        text=text,
        dataset=dataset_hash(dataset),
        rows=hash_rows([column.name for column in columns], rows),
        limit=limit,
        offset=offset,
        default_graphs=list(store.graphs),
        named_graphs=list(store.graphs),
    )
    total = len(rows) if total is None else total
    return Asked(request, query, columns, rows, sources, total, took_ms, store, **more)


def receipt_of(dataset: Dataset, asked: Asked, values: dict[str, Any]) -> Any:
    """Return the member ``receipt`` of an answer: set only where it is asked for.

    Args:
        dataset: The dataset that answered.
        asked: The answer.
        values: Of the job: ``receipt`` (a truth) and ``base``.

    Raises:
        LimitError: If the answer has too many rows for quotes.
        EndpointError: If an endpoint fails.
    """
    return make_receipt(dataset, asked, values["base"]) if values["receipt"] else msgspec.UNSET
