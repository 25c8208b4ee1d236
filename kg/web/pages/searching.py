"""Search: a page of hits, lit, and the suggestions while one types."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from pyoxigraph import NamedNode

from kg.errors import AmbiguousError, KgError, NotFoundError, UnknownNameError, UsageError
from kg.questions.resolve import resolve_thing
from kg.questions.spelling import alike
from kg.web.pages.asking import ask
from kg.web.pages.choices import choices
from kg.web.pages.gone import gone
from kg.web.pages.quotes import words_address
from kg.web.pages.rendering import Frame, frame_of, render
from kg.web.pages.shared import ONTOLOGY_TERMS, Shared, shared_of
from kg.web.rest.searching import asked
from kg.web.rest.shapes import Hit as QuotedHit
from kg.workers.messages import Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kg.search import Hit
    from kg.web.site import Site

HITS_AT_ONCE = 50
"""How many hits a page has."""
_MOST = 2000
_OTHER = "other"
_SUGGESTED = 10
_SHOWN = 40
"""How much is shown of the name of a kind that is none."""


class Found(NamedTuple):
    """A hit, as it is shown.

    Attributes:
        label: What the thing is called.
        code: Code of its project, or None.
        href: Where its page is, or None.
        kind: The word by which the style sheet knows its kind.
        kind_label: What its class is called.
        pieces: The text that was found in pieces, and whether each is one of the words.
        is_label: Whether the text is the label itself.
        page: Page of the plan, or None.
        words: Where the text stands in the plan, or None.
    """

    label: str
    code: str | None
    href: str | None
    kind: str
    kind_label: str
    pieces: list[tuple[str, bool]]
    is_label: bool
    page: int | None
    words: str | None


def search_page(site: Site, values: dict[str, Any]) -> Reply:
    """Make the page of what a search found.

    Args:
        site: The site.
        values: ``q`` of ``args`` are the words, ``kind`` a class that the hits must be of,
            ``offset`` how many to leave out.
    """
    shared = shared_of(site)
    frame = frame_of(values, shared)
    text = frame.args.get("q", "").strip()
    kind = frame.args.get("kind", "")
    frame.search = text
    frame.is_listed = False
    frame.scripts = [] if frame.has_server else ["find.js"]
    frame.title = frame.words("search.title", text=text) if text else frame.words("search.button")
    hits: Sequence[Hit | QuotedHit] = []
    problem = None
    if text:
        try:
            hits = _hits(site, frame, text, _MOST)
        except UsageError as error:
            problem = error.message
    kinds: dict[str, list[Hit]] = {}
    for hit in hits:
        if not isinstance(hit, QuotedHit):
            kinds.setdefault(hit.kind, []).append(hit)
    no_kind = ""
    if kind and kind not in kinds:
        kind, no_kind = "", kind[:_SHOWN] if kinds else ""  # an endpoint tells no kinds apart
    fitting = kinds[kind] if kind else hits
    first = first_of(frame.args)
    if first >= len(fitting):
        first = 0
    shown = fitting[first : first + HITS_AT_ONCE]
    after = first + HITS_AT_ONCE
    return render(
        "search",
        frame,
        status=400 if problem else 200,
        text=text,
        problem=problem,
        total=len(hits),
        count=len(fitting),
        first=first,
        found=[_found(shared, frame, hit) for hit in shown],
        kinds=[
            (name, _kind_label(frame, own[0]), shared.kind(ONTOLOGY_TERMS + name), len(own))
            for name, own in kinds.items()
        ],
        kind=kind,
        no_kind=no_kind,
        has_gone=bool(gone(site)),
        receipt=_receipt(frame, text, first) if shown and not kind else None,
        others=_others(site, shared, frame, text) if text and not problem else [],
        near=_near(site, shared, frame, text) if text and not problem and not hits else [],
        before_href=_part(frame, text, kind, max(first - HITS_AT_ONCE, 0)) if first else None,
        after_href=_part(frame, text, kind, after) if after < len(fitting) else None,
    )


def _hits(site: Site, frame: Frame, text: str, limit: int) -> Sequence[Hit | QuotedHit]:
    """Search in the index; behind an endpoint in the words that the graph quotes."""
    if site.dataset.version is None:
        return asked(site.dataset, text, (), frame.lang)[:limit]
    return site.dataset.search(text, limit=limit)


def _near(site: Site, shared: Shared, frame: Frame, text: str) -> list[tuple[str, str]]:
    """Return what may be meant by words that nothing holds, and where it is or is searched for."""
    return _meant(site, shared, frame, text) or _named_alike(site, frame, text)


def _meant(site: Site, shared: Shared, frame: Frame, text: str) -> list[tuple[str, str]]:
    """Return the things that questions would take the words for: プロジェクト1-1, めざす姿4."""
    store = site.dataset.store
    try:
        found = [resolve_thing(store, "resource", text).value]
    except AmbiguousError as error:
        found = list(error.choices[:_SUGGESTED])
    except KgError:
        return []
    labels: dict[str, str] = dict(ask(store, "labels", things=map(NamedNode, found)))
    pages = {iri: shared.addresses.page(iri) for iri in found}
    return [(labels.get(iri) or text, frame.url(page)) for iri, page in pages.items() if page]


def _named_alike(site: Site, frame: Frame, text: str) -> list[tuple[str, str]]:
    """Return names like the words, and where each is searched for."""
    near: dict[str, None] = {}
    for type in choices()["search"]["near"]:
        try:
            resolve_thing(site.dataset.store, type, text)
        except UnknownNameError as error:
            near |= dict.fromkeys(error.near)
        except KgError:  # such as an IRI
            continue
    return [(name, frame.url("/search", q=name)) for name in near]


def _others(
    site: Site, shared: Shared, frame: Frame, text: str
) -> list[tuple[str, str, str, str, str]]:
    """Find what only editions have that are not current; the index knows the current ones.

    Returns:
        For each its label, the address of its page, the word for its kind, what its class is
        called, and the edition.
    """
    words = [alike(word) for word in text.split()]
    fitting = [one for one in gone(site) if all(word in alike(one.label) for word in words)]
    return [
        (
            one.label,
            frame.url(shared.addresses.page(one.iri) or ""),
            shared.kind(one.kind),
            shared.called(one.kind, frame.lang),
            one.edition.told(frame),
        )
        for one in fitting[:HITS_AT_ONCE]
    ]


def _part(frame: Frame, text: str, kind: str, offset: int) -> str:
    return frame.url("/search", q=text, kind=kind, offset=offset or None)


def _receipt(frame: Frame, text: str, offset: int) -> str | None:
    """Return the address that leads to the receipt; only a server has one.

    Of hits of one kind there is none: the interface counts kinds below that as hits, too.
    """
    return frame.url("/receipt", q=text, offset=offset or None) if frame.has_server else None


def first_of(args: Mapping[str, str]) -> int:
    """Return how many hits stand before those of a page.

    Args:
        args: What stands behind the question mark: ``offset``, if it is a number.
    """
    offset = args.get("offset", "0")
    return int(offset) if offset.isascii() and offset.isdigit() and len(offset) < 6 else 0


def _found(shared: Shared, frame: Frame, hit: Hit | QuotedHit) -> Found:
    path = shared.addresses.page(hit.iri)
    if isinstance(hit, QuotedHit):
        plan = shared.plan_of(hit.iri) or (shared.plans[0] if len(shared.plans) == 1 else None)
        return Found(
            hit.label,
            None,
            frame.url(path) if path else None,
            _OTHER,
            hit.kind.label,
            hit.pieces,
            hit.text == hit.label,
            hit.page,
            frame.url(f"/plan/{plan.id}/{hit.page}") if plan and hit.page is not None else None,
        )
    return Found(
        hit.label,
        hit.code,
        frame.url(path) if path else None,
        shared.kind(ONTOLOGY_TERMS + hit.kind),
        _kind_label(frame, hit),
        hit.pieces,
        hit.text == hit.label,
        hit.page,
        _words(shared, frame, hit),
    )


def _words(shared: Shared, frame: Frame, hit: Hit) -> str | None:
    """Return where the text of a hit stands; a passage's IRI says its characters."""
    document = shared.document_of(hit.passage) if hit.passage else None
    if document is None or hit.page is None or hit.passage is None:
        return None
    start, dash, end = hit.passage.rpartition("/")[2].partition("-")
    if not (dash and start.isdecimal() and end.isdecimal()):
        return frame.url(f"/plan/{document}/{hit.page}")
    return words_address(frame, document, hit.page, int(start), int(end))


def _kind_label(frame: Frame, hit: Hit) -> str:
    return hit.kind_en if frame.lang == "en" else hit.kind_ja


def suggestions(site: Site, values: dict[str, Any]) -> Reply:
    """Answer what to suggest for the beginning of a search: a list of labels with addresses."""
    shared = shared_of(site)
    frame = frame_of(values, shared)
    text = frame.args.get("q", "").strip()
    try:
        hits = _hits(site, frame, text, _SUGGESTED) if text else []
    except (UsageError, NotFoundError):
        hits = []
    found = [_found(shared, frame, hit) for hit in hits]
    offered = [
        {
            "label": one.label,
            "code": one.code,
            "kind": one.kind,
            "kindLabel": one.kind_label,
            "href": one.href,
            "pieces": one.pieces,
        }
        for one in found
        if one.href is not None
    ]
    body = json.dumps(offered, ensure_ascii=False).encode()
    return Reply(200, "application/json", body, {"Content-Language": frame.lang}, True)
