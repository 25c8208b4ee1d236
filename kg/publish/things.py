"""The pages and the data of single resources."""

from __future__ import annotations

from itertools import chain, groupby, islice
from operator import itemgetter
from pathlib import Path

from kg.dataset.editions import told_apart
from kg.publish.choices import choices, groups
from kg.publish.lines import DATASET, read_quads, read_subjects, read_things, written
from kg.publish.wholes import edition_paths
from kg.store.quads import graph_apart
from kg.web.addresses.files import named
from kg.web.pages.by_plan import store_by_plan
from kg.web.pages.editions import site_telling
from kg.web.resources.describing import describe_thing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.publish.model import File
    from kg.publish.source import Source

_CHANGES = "changes"
"""The group of what changed between editions."""
_SEVERAL = "*"
"""What stands for several plans where else the id of one does."""
_AT_ONCE = 16
"""How many resources are made in one piece."""
_ASKED_AT_ONCE = 500
"""Of how many things the store is asked at a time which of them it knows."""


def shared_keys(source: Source) -> Iterator[tuple[str]]:
    """Yield the IRIs of what several plans speak of and of the terms that all use, one at a time.

    To tell it takes much memory. Of one plan alone there is none.
    """
    return ((iri,) for iri in _elsewhere(source).get(_SEVERAL, ()))


def thing_keys(source: Source) -> Iterator[tuple[str, ...]]:
    """Yield the IRIs of all other resources that have files of their own, some at a time.

    What one plan alone speaks of comes together: one store tells it soonest.
    """
    for _, pairs in groupby(_own(source), key=itemgetter(0)):
        own = (iri for _, iri in pairs)
        while some := tuple(islice(own, _AT_ONCE)):
            yield some


def _elsewhere(source: Source) -> dict[str, list[str]]:
    """List what stands below no plan, by the id of the plan that alone speaks of it.

    What several speak of or none does is behind ``_SEVERAL`` where there are several plans, else
    behind nothing.
    """
    shared, is_own = source.shared, source.places.is_own
    whole = _SEVERAL if len(shared.plans) > 1 else ""
    below = tuple(f"<{plan.iri}/".encode() for plan in shared.plans)
    found: dict[str, list[str]] = {}
    for iri, graphs in read_things(source.folder / DATASET, but=below):
        if graph_apart(iri) is None and is_own(iri) and shared.plan_of(iri) is None:
            plans = {plan.id for plan in map(shared.plan_of, graphs) if plan is not None}
            found.setdefault(plans.pop() if len(plans) == 1 else whole, []).append(iri)
    return found


def _own(source: Source) -> Iterator[tuple[str, str]]:
    """Yield what ``shared_keys`` has not, behind the plan that alone speaks of it, or nothing."""
    shared, is_own = source.shared, source.places.is_own
    elsewhere = _elsewhere(source)
    elsewhere.pop(_SEVERAL, None)
    for iri in read_subjects(source.folder / DATASET):
        plan = shared.plan_of(iri)
        if plan is not None and graph_apart(iri) is None and is_own(iri):
            yield from ((plan.id, one) for one in elsewhere.pop(plan.id, ()))
            yield plan.id, iri
    for only, iris in elsewhere.items():
        yield from ((only, iri) for iri in iris)
    for iri in chain(
        *(_apart_below(source, path) for path in edition_paths(source)), _shared_apart(source)
    ):
        if is_own(iri):
            yield "", iri


def _apart_below(source: Source, path: Path) -> Iterator[str]:
    """Yield the IRIs of all that stands below the edition of a file."""
    start = f"{source.base}{path.parent.name}{path.stem.removeprefix('plan')}/"
    return (iri for iri in read_subjects(path, is_current=False) if iri.startswith(start))


def _shared_apart(source: Source) -> list[str]:
    """List what plans share and only editions speak of that are not current."""
    found: set[str] = set()
    for path in edition_paths(source):
        every = (iri for iri in read_subjects(path, is_current=False) if graph_apart(iri) is None)
        while some := list(islice(every, _ASKED_AT_ONCE)):
            found.update(told_apart(source.store, some))
    return sorted(found)


def thing_files(source: Source, iris: Iterable[str]) -> Iterator[File]:
    """Make pages and data of resources.

    Args:
        source: What the site is made from.
        iris: The resources.
    """
    places, formats = source.places, choices()["formats"]
    for iri in iris:
        path = places.page(iri) or ""
        yield from source.pages("page-thing", path, rest=path.removeprefix("/page/"))
        telling, edition = site_telling(source.site, source.shared, iri)
        store = telling.dataset.store if edition else store_by_plan(telling, source.shared, iri)
        lines = describe_thing(store, iri)
        yield from written(lines, iri, named(places.data(iri)[1:]), formats)


def group_files(source: Source, plan: str) -> Iterator[File]:
    """Make the data of a plan's resources that have no files of their own, one set for each type.

    Args:
        source: What the site is made from.
        plan: Id of the plan.
    """
    found: dict[str, set[bytes]] = {group.name: set() for group in groups()}
    for quad in read_quads(source.folder / "plans" / plan / "plan.nq"):
        grouped = source.places.grouped(quad.subject)
        if grouped is not None and grouped.plan == plan:
            found[grouped.group.name].add(quad.triple)
    changes = source.folder / "plans" / plan / "changes.nq"
    if changes.exists():
        found[_CHANGES].update(quad.triple for quad in read_quads(changes))
    for name, lines in found.items():
        stem = named(f"data/{plan}/all/{name}")
        yield from written(sorted(lines), f"{source.base}{plan}", stem, choices()["formats"])
