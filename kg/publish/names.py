"""What the scripts of a published site know of its things: names, and where their pages are.

A server looks names up in its store and its index. Without one, scripts do so in
``search/names.json``.
"""

from __future__ import annotations

import json
from typing import Any

from pyoxigraph import NamedNode

from kg.publish.model import File
from kg.questions.resolve import THINGS, TYPES, class_of
from kg.web.addresses.files import address, file_of
from kg.web.pages.asking import ask, query_text
from kg.web.pages.shared import ONTOLOGY_TERMS
from kg.web.pages.words import LANGUAGES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.publish.source import Source


class _Called:
    """A thing and its names."""

    def __init__(self) -> None:
        self.classes: set[str] = set()
        self.names: dict[str, None] = {}
        self.labels: dict[str, str] = {}


def name_files(source: Source) -> Iterator[File]:
    """Make the list of names in each language.

    Args:
        source: What the site is made from.
    """
    things = _things(source)
    for lang in LANGUAGES:
        yield File(file_of("/search/names.json", lang), _pieces(source, things, lang))


def _pieces(source: Source, things: dict[str, _Called], lang: str) -> Iterator[bytes]:
    """Write the list a thing at a time: that of many plans is long."""
    head = {
        "passages": query_text("passages"),
        "plans": [
            {"iri": plan.iri, "path": _path(f"/plan/{plan.id}", lang)}
            for plan in source.shared.plans
        ],
        "things": [],
    }
    yield _json(head).removesuffix(b"]}")
    for number, (iri, thing) in enumerate(things.items()):
        yield (b"," if number else b"") + _json(_described(source, iri, thing, lang))
    yield b"]}"


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _things(source: Source) -> dict[str, _Called]:
    found: dict[str, _Called] = {}
    wanted = [NamedNode(ONTOLOGY_TERMS + name) for name in THINGS]
    for iri, cls, name, lang, is_label in ask(source.store, "called", classes=wanted):
        thing = found.setdefault(iri, _Called())
        thing.classes.add(cls)
        thing.names[name] = None
        if is_label == "true":
            thing.labels[lang] = name
    return found


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
    file = file_of(path, lang)
    return address(file.removesuffix(".html") if path.startswith("/plan/") else file)
