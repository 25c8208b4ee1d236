"""The text of a plan, page by page, each run of it lit by what it became."""

from __future__ import annotations

from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.document.coverage_words import CoverageWords
from kg.errors import NotFoundError
from kg.text import fold
from kg.web.addresses.names import decoded
from kg.web.pages.asking import ask
from kg.web.pages.by_plan import store_by_plan
from kg.web.pages.citing import Passage
from kg.web.pages.editions import apart, of_plan, site_at
from kg.web.pages.kept import Kept, kept_of
from kg.web.pages.plan_texts import shown_of
from kg.web.pages.rendering import Crumb, Frame, frame_of, render
from kg.web.pages.shared import PlanFacts, Shared, shared_of
from kg.web.pages.start import coverage_of
from kg.web.pages.texts import Made, Segment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.pages.plan_editions import Edition
    from kg.web.site import Site
    from kg.workers.messages import Reply

_ASKED = ("from", "to")
_XSD_INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")


def plans_page(site: Site, values: dict[str, Any]) -> Reply:
    """Make the page of all plans; where there is only one, that of its text."""
    shared = shared_of(site)
    if len(shared.plans) == 1:
        return _overview(site, shared, values, shared.plans[0])
    frame = _frame(values, shared)
    frame.title = frame.words("nav.plan")
    return render("plans", frame, plans=shared.plans)


def plan_page(site: Site, values: dict[str, Any]) -> Reply:
    """Make the page of a plan's text: of one of its pages, or of all of them.

    Args:
        site: The site.
        values: ``rest`` is the plan's id, ``PLAN@EDITION`` for an edition, and perhaps a page's
            number behind a slash; ``from`` and ``to`` of ``args`` are the characters to light.

    Raises:
        NotFoundError: If there is no such plan, edition or page, or the dataset lacks the text.
    """
    shared = shared_of(site)
    name, _, number = decoded(values["rest"]).partition("/")
    plan = shared.plan(name.partition("@")[0])
    if plan is None:
        raise NotFoundError(f"there is no plan {name!r}")
    edition = site_at(site, name)[1] if "@" in name else None
    if not number:
        return _overview(site, shared, values, plan, edition)
    # One address for each page: 01 is none.
    if not (number.isascii() and number.isdigit() and len(number) < 6) or number[0] == "0":
        raise NotFoundError(f"the plan has no page {number!r}")
    return _page(site, shared, values, plan, edition, int(number))


def _frame(values: dict[str, Any], shared: Shared) -> Frame:
    frame = frame_of(values, shared)
    frame.place = "plan"
    return frame


def _overview(
    site: Site,
    shared: Shared,
    values: dict[str, Any],
    plan: PlanFacts,
    edition: Edition | None = None,
) -> Reply:
    frame = _frame(values, shared)
    document = edition.name if edition else plan.id
    frame.edition = apart(site, shared, frame, edition) if edition else None
    title = plan.title(frame.lang)
    frame.title = frame.words("plan.title", title=title)
    frame.canonical = f"/plan/{document}"
    frame.scripts = [] if frame.has_server else ["light.js"]
    text = shown_of(site_at(site, document if edition else "")[0], plan, edition)
    account = coverage_of(site, plan, edition.id if edition else "") or {
        "headings": [],
        "uncovered": [],
    }
    say = _say(frame)
    rows = [
        (
            say.kind(part["heading"]),
            sum(part["data"].values()),
            sum(part["furniture"].values()),
            text.page_of(part["heading"]),
        )
        for part in account["headings"]
    ]
    return render(
        "plan",
        frame,
        plan=plan,
        document=document,
        heading=title,
        account=account,
        rows=rows,
        pages=text.pages(),
        is_whole=text.is_whole,
        told=None if edition else of_plan(site, shared, frame, plan),
        has_editions=bool(ask(site.dataset.store, "plan-editions", plans=[NamedNode(plan.iri)])),
    )


