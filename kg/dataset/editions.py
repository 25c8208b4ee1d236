"""The graphs of an edition that is not the current one: what it says, and what all plans share."""

from __future__ import annotations

from kg.errors import NotFoundError, UsageError
from kg.questions.binding import write_iris
from kg.store.quads import is_apart

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from kg.store.port import Store

_EDITIONS = """\
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?plan ?id ?iri ?graph WHERE {
  ?edition a chiiki:Edition ; dcterms:identifier ?id ; chiiki:statedIn ?graph ;
    dcterms:isVersionOf ?iri .
  ?iri dcterms:identifier ?plan .
}
ORDER BY ?plan ?id"""
_TELLING = """\
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT ?thing ?plan ?id ?issued ?graph WHERE {
  ?edition a chiiki:Edition ; dcterms:identifier ?id ; chiiki:statedIn ?graph ;
    dcterms:issued ?issued ; dcterms:isVersionOf/dcterms:identifier ?plan .
  VALUES ?thing { %s }
  FILTER EXISTS { GRAPH ?graph { ?thing ?said ?of } }
  FILTER NOT EXISTS { ?thing ?property ?value }
}"""
_OWN = ("graph", "comparison", "inference")
_SHARED = ("https://w3id.org/chiiki/ontology", "https://w3id.org/chiiki/vocab")
_MOST_NAMED = 9


def graphs_of(store: Store, edition: str) -> list[str]:
    """Find the graphs to ask of an edition.

    Args:
        store: Where to ask.
        edition: Its id, with the plan's id and ``@`` before it where several plans have one.

    Returns:
        IRIs of its graphs, of those of the ontology and the vocabularies, and of the graph that
        lists the editions; no two have a triple in common. Empty for a current edition.

    Raises:
        NotFoundError: If there is no such edition.
        UsageError: If several plans have one.
    """
    found: Any = store.select(_EDITIONS)[1]
    known = {f"{plan.value}@{id.value}": (iri.value, graph.value) for plan, id, iri, graph in found}
    names = [name for name in known if edition in (name, name.partition("@")[2])]
    if not names:
        raise NotFoundError(f"there is no edition {edition!r}", hint=_hint(known))
    if len(names) > 1:
        raise UsageError(
            f"several plans have an edition {edition!r}", hint=f"Name one: {', '.join(names)}"
        )
    plan, graph = known[names[0]]
    return graphs_behind(plan, graph) if is_apart(graph) else []


def graphs_behind(plan: str, graph: str) -> list[str]:
    """Return the graphs to ask of an edition that is not the current one; see ``graphs_of``.

    Args:
        plan: IRI of its plan.
        graph: IRI of the graph of what it says.
    """
    place = graph.removesuffix("graph")
    return [*(f"{place}{name}" for name in _OWN), *_SHARED, f"{plan}/editions"]


def told_apart(store: Store, iris: Iterable[str]) -> dict[str, str]:
    """Find the things of which only editions speak that are not current ones.

    What stands below an edition says so by its name. What plans share does not: a port that only
    an earlier edition names is called as any other port.

    Args:
        store: Where to ask, all graphs of it.
        iris: The things.

    Returns:
        For each of them ``PLAN@EDITION``, the latest edition that says something of it.
    """
    terms = write_iris(iris)
    rows: Any = store.select(_TELLING % " ".join(terms))[1] if terms else []
    dated = sorted(
        # A date known to the year or the month stands at its end (docs/sources.md).
        (f"{issued.value}-99", f"{plan.value}@{id.value}", thing.value)
        for thing, plan, id, issued, graph in rows
        if is_apart(graph.value)
    )
    return {thing: edition for _, edition, thing in dated}


def _hint(known: dict[str, tuple[str, str]]) -> str:
    if not known:
        return "No plan of the dataset names its editions; docs/sources.md says how one does"
    more = " …" if len(known) > _MOST_NAMED else ""
    return f"There are {', '.join(list(known)[:_MOST_NAMED])}{more}"
