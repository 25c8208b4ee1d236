"""The parts of a published site: one line for each."""

from __future__ import annotations

from pathlib import Path

import kg.web
from kg.publish import lasting, searching, tables, things, wholes
from kg.publish.catalogue.files import catalogue_files
from kg.publish.catalogue.research import research_files
from kg.publish.choices import choices
from kg.publish.missing import missing_files
from kg.publish.model import File, LastPart, Part, whole
from kg.publish.names import edition_name_files, name_files, name_keys
from kg.publish.recipes.files import recipe_files
from kg.web.addresses.names import encoded
from kg.web.pages.listing import kinds_of
from kg.web.pages.network import path_of
from kg.web.pages.plan_texts import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.publish.source import Source

_WEB = Path(kg.web.__file__).parent
_STATIC = _WEB / "static"
_NOT_FOR_HOSTS = (".br", ".gz")


def _once_keys(source: Source) -> list[dict[str, str]]:
    return list(choices()["pages"])


def once_files(source: Source, page: dict[str, str]) -> Iterator[File]:
    """Make a page that is there once, in each language."""
    return source.pages(page["job"], page["path"])


def _plan_keys(source: Source) -> list[str]:
    return [plan.id for plan in source.shared.plans]


def _text_files(source: Source, document: str) -> Iterator[File]:
    """Make the pages of the text of a plan or an edition, and of a plan's changes."""
    id, _, edition = document.partition("@")
    plan = source.shared.plan(id)
    name = encoded(document)
    if plan is None:
        return
    yield from source.pages("page-plan", f"/plan/{name}", rest=name)
    for number, _, _ in text_of(source.site, plan, edition).map.pages:
        place = f"{name}/{number}"
        yield from source.pages("page-plan", f"/plan/{place}", rest=place)
    if not edition:
        yield from source.pages("page-changes", f"/changes/{name}", rest=name)


def _network_files(source: Source, plan: str) -> Iterator[File]:
    """Make the page of the network of one of several plans, and its data."""
    path, args = path_of(plan), {"plan": plan}
    yield from source.pages("page-network", path, args=args)
    yield from source.pages("page-network-data", f"{path}.json", args=args)


def _kind_files(source: Source) -> Iterator[File]:
    """Make the list of all kinds, and for each that of its things; all are found out once."""
    yield from source.pages("page-things", "/things")
    for kind in kinds_of(source.site).all:
        yield from source.pages("page-things", f"/things/{kind}", rest=kind)
    del source.site.kept["kinds"]


def _static_files(source: Source) -> Iterator[File]:
    """Copy what browsers load beside the pages."""
    yield File("icon.svg", (_WEB / "icons" / "icon.svg").read_bytes())
    yield File("favicon.ico", (_WEB / "icons" / "icon.ico").read_bytes())
    for path in sorted(_STATIC.iterdir()):
        if path.is_file() and path.suffix not in _NOT_FOR_HOSTS and path.name != "manifest.json":
            yield File(f"static/{path.name}", path.read_bytes())


PARTS = (
    Part("dumps", lambda source: wholes.DUMPS, wholes.dump_files),
    Part("tables", tables.table_keys, tables.table_files, is_wide=True),
    whole("workbook", tables.workbook_files, is_wide=True),  # it reads the tables
    whole("dictionary", tables.dictionary_files),
    whole("graphs", wholes.graph_files),
    whole("void", wholes.void_files),
    whole("missing", missing_files),
    Part("plans", _plan_keys, wholes.plan_files),
    Part("groups", _plan_keys, things.group_files),
    Part("editions", wholes.edition_names, wholes.edition_files),
    Part("texts", lambda source: [*_plan_keys(source), *wholes.edition_names(source)], _text_files),
    Part(
        "networks",
        lambda source: _plan_keys(source) if source.shared.graphs else [],
        _network_files,
    ),
    Part("once", _once_keys, once_files, is_wide=True),
    whole("kinds", _kind_files, is_wide=True),
    Part("questions", tables.question_keys, tables.question_files, is_wide=True),
    Part("shared-things", things.shared_keys, things.thing_files, is_wide=True),
    Part("things", things.thing_keys, things.thing_files),
    Part("names", name_keys, name_files, is_wide=True),
    whole("edition-names", edition_name_files),
    Part("search", searching.search_keys, searching.search_files),
    whole("research", research_files),
    whole("static", _static_files),
)
"""What is made from the dataset, what takes longest first."""

LAST_PARTS = (
    LastPart("catalogue", catalogue_files),
    LastPart("recipes", recipe_files),
    LastPart("sitemap", lasting.sitemap_files),
    LastPart("sums", lasting.sums_files),
)
"""What is made when those are written, in this order; each is told of all files before it."""
