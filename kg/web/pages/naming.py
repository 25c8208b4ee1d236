"""Which thing a name means that stands in a row of an answer.

Where there are many plans, each may have things of the same name, and has its own project 1-(1). A
row that speaks of things of a plan means what that plan calls so, so only there it is looked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice

from pyoxigraph import Literal, NamedNode

from kg.web.addresses.pages import SHARED_GRAPHS
from kg.web.pages.asking import ask
from kg.web.pages.choices import choices
from kg.web.pages.kept import Kept, kept_of
from kg.web.pages.shared import local_name
from kg.web.pages.words import LANGUAGES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.web.pages.asking import Row
    from kg.web.pages.rendering import Frame
    from kg.web.pages.shared import Shared
    from kg.web.site import Site

    Scope = tuple[str, ...]

_ANYWHERE: Scope = ("",)
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
    """Return what was found out about names in plans, for a site as a plan has it.

    Args:
        site: The site, all of it: a plan may call a thing another kind than all together do.
    """
    return {topic: kept_of(site, f"{topic} by plan") for topic in map(_topic, LANGUAGES)}


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
        self._store = site.dataset.store
        self._shared = shared
        self._languages = dict.fromkeys(("ja", frame.lang))
        self._known: Kept[Named] = kept_of(site, _topic(frame.lang))
        self._about = () if about is None else (about,)
        self._behind = set(choices()["kinds"]["behind"])

    def scope(self, sources: Sequence[str]) -> Scope:
        """Return the graphs in which the names of a row are looked for.

        Args:
            sources: IRIs of what the row speaks of.
        """
        if not self._shared.graphs:  # of one plan, or of an endpoint without graphs
            return _ANYWHERE
        found = self._graphs(islice(sources, _MOST_SOURCES)) or self._graphs(self._about)
        return (*found, *SHARED_GRAPHS) if found else _ANYWHERE

    def _graphs(self, iris: Iterable[str]) -> list[str]:
        plans = dict.fromkeys(map(self._shared.head, iris))
        return [graph for plan in plans for graph in self._shared.graphs.get(plan, ())]

    def read(self, wanted: Iterable[tuple[str, Scope]]) -> None:
        """Find out what some names mean.

        Args:
            wanted: Names, each with the graphs in which it is looked for.
        """
        some = islice(wanted, _MOST_NAMES)
        places = dict.fromkeys((graph, name) for name, scope in some for graph in scope)
        new = [place for place in places if place not in self._known]
        for start in range(0, len(new), _AT_ONCE):
            self._learn(new[start : start + _AT_ONCE])

    def _learn(self, new: Sequence[tuple[str, str]]) -> None:
        """Find out what names mean in graphs, or anywhere."""
        anywhere = [name for graph, name in new if not graph]
        found: dict[tuple[str, str], dict[str, Named]] = {place: {} for place in new}
        if anywhere:
            terms = [term for name in anywhere for term in self._terms(name)]
            self._sort(found, ask(self._store, "named", names=terms))
        pairs = [
            (NamedNode(graph), term) for graph, name in new if graph for term in self._terms(name)
        ]
        if pairs:
            self._sort(found, ask(self._store, "named-in", pairs=pairs))
        for place, things in found.items():
            self._known.keep(place, list(things.values()))

    def find(self, name: str, scope: Scope) -> list[Named]:
        """Return the things that bear a name; ``read`` has seen it.

        Args:
            name: The name.
            scope: The graphs in which it is looked for.
        """
        if len(scope) == 1:
            return list(self._known.get((scope[0], name)))
        return list(
            {one.iri: one for graph in scope for one in self._known.get((graph, name))}.values()
        )

    def _terms(self, name: str) -> list[Literal]:
        return [*(Literal(name, language=lang) for lang in self._languages), Literal(name)]

    def _sort(self, found: dict[tuple[str, str], dict[str, Named]], rows: Iterable[Row]) -> None:
        for name, thing, kind, code, *graph in sorted(set(rows), key=str):
            if kind is None or self._shared.addresses.page(thing) is None:
                continue
            one = found[graph[0] if graph else "", name].setdefault(thing, Named(thing, code))
            one.classes.add(local_name(kind))
            one.is_behind = one.is_behind or local_name(kind) in self._behind
