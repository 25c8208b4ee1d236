"""The things of a file of quads, with their texts and the passages these stand in.

What is a text of a thing is said by ``ranking.toml``: its own literals, the words of the passages
it was taken from, those of what takes part in it, and those of the statements about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pyoxigraph
from pyoxigraph import Literal, NamedNode

from kg.errors import GraphFileError
from kg.search.folding import Folding
from kg.search.tables import Field, Ranking

_CHIIKI = "https://w3id.org/chiiki/ontology#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_TYPE, _SUBJECT, _SUBCLASS = f"{_RDF}type", f"{_RDF}subject", f"{_RDFS}subClassOf"
_WORDS, _PAGE, _START = f"{_CHIIKI}words", f"{_CHIIKI}page", f"{_CHIIKI}charStart"
_EDITION = f"{_CHIIKI}Edition"
_DERIVED = f"{_CHIIKI}derivedFrom"
_CODES = (f"{_CHIIKI}primaryCode", f"{_CHIIKI}code")
_WHOLES = (f"{_CHIIKI}measureOf", f"{_CHIIKI}partOf")
"""What leads from a thing towards its project."""

_OWN = (
    *(_TYPE, _SUBJECT, _SUBCLASS, _WORDS, _PAGE, _START, _DERIVED),
    *(*_CODES, *_WHOLES),
)
_DEEPEST = 9

Node = str | Literal
Properties = dict[str, list[Node]]


class Passage(NamedTuple):
    """A place in a plan's document."""

    start: int
    iri: str
    page: int | None
    folded: str
    words: str


