"""The ontology and the vocabularies: every term with its label, definition and use."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from pyoxigraph import NamedNode

from kg.dataset.prefixes import PREFIXES
from kg.iris import local_name
from kg.web.addresses.pages import ONTOLOGY, VOCABULARY
from kg.web.pages.asking import ask
from kg.web.pages.by_plan import within
from kg.web.pages.rendering import frame_of, render
from kg.web.pages.rules import rules_of
from kg.web.pages.shared import shared_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.store.port import Store
    from kg.web.pages.asking import Row
    from kg.web.pages.rendering import Frame
    from kg.web.pages.shared import Shared
    from kg.web.site import Site
    from kg.workers.messages import Reply

_FILES = ((".ttl", "Turtle", "text/turtle"), (".jsonld", "JSON-LD", "application/ld+json"))
_TOLD = ("subClassOf", "subPropertyOf", "domain", "range", "inverseOf")
_ALIKE = (
    "equivalentClass", "equivalentProperty", "exactMatch", "closeMatch", "broadMatch",
    "narrowMatch", "relatedMatch",
)  # fmt: skip
PICTURE = Path(__file__).parent.parent / "static" / "model.svg"
"""The picture of the model, which is laid there with the other files for browsers."""

_SORTS = {
    "Class": "classes",
    "ObjectProperty": "relations",
    "DatatypeProperty": "values",
    "AnnotationProperty": "notes",
}


@dataclass(slots=True)
class Term:
    """A term of the ontology.

    Attributes:
        iri: The term.
        name: Last part of its IRI.
        sort: Key of what it is: classes, relations, values, notes.
        texts: Texts by property and language.
        links: Other terms by property.
        uses: How many things a class has, or how often a property is used.
        example: IRI and label of one of them, or None.
    """

    iri: str
    name: str
    sort: str = ""
    texts: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    links: dict[str, list[str]] = field(default_factory=dict)
    uses: int = 0
    example: tuple[str, str] | None = None

    def said(self, name: str, lang: str) -> list[str]:
        """Return the texts of a property in a language, or those in none."""
        texts = self.texts.get(name, {})
        return texts.get(lang) or texts.get("", []) or texts.get("ja", [])


class Concept(NamedTuple):
    """A concept of a vocabulary."""

    iri: str
    labels: dict[str, str | None]
    definitions: dict[str, str | None]


class Scheme(NamedTuple):
    """A vocabulary."""

    iri: str
    labels: dict[str, str | None]
    concepts: list[Concept]


def ontology_page(site: Site, values: dict[str, Any]) -> Reply:
    """Make the page of the ontology."""
    shared = shared_of(site)
    frame = frame_of(values, shared)
    frame.place = "ontology"
    frame.title = frame.words("ontology.title")
    frame.formats = _files(frame, "/ontology")
    terms = terms_of(site)
    groups = [
        (sort, [term for term in terms if term.sort == sort])
        for sort in dict.fromkeys(_SORTS.values())
    ]
    return render(
        "ontology",
        frame,
        iri=ONTOLOGY,
        groups=[(sort, found) for sort, found in groups if found],
        told=_TOLD,
        alike=_ALIKE,
        rules=rules_of(frame.lang),
        link=lambda iri: _link(shared, frame, iri),
        page=shared.addresses.page,
        has_picture=PICTURE.is_file(),
    )


def _link(shared: Shared, frame: Frame, iri: str) -> tuple[str, str]:
    """Return what a term is called and where it is described."""
    path = shared.addresses.page(iri)
    if iri in shared.labels:
        return shared.called(iri, frame.lang), frame.url(path or "")
    return _short(iri), frame.url(path) if path else iri


def _short(iri: str) -> str:
    """Write an IRI with its prefix where it has a known one."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return local_name(iri)


def terms_of(site: Site) -> list[Term]:
    """Return the terms of the ontology in the order of their names, read once."""
    if "terms" not in site.kept:
        site.kept["terms"] = _read_terms(site)
    kept: list[Term] = site.kept["terms"]
    return kept


def _read_terms(site: Site) -> list[Term]:
    store = site.dataset.store
    terms: dict[str, Term] = {}
    for iri, prop, value, lang, kind in ask(store, "terms"):
        term = terms.setdefault(iri, Term(iri, local_name(iri)))
        term.sort = term.sort or _SORTS[local_name(kind)]
        name = local_name(prop)
        if lang is None:
            known = term.links.setdefault(name, [])
            if value not in known:
                known.append(value)
        else:
            texts = term.texts.setdefault(name, {}).setdefault(lang, [])
            if value not in texts:
                texts.append(value)
    _count_uses(store, terms)
    _find_examples(site, terms)
    return sorted(terms.values(), key=lambda term: (term.name.casefold(), term.name))


def _count_uses(store: Store, terms: dict[str, Term]) -> None:
    """Tell of each term how often it is used."""
    told = ask(store, "uses")
    is_clear = 0 < len(told) == len(dict(told))
    for iri, uses in told if is_clear else _counted(store, terms):
        if iri in terms:
            terms[iri].uses = int(uses)


def _counted(store: Store, terms: Iterable[str]) -> Iterator[Row]:
    """Count where not one dataset tells of itself: behind an endpoint there may be none or two."""
    for term in terms:  # one by one, for the store holds all things that it counts
        yield from ask(store, "members", terms=[NamedNode(term)])


def _find_examples(site: Site, terms: dict[str, Term]) -> None:
    """Find the first thing of each term; of many plans those of one are enough to look through."""
    shared, whole = shared_of(site), site.dataset.store
    stores = [whole]
    if shared.graphs:
        stores.insert(0, within(site, shared, shared.plans[0]).dataset.store)
    found: dict[str, str] = {}
    for store in stores:
        missing = [iri for iri, term in terms.items() if term.uses and iri not in found]
        firsts = ask(store, "first-member", terms=map(NamedNode, missing))
        found |= {iri: first for iri, first in firsts if first}
    things = [NamedNode(thing) for thing in found.values()]
    labels: dict[str, str] = dict(ask(whole, "labels", things=things))
    for iri, thing in found.items():
        terms[iri].example = (thing, labels.get(thing) or local_name(thing))


def vocabularies_page(site: Site, values: dict[str, Any]) -> Reply:
    """Make the page of the vocabularies."""
    shared = shared_of(site)
    frame = frame_of(values, shared)
    frame.place = "ontology"
    frame.title = frame.words("vocabularies.title")
    frame.formats = _files(frame, "/vocab")
    schemes: dict[str, Scheme] = {}
    for row in ask(site.dataset.store, "concepts"):
        iri, scheme_ja, scheme_en, concept, ja, en, said_ja, said_en = row
        scheme = schemes.setdefault(iri, Scheme(iri, {"ja": scheme_ja, "en": scheme_en}, []))
        scheme.concepts.append(
            Concept(concept, {"ja": ja, "en": en}, {"ja": said_ja, "en": said_en})
        )
    return render(
        "vocabularies",
        frame,
        iri=VOCABULARY,
        schemes=list(schemes.values()),
        page=shared.addresses.page,
        local=local_name,
    )


def _files(frame: Frame, path: str) -> list[tuple[str, str, str]]:
    return [(frame.url(path + suffix), name, media_type) for suffix, name, media_type in _FILES]
