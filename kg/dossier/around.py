"""What is said of a thing itself, and how much points to it.

It chooses the sections of a dossier and writes its title. It is looked up: to plan a query would
take many times as long.
"""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.iris import local_name
from kg.questions.binding import write_term

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.store.port import Store, Term

TERMS = "https://w3id.org/chiiki/ontology#"
"""What the IRIs of the terms of the ontology begin with."""

TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")

_ABOVE = NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
_LABELS = (LABEL.value, "http://www.w3.org/2004/02/skos/core#prefLabel")
_POINTING = """\
SELECT ?property (COUNT(DISTINCT ?other) AS ?others) WHERE {
  ?other ?property %s
}
GROUP BY ?property"""
_SHARING = "ASK { %s %s ?value . ?other %s ?value . FILTER(?other != %s) }"
_LONGEST_WORD = 30
_MOST_POINTING = 200
"""Up to how many statements that point to a thing are looked up; more of them are counted."""


class Around:
    """What is said of a thing, and how much points to it.

    Args:
        store: Where to look.
        iri: The thing.

    Attributes:
        said: The values of each property by its IRI, those of one sorted by their texts.
        pointing: How many things point to it by each property, by its IRI.
        others: These things by the IRI of the property, those of one sorted by their texts; None
            where there are too many of them.
    """

    __slots__ = ("_iri", "_store", "others", "pointing", "said")

    def __init__(self, store: Store, iri: NamedNode) -> None:
        self._store, self._iri = store, iri
        self.said: dict[str, list[Term]] = {}
        for _, prop, value in store.said_of([iri]):
            self.said.setdefault(text_of(prop), []).append(value)  # type: ignore[arg-type]
        for values in self.said.values():
            values.sort(key=text_of)
        self.others = self._looked_up()
        if self.others is not None:
            self.pointing = {prop: len(others) for prop, others in self.others.items()}
        else:
            counted = store.select(_POINTING % write_term(iri))[1]
            self.pointing = {text_of(prop): int(text_of(others)) for prop, others in counted}

    def _looked_up(self) -> dict[str, list[str]] | None:
        rows = self._store.pointing_to(self._iri, _MOST_POINTING + 1)
        if len(rows) > _MOST_POINTING:
            return None
        others: dict[str, set[str]] = {}
        for other, prop in rows:
            others.setdefault(text_of(prop), set()).add(text_of(other))
        return {prop: sorted(found) for prop, found in others.items()}

    def shares(self, name: str) -> bool:
        """Say whether another thing has the same value of a property.

        Args:
            name: Local name of the property.
        """
        iri = write_term(self._iri)
        properties = (write_term(NamedNode(one)) for one in self.said if local_name(one) == name)
        return any(self._store.ask(_SHARING % (iri, one, one, iri)) for one in properties)

    def links(self) -> set[str]:
        """Return the local names of its properties, ``^`` before those that point to it."""
        return {*map(local_name, self.said), *(f"^{local_name(one)}" for one in self.pointing)}

    def texts(self, prop: str) -> list[str]:
        """Return the values of a property as texts, sorted."""
        return list(map(text_of, self.said.get(prop, ())))


class Facts:
    """What must be known of a thing to choose its sections and to write its title.

    Args:
        store: Where to look.
        iri: The thing.
        around: What is said of it.
        lang: Language of what its classes are called.

    Attributes:
        classes: Local names of its classes and of those above them; IRIs for those of others.
        kind: What its narrowest classes are called.
        labels: Its labels by language; the empty text stands for none.
        vision: The vision of a goal, or nothing.
        number: The code of a project or the number of a goal, or nothing.
    """

    def __init__(self, store: Store, iri: NamedNode, around: Around, lang: str) -> None:
        self._iri = iri.value
        self.vision = _last(around.texts(f"{TERMS}vision"))
        self.labels: dict[str, str] = {}
        for prop in _LABELS:
            for value in around.said.get(prop, ()):
                self.labels.setdefault(language_of(value), text_of(value))
        classes = [kind for kind in around.said.get(TYPE.value, ()) if isinstance(kind, NamedNode)]
        called: dict[str, str] = {}
        above: set[str] = set()
        for one, said, other in store.said_of(classes, (_ABOVE, LABEL)):
            if said == _ABOVE and other != one:
                above.add(text_of(other))
            elif said == LABEL and language_of(other) == lang:
                called[text_of(one)] = text_of(other)
        types = [kind.value for kind in classes]
        self.classes = {kind.removeprefix(TERMS) for kind in [*types, *above]}
        named = called.keys() - above
        own = (kind for kind in types if kind.startswith(TERMS) and kind in named)
        self.kind = "・".join(sorted(called[kind] for kind in own))
        numbered = "number" if "Goal" in self.classes else "primaryCode"
        self.number = _last(around.texts(TERMS + numbered))

    def names(self) -> list[str]:
        """Return what it can be called by on a command line, the shortest first."""
        names = (self.number, self.labels.get("ja"), self.labels.get(""), self.vision)
        return [name for name in names if name and len(name) <= _LONGEST_WORD]

    def title(self, lang: str) -> str:
        """Return what people call it: by its Japanese name where it has none in their language."""
        labels = self.labels
        label = labels.get(lang) or labels.get("ja") or labels.get("") or self.vision
        return f"{self.number} {label or self._iri.rpartition('/')[2]}".lstrip()


def text_of(term: object) -> str:
    """Return the text of a term, nothing for none."""
    text: str = getattr(term, "value", "")
    return text


def language_of(term: object) -> str:
    """Return the language of a text, nothing where it has none."""
    return getattr(term, "language", None) or ""


def _last(texts: list[str]) -> str:
    return texts[-1] if texts else ""
