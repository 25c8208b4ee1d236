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
from kg.store.quads import is_apart

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.store.port import Row, Store, Term

_PREFIXES = """\
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
"""
_VALUES = f"""{_PREFIXES}\
SELECT DISTINCT ?property ?value ?graph WHERE {{
  VALUES (?thing %s) {{ (%s) }}
  GRAPH ?graph {{ ?thing ?property ?value }}
  FILTER (?property NOT IN (chiiki:derivedFrom, chiiki:firstPassage))
}}"""
# Apart from the values: joined to them as OPTIONAL it took Oxigraph a hundred times as long.
_PLACES = f"""{_PREFIXES}\
SELECT DISTINCT ?property ?value ?page ?first ?last ?start ?words ?source WHERE {{
  VALUES (?thing %s) {{ (%s) }}
  ?said rdf:subject ?thing ; rdf:predicate ?property ; rdf:object ?value .
  {{ ?said chiiki:derivedFrom ?passage .
    ?passage chiiki:page ?page ; chiiki:startLine ?first ; chiiki:endLine ?last ;
      chiiki:charStart ?start ; chiiki:words ?words }}
  UNION
  {{ ?said dcterms:source ?source ; chiiki:quote ?words }}
}}"""
# What the values are called, those of vocabularies too; from the wanted language and Japanese.
_CALLED = """\
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?value ?name WHERE {
  VALUES (?thing %s) { (%s) }
  ?thing ?property ?value .
  FILTER(isIRI(?value))
  ?value rdfs:label|skos:prefLabel ?name .
  FILTER(LANG(?name) IN ("ja", "%s"))
}"""
_COLUMNS = (
    plain_column("property", "性質", "Property"),
    plain_column("value", "値", "Value"),
    Column("page", {"ja": "ページ", "en": "Page"}, "integer"),
    plain_column("lines", "行", "Lines"),
    plain_column("words", "原文", "Words"),
    plain_column("origin", "由来", "Origin"),
    plain_column("source", "出典", "Source"),
    Column("link", {"ja": "相手のIRI", "en": "Linked IRI"}, "iri"),
)

_NOWHERE: list[Row] = [(None,) * 6]
_Line = tuple[str, str, int | None, str | None, str | None, str, str | None, str | None, int]


def trace(store: Store, thing: str, property: str | None = None, lang: str = "ja") -> Answer:
    """Lead the values of a thing back to the document.

    Args:
        store: Where to ask.
        thing: Its IRI, label or code.
        property: Only this property: its IRI, ``chiiki:leadAgent`` or ``leadAgent``.
        lang: Language of the names of things and concepts, where they have one in it.

    Returns:
        A row for each value and passage or source, sorted by property and place in the document.
        A value that is a thing or a concept stands by its name, with its IRI as the link.
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
    # What another edition says stands in graphs of its own, asked only where they alone are.
    found = [
        row
        for row in store.select(_VALUES % (variables, values))[1]
        if store.graphs or not is_apart(_text(row[-1]) or "")
    ]
    places = _by_value(store.select(_PLACES % (variables, values))[1])
    inferred = {_text(row[0]) or "" for row in found if _is_inferred(row)}
    behind = _by_value(
        (NamedNode(property), *row)
        for property, told in premises(store, iri, inferred).items()
        for row in told
    )
    names = _names(store.select(_CALLED % (variables, values, lang))[1], lang)
    rows = sorted(
        {
            _line(row, place, names)
            for row in found
            for place in (behind if _is_inferred(row) else places).get(row[:2], _NOWHERE)
        },
        key=_order,
    )
    if not rows and property is not None:
        raise NotFoundError(
            f"nothing is said of {_short(terms[1].value)} of {iri.value}",
            hint=f"`kg trace {thing}` shows all that is said of it",
        )
    question = FreeQuestion("trace", _COLUMNS)
    made = [row[:-1] for row in rows]
    return Answer(question, {}, made, [None] * len(made), store)


def _by_value(rows: Iterable[Row]) -> dict[Row, list[Row]]:
    """Sort places by the property and the value that they stand behind."""
    found: dict[Row, list[Row]] = {}
    for property, value, *place in rows:
        found.setdefault((property, value), []).append(tuple(place))
    return found


def _names(rows: Iterable[Row], lang: str) -> dict[str, str]:
    """Choose a name for each IRI: one of the wanted language, else a Japanese one."""
    called = {(_text(value) or "", _language(name)): _text(name) or "" for value, name in rows}
    return {iri: called.get((iri, lang), name) for (iri, _), name in called.items()}


def _language(name: Term | None) -> str:
    return getattr(name, "language", None) or ""


def _is_inferred(row: Row) -> bool:
    graph = _text(row[-1])
    return graph is not None and graph.endswith(("/comparison", "/inference"))


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


def _line(row: Row, place: Row, names: Mapping[str, str]) -> _Line:
    """Make a row of the answer, with the passage's offset behind it for sorting."""
    property, value, _ = map(_text, row)
    page, first, last, start, words, source = map(_text, place)
    origin = "reference"
    if _is_inferred(row):
        origin = "inferred"
    elif page is not None:
        origin = "document"
    elif source is not None:
        origin = "gazetteer"
    lines = first if first == last else f"{first}-{last}"
    link = value if isinstance(row[1], NamedNode) else None
    return (
        _short(property or ""),
        (value or "") if link is None else names.get(link, link),
        None if page is None else int(page),
        lines,
        words,
        origin,
        source,
        link,
        int(start or 0),
    )


def _order(row: _Line) -> tuple[object, ...]:
    property, value, page, _, words, origin, source, link, start = row
    return property, origin, page or 0, start, link or value, source or "", words or ""


def _short(iri: str) -> str:
    """Write an IRI with a known prefix where it has one."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _text(term: Term | None) -> str | None:
    return None if term is None else getattr(term, "value", str(term))
