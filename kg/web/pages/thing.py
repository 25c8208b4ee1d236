"""The page of a thing: its dossier, where it stands in the plan, and what points to it."""

from __future__ import annotations

from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from pyoxigraph import NamedNode

from kg.dossier.around import LABEL, language_of, text_of
from kg.dossier.making import make_dossier
from kg.dossier.recipes import Recipes
from kg.errors import NotFoundError, ParameterError
from kg.iris import local_name
from kg.machine import processors
from kg.web.addresses.pages import VOCABULARY
from kg.web.pages.asking import ask
from kg.web.pages.by_plan import Told, site_by_plan
from kg.web.pages.choices import choices
from kg.web.pages.editions import apart, editions_of, of_thing, site_telling, things_of
from kg.web.pages.quotes import Quote, make_quote
from kg.web.pages.rendering import Crumb, Frame, frame_of, render
from kg.web.pages.shared import Shared, shared_of
from kg.web.pages.sources import sources_of
from kg.web.pages.standing import standing_of
from kg.web.pages.tables import Linker, Rows, Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.dossier.model import Dossier, Section
    from kg.web.pages.standing import Standing
    from kg.web.site import Site
    from kg.workers.messages import Reply

_STANDS = ("derivedFrom", "^mentionOf")
"""By what a thing is known to stand somewhere in a document."""
_MOST_PLACES = 200
_MOST_AT_ONCE = 200
"""As many as the query of what points to a thing gives."""
_HELPED_AFTER_S = 0.02
"""Most pages are made by then."""
_MOST_ROWS = 50
"""How many rows of a section the page shows; the question behind it has all."""


class Part(NamedTuple):
    """A section of the page.

    Attributes:
        name: Name of the canned query.
        heading: Its heading.
        total: How many rows it has.
        tables: Its tables.
        question: Address of the question behind it.
        caution: What the rows do not tell, or None.
    """

    name: str
    heading: str
    total: int
    tables: list[Table]
    question: str
    caution: str | None


class Pointing(NamedTuple):
    """What points to the thing by one property.

    Attributes:
        label: What the property is called.
        href: Where it is described, or None.
        others: Pairs of a label and an address.
        more: How many are left out.
    """

    label: str
    href: str | None
    others: list[tuple[str, str | None]]
    more: int


@cache
def recipes() -> Recipes:
    """Return which sections there are, read once."""
    return Recipes()


def thing_page(site: Site, values: dict[str, Any]) -> Reply:
    """Make the page of a thing.

    Args:
        site: The site.
        values: ``rest`` is what stands behind ``/page/``.

    Raises:
        NotFoundError: If there is no such thing, or no such plan as ``plan`` of ``args``.
    """
    shared = shared_of(site)
    frame = frame_of(values, shared)
    iri = shared.addresses.iri(values["rest"])
    whole = site
    site, edition = site_telling(site, shared, iri)
    frame.edition = apart(whole, shared, frame, edition) if edition else None
    told = Told(site) if edition else site_by_plan(site, shared, frame, iri)
    site = told.site
    dossier = _dossier(site, whole if told.plan else site, iri, frame)
    standing = standing_of(site, shared, dossier.around, frame.lang)
    frame.title = dossier.title
    frame.canonical = shared.addresses.page(iri) or frame.path
    frame.crumbs = _crumbs(site, shared, frame, iri, standing)
    frame.formats = formats(frame, shared, iri)
    about = told.plan.iri if told.plan else iri
    linkers = [
        Linker(one, shared, frame, standing.project, about) for one in dict.fromkeys((site, whole))
    ]
    asked = _Asked(frame, dossier.word, edition.name if edition else None)
    links = dossier.around.links()
    places, more = ([], 0) if links.isdisjoint(_STANDS) else _places(site, shared, frame, iri)
    has_sources = "^subject" in links and shared.plan_of(iri) is None
    return render(
        "thing",
        frame,
        dossier=dossier,
        kind=shared.kind(standing.narrowest),
        class_path=shared.addresses.page(standing.narrowest) if standing.narrowest else None,
        parts=_parts(linkers, dossier, asked),
        empty=[(section.heading, asked.address(section)) for section in dossier.empty],
        plans=told.others,
        has_receipt=frame.has_server and told.plan is None,  # the interface asks all plans
        places=places,
        more=more,
        sources=sources_of(site, frame, iri) if has_sources else [],
        pointing=_pointing(site, shared, frame, dossier),
        told=None if edition else of_thing(whole, shared, frame, iri),
        own=_own(whole, shared, frame, iri),
    )


