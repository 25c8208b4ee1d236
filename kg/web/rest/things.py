"""Dossiers, and how much of the documents became data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from kg.errors import InputError, NotFoundError, ParameterError
from kg.web.addresses.names import address_of, known, things
from kg.web.facts import facts_of
from kg.web.pages.editions import site_telling
from kg.web.pages.shared import shared_of
from kg.web.resources.jobs import meant_at
from kg.web.rest import shapes
from kg.web.rest.paging import Part
from kg.web.rest.writing import json_reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.dataset import Dataset
    from kg.web.site import Site
    from kg.workers.messages import Reply


def show(site: Site, values: dict[str, Any]) -> Reply:
    """Answer with the dossier of a thing.

    Args:
        site: The site.
        values: One of ``path`` (behind the base, each character a byte), ``iri`` and ``name`` (a
            label, code or number), the others empty; ``lang``, ``base``, ``limit_bytes``.

    Raises:
        NotFoundError: If there is no such thing.
        ParameterError: If no thing has this name, or several have.
    """
    dataset, lang = site.dataset, values["lang"]
    base = facts_of(dataset).base
    thing = values["name"] or values["iri"]
    if values["path"]:
        store, found = meant_at(site, things(base), values["path"], (), name=True)
        thing = found.iri
        dataset = dataset.within(store.graphs) if store.graphs else dataset
    elif values["iri"]:
        dataset = site_telling(site, shared_of(site), thing)[0].dataset
        if not known(dataset.store, [thing]):
            raise NotFoundError(
                f"nothing is said of <{thing[:200]}>",
                hint="/api/search?q=… finds things by their words",
            )
    try:
        dossier = dataset.show(f"<{thing}>" if not values["name"] else thing, lang)
    except ParameterError as error:
        if values["name"]:
            raise
        raise NotFoundError(error.message, hint=error.hint) from error
    place = address_of(dossier.iri, base)
    links = shapes.Links(self=f"{values['base']}/api/things?{_field(dossier.iri)}")
    if place is not None and place.startswith("/id/"):
        name = place.removeprefix("/id/")
        links = shapes.Links(
            self=f"{values['base']}/api/things/{name}",
            page=f"{values['base']}/page/{name}",
            data=f"{values['base']}/data/{name}.ttl",
        )
    content = msgspec.convert(
        {**msgspec.json.decode(dossier.to_json()), "links": links}, shapes.Dossier
    )
    return json_reply(content, values["limit_bytes"], headers={"Content-Language": lang})


def _field(iri: str) -> str:
    from urllib.parse import urlencode

    return urlencode({"iri": iri})


def list_coverage(site: Site, values: dict[str, Any]) -> Reply:
    """List the coverage of all plans.

    Args:
        site: The site.
        values: ``base``, ``limit``, ``offset``, ``fields``, ``limit_bytes``.

    Raises:
        NotFoundError: If the dataset is behind an endpoint.
        InputError: If the dataset is damaged.
    """
    base, limit, offset = (values[name] for name in ("base", "limit", "offset"))
    folders = _plans(site.dataset)
    end = None if limit is None else offset + limit
    items = [_coverage(folder, base) for folder in folders[offset:end]]
    part = Part(f"{base}/api/coverage", values["fields"], len(folders), limit, offset)
    content = shapes.Coverages(items=items, **part.members())
    return json_reply(content, values["limit_bytes"], headers=part.header())


def show_coverage(site: Site, values: dict[str, Any]) -> Reply:
    """Answer with the coverage of one plan, by heading.

    Args:
        site: The site.
        values: ``plan`` (its id), ``base``, ``limit_bytes``.

    Raises:
        NotFoundError: If there is no such plan, or the dataset is behind an endpoint.
        InputError: If the dataset is damaged.
    """
    folders = {folder.name: folder for folder in _plans(site.dataset)}
    folder = folders.get(values["plan"])
    if folder is None:
        names = ", ".join(list(folders)[:8])
        raise NotFoundError(f"there is no plan {values['plan'][:80]!r}", hint=f"Plans: {names}")
    whole, counted = _coverage(folder, values["base"]), _read(folder, "coverage.json")
    content = shapes.CoverageByHeading(
        **{name: getattr(whole, name) for name in whole.__struct_fields__},
        headings=msgspec.convert(counted["headings"], list[shapes.Heading]),
        uncovered=counted["uncovered"],
    )
    return json_reply(content, values["limit_bytes"])


def _plans(dataset: Dataset) -> list[Path]:
    if dataset.version is None:
        raise NotFoundError("an endpoint does not tell how its data was made")
    folder = Path(dataset.version) / "plans"
    return sorted(path for path in folder.iterdir() if path.is_dir())


def _coverage(folder: Path, base: str) -> shapes.PlanCoverage:
    counted, summary = _read(folder, "coverage.json"), _read(folder, "summary.json")
    problems = dict.fromkeys(("error", "warning", "note"), 0)
    for problem in summary["problems"]:
        problems[problem["severity"]] += 1
    return shapes.PlanCoverage(
        plan=folder.name,
        href=f"{base}/api/coverage/{folder.name}",
        counts=summary["counts"],
        characters=counted["total"],
        data=counted["data"],
        furniture=counted["furniture"],
        share=counted["share"],
        problems=problems,
    )


def _read(folder: Path, name: str) -> dict[str, Any]:
    path = folder / name
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except (OSError, msgspec.DecodeError) as error:
        raise InputError("the dataset is damaged: this cannot be read", where=path) from error
