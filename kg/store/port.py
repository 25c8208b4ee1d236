"""What every store can do, whether it stands on this disk or behind an endpoint.

For type checkers only: the stores need not know it, and importing ``typing`` costs a question
more time than answering it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

Term = NamedNode | BlankNode | Literal | Triple
Row = tuple[Term | None, ...]
Rows = tuple[list[str], Iterator[Row]]
"""Names of the variables in order, and a term or None for each of them, row by row."""


class Store(Protocol):
    """A place that answers SPARQL queries; its default graph is the union of its graphs.

    Every method raises UsageError when the query is wrong, or GraphFileError when ``where``
    names the file it came from; InputError or EndpointError when the store itself fails.
    """

    @property
    def place(self) -> str:
        """Folder or address of the store, for messages."""

    @property
    def holds_plans(self) -> bool:
        """Whether what each plan says is held in a store of its own, which tells it sooner."""

    @property
    def graphs(self) -> tuple[str, ...]:
        """IRIs of the graphs that alone are asked; none where all current editions are."""

    def within(self, graphs: Sequence[str]) -> Store:
        """Return the same place, of which some graphs alone are asked.

        Args:
            graphs: IRIs of graphs of which no two have one triple: engines may find it twice.
        """

    def of_plan(self, plan: str) -> Store:
        """Return the same place, of which what one plan says and what all share is asked.

        Args:
            plan: IRI of the plan.
        """

    def query(self, text: str, *, where: str | None = None) -> Rows | bool | Iterator[Triple]:
        """Ask any query: rows for SELECT, a truth for ASK, triples for the rest."""

    def select(self, text: str, *, where: str | None = None) -> Rows:
        """Ask a SELECT query."""

    def first_of(
        self, text: str, most: int | None, *, where: str | None = None
    ) -> tuple[list[str], Sequence[Row], int]:
        """Ask a SELECT query for its first rows, or all, and how many there are.

        Others are counted, not held.
        """

    def ask(self, text: str, *, where: str | None = None) -> bool:
        """Ask an ASK query."""

    def construct(self, text: str, *, where: str | None = None) -> Iterator[Triple]:
        """Ask a CONSTRUCT or DESCRIBE query."""

    def said_of(
        self, things: Sequence[NamedNode], properties: Sequence[NamedNode] = ()
    ) -> Iterable[Row]:
        """Look up what is said of some things: thing, property and value, in no order.

        Of some properties, or of all where none is named.

        Sooner done than any query, which must be planned first.
        """

    def pointing_to(self, thing: NamedNode, most: int) -> Sequence[Row]:
        """Look up what points to a thing: other thing and property, in no order.

        At most so many rows: who gets as many does not know whether there are more.
        """

    def write(
        self,
        text: str,
        media_type: str,
        output: IO[bytes],
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> None:
        """Ask any query and write its answer in a format."""
