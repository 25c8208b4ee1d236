"""What only editions have that are not the current one, for who searches."""

from __future__ import annotations

from typing import NamedTuple

from kg.dataset.editions import told_apart
from kg.web.pages.asking import ask
from kg.web.pages.editions import editions_of
from kg.web.pages.shared import shared_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.pages.plan_editions import Edition
    from kg.web.site import Site


class Gone(NamedTuple):
    """A thing that an edition has and the current one has not.

    Attributes:
        edition: The edition.
        iri: The thing.
        label: What it is called.
        kind: Its class.
    """

    edition: Edition
    iri: str
    label: str
    kind: str


def gone(site: Site) -> list[Gone]:
    """List what only editions have that are not current, by IRI.

    Args:
        site: The site, all of it. What changed from or to an edition is told without a look into
            each; what plans share is looked for in their graphs.
    """
    if "gone" not in site.kept:
        every = [one for editions in editions_of(site).values() for one in editions]
        apart = {one.iri: one for one in every if not one.is_current}
        rows = ask(site.dataset.store, "gone") if apart else []
        site.kept["gone"] = [
            Gone(apart[iri], thing, label, kind)
            for thing, label, kind in rows
            for iri in apart
            if thing.startswith(f"{iri}/")
        ]
        site.kept["gone"] += _gone_of_all(site, {one.graph: one for one in apart.values()})
        site.kept["gone"].sort(key=lambda one: one.iri)
    found: list[Gone] = site.kept["gone"]
    return found


def _gone_of_all(site: Site, apart: dict[str, Edition]) -> list[Gone]:
    """List what plans share and only editions have that are not current.

    Args:
        site: The site, all of it.
        apart: Those editions, by the graph of what they say.
    """
    told: dict[str, tuple[str, dict[str, None]]] = {}
    for thing, label, kind, graph in ask(site.dataset.store, "gone-shared") if apart else []:
        if graph in apart:
            told.setdefault(thing, (label, {}))[1][kind] = None
    of = told_apart(site.dataset.store, told)
    named = {one.name: one for one in apart.values()}
    narrowest = shared_of(site).narrowest
    return [
        Gone(named[of[thing]], thing, label, narrowest(list(kinds)) or next(iter(kinds)))
        for thing, (label, kinds) in told.items()
    ]
