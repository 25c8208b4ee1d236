"""What is told of a query without answering it."""

from __future__ import annotations

import pytest

from kg.errors import UsageError
from kg.store.query_text import DEEPEST, look_at

MANY = "(1) " * (DEEPEST + 1)


@pytest.mark.parametrize(
    ("text", "form", "has_dataset"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT", False),
        ("# ASK\nPREFIX select: <select#>\nconstruct { } where { }", "CONSTRUCT", False),
        ("ASK FROM <x:g> { }", "ASK", True),
        ("ASK from named <x:g> { }", "ASK", True),
        ("ASK { ?from ?p 'FROM' } # FROM", "ASK", False),
        ("SELECT * FROM <x:g> { VALUES ?x { @ } }".replace("@", MANY), "SELECT", True),
        ("SELECT * { VALUES ?x { @ } }".replace("@", MANY), "SELECT", False),
        ("", "", False),
    ],
)
def test_form_and_dataset(text: str, form: str, has_dataset: bool) -> None:
    look = look_at(text)
    assert (look.form, look.has_dataset, look.is_update) == (form, has_dataset, False)


@pytest.mark.parametrize(
    ("text", "is_update"),
    [
        ("CLEAR ALL", True),
        ("PREFIX x: <x:> # SELECT\nWITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", True),
        ("INSERT { ?s ?p ?o } WHERE { SELECT * { ?s ?p ?o } }", True),
        ("SELECT * { ?s ?p ?o } # CLEAR ALL", False),
        ("ASK { } INSERT", False),
    ],
)
def test_updates(text: str, is_update: bool) -> None:
    assert look_at(text).is_update is is_update


@pytest.mark.parametrize(
    ("function", "is_lasting"),
    [
        *((name, False) for name in ("NOW()", "now (", "Rand#\n()", "UUID()", "struuid()")),
        *(
            (name, False)
            for name in ("BNODE()", "UU\u0130D()", "\u017fervice", "ser\u017fice service")
        ),
        *((name, True) for name in ("KNOWN", "BRAND", "server", "uuid", "'observed'")),
    ],
)
def test_what_changes_from_time_to_time(function: str, is_lasting: bool) -> None:
    assert look_at(f"SELECT ({function} AS ?x) {{ }}").is_lasting is is_lasting


@pytest.mark.parametrize("signs", ["()", "{}", "[]"])
def test_depth(signs: str) -> None:
    deep = f"SELECT * {signs[0] * DEEPEST}{signs[1] * DEEPEST}"
    assert look_at(f"{deep} {deep}").form == "SELECT"
    with pytest.raises(UsageError, match="nested deeper"):
        look_at(f"SELECT * {{ {signs[0] * DEEPEST} }}")
    assert look_at(f"SELECT '{signs[0] * 200}' {{ }}").form == "SELECT"
