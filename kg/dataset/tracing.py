"""Every value of a thing with the place in the document that says so.

A statement of the document is reified in its plan's provenance graph and points to passages. A fact
of the gazetteer is reified in the reference graph, with its source and the source's words. What
was inferred has none of its own: the places of the statements that it follows from stand for it
(釧路港 serves a project: where a work of the project is named, and where that work names 釧路港).
"""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.dataset.free import FreeQuestion, plain_column
from kg.dataset.prefixes import PREFIXES
from kg.dataset.premises import premises
from kg.errors import NotFoundError
from kg.questions.answers import Answer
from kg.questions.binding import as_iri, write_term
from kg.questions.catalogue import Column
from kg.questions.resolve import resolve_thing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.store.port import Row, Store, Term

_TRACE = """\
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT DISTINCT ?property ?value ?page ?first ?last ?start ?words ?source ?graph WHERE {
  VALUES (?thing %s) { (%s) }
  GRAPH ?graph { ?thing ?property ?value }
  FILTER (?property NOT IN (chiiki:derivedFrom, chiiki:firstPassage))
  OPTIONAL {
    {
      ?said rdf:subject ?thing ; rdf:predicate ?property ; rdf:object ?value ;
        chiiki:derivedFrom ?passage .
      ?passage chiiki:page ?page ; chiiki:startLine ?first ; chiiki:endLine ?last ;
        chiiki:charStart ?start ; chiiki:words ?words .
    }
    UNION
    {
      ?said rdf:subject ?thing ; rdf:predicate ?property ; rdf:object ?value ;
        dcterms:source ?source ; chiiki:quote ?words .
    }
  }
}"""
_COLUMNS = (
    plain_column("property", "性質", "Property"),
    plain_column("value", "値", "Value"),
    Column("page", {"ja": "ページ", "en": "Page"}, "integer"),
    plain_column("lines", "行", "Lines"),
    plain_column("words", "原文", "Words"),
    plain_column("origin", "由来", "Origin"),
    plain_column("source", "出典", "Source"),
)

_Line = tuple[str, str, int | None, str | None, str | None, str, str | None, int]


def trace(store: Store, thing: str, property: str | None = None) -> Answer:
    """Lead the values of a thing back to the document.

    Args:
        store: Where to ask.
        thing: Its IRI, label or code.
        property: Only this property: its IRI, ``chiiki:leadAgent`` or ``leadAgent``.

    Returns:
        A row for each value and passage or source, sorted by property and place in the document.
        The origin is ``document`` where the document says so, ``gazetteer`` where not the
        document but a source says so, ``inferred`` where it follows from what they say,
        ``reference`` where it is knowledge about the document or its words.

    Raises:
        ParameterError: If there is no such thing, or more than one.
        NotFoundError: If nothing is said of that property.
    """
    iri = resolve_thing(store, "resource", thing)
    terms, variables = [iri], ""
    if property is not None:
        terms.append(_property(property))
        variables = "?property"
    values = " ".join(map(write_term, terms))
    _, found = store.select(_TRACE % (variables, values))
    rows = sorted({_line(row) for row in _with_premises(store, iri, list(found))}, key=_order)
    if not rows and property is not None:
        raise NotFoundError(
            f"nothing is said of {_short(terms[1].value)} of {iri.value}",
            hint=f"`kg trace {thing}` shows all that is said of it",
        )
    question = FreeQuestion("trace", _COLUMNS)
    made = [question.make_row(row[:-1]) for row in rows]
    return Answer(question, {}, made, [None] * len(made), store)


def _with_premises(store: Store, thing: NamedNode, rows: list[Row]) -> list[Row]:
    """Put the places of its premises in the place of a row of what was inferred."""
    inferred = [row for row in rows if _is_inferred(row)]
    found = premises(store, thing, (_text(row[0]) or "" for row in inferred))
    places: dict[tuple[str | None, str | None], list[Row]] = {}
    for property, behind in found.items():
        for value, *place in behind:
            places.setdefault((property, _text(value)), []).append(tuple(place))
    return [
        (row[0], row[1], *place, row[-1]) if place else row
        for row in rows
        for place in (places.get((_text(row[0]), _text(row[1]))) if _is_inferred(row) else None)
        or [()]
    ]


def _is_inferred(row: Row) -> bool:
    graph = _text(row[-1])
    return graph is not None and graph.endswith("/inference")


def _property(text: str) -> NamedNode:
    iri = as_iri(text, "property")
    if iri is not None:
        return iri
    prefix, colon, name = text.rpartition(":")
    namespace = PREFIXES.get(prefix if colon else "chiiki")
    if namespace is None or not name.isidentifier():
        known = ", ".join(f"{prefix}:" for prefix in PREFIXES)
        raise NotFoundError(
            f"{text!r} is no property",
            hint=f"Give an IRI or a name such as chiiki:leadAgent; known prefixes: {known}",
        )
    return NamedNode(namespace + name)


def _line(row: Row) -> _Line:
    """Make a row of the answer, with the passage's offset behind it for sorting."""
    property, value, page, first, last, start, words, source, _ = map(_text, row)
    origin = "reference"
    if _is_inferred(row):
        origin = "inferred"
    elif page is not None:
        origin = "document"
    elif source is not None:
        origin = "gazetteer"
    lines = first if first == last else f"{first}-{last}"
    return (
        _short(property or ""),
        value or "",
        None if page is None else int(page),
        lines,
        words,
        origin,
        source,
        int(start or 0),
    )


def _order(row: _Line) -> tuple[object, ...]:
    property, value, page, _, words, origin, source, start = row
    return property, origin, page or 0, start, value, source or "", words or ""


def _short(iri: str) -> str:
    """Write an IRI with a known prefix where it has one."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _text(term: Term | None) -> str | None:
    return None if term is None else getattr(term, "value", str(term))