def _page(
    site: Site,
    shared: Shared,
    values: dict[str, Any],
    plan: PlanFacts,
    edition: Edition | None,
    number: int,
) -> Reply:
    frame = _frame(values, shared)
    document = edition.name if edition else plan.id
    frame.edition = apart(site, shared, frame, edition) if edition else None
    telling = site_at(site, document if edition else "")[0]
    text = shown_of(telling, plan, edition)
    bounds = text.bounds(number)
    if bounds is None:
        raise NotFoundError(f"the plan has no page {number}")
    start, end, mark = bounds
    frame.scripts = ["light.js"] if text.is_whole else []
    frame.title = frame.words("plan.page.title", page=number, title=plan.title(frame.lang))
    frame.canonical = f"/plan/{document}/{number}"
    frame.crumbs = [Crumb(plan.title(frame.lang), f"/plan/{plan.id}")]
    if edition:
        frame.crumbs.append(Crumb(edition.told(frame), f"/plan/{document}"))
    iri = edition.iri if edition else plan.iri
    made: Kept[Made] = _kept(telling, frame, "made")
    things = made.found((iri, number), lambda: _things(telling, shared, frame, iri, number))
    pieces: Kept[Segment] = _kept(telling, frame, "segments")
    segments = pieces.found(
        (iri, number), lambda: list(text.segments((start, end), things, _say(frame)))
    )
    lit = _lit(frame.args, start, end)
    if lit is not None:
        frame.passage = Passage(*lit, text.words(*lit))
        segments = list(text.light(segments, lit))
    numbers, printed = text.numbers(), text.printed((start, end))
    place = numbers.index(number)
    return render(
        "page-of-plan",
        frame,
        document=document,
        number=number,
        last=numbers[-1],
        mark=mark,
        printed=printed if printed is None or fold(printed) != str(number) else None,
        segments=segments,
        is_whole=text.is_whole,
        bounds=(start, end),
        lit=lit,
        is_not_here=lit is None and not frame.args.keys().isdisjoint(_ASKED),
        answer=[one for one in things if lit and one.start < lit[1] and lit[0] < one.end],
        made=_once(one for one in things if not one.is_named and one.is_first),
        named=_once(one for one in things if one.is_named),
        legend=sorted({one.kind for one in segments if one.kind}),
        before=numbers[place - 1] if place else None,
        after=numbers[place + 1] if place + 1 < len(numbers) else None,
    )


def _kept(site: Site, frame: Frame, topic: str) -> Kept[Any]:
    """Return what pages have whatever of them is lit: most of their addresses differ in that."""
    if not frame.has_server:  # a published site has each page once
        return Kept()
    return kept_of(site, f"{topic} {frame.lang} {frame.way.place}")


def _say(frame: Frame) -> CoverageWords:
    return CoverageWords("en" if frame.lang == "en" else "ja")


def _once(things: Any) -> list[Made]:
    found: dict[str, Made] = {}
    for one in things:
        found.setdefault(one.iri, one)
    return list(found.values())


def _lit(args: dict[str, str], start: int, end: int) -> tuple[int, int] | None:
    """Return the characters of the page that are asked for, or None."""
    asked = [args.get(name, "") for name in _ASKED]
    if not all(one.isascii() and one.isdigit() and len(one) < 10 for one in asked):
        return None
    first, last = max(int(asked[0]), start), min(int(asked[1]), end)
    return (first, last) if first < last else None


def _things(site: Site, shared: Shared, frame: Frame, document: str, number: int) -> list[Made]:
    source, page = NamedNode(f"{document}/source"), Literal(str(number), datatype=_XSD_INTEGER)
    found: dict[tuple[str, str, str], Made] = {}
    store = store_by_plan(site, shared, document)
    rows = ask(store, "page-things", pages=[(source, page)])
    for start, end, thing, kind, label, named, first in rows:
        one = found.setdefault((start, end, thing), Made(int(start), int(end), thing, label))
        one.classes.append(kind)
        one.is_named |= named == "true"
        one.is_first |= first == "true"
    for one in found.values():
        narrowest = shared.narrowest(one.classes)
        one.kind = shared.kind(narrowest)
        one.kind_label = shared.called(narrowest, frame.lang) if narrowest else ""
        path = shared.addresses.page(one.iri)
        one.href = frame.url(path) if path else None
    return sorted(found.values(), key=lambda one: (one.start, -one.end, one.iri))
