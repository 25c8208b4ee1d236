"""The things that a parameter may take for its value, listed."""

from __future__ import annotations

from kg.questions.patterns import PREFIXES, pattern_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from kg.store.port import Store


def list_things(store: Store, type: str, limit: int) -> list[tuple[str, str, str]]:
    """List things of a type, as choices for a parameter.

    Args:
        store: Where to ask.
        type: As for ``resolve_thing``.
        limit: How many at most.

    Returns:
        For each its IRI, its label and its code or number, empty where it has none; sorted by
        code, then by IRI.

    Raises:
        EndpointError: If an endpoint fails.
    """
    query = (
        f"{PREFIXES}SELECT ?thing (MIN(?name) AS ?label) (MIN(?sign) AS ?code) WHERE {{ "
        f"{pattern_of(type)} ?thing rdfs:label|chiiki:vision ?name . "
        "OPTIONAL { ?thing chiiki:primaryCode|chiiki:number ?sign } } "
        f"GROUP BY ?thing ORDER BY ?code ?thing LIMIT {limit}"
    )
    rows: Iterable[Any] = store.select(query)[1]
    return [
        (thing.value, getattr(label, "value", ""), getattr(code, "value", ""))
        for thing, label, code in rows
    ]
