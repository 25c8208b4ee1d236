"""The same plan written another way gives the same graph but for its passages."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from rdflib import RDF

from kg.document.layout import Layout
from kg.document.model import Plan
from kg.document.plan_file import PlanFile, read_plan_file
from kg.graph.convert import PlanGraphs, convert
from kg.graph.terms import CHIIKI
from kg.things.bodies import body_name
from tests import plan_generator, rewriting
from tests.conftest import REAL_PLAN

PROJECTS = 11
Said = Counter[tuple[str, ...]]
Rewritten = Callable[[str], None]
TOLD_BY_RULES = ("北海", "ひがし(?=北海)", "北方", "トラック(?=協会)")
"""Names that vocabularies and rules know: a prefecture, its part, a field, a kind of body."""

seeds = st.integers(min_value=0, max_value=2**32 - 1)
some = settings(
    max_examples=2, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@pytest.fixture(scope="module")
def graph(plan_graphs: PlanGraphs) -> Said:
    """Return what the graph of the real plan says."""
    return rewriting.graph_without_passages(plan_graphs)


@pytest.fixture(scope="module")
def check(graph: Said, layout: Layout, plan_file: PlanFile) -> Rewritten:
    """Return a function that asserts that a text says what the real plan says."""

    def says_the_same(text: str) -> None:
        found = rewriting.graph_without_passages(graphs_of(text, layout, plan_file))
        assert not differences(found, graph)

    return says_the_same


def graphs_of(text: str, layout: Layout, plan_file: PlanFile) -> PlanGraphs:
    plan = rewriting.parse_text(text, layout)
    assert not plan.errors, plan.errors
    graphs = convert(plan, plan_file)
    assert not graphs.unused
    return graphs


def differences(found: Said, wanted: Said) -> list[object]:
    """Return some of what is too much and what is missing; pytest takes long over all of it."""
    return [*list(found - wanted)[:3], *(("missing", *said) for said in list(wanted - found)[:3])]


@some
@given(seeds)
def test_blank_lines_in_or_out_change_nothing(check: Rewritten, plan: Plan, seed: int) -> None:
    check(rewriting.other_blanks(plan.source.text, random.Random(seed)))


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_and_byte_order_mark_change_nothing(
    check: Rewritten, plan: Plan, end: str, mark: str
) -> None:
    check(mark + end.join(plan.source.text.splitlines()) + end)


@some
@given(seeds)
def test_half_width_codes_and_page_marks_change_nothing(
    check: Rewritten, plan: Plan, seed: int
) -> None:
    chance = random.Random(seed)
    check(rewriting.half_width(plan.source.text, lambda: chance.random() < 0.5))


@some
@given(st.permutations(range(PROJECTS)))
def test_projects_in_another_order_say_the_same(
    check: Rewritten, plan: Plan, order: list[int]
) -> None:
    check(rewriting.other_order(plan, order))


@some
@given(seeds)
def test_page_numbers_and_running_heads_there_or_not_change_nothing(
    check: Rewritten, plan: Plan, seed: int
) -> None:
    check(rewriting.other_furniture(plan, random.Random(seed)))


@some
@given(st.integers(min_value=14, max_value=70).filter(lambda width: width not in (16, 19)))
def test_lines_wrapped_at_another_width_say_the_same(
    check: Rewritten, plan: Plan, width: int
) -> None:
    check(rewriting.wrap_all(rewriting.paragraphs(plan), width))


@some
@given(st.integers(min_value=0, max_value=150))
def test_renamed_places_say_the_same_of_others(graph: Said, layout: Layout, seed: int) -> None:
    names = plan_generator.invent_names(seed)
    names["釧根"] = names["釧路"][0] + names["根室"][0]  # which is short for both
    names = {stem: name for stem, name in names.items() if stem not in TOLD_BY_RULES}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path in REAL_PLAN.iterdir():
            text = path.read_bytes().decode("utf-8")
            (folder / path.name).write_bytes(plan_generator.rename(text, names).encode())
        text = (folder / "source.txt").read_bytes().decode("utf-8")
        found = rewriting.graph_without_passages(graphs_of(text, layout, read_plan_file(folder)))
    terms = sorted({term for said in graph for term in said})
    renamed = plan_generator.rename("\x1e".join(terms), names).split("\x1e")
    new = dict(zip(terms, renamed, strict=True))
    expected = Counter(tuple(new[term] for term in said) for said in graph.elements())
    assert not differences(found, expected)


@some
@given(seeds)
def test_renamed_bodies_take_part_in_the_same(
    graph: Said, plan_graphs: PlanGraphs, plan: Plan, layout: Layout, plan_file: PlanFile, seed: int
) -> None:
    names = rewriting.invent_bodies(plan, layout, random.Random(seed))
    assume(not rewriting.has_seam(plan, layout, names))
    graphs = graphs_of(rewriting.rename_bodies(plan, names), layout, plan_file)
    expected = {
        (node, names.get(written, written) if "/participation/lead" not in node else written)
        for node, written in participations(plan_graphs)
    }
    assert participations(graphs) == expected
    for node, written in expected:
        subject = graphs.iris.agent(body_name(written))
        assert (graphs.iris.below(graphs.iris.plan, node), CHIIKI.participant, subject) in (
            graphs.content
        )
    without = of_no_body(rewriting.graph_without_passages(graphs))
    assert not differences(without, of_no_body(graph))


def participations(graphs: PlanGraphs) -> set[tuple[str, str]]:
    """Return each participation, as what stands below the plan, with the body as written."""
    return {
        (
            str(node).removeprefix(f"{graphs.iris.plan}/"),
            str(graphs.content.value(node, CHIIKI.asWritten)),
        )
        for node in graphs.content.subjects(RDF.type, CHIIKI.Participation)
    }


def of_no_body(graph: Said) -> Said:
    return Counter(
        {
            said: count
            for said, count in graph.items()
            if not any("/id/agent/" in part or "\n" in part for part in said)
            and str(CHIIKI.asWritten) not in said
        }
    )
