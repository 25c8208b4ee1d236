"""What every page knows of the dataset: its version, its plans, what its terms are called."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode

from kg.graph.terms import DEFAULT_BASE
from kg.iris import local_name
from kg.web.addresses.pages import Addresses
from kg.web.pages.asking import ask
from kg.web.pages.choices import choices
from kg.web.pages.plan_editions import read_editions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.pages.plan_editions import Edition
    from kg.web.site import Site

ONTOLOGY_TERMS = "https://w3id.org/chiiki/ontology#"
"""What the IRIs of the terms of the ontology begin with."""

_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_STATIC = Path(__file__).parent.parent / "static"
_OTHER = "other"


@dataclass(slots=True, eq=False)
class PlanFacts:
    """What is known of a plan.

    Attributes:
        iri: The plan.
        id: What stands behind the base in its IRI.
        values: Values by the local name of their property: pairs of a text and its language,
            the label standing for a thing.
    """

    iri: str
    id: str
    values: dict[str, list[tuple[str, str | None]]] = field(default_factory=dict)

    def said(self, name: str, lang: str) -> str | None:
        """Return the value of a property in a language, else in Japanese, else any, or None."""
        values = self.values.get(name, [])
        for wanted in (lang, "ja"):
            for text, of in values:
                if of == wanted:
                    return text
        return values[0][0] if values else None

    def title(self, lang: str) -> str:
        """Return its title."""
        return self.said("title", lang) or self.said("label", lang) or self.id


class Shared:
    """What every page knows of the dataset.

    Args:
        site: The site, open.

    Attributes:
        version: Name of the dataset's version, or empty behind an endpoint.
        sha256: Hash of the dataset, or empty.
        addresses: Where pages are.
        plans: The plans.
        graphs: The graphs in which each of several plans names things, by the plan's IRI; empty
            for one plan alone and where a store does not keep them apart.
        editions: The editions of each plan that names some, by its IRI, the earliest first.
        labels: What each term of the ontology is called, by language.
        about: Who publishes and on which terms, or None where nobody says so.
    """

    def __init__(self, site: Site) -> None:
        store = site.dataset.store
        manifest = _manifest(site.version)
        self.about = site.settings.told
        self.version = site.version.rpartition("/")[2]
        self.sha256: str = manifest.get("sha256", "")
        rows = ask(store, "plans")
        first = rows[0][0] if rows else DEFAULT_BASE
        self.addresses = Addresses(manifest.get("base") or first.rpartition("/")[0] + "/")
        self.plans = _plans(rows, self.addresses.base)
        self._by_iri = {plan.iri: plan for plan in self.plans}
        self._elsewhere = [plan for plan in self.plans if self.head(plan.iri) != plan.iri]
        self.graphs: dict[str, tuple[str, ...]] = {}
        if len(self.plans) > 1:
            there = ask(store, "plan-graphs", plans=[NamedNode(plan.iri) for plan in self.plans])
            self.graphs = {plan: (graph, f"{plan}/reference") for plan, graph in there}
        self.editions = read_editions(store)
        self.labels: dict[str, dict[str, str]] = {}
        self._above: dict[str, set[str]] = {}
        for term, prop, value, lang, _ in ask(store, "terms"):
            if prop == f"{_RDFS}label":
                self.labels.setdefault(term, {})[lang or ""] = value
            elif prop == f"{_RDFS}subClassOf":
                self._above.setdefault(term, set()).add(value)
        self._kinds = choices()["kinds"]["classes"]

    def plan(self, id: str) -> PlanFacts | None:
        """Return the plan of an id, or None."""
        return next((plan for plan in self.plans if plan.id == id), None)

    def current(self, plan: PlanFacts) -> Edition | None:
        """Return the edition whose words the pages of a plan tell, or None if it names none."""
        return next((one for one in self.editions.get(plan.iri, ()) if one.is_current), None)

    def plan_of(self, iri: str) -> PlanFacts | None:
        """Return the plan that a thing's IRI lies below, or None for a thing that plans share."""
        known = self._by_iri.get(self.head(iri))
        if known is not None:
            return known
        return next(
            (one for one in self._elsewhere if iri == one.iri or iri.startswith(f"{one.iri}/")),
            None,
        )

    def document_of(self, iri: str) -> str | None:
        """Return what names the text that a passage is of: its plan's id, or ``PLAN@EDITION``."""
        plan = self.plan_of(iri)
        if plan is not None:
            return plan.id
        for one in self.plans:
            if iri.startswith(f"{one.iri}@"):
                return one.id + iri[len(one.iri) :].partition("/")[0]
        return None

    def head(self, iri: str) -> str:
        """Return the part of an IRI that is a plan's where plans lie right below the base."""
        end = iri.find("/", len(self.addresses.base))
        return iri if end < 0 else iri[:end]

    def above(self, iri: str) -> set[str]:
        """Return a class and all classes above it."""
        found: set[str] = set()
        waiting = [iri]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += self._above.get(one, ())
        return found

    def narrowest(self, classes: list[str]) -> str | None:
        """Return the narrowest of some classes of the ontology, the first of several, or None."""
        known = [one for one in classes if one in self.labels]
        for one in known:
            if not any(one in self.above(other) - {other} for other in known):
                return one
        return None

    def kind(self, iri: str | None) -> str:
        """Return the word by which the style sheet knows things of a class."""
        if iri is None:
            return _OTHER
        nearest = [iri]
        seen: set[str] = set()
        while nearest:
            one = nearest.pop(0)
            kind = self._kinds.get(local_name(one))
            if kind is not None:
                return str(kind)
            if one not in seen:
                seen.add(one)
                nearest += sorted(self._above.get(one, ()))
        return _OTHER

    def called(self, iri: str, lang: str) -> str:
        """Return what a term is called."""
        labels = self.labels.get(iri, {})
        return labels.get(lang) or labels.get("ja") or local_name(iri)


def shared_of(site: Site) -> Shared:
    """Return what the pages know of a site's dataset, found out once."""
    known = site.kept.get("pages")
    if not isinstance(known, Shared):
        known = site.kept["pages"] = Shared(site)
    return known


@cache
def static_marks() -> dict[str, str]:
    """Return a short hash of each file that browsers load beside the pages, by its name."""
    if not _STATIC.is_dir():
        return {}
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:10]
        for path in sorted(_STATIC.iterdir())
        if path.suffix in (".js", ".css")
    }


def _manifest(version: str) -> dict[str, Any]:
    if not version:
        return {}
    try:
        found: dict[str, Any] = json.loads((Path(version) / "manifest.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return found


def _plans(rows: list[tuple[Any, ...]], base: str) -> list[PlanFacts]:
    plans: dict[str, PlanFacts] = {}
    for iri, prop, value, lang, label in rows:
        plan = plans.setdefault(iri, PlanFacts(iri, iri.removeprefix(base)))
        pair = (label, "ja") if label else (value, lang or None)
        values = plan.values.setdefault(local_name(prop), [])
        if pair not in values:
            values.append(pair)
    return list(plans.values())
