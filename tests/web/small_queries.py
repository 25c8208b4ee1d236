"""A dataset of two statements, and queries of it that nobody has asked before."""

from __future__ import annotations

import itertools

from tests.web.serving import Answer

QUADS = '<x:s> <x:label> "{}" <x:g> .\n<x:s> <x:at> <x:t> <x:g> .\n'
LABELS = "SELECT ?l { ?s <x:label> ?l }"
FOUND = "l\r\nfirst\r\n"
_NUMBERS = itertools.count()


def new(query: str = LABELS) -> str:
    """Make a query that nobody has asked before."""
    return f"{query} # {next(_NUMBERS)}"


def counting(size: int) -> str:
    """Make a query that looks at two to the power of its size of rows; 60 is without end."""
    patterns = " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(size))
    return new(f"SELECT (COUNT(*) AS ?n) {{ {patterns} }}")


def other_line() -> str:
    """Make a header line that no request had before."""
    return f"X-Number: {next(_NUMBERS)}\r\n"


def lasting(answer: Answer) -> dict[str, str]:
    """Return the headers but those that another query or moment changes."""
    return {name: value for name, value in answer.headers.items() if name not in ("date", "etag")}
