"""The jobs of linked data: where the address of a thing leads, and what stands there."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import quote, unquote

import pyoxigraph

from kg.dataset.editions import told_apart
from kg.errors import NotFoundError, UsageError
from kg.graph.terms import ONTOLOGY, VOCABULARIES
from kg.web.addresses.names import (
    VOCABULARY,
    Meant,
    Space,
    choices_of,
    encoded,
    known,
    meant,
    things,
)
from kg.web.addresses.pages import is_below_edition
from kg.web.facts import facts_of
from kg.web.getting import not_acceptable
from kg.web.negotiation import choose_type
from kg.web.resources.describing import describe_graph, describe_thing
from kg.web.resources.writing import HTML, OFFERED, TYPES, media_type, suffix_of, write
from kg.workers.messages import Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.store.port import Store
    from kg.web.site import Site

PAGE_FIRST = ("text/html", *OFFERED)
"""What a document is offered as: to who takes anything, as a page."""

TABLE = "text/csv"
"""How a thing is told as a table, by a canned question."""

_CSV = "csv"
_FACTS = "/api/queries/facts?format=csv&resource="

_WHOLE = {"ontology": str(ONTOLOGY), "vocab": str(VOCABULARIES)}
"""IRIs of the documents that hold all terms."""

_OLD = """\
ASK { GRAPH ?graph { <%s> <http://www.w3.org/2002/07/owl#versionIRI> %s } }"""


def lead(site: Site, values: dict[str, Any]) -> Reply:
    """Lead from the address of a thing to its page or to its file.

    Args:
        site: The site.
        values: ``path`` (the address behind ``/id/``, each character a byte), ``accept``,
            ``root_path``.

    Raises:
        NotFoundError: If there is no such thing.
        UsageError: If the address is no percent-encoded UTF-8.
    """
    space = things(facts_of(site.dataset).base)
    _, found = meant_at(site, space, values["path"], (HTML, *TYPES), name=True)
    return _lead(space, found.iri, found.suffix, values)


def _lead(space: Space, iri: str, suffix: str, values: dict[str, Any]) -> Reply:
    offers = (*PAGE_FIRST, TABLE)
    suffix = suffix or _chosen(values["accept"], offers)
    if not suffix:
        return not_acceptable(offers)
    places = _Places(space, iri, values["root_path"])
    headers = {"Location": places.of(suffix)}
    headers["Link"] = ", ".join([places.canonical, *places.files("describedby"), places.for_people])
    return Reply(303, "text/plain", b"", headers)


def show(site: Site, values: dict[str, Any]) -> Reply:
    """Give the description of a thing as RDF; see ``lead`` for the values and errors."""
    space = things(facts_of(site.dataset).base)
    store, found = meant_at(site, space, values["path"], TYPES, name=False)
    return _file(site, store, space, found, values)


def meant_at(
    site: Site, space: Space, path: str, suffixes: Iterable[str], *, name: bool
) -> tuple[Store, Meant]:
    """Find what an address means, and where it is told of: its edition first if it is below one.

    What no current edition speaks of is told by the latest of the others that does.

    Args:
        site: The site.
        space: The family of IRIs.
        path: The part of the address that names something, as it came.
        suffixes: The formats.
        name: Whether the whole name counts first; see ``meant``.

    Raises:
        NotFoundError: If there is no such thing.
        UsageError: If the address is no percent-encoded UTF-8.
    """
    own = unquote(path)
    if is_below_edition(own):
        with suppress(NotFoundError, UsageError):
            store = site.dataset.at(own.partition("/")[0]).store
            return store, meant(store, space, path, suffixes, name=name)
    store = site.dataset.store
    try:
        return store, meant(store, space, path, suffixes, name=name)
    except NotFoundError:
        choices = choices_of(space, path, suffixes, name=name)
        told = told_apart(store, [choice.iri for choice in choices])
        if not told:
            raise
    found = next(choice for choice in choices if choice.iri in told)
    return site.dataset.at(told[found.iri]).store, found


def _file(site: Site, store: Store, space: Space, found: Meant, values: dict[str, Any]) -> Reply:
    iri, suffix = found.iri, found.suffix
    suffix = suffix or _chosen(values["accept"], OFFERED)
    if not suffix:
        return not_acceptable(OFFERED)
    places = _Places(space, iri, values["root_path"])
    body = write(describe_thing(store, iri), iri, suffix, site.settings.result_limit_mb << 20)
    links = [places.canonical, places.described, *places.files("alternate", suffix)]
    headers = {
        "Content-Location": places.file(suffix),
        "Link": ", ".join([*links, places.for_people]),
    }
    return Reply(200, media_type(suffix), body, headers, is_lasting=True)


def vocabulary(site: Site, values: dict[str, Any]) -> Reply:
    """Lead to or give what is said of a concept or a vocabulary.

    At these addresses stand the files, too: ``/vocab/certainty.ttl``. See ``lead``.
    """
    store = site.dataset.store
    found = meant(store, VOCABULARY, values["path"], (HTML, *TYPES), name=True)
    if found.suffix in TYPES:
        return _file(site, store, VOCABULARY, found, values)
    return _lead(VOCABULARY, found.iri, found.suffix, values)


def whole(site: Site, values: dict[str, Any]) -> Reply:
    """Lead to or give the ontology, or all vocabularies.

    Args:
        site: The site.
        values: ``name`` (``ontology`` or ``vocab``), ``suffix`` (of a format, or empty),
            ``version`` (or empty), ``accept``, ``root_path``.

    Raises:
        NotFoundError: If the dataset has it not, or not in this version.
    """
    store, name, suffix = site.dataset.store, values["name"], values["suffix"]
    iri = _WHOLE[name]
    if values["version"]:
        _check_version(site, iri, values["version"])
    if suffix not in TYPES:
        suffix = suffix or _chosen(values["accept"], PAGE_FIRST)
        if not suffix:
            return not_acceptable(PAGE_FIRST)
        at = values["root_path"]
        place = f"{at}/page/{name}" if suffix == HTML else f"{at}/{name}.{suffix}"
        links = [f'<{iri}>; rel="canonical"']
        links += [
            f'<{at}/{name}.{one}>; rel="describedby"; type="{kind}"' for one, kind in TYPES.items()
        ]
        return Reply(303, "text/plain", b"", {"Location": place, "Link": ", ".join(links)})
    lines = describe_graph(store, iri)
    if not lines:
        raise NotFoundError(f"this dataset holds no {iri}")
    body = write(lines, iri, suffix, site.settings.result_limit_mb << 20)
    headers = {"Link": f'<{iri}>; rel="canonical", <{iri}>; rel="describes"'}
    return Reply(200, media_type(suffix), body, headers, is_lasting=True)


def _check_version(site: Site, iri: str, version: str) -> None:
    name = f"{iri}/{encoded(version)}"
    if not known(site.dataset.store, [name]) or not site.dataset.store.ask(
        _OLD % (iri, pyoxigraph.NamedNode(name))
    ):
        raise NotFoundError(
            f"there is no version {version[:40]!r} here", hint=f"The one in use is at <{iri}>"
        )


def _chosen(accept: str, offers: Sequence[str]) -> str:
    chosen = choose_type(accept, offers)
    if chosen is None:
        return ""
    return _CSV if chosen == TABLE else suffix_of(chosen)


class _Places:
    """The addresses of a thing, and what the header Link says of them.

    Args:
        space: The family of IRIs that it belongs to.
        iri: The thing.
        root_path: Public path of the server.
    """

    def __init__(self, space: Space, iri: str, root_path: str) -> None:
        self._name = encoded(iri.removeprefix(space.iri))
        self._data = root_path + space.data
        name = self._name
        self.page = root_path + space.page + name
        self._table = f"{root_path}{_FACTS}{quote(iri, safe='')}"
        uri = encoded(iri, "#?[]")
        self.canonical = f'<{uri}>; rel="canonical"'
        self.described = f'<{uri}>; rel="describes"'
        self.for_people = f'<{self.page}>; rel="alternate"; type="text/html"'

    def of(self, suffix: str) -> str:
        """Return the address of the page, of the table or of a file."""
        return {HTML: self.page, _CSV: self._table}.get(suffix) or self.file(suffix)

    def file(self, suffix: str) -> str:
        """Return the address of a file."""
        return f"{self._data}{self._name}.{suffix}"

    def files(self, relation: str, but: str = "") -> list[str]:
        """Return links to the files in all formats but one."""
        return [
            f'<{self.file(suffix)}>; rel="{relation}"; type="{kind}"'
            for suffix, kind in TYPES.items()
            if suffix != but
        ]


JOBS = {
    "resource": lead,
    "resource-data": show,
    "vocabulary": vocabulary,
    "vocabularies": whole,
}
