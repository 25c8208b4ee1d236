"""A published site to look at: a folder, or the address at which a host serves it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from http.client import HTTPException
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import unquote, urljoin
from urllib.request import HTTPRedirectHandler, Request, build_opener

from kg.errors import EndpointError
from kg.publish.address import read_address
from kg.publish.finding import Finding
from kg.publish.folders import foreign_files
from kg.publish.manifest import NAME
from kg.publish.recipes.files import KEPT_BY_HOSTS
from kg.web.addresses.files import address
from kg.web.resources.writing import TYPES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.publish.manifest import Manifest

_TIMEOUT_S = 30
_SAMPLES = 3
_AT_ONCE = 4
_LONG = 1 << 20

Content = bytes | mmap
"""What a file holds."""


def open_site(target: str) -> FolderSite | WebSite:
    """Return a site to look at.

    Args:
        target: Its folder, or its address.

    Raises:
        UsageError: If the address is none.
    """
    if target.startswith(("http://", "https://")):
        return WebSite(read_address(target))
    return FolderSite(Path(target))


class FolderSite:
    """A site in a folder.

    Args:
        folder: The folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, path: str) -> bytes | None:
        """Read a file; None where there is none."""
        try:
            return (self._folder / path).read_bytes()
        except OSError:
            return None

    def read_all(self, paths: Iterable[str]) -> Iterator[tuple[str, Content | None]]:
        """Read files; long ones are not held, but mapped."""
        for path in paths:
            yield path, self._mapped(path) or self.read(path)

    def _mapped(self, path: str) -> mmap | None:
        """Return the content of a long file as memory that the system reads when it is looked at.

        None for a short one, and for what cannot be read.
        """
        try:
            with (self._folder / path).open("rb") as file:
                is_long = os.fstat(file.fileno()).st_size >= _LONG
                return mmap(file.fileno(), 0, access=ACCESS_READ) if is_long else None
        except OSError:
            return None

    def has(self, path: str) -> bool:
        """Say whether there is a file."""
        return (self._folder / path).is_file()

    def keeps_back(self, path: str) -> bool:
        """Say whether a file may be there although it cannot be read: none in a folder."""
        return False

    def strangers(self, manifest: Manifest) -> list[str]:
        """Return the files that are not of ``kg publish``."""
        return foreign_files(self._folder, manifest)

    def negotiation(self, manifest: Manifest) -> Iterator[Finding]:
        """A folder negotiates nothing."""
        yield from ()


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


class WebSite:
    """A site that a host serves.

    Hosts lead from ``http:`` to ``https:``, and some from ``a.html`` to ``a``: who reads a file
    follows. Where the manifest is found, the site is.

    Args:
        site: Its address without a slash at its end.
    """

    def __init__(self, site: str) -> None:
        self._site = site
        self._follow = build_opener().open
        self._stay = build_opener(_NoRedirects).open

    def read(self, path: str) -> bytes | None:
        """Read a file; None where there is none.

        Raises:
            EndpointError: If the host does not answer.
        """
        _, place, body = self._ask(self._follow, path)
        if path == NAME and place.endswith(f"/{NAME}"):
            self._site = place.removesuffix(f"/{NAME}")
        return body

    def keeps_back(self, path: str) -> bool:
        """Say whether a file may be there although it cannot be read.

        A host may read it and hand it out to nobody, as Debian's Apache does with ``.htaccess``.
        """
        return path.rpartition("/")[2] in KEPT_BY_HOSTS

    def strangers(self, manifest: Manifest) -> list[str]:
        """Return the files that are not of ``kg publish``: a host lists none."""
        return []

    def read_all(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """Read files, some at once."""
        from concurrent.futures import ThreadPoolExecutor
        from itertools import islice

        waiting = iter(paths)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            while some := list(islice(waiting, 64)):
                yield from zip(some, pool.map(self.read, some), strict=True)

    def has(self, path: str) -> bool:
        """Say whether there is a file."""
        return self.read(path) is not None

    def negotiation(self, manifest: Manifest) -> Iterator[Finding]:
        """Find what a host says wrongly of its files, and where addresses of things lead astray.

        A host that knows no addresses of things (404 for all) is none that negotiates, which is
        no mistake of the site.
        """
        names = [
            path for path in manifest.files if path.startswith("data/") and "/all/" not in path
        ]
        for name in [path for path in names if path.endswith(".ttl")][:_SAMPLES]:
            stem = name.removeprefix("data/").removesuffix(".ttl")
            for suffix, kind in TYPES.items():
                if f"data/{stem}.{suffix}" in manifest.files:
                    yield from self._negotiated(stem, kind, f"data/{stem}.{suffix}")
            yield from self._negotiated(stem, "text/html", f"page/{stem}.html")

    def _negotiated(self, stem: str, kind: str, file: str) -> Iterator[Finding]:
        status, place, _ = self._ask(self._stay, f"id/{stem}", kind)
        if status == 404:
            return
        led = urljoin(f"{self._site}/id/{address(stem)}", place)
        if status != 303 or unquote(led) != unquote(f"{self._site}/{address(file)}"):
            yield Finding(
                f"id/{stem}",
                f"{kind} を求めると {file} に導かれない（{status} {place}）",
                f"who asks for {kind} is not led to {file} ({status} {place})",
            )

    def _ask(
        self, opened: Callable[..., Any], path: str, accept: str = "*/*"
    ) -> tuple[int, str, bytes | None]:
        """Return status, address that is led to, and body of what is at a path."""
        request = Request(f"{self._site}/{address(path)}", headers={"Accept": accept})  # noqa: S310
        try:
            with opened(request, timeout=_TIMEOUT_S) as answer:
                return answer.status, answer.url, answer.read()
        except HTTPError as error:
            return error.code, error.headers.get("Location", ""), None
        except (URLError, OSError, HTTPException) as error:
            reason = getattr(error, "reason", error)
            raise EndpointError(
                f"the host does not answer: {getattr(reason, 'strerror', None) or reason}",
                where=self._site,
                hint="Try again later, or check the folder",
            ) from error
