"""The prefixes that need no declaration are those of the one table."""

from __future__ import annotations

from kg.dataset.prefixes import PREFIXES
from kg.graph.ontology import load_ontology


def test_prefixes_of_free_queries_are_those_of_the_table() -> None:
    table = load_ontology().prefixes
    assert {name: table.get(name) for name in PREFIXES} == PREFIXES
