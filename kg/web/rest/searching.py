"""Search, and suggestions for who types."""

from __future__ import annotations

import time
from typing import Any

from pyoxigraph import NamedNode

from kg.errors import UsageError
from kg.questions.listing import list_things
from kg.questions.patterns import class_of
from kg.questions.resolve import means
from kg.text import comparable
from kg.web.addresses.names import address_of
from kg.web.facts import facts_of
from kg.web.receipts.making import place_of, query_of
from kg.web.receipts.requests import of_hits, receipt_of
from kg.web.rest import shapes
from kg.web.rest.paging import Part, unset_if_none
from kg.web.rest.writing import json_reply, receipt_header

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.dataset import Dataset
    from kg.questions.answers import Answer
    from kg.search import Hit
    from kg.web.receipts.making import Asked
    from kg.web.site import Site
    from kg.workers.messages import Reply

SUGGESTED = 10
"""How many suggestions there are without ``limit``."""

MOST_SUGGESTED = 50
_COMPARED = 2000
"""How many things of a type are looked through when no index can be asked."""

_NAMES = ("alias", "code", "label", "reading", "text", "words")
"""Fields of the index that say what a thing is called."""


def search(site: Site, values: dict[str, Any]) -> Reply:
    """Search in names and texts.

    Behind an endpoint there is no index; there the canned question ``search`` answers.

    Args:
        site: The site.
        values: ``q``, ``kinds`` (names of classes, or nothing), ``lang``, ``base``,
            ``root_path``, ``limit``, ``offset``, ``fields``, ``receipt`` (a truth),
            ``limit_bytes``.

    Raises:
        UsageError: If there is nothing to look for.
        NotFoundError: If there is no such kind.
        LimitError: If the answer is too large, or for a receipt has too many rows.
    """
    dataset, limit, offset = site.dataset, values["limit"], values["offset"]
    lang, base = values["lang"], values["base"]
    found, asked = find(dataset, values["q"], values["kinds"], lang, limit, offset)
    for one in found:
        one.href = _href(dataset, one.iri, values["root_path"])
    part = Part(f"{base}/api/search", values["fields"], asked.total, limit, offset)
    place = place_of(asked, base)
    content = shapes.Hits(
        items=found,
        receipt=receipt_of(dataset, asked, values),
        **part.members(receipt=unset_if_none(place)),
    )
    headers = {**part.header(), "Content-Language": lang, **receipt_header(place)}
    return json_reply(content, values["limit_bytes"], headers=headers)


def find(
    dataset: Dataset, text: str, kinds: Sequence[str], lang: str, limit: int | None, offset: int
) -> tuple[list[shapes.Hit], Asked]:
    """Search, and say how the answer came about.

    Args:
        dataset: The dataset.
        text: What to look for.
        kinds: Names of classes; there may be none.
        lang: Language of the names of classes.
        limit: How many at most.
        offset: How many of the first to leave out.

    Returns:
        The hits, without addresses, and how they were found.

    Raises:
        UsageError: If there is nothing to look for, or kinds are named behind an endpoint.
        NotFoundError: If there is no such kind.
        EndpointError: If an endpoint fails.
    """
    begun = time.perf_counter()
    more: dict[str, Any] = {"limit": limit, "offset": offset}
    if dataset.version is None:
        answer = _answer(dataset, text, kinds, lang)
        end = None if limit is None else offset + limit
        found = _hits(answer, text)[offset:end]
        more |= {"total": len(answer), "query": query_of(answer)}
    else:
        more["total"] = dataset.index.count(text, kinds=kinds or None)
        hits = dataset.search(text, kinds=kinds or None, limit=limit, offset=offset)
        found = [_hit(hit, lang) for hit in hits]
    more["took_ms"] = (time.perf_counter() - begun) * 1000
    fields = [("q", text), *(("kind", kind) for kind in kinds), ("lang", lang)]
    return found, of_hits(dataset, found, fields, lang, **more)


def _href(dataset: Dataset, iri: str, root_path: str) -> str | None:
    place = address_of(iri, facts_of(dataset).base)
    return None if place is None else root_path + place


def _hit(hit: Hit, lang: str) -> shapes.Hit:
    return shapes.Hit(
        iri=hit.iri,
        label=hit.label,
        kind=shapes.Kind(hit.kind, hit.kind_en if lang == "en" else hit.kind_ja),
        href=None,
        field=hit.field,
        text=hit.text,
        pieces=hit.pieces,
        plan=hit.plan,
        code=hit.code,
        page=hit.page,
        passage=hit.passage,
    )


def asked(dataset: Dataset, text: str, kinds: Sequence[str], lang: str) -> list[shapes.Hit]:
    """Search behind an endpoint, which has no index, by the canned question ``search``.

    Args:
        dataset: The dataset.
        text: What to look for.
        kinds: Names of classes; there may be none.
        lang: Language of the names of classes.

    Returns:
        The hits, without addresses.

    Raises:
        UsageError: If there is nothing to look for, or kinds are named.
        EndpointError: If the endpoint fails.
    """
    return _hits(_answer(dataset, text, kinds, lang), text)


