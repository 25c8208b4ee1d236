"""The same plan written another way gives the same graph but for its passages."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from rdflib import RDF

from kg.document.layout import Layout, layout_path, read_layout
from kg.document.model import Plan
from kg.document.plan_file import PlanFile, read_plan_file
from kg.document.reading import read_plan
from kg.graph.convert import PlanGraphs, convert
from kg.graph.terms import CHIIKI
from kg.things.bodies import body_name
from tests import plan_generator, rewriting
from tests.conftest import REAL_PLAN

LAYOUT: Layout = read_layout(layout_path("hokkaido-vision"))
PLAN_FILE: PlanFile = read_plan_file(REAL_PLAN)
PLAN: Plan = read_plan(PLAN_FILE)
TEXT = PLAN.source.text
GRAPH = rewriting.graph_without_passages(convert(PLAN, PLAN_FILE))
TOLD_BY_RULES = ("北海", "ひがし(?=北海)", "北方", "トラック(?=協会)")
"""Names that vocabularies and rules know: a prefecture, its part, a field, a kind of body."""

seeds = st.integers(min_value=0, max_value=2**32 - 1)
some = settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def graphs_of(text: str, plan_file: PlanFile = PLAN_FILE) -> PlanGraphs:
    plan = rewriting.parse_text(text, LAYOUT)
    assert not plan.errors, plan.errors
    graphs = convert(plan, plan_file)
    assert not graphs.unused
    return graphs


def says_the_same(text: str) -> bool:
    assert not differences(rewriting.graph_without_passages(graphs_of(text)), GRAPH)
    return True


def differences(found: Counter[tuple[str, ...]], wanted: Counter[tuple[str, ...]]) -> list[object]:
    """Return some of what is too much and what is missing; pytest takes long over all of it."""
    return [*list(found - wanted)[:3], *(("missing", *said) for said in list(wanted - found)[:3])]


@some
@given(seeds)
def test_blank_lines_in_or_out_change_nothing(seed: int) -> None:
    assert says_the_same(rewriting.other_blanks(TEXT, random.Random(seed)))


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_and_byte_order_mark_change_nothing(end: str, mark: str) -> None:
    assert says_the_same(mark + end.join(TEXT.splitlines()) + end)


@some
@given(seeds)
def test_half_width_codes_and_page_marks_change_nothing(seed: int) -> None:
    chance = random.Random(seed)
    assert says_the_same(rewriting.half_width(TEXT, lambda: chance.random() < 0.5))


@some
@given(st.permutations(range(len(PLAN.projects))))
def test_projects_in_another_order_say_the_same(order: list[int]) -> None:
    assert says_the_same(rewriting.other_order(PLAN, order))


@some
@given(seeds)
def test_page_numbers_and_running_heads_there_or_not_change_nothing(seed: int) -> None:
    assert says_the_same(rewriting.other_furniture(PLAN, random.Random(seed)))


@some
@given(st.integers(min_value=14, max_value=70).filter(lambda width: width not in (16, 19)))
def test_lines_wrapped_at_another_width_say_the_same(width: int) -> None:
    assert says_the_same(rewriting.wrap_all(rewriting.paragraphs(PLAN), width))


@some
@given(st.integers(min_value=0, max_value=150))
def test_renamed_places_say_the_same_of_others(seed: int) -> None:
    names = plan_generator.invent_names(seed)
    names["釧根"] = names["釧路"][0] + names["根室"][0]  # which is short for both
    names = {stem: name for stem, name in names.items() if stem not in TOLD_BY_RULES}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in REAL_PLAN.iterdir():
            text = path.read_bytes().decode("utf-8")
            (folder / path.name).write_bytes(plan_generator.rename(text, names).encode())
        text = (folder / "source.txt").read_bytes().decode("utf-8")
        found = rewriting.graph_without_passages(graphs_of(text, read_plan_file(folder)))
    terms = sorted({term for said in GRAPH for term in said})
    renamed = plan_generator.rename("\x1e".join(terms), names).split("\x1e")
    new = dict(zip(terms, renamed, strict=True))
    expected = Counter(tuple(new[term] for term in said) for said in GRAPH.elements())
    assert not differences(found, expected)


@some
@given(seeds)
def test_renamed_bodies_take_part_in_the_same(seed: int) -> None:
    names = rewriting.invent_bodies(PLAN, LAYOUT, random.Random(seed))
    assume(not rewriting.has_seam(PLAN, LAYOUT, names))
    graphs = graphs_of(rewriting.rename_bodies(PLAN, names))
    expected = {
        (node, names.get(written, written) if "/participation/lead" not in node else written)
        for node, written in participations(convert(PLAN, PLAN_FILE))
    }
    assert participations(graphs) == expected
    for node, written in expected:
        subject = graphs.iris.agent(body_name(written))
        assert (graphs.iris.below(graphs.iris.plan, node), CHIIKI.participant, subject) in (
            graphs.content
        )
    without = of_no_body(rewriting.graph_without_passages(graphs))
    assert not differences(without, of_no_body(GRAPH))


def participations(graphs: PlanGraphs) -> set[tuple[str, str]]:
    """Return each participation, as what stands below the plan, with the body as written."""
    return {
        (
            str(node).removeprefix(f"{graphs.iris.plan}/"),
            str(graphs.content.value(node, CHIIKI.asWritten)),
        )
        for node in graphs.content.subjects(RDF.type, CHIIKI.Participation)
    }


def of_no_body(graph: Counter[tuple[str, ...]]) -> Counter[tuple[str, ...]]:
    return Counter(
        {
            said: count
            for said, count in graph.items()
            if not any("/id/agent/" in part or "\n" in part for part in said)
            and str(CHIIKI.asWritten) not in said
        }
    )
