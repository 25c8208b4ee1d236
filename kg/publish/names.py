"""What the scripts of a published site know of its things: names, and where their pages are.

A server looks names up in its store and its index. Without one, scripts do so in
``search/names.json``, and for what another edition says in ``search/names/PLAN@EDITION.json``.
"""

from __future__ import annotations

import json
from itertools import groupby
from operator import itemgetter
from typing import Any

from pyoxigraph import NamedNode

from kg.graph.terms import SHARED_GRAPHS
from kg.numerals import NUMERALS
from kg.publish.model import File
from kg.questions.patterns import NUMBERED, THINGS, TYPES, class_of, kind_called
from kg.questions.resolve import names_of
from kg.questions.spelling import CODE, DASHES
from kg.web.addresses.files import address, file_of
from kg.web.pages.asking import LongRows, ask, query_text
from kg.web.pages.choices import choices
from kg.web.pages.editions import editions_of, site_at
from kg.web.pages.gone import gone
from kg.web.pages.shared import ONTOLOGY_TERMS
from kg.web.pages.words import LANGUAGES, words_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.publish.source import Source
    from kg.web.pages.asking import Row

_QUERIES = ("passages", "named", "named-in")
"""Queries of the pages that scripts ask, too."""
_COLUMNS = ("plain", "joined", "wanted", "iri", "coded", "whole")
_CODES = "code."


class _Called:
    """A thing and its names."""

    def __init__(self) -> None:
        self.classes: set[str] = set()
        self.names: dict[str, None] = {}
        self.labels: dict[str, str] = {}


def name_keys(source: Source) -> list[str]:
    """Return what there is a list for: the current editions, empty, and each of the others."""
    every = (one for editions in editions_of(source.site).values() for one in editions)
    return ["", *(one.name for one in every if not one.is_current)]


def name_files(source: Source, edition: str) -> Iterator[File]:
    """Make the list of names in each language.

    Args:
        source: What the site is made from.
        edition: One of ``name_keys``.
    """
    site, _ = site_at(source.site, edition)
    texts = [(plan.iri, plan.id) for plan in source.shared.plans]
    every = (one for editions in editions_of(site).values() for one in editions)
    texts += [(one.iri, one.name) for one in every if not one.is_current]
    wanted = [NamedNode(ONTOLOGY_TERMS + name) for name in THINGS]
    rows = LongRows(site.dataset.store, "called", wanted)
    terms = list(_terms(source))
    numbered = {
        type: names_of(source.store, kind_called(type)) for type in TYPES if type in NUMBERED
    }
    path = f"/search/names/{edition}.json" if edition else "/search/names.json"
    for lang in LANGUAGES:
        head = {
            "base": source.base,
            "queries": {name: query_text(name) for name in _QUERIES},
            "code": {
                "pattern": CODE,
                "dashes": "".join(map(chr, DASHES)),
                "numerals": NUMERALS,
                "numbered": numbered,
            },
            "plans": [
                {
                    "iri": iri,
                    "path": _path(f"/plan/{id}", lang),
                    "pages": source.places.pages_of(id),
                }
                for iri, id in texts
            ],
            "scopes": {"plans": source.shared.graphs, "common": SHARED_GRAPHS},
            **_choices(lang),
            "terms": {iri: _path(page, lang) for iri, page in terms},
            "things": [],
        }
        described = (_described(source, iri, thing, lang) for iri, thing in _things(rows))
        yield File(file_of(path, lang), _pieces(head, described))


def _choices(lang: str) -> dict[str, Any]:
    """Return what pages choose for answers: what columns hold, words of codes, charts."""
    chosen, words = choices(), words_in(lang)
    return {
        "columns": {name: chosen["columns"][name] for name in _COLUMNS},
        "behind": chosen["kinds"]["behind"],
        "codes": {
            key.removeprefix(_CODES): words(key)
            for key in sorted(words.keys())
            if key.startswith(_CODES)
        },
        "chart": chosen["chart"],
    }


def _terms(source: Source) -> Iterator[tuple[str, str]]:
    """Yield the terms of the ontology and of vocabularies, with the paths of their pages."""
    concepts = {iri for row in ask(source.store, "concepts") for iri in (row[0], row[3])}
    for iri in sorted(concepts.union(source.shared.labels)):
        page = source.places.page(iri)
        if page is not None:
            yield iri, page


def _pieces(head: dict[str, Any], things: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """Write the list a thing at a time: that of many plans is long."""
    yield _json(head).removesuffix(b"]}")
    for number, thing in enumerate(things):
        yield (b"," if number else b"") + _json(thing)
    yield b"]}"


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def edition_name_files(source: Source) -> Iterator[File]:
    """Make the list of what only editions have that are not current, for who searches.

    The index knows the current editions. Where no other has anything, there is no list.
    """
    if not gone(source.site):
        return
    for lang in LANGUAGES:
        words = words_in(lang)
        content = [
            {
                "label": one.label,
                "path": _path(source.places.page(one.iri) or "/", lang),
                "kind": source.shared.kind(one.kind),
                "kindLabel": source.shared.called(one.kind, lang),
                "edition": one.edition.called(words),
            }
            for one in gone(source.site)
        ]
        yield File(file_of("/search/editions.json", lang), _json(content))


def _things(rows: Iterable[Row]) -> Iterator[tuple[str, _Called]]:
    """Yield each thing with its names; the rows of a thing stand together."""
    for iri, own in groupby(rows, key=itemgetter(0)):
        thing = _Called()
        for _, cls, name, lang, is_label in own:
            thing.classes.add(cls)
            thing.names[name] = None
            if is_label == "true":
                thing.labels[lang] = name
        yield iri, thing


def _described(source: Source, iri: str, thing: _Called, lang: str) -> dict[str, Any]:
    shared = source.shared
    narrowest = shared.narrowest(sorted(thing.classes))
    page = source.places.page(iri)
    labels = thing.labels
    return {
        "iri": iri,
        "label": labels.get(lang) or labels.get("ja") or labels.get("") or next(iter(thing.names)),
        "names": list(thing.names),
        "kind": shared.kind(narrowest),
        "kindLabel": shared.called(narrowest, lang) if narrowest else "",
        "types": [type for type in TYPES if f"{ONTOLOGY_TERMS}{class_of(type)}" in thing.classes],
        "path": _path(page, lang) if page else None,
    }


def _path(path: str, lang: str) -> str:
    """Return the address of a page from the root; of a plan, that of the folder of its pages."""
    path, mark, place = path.partition("#")
    file = file_of(path, lang)
    return address(file.removesuffix(".html") if path.startswith("/plan/") else file) + mark + place
