"""IRIs: one for each thing, the same in every run and on every machine.

Japanese names stay Japanese (RFC 3987): a wrong reading in a romanised IRI can never be mended.
``docs/iri-policy.md`` says how each kind of thing is named.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from urllib.parse import quote

from rdflib import Literal, URIRef
from rdflib.term import Node

from kg.document.model import Span
from kg.errors import IriError
from kg.graph.terms import DEFAULT_BASE, SHARED_GRAPHS

# RFC 3987 2.2 (ucschar) without the characters that section 4.1 forbids for writing direction,
# and without spaces and other invisible ones.
_INVISIBLE = ("C", "Z")
_BASE = re.compile(r"https?://[^\s<>\"{}|\\^`%/?#]+(?:/[^\s<>\"{}|\\^`%?#]*)?[/#]")


def check_base(base: str) -> str:
    """Check the IRI below which all resources are named.

    Args:
        base: Such as ``https://w3id.org/chiiki/id/``.

    Returns:
        The same.

    Raises:
        IriError: If it is no absolute HTTP IRI that ends in ``/`` or ``#``.
    """
    if not _BASE.fullmatch(base) or any(_is_invisible(character) for character in base):
        raise IriError(
            f"{base!r} cannot be the base of IRIs",
            hint=f"Give an http(s) IRI without blanks that ends in / or #, such as {DEFAULT_BASE}",
        )
    return base


def segment(name: str) -> str:
    """Write a name as one segment of an IRI.

    Full and half width are one (NFKC); letters of any script stay; what an IRI cannot hold, or
    nobody can see, is percent-encoded.

    Args:
        name: Any name with at least one character.

    Returns:
        The segment.

    Raises:
        IriError: If nothing is left of the name.

    Example:
        >>> segment("釧路港")
        '釧路港'
        >>> segment("ＡＢ Ｃ/Ｄ")
        'AB%20C%2FD'
    """
    folded = unicodedata.normalize("NFKC", name).strip()
    if not folded:
        raise IriError("a thing without a name cannot have an IRI")
    return "".join(
        character
        if ord(character) > 0x9F and not _is_invisible(character)
        else quote(character, safe="-._~()")
        for character in folded
    )


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character)[0] in _INVISIBLE


def graphs_of_plan(plan: str) -> list[str]:
    """Name the graphs that tell what a plan says, and those that all plans share.

    Args:
        plan: IRI of the plan.

    Example:
        >>> graphs_of_plan("https://w3id.org/chiiki/id/kushiro-nemuro")[0]
        'https://w3id.org/chiiki/id/kushiro-nemuro/graph'
    """
    base, slash, name = plan.rpartition("/")
    return [*map(str, Iris(f"{base}{slash}", name).graphs), *SHARED_GRAPHS]


class Iris:
    """Mints the IRIs of one edition of a plan and of the things plans share.

    What another edition than the current one says stands in graphs of its own. A thing of it that
    stays is named as in the current edition, everything else below ``PLAN@EDITION``.

    Args:
        base: Below which everything is named.
        plan: The plan's id.
        edition: Id of an edition that is not the current one, or None.
        staying: What the things that stay are named, by what this edition alone would name them.

    Attributes:
        base: Below which everything is named.
        plan: The plan, in whatever edition.
        place: Below which this edition names what is its own.
        is_current: Whether it is the current edition.

    Raises:
        IriError: If the base is wrong.
    """

    def __init__(
        self,
        base: str,
        plan: str,
        edition: str | None = None,
        staying: Mapping[URIRef, URIRef] | None = None,
    ) -> None:
        self.base = check_base(base)
        self.plan = URIRef(f"{base}{plan}")
        self.place = self.plan if edition is None else self.edition(edition)
        self._staying = staying or {}
        self._own = {stays: own for own, stays in self._staying.items()}
        self.is_current = edition is None
        self.source = self.within("source")
        self.content_graph = self.within("graph")
        self.provenance_graph = self.within("provenance")
        self.reference_graph = self.within("reference")
        self.comparison_graph = self.within("comparison")
        self.inference_graph = self.within("inference")
        self.editions_graph = self.within("editions")
        self.changes_graph = URIRef(f"{self.plan}/changes")

    @property
    def graphs(self) -> tuple[URIRef, ...]:
        """The named graphs of the edition; one that is not current has no two with one triple."""
        if not self.is_current:
            return self.content_graph, self.comparison_graph, self.inference_graph
        return (
            self.content_graph,
            self.provenance_graph,
            self.reference_graph,
            self.comparison_graph,
            self.inference_graph,
        )

    def edition(self, id: str) -> URIRef:
        """Name an edition of the plan."""
        return URIRef(f"{self.plan}@{id}")

    def within(self, *parts: str | int) -> URIRef:
        """Name a thing of the plan, such as ``project/1-1``."""
        return self._named("/".join([str(self.place), *(str(part) for part in parts)]))

    def below(self, parent: URIRef, *parts: str | int) -> URIRef:
        """Name a part of another thing."""
        own = self._own.get(parent, parent)
        return self._named("/".join([str(own), *(str(part) for part in parts)]))

    def _named(self, own: str) -> URIRef:
        iri = URIRef(own)
        return self._staying.get(iri, iri)

    def asset(self, name: str, section: str | None = None) -> URIRef:
        """Name an asset, or a section of one."""
        path = segment(name) if section is None else f"{segment(name)}/{segment(section)}"
        return URIRef(f"{self.base}asset/{path}")

    def agent(self, name: str) -> URIRef:
        """Name a body."""
        return URIRef(f"{self.base}agent/{segment(name)}")

    def area(self, key: str) -> URIRef:
        """Name an area by its municipality code, or by its name where it has none."""
        return URIRef(f"{self.base}area/{segment(key)}")

    def shared(self, kind: str, name: str) -> URIRef:
        """Name a thing outside any plan by its kind and name, such as ``scheme/…``."""
        return URIRef(f"{self.base}{kind}/{'/'.join(map(segment, name.split('/')))}")

    def named(self, path: str) -> URIRef:
        """Name what a person gives as kind and name: ``area/01206``."""
        kind, _, name = path.partition("/")
        return self.shared(kind, name)

    def passage(self, span: Span) -> URIRef:
        """Name a passage by its characters."""
        return self.within("passage", f"{span.start}-{span.end}")

    def mention(self, span: Span, name: str) -> URIRef:
        """Name the mention of a thing at a place."""
        return self.within("mention", f"{span.start}-{span.end}", segment(name))

    def geometry(self, thing: URIRef) -> URIRef:
        """Name what the plan's gazetteer says of where a shared thing is."""
        return self.within("geometry", str(thing).removeprefix(self.base))

    def fact(self, subject: Node, predicate: Node, value: Node, source: str, quote: str) -> URIRef:
        """Name a fact of the gazetteer by its content and by who says it in which words."""
        terms = (subject, predicate, value, Literal(source), Literal(quote))
        return self.within("fact", _hash(terms))

    def near_repeat(self, earlier: Node, later: Node, difference: str) -> URIRef:
        """Name the likeness of two texts by their things and what differs."""
        return self.within("near-repeat", _hash((earlier, later, Literal(difference))))

    def statement(self, subject: Node, predicate: Node, value: Node) -> URIRef:
        """Name a statement by its content."""
        return self.within("statement", _hash((subject, predicate, value)))


def comparison_iri(old: URIRef, new: URIRef) -> URIRef:
    """Name the comparison of two editions, below the later of them."""
    return URIRef(f"{new}/comparison/{_hash((old, new))}")


def _hash(terms: Iterable[Node]) -> str:
    line = " ".join(term.n3() for term in terms)
    return hashlib.sha256(line.encode()).hexdigest()[:24]
