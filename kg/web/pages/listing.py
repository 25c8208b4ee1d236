"""All things with a page, by kind: those of plans as these have them, others by their names."""

from __future__ import annotations

import json
import re
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from pyoxigraph import NamedNode

from kg.errors import NotFoundError
from kg.iris import local_name
from kg.questions.patterns import THINGS
from kg.scratch import open_scratch
from kg.text import comparable
from kg.web.addresses.names import decoded
from kg.web.pages.asking import LongRows
from kg.web.pages.rendering import Crumb, frame_of, render
from kg.web.pages.shared import ONTOLOGY_TERMS, Shared, shared_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.web.pages.shared import PlanFacts
    from kg.web.site import Site
    from kg.workers.messages import Reply

_NUMBER = re.compile(r"(\d+)")


class Listed(NamedTuple):
    """A thing.

    Attributes:
        iri: The thing.
        path: Path of its page.
        names: What it is called, by language.
        reading: How its name is said, or empty.
        code: Its code or number, or empty.
    """

    iri: str
    path: str
    names: dict[str, str]
    reading: str
    code: str

    def called(self, lang: str) -> str:
        """Return its name in a language, else in Japanese, else what its IRI ends in."""
        return self.names.get(lang) or self.names.get("ja") or local_name(self.iri)


class Kind(NamedTuple):
    """A kind.

    Attributes:
        iri: The class.
        total: How many things have it as their narrowest class.
    """

    iri: str
    total: int


class Kinds:
    """All things with a page, in a table on disk: those of many plans are many.

    Args:
        site: The site.
    """

    def __init__(self, site: Site) -> None:
        self._table = open_scratch()
        self._table.execute(
            "CREATE TABLE thing (kind TEXT, iri TEXT, path TEXT, names TEXT, reading TEXT,"
            " code TEXT, PRIMARY KEY (kind, iri)) WITHOUT ROWID"
        )
        shared = shared_of(site)
        self._table.executemany("INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?)", _read(site, shared))
        found = self._table.execute("SELECT kind, COUNT(*) FROM thing GROUP BY kind").fetchall()
        order = {name: place for place, name in enumerate(THINGS)}
        found.sort(key=lambda one: _place(shared, one[0], order))
        self.all = {local_name(iri): Kind(iri, total) for iri, total in found}

    def things(self, kind: Kind) -> list[Listed]:
        """Return the things of a kind, by their IRIs."""
        rows = self._table.execute(
            "SELECT iri, path, names, reading, code FROM thing WHERE kind = ? ORDER BY iri",
            (kind.iri,),
        )
        return [Listed(iri, path, json.loads(names), *more) for iri, path, names, *more in rows]

    def __del__(self) -> None:
        self._table.close()


def things_page(site: Site, values: dict[str, Any]) -> Reply:
    """Make the page of all kinds, or the list of the things of one.

    Args:
        site: The site.
        values: ``rest`` is the local name of a class, or empty.

    Raises:
        NotFoundError: If there is no thing of that kind.
    """
    shared = shared_of(site)
    frame = frame_of(values, shared)
    frame.title = frame.words("things.title")
    kinds = kinds_of(site)
    name = decoded(values["rest"])
    if not name:
        return render(
            "things",
            frame,
            kinds=[
                (
                    name,
                    shared.called(kind.iri, frame.lang),
                    shared.kind(kind.iri),
                    kind.total,
                )
                for name, kind in kinds.all.items()
            ],
        )
    if name not in kinds.all:
        raise NotFoundError(
            f"no thing is of a kind {name[:40]!r}", hint="Look for it with the search box"
        )
    kind = kinds.all[name]
    frame.crumbs = [Crumb(frame.title, "/things")]
    frame.title = shared.called(kind.iri, frame.lang)
    return render(
        "things-of-kind",
        frame,
        tag=shared.kind(kind.iri),
        class_path=shared.addresses.page(kind.iri),
        groups=_by_plan(shared, kinds.things(kind)),
        total=kind.total,
    )


def kinds_of(site: Site) -> Kinds:
    """Return all kinds that have things with a page, found out once."""
    if "kinds" not in site.kept:
        site.kept["kinds"] = Kinds(site)
    kept: Kinds = site.kept["kinds"]
    return kept


def _read(site: Site, shared: Shared) -> Iterator[tuple[str, ...]]:
    """Yield kind, IRI, path, names, reading and code of each thing with a page."""
    wanted = [NamedNode(ONTOLOGY_TERMS + name) for name in THINGS]
    every = LongRows(site.dataset.store, "listed", wanted)
    for iri, rows in groupby(every, key=itemgetter(0)):
        path = shared.addresses.page(iri)
        if path is None:
            continue
        classes: set[str] = set()
        names: dict[str, str] = {}
        reading = code = ""
        for _, cls, name, lang, said, number in rows:
            classes.add(cls)
            if name:
                names.setdefault(lang or "ja", name)
            reading = reading or said or ""
            code = code or number or ""
        narrowest = shared.narrowest(sorted(classes))
        if narrowest is not None:
            yield narrowest, iri, path, json.dumps(names), reading, code


def _place(shared: Shared, iri: str, order: dict[str, int]) -> tuple[int, str]:
    """Order kinds: those of one class stand together."""
    places = [order[name] for name in map(local_name, shared.above(iri)) if name in order]
    return min(places, default=len(order)), iri


def _by_plan(shared: Shared, things: list[Listed]) -> list[tuple[PlanFacts | None, list[Listed]]]:
    """Return the things that plans share, then those of each plan."""
    groups: dict[str, list[Listed]] = {"": []}
    groups |= {plan.id: [] for plan in shared.plans}
    for thing in things:
        plan = shared.plan_of(thing.iri)
        groups[plan.id if plan else ""].append(thing)
    groups[""].sort(key=lambda one: (comparable(one.reading or one.called("ja")), one.iri))
    for id in filter(None, groups):
        groups[id].sort(key=lambda one: _natural(one.iri))
    return [(shared.plan(id) if id else None, own) for id, own in groups.items() if own]


def _natural(iri: str) -> list[tuple[int, str]]:
    """Order the IRIs of a plan's things by the numbers in them, as the plan has the things."""
    parts = _NUMBER.split(iri)
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts]
