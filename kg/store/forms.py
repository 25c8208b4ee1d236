"""Queries of one form and look-ups, of any store that answers queries of all forms."""

from __future__ import annotations

from itertools import islice

from kg.errors import GraphFileError, KgError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pyoxigraph import NamedNode, Triple

    from kg.store.port import Row, Rows, Store

_SAID = """\
SELECT DISTINCT ?thing ?property ?value WHERE {
  VALUES ?thing { %s }
  %s
  ?thing ?property ?value
}"""
_POINTING = "SELECT DISTINCT ?other ?property WHERE { ?other ?property %s } LIMIT %d"


class QueryForms:
    """What a store that has ``query`` has besides."""

    __slots__ = ()

    holds_plans = False
    """Whether what each plan says is held in a store of its own."""

    def query(self, text: str, *, where: str | None = None) -> Rows | bool | Iterator[Triple]:
        """Ask any query; see ``kg.store.port.Store``."""
        raise NotImplementedError

    def within(self, graphs: Sequence[str]) -> Store:
        """Ask some graphs alone; see ``kg.store.port.Store``."""
        raise NotImplementedError

    def of_plan(self, plan: str) -> Store:
        """Ask what one plan says and what all share; see ``kg.store.port.Store``."""
        from kg.graph.iris import graphs_of_plan  # which few questions need

        return self.within(graphs_of_plan(plan))

    def select(self, text: str, *, where: str | None = None) -> Rows:
        """Ask a SELECT query; see ``query``.

        Returns:
            The names of the variables, and an iterator of rows: a term or None for each variable.

        Raises:
            UsageError: If the query is wrong or no SELECT.
        """
        found = self.query(text, where=where)
        if not isinstance(found, tuple):
            raise wrong_form("SELECT", where)
        return found

    def first_of(
        self, text: str, most: int | None, *, where: str | None = None
    ) -> tuple[list[str], Sequence[Row], int]:
        """Ask a SELECT query for its first rows; see ``kg.store.port.Store``.

        Args:
            text: SPARQL 1.1.
            most: How many rows are wanted, or None for all.
            where: The file it came from, for messages; None when a person wrote it just now.

        Returns:
            The names of the variables, those rows, and how many there are in all.

        Raises:
            UsageError: If the query is wrong or no SELECT.
        """
        names, found = self.select(text, where=where)
        rows = list(islice(found, most))
        return names, rows, len(rows) + sum(1 for _ in found)

    def ask(self, text: str, *, where: str | None = None) -> bool:
        """Ask an ASK query; see ``query``.

        Returns:
            Whether there is a match.

        Raises:
            UsageError: If the query is wrong or no ASK.
        """
        found = self.query(text, where=where)
        if not isinstance(found, bool):
            raise wrong_form("ASK", where)
        return found

    def construct(self, text: str, *, where: str | None = None) -> Iterator[Triple]:
        """Ask a CONSTRUCT or DESCRIBE query; see ``query``.

        Returns:
            The triples.

        Raises:
            UsageError: If the query is wrong or of another form.
        """
        found = self.query(text, where=where)
        if isinstance(found, (bool, tuple)):
            raise wrong_form("CONSTRUCT", where)
        return found

    def said_of(
        self, things: Sequence[NamedNode], properties: Sequence[NamedNode] = ()
    ) -> Iterable[Row]:
        """Look up what is said of some things; see ``kg.store.port.Store``.

        Args:
            things: The things.
            properties: The properties that alone are wanted, or none for all.

        Returns:
            Thing, property and value of each statement, in no order.

        Raises:
            InputError: If the store is damaged.
            EndpointError: If it is an endpoint, which fails.
        """
        if not things:
            return ()
        some = f"VALUES ?property {{ {' '.join(map(str, properties))} }}" if properties else ""
        return self.select(_SAID % (" ".join(map(str, things)), some))[1]

    def pointing_to(self, thing: NamedNode, most: int) -> Sequence[Row]:
        """Look up what points to a thing; see ``kg.store.port.Store``.

        Args:
            thing: The thing.
            most: How many rows are wanted.

        Returns:
            Other thing and property of each statement, in no order.

        Raises:
            InputError: If the store is damaged.
            EndpointError: If it is an endpoint, which fails.
        """
        return list(self.select(_POINTING % (thing, most))[1])


def wrong_form(wanted: str, where: str | None) -> KgError:
    """Make the error of a query that is not of the wanted form, such as ``SELECT``."""
    kind = GraphFileError if where else UsageError
    return kind(f"the query is no {wanted} query", where=where)
