"""Numbers with the datatypes that the ontology declares for their properties.

Oxigraph keeps a number of any type that is derived from ``xsd:integer`` as an ``xsd:integer``.
What a store answers is given back the type that is the range of its property, which is the type
that the dataset's files have.
"""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Triple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeGuard

    from kg.store.port import Store

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGER = NamedNode(f"{_XSD}integer")
_RANGES = """\
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT DISTINCT ?property ?type WHERE {
  ?property rdfs:range ?type .
  FILTER(?type IN (
    xsd:nonNegativeInteger, xsd:positiveInteger, xsd:nonPositiveInteger, xsd:negativeInteger,
    xsd:long, xsd:int, xsd:short, xsd:byte,
    xsd:unsignedLong, xsd:unsignedInt, xsd:unsignedShort, xsd:unsignedByte
  ))
}"""


def restore_types(store: Store, triples: Iterable[Triple]) -> Iterator[Triple]:
    """Give numbers the datatype that is the range of their property.

    Args:
        store: Has the ontology.
        triples: Statements as the store answers them.

    Returns:
        The statements, of which those of a property with one such range have values of that type.

    Raises:
        EndpointError: If the store is an endpoint, which fails.
    """
    types: dict[object, set[NamedNode]] | None = None
    for triple in triples:
        if not _is_integer(triple.object):
            yield triple
            continue
        if types is None:  # most things have no number
            types = _ranges(store)
        yield _restored(triple, types.get(triple.predicate, set()))


def _ranges(store: Store) -> dict[object, set[NamedNode]]:
    """Return the types of numbers that properties have."""
    types: dict[object, set[NamedNode]] = {}
    for property, kind in store.select(_RANGES)[1]:
        if isinstance(kind, NamedNode):
            types.setdefault(property, set()).add(kind)
    return types


def _restored(triple: Triple, kinds: set[NamedNode]) -> Triple:
    value = triple.object
    if len(kinds) != 1 or not _is_integer(value):
        return triple
    return Triple(
        triple.subject, triple.predicate, Literal(value.value, datatype=next(iter(kinds)))
    )


def _is_integer(value: object) -> TypeGuard[Literal]:
    return isinstance(value, Literal) and value.datatype == _INTEGER
