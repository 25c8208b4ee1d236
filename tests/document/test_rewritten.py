"""The same plan written another way says the same: properties over the real text."""

from __future__ import annotations

import random

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kg.document.layout import Layout, layout_path, read_layout
from kg.document.model import Plan
from kg.document.plan_file import read_plan_file
from kg.document.reading import read_plan
from kg.text import display_width
from tests import plan_generator, rewriting
from tests.conftest import REAL_PLAN

LAYOUT: Layout = read_layout(layout_path("hokkaido-vision"))
PLAN: Plan = read_plan(read_plan_file(REAL_PLAN))
TEXT = PLAN.source.text
SAID = rewriting.statements(PLAN)
SUB_LINES = [
    [work.text.text, *(item.text.text for item in work.items)]
    for project in PLAN.projects
    for work in (*project.works, *project.programmes)
    if work.items
]

seeds = st.integers(min_value=0, max_value=2**32 - 1)
thorough = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def says_the_same(text: str) -> bool:
    plan = rewriting.parse_text(text, LAYOUT)
    assert not plan.errors, plan.errors
    assert rewriting.statements(plan) == SAID
    return True


@thorough
@given(seeds)
def test_blank_lines_in_or_out_change_nothing(seed: int) -> None:
    chance = random.Random(seed)
    lines: list[str] = []
    for line in TEXT.splitlines():
        if line.strip() or chance.random() < 0.3:
            lines.append(line)
        if chance.random() < 0.2:
            lines.append(chance.choice(["", "  ", "　"]))
    assert says_the_same("\n".join(lines))


def test_no_blank_lines_at_all_change_nothing() -> None:
    assert says_the_same("\n".join(line for line in TEXT.splitlines() if line.strip()))


@thorough
@given(st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "\ufeff"]))
def test_line_ends_and_byte_order_mark_change_nothing(end: str, mark: str) -> None:
    assert says_the_same(mark + end.join(TEXT.splitlines()) + end)


def test_half_width_codes_and_page_marks_change_nothing() -> None:
    half = rewriting.half_width(TEXT)
    assert "1-(2)" in half
    assert "(1/2)" in half
    assert says_the_same(half)


@thorough
@given(st.permutations(range(len(PLAN.projects))))
def test_projects_in_another_order_say_the_same(order: list[int]) -> None:
    before, projects = rewriting.project_pages(PLAN)
    assert says_the_same(before + "\n".join(projects[index] for index in order))


@thorough
@given(seeds)
def test_page_numbers_and_running_heads_there_or_not_change_nothing(seed: int) -> None:
    chance = random.Random(seed)
    furniture = {
        PLAN.source.line_at(claim.span.start)
        for claim in PLAN.claims
        if claim.kind in ("running head", "page number")
    }
    lines: list[str] = []
    for number, line in enumerate(TEXT.splitlines(), start=1):
        if number not in furniture or chance.random() < 0.5:
            lines.append(line)
        if number > 134 and chance.random() < 0.02:
            lines.append(chance.choice(["19", "- 20 -", " Ⅲ 地域重点プロジェクト", "", "２１"]))
    assert says_the_same("\n".join(lines))


@thorough
@given(st.integers(min_value=14, max_value=70))
def test_lines_wrapped_at_another_width_say_the_same(width: int) -> None:
    # Where a sub-line, or the line before one, happens to fill its line, the text itself does not
    # say whether it goes on: such widths are left out.
    assume(not any(fills_its_line(entry, width) for entry in SUB_LINES))
    assert says_the_same(rewriting.wrap_all(rewriting.paragraphs(PLAN), width))


def fills_its_line(entry: list[str], width: int) -> bool:
    marked = [f"・{entry[0]}", *entry[1:-1]]
    lasts = (rewriting.wrap(text, width)[-1] for text in marked)
    return any(display_width(last) > 2 * width - 2 for last in lasts)


@settings(thorough, max_examples=20)
@given(st.integers(min_value=0, max_value=150))
def test_renamed_places_say_the_same_of_others(seed: int) -> None:
    names = plan_generator.invent_names(seed)
    plan = rewriting.parse_text(plan_generator.rename(TEXT, names), LAYOUT)
    assert not plan.errors, plan.errors
    assert rewriting.statements(plan) == renamed(SAID, names)


@settings(thorough, max_examples=20)
@given(
    st.integers(min_value=0, max_value=150),
    st.integers(min_value=1, max_value=3),
    st.integers(min_value=20, max_value=60),
)
def test_longer_names_set_anew_say_the_same_of_others(seed: int, longer: int, width: int) -> None:
    names = plan_generator.invent_names(seed, extra=longer)
    paragraphs = [plan_generator.rename(text, names) for text in rewriting.paragraphs(PLAN)]
    entries = [[plan_generator.rename(text, names) for text in entry] for entry in SUB_LINES]
    assume(not any(fills_its_line(entry, width) for entry in entries))
    plan = rewriting.parse_text(rewriting.wrap_all(paragraphs, width), LAYOUT)
    assert not plan.errors, plan.errors
    assert rewriting.statements(plan) == renamed(SAID, names)


@settings(thorough, max_examples=20)
@given(seeds)
def test_renamed_bodies_say_the_same_of_others(seed: int) -> None:
    names = rewriting.invent_bodies(PLAN, LAYOUT, random.Random(seed))
    plan = rewriting.parse_text(rewriting.rename_bodies(PLAN, names), LAYOUT)
    assert not plan.errors, plan.errors
    expected = [[names[body] for body in bodies] for bodies in rewriting.all_bodies(PLAN)]
    assert list(rewriting.all_bodies(plan)) == expected
    assert rewriting.without_bodies(plan) == rewriting.without_bodies(PLAN)


def renamed(value: object, names: dict[str, str]) -> object:
    if isinstance(value, str):
        return plan_generator.rename(value, names)
    if isinstance(value, tuple):
        return tuple(renamed(member, names) for member in value)
    return value
