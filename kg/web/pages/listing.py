"""All things with a page, by kind: those of plans as these have them, others by their names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pyoxigraph import NamedNode

from kg.errors import NotFoundError
from kg.questions.resolve import THINGS
from kg.text import comparable
from kg.web.addresses.names import decoded
from kg.web.pages.asking import ask
from kg.web.pages.rendering import Crumb, frame_of, render
from kg.web.pages.shared import ONTOLOGY_TERMS, Shared, local_name, shared_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.pages.shared import PlanFacts
    from kg.web.site import Site
    from kg.workers.messages import Reply

_NUMBER = re.compile(r"(\d+)")


@dataclass(slots=True)
class Listed:
    """A thing.

    Attributes:
        iri: The thing.
        path: Path of its page.
        classes: Its classes.
        names: What it is called, by language.
        reading: How its name is said, or empty.
        code: Its code or number, or empty.
    """

    iri: str
    path: str
    classes: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    reading: str = ""
    code: str = ""

    def called(self, lang: str) -> str:
        """Return its name in a language, else in Japanese, else what its IRI ends in."""
        return self.names.get(lang) or self.names.get("ja") or local_name(self.iri)


class Kind(NamedTuple):
    """A kind with its things.

    Attributes:
        iri: The class.
        things: The things of which it is the narrowest class.
    """

    iri: str
    things: list[Listed]


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
                    len(kind.things),
                )
                for name, kind in kinds.items()
            ],
        )
    if name not in kinds:
        raise NotFoundError(
            f"no thing is of a kind {name[:40]!r}", hint="Look for it with the search box"
        )
    kind = kinds[name]
    frame.crumbs = [Crumb(frame.title, "/things")]
    frame.title = shared.called(kind.iri, frame.lang)
    return render(
        "things-of-kind",
        frame,
        tag=shared.kind(kind.iri),
        class_path=shared.addresses.page(kind.iri),
        groups=_by_plan(shared, kind.things),
        total=len(kind.things),
    )


def kinds_of(site: Site) -> dict[str, Kind]:
    """Return all kinds that have things with a page, by their local names, found out once."""
    if "kinds" not in site.kept:
        site.kept["kinds"] = _kinds(site)
    kept: dict[str, Kind] = site.kept["kinds"]
    return kept


def _kinds(site: Site) -> dict[str, Kind]:
    shared = shared_of(site)
    wanted = [NamedNode(ONTOLOGY_TERMS + name) for name in THINGS]
    found: dict[str, Listed] = {}
    for iri, cls, name, lang, reading, code in ask(site.dataset.store, "listed", classes=wanted):
        thing = found.get(iri)
        if thing is None:
            path = shared.addresses.page(iri)
            if path is None:
                continue
            thing = found[iri] = Listed(iri, path)
        thing.classes.append(cls)
        if name:
            thing.names.setdefault(lang or "ja", name)
        thing.reading = thing.reading or reading or ""
        thing.code = thing.code or code or ""
    kinds: dict[str, Kind] = {}
    for thing in found.values():
        narrowest = shared.narrowest(sorted(set(thing.classes)))
        if narrowest is not None:
            kind = kinds.setdefault(local_name(narrowest), Kind(narrowest, []))
            kind.things.append(thing)
    order = {name: place for place, name in enumerate(THINGS)}
    return dict(sorted(kinds.items(), key=lambda item: _place(shared, item[1].iri, order)))


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
