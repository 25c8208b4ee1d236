"""The addresses of the pages."""

from __future__ import annotations

from starlette.routing import Route

from kg.web.pages.endpoint import PageEndpoint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.front import Front


def routes(front: Front) -> list[Route]:
    """Return the routes of the pages; the last one takes every path that is left.

    Args:
        front: What all topics share.
    """

    def page(path: str, job: str, *, before: str = "", keep: tuple[str, ...] | None = ()) -> Route:
        return Route(path, PageEndpoint(front, job, before=before, keep=keep))

    return [
        page("/", "page-start"),
        page("/page/ontology", "page-ontology"),
        page("/page/vocab", "page-vocabularies"),
        page("/page/{rest:path}", "page-thing", before="/page/", keep=("plan",)),
        page("/things", "page-things", before="/things"),
        page("/things/{rest:path}", "page-things", before="/things/"),
        page("/plan", "page-plans"),
        page("/plan/{rest:path}", "page-plan", before="/plan/", keep=("from", "to")),
        page("/changes/{rest:path}", "page-changes", before="/changes/"),
        page("/questions", "page-questions", keep=("q",)),
        page("/questions/{rest:path}", "page-question", before="/questions/", keep=None),
        page("/search", "page-search", keep=("q", "kind", "offset")),
        page("/search/suggestions", "page-suggestions", keep=("q",)),
        page("/map", "page-map"),
        page("/map.geojson", "page-geojson"),
        page("/network", "page-network", keep=("plan",)),
        page("/network.json", "page-network-data", keep=("plan",)),
        page("/editor", "page-editor", keep=("query",)),
        page("/editor/examples.json", "page-examples"),
        page("/editor/prefixes.json", "page-prefixes"),
        page("/editor/schema.json", "page-schema"),
        page("/about", "page-about"),
        Route("/{rest:path}", PageEndpoint(front, "")),
    ]