def _own(site: Site, shared: Shared, frame: Frame, iri: str) -> list[tuple[str, str, str, str]]:
    """Return what an edition has and the current one has not: label, address, kind, its label."""
    editions = (one for every in editions_of(site).values() for one in every)
    edition = next((one for one in editions if one.iri == iri and not one.is_current), None)
    if edition is None:
        return []
    frame.edition = apart(site, shared, frame, edition)
    found = []
    for thing, label, kind in things_of(site, shared, edition):
        href = frame.url(shared.addresses.page(thing) or "")
        found.append(
            (label, href, shared.kind(kind), shared.called(kind, frame.lang) if kind else "")
        )
    return found


def _dossier(site: Site, whole: Site, iri: str, frame: Frame) -> Dossier:
    dataset = site.dataset
    try:  # a site is published by as many processes as there are processors
        after_s: float | None = None
        if frame.has_server:
            after_s = _helped_after_s() if site.version else 0  # to wait for an endpoint is no work
        return make_dossier(
            dataset.store,
            dataset.catalogue,
            iri,
            frame.lang,
            recipes(),
            helped_after_s=after_s,
            whole=whole.dataset.store,
            most=_MOST_ROWS,
        )
    except ParameterError:
        raise NotFoundError(
            f"there is no thing {iri!r}", hint="Look for it with the search box"
        ) from None


def _helped_after_s() -> float | None:
    """Return after how long a second thread helps: never where there is no processor for it."""
    return _HELPED_AFTER_S if processors() > 1 else None


def _crumbs(site: Site, shared: Shared, frame: Frame, iri: str, standing: Standing) -> list[Crumb]:
    crumbs = [
        Crumb(f"{code} {label}" if code else label, shared.addresses.page(whole) or "")
        for whole, label, code in standing.wholes
    ]
    if iri.startswith(VOCABULARY):
        return [Crumb(frame.words("vocabularies.title"), "/page/vocab")]
    if crumbs or standing.narrowest is None:
        return crumbs
    lists = choices()["standing"]["lists"]
    above = [standing.narrowest, *sorted(shared.above(standing.narrowest))]
    for iri in above:
        name = lists.get(local_name(iri))
        if name is not None:
            question = site.dataset.catalogue.get(name)
            return [Crumb(question.title[frame.lang], f"/questions/{name}")]
    return []


class _Asked(NamedTuple):
    """How the questions behind the sections are asked.

    Attributes:
        frame: The frame of the page.
        word: What names the thing.
        edition: The edition to ask, or None.
    """

    frame: Frame
    word: str
    edition: str | None

    def address(self, section: Section) -> str:
        """Return the address of the question behind a section."""
        args = {section.thing: self.word, "edition": self.edition}
        return self.frame.url(f"/questions/{section.name}", **args)


def _parts(linkers: list[Linker], dossier: Dossier, asked: _Asked) -> list[Part]:
    """Lay out the sections, each by the linker of the store that was asked."""
    filled = [
        (
            section,
            Rows(
                section.columns,
                section.shown,
                section.cells,
                section.answer.sources,
                section.beside,
            ),
        )
        for section in dossier.filled
    ]
    tables: dict[str, list[Table]] = {}
    for linker in linkers:
        own = [(one.name, rows) for one, rows in filled if one.answer.store is linker.store]
        linker.read(rows for _, rows in own)
        tables |= {name: linker.tables(rows) for name, rows in own}
    return [
        Part(
            one.name,
            one.heading,
            one.total,
            tables[one.name],
            asked.address(one),
            one.caution(asked.frame.lang),
        )
        for one, _ in filled
    ]


