"""Near repeats: small differences are found and shown, other things are not taken for them."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF

from kg.document.plan_file import read_plan_file
from kg.document.reading import read_plan
from kg.graph.convert import PlanGraphs, convert
from kg.graph.terms import CHIIKI
from kg.graph.validation import validate
from kg.things.repeats import Near, find_near, load_repeat_rules
from tests.conftest import REAL_PLAN

RULES = load_repeat_rules()
SIGNS = re.compile(r"\[-(.*?)-\]|\{\+(.*?)\+\}")
words = st.text("道路港湾河川の整備推進", min_size=6, max_size=14)


def near(*texts: str) -> list[Near]:
    return find_near(texts, [()] * len(texts))


@pytest.mark.parametrize(
    ("earlier", "later", "difference"),
    [
        ("冬季の道路の確保", "冬期の道路の確保", "冬[-季-]{+期+}の道路の確保"),
        ("妊娠・出産の支援", "妊娠 ・出産の支援", "妊娠{+ +}・出産の支援"),
        ("高規格道路等の整備", "高規格道路の整備", "高規格道路[-等-]の整備"),
    ],
)
def test_a_small_difference_is_shown(earlier: str, later: str, difference: str) -> None:
    assert [found.difference for found in near(earlier, later)] == [difference]


@pytest.mark.parametrize(
    "texts",
    [
        ("港湾施設の整備の推進", "港湾施設の整備の推進"),  # word for word
        ("地域公共交通の確保", "建設業の人材の確保"),  # says something else
        ("道道の整備", "国道の整備"),  # too short to be one text
        (),
    ],
)
def test_what_is_no_near_repeat_is_none(texts: tuple[str, ...]) -> None:
    assert near(*texts) == []


def test_texts_that_name_other_things_are_not_compared() -> None:
    texts = ["別海北部地区の農業基盤整備", "別海南部地区の農業基盤整備"]
    assert find_near(texts, ["別海北部地区", "別海南部地区"]) == []
    assert len(find_near(texts, ["別海", "別海"])) == 1


@given(st.lists(words, max_size=12, unique=True))
@settings(deadline=None)
def test_every_pair_found_is_one_and_its_difference_gives_both_texts(texts: list[str]) -> None:
    for found in near(*texts):
        earlier, later = texts[found.earlier], texts[found.later]
        assert found.earlier < found.later
        assert SIGNS.sub(lambda sign: sign[1] or "", found.difference) == earlier
        assert SIGNS.sub(lambda sign: sign[2] or "", found.difference) == later


@given(st.lists(words, max_size=12, unique=True))
@settings(deadline=None)
def test_no_pair_is_missed_that_shares_enough(texts: list[str]) -> None:
    """What is left out by looking at rarer pairs only would not have been found at all."""
    found = {(one.earlier, one.later) for one in near(*texts)}
    for later, text in enumerate(texts):
        for earlier, other in enumerate(texts[:later]):
            alike = SequenceMatcher(None, other, text, autojunk=False).ratio()
            is_near = alike >= RULES.least_similarity and _share(other, text) >= RULES.least_share
            assert ((earlier, later) in found) == is_near


def _share(one: str, other: str) -> float:
    """Return the coefficient of Dice of the pairs of characters of two texts."""
    first, second = ({text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other))
    return 2 * len(first & second) / (len(first) + len(second))


def test_a_hundred_times_one_text_is_no_work() -> None:
    texts = [f"地域の産業を支える人材の育成と確保に向けた取組の推進{'・' * n}" for n in range(5)]
    assert len(near(*texts)) == 10


def test_near_repeats_stand_in_a_graph_of_their_own(plan_graphs: PlanGraphs) -> None:
    comparison = plan_graphs.comparison
    nodes = set(comparison.subjects(RDF.type, CHIIKI.NearRepeat))
    assert set(comparison.subjects()) == nodes
    assert not nodes & set(plan_graphs.content.subjects())
    assert {str(method) for method in comparison.objects(None, CHIIKI.comparedBy)} == {RULES.method}
    assert validate(plan_graphs.asserted).conforms


def test_two_conversions_compare_alike(plan_graphs: PlanGraphs) -> None:
    plan_file = read_plan_file(REAL_PLAN)
    again = convert(read_plan(plan_file), plan_file)
    assert set(again.comparison) == set(plan_graphs.comparison)


def test_a_wording_repeated_in_one_project_only_is_none(tmp_path: Path) -> None:
    """The difference must be between projects: 間伐や主伐後… stands twice in 3-(2)."""
    for path in REAL_PLAN.iterdir():
        text = path.read_text("utf-8")
        if path.name == "source.txt":
            assert text.count("・間伐や主伐後の再造林と林内路網の整備") == 1
            text = text.replace("・間伐や主伐後の再造林と", "・間伐や主伐後の再造林及び")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    plan_file = read_plan_file(tmp_path)
    comparison = convert(read_plan(plan_file), plan_file).comparison
    differences = [str(value) for value in comparison.objects(None, CHIIKI.difference)]
    assert len(differences) == 8
    assert not any("再造林" in difference for difference in differences)
