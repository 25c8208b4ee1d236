"""The shapes in words: what the data must hold, by class and by property."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import pyoxigraph

from kg import resources

_QUERY = """\
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?term ?shape ?name ?message ?severity ?lang WHERE {
  {
    ?shape sh:targetClass ?term .
  }
  UNION
  {
    ?node sh:targetClass ?term ; sh:property ?shape .
  }
  UNION
  {
    ?shape sh:path ?term .
    FILTER(ISIRI(?term))
  }
  ?shape sh:message ?text .
  BIND(STR(?text) AS ?message)
  BIND(LANG(?text) AS ?lang)
  OPTIONAL { ?shape sh:severity ?severity }
  OPTIONAL { ?shape sh:name ?called . FILTER(LANG(?called) = ?lang) BIND(STR(?called) AS ?name) }
}
ORDER BY ?term ?name ?shape ?lang ?message
"""


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
    rows = store.query(_QUERY)
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
