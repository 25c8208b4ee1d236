"""Which things of two editions are one, and so bear one IRI.

What a comparison of the editions (``kg.comparison``) takes for one thing keeps its name; what was
divided, joined, dropped or added has none to keep.
"""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import URIRef

from kg.comparison.matching import match
from kg.comparison.parts import parts_of
from kg.comparison.rules import load_rules
from kg.document.layout import Layout
from kg.document.model import Plan, Work
from kg.graph.iris import Iris, segment


def staying(
    own: Plan, layout: Layout, other: Plan, other_layout: Layout, iris: Iris, place: URIRef
) -> dict[URIRef, URIRef]:
    """Find the things of an edition that another one has, too.

    Args:
        own: The edition.
        layout: Its layout.
        other: The edition beside it, on the side of the current one.
        other_layout: The layout of that.
        iris: Names the things of that.
        place: Below which the edition names what is its own.

    Returns:
        The names they have in the other edition, by those they would have in their own.
    """
    parts, others = parts_of(own), parts_of(other)
    paths = dict(zip(parts, _paths(own, layout), strict=True))
    names = dict(zip(others, _paths(other, other_layout), strict=True))
    return {
        URIRef(f"{place}/{paths[part]}"): iris.within(names[counterpart])
        for part, counterpart, _ in match(parts, others, load_rules()).pairs
    }


def project_path(code: str, layout: Layout) -> str:
    """Return where a project is named, from its code."""
    return f"project/{segment(layout.code_key(code))}"


def listing_path(code: str, layout: Layout) -> str:
    """Return where a row of the index is named, from its code."""
    return f"listing/{segment(layout.code_key(code))}"


def _paths(plan: Plan, layout: Layout) -> Iterator[str]:
    """Yield where the parts of a plan are named, in the order of ``parts_of``."""
    yield from (f"goal/{goal.number}" for goal in plan.goals)
    yield from (f"field/{item.number}" for item in plan.fields)
    yield from (listing_path(listing.code, layout) for listing in plan.listings)
    for project in plan.projects:
        path = project_path(project.code, layout)
        yield path
        for group in project.groups:
            yield f"{path}/group/{group.position}"
            for initiative in group.initiatives:
                yield f"{path}/initiative/{group.position}-{initiative.position}"
        yield from (f"{path}/co-creation/{effort.position}" for effort in project.co_creations)
        yield from _work_paths(f"{path}/work", project.works)
        yield from _work_paths(f"{path}/programme", project.programmes)


def _work_paths(path: str, works: tuple[Work, ...]) -> Iterator[str]:
    for work in works:
        yield f"{path}/{work.position}"
        yield from (f"{path}/{work.position}/item/{item.position}" for item in work.items)
