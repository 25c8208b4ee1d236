"""The plans of a dataset, each in a store of its own in memory.

Most pages are about what one plan says, and its own store says it soonest. Of what is said of a
thing Oxigraph's memory has one list: what is said of 国 by a hundred plans is 22,000 statements
long, and read to its end for the label alone.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph

from kg.errors import InputError
from kg.store.embedded import EmbeddedStore
from kg.store.quads import load_quads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_SAID, _CHANGED = "plan.nq", "changes.nq"
"""What the current edition of a plan says; and, where there are others, what changed since."""

_AT_ONCE = 10_000
"""How many statements are loaded at one time: few, for a publishing process is to stay small."""


class PartStore(EmbeddedStore):
    """What one plan says, and what all share, as a store. Other graphs are asked of the whole.

    It has their merge, and no named graphs.

    Args:
        store: What it has.
        whole: The store of the dataset.
    """

    __slots__ = ("_whole",)

    def __init__(self, store: pyoxigraph.Store, whole: EmbeddedStore) -> None:
        super().__init__(store, whole.place)
        self._whole = whole

    def within(self, graphs: Sequence[str]) -> EmbeddedStore:
        """Return the whole store, of which some graphs alone are asked."""
        return self._whole.within(graphs)


class WholeStore(EmbeddedStore):
    """What all plans say, each of which is held in a store of its own, too.

    Args:
        store: What all of them say.
        parts: The plans.
    """

    __slots__ = ("_parts",)

    holds_plans = True

    def __init__(self, store: EmbeddedStore, parts: Parts) -> None:
        super().__init__(store._store, store.place)
        self._parts = parts

    def of_plan(self, plan: str) -> PartStore:
        """Return the store of a plan."""
        return self._parts.of(plan, self)


class Parts:
    """The plans of a dataset as stores, read when they are first asked for.

    Args:
        version: Folder of the dataset's version.
        plans: Their ids by their IRIs.
        shared: IRIs of the graphs that all plans share.
        holds_all: Whether all that were asked for are held, or the last one alone.

    Attributes:
        holds_all: The same.
    """

    def __init__(
        self, version: str, plans: Mapping[str, str], shared: Sequence[str], *, holds_all: bool
    ) -> None:
        self._folder, self._plans = Path(version) / "plans", plans
        self._graphs, self.holds_all = shared, holds_all
        self._shared: list[bytes] = []
        self._held: dict[str, pyoxigraph.Store] = {}

    @property
    def is_holding(self) -> bool:
        """Whether a plan is held."""
        return bool(self._held)

    def let_go(self) -> None:
        """Forget those that are held."""
        self._held.clear()

    def of(self, plan: str, whole: EmbeddedStore) -> PartStore:
        """Return the store of a plan.

        Args:
            plan: Its IRI.
            whole: The store of the dataset.

        Raises:
            InputError: If its files are missing or damaged.
        """
        found = self._held.get(plan)
        if found is None:
            if not self.holds_all:
                self._held.clear()
            found = self._held[plan] = self._read(plan, whole)
        return PartStore(found, whole)

    def _read(self, plan: str, whole: EmbeddedStore) -> pyoxigraph.Store:
        if not self._shared:
            self._shared = [line for graph in self._graphs for line in _lines_of(whole, graph)]
        folder = self._folder / self._plans[plan]
        store = pyoxigraph.Store()
        try:
            load_quads(store, self._shared, is_merge=True)
            for path in [folder / _SAID, *folder.glob(_CHANGED)]:
                with path.open("rb") as file:
                    load_quads(store, file, _AT_ONCE, is_merge=True)
        except (OSError, SyntaxError) as error:
            raise InputError(
                f"the plan cannot be read: {error}",
                where=folder,
                hint="Run `kg build --force` to make the dataset again",
            ) from error
        return store


def _lines_of(whole: EmbeddedStore, graph: str) -> Iterator[bytes]:
    for triple in whole.within([graph]).construct("CONSTRUCT WHERE { ?s ?p ?o }"):
        subject, prop, value = triple
        yield f"{subject} {prop} {value} <{graph}> .\n".encode()
