"""Where the page of a thing is, and which thing a page is about.

A resource ``{base}asset/釧路港`` has its page at ``/page/asset/釧路港``; a term of the ontology is
a place on one page, and a concept of a vocabulary has a page of its own.
"""

from __future__ import annotations

from kg.graph.terms import ONTOLOGY as _ONTOLOGY
from kg.graph.terms import VOCABULARIES as _VOCABULARIES
from kg.web.addresses.names import VOCABULARY as CONCEPTS
from kg.web.addresses.names import decoded, encoded, things

ONTOLOGY = str(_ONTOLOGY)
VOCABULARY = str(_VOCABULARIES)


class Addresses:
    """Addresses of the pages about the things of one dataset.

    Args:
        base: What the IRIs of all resources begin with.
    """

    def __init__(self, base: str) -> None:
        self.base = base
        self._things = things(base)

    def page(self, iri: str) -> str | None:
        """Return the path of the page about a resource, or None where there is none."""
        if iri.endswith("/"):  # what IRIs begin with is itself none of a thing
            return None
        for space in (self._things, CONCEPTS):
            if iri.startswith(space.iri):
                return space.page + encoded(iri.removeprefix(space.iri))
        if iri == ONTOLOGY:
            return "/page/ontology"
        if iri.startswith(f"{ONTOLOGY}#"):
            return f"/page/ontology#{encoded(iri[len(ONTOLOGY) + 1 :])}"
        return "/page/vocab" if iri == VOCABULARY else None

    def local(self, iri: str) -> str | None:
        """Return what stands behind the base in a resource's IRI, percent-encoded, or None."""
        return encoded(iri[len(self.base) :]) if iri.startswith(self.base) else None

    def data(self, iri: str) -> str:
        """Return the path of the data about a resource or a concept, without the suffix."""
        local = self.local(iri)
        return f"/data/{local}" if local is not None else f"/vocab{encoded(iri[len(VOCABULARY) :])}"

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


def is_below_edition(name: str) -> bool:
    """Say whether a thing is told of below one edition alone, by what stands behind the base.

    Example:
        >>> is_below_edition("kushiro-nemuro@2021/source"), is_below_edition("kushiro-nemuro@2021")
        (True, False)
    """
    first, _, rest = name.partition("/")
    return bool(rest) and "@" in first and ":" not in first