class Text(NamedTuple):
    """A text of a thing.

    Attributes:
        field: Name of its field.
        text: The text as it stands.
        folded: The same, folded; not empty.
        passage: Where it stands, if that is known.
    """

    field: str
    text: str
    folded: str
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing with a label.

    Attributes:
        iri: Its IRI.
        label: Its first label, in Japanese where it has one.
        types: IRIs of its classes.
        code: Code of the project it belongs to, or None.
        texts: Its texts, no two of one folded form.
    """

    iri: str
    label: str
    types: frozenset[str]
    code: str | None
    texts: tuple[Text, ...]


class Quads:
    """What the index must know of a file of sorted N-Quads; holds one plan in memory.

    Args:
        path: The file, a quad to a line, as ``kg build`` writes it.
        ranking: Says which properties are texts.
        folding: How texts are folded.

    Raises:
        GraphFileError: If the file is no N-Quads.
        OSError: If it cannot be read.
    """

    def __init__(self, path: Path, ranking: Ranking, folding: Folding) -> None:
        self._ranking = ranking
        self._folding = folding
        self._nodes = _read(path, {*_OWN, *ranking.properties})
        self._statements: dict[str, list[str]] = {}
        for iri, properties in self._nodes.items():
            for subject in _iris(properties, _SUBJECT):
                self._statements.setdefault(subject, []).append(iri)

    def things(self) -> Iterator[Thing]:
        """Yield the things that have a label, by IRI."""
        labels = self._ranking.fields["label"]
        for iri in sorted(self._nodes):
            properties = self._nodes[iri]
            label = _first_label(properties, labels)
            types = frozenset(_iris(properties, _TYPE))
            if label is not None and _EDITION not in types:  # which the things are told in
                yield Thing(iri, label, types, self._code(iri), tuple(self._texts(iri)))

    def classes(self) -> dict[str, tuple[dict[str, str], set[str]]]:
        """Return each class with its labels by language and the classes right above it."""
        return {
            iri: (_labels(properties), set(_iris(properties, _SUBCLASS)))
            for iri, properties in self._nodes.items()
            if any(type.endswith("#Class") for type in _iris(properties, _TYPE))
        }

    def _texts(self, iri: str) -> Iterator[Text]:
        """Yield the texts of a thing, each folded form in the field that comes first."""
        own = self._passages(iri)
        statements = self._statements.get(iri, ())
        seen: set[str] = set()
        for field in self._ranking.fields.values():
            for text, passages in self._field(iri, field, own, statements):
                folded = self._folding.fold(text)
                if folded and folded not in seen:
                    seen.add(folded)
                    yield Text(field.name, text, folded, _place(folded, passages))

    def _field(
        self, iri: str, field: Field, own: list[Passage], statements: Iterable[str]
    ) -> Iterator[tuple[str, list[Passage]]]:
        """Yield the texts of one field, each with the passages it may stand in."""
        if field.name == "words":
            yield from ((passage.words, own) for passage in own)
            return
        if field.name == "statements":
            found = sorted({passage for node in statements for passage in self._passages(node)})
            yield from ((passage.words, found) for passage in found)
            return
        nodes = _iris(self._nodes[iri], field.through) if field.through else [iri]
        for node in nodes:
            properties = self._nodes.get(node, {})
            passages = self._passages(node) if field.through else own
            for text in sorted(_literals(properties, field.properties), key=_by_language):
                yield text.value, passages

    def _passages(self, iri: str) -> list[Passage]:
        """Return the passages that a node was taken from, in document order."""
        found = []
        for passage in _iris(self._nodes.get(iri, {}), _DERIVED):
            properties = self._nodes.get(passage, {})
            words = "".join(text.value for text in _literals(properties, [_WORDS])[:1])
            start, page = _number(properties, _START), _number(properties, _PAGE)
            folded = self._folding.fold(words)
            found.append(Passage(start or 0, passage, page, folded, words))
        return sorted(found)

    def _code(self, iri: str) -> str | None:
        """Return the code of a thing, or of the first whole it is part of that has one."""
        for _ in range(_DEEPEST):
            properties = self._nodes.get(iri, {})
            codes = _literals(properties, _CODES)
            if codes:
                return codes[0].value
            wholes = [whole for link in _WHOLES for whole in sorted(_iris(properties, link))]
            if not wholes:
                return None
            iri = wholes[0]
        return None


def _read(path: Path, wanted: set[str]) -> dict[str, Properties]:
    """Read the quads of some properties: subject, property, objects in order."""
    predicates = {f"<{iri}>".encode() for iri in wanted}
    with path.open("rb") as file:
        lines = b"".join(line for line in file if _predicate(line) in predicates)
    nodes: dict[str, Properties] = {}
    try:
        for quad in pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_QUADS):
            if not isinstance(quad.subject, NamedNode):
                continue
            node: Node
            if isinstance(quad.object, NamedNode):
                node = quad.object.value
            elif isinstance(quad.object, Literal):
                node = quad.object
            else:
                continue
            objects = nodes.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, [])
            if node not in objects[-1:]:  # one triple in two graphs
                objects.append(node)
    except SyntaxError as error:
        raise GraphFileError(f"no valid N-Quads: {error}", where=path) from error
    return nodes


def _predicate(line: bytes) -> bytes:
    """Return what stands between the first two blanks; no term of an IRI holds one."""
    return line.partition(b" ")[2].partition(b" ")[0]


def _iris(properties: Properties, name: str) -> list[str]:
    return [node for node in properties.get(name, ()) if isinstance(node, str)]


def _literals(properties: Properties, names: Iterable[str]) -> list[Literal]:
    return [
        node for name in names for node in properties.get(name, ()) if not isinstance(node, str)
    ]


def _number(properties: Properties, name: str) -> int | None:
    for literal in _literals(properties, [name]):
        return int(literal.value)
    return None


def _labels(properties: Properties) -> dict[str, str]:
    labels = _literals(properties, [f"{_RDFS}label"])
    return {label.language or "": label.value for label in labels}


def _first_label(properties: Properties, field: Field) -> str | None:
    labels = sorted(_literals(properties, field.properties), key=_by_language)
    return labels[0].value if labels else None


def _by_language(text: Literal) -> tuple[bool, str, str]:
    """Order texts: the Japanese ones first."""
    return text.language != "ja", text.language or "", text.value


def _place(folded: str, passages: list[Passage]) -> Passage | None:
    """Find where a text stands: the first passage that is it, that holds it, or that there is."""
    for passage in passages:
        if passage.folded == folded:
            return passage
    for passage in passages:
        if folded in passage.folded:
            return passage
    return passages[0] if passages else None
