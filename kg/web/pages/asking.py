"""The pages' own queries: ``queries/*.rq``, with a line ``VALUES … {}  # NAME`` for each list.

What a person may ask is a canned query (``queries/`` of the project). Here stands only what pages
need to lead from one thing to another.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from kg.questions.binding import write_term

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.questions.binding import Term
    from kg.store.port import Store

_FOLDER = Path(__file__).parent / "queries"
_LIST = re.compile(r"\{\s*\}\s*# (\w+)$", re.MULTILINE)

Row = tuple[Any, ...]
"""A row: a text or None for each variable."""


def ask(store: Store, name: str, **lists: Iterable[Term]) -> list[Row]:
    """Ask a query of the pages.

    Args:
        store: Where to ask.
        name: Name of the file without its ending.
        **lists: The terms of each list that the query has a line for.

    Returns:
        The rows, each term as its text.

    Raises:
        InputError: If the store is damaged.
        EndpointError: If an endpoint fails.
    """
    written = {key: " ".join(map(write_term, terms)) for key, terms in lists.items()}
    text = _LIST.sub(lambda match: f"{{ {written[match[1]]} }}", query_text(name))
    _, rows = store.select(text)
    return [tuple(None if term is None else _text(term) for term in row) for row in rows]


def _text(term: Any) -> str:
    return str(getattr(term, "value", term))


@cache
def query_text(name: str) -> str:
    """Return the text of a query of the pages."""
    return (_FOLDER / f"{name}.rq").read_text(encoding="utf-8")
