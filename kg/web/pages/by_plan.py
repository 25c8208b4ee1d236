"""Which plan a page tells of, where a dataset has several.

What belongs to a plan is told as that plan says it, and so is what no other plan speaks of: its
codes and names are those of that plan, whichever plans stand beside it. What several plans speak of
is told as all say it, if that fills no page that nobody can read: of a hundred plans thousands of
measures are the state's. To rank and count them all takes seconds, so that such a page tells what
one plan says, and lists the others. Each section links the question that asks all plans.
"""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.errors import NotFoundError
from kg.graph.iris import graphs_of_plan
from kg.web.pages.asking import ask
from kg.web.pages.choices import choices
from kg.web.pages.kept import Kept, kept_of
from kg.web.pages.naming import kept_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.dataset import Dataset
    from kg.store.port import Store
    from kg.web.pages.asking import Row
    from kg.web.pages.rendering import Frame
    from kg.web.pages.shared import PlanFacts, Shared
    from kg.web.site import Site


_LINKS = "links by graph"


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


class Told(NamedTuple):
    """What a page tells of a thing.

    Attributes:
        site: The site as the plan has it, or all of it.
        plan: The plan, or None for all of them.
        others: The plans that have pages of the thing of their own, this one among them.
    """

    site: Site
    plan: PlanFacts | None = None
    others: tuple[Telling, ...] = ()


def site_by_plan(site: Site, shared: Shared, frame: Frame, iri: str) -> Told:
    """Return the site as the plan has it that a page tells of.

    Args:
        site: The site, all of it.
        shared: What is known of the dataset.
        frame: The frame of the page; ``plan`` of its arguments is the id of the plan to tell of.
        iri: The thing.

    Raises:
        NotFoundError: If there is no such plan.
    """
    wanted = frame.args.pop("plan", "")
    if wanted and shared.plan(wanted) is None:
        raise NotFoundError(f"there is no plan {wanted!r}")
    if not shared.graphs:
        return Told(site)
    plan = shared.plan_of(iri)
    if plan is not None:
        told = within(site, shared, plan)
        # What stands below a plan may be spoken of elsewhere only: a graph, in the description.
        return Told(told, plan) if _is_known(told.dataset, iri) else Told(site)
    links = _links(site, shared, iri)
    if len(links) == 1:
        kinds = ask(site.dataset.store, "kinds-by-graph", things=[NamedNode(iri)])
        if _by_plan(shared, kinds).keys() <= links.keys():
            plan = next(iter(links))
            return Told(within(site, shared, plan), plan)
    return _one_of_many(site, shared, frame, links, wanted)


def store_by_plan(site: Site, shared: Shared, iri: str) -> Store:
    """Return the store of the plan that a thing belongs to, if that has one and it knows the thing.

    Nobody else speaks of such a thing, and the store of all plans takes longer to say so.

    Args:
        site: The site, all of it.
        shared: What is known of the dataset.
        iri: The thing.

    Returns:
        That store, else the one of all plans.
    """
    plan = shared.plan_of(iri) if shared.graphs else None
    dataset = None if plan is None else site.part(plan.iri)
    if dataset is None or not _is_known(dataset, iri):
        return site.dataset.store
    return dataset.store


def _one_of_many(
    site: Site, shared: Shared, frame: Frame, links: dict[PlanFacts, int], wanted: str
) -> Told:
    """Tell of one of the plans that speak of a thing, on a server, if all say too much."""
    is_much = sum(links.values()) >= choices()["by_plan"]["least"]
    if not frame.has_server or len(links) < 2 or not is_much:  # a published site takes its time
        return Told(site)
    plan = next((one for one in links if one.id == wanted), next(iter(links)))
    if plan.id == wanted:
        frame.args["plan"] = wanted
    others = (
        Telling(one.title(frame.lang), frame.url(frame.path, plan=one.id), count, one is plan)
        for one, count in links.items()
    )
    return Told(within(site, shared, plan), plan, tuple(others))


def make_links(site: Site, shared: Shared) -> None:
    """Find out how often each plan links to what they share, before somebody waits for it.

    Args:
        site: The site, all of it.
        shared: What is known of the dataset.

    Raises:
        InputError: If the dataset is damaged.
    """
    found: dict[str, list[Row]] = {}
    for plan, (graph, *_) in shared.graphs.items():
        told = (NamedNode(graph), Literal(shared.addresses.base), Literal(f"{plan}/"))
        for thing, count in ask(site.dataset.store, "links-of-graph", graphs=[told]):
            found.setdefault(thing, []).append((graph, count))
    site.kept[_LINKS] = found


def _links(site: Site, shared: Shared, iri: str) -> dict[PlanFacts, int]:
    """Return how often each plan links to a thing; what a hundred say of the state is long."""
    made: dict[str, list[Row]] = site.kept.get(_LINKS, {})
    if iri in made:
        return _by_plan(shared, made[iri])
    known: Kept[Row] = kept_of(site, "links")
    things = [NamedNode(iri)]
    rows = known.found(iri, lambda: ask(site.dataset.store, "links-by-graph", things=things))
    return _by_plan(shared, rows)


def _by_plan(shared: Shared, rows: Iterable[Row]) -> dict[PlanFacts, int]:
    """Return what is told of the graphs of plans: their counts, where there are such."""
    counts = {graph: int(count[0]) if count else 0 for graph, *count in rows}
    own = ((plan, shared.graphs[plan.iri][0]) for plan in shared.plans if plan.iri in shared.graphs)
    return {plan: counts[graph] for plan, graph in own if graph in counts}


def within(site: Site, shared: Shared, plan: PlanFacts) -> Site:
    """Return the site as a plan has it: what it says, and what all plans share.

    Args:
        site: The site, all of it.
        shared: What is known of the dataset.
        plan: The plan.

    Raises:
        InputError: If the plan's files are damaged.
    """
    dataset = site.part(plan.iri)
    if dataset is None:
        dataset = site.dataset.within([*graphs_of_plan(plan.iri), f"{plan.iri}/editions"])
    known = {"pages": shared}
    return site.having(dataset, known | kept_names(site), plan.iri)


def _is_known(dataset: Dataset, iri: str) -> bool:
    return next(iter(dataset.store.said_of([NamedNode(iri)])), None) is not None