def _places(
    site: Site, shared: Shared, frame: Frame, iri: str
) -> tuple[list[tuple[int, list[Quote]]], int]:
    """Return the words of a thing by page, and how many are left out."""
    found: dict[tuple[str, int], list[Quote]] = {}
    rows = ask(site.dataset.store, "places", things=[NamedNode(iri)])
    quotes = []
    for passage, page, start, end, words in dict.fromkeys(rows):
        place = int(page), int(start), int(end)
        quote = make_quote(frame, shared, passage, place, words)
        if quote is not None:
            quotes.append(quote)
    quotes.sort(key=lambda quote: (quote.plan, quote.start, quote.end))
    for quote in quotes[:_MOST_PLACES]:
        found.setdefault((quote.plan, quote.page), []).append(quote)
    return [(page, quotes) for (_, page), quotes in found.items()], len(quotes[_MOST_PLACES:])


def _pointing(site: Site, shared: Shared, frame: Frame, dossier: Dossier) -> list[Pointing]:
    store, things = site.dataset.store, [NamedNode(dossier.iri)]
    never = choices()["pointing"]["never"]
    counts = {
        prop: count for prop, count in sorted(dossier.around.pointing.items()) if prop not in never
    }
    known = dossier.around.others
    found = {prop: known[prop] for prop in counts} if known is not None else {}
    for some in _at_once(counts) if known is None else ():
        properties = map(NamedNode, some)
        for prop, other in ask(store, "inverse", things=things, properties=properties):
            found.setdefault(prop, []).append(other)
    labels = _labels(site, dict.fromkeys(chain.from_iterable(found.values())))
    terms = _labels(site, [prop for prop in counts if prop not in shared.labels], frame.lang)
    pointing = []
    for prop, count in counts.items():
        others: list[tuple[str, str | None]] = [
            (labels.get(other) or other.removeprefix(shared.addresses.base), frame.url(path))
            for other in found.get(prop, [])
            if (path := shared.addresses.page(other)) is not None
        ]
        if others:
            path = shared.addresses.page(prop)
            href = frame.url(path) if path else None
            more = max(count - len(found[prop]), 0)
            called = terms.get(prop) or shared.called(prop, frame.lang)
            pointing.append(Pointing(called, href, others, more))
    return pointing


def _labels(site: Site, iris: Iterable[str], lang: str = "ja") -> dict[str, str]:
    """Return what things are called in a language, by their IRIs; nothing of those without."""
    things = [NamedNode(iri) for iri in iris if ":" in iri]
    return {
        text_of(thing): text_of(label)
        for thing, _, label in site.dataset.store.said_of(things, (LABEL,))
        if language_of(label) == lang
    }


def _at_once(counts: dict[str, int]) -> list[list[str]]:
    """Group properties by which things point to one, so that a query finds all of a group."""
    groups: list[list[str]] = []
    room = 0
    for prop, count in counts.items():
        room -= count
        if room < 0 or not groups:
            groups.append([])
            room = _MOST_AT_ONCE - count
        groups[-1].append(prop)
    return groups


def formats(frame: Frame, shared: Shared, iri: str) -> list[tuple[str, str, str]]:
    """Return the addresses, names and media types of a thing's data.

    Args:
        frame: The frame of its page.
        shared: What is known of the dataset.
        iri: The thing.
    """
    path = shared.addresses.data(iri)
    return [
        (frame.url(f"{path}.{one['suffix']}"), one["name"], one["type"])
        for one in choices()["formats"]
        if frame.has_server or one["is_published"]
    ]
