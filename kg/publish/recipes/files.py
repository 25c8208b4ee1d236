"""The recipes as files of a site."""

from __future__ import annotations

from kg.graph.terms import ONTOLOGY
from kg.publish.model import File
from kg.publish.recipes.apache import htaccess, w3id, w3id_folder
from kg.publish.recipes.nginx import nginx
from kg.publish.recipes.redirects import headers, redirects
from kg.publish.wholes import edition_names

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.publish.entries import Entries
    from kg.publish.source import Source

KEPT_BY_HOSTS = (".htaccess", ".nojekyll", "_headers", "_redirects")
"""Names of recipes that a host reads where they stand, and may hand out to nobody."""


def recipe_files(source: Source, entries: Entries) -> Iterator[File]:
    """Make the recipes of a site.

    Args:
        source: What the site is made from.
        entries: Its files so far.
    """
    plans = sorted(plan.id for plan in source.shared.plans)
    plans += edition_names(source)
    yield from recipes(plans, source.base, source.spec.address, entries)


def recipes(plans: Sequence[str], base: str, address: str, entries: Entries) -> Iterator[File]:
    """Make the recipes of a site.

    Args:
        plans: Ids of its plans, and ``PLAN@EDITION`` of editions that are not current.
        base: What the IRIs of things begin with.
        address: Its public address without a slash at its end, or empty. Without it there is
            no recipe for w3id.org, which has to name it.
        entries: Its files.
    """
    yield File(".htaccess", htaccess(address, plans).encode())
    yield File("nginx.conf", nginx(address, plans).encode())
    yield File("_redirects", redirects(plans, entries).encode())
    yield File("_headers", headers().encode())
    yield File(".nojekyll", b"")  # else GitHub Pages leaves out names that begin with . or _
    if address and w3id_folder(base):
        yield File("w3id/.htaccess", w3id(base, str(ONTOLOGY), address, plans).encode())
