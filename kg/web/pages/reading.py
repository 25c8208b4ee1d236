"""The text of a plan, page by page, each run of it lit by what it became."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.document.coverage_words import CoverageWords
from kg.document.text_map import Run, TextMap, read_text_map
from kg.errors import NotFoundError
from kg.web.addresses.names import decoded
from kg.web.pages.asking import ask
from kg.web.pages.choices import choices
from kg.web.pages.citing import Passage
from kg.web.pages.editions import of_plan
from kg.web.pages.rendering import Crumb, Frame, frame_of, render
from kg.web.pages.shared import PlanFacts, Shared, shared_of
from kg.web.pages.start import coverage_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.site import Site
    from kg.workers.messages import Reply

_XSD_INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
_FURNITURE = "furniture"


class Text(NamedTuple):
    """The text of a plan.

    Attributes:
        text: All its characters.
        map: Its pages, and what its characters became.
    """

    text: str
    map: TextMap

    def bounds(self, number: int) -> tuple[int, int, str | None] | None:
        """Return first character, the one behind the last, and printed mark of a page."""
        pages = self.map.pages
        for place, (page, mark, start) in enumerate(pages):
            if page == number:
                end = pages[place + 1][2] if place + 1 < len(pages) else len(self.text)
                return start, end, mark
        return None


@dataclass(slots=True)
class Made:
    """A thing that was made of words of the page, or is named there.

    Attributes:
        start: Offset of the first character of the words.
        end: Offset behind the last one.
        iri: The thing.
        label: What it is called.
        kind: The word by which the style sheet knows its kind.
        kind_label: What its narrowest class is called.
        is_named: Whether the words name it, and did not make it.
        is_first: Whether these are the first words that it stands in.
        href: Where its page is, or None.
    """

    start: int
    end: int
    iri: str
    label: str
    classes: list[str] = field(default_factory=list)
    kind: str = ""
    kind_label: str = ""
    is_named: bool = False
    is_first: bool = True
    href: str | None = None


class Segment(NamedTuple):
    """Characters that are shown alike.

    Attributes:
        text: The characters.
        kind: The word by which the style sheet knows what they became, or None for nothing.
        about: What they became, in words.
        thing: The thing that they lead to, or None.
        is_lit: Whether they are those that were asked for.
        anchors: Names of the places that begin here.
    """

    text: str
    kind: str | None
    about: str
    thing: Made | None
    is_lit: bool
    anchors: list[str]


def text_of(site: Site, plan: PlanFacts) -> Text:
    """Return the text of a plan, read once.

    Raises:
        NotFoundError: If the dataset does not hold it.
    """
    key = f"text {plan.id}"
    if key not in site.kept:
        folder = Path(site.version) / "plans" / plan.id
        try:
            if not site.version:
                raise OSError
            text = (folder / "source.txt").read_bytes().decode()
            made = read_text_map((folder / "text.json").read_text(encoding="utf-8"))
        except (OSError, ValueError, KeyError, IndexError, TypeError):
            raise NotFoundError(
                "the text of this plan is not in the dataset",
                hint="A dataset that `kg build` makes has it; an endpoint has not",
            ) from None
        site.kept[key] = Text(text, made)
    kept: Text = site.kept[key]
    return kept


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
        values: ``rest`` is the plan's id, and perhaps a page's number behind a slash; ``from``
            and ``to`` of ``args`` are the characters to light.

    Raises:
        NotFoundError: If there is no such plan or page, or the dataset lacks the text.
    """
    shared = shared_of(site)
    name, _, number = decoded(values["rest"]).partition("/")
    plan = shared.plan(name)
    if plan is None:
        raise NotFoundError(f"there is no plan {name!r}")
    if not number:
        return _overview(site, shared, values, plan)
    if not (number.isascii() and number.isdigit() and len(number) < 6):
        raise NotFoundError(f"the plan has no page {number!r}")
    return _page(site, shared, values, plan, int(number))


def _frame(values: dict[str, Any], shared: Shared) -> Frame:
    frame = frame_of(values, shared)
    frame.place = "plan"
    return frame


def _overview(site: Site, shared: Shared, values: dict[str, Any], plan: PlanFacts) -> Reply:
    frame = _frame(values, shared)
    title = plan.title(frame.lang)
    frame.title = frame.words("plan.title", title=title)
    frame.canonical = f"/plan/{plan.id}"
    frame.scripts = [] if frame.has_server else ["light.js"]
    text = text_of(site, plan)
    account = coverage_of(site, plan) or {"headings": [], "uncovered": []}
    say = CoverageWords("en" if frame.lang == "en" else "ja")
    rows = [
        (
            say.kind(part["heading"]),
            sum(part["data"].values()),
            sum(part["furniture"].values()),
            _page_of(text, part["heading"]),
        )
        for part in account["headings"]
    ]
    return render(
        "plan",
        frame,
        plan=plan,
        heading=title,
        account=account,
        rows=rows,
        pages=_pages(text),
        told=of_plan(site, shared, frame, plan),
        has_editions=bool(ask(site.dataset.store, "plan-editions", plans=[NamedNode(plan.iri)])),
    )


