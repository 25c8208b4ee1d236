"""What a plan leaves open: the plan that says nothing is told from the one not read surely."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal

from kg.document.plan_file import read_plan_file
from kg.document.reading import read_plan
from kg.graph.convert import PlanGraphs, convert
from kg.graph.terms import CHIIKI
from kg.questions.answers import ask
from kg.questions.catalogue import Catalogue
from kg.questions.long import ask_long
from kg.store.embedded import EmbeddedStore
from tests.conftest import REAL_PLAN
from tests.questions.conftest import store_of
from tests.questions.whole import asked_whole

Row = tuple[str, str, str]


@pytest.fixture(scope="module")
def found() -> dict[str, list[Row]]:
    """Return what the answer tells of each plan: thing, verdict and reason."""
    return _by_plan(store_of(Path(__file__).with_name("gaps.trig")), "en")


def _by_plan(store: EmbeddedStore, lang: str) -> dict[str, list[Row]]:
    answer = ask(store, Catalogue().get("gaps"), {"lang": lang})
    plans: dict[str, list[Row]] = {"quiet": [], "unsure": []}
    for row, source in zip(answer, answer.sources, strict=True):
        plans[str(source).split("/")[-2]].append((row.thing, row.verdict, row.reason))
    return plans


def test_a_plan_that_says_nothing_is_silent(found: dict[str, list[Row]]) -> None:
    nothing = ("none was found in the plan", "no such name was found in its texts")
    assert found["quiet"] == [
        *[("静かなプロジェクト", *nothing)] * 3,
        ("静かなまとまり", "the plan is silent", "there is no cell of bodies on its page"),
        ("静かな取組の推進", *nothing),
    ]


def test_a_sign_of_something_missed_makes_the_conversion_uncertain(
    found: dict[str, list[Row]],
) -> None:
    unsure = "the conversion is not certain"
    left_open = "words in it are left open between several things"
    assert found["unsure"] == [
        ("迷うプロジェクト", unsure, "the implementers of a group in it are unknown"),
        ("迷うプロジェクト", unsure, left_open),
        (
            "欄の及ぶか分からないまとまり",
            unsure,
            "a cell of bodies stands on its page, but whether it holds for this column is not told",
        ),
        ("欄の余るまとまり", unsure, "a cell of bodies near it pairs with no group"),
        ("葵の整備", unsure, left_open),
        ("「茜の輪」を広げる", unsure, "words in brackets or quotes were taken for no name"),
        (
            "瑠璃浜の清掃",
            unsure,
            "it holds the two characters that a place or asset of the plan begins with",
        ),
        ("関係機関との連携", "none was found in the plan", "no such name was found in its texts"),
    ]


def test_a_body_of_unknown_kind_may_be_the_name_that_is_missing(tmp_path: Path) -> None:
    text = Path(__file__).with_name("gaps.trig").read_text("utf-8")
    path = tmp_path / "gaps.trig"
    path.write_text(text.replace("certainty:unknown", "certainty:explicit"), encoding="utf-8")
    first = _by_plan(store_of(path), "ja")["unsure"][0]
    assert first == ("迷うプロジェクト", "変換が不確か", "種類か固有の名か判断できない主体がある")


@pytest.mark.parametrize("certainty", ["unknown", "explicit"])
def test_asked_plan_by_plan_it_has_the_rows_of_the_whole(tmp_path: Path, certainty: str) -> None:
    text = Path(__file__).with_name("gaps.trig").read_text("utf-8")
    path = tmp_path / "gaps.trig"
    path.write_text(text.replace("certainty:unknown", f"certainty:{certainty}"), encoding="utf-8")
    store = store_of(path)
    gaps = Catalogue().get("gaps")
    cells, sources = asked_whole(store, gaps, {"lang": Literal("ja")})
    answer = ask(store, gaps, {"lang": "ja"})
    assert (answer.cells, answer.sources) == (cells, sources)
    with ask_long(store, gaps, {}, "ja") as on_disk:
        assert on_disk.part(0, len(cells) + 1) == (cells, sources)


def test_cells_that_pair_with_no_group_are_kept_beside_it(tmp_path: Path) -> None:
    """A third cell for the two groups of a column: whose they are cannot be told."""
    graphs = _convert(tmp_path, "国、道、市\n町村、民間\n\n国、道、市\n町村、民間\n", "\n国、道\n")
    groups = graphs.iris.within("project", "1-1", "group")
    for number in (1, 2):
        cells = graphs.content.objects(groups + f"/{number}", CHIIKI.cellBeside)
        words = sorted(str(graphs.content.value(cell, CHIIKI.words)) for cell in cells)
        assert words == ["国、道", "国、道、市町村、民間", "国、道、市町村、民間"]
    assert (groups + "/3", CHIIKI.cellBeside, None) not in graphs.content


def test_a_plan_whose_cells_all_pair_has_none_beside(plan_graphs: PlanGraphs) -> None:
    assert (None, CHIIKI.cellBeside, None) not in plan_graphs.content


def _convert(folder: Path, cells: str, more: str) -> PlanGraphs:
    """Convert the real plan with a cell more behind the first place where some stand."""
    for path in REAL_PLAN.iterdir():
        text = path.read_text("utf-8")
        if path.name == "source.txt":
            assert cells in text
            text = text.replace(cells, cells + more, 1)
        (folder / path.name).write_text(text, encoding="utf-8")
    plan_file = read_plan_file(folder)
    return convert(read_plan(plan_file), plan_file)