def _answer(dataset: Dataset, text: str, kinds: Sequence[str], lang: str) -> Answer:
    if not text.strip():
        raise UsageError("there is nothing to look for", hint="Name one or more words")
    if kinds:
        raise UsageError("kinds cannot be told apart behind an endpoint", hint="Leave out kind")
    return dataset.query("search", text=text, lang=lang)


def _hits(answer: Answer, text: str) -> list[shapes.Hit]:
    return [
        shapes.Hit(
            iri=row.resource,
            label=row.label or row.words,
            kind=shapes.Kind(None, row.kind or ""),
            href=None,
            field="words",
            text=row.words,
            pieces=_pieces(row.words, text),
            plan=None,
            code=None,
            page=row.page,
            passage=None,
        )
        for row in answer
    ]


def _pieces(text: str, typed: str) -> list[tuple[str, bool]]:
    """Cut a text at the first place where it has what was typed."""
    place = text.casefold().find(typed.casefold()) if typed else -1
    if place < 0:
        return [(text, False)]
    end = place + len(typed)
    cut = [(text[:place], False), (text[place:end], True), (text[end:], False)]
    return [(piece, is_match) for piece, is_match in cut if piece]


def suggest(site: Site, values: dict[str, Any]) -> Reply:
    """Suggest what may be meant.

    Args:
        site: The site.
        values: ``q``; ``type`` (of a parameter, or empty for anything); ``limit``, ``lang``,
            ``root_path``, ``limit_bytes``.

    Returns:
        A list of ``shapes.Suggestion``; empty where nothing fits or nothing was typed.
    """
    dataset, type = site.dataset, values["type"]
    found = _of_type(dataset, type, values) if type else _of_any(dataset, values)
    content = found[: values["limit"]]
    for one in content:
        iri = str(one.href)
        one.href = _href(dataset, iri, values["root_path"])
        one.value = _value(dataset, type or "resource", one.value, iri)
    return json_reply(content, values["limit_bytes"], headers={"Content-Language": values["lang"]})


def _of_any(dataset: Dataset, values: dict[str, Any]) -> list[shapes.Suggestion]:
    """Suggest anything; until its address is known, ``href`` holds the IRI."""
    text, lang = values["q"], values["lang"]
    try:
        if dataset.version is None:
            hits = asked(dataset, text, (), lang)
        else:
            hits = [_hit(hit, lang) for hit in dataset.search(text, limit=values["limit"])]
    except UsageError:  # nothing to look for yet: who types has only begun
        return []
    return [_suggestion(hit) for hit in hits]


def _suggestion(hit: shapes.Hit) -> shapes.Suggestion:
    return shapes.Suggestion(
        label=hit.label, kind=hit.kind.label, href=hit.iri, pieces=hit.pieces, value=hit.label
    )


def _of_type(dataset: Dataset, type: str, values: dict[str, Any]) -> list[shapes.Suggestion]:
    """Suggest values of a parameter whose names have what was typed, in the index's order."""
    typed = comparable(values["q"]).casefold()
    hits = {hit.iri: hit for hit in _named(dataset, type, values)} if typed else {}
    found = {}
    for iri, label, code in list_things(dataset.store, type, _COMPARED):
        pieces = _matched(label, code if type in ("project", "goal") else "", values["q"].strip())
        if typed and not any(is_match for _, is_match in pieces):
            continue
        kind = hits[iri].kind.label if iri in hits else ""
        name = "".join(piece for piece, _ in pieces)
        found[iri] = shapes.Suggestion(
            label=name, kind=kind, href=iri, pieces=pieces, value=code or label
        )
    likeliest = {iri: found.get(iri) or _suggestion(hit) for iri, hit in hits.items()}
    return list((likeliest | found).values())


def _matched(label: str, code: str, typed: str) -> list[tuple[str, bool]]:
    """Cut a name, behind its code if it has one, where it has what was typed.

    People type 1-1 for the code 1-(1).
    """
    if code and typed and comparable(typed) in (code, code.replace("(", "").replace(")", "")):
        return [(code, True), (f" {label}", False)]
    return _pieces(f"{code} {label}".lstrip(), typed)


def _named(dataset: Dataset, type: str, values: dict[str, Any]) -> list[shapes.Hit]:
    """Find by the index what is called otherwise: by an alias, a reading, another writing."""
    kind = class_of(type)
    if dataset.version is None:
        return []
    try:
        hits = dataset.search(
            values["q"], kinds=None if kind is None else [kind], limit=MOST_SUGGESTED
        )
    except UsageError:
        return []
    return [_hit(hit, values["lang"]) for hit in hits if hit.field in _NAMES]


def _value(dataset: Dataset, type: str, name: str, iri: str) -> str:
    """Return what means a thing and no other: its name, else its IRI."""
    return name if means(dataset.store, type, name, NamedNode(iri)) else iri
