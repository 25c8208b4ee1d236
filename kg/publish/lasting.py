"""What tells of all other files: for search engines, and for who wants to be sure of them."""

from __future__ import annotations

from itertools import islice
from xml.sax.saxutils import escape

from kg.publish.missing import NAME as MISSING
from kg.publish.model import File
from kg.web.addresses.files import MAIN_LANGUAGE
from kg.web.pages.words import LANGUAGES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.publish.entries import Entries
    from kg.publish.source import Source

SUMS = "SHA256SUMS"
_MOST_IN_SITEMAP = 25_000
"""Pages in a sitemap; each may have 50,000 addresses, and there are two languages."""

_NOT_LISTED = ("search.html", MISSING)

_NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def sitemap_files(source: Source, entries: Entries) -> Iterator[File]:
    """Make the list of all pages in all languages, and the file that leads to it.

    Sitemaps have whole addresses, so that there is none where the site's is not known.
    """
    if not source.spec.address:
        yield File("robots.txt", b"User-agent: *\nAllow: /\n")
        return
    others = tuple(f"{lang}/" for lang in LANGUAGES if lang != MAIN_LANGUAGE)
    pages = (
        path
        for path in entries
        if path.endswith(".html") and not path.startswith(others) and path not in _NOT_LISTED
    )
    names: list[str] = []
    some = list(islice(pages, _MOST_IN_SITEMAP))
    while some:
        after = list(islice(pages, _MOST_IN_SITEMAP))
        name = f"sitemap-{len(names) + 1}.xml" if names or after else "sitemap.xml"
        names.append(name)
        yield File(name, _sitemap(source, some))
        some = after
    if names != ["sitemap.xml"]:
        yield File("sitemap.xml", _index(source, names))
    lines = f"User-agent: *\nAllow: /\n\nSitemap: {source.public('sitemap.xml')}\n"
    yield File("robots.txt", lines.encode())


def _sitemap(source: Source, pages: list[str]) -> bytes:
    parts = [f"{_HEAD}<urlset {_NAMESPACES}>\n"]
    for page in pages:
        places = {
            lang: escape(source.public(page if lang == MAIN_LANGUAGE else f"{lang}/{page}"))
            for lang in LANGUAGES
        }
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{lang}" href="{place}"/>'
            for lang, place in places.items()
        )
        parts += [f"<url><loc>{place}</loc>{links}</url>\n" for place in places.values()]
    return "".join([*parts, "</urlset>\n"]).encode()


def _index(source: Source, names: list[str]) -> bytes:
    rows = "".join(f"<sitemap><loc>{source.public(name)}</loc></sitemap>\n" for name in names)
    head = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{_HEAD}{head}{rows}</sitemapindex>\n".encode()


def sums_files(source: Source, entries: Entries) -> Iterator[File]:
    """Make the list of hashes that ``sha256sum --check`` reads, of all but the manifest."""
    pieces = (f"{entry.sha256}  {entry.path}\n".encode() for entry in entries.entries())
    yield File(SUMS, pieces)
