"""Which thing a name means that stands in a row of an answer.

Where there are many plans, each may have things of the same name, and has its own project 1-(1). A
row that speaks of things of a plan means what that plan calls so, so only there it is looked for:
in the plan's own store where all plans have one, else in its graphs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice

from pyoxigraph import Literal, NamedNode

from kg.graph.terms import SHARED_GRAPHS
from kg.iris import local_name
from kg.web.pages.asking import ask
from kg.web.pages.choices import choices
from kg.web.pages.kept import Kept, kept_of
from kg.web.pages.words import LANGUAGES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.store.port import Store
    from kg.web.pages.asking import Row
    from kg.web.pages.rendering import Frame
    from kg.web.pages.shared import Shared
    from kg.web.site import Site

    Scope = tuple[str, ...]

_MOST_NAMES = 3000
_AT_ONCE = 2000
"""How many names one query looks for; what it finds is in memory."""

_MOST_SOURCES = 30
"""Of how many things that a row speaks of the plans are told."""


@dataclass(slots=True)
class Named:
    """A thing that bears a name.

    Attributes:
        iri: The thing.
        code: Code of its project, or None.
        classes: Local names of its classes.
        is_behind: Whether it is one of those that are meant only where no other is.
    """

    iri: str
    code: str | None
    classes: set[str] = field(default_factory=set)
    is_behind: bool = False


def kept_names(site: Site) -> dict[str, Kept[Named]]:
    """Return what was found out about names, for a site as a plan has it.

    Args:
        site: The site, all of it.
    """
    return {topic: kept_of(site, topic) for topic in map(_topic, LANGUAGES)}


def _topic(lang: str) -> str:
    return f"names {lang}"


class Names:
    """Finds what names mean; asks the store once for all names of a page.

    Args:
        site: The site.
        shared: What is known of its dataset.
        frame: The frame of the page.
        about: The thing that the page is about, or None.
    """

    def __init__(self, site: Site, shared: Shared, frame: Frame, about: str | None = None) -> None:
        self._site = site
        self._store = site.dataset.store
        self._shared = shared
        has_parts = site.parts is not None and site.parts.holds_all
        self._has_parts = has_parts and not self._store.graphs  # which are of an edition
        self._anywhere: Scope = (site.plan,)
        # An edition is of one plan; an endpoint may keep no graphs.
        self._is_one_plan = bool(site.plan or self._store.graphs) or not shared.graphs
        self._languages = dict.fromkeys(("ja", frame.lang))
        self._known: Kept[Named] = kept_of(site, _topic(frame.lang))
        self._about = () if about is None else (about,)
        self._behind = set(choices()["kinds"]["behind"])

    def scope(self, sources: Sequence[str]) -> Scope:
        """Return where the names of a row are looked for.

        Args:
            sources: IRIs of what the row speaks of.

        Returns:
            IRIs of plans that have stores of their own, or of graphs; for all that the site has
            the plan that it tells of, which may be empty.
        """
        if self._is_one_plan:
            return self._anywhere
        plans = self._plans(islice(sources, _MOST_SOURCES)) or self._plans(self._about)
        if not plans:
            return self._anywhere
        if self._has_parts:
            return tuple(plans)
        return (*(graph for plan in plans for graph in self._shared.graphs[plan]), *SHARED_GRAPHS)

    def _plans(self, iris: Iterable[str]) -> list[str]:
        plans = dict.fromkeys(map(self._shared.head, iris))
        return [plan for plan in plans if plan in self._shared.graphs]

    def read(self, wanted: Iterable[tuple[str, Scope]]) -> None:
        """Find out what some names mean.

        Args:
            wanted: Names, each with where it is looked for.
        """
        some = islice(wanted, _MOST_NAMES)
        places = dict.fromkeys((graph, name) for name, scope in some for graph in scope)
        new = [place for place in places if place not in self._known]
        for start in range(0, len(new), _AT_ONCE):
            self._learn(new[start : start + _AT_ONCE])

    def _learn(self, new: Sequence[tuple[str, str]]) -> None:
        """Find out what names mean in plans, in graphs, or anywhere."""
        found: dict[tuple[str, str], dict[str, Named]] = {place: {} for place in new}
        within: dict[str, list[Literal]] = {}
        for where, name in new:
            within.setdefault(where, []).extend(self._terms(name))
        pairs: list[tuple[NamedNode, Literal]] = []
        for where, names in within.items():
            store = self._store_of(where)
            if store is None:
                pairs += [(NamedNode(where), name) for name in names]
            else:
                rows = ask(store, "named", names=names)
                self._sort(found, ((where, *row) for row in rows))
        if pairs:
            rows = ask(self._store, "named-in", pairs=pairs)
            self._sort(found, ((graph, *row) for *row, graph in rows))
        for place, things in found.items():
            self._known.keep(place, list(things.values()))

    def _store_of(self, where: str) -> Store | None:
        """Return the store in which names are looked for anywhere, or None for a graph."""
        if (where,) == self._anywhere:
            return self._store
        plan = self._shared.plan_of(where) if self._has_parts else None
        part = None if plan is None else self._site.part(plan.iri)
        return None if part is None else part.store

    def find(self, name: str, scope: Scope) -> list[Named]:
        """Return the things that bear a name; ``read`` has seen it.

        Args:
            name: The name.
            scope: Where it is looked for.
        """
        if len(scope) == 1:
            return list(self._known.get((scope[0], name)))
        return list(
            {one.iri: one for graph in scope for one in self._known.get((graph, name))}.values()
        )

    def _terms(self, name: str) -> list[Literal]:
        return [*(Literal(name, language=lang) for lang in self._languages), Literal(name)]

    def _sort(self, found: dict[tuple[str, str], dict[str, Named]], rows: Iterable[Row]) -> None:
        for where, name, thing, kind, code in sorted(set(rows), key=str):
            if kind is None or self._shared.addresses.page(thing) is None:
                continue
            one = found[where, name].setdefault(thing, Named(thing, code))
            one.classes.add(local_name(kind))
            one.is_behind = one.is_behind or local_name(kind) in self._behind
