"""The pages' own queries: ``queries/*.rq``, with a line ``VALUES … {}  # NAME`` for each list.

What a person may ask is a canned query (``queries/`` of the project). Here stands only what pages
need to lead from one thing to another.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import islice, pairwise
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any

from pyoxigraph import QueryResultsFormat, parse_query_results

from kg.questions.binding import write_term
from kg.questions.long import FilePart

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kg.questions.binding import Term
    from kg.store.port import Store

_FOLDER = Path(__file__).parent / "queries"
_MOST_HELD = 1 << 20
_AT_ONCE = 500
_JSON = QueryResultsFormat.JSON.media_type
_LIST = re.compile(r"\{\s*\}\s*# (\w+)$", re.MULTILINE)

Row = tuple[Any, ...]
"""A row: a text or None for each variable."""


def ask(store: Store, name: str, **lists: Iterable[Term | tuple[Term, ...]]) -> list[Row]:
    """Ask a query of the pages.

    Args:
        store: Where to ask.
        name: Name of the file without its ending.
        **lists: The terms of each list that the query has a line for, or tuples of terms.

    Returns:
        The rows, each term as its text.

    Raises:
        InputError: If the store is damaged.
        EndpointError: If an endpoint fails.
    """
    _, rows = store.select(_with_lists(name, lists))
    return [_texts(row) for row in rows]


class LongRows:
    """The rows of a query of the pages about all things of some classes; they stand on disk.

    It is asked of some things at a time, for the store holds all rows that it puts in order.

    Args:
        store: Where to ask.
        name: Name of the file without its ending; it has a list ``things``, and rows by thing.
        classes: The classes.

    Raises:
        InputError: If the store is damaged.
        EndpointError: If an endpoint fails.
    """

    def __init__(self, store: Store, name: str, classes: Iterable[Term]) -> None:
        self._file = SpooledTemporaryFile(_MOST_HELD)  # noqa: SIM115 - it goes with the rows
        self._ends: list[int] = []
        with SpooledTemporaryFile(_MOST_HELD) as listed:
            store.write(_with_lists("of-classes", {"classes": classes}), _JSON, listed)
            listed.seek(0)
            found: Any = parse_query_results(listed, format=QueryResultsFormat.JSON)
            while things := [thing for (thing,) in islice(found, _AT_ONCE)]:
                store.write(_with_lists(name, {"things": things}), _JSON, self._file)
                self._ends.append(self._file.tell())

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows, each term as its text; they can be read again when they were read."""
        for start, end in pairwise([0, *self._ends]):
            part: Any = FilePart(self._file, start, end)
            found: Any = parse_query_results(part, format=QueryResultsFormat.JSON)
            yield from map(_texts, found)

    def __del__(self) -> None:
        self._file.close()


def _with_lists(name: str, lists: Mapping[str, Iterable[Term | tuple[Term, ...]]]) -> str:
    written = {key: " ".join(map(_written, terms)) for key, terms in lists.items()}
    return _LIST.sub(lambda match: f"{{ {written[match[1]]} }}", query_text(name))


def _written(term: Term | tuple[Term, ...]) -> str:
    if isinstance(term, tuple):
        return f"({' '.join(map(write_term, term))})"
    return write_term(term)


def _texts(row: Iterable[Any]) -> Row:
    return tuple(None if term is None else _text(term) for term in row)


def _text(term: Any) -> str:
    return str(getattr(term, "value", term))


@cache
def query_text(name: str) -> str:
    """Return the text of a query of the pages."""
    return (_FOLDER / f"{name}.rq").read_text(encoding="utf-8")
