"""Whether the links of a published site lead somewhere."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Container, Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from urllib.parse import unquote, urljoin, urlsplit

from kg.publish.finding import Finding
from kg.publish.model import NOWHERE
from kg.scratch import open_scratch
from kg.web.addresses.files import START, address

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.publish.sites import Content

# Our templates write no "<" within attributes. html.parser finds the same links (a test compares
# them) in nine times the time, which would be two thirds of a check's.
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_LINK = re.compile(
    r'\s(?:href|src|action|data-(?:geojson|network|examples|prefixes|schema|dump))="([^"]*)"'
)
_ID = re.compile(r'\sid="([^"]*)"')
_TEXT = re.compile(r'\sdata-start="(\d+)" data-end="(\d+)"')
_CHARACTERS = re.compile(r"char=(\d+),(\d+)")
_MOST_KNOWN = 4096
_LOCATION = re.compile(r"<loc>([^<]*)</loc>")


class Links:
    """The links of a site.

    Args:
        files: Paths of all files that are known.
        site: Public address of the site, or empty.
        has: Says whether there is a file that is not known.

    Attributes:
        count: How many links lead to files of the site.
    """

    def __init__(self, files: Container[str], site: str, has: Callable[[str], bool]) -> None:
        self.count = 0
        # Most pages have the same links in their heads and at their ends.
        self._is_there = lru_cache(_MOST_KNOWN)(lambda path: path in files or has(path))
        self._site = f"{site}/" if site else ""
        self._wanted = open_scratch()
        self._wanted.execute(
            "CREATE TABLE wanted (target TEXT, fragment TEXT, page TEXT, UNIQUE (target, fragment))"
        )

    def look(self, path: str, content: Content) -> Iterator[Finding]:
        """Find the links of a file that lead nowhere.

        Args:
            path: The file.
            content: Its bytes.
        """
        for link in dict.fromkeys(_links(path, content)):
            found = self._target(path, link)
            if found is None:
                continue
            target, fragment = found
            self.count += 1
            if not self._is_there(target):
                yield _broken(path, link)
            elif fragment:
                row = target, fragment, path
                self._wanted.execute("INSERT OR IGNORE INTO wanted VALUES (?, ?, ?)", row)

    def _target(self, path: str, link: str) -> tuple[str, str] | None:
        """Return file and fragment that a link leads to, or None where it leads elsewhere."""
        try:
            at = self._site if link.startswith("/") and self._site else NOWHERE + address(path)
            whole = urljoin(at, link)
            parts = urlsplit(whole)
        except ValueError:
            return link, ""
        if self._site and whole.startswith(self._site):
            name = parts.path[len(urlsplit(self._site).path) :]
        elif whole.startswith(NOWHERE):
            name = parts.path[1:]
        else:
            return None
        name = unquote(name)
        if not name or name.endswith("/"):
            name += START
        return name, parts.fragment

    def fragments(self, read: Callable[[str], bytes | None]) -> Iterator[Finding]:
        """Find the fragments that are not in the pages they should be in.

        Args:
            read: Reads a file.
        """
        rows = self._wanted.execute("SELECT * FROM wanted ORDER BY target, rowid")
        for target, wanted in groupby(rows, itemgetter(0)):
            if not target.endswith(".html"):
                continue
            text = (read(target) or b"").decode(errors="replace")
            tags = " ".join(_TAG.findall(text))
            ids = {html.unescape(one) for one in _ID.findall(tags)}
            bounds = _TEXT.search(tags)
            for _, fragment, page in wanted:
                name = unquote(fragment.partition(":~:")[0])
                if name and name not in ids and not _is_within(name, bounds):
                    yield _broken(page, f"{target}#{name}")


def _is_within(name: str, bounds: re.Match[str] | None) -> bool:
    """Say whether a fragment names characters of a page."""
    found = _CHARACTERS.fullmatch(name)
    if found is None or bounds is None:
        return False
    first, last = int(found[1]), int(found[2])
    return int(bounds[1]) <= first < last and first < int(bounds[2])


def _links(path: str, content: Content) -> Iterator[str]:
    if path.endswith(".html"):
        for tag in _TAG.findall(str(content, errors="replace")):
            yield from map(html.unescape, _LINK.findall(tag))
    elif path.endswith(".xml"):
        text = str(content, errors="replace")
        yield from map(html.unescape, _LOCATION.findall(text))
        for tag in _TAG.findall(text):
            yield from map(html.unescape, _LINK.findall(tag))
    elif path.endswith("csv-metadata.json"):
        try:
            yield from (table["url"] for table in json.loads(bytes(content))["tables"])
        except (ValueError, KeyError, TypeError):
            yield "?"


def _broken(page: str, link: str) -> Finding:
    return Finding(page, f"リンク先がない: {link}", f"a link leads nowhere: {link}")
