"""Data as pySHACL reads them: looked up in dictionaries, queried by Oxigraph.

A lookup is some three times as fast as in rdflib's own store, a query thirty times. pySHACL can
read a store of Oxigraph itself, but then it counts all triples anew for each result.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from functools import cached_property
from typing import Any

import pyoxigraph
from rdflib import Graph, Variable
from rdflib.query import Result
from rdflib.term import Node

from kg.errors import GraphFileError
from kg.graph.rdf_files import to_oxigraph, to_rdflib, to_store


class ShaclData(Graph):
    """Several graphs as one that is not to be changed.

    Args:
        graphs: The graphs; a triple of several of them stands here once.
    """

    def __init__(self, graphs: Iterable[Graph]) -> None:
        super().__init__(bind_namespaces="none")
        self._size = 0
        self._forth: dict[Node, dict[Node, dict[Node, None]]] = {}
        self._back: dict[Node, dict[Node, list[Node]]] = {}
        for graph in graphs:
            for subject, predicate, value in graph:
                values = self._forth.setdefault(subject, {}).setdefault(predicate, {})
                if value not in values:
                    values[value] = None
                    self._back.setdefault(predicate, {}).setdefault(value, []).append(subject)
                    self._size += 1

    def __len__(self) -> int:
        return self._size

    def triples(self, triple: Any) -> Generator[Any, None, None]:
        """Yield the triples of a pattern, in which None stands for anything."""
        subject, predicate, value = triple
        if subject is not None:
            known = self._forth.get(subject, {})
            for kind in known if predicate is None else [predicate]:
                for found in known.get(kind, ()):
                    if value is None or found == value:
                        yield subject, kind, found
            return
        for kind in self._back if predicate is None else [predicate]:
            subjects = self._back.get(kind, {})
            for found in subjects if value is None else [value]:
                for one in subjects.get(found, ()):
                    yield one, kind, found

    def query(
        self,
        query_object: Any,
        processor: Any = None,
        result: Any = None,
        initNs: Any = None,  # noqa: N803 - the names are rdflib's
        initBindings: Any = None,  # noqa: N803
        *_: Any,
        **__: Any,
    ) -> Result:
        """Answer a SELECT query.

        Args:
            query_object: The query, with its prefixes.
            processor: Not used.
            result: Not used.
            initNs: Not used.
            initBindings: Terms by the variables that stand for them.

        Returns:
            The rows.

        Raises:
            SyntaxError: If the query is not SPARQL.
            GraphFileError: If it is no SELECT query, or the data are not RDF.
        """
        bound: dict[pyoxigraph.Variable, Any] = {
            pyoxigraph.Variable(name): to_oxigraph(node)
            for name, node in (initBindings or {}).items()
        }
        solutions = self._store.query(str(query_object), substitutions=bound)
        if not isinstance(solutions, pyoxigraph.QuerySolutions):
            raise GraphFileError("a query of the shapes is no SELECT query")
        names = [Variable(variable.value) for variable in solutions.variables]
        rows = Result("SELECT")
        rows.vars = names
        rows.bindings = [
            {
                name: to_rdflib(term)
                for name, term in zip(names, solution, strict=True)
                if term is not None
            }
            for solution in solutions
        ]
        return rows

    @cached_property
    def _store(self) -> pyoxigraph.Store:
        return to_store(self.triples((None, None, None)))
