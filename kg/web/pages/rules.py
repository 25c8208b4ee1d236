"""The shapes in words: what the data must hold, by class and by property."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pyoxigraph

from kg import resources
from kg.web.pages.asking import query_text


class Rule(NamedTuple):
    """A rule of the data.

    Attributes:
        name: What it is about, or empty.
        message: What is wrong where it is broken.
        is_must: Whether data that breaks it is refused.
    """

    name: str
    message: str
    is_must: bool


@cache
def rules_of(lang: str) -> dict[str, list[Rule]]:
    """Return the rules by the IRI of class or property, in a language; read once.

    Args:
        lang: The language.
    """
    store = pyoxigraph.Store()
    for path in resources.files(resources.SHAPES, ".ttl"):
        store.load(path=path, format=pyoxigraph.RdfFormat.TURTLE)
    found: dict[str, list[Rule]] = {}
    rows = store.query(query_text("rules"))
    if not isinstance(rows, pyoxigraph.QuerySolutions):
        return found
    for row in rows:
        if row["lang"].value != lang:
            continue
        severity = getattr(row["severity"], "value", "")
        rule = Rule(
            getattr(row["name"], "value", ""),
            row["message"].value,
            not severity.endswith(("#Info", "#Warning")),
        )
        rules = found.setdefault(row["term"].value, [])
        if rule not in rules:
            rules.append(rule)
    return found
