"""A page plan by plan: what many plans speak of, such as 国, fills no page that can be read.

Of a hundred plans thousands of measures are the state's. To rank and count them all takes seconds,
so that the page of such a thing tells what one plan says of it, and lists the other plans. All
that stands there is true of that plan; each section links the question that asks all plans.
"""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import NamedNode

from kg.web.addresses.pages import ONTOLOGY, VOCABULARY
from kg.web.pages.asking import ask
from kg.web.pages.choices import choices
from kg.web.pages.editions import editions_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.pages.rendering import Frame
    from kg.web.pages.shared import PlanFacts, Shared
    from kg.web.site import Site

_GRAPHS = ("graph", "inference", "comparison", "reference", "provenance")
"""The graphs of a plan (docs/iri-policy.md)."""


class Telling(NamedTuple):
    """A plan whose page of the thing there is.

    Attributes:
        title: Title of the plan.
        href: Where it is told what the plan says of the thing.
        links: How often the plan links to the thing.
        is_here: Whether the page tells it.
    """

    title: str
    href: str
    links: int
    is_here: bool


def site_by_plan(site: Site, shared: Shared, frame: Frame, iri: str) -> tuple[Site, list[Telling]]:
    """Return the site as one plan has it, for a thing of which plans say too much for one page.

    Args:
        site: The site, all of it.
        shared: What is known of the dataset.
        frame: The frame of the page; ``plan`` of its arguments is the id of the plan to tell of.
        iri: The thing.

    Returns:
        The site and the plans that speak of the thing; the site as it is and no plans for all
        other things, and for a page of a published site, which takes its time.
    """
    wanted = frame.args.pop("plan", "")
    if not frame.has_server or shared.plan_of(iri) is not None:
        return site, []
    found = _plans(site, shared, iri)
    if len(found) < 2 or sum(found.values()) < choices()["by_plan"]["least"]:
        return site, []
    told = {plan.id: plan for plan in shared.plans if plan.iri in found}
    here = told.get(wanted) or next(iter(told.values()))
    if here.id == wanted:
        frame.args["plan"] = wanted
    return _within(site, shared, here), [
        Telling(
            plan.title(frame.lang),
            frame.url(frame.path, plan=plan.id),
            found[plan.iri],
            plan is here,
        )
        for plan in told.values()
    ]


def _plans(site: Site, shared: Shared, iri: str) -> dict[str, int]:
    """Return how often each plan links to a thing."""
    if not shared.graphs:
        return {}
    plans = {graphs[0]: plan for plan, graphs in shared.graphs.items()}
    rows = ask(site.dataset.store, "links-by-graph", things=[NamedNode(iri)])
    return {plans[graph]: int(links) for graph, links in rows if graph in plans}


def _within(site: Site, shared: Shared, plan: PlanFacts) -> Site:
    graphs = [*(f"{plan.iri}/{name}" for name in _GRAPHS), VOCABULARY, ONTOLOGY]
    known = {"pages": shared, "editions": editions_of(site)}
    return site.having(site.dataset.within(graphs), known)
