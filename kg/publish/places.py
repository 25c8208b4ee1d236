"""Where a published site shows a thing: on a page of its own, or on that of another."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kg.document.text_map import read_text_map
from kg.graph.iris import Iris
from kg.publish.choices import Group, groups
from kg.store.quads import is_apart
from kg.web.addresses.names import encoded
from kg.web.addresses.pages import Addresses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

DESCRIPTION = "endpoint/"
"""What the names of the dataset's own description begin with, behind the base."""

_PLAN = re.compile(r"[^/@]*")
_DOCUMENT = re.compile(r"[^/]*")


class Grouped(NamedTuple):
    """A resource without files of its own.

    Attributes:
        plan: Id of its plan, or ``PLAN@EDITION`` for what an edition alone has.
        group: The resources that it stands with.
        values: What its IRI says, by name.
    """

    plan: str
    group: Group
    values: dict[str, str]


class Places(Addresses):
    """Addresses of the pages of a published site.

    Args:
        base: What the IRIs of all resources begin with.
        version: Folder of the dataset's version.
        plans: Ids of the plans.
    """

    def __init__(self, base: str, version: str, plans: Sequence[str]) -> None:
        super().__init__(base)
        self._version = version
        self._plans = frozenset(plans)
        named = [Iris(base, plan) for plan in plans]
        self._graphs = frozenset(
            str(iri) for one in named for iri in (*one.graphs, one.editions_graph)
        )

    def grouped(self, iri: str) -> Grouped | None:
        """Say what a resource stands with, or None for one that has files of its own."""
        name = iri.removeprefix(self.base) if iri.startswith(self.base) else ""
        plan = _PLAN.match(name)[0]  # type: ignore[index]  # it matches anything
        document = _DOCUMENT.match(name)[0]  # type: ignore[index]
        if plan not in self._plans:
            return None
        for of in dict.fromkeys((plan, document)):
            rest = name.removeprefix(of).removeprefix("/")
            for group in groups():
                match = group.path.fullmatch(rest)
                if match:
                    return Grouped(of, group, match.groupdict())
        return None

    def is_own(self, iri: str) -> bool:
        """Say whether a resource, if something is said of it, has a page and files of its own."""
        path = super().page(iri)
        return (
            path is not None
            and "#" not in path
            and path not in ("/page/ontology", "/page/vocab")
            and not self._is_description(iri)
            and self.grouped(iri) is None
        )

    def page(self, iri: str) -> str | None:
        """Return the path of the page that shows a resource, or None where none does."""
        if self._is_description(iri):
            return None
        found = self.grouped(iri)
        if found is None:
            return super().page(iri)
        if found.group.page == "text":
            return self._text(found)
        values = {name: encoded(value) for name, value in found.values.items()}
        page = found.group.page_of_edition if "@" in found.plan else found.group.page
        return page.format(plan=encoded(found.plan), **values) or None

    def _is_description(self, iri: str) -> bool:
        name = iri.removeprefix(self.base) if iri.startswith(self.base) else ""
        return name.startswith(DESCRIPTION) or iri in self._graphs or is_apart(iri)

    def pages_of(self, document: str) -> list[tuple[int, int]]:
        """Return the number and the first character of each page of a plan or an edition."""
        return _pages(self._version, document)

    def _text(self, found: Grouped) -> str | None:
        start, end = int(found.values["start"]), int(found.values["end"])
        pages = self.pages_of(found.plan)
        place = bisect_right(pages, start, key=lambda page: page[1]) - 1
        if place < 0:
            return None
        return f"/plan/{encoded(found.plan)}/{pages[place][0]}#char={start},{end}"


@lru_cache(maxsize=64)
def _pages(version: str, plan: str) -> list[tuple[int, int]]:
    id, at, edition = plan.partition("@")
    path = Path(version) / "plans" / id / f"text{at}{edition}.json"
    try:
        made = read_text_map(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return [(number, start) for number, _, start in made.pages]
