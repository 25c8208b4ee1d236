"""The datatypes of numbers as the dataset's files have them.

Oxigraph keeps a number of any type that is derived from ``xsd:integer`` as an ``xsd:integer``. What
a store answers is given back the type that the dataset has for all values of its property.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Triple

_XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGER = NamedNode(f"{_XSD}integer")
_DERIVED = (
    *("nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
    *("long", "int", "short", "byte"),
    *("unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
)
_NUMBER = re.compile(
    rb'^\S+ <([^>]*)> "[^"]*"\^\^<'
    + re.escape(_XSD.encode())
    + rb"(integer|%s)> " % "|".join(_DERIVED).encode(),
    re.MULTILINE,
)


class Datatypes:
    """Types of the values of properties.

    Args:
        path: The dataset as N-Quads.
    """

    def __init__(self, path: Path) -> None:
        found: dict[str, set[str]] = {}
        with path.open("rb") as file:
            while lines := file.readlines(1 << 22):
                for name, kind in set(_NUMBER.findall(b"".join(lines))):
                    found.setdefault(name.decode(), set()).add(kind.decode())
        self._types = {
            name: NamedNode(_XSD + kind)
            for name, kinds in found.items()
            for kind in kinds
            if len(kinds) == 1 and kind != "integer"
        }

    def restored(self, triples: Iterable[Triple]) -> Sequence[Triple]:
        """Return triples with the types that their values have in the dataset, sorted."""
        return sorted({self._restored(triple) for triple in triples}, key=str)

    def _restored(self, triple: Triple) -> Triple:
        kind, value = self._types.get(triple.predicate.value), triple.object
        if kind is None or not isinstance(value, Literal) or value.datatype != _INTEGER:
            return triple
        return Triple(triple.subject, triple.predicate, Literal(value.value, datatype=kind))
