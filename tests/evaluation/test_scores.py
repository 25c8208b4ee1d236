"""Precision, recall and F1: counted by hand on one table, and by their laws on any."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.evaluation import Evaluation, FoundRow, GoldRow, Score, Scores, evaluate
from kg.evaluation.report import all_scores
from kg.evaluation.scores import MEASURES
from tests.evaluation.tables import found_of, found_rows, gold_rows, open_rows

tables = st.lists(gold_rows(), max_size=30)
mentions = st.lists(found_rows | open_rows, max_size=30)

GOLD = [
    GoldRow(1, "若宮港", "asset", "Port", "若宮港"),
    GoldRow(2, "若宮港", "asset", "Port", "若宮港"),
    GoldRow(3, "若宮", "asset", "River", "若宮川"),
    GoldRow(4, "大浜", "place", "Region", "大浜地方"),
    GoldRow(5, "国", "body", "AgentKind", "国"),
    GoldRow(6, "市町村", "body", "AgentKind", "市町村", note="optional: a general word here"),
]
FOUND = [
    found_of(GOLD[0]),
    found_of(replace(GOLD[1], thing="大浜港")),
    found_of(replace(GOLD[2], kind="place", type="Region", thing="若宮地方")),
    FoundRow(4, "大浜"),
    found_of(GOLD[5]),
    found_of(GoldRow(7, "大浜港", "asset", "Port", "大浜港")),
]


def counts(scores: Scores) -> list[tuple[int, int, int, int]]:
    every = [scores.of(measure) for measure in MEASURES]
    return [(score.gold, score.recalled, score.found, score.confirmed) for score in every]


def by_kind(evaluation: Evaluation) -> dict[str | None, Scores]:
    return {scores.kind: scores for scores in evaluation.by_kind()}


def test_the_counts_of_a_table_by_hand() -> None:
    evaluation = evaluate(GOLD, FOUND)
    # Of 5 rows that count, 4 are found, 2 with their class, 1 with its thing. Of 5 mentions that
    # count, 4 stand in the table; one of them, 大浜, is left open and claims no class.
    assert counts(evaluation.total) == [(5, 4, 5, 4), (5, 2, 4, 2), (5, 1, 4, 1)]
    kinds = by_kind(evaluation)
    assert list(kinds) == ["asset", "body", "place"]
    assert counts(kinds["asset"]) == [(3, 3, 3, 2), (3, 2, 3, 2), (3, 1, 3, 1)]
    assert counts(kinds["body"]) == [(1, 0, 0, 0)] * 3
    assert counts(kinds["place"]) == [(1, 1, 1, 1), (1, 0, 1, 0), (1, 0, 1, 0)]
    types = {scores.type: counts(scores)[0] for scores in evaluation.by_type("asset")}
    assert types == {"Port": (2, 2, 3, 2), "River": (1, 1, 0, 0)}


def test_the_findings_of_a_table_by_hand() -> None:
    told = [(one.line, one.outcome) for one in evaluate(GOLD, FOUND).findings()]
    assert told == [(2, "thing"), (3, "type"), (4, "open"), (5, "missed"), (7, "extra")]


def test_the_ratios_of_counts() -> None:
    score = Score(gold=4, recalled=3, found=6, confirmed=3)
    assert (score.precision, score.recall) == (0.5, 0.75)
    assert score.f1 == pytest.approx(0.6)
    nothing = Score(0, 0, 0, 0)
    assert (nothing.precision, nothing.recall, nothing.f1) == (None, None, None)
    missed = Score(2, 0, 0, 0)
    assert (missed.precision, missed.recall, missed.f1) == (None, 0.0, 0.0)
    extra = Score(0, 0, 2, 0)
    assert (extra.precision, extra.recall, extra.f1) == (0.0, None, 0.0)


def test_a_kind_falls_short_by_either_ratio() -> None:
    evaluation = evaluate(GOLD, FOUND)

    def short(measure: str, precision: float, recall: float) -> list[str | None]:
        return [scores.kind for scores in evaluation.short(measure, precision, recall)]

    assert short("detection", 0, 0) == []
    assert short("detection", 0, 1) == ["body"]
    assert short("detection", 1, 0) == ["asset"]
    assert short("detection", 2 / 3, 1) == ["body"]
    assert short("typing", 0, 0.5) == ["body", "place"]
    assert short("linking", 0, 0.5) == ["asset", "body", "place"]


def test_some_kinds_alone() -> None:
    only = evaluate(GOLD, FOUND).only(["place"])
    assert [scores.kind for scores in only.by_kind()] == ["place"]
    # 若宮 on line 3 is a place for the program only; 大浜 on line 4 is left open.
    assert [one.line for one in only.findings()] == [3, 4]
    assert counts(only.total) == [(1, 1, 2, 2), (1, 0, 1, 0), (1, 0, 1, 0)]


@given(tables)
def test_equal_tables_agree_in_all(table: list[GoldRow]) -> None:
    evaluation = evaluate(table, map(found_of, table))
    assert evaluation.findings() == ()
    for scores in all_scores(evaluation):
        for measure in MEASURES:
            score = scores.of(measure)
            ratios = {score.precision, score.recall, score.f1}
            assert ratios == ({1.0} if table else {None})
    assert evaluation.total.detection.gold == len(table)


@given(tables.filter(bool), st.data())
def test_what_is_removed_lowers_recall_by_just_that(
    table: list[GoldRow], data: st.DataObject
) -> None:
    count = data.draw(st.integers(0, len(table)))
    kept = data.draw(st.permutations(table))[count:]
    total = evaluate(table, map(found_of, kept)).total
    for measure in MEASURES:
        score = total.of(measure)
        assert score.recall == (len(table) - count) / len(table)
        assert score.precision == (1.0 if kept else None)
    if kept:
        expected = Fraction(2 * len(kept), len(kept) + len(table))
        assert total.linking.f1 == pytest.approx(float(expected))


@given(tables, st.lists(found_rows, max_size=10))
def test_what_is_added_lowers_precision_by_just_that(
    table: list[GoldRow], more: list[FoundRow]
) -> None:
    more = [replace(row, line=row.line + 100) for row in more]
    evaluation = evaluate(table, [*map(found_of, table), *more])
    for measure in MEASURES:
        score = evaluation.total.of(measure)
        everything = len(table) + len(more)
        assert score.precision == (len(table) / everything if everything else None)
        assert score.recall == (1.0 if table else None)
    assert [one.outcome for one in evaluation.findings()] == ["extra"] * len(more)


@given(tables, mentions, st.randoms(use_true_random=False))
def test_order_does_not_matter(
    table: list[GoldRow], found: list[FoundRow], chance: random.Random
) -> None:
    expected = evaluate(table, found)
    chance.shuffle(table)
    chance.shuffle(found)
    assert evaluate(table, found) == expected


@given(tables, mentions)
def test_each_measure_asks_for_more(table: list[GoldRow], found: list[FoundRow]) -> None:
    for scores in all_scores(evaluate(table, found)):
        hits = [(scores.of(measure).recalled, scores.of(measure).confirmed) for measure in MEASURES]
        for side in zip(*hits, strict=True):
            assert side[0] >= side[1] >= side[2]
        assert scores.typing.recalled == scores.typing.confirmed


@given(tables, mentions)
def test_parts_add_up(table: list[GoldRow], found: list[FoundRow]) -> None:
    evaluation = evaluate(table, found)
    for measure in MEASURES:
        kinds = [scores.of(measure) for scores in evaluation.by_kind()]
        total = evaluation.total.of(measure)
        assert total.gold == sum(score.gold for score in kinds) == len(table)
        assert total.recalled == sum(score.recalled for score in kinds)
        undecided = sum(row.is_open for row in found) if measure == "detection" else 0
        assert total.found == sum(score.found for score in kinds) + undecided
        for kind in evaluation.by_kind():
            types = [scores.of(measure) for scores in evaluation.by_type(kind.kind or "")]
            for count in ("gold", "recalled", "found", "confirmed"):
                parts = sum(getattr(score, count) for score in types)
                assert getattr(kind.of(measure), count) == parts


@given(tables, mentions, gold_rows(), st.booleans())
def test_an_optional_row_counts_neither_way(
    table: list[GoldRow], found: list[FoundRow], row: GoldRow, is_found: bool
) -> None:
    before = evaluate(table, found)
    optional = replace(row, line=row.line + 100, note="optional: perhaps no name")
    after = evaluate([*table, optional], [*found, *([found_of(optional)] if is_found else [])])
    assert list(all_scores(after)) == list(all_scores(before))
    assert after.findings() == before.findings()
