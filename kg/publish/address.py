"""The public address of a site, as people give it and as files name it."""

from __future__ import annotations

from urllib.parse import quote, urlsplit, urlunsplit

import pyoxigraph

from kg.errors import UsageError
from kg.publish.model import NOWHERE

_IN_PATHS = "/%!$&'()*+,;=:@-._~"


def read_address(text: str) -> str:
    """Read the public address of a site.

    Letters that addresses have not are encoded: those of the path by percent signs, those of the
    host as domain names have them (RFC 3987, 3.1; RFC 3490).

    Args:
        text: What a person gave.

    Returns:
        It without a slash at its end.

    Raises:
        UsageError: If it is none.

    Example:
        >>> read_address("https://data.example.jp/plan/")
        'https://data.example.jp/plan'
        >>> read_address("https://例え.example/計画")
        'https://xn--r8jz45g.example/%E8%A8%88%E7%94%BB'
    """
    hint = "Give an absolute one, such as https://data.example.jp/plan/"
    try:
        parts = urlsplit(pyoxigraph.NamedNode(text).value)
        port, host = parts.port, _host(parts.hostname or "")
    except ValueError:
        raise UsageError(f"{text!r} is no address", hint=hint) from None
    if parts.scheme not in ("http", "https") or not host or port == 0:
        raise UsageError(f"{text!r} is no address of the web", hint=hint)
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise UsageError(
            f"{text!r} cannot be the address of a site: it has a query, a fragment or a name of a "
            "user",
            hint=hint,
        )
    place = host if port is None else f"{host}:{port}"
    path = quote(parts.path.rstrip("/"), safe=_IN_PATHS)
    return urlunsplit((parts.scheme, place, path, "", ""))


def relative(content: bytes, folder: str = "") -> bytes:
    """Name the files of a site from where a file of RDF stands, for a site without an address.

    Args:
        content: Turtle or JSON-LD in which ``NOWHERE`` stands for the address.
        folder: The way from the file to the folder of the site, such as ``../``.

    Returns:
        It with relative references; the site itself is ``./``, for an empty one would be the file.
    """
    for start, end in ((b"<", b">"), (b'"', b'"')):
        site = start + NOWHERE.encode()
        content = content.replace(site + end, start + (folder or "./").encode() + end)
        content = content.replace(site, start + folder.encode())
    return content


def _host(name: str) -> str:
    """Write the name of a host in ASCII.

    Raises:
        UnicodeError: If it cannot be that of a host.
    """
    if ":" in name:  # IPv6
        return f"[{name}]"
    return name if name.isascii() else name.encode("idna").decode("ascii")
