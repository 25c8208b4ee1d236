"""Which things of two editions are one, and so bear one IRI.

What a comparison of the editions (``kg.comparison``) takes for one thing keeps its name; what was
divided, joined, dropped or added has none to keep.
"""

from __future__ import annotations

from rdflib import URIRef

from kg.comparison.matching import match
from kg.comparison.parts import Steps, parts_of
from kg.comparison.rules import load_rules
from kg.document.layout import Layout
from kg.document.model import Plan
from kg.graph.iris import Iris, segment


def staying(
    own: Plan,
    layout: Layout,
    other: Plan,
    other_layout: Layout,
    iris: Iris,
    place: URIRef,
    *,
    is_later: bool,
) -> dict[URIRef, URIRef]:
    """Find the things of an edition that another one has, too.

    Both are matched from the earlier to the later, as ``compare`` does: the similarity of two
    texts may be another the other way round.

    Args:
        own: The edition.
        layout: Its layout.
        other: The edition beside it, on the side of the current one.
        other_layout: The layout of that.
        iris: Names the things of that.
        place: Below which the edition names what is its own.
        is_later: Whether the edition is later than the other.

    Returns:
        The names they have in the other edition, by those they would have in their own.
    """
    earlier, later = (other, own) if is_later else (own, other)
    found = match(parts_of(earlier), parts_of(later), load_rules()).pairs
    pairs = [(new, old) if is_later else (old, new) for old, new, _ in found]
    return {
        URIRef(f"{place}/{thing_path(part.path, layout)}"): iris.within(
            thing_path(counterpart.path, other_layout)
        )
        for part, counterpart in pairs
    }


def project_path(code: str, layout: Layout) -> str:
    """Return where a project is named, from its code."""
    return thing_path(("project", code), layout)


def listing_path(code: str, layout: Layout) -> str:
    """Return where a row of the index is named, from its code."""
    return thing_path(("listing", code), layout)


def thing_path(steps: Steps, layout: Layout) -> str:
    """Return where a thing is named, from the way to it in its edition.

    Args:
        steps: The way: ``("project", "1-(1)", "work", 5)``.
        layout: Says how codes are written in IRIs.
    """
    kind, number, *below = steps
    if kind in ("listing", "project"):
        number = segment(layout.code_key(str(number)))
    return "/".join(str(step) for step in (kind, number, *below))
