"""From an address to the IRI that it stands for, and back.

A thing's IRI is served below ``/id/`` whatever host the IRI names. Addresses come in many
forms (percent-encoded or not, upper or lower case hexadecimals, NFC or NFD); all lead to the one
form in which IRIs are minted. What goes out is ASCII, percent-encoded once.

Source:
    RFC 3987, 3.1 (IRI to URI), 3.2 (URI to IRI); RFC 3986, 6.2.2 (normalisation).
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote, unquote

import msgspec

from kg.errors import IriError, NotFoundError, UsageError
from kg.graph.iris import segment
from kg.graph.terms import ONTOLOGY, VOCAB, VOCABULARIES
from kg.questions.binding import write_iris

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.store.port import Store

_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_STRAY = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~()")
_KEPT = "/:@!$&'()*+,;=-._~"
_LONGEST = 2000
_KNOWN = """\
SELECT DISTINCT ?thing WHERE {
  VALUES ?thing { %s }
  FILTER(EXISTS { ?thing ?property ?value } || EXISTS { ?other ?relation ?thing })
}"""


class Space(msgspec.Struct, frozen=True):
    """A family of IRIs, and where it is served.

    Attributes:
        iri: What its IRIs begin with.
        path: What the addresses of its things begin with, behind the root path.
        data: What the addresses of their files begin with.
        page: What the addresses of their pages begin with.
    """

    iri: str
    path: str
    data: str
    page: str


def things(base: str) -> Space:
    """Return the space of the things of a dataset, whose IRIs begin with its base."""
    return Space(base, "/id/", "/data/", "/page/")


VOCABULARY = Space(str(VOCAB), "/vocab/", "/vocab/", "/page/vocab/")
"""The concepts of the vocabularies."""


def address_of(iri: str, base: str) -> str | None:
    """Return the address at which an IRI is served, without the root path.

    Args:
        iri: The IRI.
        base: IRI below which the things of the dataset are named.

    Returns:
        A percent-encoded path, or None for an IRI of somebody else.

    Example:
        >>> address_of("https://a.example/id/asset/港", "https://a.example/id/")
        '/id/asset/%E6%B8%AF'
        >>> address_of("https://w3id.org/chiiki/ontology#Port", "https://a.example/id/")
        '/ontology#Port'
    """
    for space in (things(base), VOCABULARY):
        if iri.startswith(space.iri) and iri != space.iri:
            return space.path + encoded(iri.removeprefix(space.iri))
    for whole, path in ((str(ONTOLOGY), "/ontology"), (str(VOCABULARIES), "/vocab")):
        if iri == whole or iri.startswith((f"{whole}#", f"{whole}/")):
            return path + encoded(iri.removeprefix(whole), "#")
    return None


@lru_cache(maxsize=1 << 13)  # links of pages name the same things again and again
def encoded(part: str, more: str = "") -> str:
    """Write a part of an IRI as ASCII: each character once, escapes as they are.

    Example:
        >>> encoded("asset/釧路 100%25")
        'asset/%E9%87%A7%E8%B7%AF%20100%25'
    """
    return quote(part, safe=_KEPT + "%" + more)


def readings(raw: str) -> list[str]:
    """Read the part of an address that names something.

    Args:
        raw: The part as it came, each character standing for a byte.

    Returns:
        What it may name in an IRI, the likeliest first: as it reads (RFC 3987, 3.2), and with its
        names folded as IRIs are minted.

    Raises:
        UsageError: If it is no percent-encoded UTF-8.

    Example:
        >>> readings("asset/%e6%b8%af"), readings("A%20b%2Fc")
        (['asset/港'], ['A%20b%2Fc'])
    """
    if len(raw) > _LONGEST * 9:
        raise UsageError("the address is too long to name anything")
    text = _STRAY.sub("%25", quote(raw.encode("latin-1"), safe=_KEPT + "%"))
    read = unicodedata.normalize("NFC", _ESCAPES.sub(_as_iri, text))
    found = [read]
    with contextlib.suppress(IriError):  # of an empty name between two slashes
        found.append("/".join(segment(unquote(part)) for part in text.split("/")))
    return list(dict.fromkeys(found))


def decoded(path: str) -> str:
    """Read a part of an address as a part of an IRI.

    Raises:
        NotFoundError: If it is no UTF-8 text, or holds what no IRI can hold.

    Example:
        >>> decoded("asset/%E9%87%A7%E8%B7%AF%E6%B8%AF"), decoded("A%20B%28")
        ('asset/釧路港', 'A%20B(')
    """
    try:
        name = _ESCAPES.sub(_as_iri, path)
    except UsageError:
        raise NotFoundError("the address is not UTF-8") from None
    if any(sign in name for sign in '<>"{}|\\^` ') or not name.isprintable():
        raise NotFoundError("no thing has such an address")
    return unicodedata.normalize("NFC", name)


def _as_iri(match: re.Match[str]) -> str:
    """Write the characters of a run of escapes as they stand in an IRI."""
    try:
        text = unquote(match[0], errors="strict")
    except UnicodeDecodeError:
        raise UsageError("the address is not percent-encoded UTF-8") from None
    return "".join(sign if _may_stand(sign) else quote(sign, safe="") for sign in text)


def _may_stand(sign: str) -> bool:
    return sign in _PLAIN or (ord(sign) > 0x9F and unicodedata.category(sign)[0] not in "CZ")


def known(store: Store, iris: Iterable[str]) -> set[str]:
    """Return those of some IRIs of which the dataset says something.

    Raises:
        EndpointError: If the store is an endpoint, which fails.
    """
    terms = write_iris(iris)
    if not terms:
        return set()
    rows = store.select(_KNOWN % " ".join(terms))[1]
    return {getattr(row[0], "value", "") for row in rows}


class Meant(msgspec.Struct, frozen=True):
    """What an address means.

    Attributes:
        iri: The thing.
        suffix: The format that the address names, such as ``ttl``, or empty.
    """

    iri: str
    suffix: str


def choices_of(space: Space, raw: str, suffixes: Iterable[str], *, name: bool) -> list[Meant]:
    """Return what an address may mean, the likeliest first; see ``meant``.

    Raises:
        UsageError: If the address is no percent-encoded UTF-8.
    """
    names = readings(raw)
    whole = [Meant(space.iri + one, "") for one in names]
    cut = [
        Meant(space.iri + one.removesuffix(f".{suffix}"), suffix)
        for one in names
        for suffix in suffixes
        if one.endswith(f".{suffix}") and len(one) > len(suffix) + 1
    ]
    return whole + cut if name else cut + whole


def meant(store: Store, space: Space, raw: str, suffixes: Iterable[str], *, name: bool) -> Meant:
    """Find what an address means.

    A name may end in what looks like a format. At the address of a thing the whole name counts
    first, for no redirect leads there; at that of a file the format does, for all files have one.

    Args:
        store: Where to look.
        space: The family of IRIs.
        raw: The part of the address that names something, as it came.
        suffixes: The formats.
        name: Whether the whole name counts first.

    Returns:
        The thing and perhaps the format.

    Raises:
        NotFoundError: If there is no such thing.
        UsageError: If the address is no percent-encoded UTF-8.
    """
    choices = choices_of(space, raw, suffixes, name=name)
    found = known(store, [choice.iri for choice in choices])
    for choice in choices:
        if choice.iri in found:
            return choice
    raise NotFoundError(
        f"there is nothing here that is called {readings(raw)[0][:200]!r}",
        hint="/api/search?q=… finds things by their words",
    )
