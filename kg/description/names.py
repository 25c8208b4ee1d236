"""IRIs of the resources that describe a dataset, all below ``{base}endpoint/``.

``docs/iri-policy.md`` lists them. No blank nodes: what a program has read once it finds again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256

from rdflib import URIRef

from kg.graph.iris import check_base

_LOCAL = re.compile(r"[\w-]+")
_DIGITS = 24


class Names:
    """Mints the IRIs of one dataset's description.

    Args:
        base: IRI below which everything is named.
        prefixes: Namespaces by prefix; names of terms are written with them.

    Attributes:
        graph: The named graph that holds the description.
        service: The service that answers, where there is one.
        dataset: What it answers from: the default graph and the named ones.
        union: The default graph, which is the union of all graphs.
        prefixes: The table of prefixes.

    Raises:
        IriError: If the base is wrong.
    """

    def __init__(self, base: str, prefixes: Mapping[str, str]) -> None:
        self.base = check_base(base)
        self.graph = self._within("graph")
        self.service = self._within("service")
        self.dataset = self._within("dataset")
        self.union = self._within("union")
        self.prefixes = self._within("prefixes")
        self._namespaces = sorted(prefixes.items(), key=lambda item: -len(item[1]))

    def prefix(self, name: str) -> URIRef:
        """Name the declaration of a prefix."""
        return self._within("prefix", name)

    def query(self, name: str) -> URIRef:
        """Name a canned query."""
        return self._within("query", name)

    def named_graph(self, graph: str) -> URIRef:
        """Name the entry of a named graph: by its path below the base, else by a hash."""
        below = graph.startswith(self.base)
        return self._within("named", graph.removeprefix(self.base) if below else _hash(graph))

    def part(self, whole: URIRef, kind: str, term: str) -> URIRef:
        """Name a partition.

        Args:
            whole: What it is a partition of; the union of all graphs needs no mention.
            kind: ``class``, ``property`` or ``datatype``.
            term: The class, property or datatype.
        """
        parent = self._within() if whole == self.union else f"{whole}/"
        return URIRef(f"{parent}{kind}/{self.short(term)}")

    def namespace(self, term: str) -> str | None:
        """Return the namespace of the table that a term is in, or None."""
        return next((iri for _, iri in self._namespaces if self._is_in(term, iri)), None)

    def short(self, term: str) -> str:
        """Write a term with its prefix, such as ``chiiki:Port``, or else as a hash."""
        for prefix, namespace in self._namespaces:
            if self._is_in(term, namespace):
                return f"{prefix}:{term.removeprefix(namespace)}"
        return _hash(term)

    @staticmethod
    def _is_in(term: str, namespace: str) -> bool:
        local = term.removeprefix(namespace)
        return term.startswith(namespace) and _LOCAL.fullmatch(local) is not None

    def _within(self, *parts: str) -> URIRef:
        return URIRef(f"{self.base}endpoint/{'/'.join(parts)}")


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:_DIGITS]
