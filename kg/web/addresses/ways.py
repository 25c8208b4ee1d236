"""The ways of writing addresses on pages: for a server, and for a folder of files.

Templates and pages name paths below the root (``/page/asset/釧路港``); a way writes them. What
only a server can answer stands on a page only where ``has_server`` says so.
"""

from __future__ import annotations

import posixpath
from functools import lru_cache
from typing import Protocol
from urllib.parse import quote_plus, urlsplit

from kg.web.addresses.files import MAIN_LANGUAGE, START, address, file_of
from kg.web.policy import published_policy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


class Way(Protocol):
    """How addresses are written.

    Attributes:
        place: What the addresses in links count from; pages of one place may share them.
        policy: What a page says that it may load; empty where a server says so.
    """

    place: str
    policy: str

    @property
    def has_server(self) -> bool:
        """Whether a server stands behind the addresses, which answers questions."""

    def url(self, path: str, args: Mapping[str, object], lang: str) -> str:
        """Write the address of a path below the root, as a page has it in its links.

        Args:
            path: The path, perhaps with a fragment.
            args: What stands behind the question mark; empty values are left out.
            lang: Language of the page that is linked, where ``args`` does not name one.
        """

    def absolute(self, path: str, args: Mapping[str, object], lang: str) -> str:
        """Write a public address; see ``url``."""


class Served:
    """Addresses that a server answers.

    Args:
        root: Public path of the server.
        base: Public address of the server.
    """

    has_server = True
    policy = ""

    def __init__(self, root: str, base: str) -> None:
        self.place = self._root = root
        self._base = base

    def url(self, path: str, args: Mapping[str, object], lang: str) -> str:
        """Write an address as it stands in links; the language stands behind the question mark."""
        path, mark, place = path.partition("#")
        return f"{self._root}{path}{_query(args)}{mark}{place}"

    def absolute(self, path: str, args: Mapping[str, object], lang: str) -> str:
        """Write a public address."""
        return self._base + self.url(path, args, lang).removeprefix(self._root)


class Published:
    """Addresses of files in a folder, each from the page that links it.

    Args:
        file: The page's own file.
        site: Public address of the folder without a slash at its end, or empty where nobody knows.
        is_absolute: Whether links are absolute.
    """

    has_server = False

    def __init__(self, file: str, site: str = "", *, is_absolute: bool = False) -> None:
        self.place = self._folder = posixpath.dirname(file)
        self._site = site
        self._is_absolute = is_absolute and bool(site)
        self.policy = published_policy(site if is_absolute else "")

    def url(self, path: str, args: Mapping[str, object], lang: str) -> str:
        """Write an address as it stands in links: the language is a folder."""
        if self._is_absolute:
            return self.absolute(path, args, lang)
        file, rest = _target(path, args, lang)
        return f"{_relative(file, self._folder)}{rest}"

    def absolute(self, path: str, args: Mapping[str, object], lang: str) -> str:
        """Write a public address, or the one of ``url`` where nobody knows it."""
        if not self._site:
            return self.url(path, args, lang)
        file, rest = _target(path, args, lang)
        shown = file.removesuffix(START) if posixpath.basename(file) == START else file
        return f"{self._site}/{address(shown)}{rest}"


class Rooted(Published):
    """Addresses of files in a folder, from the root of its host.

    For the page that a host shows at any address that it does not know, however deep.

    Args:
        file: The page's own file.
        site: Public address of the folder; where nobody knows it, the folder is taken to be the
            root.
    """

    def __init__(self, file: str, site: str = "") -> None:
        super().__init__(file, site)
        self._path = urlsplit(site).path.rstrip("/")
        self.place = f"{self._path}/"

    def url(self, path: str, args: Mapping[str, object], lang: str) -> str:
        """Write an address as it stands in links."""
        file, rest = _target(path, args, lang)
        return f"{self._path}/{address(file)}{rest}"


def _target(path: str, args: Mapping[str, object], lang: str) -> tuple[str, str]:
    """Return the file that an address leads to, and what stands behind its name."""
    path, mark, place = path.partition("#")
    left = {name: value for name, value in args.items() if name != "lang"}
    if path.startswith("/plan/"):  # a script lights the characters that the fragment names
        left = {name: value for name, value in left.items() if name not in ("from", "to")}
    file = _file(path, str(args.get("lang") or lang or MAIN_LANGUAGE))
    return file, f"{_query(left)}{mark}{place}"


# Pages of a folder link the same files, and a page many of them more than once.
_file = lru_cache(maxsize=1 << 13)(file_of)


@lru_cache(maxsize=1 << 13)
def _relative(file: str, folder: str) -> str:
    """Return the address of a file as links of the pages in a folder have it.

    Example:
        >>> _relative("page/asset/A B.html", "page/agent"), _relative("index.html", "")
        ('../asset/A%20B.html', 'index.html')
        >>> _relative("page/asset/", "page/asset"), _relative("a/b", "a/b/c")
        ('./', '..')
    """
    parts, above = file.split("/"), folder.split("/") if folder else []
    common = 0
    while common < min(len(parts), len(above)) and parts[common] == above[common]:
        common += 1
    relative = "/".join([".."] * (len(above) - common) + parts[common:])
    return address(relative) or "./"


def _query(args: Mapping[str, object]) -> str:
    if not args:
        return ""
    pairs = [
        f"{_form(name)}={value if isinstance(value, int) else _form(str(value))}"
        for name, value in args.items()
        if value is not None and value != ""
    ]
    return f"?{'&'.join(pairs)}" if pairs else ""


# As in ``application/x-www-form-urlencoded``; links of a page name the same things again and again.
_form = lru_cache(maxsize=1 << 12)(quote_plus)
