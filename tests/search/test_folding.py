"""Writings of one text are made alike, and the way back leads to the characters as written."""

from __future__ import annotations

import tomllib
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.search.tables import FOLDING, RANKING, read_folding, read_ranking

FOLD = read_folding()

JAPANESE = st.text(
    st.sampled_from("釧路港國県ヶケが・「」（）ァアーｰｶﾞﾊﾟか゛ａA１㈱Ⅲ㎞～-、 　國齋\u0301\ufe00")
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("ｸｼﾛ", "クシロ"),
        ("ﾊﾟﾋﾟﾌﾞ", "パピブ"),
        ("か゛", "が"),
        ("「釧路」・『根室』", "釧路根室"),
        ("（弟子屈地区）", "弟子屈地区"),
        ("國鐵廣尾線", "国鉄広尾線"),
        ("邊邉"[:1], "辺"),
        ("瀧澤", "滝沢"),
        ("髙﨑", "高崎"),
        ("くしろ", "クシロ"),
        ("キャッチ", "キヤツチ"),
        ("阿寒IC～釧路西IC", "阿寒IC-釧路西ＩＣ"),
        ("データ", "デ－タ"),
        ("データ", "ﾃﾞｰﾀ"),
        ("1-(1)", "１－（１）"),
        ("1-(1)", "1-1"),
        ("国、道", "国，道"),
        ("Ⅲ", "III"),
        ("㎞", "km"),
        ("㈱", "(株)"),
        ("釧路　港", "釧路港"),
        ("神", "神"),
        ("葛\U000e0100", "葛"),
    ],
)
def test_writings_of_one_text_are_one(one: str, other: str) -> None:
    assert FOLD.fold(one) == FOLD.fold(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("国、道", "国道"),
        ("は", "ば"),
        ("コート", "コト"),
        ("港", "湊"),
        ("が", "け"),
        ("一", "ー"),
        ("1-1", "11"),
    ],
)
def test_other_texts_stay_apart(one: str, other: str) -> None:
    assert FOLD.fold(one) != FOLD.fold(other)


@pytest.mark.parametrize("text", ["", "「」", "・・", " 　\x00\u200b", "\ud800", "\u0301"])
def test_what_nobody_looks_for_is_left_out(text: str) -> None:
    assert FOLD.fold(text) == ""


@given(st.text() | JAPANESE)
def test_the_two_ways_to_fold_agree(text: str) -> None:
    folded, starts, ends = FOLD.fold_with_places(text)
    assert folded == FOLD.fold(text)
    assert len(folded) == len(starts) == len(ends)
    assert starts == sorted(starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(starts, ends, strict=True))


@given(JAPANESE)
def test_the_place_of_a_character_folds_to_it(text: str) -> None:
    folded, starts, ends = FOLD.fold_with_places(text)
    for letter, start, end in zip(folded, starts, ends, strict=True):
        assert letter in FOLD.fold(text[start:end])


@given(JAPANESE)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert FOLD.fold(FOLD.fold(text)) == FOLD.fold(text)


@given(JAPANESE, JAPANESE)
def test_a_piece_of_a_text_is_a_piece_of_its_folded_form(one: str, other: str) -> None:
    """As long as no mark is cut from its letter."""
    if FOLD.fold(one + other) == FOLD.fold(one) + FOLD.fold(other):
        return
    assert unicodedata.category(other[0]) == "Mn" or other[0] in "゛゜ﾞﾟ"


def test_every_table_has_its_source() -> None:
    tables = tomllib.loads(FOLDING.read_text(encoding="utf-8"))
    for rows in tables.values():
        for row in rows if isinstance(rows, list) else [rows]:
            assert len(row["source"]) > 20
    assert len(tomllib.loads(RANKING.read_text(encoding="utf-8"))["source"]) > 20


def test_no_character_becomes_one_that_becomes_another() -> None:
    assert len(FOLD.pairs) > 400
    assert not [new for new in FOLD.pairs.values() if new and FOLD.pairs.get(new, new) != new]


def test_pairs_are_pairs_and_none_comes_twice() -> None:
    tables = tomllib.loads(FOLDING.read_text(encoding="utf-8"))["pairs"]
    pairs = [pair for table in tables for pair in table["pairs"].split()]
    assert {len(pair) for pair in pairs} == {2}
    assert len({pair[0] for pair in pairs}) == len(pairs)


def test_what_is_folded_is_normalised_so_no_row_is_dead() -> None:
    tables = tomllib.loads(FOLDING.read_text(encoding="utf-8"))["pairs"]
    old = [pair[0] for table in tables for pair in table["pairs"].split()]
    dead = [letter for letter in old if unicodedata.normalize("NFKC", letter) != letter]
    # These are for readers of the table: NFKC takes them before it comes to them.
    assert set(dead) <= set("‑")


def test_fields_come_before_kinds() -> None:
    ranking = read_ranking()
    weights = sorted(
        {
            weight
            for field in ranking.fields.values()
            for weight in (field.whole, field.start, field.part)
        }
    )
    span = max(kind.weight for kind in ranking.kinds)
    assert all(right - left > span for left, right in pairwise(weights))
