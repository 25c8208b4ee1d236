"""The form of rows that is hashed, the same on every machine and in every format.

Rows of a canned question, a dossier, a search or coverage have an order; each is a JSON array on
a line of its own, below one with the names of the columns. The rows of any other query count as a
multiset, since SPARQL promises no order without ORDER BY: the lines are sorted, terms are written
as in N-Triples, and blank nodes, whose names mean nothing, are all written ``_:``. Statements are
canonical N-Triples (RDFC-1.0).
"""

from __future__ import annotations

import hashlib
import json

import pyoxigraph

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import Triple

    from kg.questions.answers import Row
    from kg.store.port import Term


def hash_rows(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Return the SHA-256 of rows of texts, numbers and truths, in their order.

    Example:
        >>> hash_rows(["code"], [("1-(1)",)]).hex()[:16]
        '5e75396fcda23887'
    """
    return _hash(_line(row) for row in ([*columns], *rows))


def hash_solutions(names: Sequence[str], rows: Iterable[Sequence[Term | None]]) -> bytes:
    """Return the SHA-256 of the rows of any query, whatever their order."""
    lines = sorted(_line([_written(term) for term in row]) for row in rows)
    return _hash([_line(names), *lines])


def hash_truth(truth: bool) -> bytes:
    """Return the SHA-256 of the answer to an ASK query."""
    return _hash([_line([truth])])


def hash_graph(triples: Iterable[Triple]) -> bytes:
    """Return the SHA-256 of statements, whatever their order and the names of blank nodes."""
    dataset = pyoxigraph.Dataset(
        pyoxigraph.Quad(triple.subject, triple.predicate, triple.object) for triple in triples
    )
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return _hash(sorted(f"{quad.triple} ." for quad in dataset))


def _written(term: Term | None) -> str | None:
    if isinstance(term, pyoxigraph.BlankNode):
        return "_:"
    return None if term is None else str(term)


def _line(values: Sequence[object]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _hash(lines: Iterable[str]) -> bytes:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.encode() + b"\n")
    return digest.digest()
