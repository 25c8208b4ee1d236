r"""What can be told of a query without answering it: its form, what it would ask others.

A query is cut into the terminals of its grammar, so that a word in a text, a comment or an IRI is
not taken for a keyword. Code point escapes (``\u0053ERVICE``) are replaced before an engine reads
a query, so a query that has some is looked at both ways.

Source:
    SPARQL 1.1 Query Language, 19.2 (code point escapes) and 19.8 (grammar).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.errors import UsageError

DEEPEST = 100
"""How deep brackets may be nested: deeper ones are no question but an attack on the parser."""

_TOKEN = re.compile(
    r"""
    (?P<comment> \#[^\r\n]* )
  | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
  | (?P<text> \"\"\"(?:[^\\]|\\.)*?\"\"\" | '''(?:[^\\]|\\.)*?'''
            | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
  | (?P<variable> [?$]\w+ )
  | (?P<name> (?:[^\W\d_][\w.-]*)?:[^\s(){}\[\]<>"';,|^/*+=!&]* | @[a-zA-Z-]+ )
  | (?P<word> [^\W\d]\w* )
  | (?P<open> [({\[] )
  | (?P<close> [)}\]] )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_FORMS = frozenset(("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"))
_UPDATES = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
)
_CHANGING = frozenset(("NOW", "RAND", "UUID", "STRUUID", "BNODE", "SERVICE"))


@dataclass(frozen=True, slots=True)
class QueryText:
    """A query, looked at.

    Attributes:
        form: SELECT, ASK, CONSTRUCT or DESCRIBE; empty where none is found.
        services: What stands behind each SERVICE: an IRI, or empty for a variable or a short
            name.
        is_lasting: Whether the same data gives the same answer at any time.
        is_update: Whether it is no query but an update.
    """

    form: str
    services: tuple[str, ...]
    is_lasting: bool
    is_update: bool


def look_at(text: str) -> QueryText:
    r"""Look at a query.

    Args:
        text: The query.

    Returns:
        What can be told of it.

    Raises:
        UsageError: If it is nested too deeply.

    Example:
        >>> look_at('ASK { ?s ?p "SERVICE <x>" } # SERVICE').services
        ()
        >>> look_at("SELECT * { SERVICE SILENT <http://a.example/> { } }").services
        ('http://a.example/',)
    """
    plain = _look(text)
    if "\\u" not in text and "\\U" not in text:
        return plain
    replaced = _look(_ESCAPE.sub(_character, text))
    return QueryText(
        plain.form or replaced.form,
        (*plain.services, *replaced.services),
        plain.is_lasting and replaced.is_lasting,
        plain.is_update or replaced.is_update,
    )


def _character(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number < 0x110000 else "\ufffd"


def _look(text: str) -> QueryText:
    form, services, is_lasting, is_update = "", [], True, False
    depth = 0
    is_service = False
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "comment":
            continue
        word = match[0].upper() if kind == "word" else ""
        if is_service and word != "SILENT":
            services.append(match[0][1:-1] if kind == "iri" else "")
            is_service = False
        if kind == "open":
            depth += 1
            if depth > DEEPEST:
                raise UsageError(
                    f"the query is nested deeper than {DEEPEST} brackets", hint="Ask a simpler one"
                )
        elif kind == "close":
            depth -= 1
        elif word == "SERVICE":
            is_service = True
        elif word in _FORMS and not form and depth == 0:
            form = word
        elif word in _UPDATES and not form and depth == 0:
            is_update = True
        is_lasting = is_lasting and word not in _CHANGING
    return QueryText(form, tuple(services), is_lasting, is_update)
