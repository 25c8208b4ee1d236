"""What is known of a dataset for its catalogue."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from kg.description.words import read_words
from kg.iris import local_name
from kg.publish.wholes import DUMPED
from kg.store.quads import is_apart
from kg.web.addresses.files import named
from kg.web.addresses.names import encoded
from kg.web.facts import facts_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kg.description.about import About
    from kg.publish.entries import Entries
    from kg.publish.model import Entry
    from kg.publish.source import Source
    from kg.web.pages.shared import PlanFacts

_HERE = Path(__file__).parent
LANGUAGES = ("ja", "en")


class Listed(NamedTuple):
    """A file that the catalogue names.

    Attributes:
        path: Where it stands in the site.
        size: Bytes.
        sha256: Hash of its content.
        type: Media type, of what is packed if it is compressed.
        compressed: Media type of the packing, or empty.
        titles: What it is, by language.
    """

    path: str
    size: int
    sha256: str
    type: str
    compressed: str
    titles: dict[str, str]


class Area(NamedTuple):
    """A municipality that a plan names.

    Attributes:
        iri: The area.
        code: Its code of five digits.
        labels: What it is called, by language.
    """

    iri: str
    code: str
    labels: dict[str, str]


class EditionEntry(NamedTuple):
    """An edition of a plan.

    Attributes:
        iri: The edition.
        id: Its id.
        issued: Year, month or day.
        status: Name of its status.
        is_current: Whether the data of the plan are what it says.
        earlier: The edition that it revises, or empty.
        titles: Its title, by language.
        begin: The day, month or year from which it is in force, or empty.
        end: The last one of these, or empty.
        files: What it says, as files.
    """

    iri: str
    id: str
    issued: str
    status: str
    is_current: bool
    earlier: str
    titles: dict[str, str]
    begin: str
    end: str
    files: tuple[Listed, ...]


class PlanEntry(NamedTuple):
    """What a catalogue says of a plan. What is not known is None or empty.

    Attributes:
        iri: The plan.
        id: Its id.
        titles: Its title, by language.
        publisher: Who publishes it, by language.
        creator: Who drew it up, by language.
        spatial: The area that it is for, by language.
        issued: Year, month or day.
        licence: Address of its licence, where it is certain.
        rights: What is known of its rights, by language.
        source: Where the document is found.
        work: What it is an edition of.
        revises: The edition that it revises.
        editions: Its editions in order of time, where it names them.
        files: What its current edition says, as files.
    """

    iri: str
    id: str
    titles: dict[str, str]
    publisher: dict[str, str]
    creator: dict[str, str]
    spatial: dict[str, str]
    issued: str | None
    licence: str | None
    rights: dict[str, str]
    source: str | None
    work: str | None
    revises: str | None
    editions: tuple[EditionEntry, ...] = ()
    files: tuple[Listed, ...] = ()


@dataclass(slots=True)
class Facts:
    """What is known.

    Attributes:
        base: What the IRIs of things begin with.
        address: Public address of the site without a slash at its end, or empty.
        version: Name of the dataset's version.
        sha256: Hash of the dataset.
        titles: What it is called, by language.
        descriptions: What it is, by language.
        plans: Its plans.
        areas: Municipalities that the data tell of.
        files: Distributions.
        research: Other files of the research object.
        about: Who publishes the site and on which terms, or None where nobody says so.
    """

    base: str
    address: str
    version: str
    sha256: str
    titles: dict[str, str]
    descriptions: dict[str, str]
    plans: list[PlanEntry] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    files: list[Listed] = field(default_factory=list)
    research: list[Listed] = field(default_factory=list)
    about: About | None = None


@cache
def chosen() -> dict[str, Any]:
    """Return the file ``catalogue.toml``, read once."""
    return tomllib.loads((_HERE / "catalogue.toml").read_text(encoding="utf-8"))


def facts(source: Source, entries: Entries) -> Facts:
    """Gather what is known.

    Args:
        source: What the site is made from.
        entries: Its files so far.
    """
    known, words = facts_of(source.site.dataset), read_words()
    related: dict[str, dict[str, str]] = {}
    for plan, relation, other in _ask(source, "editions"):
        related.setdefault(plan, {}).setdefault(local_name(relation), other)
    editions = _editions(source, entries)
    questions = {one.name: one.title for one in source.site.dataset.catalogue}
    return Facts(
        base=known.base,
        address=source.spec.address,
        version=known.version or "",
        sha256=known.sha256 or "",
        titles=dict(words.title),
        descriptions=dict(words.description),
        plans=[
            plan_entry(
                plan,
                related.get(plan.iri, {}),
                tuple(editions.get(plan.iri, ())),
                _plan_files(entries, plan.id),
            )
            for plan in source.shared.plans
        ],
        areas=_areas(source),
        files=_listed(entries.entries(), "file", questions),
        research=_listed(entries.entries(), "research", questions),
        about=source.spec.about,
    )


def _editions(source: Source, entries: Entries) -> dict[str, list[EditionEntry]]:
    """Return the editions of each plan in order of time."""
    found: dict[str, dict[str, EditionEntry]] = {}
    for plan, iri, id, issued, status, graph, earlier, title, lang, begin, end in _ask(
        source, "named"
    ):
        known = found.setdefault(plan, {})
        if iri not in known:
            stem = f"data/{encoded(local_name(iri))}/all."
            known[iri] = EditionEntry(
                *(iri, id, issued, local_name(status), not is_apart(graph), earlier, {}),
                begin,
                end,
                _plan_files(entries, local_name(plan))
                if not is_apart(graph)
                else tuple(_listed(entries.below(named(stem)), "edition", {})),
            )
        known[iri].titles[lang or "ja"] = title
    return {plan: list(known.values()) for plan, known in found.items()}


def _ask(source: Source, name: str) -> list[list[str]]:
    text = (_HERE / "queries" / f"{name}.rq").read_text(encoding="utf-8")
    rows = source.store.select(text)[1]
    return [[getattr(value, "value", "") for value in row] for row in rows]


def _areas(source: Source) -> list[Area]:
    found: dict[str, Area] = {}
    for iri, code, label, lang in _ask(source, "areas"):
        found.setdefault(iri, Area(iri, code, {})).labels.setdefault(lang or "ja", label)
    return list(found.values())


def _plan_files(entries: Entries, plan: str) -> tuple[Listed, ...]:
    return tuple(_listed(entries.below(named(f"{DUMPED}/{encoded(plan)}.")), "plan", {}))


def plan_entry(
    plan: PlanFacts,
    related: Mapping[str, str] | None = None,
    editions: tuple[EditionEntry, ...] = (),
    files: tuple[Listed, ...] = (),
) -> PlanEntry:
    """Return what a catalogue says of a plan.

    Args:
        plan: What is known of it.
        related: What it is an edition of and which one it revises, by property.
        editions: Its editions.
        files: What its current edition says, as files.
    """
    related = related or {}
    return PlanEntry(
        plan.iri,
        plan.id,
        _texts(plan, "title") or _texts(plan, "label"),
        _texts(plan, "publisher"),
        _texts(plan, "creator"),
        _texts(plan, "spatial"),
        plan.said("issued", "ja"),
        plan.said("license", "ja"),
        _texts(plan, "rights"),
        plan.said("source", "ja"),
        related.get("isVersionOf"),
        related.get("wasRevisionOf"),
        editions,
        files,
    )


def _texts(plan: PlanFacts, name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for text, lang in plan.values.get(name, []):
        found.setdefault(lang or "ja", text)
    return found


def _listed(
    entries: Iterable[Entry], kind: str, questions: Mapping[str, Mapping[str, str]]
) -> list[Listed]:
    found = []
    for entry in entries:
        for one in chosen()[kind]:
            if fnmatchcase(entry.path, one["path"]):
                name = entry.path.rpartition("/")[2].partition(".")[0]
                called = questions.get(name, {})
                titles = {
                    lang: one[lang].format(name=name, title=called.get(lang, name))
                    for lang in LANGUAGES
                }
                packed = one.get("compressed", "")
                found.append(
                    Listed(entry.path, entry.size, entry.sha256, one["type"], packed, titles)
                )
                break
    return found
