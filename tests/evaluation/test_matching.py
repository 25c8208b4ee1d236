"""Rows of both sides are paired one to one, as well as can be, whatever their order."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.evaluation import FoundRow, GoldRow
from kg.evaluation.matching import Judgement, has_same_thing, has_same_type, match
from kg.evaluation.scores import evaluate
from tests.evaluation.tables import found_of, found_rows, gold_rows, open_rows

PORT = GoldRow(1, "若宮", "asset", "Port", "若宮港")
REGION = GoldRow(1, "若宮", "place", "Region", "若宮地方")


def outcomes(gold: list[GoldRow], found: list[FoundRow]) -> list[str]:
    return [judgement.outcome for judgement in match(gold, found)]


def test_every_outcome() -> None:
    river = found_of(GoldRow(1, "若宮", "asset", "River", "若宮川"))
    other = found_of(GoldRow(1, "若宮", "asset", "Port", "大浜港"))
    optional = GoldRow(1, "若宮", "asset", "Port", "若宮港", note="optional: a phrase?")
    assert outcomes([PORT], []) == ["missed"]
    assert outcomes([], [river]) == ["extra"]
    assert outcomes([PORT], [river]) == ["type"]
    assert outcomes([PORT], [other]) == ["thing"]
    assert outcomes([PORT], [FoundRow(1, "若宮")]) == ["open"]
    assert outcomes([PORT], [found_of(PORT)]) == ["right"]
    assert outcomes([optional], []) == ["optional"]
    assert outcomes([optional], [river]) == ["optional"]


@pytest.mark.parametrize(
    ("expected", "found", "outcome"),
    [
        ("exact", "exact", "right"),
        ("exact", "alias", "join"),
        ("elided head", "elided-head", "right"),
        ("name in brackets", "exact", "join"),
        ("", "alias", "right"),
        ("alias", "reviewed", "right"),
    ],
)
def test_joins_are_compared_where_the_thing_is_right(
    expected: str, found: str, outcome: str
) -> None:
    gold = replace(PORT, join=expected)
    mention = replace(found_of(PORT), join=found)
    assert outcomes([gold], [mention]) == [outcome]
    (scores,) = evaluate([gold], [mention]).by_kind()
    assert scores.linking.precision == scores.linking.recall == 1.0


def test_of_two_mentions_of_a_thing_the_one_joined_so_goes_first() -> None:
    gold = [replace(PORT, join="alias"), replace(PORT, join="exact")]
    found = [replace(found_of(PORT), join=join) for join in ("exact", "alias")]
    assert outcomes(gold, found) == ["right", "right"]


@pytest.mark.parametrize(("line", "words"), [(2, "若宮"), (1, "若宮港"), (1, "若 宮")])
def test_a_mention_elsewhere_or_of_other_words_is_no_partner(line: int, words: str) -> None:
    elsewhere = found_of(GoldRow(line, words, "asset", "Port", "若宮港"))
    assert sorted(outcomes([PORT], [elsewhere])) == ["extra", "missed"]


def test_words_that_stand_twice_are_two_mentions() -> None:
    assert outcomes([PORT, PORT], [found_of(PORT)]) == ["right", "missed"]
    assert outcomes([PORT], [found_of(PORT)] * 2) == ["right", "extra"]
    assert outcomes([REGION, PORT], [found_of(PORT), found_of(REGION)]) == ["right", "right"]


def test_an_optional_row_takes_the_mention_that_is_its_own() -> None:
    optional = GoldRow(1, "若宮", "place", "Region", "若宮地方", note="optional")
    assert outcomes([PORT, optional], [found_of(REGION)]) == ["optional", "missed"]
    same = GoldRow(1, "若宮", "asset", "Port", "若宮港", note="optional")
    assert outcomes([same, PORT], [found_of(PORT)]) == ["right", "optional"]


def test_only_a_note_that_begins_with_optional_makes_a_row_optional() -> None:
    assert GoldRow(1, "国", "body", "AgentKind", "国", note="optional; doubtful").is_optional
    assert not GoldRow(1, "国", "body", "AgentKind", "国", note="DOUBT: optional").is_optional


@pytest.mark.parametrize(
    ("thing", "is_of"),
    [
        ("釧路川/弟子屈地区", True),
        ("釧路川／弟子屈地区", True),
        ("弟子屈地区", False),
        ("釧路川", False),
        ("標津川/弟子屈地区", False),
    ],
)
def test_a_section_goes_with_its_whole(thing: str, is_of: bool) -> None:
    iri = "https://example.org/id/asset/釧路川/弟子屈地区"
    for label in ("釧路川/弟子屈地区", "弟子屈地区の工区"):
        section = FoundRow(9, "弟子屈地区", "asset", "AssetSection", label, iri)
        assert section.is_of(thing) is is_of


def test_a_thing_is_known_by_label_or_by_the_tail_of_its_iri() -> None:
    iri = "https://example.org/id/agent/NPO%20%E6%A3%AE"
    body = FoundRow(1, "ＮＰＯ", "body", "Organization", "ＮＰＯ　森の会", iri)
    assert body.is_of("NPO 森の会")
    assert body.is_of("ＮＰＯ 森")
    assert not body.is_of("NPO")
    assert not body.is_of("agent/NPO 森")


@given(st.lists(gold_rows()), st.lists(found_rows | open_rows))
def test_each_row_is_in_one_judgement(gold: list[GoldRow], found: list[FoundRow]) -> None:
    judgements = match(gold, found)
    assert sorted(one.gold for one in judgements if one.gold) == sorted(gold)
    assert sorted(one.found for one in judgements if one.found) == sorted(found)


@given(st.lists(gold_rows()), st.lists(found_rows | open_rows), st.randoms(use_true_random=False))
def test_order_does_not_matter(
    gold: list[GoldRow], found: list[FoundRow], chance: random.Random
) -> None:
    expected = match(gold, found)
    chance.shuffle(gold)
    chance.shuffle(found)
    assert match(gold, found) == expected


def best(gold: list[GoldRow], found: list[FoundRow]) -> tuple[int, int, int]:
    """Try every way to pair rows of one place: the most pairs, equal classes, equal things."""
    longer, shorter = (gold, found) if len(gold) > len(found) else (found, gold)
    most = (0, 0, 0)
    for chosen in permutations(longer, len(shorter)):
        pairs = zip(chosen, shorter, strict=True)
        ordered = [(a, b) if isinstance(a, GoldRow) else (b, a) for a, b in pairs]
        typed = sum(has_same_type(a, b) for a, b in ordered)  # type: ignore[arg-type]
        linked = sum(has_same_thing(a, b) for a, b in ordered)  # type: ignore[arg-type]
        most = max(most, (len(ordered), typed, linked))
    return most


@given(st.lists(gold_rows(), max_size=4), st.lists(found_rows | open_rows, max_size=4))
def test_no_other_pairing_is_better(gold: list[GoldRow], found: list[FoundRow]) -> None:
    gold = [GoldRow(1, "若宮", row.kind, row.type, row.thing) for row in gold]
    found = [FoundRow(1, "若宮", row.kind, row.type, row.thing, row.iri, row.rule) for row in found]
    pairs = [(one.gold, one.found) for one in match(gold, found) if one.gold and one.found]
    typed = sum(has_same_type(a, b) for a, b in pairs)
    linked = sum(has_same_thing(a, b) for a, b in pairs)
    assert (len(pairs), typed, linked) == best(gold, found)


def test_a_judgement_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least"):
        _ = Judgement(None, None).line
