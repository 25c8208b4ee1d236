"""The change log of a plan: what changed from each of its editions to the next."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple, cast

from pyoxigraph import NamedNode

from kg.changelog.grouping import Group, groups_of
from kg.comparison.changes import Change, Heading, Nature, Passage
from kg.comparison.report import happenings
from kg.errors import NotFoundError
from kg.graph.changes import aspect_of, kind_of
from kg.iris import local_name
from kg.web.addresses.names import decoded
from kg.web.pages.asking import ask
from kg.web.pages.quotes import words_address
from kg.web.pages.rendering import Crumb, frame_of, render
from kg.web.pages.shared import shared_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.comparison.report import Language
    from kg.web.pages.rendering import Frame
    from kg.web.pages.shared import PlanFacts, Shared
    from kg.web.site import Site
    from kg.workers.messages import Reply


class Edition(NamedTuple):
    """An edition of a plan.

    Attributes:
        iri: The edition.
        id: Its id.
        issued: When it was issued.
        status: Name of its status.
        source: Its document.
        earlier: The edition that it revises, or None.
    """

    iri: str
    id: str
    issued: str
    status: str
    source: str
    earlier: str | None


class Revision(NamedTuple):
    """What changed with an edition.

    Attributes:
        edition: The edition.
        earlier: The one before it.
        changes: How many changes there are.
        groups: The changes by project.
        happenings: What happened in them.
        href: Where words stand, of a passage and whether it is of this edition; or None.
        about: Where the page of what changed is; or None.
    """

    edition: Edition
    earlier: Edition
    changes: int
    groups: list[Group]
    happenings: list[str]
    href: Callable[[Passage, bool], str | None]
    about: Callable[[Change], str | None]


def changes_page(site: Site, values: dict[str, Any]) -> Reply:
    """Make the page of what changed between the editions of a plan.

    Args:
        site: The site.
        values: ``rest`` is the plan's id.

    Raises:
        NotFoundError: If there is no such plan.
    """
    shared = shared_of(site)
    name = decoded(values["rest"])
    plan = shared.plan(name)
    if plan is None:
        raise NotFoundError(f"there is no plan {name!r}")
    frame = frame_of(values, shared)
    frame.place = "plan"
    title = plan.title(frame.lang)
    frame.title = frame.words("changes.title", title=title)
    frame.canonical = f"/changes/{plan.id}"
    frame.crumbs = [Crumb(title, f"/plan/{plan.id}")]
    editions = editions_of(site, plan)
    return render(
        "changes-of-plan",
        frame,
        plan=plan,
        heading=title,
        editions=editions,
        revisions=list(_revisions(site, frame, plan, editions)),
    )


def editions_of(site: Site, plan: PlanFacts) -> list[Edition]:
    """Return the editions of a plan in order of time; none where it names none."""
    rows = ask(site.dataset.store, "plan-editions", plans=[NamedNode(plan.iri)])
    return [
        Edition(iri, id, issued, local_name(status), source, earlier)
        for iri, id, issued, status, source, earlier in rows
    ]


def _revisions(site: Site, frame: Frame, plan: PlanFacts, editions: list[Edition]) -> Any:
    """Yield what changed with each edition that revises another, the latest first."""
    shared = shared_of(site)
    by_iri = {edition.iri: edition for edition in editions}
    if not any(edition.earlier in by_iri for edition in editions):
        return  # the store would look through all plans to find nothing
    rows = ask(site.dataset.store, "changes", plans=[NamedNode(plan.iri)])
    lang: Language = "en" if frame.lang == "en" else "ja"
    found = {edition: list(_changes(rows_of)) for edition, rows_of in groupby(rows, itemgetter(0))}
    things: dict[str, str] = dict(ask(site.dataset.store, "changed", plans=[NamedNode(plan.iri)]))
    for edition in reversed(editions):
        earlier = by_iri.get(edition.earlier or "")
        if earlier is None:
            continue
        changes = sorted(found.get(edition.iri, ()), key=_order)
        groups = groups_of(changes, lang)
        href = _address(frame, shared, edition, earlier)
        kinds, about = happenings(changes), _about(frame, shared, things)
        yield Revision(edition, earlier, len(changes), groups, kinds, href, about)


def _address(
    frame: Frame, shared: Shared, new: Edition, old: Edition
) -> Callable[[Passage, bool], str | None]:
    """Say where the words of two editions stand, each in its own text."""

    def address(passage: Passage, is_new: bool) -> str | None:
        document = shared.document_of((new if is_new else old).source)
        if document is None:
            return None
        return words_address(frame, document, passage.page, passage.start, passage.end)

    return address


def _about(frame: Frame, shared: Shared, things: dict[str, str]) -> Callable[[Change], str | None]:
    """Say where the page of what changed is: as it is now, else as it was."""
    paths = {iri.rpartition("/")[2]: shared.addresses.page(one) for iri, one in things.items()}

    def address(change: Change) -> str | None:
        path = paths.get(change.key)
        return frame.url(path) if path else None

    return address


def _changes(rows: Iterable[tuple[Any, ...]]) -> Any:
    """Yield the changes that rows tell of, one row for each passage."""
    for change, told in groupby(rows, itemgetter(1)):
        yield _change(change, list(told))


def _change(iri: str, rows: list[tuple[Any, ...]]) -> Change:
    _, _, nature, kind_iri, prop, code, label, before, after, similarity = rows[0][:10]
    project, left = (Heading(*one) if one[0] else None for one in (rows[0][10:12], rows[0][12:14]))
    kind = kind_of(kind_iri)
    sides: dict[bool, list[Passage]] = {False: [], True: []}
    for *_, is_new, page, line, start, end, words in rows:
        place = int(page), int(line), int(start), int(end)
        sides[bool(is_new)].append(Passage(code, words, *place, ((place[2], place[3]),)))
    return Change(
        cast("Nature", nature),
        kind,
        code,
        label,
        aspect_of(prop, kind, nature),
        before or "",
        after or "",
        tuple(sides[False]),
        tuple(sides[True]),
        None if similarity is None else float(similarity),
        project=project,
        left=left if left != project else None,
        known_key=iri.rpartition("/")[2],
    )


def _order(change: Change) -> tuple[int, int, str]:
    start = min(passage.start for passage in change.new or change.old)
    return len(change.new) == 0, start, change.key
