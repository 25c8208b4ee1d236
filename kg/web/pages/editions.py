"""From which edition a page tells, and what other editions of the plan there are.

Pages tell what the current edition says. Where a plan names its editions, its own pages list them,
and the page of a thing says in what other editions it is called otherwise or is not there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kg.store.quads import is_apart
from kg.web.pages.asking import ask
from kg.web.pages.rendering import Frame
from kg.web.pages.shared import PlanFacts, Shared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.site import Site


@dataclass(slots=True)
class Edition:
    """An edition of a plan.

    Attributes:
        plan: IRI of the plan.
        iri: The edition.
        id: Its id.
        issued: Year, month or day.
        is_current: Whether pages tell what it says.
        status: How far it had come, by language.
    """

    plan: str
    iri: str
    id: str
    issued: str
    is_current: bool
    status: dict[str, str] = field(default_factory=dict)

    def told(self, frame: Frame) -> str:
        """Name it with its status and date."""
        status = self.status.get(frame.lang) or self.status.get("ja", "")
        return frame.words("edition.named", id=self.id, status=status, issued=self.issued)


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
    """Return the editions of each plan that names some, by its IRI, found out once."""
    known: dict[str, list[Edition]] | None = site.kept.get("editions")
    if known is None:
        found: dict[str, Edition] = {}
        for plan, iri, id, issued, graph, status, lang in ask(site.dataset.store, "editions"):
            edition = found.setdefault(iri, Edition(plan, iri, id, issued, not is_apart(graph)))
            edition.status[lang] = status
        known = site.kept["editions"] = {}
        for edition in found.values():
            known.setdefault(edition.plan, []).append(edition)
    return known


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