def _pages(text: Text) -> list[tuple[int, int, list[str]]]:
    """Return the number of each page, its first character and the headings on it."""
    found = []
    for number, _, _ in text.map.pages:
        bounds = text.bounds(number)
        if bounds is None:
            continue
        start, end, _ = bounds
        headings = dict.fromkeys(
            run.heading for run in text.map.runs if start <= run.start < end and run.is_data
        )
        found.append((number, start, list(headings)))
    return found


def _page_of(text: Text, heading: str) -> int | None:
    """Return the first page with words under a heading."""
    for run in text.map.runs:
        if run.heading == heading:
            numbers = [number for number, _, start in text.map.pages if start <= run.start]
            return numbers[-1] if numbers else None
    return None


def _page(
    site: Site, shared: Shared, values: dict[str, Any], plan: PlanFacts, number: int
) -> Reply:
    frame = _frame(values, shared)
    text = text_of(site, plan)
    bounds = text.bounds(number)
    if bounds is None:
        raise NotFoundError(f"the plan has no page {number}")
    start, end, mark = bounds
    frame.scripts = ["light.js"]
    frame.title = frame.words("plan.page.title", page=number, title=plan.title(frame.lang))
    frame.canonical = f"/plan/{plan.id}/{number}"
    frame.crumbs = [Crumb(plan.title(frame.lang), f"/plan/{plan.id}")]
    things = _things(site, shared, frame, plan, number)
    lit = _lit(values["args"], start, end)
    if lit is not None:
        frame.passage = Passage(*lit, text.text[lit[0] : lit[1]])
    say = CoverageWords("en" if frame.lang == "en" else "ja")
    numbers = [page for page, _, _ in text.map.pages]
    place = numbers.index(number)
    segments = list(_segments(text, (start, end), things, lit, say))
    return render(
        "page-of-plan",
        frame,
        plan=plan,
        number=number,
        last=numbers[-1],
        mark=mark,
        segments=segments,
        bounds=(start, end),
        lit=lit,
        answer=[one for one in things if lit and one.start < lit[1] and lit[0] < one.end],
        made=_once(one for one in things if not one.is_named and one.is_first),
        named=_once(one for one in things if one.is_named),
        legend=sorted({one.kind for one in segments if one.kind}),
        before=numbers[place - 1] if place else None,
        after=numbers[place + 1] if place + 1 < len(numbers) else None,
    )


def _once(things: Any) -> list[Made]:
    found: dict[str, Made] = {}
    for one in things:
        found.setdefault(one.iri, one)
    return list(found.values())


def _lit(args: dict[str, str], start: int, end: int) -> tuple[int, int] | None:
    """Return the characters of the page that are asked for, or None."""
    try:
        first, last = int(args["from"]), int(args["to"])
    except (KeyError, ValueError):
        return None
    first, last = max(first, start), min(last, end)
    return (first, last) if first < last else None


def _things(site: Site, shared: Shared, frame: Frame, plan: PlanFacts, number: int) -> list[Made]:
    source, page = NamedNode(f"{plan.iri}/source"), Literal(str(number), datatype=_XSD_INTEGER)
    found: dict[tuple[str, str, str], Made] = {}
    rows = ask(site.dataset.store, "page-things", sources=[source], pages=[page])
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


def _segments(
    text: Text,
    bounds: tuple[int, int],
    things: list[Made],
    lit: tuple[int, int] | None,
    say: CoverageWords,
) -> Any:
    """Yield the characters of a page in pieces that are shown alike."""
    start, end = bounds
    runs = [run for run in text.map.runs if run.start < end and start < run.end]
    cuts = {start, end, *(lit or ())}
    spans = [(run.start, run.end) for run in runs] + [(one.start, one.end) for one in things]
    cuts |= {min(max(place, start), end) for span in spans for place in span}
    places = sorted(cuts)
    anchors: dict[int, dict[str, None]] = {}
    for thing in things:
        anchors.setdefault(thing.start, {})[f"char={thing.start},{thing.end}"] = None
    if lit:
        anchors.setdefault(lit[0], {})[f"char={lit[0]},{lit[1]}"] = None
    for first, last in pairwise(places):
        run = next((run for run in runs if run.start <= first and last <= run.end), None)
        is_lit = lit is not None and lit[0] <= first and last <= lit[1]
        yield Segment(
            text.text[first:last],
            _kind(run),
            "" if run is None else say.kind(run.kind),
            _meant(things, first, last) if text.text[first:last].strip() else None,
            is_lit,
            list(anchors.get(first, ())),
        )


def _kind(run: Run | None) -> str | None:
    if run is None:
        return None
    if not run.is_data:
        return _FURNITURE
    return str(choices()["kinds"]["claims"].get(run.kind, "other"))


def _meant(things: list[Made], first: int, last: int) -> Made | None:
    """Return the thing that characters lead to: what they name, else what they made first."""
    over = [one for one in things if one.start <= first and last <= one.end and one.href]
    named = [one for one in over if one.is_named]
    if named:
        return min(named, key=lambda one: (one.end - one.start, one.iri))
    made = [one for one in over if one.is_first]
    if made:
        return min(made, key=lambda one: (one.end - one.start, len(one.iri), one.iri))
    return over[0] if len(over) == 1 else None
