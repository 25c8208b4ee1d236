"""Where the page of a thing is, and which thing a page is about.

A resource ``{base}asset/釧路港`` has its page at ``/page/asset/釧路港``; a term of the ontology is
a place on one page, and a concept of a vocabulary has a page of its own. In an address all that is
not ASCII is percent-encoded; in an IRI it stands as it is, and only what an IRI cannot hold is
encoded (``docs/iri-policy.md``). So an address says the same however a client encodes it.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from kg.errors import NotFoundError

ONTOLOGY = "https://w3id.org/chiiki/ontology"
VOCABULARY = "https://w3id.org/chiiki/vocab"
DEFAULT_BASE = "https://w3id.org/chiiki/id/"

_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_SAFE = "/%:@!$&'()*+,;=-._~"
_PLAIN = "-._~()"


class Addresses:
    """Addresses of one server.

    Args:
        base: What the IRIs of all resources begin with.
    """

    def __init__(self, base: str) -> None:
        self.base = base

    def page(self, iri: str) -> str | None:
        """Return the path of the page about a resource, or None where there is none."""
        if iri.endswith("/"):  # what IRIs begin with is itself none of a thing
            return None
        if iri.startswith(self.base) and len(iri) > len(self.base):
            return f"/page/{encoded(iri[len(self.base) :])}"
        if iri == ONTOLOGY:
            return "/page/ontology"
        if iri.startswith(f"{ONTOLOGY}#"):
            return f"/page/ontology#{encoded(iri[len(ONTOLOGY) + 1 :])}"
        if iri == VOCABULARY or iri.startswith(f"{VOCABULARY}/"):
            return f"/page/vocab{encoded(iri[len(VOCABULARY) :])}"
        return None

    def local(self, iri: str) -> str | None:
        """Return what stands behind the base in a resource's IRI, percent-encoded, or None."""
        return encoded(iri[len(self.base) :]) if iri.startswith(self.base) else None

    def iri(self, path: str) -> str:
        """Return the IRI of the resource that a page is about.

        Args:
            path: What stands behind ``/page/``, as the client sent it.

        Raises:
            NotFoundError: If it is none.
        """
        name = decoded(path)
        if name == "vocab" or name.startswith("vocab/"):
            return VOCABULARY + name[len("vocab") :]
        return self.base + name


def encoded(name: str) -> str:
    """Write a part of an IRI as a part of an address.

    Example:
        >>> encoded("asset/釧路港"), encoded("A%20B")
        ('asset/%E9%87%A7%E8%B7%AF%E6%B8%AF', 'A%20B')
    """
    return quote(name, safe=_SAFE)


def decoded(path: str) -> str:
    """Read a part of an address as a part of an IRI.

    Raises:
        NotFoundError: If it is no UTF-8 text, or holds what no IRI can hold.

    Example:
        >>> decoded("asset/%E9%87%A7%E8%B7%AF%E6%B8%AF"), decoded("A%20B%28")
        ('asset/釧路港', 'A%20B(')
    """
    try:
        name = _ENCODED.sub(_character, path)
    except UnicodeDecodeError:
        raise NotFoundError("the address is not UTF-8") from None
    if any(sign in name for sign in '<>"{}|\\^` ') or not name.isprintable():
        raise NotFoundError("no thing has such an address")
    return unicodedata.normalize("NFC", name)


def _character(match: re.Match[str]) -> str:
    text = bytes.fromhex(match[0].replace("%", "")).decode()
    return "".join(
        sign if sign > "\x9f" and sign.isprintable() else quote(sign, safe=_PLAIN) for sign in text
    )
