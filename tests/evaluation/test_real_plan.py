"""The mentions of the real plan against the table that was read without the rules."""

from __future__ import annotations

from kg.dataset import Dataset
from tests.conftest import GOLDEN, REAL_PLAN

GOLD = GOLDEN / "named-things.tsv"


def test_assets_are_all_found_and_nothing_else(dataset: Dataset) -> None:
    found = dataset.evaluate(GOLD, REAL_PLAN)
    assets = next(scores for scores in found.by_kind() if scores.kind == "asset")
    for score in (assets.detection, assets.typing, assets.linking):
        assert score.precision == 1.0
        assert score.recall is not None
        assert score.recall >= 0.98


def test_every_kind_is_found_well(dataset: Dataset) -> None:
    for scores in dataset.evaluate(GOLD, REAL_PLAN).by_kind():
        assert scores.linking.precision is not None
        assert scores.linking.recall is not None
        assert scores.linking.precision >= 0.97, scores.kind
        assert scores.linking.recall >= 0.9, scores.kind
