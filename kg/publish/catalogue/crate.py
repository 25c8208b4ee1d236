"""The site as a research object: source, graph, shapes, queries and reports.

Source:
    RO-Crate 1.2, https://www.researchobject.org/ro-crate/specification/1.2/
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import kg
from kg.description.schema_org import contact_of, publisher_of
from kg.publish.catalogue.facts import Facts, Listed, PlanEntry, chosen
from kg.web.addresses.files import address

NAME = "ro-crate-metadata.json"
_PROFILE = "https://w3id.org/ro/crate/1.2"
_SOFTWARE = "#chiiki-kg"
_RIGHTS = "#rights"
_USAGE = "#usage"
_PUBLISHER = "#publisher"
_BUILD = "#build"


def crate(facts: Facts) -> bytes | None:
    """Write the metadata, or nothing where no plan has a date, which a crate must have.

    Args:
        facts: What is known.
    """
    dates = sorted(plan.issued for plan in facts.plans if plan.issued)
    if not dates:
        return None
    own = _own_terms(facts)
    files = [_file(one, own.get(one.path)) for one in (*facts.files, *facts.research)]
    plans = [_plan(plan) for plan in facts.plans]
    licences = sorted({plan.licence for plan in facts.plans if plan.licence})
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": facts.titles["en"],
        "alternateName": facts.titles["ja"],
        "description": facts.descriptions["en"],
        "datePublished": dates[-1],
        "license": _ids(_terms(facts, licences)),
        **_publisher(facts),
        "version": facts.version,
        "inLanguage": ["ja", "en"],
        "identifier": facts.sha256 and f"sha256:{facts.sha256}",
        "hasPart": _ids(one["@id"] for one in files),
        "isBasedOn": _ids(one["@id"] for one in plans),
        "mentions": _ids([_BUILD]),
    }
    graph = [_descriptor(), {key: value for key, value in root.items() if value}, *files, *plans]
    told = _told(facts)
    named = {one["@id"] for one in told}
    graph += [
        {"@id": one, "@type": "CreativeWork", "name": one} for one in licences if one not in named
    ]
    graph += [_rights(facts), _software(), _action(facts), *_bodies(facts), *told]
    content = {"@context": f"{_PROFILE}/context", "@graph": graph}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _ids(iris: Iterable[str]) -> list[dict[str, str]] | dict[str, str]:
    """Name entities; one alone is no list ("RO-Crate JSON-LD", 1.2)."""
    found = [{"@id": iri} for iri in iris]
    return found[0] if len(found) == 1 else found


def _descriptor() -> dict[str, Any]:
    return {
        "@id": NAME,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": _PROFILE},
    }


def _terms(facts: Facts, licences: list[str]) -> list[str]:
    """Return the licence of the data, or else what is known of those of the plans."""
    if facts.about is not None and facts.about.licence is not None:
        return [facts.about.licence.iri]
    return licences if len(licences) == 1 else [*licences, _RIGHTS]


def _own_terms(facts: Facts) -> dict[str, str]:
    """Return the terms of files that have not those of the data: the texts of plans."""
    if facts.about is None or facts.about.licence is None:
        return {}
    return {f"sources/{plan.id}.txt": plan.licence or _RIGHTS for plan in facts.plans}


def _publisher(facts: Facts) -> dict[str, Any]:
    """Return what the root says of who publishes it ("Publisher", "Contact information")."""
    about = facts.about
    if about is None:
        return {}
    said: dict[str, Any] = {"publisher": {"@id": _iri(publisher_of(about, "ja"), _PUBLISHER)}}
    if about.licence is not None and about.licence.attribution is not None:
        said["creditText"] = about.licence.attribution.ja
    if about.rights is not None:
        said["usageInfo"] = {"@id": _USAGE}
    return said


def _told(facts: Facts) -> list[dict[str, Any]]:
    """Return the entities that the root names in this way."""
    about = facts.about
    if about is None:
        return []
    publisher = {**publisher_of(about, "ja"), "alternateName": about.publisher.en}
    publisher["@id"] = _iri(publisher, _PUBLISHER)
    found = [publisher]
    contact = contact_of(about, "ja")
    if contact is not None:
        at = about.contact.mailto or about.contact.url if about.contact else None
        found.append({"@id": at, **contact})
        publisher["contactPoint"] = {"@id": at}
    if about.licence is not None:
        names = {"name": about.licence.ja, "alternateName": about.licence.en}
        found.append({"@id": about.licence.iri, "@type": "CreativeWork", **names})
    if about.rights is not None:
        rights = {"name": chosen()["words"]["usage"]["en"], "description": about.rights.ja}
        found.append({"@id": _USAGE, "@type": "CreativeWork", **rights})
    return found


def _iri(entity: dict[str, Any], otherwise: str) -> str:
    return str(entity.get("@id") or entity.get("url") or otherwise)


def _file(listed: Listed, terms: str | None) -> dict[str, Any]:
    made: dict[str, Any] = {
        "@id": address(listed.path),
        "@type": "File",
        "name": listed.titles["en"],
        "alternateName": listed.titles["ja"],
        "encodingFormat": listed.compressed or listed.type,
        "contentSize": str(listed.size),
        "sha256": listed.sha256,
    }
    return {**made, "license": {"@id": terms}} if terms else made


def _plan(plan: PlanEntry) -> dict[str, Any]:
    made: dict[str, Any] = {
        "@id": plan.iri,
        "@type": "CreativeWork",
        "name": plan.titles.get("ja") or plan.id,
        "alternateName": plan.titles.get("en"),
        "datePublished": plan.issued,
        "publisher": {"@id": f"#{plan.id}-publisher"} if plan.publisher else None,
        "creator": {"@id": f"#{plan.id}-creator"} if plan.creator else None,
        "license": {"@id": plan.licence} if plan.licence else None,
        "url": plan.source,
        "inLanguage": "ja",
    }
    return {key: value for key, value in made.items() if value}


def _bodies(facts: Facts) -> list[dict[str, Any]]:
    found = []
    for plan in facts.plans:
        for role, names in (("publisher", plan.publisher), ("creator", plan.creator)):
            if names:
                found.append(
                    {
                        "@id": f"#{plan.id}-{role}",
                        "@type": "Organization",
                        "name": names.get("ja") or next(iter(names.values())),
                        "alternateName": names.get("en", ""),
                    }
                )
    return found


def _rights(facts: Facts) -> dict[str, Any]:
    known = [text for plan in facts.plans for text in plan.rights.values()]
    return {
        "@id": _RIGHTS,
        "@type": "CreativeWork",
        "name": chosen()["words"]["rights"]["en"],
        "description": " ".join(dict.fromkeys(known)) or chosen()["words"]["unknown"]["en"],
    }


def _software() -> dict[str, Any]:
    return {
        "@id": _SOFTWARE,
        "@type": "SoftwareApplication",
        "name": "chiiki-kg",
        "version": kg.__version__,
        "softwareVersion": kg.__version__,
        "url": "https://w3id.org/chiiki/",
    }


def _action(facts: Facts) -> dict[str, Any]:
    """Say what was made from what, and by which program."""
    made = [one.path for one in (*facts.files, *facts.research) if one.path.startswith("dataset.")]
    sources = [one.path for one in facts.research if one.path.startswith("sources/")]
    return {
        "@id": _BUILD,
        "@type": "CreateAction",
        "name": "kg build, kg publish",
        "instrument": {"@id": _SOFTWARE},
        "object": _ids(address(path) for path in sources),
        "result": _ids(address(path) for path in made),
    }
