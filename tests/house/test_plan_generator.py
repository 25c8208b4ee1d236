"""The generator of plans does what the tests and benchmarks that lean on it believe."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.document.plan_file import read_plan_file
from tests.plan_generator import (
    generate_text,
    invent_names,
    read_real_text,
    recode,
    rename,
    renumber,
    reorder,
    split_projects,
    write_plan,
)

NAMES_IN_THE_PLAN = ("釧路", "根室", "標津", "阿寒", "アトサヌプリ", "千代ノ浦", "北海道")


def test_no_two_plans_share_a_name() -> None:
    seen: set[str] = set()
    for seed in range(100):
        names = set(invent_names(seed).values())
        assert len(names) == len(invent_names(seed))
        assert not names & seen
        seen |= names


def test_invented_names_are_strange_to_the_real_plan() -> None:
    text = read_real_text()
    assert not [name for name in invent_names(5).values() if name in text]


def test_names_run_out_with_an_error_and_not_with_a_repeat() -> None:
    with pytest.raises(ValueError, match="there are only"):
        invent_names(10_000)


@pytest.mark.parametrize("seed", [0, 7, 99])
def test_no_real_name_is_left(seed: int) -> None:
    text = "".join(generate_text(seed).split())
    assert not [name for name in NAMES_IN_THE_PLAN if name in text]


def test_suffixes_stay_where_names_change() -> None:
    names = invent_names(1)
    assert rename("釧路港の整備", names) == f"{names['釧路']}港の整備"
    assert rename("中標津空港", names) == f"{names['中標津']}空港"
    assert rename("標津漁港（標津町）", names) == "{0}漁港（{0}町）".format(names["標津"])
    assert rename("雌阿寒岳", names) == f"{names['雌阿寒']}岳"


def test_a_name_cut_by_a_line_break_changes_too() -> None:
    names = invent_names(1)
    new = names["北海"]
    assert rename("ゼロカーボン北\n海道", names) == f"ゼロカーボン{new[0]}\n{new[1]}道"


def test_renaming_alone_keeps_every_line_as_long_as_it_was() -> None:
    text = read_real_text()
    renamed = rename(text, invent_names(2))
    assert [len(line) for line in renamed.splitlines()] == [len(line) for line in text.splitlines()]


def test_reordering_keeps_every_page() -> None:
    text = read_real_text()
    index, projects = split_projects(text)
    assert len(projects) == 11
    assert index + "".join(projects) == text
    turned = reorder(text, range(10, -1, -1))
    assert split_projects(turned) == (index, projects[::-1])


def test_other_codes_are_other_everywhere_and_still_agree() -> None:
    code = re.compile("[０-９]－（[０-９]）")
    old, new = read_real_text(), recode(read_real_text(), 3)
    assert code.sub("", new) == code.sub("", old)
    became = dict(zip(code.findall(old), code.findall(new), strict=True))
    assert [became[found] for found in code.findall(old)] == code.findall(new)
    assert set(became.values()) == set(became)
    assert became != {found: found for found in became}


def test_numbers_change_in_their_own_width() -> None:
    assert renumber("林業専用道４路線を整備", 1) == "林業専用道６路線を整備"
    assert renumber("16件の治山事業", 0) == "5件の治山事業"
    assert renumber("プロジェクト2.0", 1) == "プロジェクト2.0"


def test_a_written_plan_is_a_plan(tmp_path: Path) -> None:
    folder = write_plan(tmp_path, 4)
    plan = read_plan_file(folder)
    assert plan.id == folder.name == "plan-004"
    assert plan.area is not None
    assert plan.area.ja in plan.source_path.read_text(encoding="utf-8")
    assert len(plan.municipalities) == 12


def test_the_same_seed_gives_the_same_plan(tmp_path: Path) -> None:
    one, two = write_plan(tmp_path / "one", 8), write_plan(tmp_path / "two", 8)
    for path in one.iterdir():
        assert path.read_bytes() == (two / path.name).read_bytes()


def test_a_written_gazetteer_says_where_invented_places_lie(tmp_path: Path) -> None:
    one, two = (read_plan_file(write_plan(tmp_path, seed)) for seed in (4, 5))
    codes = [{town.code for town in plan.municipalities.values()} for plan in (one, two)]
    assert not codes[0] & codes[1]
    for name in one.municipalities:
        (office,) = one.gazetteer.values(name, "subprefecture")
        assert one.gazetteer.values(office, "prefecture") != ["北海道"]
    facts = [fact for found in one.gazetteer.facts.values() for fact in found]
    assert {fact.source for fact in facts} == {"Invented for tests"}
