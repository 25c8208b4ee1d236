"""The map: assets and municipalities whose place is known, and those whose place is not."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from kg.iris import local_name
from kg.text import comparable
from kg.web.pages.asking import ask
from kg.web.pages.rendering import frame_of, render
from kg.web.pages.shared import shared_of
from kg.workers.messages import Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.pages.asking import Row
    from kg.web.pages.rendering import Frame
    from kg.web.pages.tables import Table
    from kg.web.site import Site

_LOCATED = "located"
_LEAST = 2
"""Of how many things a map is made."""
_POINT = re.compile(r"(?:<[^>]*>\s*)?POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.IGNORECASE)
_POLYGON = re.compile(r"(?:<[^>]*>\s*)?POLYGON\s*\(\((.+)\)\)", re.IGNORECASE)


@dataclass(slots=True)
class Place:
    """A thing that lies somewhere.

    Attributes:
        iri: The thing.
        label: What it is called.
        classes: Its classes.
        shape: Its geometry as GeoJSON has it, or None.
        precision: How exact that is, or None.
        projects: How many projects it serves.
        reading: How its name is said, or empty.
        kind: The word by which the style sheet knows its kind.
        kind_label: What its narrowest class is called.
        href: Where its page is, or None.
    """

    iri: str
    label: str
    classes: list[str] = field(default_factory=list)
    shape: dict[str, Any] | None = None
    precision: str | None = None
    projects: int = 0
    reading: str = ""
    kind: str = ""
    kind_label: str = ""
    href: str | None = None

    @property
    def is_asset(self) -> bool:
        """Whether it is an asset, not a municipality."""
        return self.kind != "municipality"


def map_page(site: Site, values: dict[str, Any]) -> Reply:
    """Make the page with the map and the list of what is on it and what is not."""
    shared = shared_of(site)
    frame = frame_of(values, shared)
    frame.place = "map"
    frame.title = frame.words("nav.map")
    frame.scripts, frame.styles = ["map.js"], ["map.css"]
    places = _places(site, frame)
    located = [place for place in places if place.shape]
    others = [place for place in places if not place.shape]
    return render(
        "map",
        frame,
        located=located,
        others=others,
        assets=sum(place.is_asset for place in places),
        unknown=sum(place.is_asset for place in others),
        only_points=all(place.shape["type"] == "Point" for place in located if place.shape),
        tiles=site.settings.tiles,
        attribution=site.settings.tiles_attribution,
    )


def geojson(site: Site, values: dict[str, Any]) -> Reply:
    """Answer what the map shows: a FeatureCollection (RFC 7946)."""
    frame = frame_of(values, shared_of(site))
    places = [place for place in _places(site, frame) if place.shape]
    body = json.dumps(_collection(frame, places), ensure_ascii=False)
    return Reply(200, "application/geo+json", body.encode(), {"Content-Language": frame.lang}, True)


def map_of(site: Site, frame: Frame, table: Table) -> str | None:
    """Write what a map of an answer shows, as GeoJSON: the things of its rows whose place is known.

    Args:
        site: The site.
        frame: The frame of the page.
        table: The rows that the page shows.

    Returns:
        A FeatureCollection; None where the rows name fewer than two such things, since one
        point says nothing without another.
    """
    hrefs = {piece.href for row in table.rows for cell in row for piece in cell.pieces}
    if len(hrefs) < _LEAST:
        return None
    known: dict[str, list[Place]] = site.kept if site.version else {}
    key = f"places {frame.lang} {frame.url('/')}"
    if key not in known:
        known[key] = [place for place in _places(site, frame) if place.shape and place.href]
    shown = [place for place in known[key] if place.href in hrefs]
    return json.dumps(_collection(frame, shown)) if len(shown) >= _LEAST else None


def located(site: Site) -> list[Row]:
    """Return where the things of a dataset are, found out once; of an endpoint each time anew.

    Args:
        site: The site.

    Returns:
        Rows of the query ``located``.
    """
    known: dict[str, list[Row]] = site.kept if site.version else {}
    if _LOCATED not in known:
        known[_LOCATED] = ask(site.dataset.store, "located")
    return known[_LOCATED]


def _collection(frame: Frame, places: list[Place]) -> dict[str, Any]:
    features = [
        {
            "type": "Feature",
            "id": place.iri,
            "geometry": place.shape,
            "properties": {
                "label": place.label,
                "kind": place.kind,
                "kindLabel": frame.words(f"kind.{place.kind}"),
                "type": place.kind_label,
                "precision": place.precision,
                "href": place.href,
            },
        }
        for place in places
    ]
    return {"type": "FeatureCollection", "features": features}


def _places(site: Site, frame: Frame) -> list[Place]:
    """Find the places: municipalities, then assets by what they are, each by their readings."""
    shared = shared_of(site)
    found: dict[str, Place] = {}
    for row in located(site):
        iri, label, kind, wkt, precision, projects, reading = row
        place = found.setdefault(iri, Place(iri, label or local_name(iri)))
        place.classes.append(kind)
        place.projects = int(projects or 0)
        place.reading = place.reading or reading or ""
        if place.shape is None and wkt is not None:
            place.shape, place.precision = shape_of(wkt), precision
    for place in found.values():
        narrowest = shared.narrowest(place.classes)
        kind = shared.kind(narrowest)
        place.kind = "municipality" if kind == "area" else kind
        place.kind_label = shared.called(narrowest, frame.lang) if narrowest else ""
        path = shared.addresses.page(place.iri)
        place.href = frame.url(path) if path else None
    return sorted(found.values(), key=_order)


def _order(place: Place) -> tuple[bool, str, str, str]:
    name = comparable(place.reading or place.label)
    return place.is_asset, place.kind_label, name, place.iri


def shape_of(wkt: str) -> dict[str, Any] | None:
    """Read a point or a polygon of well-known text as GeoJSON has it.

    Args:
        wkt: Longitude before latitude (CRS84), as the data has it.

    Returns:
        The geometry, or None for what is neither.

    Example:
        >>> shape_of("POINT(144.4167 43.6)")
        {'type': 'Point', 'coordinates': [144.4167, 43.6]}
    """
    point = _POINT.fullmatch(wkt.strip())
    if point:
        return {"type": "Point", "coordinates": [float(point[1]), float(point[2])]}
    polygon = _POLYGON.fullmatch(wkt.strip())
    if polygon is None:
        return None
    try:
        rings = [
            [[float(number) for number in pair.split()] for pair in ring.split(",")]
            for ring in re.split(r"\)\s*,\s*\(", polygon[1])
        ]
    except ValueError:
        return None
    return {"type": "Polygon", "coordinates": rings}
