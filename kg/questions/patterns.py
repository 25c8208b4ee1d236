"""The kinds of things that people call by name, and the SPARQL patterns of a ``?thing`` called so.

Patterns are written for ``PREFIXES``.
"""

from __future__ import annotations

from pyoxigraph import Literal

from kg.questions.binding import write_term

_CLASSES = {
    "agent": "Agent",
    "area": "Area",
    "asset": "Asset",
    "field": "PolicyField",
    "goal": "Goal",
    "instrument": "PolicyInstrument",
    "project": "Project",
}
# Where any thing may be meant, a number is that of a goal.
NUMBERED = {"field": "PolicyField", "goal": "Goal", "resource": "Goal"}
TYPES = tuple(_CLASSES)
"""Types of parameters whose values are things of one class."""

PREFIXES = """\
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
# Other names of a thing beside its label.
_NAMES = {
    "agent": "rdfs:label|skos:altLabel",
    "area": "rdfs:label|skos:altLabel|dcterms:identifier|chiiki:localGovernmentCode|chiiki:reading",
    "asset": "rdfs:label|skos:altLabel|chiiki:reading",
    "field": "rdfs:label",
    "goal": "rdfs:label|chiiki:vision|chiiki:inField/rdfs:label",
    "instrument": "rdfs:label|skos:altLabel",
    "project": "rdfs:label|chiiki:code",
    "resource": "rdfs:label|skos:altLabel|chiiki:reading|chiiki:vision|dcterms:identifier"
    "|chiiki:localGovernmentCode",
}
# Things of a plan and things that plans share; terms of vocabularies are not meant.
THINGS = (
    "Agent",
    "Area",
    "Asset",
    "Goal",
    "InitiativeGroup",
    "Listing",
    "Measure",
    "Plan",
    "PolicyField",
    "PolicyInstrument",
    "Project",
)
"""Classes of the things that people call by name."""


def pattern_of(type: str) -> str:
    """Return the SPARQL pattern that a ``?thing`` of a type fulfils."""
    if type != "resource":
        return f"?thing a chiiki:{_CLASSES[type]} ."
    return f"?thing a ?class . FILTER(?class IN ({', '.join('chiiki:' + c for c in THINGS)}))"


def named(type: str) -> str:
    """Return the pattern of each ``?thing`` of a type with each ``?name`` that it bears."""
    kind = pattern_of(type)
    if type == "resource":  # class by class: nothing else is known of the thing
        kind = f"VALUES ?class {{ {' '.join('chiiki:' + c for c in THINGS)} }} ?thing a ?class ."
    return f"{kind} ?thing {_NAMES[type]} ?name"


def bearing(type: str, names: list[str]) -> str:
    """Return the pattern of a ``?thing`` that bears one of some names in any language."""
    terms = " ".join(
        write_term(term)
        for name in names
        for term in (Literal(name, language="ja"), Literal(name, language="en"), Literal(name))
    )
    return f"VALUES ?name {{ {terms} }} ?thing {_NAMES[type]} ?name"


def labelled(type: str, label: str) -> str:
    """Return the pattern of a ``?thing`` of a type that bears a label in Japanese."""
    return f"?thing rdfs:label {write_term(Literal(label, language='ja'))} . {pattern_of(type)}"


def numbered(type: str, number: int) -> str:
    """Return the pattern of a ``?thing`` that a number is enough to name."""
    return f"?thing chiiki:number {number} ; a chiiki:{NUMBERED[type]} ."


def kind_called(type: str) -> str:
    """Return the pattern of each ``?name`` of the class whose things a number is enough to name."""
    return f"chiiki:{NUMBERED[type]} rdfs:label|skos:altLabel ?name"


def class_of(type: str) -> str | None:
    """Return the class that a parameter of a type wants, or None for any thing."""
    return _CLASSES.get(type)
