"""From which edition a page tells, and what other editions of the plan there are.

Pages tell what the current edition says. Where a plan names its editions, its own pages list them,
and the page of a thing says in what other editions it is called otherwise or is not there. What
only another edition has is told by that edition, as are questions that are asked of one.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any, NamedTuple

from pyoxigraph import NamedNode

from kg.dataset.editions import graphs_behind, told_apart
from kg.errors import NotFoundError, UsageError
from kg.questions.patterns import THINGS
from kg.web.addresses.names import known
from kg.web.addresses.pages import is_below_edition
from kg.web.pages.asking import LongRows
from kg.web.pages.rendering import Frame
from kg.web.pages.shared import ONTOLOGY_TERMS, PlanFacts, Shared, shared_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.web.pages.plan_editions import Edition
    from kg.web.site import Site


class Line(NamedTuple):
    """What is told of another edition.

    Attributes:
        name: The edition with status and date.
        href: Its page.
        words: What the thing is called there, or None where that is not told.
        is_missing: Whether the thing is not there.
    """

    name: str
    href: str | None
    words: str | None = None
    is_missing: bool = False


class Told(NamedTuple):
    """What a page tells of editions.

    Attributes:
        current: The edition that it tells from, with status and date.
        others: The others, the earliest first.
    """

    current: str
    others: list[Line]


def editions_of(site: Site) -> dict[str, list[Edition]]:
    """Return the editions of each plan that names some, by its IRI."""
    return shared_of(site).editions


def edition_of(site: Site, graphs: Sequence[str]) -> Edition | None:
    """Return the edition that some graphs are asked for, or None for none.

    Args:
        site: The site.
        graphs: IRIs of the graphs that alone are asked.
    """
    every = (one for editions in editions_of(site).values() for one in editions)
    return next((one for one in every if one.graph in graphs), None)


def site_at(site: Site, name: str) -> tuple[Site, Edition | None]:
    """Return the site as an edition has it.

    Args:
        site: The site.
        name: Names the edition, as for ``Dataset.at``; empty for the current ones.

    Returns:
        The site, whose dataset is what the edition says, and the edition; the site as it is and
        None where that is a current one.

    Raises:
        NotFoundError: If there is no such edition.
        UsageError: If several plans have one.
    """
    dataset = site.dataset.at(name) if name else site.dataset
    edition = edition_of(site, dataset.store.graphs)
    if edition is None:
        return site, None
    whole = {"pages": shared_of(site)}
    return site.having(dataset, site.kept.setdefault(f"at {edition.name}", whole)), edition


def site_telling(site: Site, shared: Shared, iri: str) -> tuple[Site, Edition | None]:
    """Return the site that tells of a thing: as an edition has it, if only that one does.

    Args:
        site: The site, all of it.
        shared: What is known of the dataset.
        iri: The thing.

    Returns:
        The site and the edition; the site as it is and None for what current editions tell of.
    """
    name = iri.removeprefix(shared.addresses.base)
    if is_below_edition(name):
        with suppress(NotFoundError, UsageError):
            found, edition = site_at(site, name.partition("/")[0])
            if edition is not None and known(found.dataset.store, [iri]):
                return found, edition
    elif has_others(site) and (told := told_apart(site.dataset.store, [iri])):
        return site_at(site, told[iri])
    return site, None


def has_others(site: Site) -> bool:
    """Say whether a plan has an edition that is not the current one."""
    return any(not one.is_current for every in editions_of(site).values() for one in every)


class Apart(NamedTuple):
    """What a page says of the edition that it tells of, where that is not the current one.

    Attributes:
        iri: The edition.
        name: It, with status and date.
        title: Its title, or None.
        issued: Year, month or day.
        href: Its page.
        text: Where its text is.
        changes: Where it is told what changed.
        is_older: Whether it came before the current one.
        current: The current one with status and date.
    """

    iri: str
    name: str
    title: str | None
    issued: str
    href: str
    text: str
    changes: str
    is_older: bool
    current: str


def apart(site: Site, shared: Shared, frame: Frame, edition: Edition) -> Apart:
    """Say of which edition a page tells.

    Args:
        site: The site.
        shared: What is known of the dataset.
        frame: The frame of the page.
        edition: An edition that is not the current one.
    """
    every = editions_of(site)[edition.plan]
    current = next(one for one in every if one.is_current)
    plan = edition.name.partition("@")[0]
    return Apart(
        edition.iri,
        edition.told(frame),
        edition.title(frame.lang),
        edition.issued,
        frame.url(shared.addresses.page(edition.iri) or ""),
        frame.url(f"/plan/{edition.name}"),
        frame.url(f"/changes/{plan}"),
        every.index(edition) < every.index(current),
        current.told(frame),
    )


def things_of(site: Site, shared: Shared, edition: Edition) -> list[tuple[str, str, str | None]]:
    """List the things that an edition has and the current one has not, as people call them.

    Args:
        site: The site, all of it.
        shared: What is known of the dataset.
        edition: The edition.

    Returns:
        For each its IRI, its label and its narrowest class, or None; by IRI.
    """
    at, _ = site_at(site, edition.name)
    if "own" not in at.kept:
        wanted = [NamedNode(ONTOLOGY_TERMS + name) for name in THINGS]
        labels: dict[str, str] = {}
        classes: dict[str, dict[str, None]] = {}
        for iri, kind, name, lang, is_label in LongRows(at.dataset.store, "called", wanted):
            classes.setdefault(iri, {})[kind] = None
            if is_label == "true" and (iri not in labels or lang == "ja"):
                labels[iri] = name
        # What plans share is called alike in all editions: whether others have it is to be asked.
        below = {iri for iri in labels if iri.startswith(f"{edition.iri}/")}
        has_own = below.union(told_apart(site.dataset.store, labels.keys() - below))
        at.kept["own"] = [
            (iri, label, shared.narrowest(list(classes[iri])))
            for iri, label in labels.items()
            if iri in has_own
        ]
    own: list[tuple[str, str, str | None]] = at.kept["own"]
    return own


class Offer(NamedTuple):
    """An edition that a question can be asked of.

    Attributes:
        value: What names it, empty for the current ones.
        label: What it is called.
        graphs: IRIs of the graphs to ask, with blanks between.
        is_chosen: Whether it is asked.
    """

    value: str
    label: str
    graphs: str
    is_chosen: bool


def offers(site: Site, shared: Shared, frame: Frame, chosen: Edition | None) -> list[Offer]:
    """List the editions that a question can be asked of, the current ones first, the latest next.

    Args:
        site: The site, all of it.
        shared: What is known of the dataset.
        frame: The frame of the page.
        chosen: The edition that is asked, or None.

    Returns:
        Them; none where there are current ones only.
    """
    found = []
    for plan in shared.plans:
        for one in reversed(editions_of(site).get(plan.iri, [])):
            if not one.is_current:
                told = one.told(frame)
                label = told if len(shared.plans) == 1 else f"{plan.title(frame.lang)} {told}"
                graphs = " ".join(graphs_behind(one.plan, one.graph))
                found.append(Offer(one.name, label, graphs, one == chosen))
    if not found:
        return []
    current = [one for every in editions_of(site).values() for one in every if one.is_current]
    label = frame.words("edition.current")
    if len(shared.plans) == 1 and current:
        label = frame.words("edition.current_one", edition=current[0].told(frame))
    return [Offer("", label, "", chosen is None), *found]


def of_plan(site: Site, shared: Shared, frame: Frame, plan: PlanFacts) -> Told | None:
    """Tell of the editions of a plan, or nothing where it names none."""
    return _told(shared, frame, editions_of(site).get(plan.iri, []), {})


def of_thing(site: Site, shared: Shared, frame: Frame, iri: str) -> Told | None:
    """Tell in which editions a thing is another or missing, or nothing where none differs."""
    if not editions_of(site) or shared.addresses.local(iri) is None:
        return None
    plan = shared.plan_of(iri)
    if plan is not None and plan.iri == iri:
        return of_plan(site, shared, frame, plan)
    rows: Any = site.dataset.query("editions-by-thing", thing=iri, lang=frame.lang)
    found = {row.edition: row.label for row in rows if row.edition}
    plans = [plan.iri] if plan is not None else list(editions_of(site))
    editions = [one for name in plans for one in editions_of(site).get(name, [])]
    now = next((found[one.id] for one in editions if one.is_current and one.id in found), None)
    differing = [one for one in editions if found.get(one.id) != now and not one.is_current]
    if now is None or not differing:
        return None
    current = [one for one in editions if one.is_current]
    return _told(
        shared, frame, [*differing, *current], {one.id: found.get(one.id) for one in differing}
    )


def _told(
    shared: Shared, frame: Frame, editions: list[Edition], words: dict[str, str | None]
) -> Told | None:
    current = next((one.told(frame) for one in editions if one.is_current), None)
    if current is None:
        return None
    others = []
    for edition in editions:
        if not edition.is_current:
            path = shared.addresses.page(edition.iri)
            called = words.get(edition.id)
            is_missing = edition.id in words and called is None
            href = frame.url(path) if path else None
            others.append(Line(edition.told(frame), href, called, is_missing))
    return Told(current, others)
