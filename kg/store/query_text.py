"""What can be told of a query without answering it: its form, and whether its answer lasts.

A query is cut into the terminals of its grammar, so that a word in a text, a comment or an IRI is
not taken for a keyword. That is no more than a guess, since some signs mean this or that by what
stands around them (``<`` begins an IRI or compares): nothing that must not be wrong depends on it.
What a query asks of other endpoints says ``services.py``.

Source:
    SPARQL 1.1 Query Language, 19.8 (grammar).
"""

from __future__ import annotations

import re

import msgspec
import pyoxigraph

from kg.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

DEEPEST = 100
"""How deep brackets may be nested: deeper ones are no question but an attack on the parser."""

_IRI = r'<[^<>"{}|^`\\\x00-\x20]*>'
_TOKEN = re.compile(
    rf"""
    (?P<comment> \#[^\r\n]* )
  | (?P<iri> {_IRI} )
  | (?P<text> \"\"\"(?:[^\\]|\\.)*?\"\"\" | '''(?:[^\\]|\\.)*?'''
            | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
  | (?P<variable> [?$]\w+ )
  | (?P<name> (?:[^\W\d_][\w.-]*)?:[^\s(){{}}\[\]<>"';,|^/*+=!&\#]* | @[a-zA-Z-]+ )
  | (?P<word> [^\W\d]\w* )
  | (?P<open> [({{\[] )
  | (?P<close> [)}}\]] )
    """,
    re.VERBOSE | re.DOTALL,
)
_BEGINNING = re.compile(
    rf"""
    (?: \s+ | PREFIX \s+ (?:[^\W\d_][\w.-]*)? : \s* {_IRI} | BASE \s+ {_IRI} )*+
    (SELECT | ASK | CONSTRUCT | DESCRIBE) \b
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
"""What most queries begin with; it need not be cut into its terminals."""
_FORMS = frozenset(("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"))
_UPDATES = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
)
_CHANGING = re.compile(r"(?:NOW|RAND|UUID|BNODE)\s*[(#]|SERVICE", re.IGNORECASE)
"""What makes answers differ from time to time, wherever it stands."""
_CHANGING_HINTS = (b"NOW", b"RAND", b"UU", b"BNODE", b"ERV")
"""One of them is in every text with such a word, and is found much sooner. They have no letter that
signs of other scripts can stand for where case is ignored, as I, K and S have."""


class QueryText(msgspec.Struct, frozen=True):
    """A query, looked at.

    Attributes:
        form: SELECT, ASK, CONSTRUCT or DESCRIBE; empty where none is found.
        is_lasting: Whether the same data gives the same answer at any time.
        is_update: Whether it is no query but an update.
        has_dataset: Whether it says with FROM which graphs it asks.
    """

    form: str
    is_lasting: bool
    is_update: bool
    has_dataset: bool


def look_at(text: str) -> QueryText:
    r"""Look at a query.

    Args:
        text: The query.

    Returns:
        What can be told of it.

    Raises:
        UsageError: If it is nested too deeply.

    Example:
        >>> look_at("# ASK\nSELECT (NOW() AS ?now) {}")
        QueryText(form='SELECT', is_lasting=False, is_update=False, has_dataset=False)
    """
    form, is_update, has_dataset = "", False, False
    depth = 0
    upper = text.encode(
        errors="replace"
    ).upper()  # which changes ASCII alone, and takes half as long
    may_be_deep = text.count("(") + text.count("[") + text.count("{") > DEEPEST
    has_more = may_be_deep or b"FROM" in upper
    beginning = None if has_more else _BEGINNING.match(text)
    if beginning is not None:
        form = beginning[1].upper()
    for match in () if form else _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "open":
            depth += 1
            if depth > DEEPEST:
                raise UsageError(
                    f"the query is nested deeper than {DEEPEST} brackets", hint="Ask a simpler one"
                )
        elif kind == "close":
            depth -= 1
        elif kind == "word" and depth == 0:
            word = match[0].upper()
            if form:
                has_dataset = has_dataset or word == "FROM"
            elif word in _FORMS:
                form = word
                if not has_more:  # to be told, as of most queries, and most of a query comes now
                    break
            is_update = is_update or (word in _UPDATES and not form)
    is_changing = any(map(upper.__contains__, _CHANGING_HINTS)) and _CHANGING.search(text)
    return QueryText(form, not is_changing, is_update, has_dataset)


def of_graphs(text: str, graphs: Sequence[str]) -> str:
    r"""Let a query say itself which graphs it asks.

    Args:
        text: A SELECT query without FROM.
        graphs: IRIs of the graphs; none for all that its endpoint asks.

    Returns:
        The query with FROM and FROM NAMED for each of them.

    Example:
        >>> print(of_graphs("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", ["x:a"]))
        SELECT (COUNT(*) AS ?n)
        FROM <x:a>
        FROM NAMED <x:a>
        WHERE { ?s ?p ?o }
    """
    depth = 0
    for match in _TOKEN.finditer(text) if graphs else ():
        sign = match[0].upper()
        if depth == 0 and sign in ("WHERE", "{"):
            terms = [pyoxigraph.NamedNode(graph) for graph in graphs]
            lines = [f"{word} {term}\n" for word in ("FROM", "FROM NAMED") for term in terms]
            return f"{text[: match.start()].rstrip()}\n{''.join(lines)}{text[match.start() :]}"
        depth += {"open": 1, "close": -1}.get(match.lastgroup or "", 0)
    return text
