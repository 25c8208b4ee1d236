"""Comparing the mentions of a dataset with a gold table that a person has read."""

from __future__ import annotations

from pathlib import Path

from kg.document.plan_file import read_plan_file
from kg.document.source import read_source
from kg.errors import InputError, NotFoundError
from kg.evaluation import Evaluation, FoundRow, evaluate, read_gold
from kg.evaluation.kinds import types_of_kinds

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kg.dataset import Dataset
    from kg.document.model import Source
    from kg.store.port import Store

_PLANS = """\
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX schema: <https://schema.org/>
SELECT DISTINCT ?id ?hash WHERE {
  ?plan a chiiki:Plan ; dcterms:identifier ?id .
  OPTIONAL { ?plan dcterms:source/schema:sha256 ?hash }
}
ORDER BY ?id ?hash"""
_CLASSES = """\
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?lower ?upper WHERE {
  ?class rdfs:subClassOf ?above .
  FILTER(STRSTARTS(STR(?class), STR(chiiki:)) && STRSTARTS(STR(?above), STR(chiiki:)))
  BIND(STRAFTER(STR(?class), "#") AS ?lower)
  BIND(STRAFTER(STR(?above), "#") AS ?upper)
}"""
_QUESTION = "all-mentions"


def plan_ids(store: Store) -> list[str]:
    """List the ids of the plans of a dataset, sorted."""
    return list(_hashes(store))


def evaluate_mentions(dataset: Dataset, gold: Path, folder: Path) -> Evaluation:
    """Compare the mentions of a plan with a gold table.

    Args:
        dataset: Where the mentions are; the canned query ``all-mentions`` lists them.
        gold: The gold table.
        folder: Folder of the plan, whose document the table is checked against.

    Returns:
        The scores, and what came of each row.

    Raises:
        InputError: If the table is wrong, or the document is not the one that was built.
        NotFoundError: If the dataset does not hold the plan.
        KgError: If the plan's folder or the dataset cannot be read.
    """
    plan_file = read_plan_file(folder)
    source = read_source(plan_file.source_path)
    _check_source(dataset.store, plan_file.id, source)
    rows: Any = dataset.store.select(_CLASSES)[1]
    types = types_of_kinds((lower.value, upper.value) for lower, upper in rows)
    return evaluate(read_gold(gold, types, source), found_mentions(dataset, plan_file.id))


def found_mentions(dataset: Dataset, plan: str) -> list[FoundRow]:
    """List the mentions of a plan.

    Args:
        dataset: Where they are.
        plan: Id of the plan.

    Returns:
        The mentions in document order; cells without a value are empty texts.
    """
    rows: Any = dataset.query(_QUESTION)
    return [
        FoundRow(
            line=row.line,
            words=row.words or "",
            kind=row.kind or "",
            type=row.type or "",
            thing=row.thing or "",
            iri=row.resource or "",
            rule=row.rule or "",
            join=row.join or "",
            page=row.page,
        )
        for row in rows
        if row.plan == plan
    ]


def _hashes(store: Store) -> dict[str, str | None]:
    """Return the hash of each plan's document by the plan's id."""
    rows: Any = store.select(_PLANS)[1]
    return {id_.value: None if hash_ is None else hash_.value for id_, hash_ in rows}


def _check_source(store: Store, plan: str, source: Source) -> None:
    """Refuse a document other than the one that the dataset was built from."""
    hashes = _hashes(store)
    if plan not in hashes:
        raise NotFoundError(
            f"the dataset does not hold the plan {plan!r}",
            hint=f"It holds {', '.join(hashes) or 'none'}; `kg build` adds plans",
        )
    if hashes[plan] not in (None, source.sha256):
        raise InputError(
            f"the document is not the one that the dataset has of {plan!r}",
            where=source.path,
            hint="Run `kg build` again, so that lines are the same on both sides",
        )
