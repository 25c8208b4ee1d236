"""Dossiers."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode

import msgspec

from kg.errors import NotFoundError, ParameterError
from kg.web.addresses.names import address_of, known, things
from kg.web.facts import facts_of
from kg.web.pages.editions import site_telling
from kg.web.pages.shared import shared_of
from kg.web.receipts.making import place_of
from kg.web.receipts.requests import of_dossier, receipt_of
from kg.web.resources.jobs import meant_at
from kg.web.rest import shapes
from kg.web.rest.paging import unset_if_none
from kg.web.rest.writing import json_reply, receipt_header

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.dataset import Dataset
    from kg.dossier.model import Dossier
    from kg.web.receipts.making import Asked
    from kg.web.site import Site
    from kg.workers.messages import Reply


def show(site: Site, values: dict[str, Any]) -> Reply:
    """Answer with the dossier of a thing.

    Args:
        site: The site.
        values: One of ``path`` (behind the base, each character a byte), ``iri`` and ``name`` (a
            label, code or number), the others empty; ``lang``, ``base``, ``receipt`` (a truth),
            ``limit_bytes``.

    Raises:
        NotFoundError: If there is no such thing.
        ParameterError: If no thing has this name, or several have.
        LimitError: If the answer is too large, or for a receipt has too many rows.
    """
    lang, base = values["lang"], facts_of(site.dataset).base
    if values["path"]:
        store, meant = meant_at(site, things(base), values["path"], (), name=True)
        dataset = site.dataset.within(store.graphs) if store.graphs else site.dataset
        dossier, asked = find(dataset, meant.iri, lang)
    elif values["iri"]:
        dossier, asked = find(telling(site, values["iri"]), values["iri"], lang)
    else:
        dossier, asked = _made(site.dataset, values["name"], lang)
    place = place_of(asked, values["base"])
    links = _links(dossier.iri, base, values["base"], place)
    content = msgspec.convert(
        {**msgspec.json.decode(dossier.to_json()), "links": links}, shapes.Dossier
    )
    content.receipt = receipt_of(site.dataset, asked, values)
    headers = {"Content-Language": lang, **receipt_header(place)}
    return json_reply(content, values["limit_bytes"], headers=headers)


def telling(site: Site, iri: str) -> Dataset:
    """Return the dataset that tells of a thing: that of its edition, if it is below one.

    Args:
        site: The site.
        iri: The thing.

    Raises:
        NotFoundError: If nothing is said of it.
    """
    dataset = site_telling(site, shared_of(site), iri)[0].dataset
    if not known(dataset.store, [iri]):
        raise NotFoundError(
            f"nothing is said of <{iri[:200]}>",
            hint="/api/search?q=… finds things by their words",
        )
    return dataset


def find(dataset: Dataset, iri: str, lang: str) -> tuple[Dossier, Asked]:
    """Make the dossier of a thing, and say how it came about.

    Args:
        dataset: The dataset that tells of it.
        iri: The thing.
        lang: Language of headings and labels.

    Raises:
        NotFoundError: If nothing is said of it.
    """
    try:
        return _made(dataset, f"<{iri}>", lang)
    except ParameterError as error:
        raise NotFoundError(error.message, hint=error.hint) from error


def _made(dataset: Dataset, thing: str, lang: str) -> tuple[Dossier, Asked]:
    begun = time.perf_counter()
    dossier = dataset.show(thing, lang)
    return dossier, of_dossier(dataset, dossier, (time.perf_counter() - begun) * 1000)


def _links(iri: str, base: str, address: str, receipt: str | None) -> shapes.Links:
    place = address_of(iri, base)
    if place is None or not place.startswith("/id/"):
        own = f"{address}/api/things?{urlencode({'iri': iri})}"
        return shapes.Links(self=own, receipt=unset_if_none(receipt))
    name = place.removeprefix("/id/")
    return shapes.Links(
        self=f"{address}/api/things/{name}",
        receipt=unset_if_none(receipt),
        page=f"{address}/page/{name}",
        data=f"{address}/data/{name}.ttl",
    )
