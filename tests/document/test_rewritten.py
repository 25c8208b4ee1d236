"""The same plan written another way says the same: properties over the real text."""

from __future__ import annotations

import random
import re
import unicodedata
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kg.document.coverage import coverage
from kg.document.layout import Layout, layout_path, read_layout
from kg.document.model import Plan
from kg.document.plan_file import read_plan_file
from kg.document.reading import read_plan
from kg.graph.recorder import joined
from kg.text import display_width, fold
from tests import plan_generator, rewriting
from tests.conftest import REAL_PLAN

LAYOUT: Layout = read_layout(layout_path("hokkaido-vision"))
PLAN: Plan = read_plan(read_plan_file(REAL_PLAN))
TEXT = PLAN.source.text
SAID = rewriting.statements(PLAN)
ENTRIES = [
    [work.text.text, *(item.text.text for item in work.items)]
    for project in PLAN.projects
    for work in (*project.works, *project.programmes)
]

HALF_WIDTH_KANA = [
    *"ｦｧｨｩｪｫｬｭｮｯｰｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝ",
    *(f"{kana}ﾞ" for kana in "ｳｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎ"),
    *(f"{kana}ﾟ" for kana in "ﾊﾋﾌﾍﾎ"),
]

seeds = st.integers(min_value=0, max_value=2**32 - 1)
thorough = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def says_the_same(text: str) -> bool:
    plan = rewriting.parse_text(text, LAYOUT)
    assert not plan.errors, plan.errors
    assert rewriting.statements(plan) == SAID
    return True


@thorough
@given(seeds)
def test_blank_lines_in_or_out_change_nothing(seed: int) -> None:
    assert says_the_same(rewriting.other_blanks(TEXT, random.Random(seed)))


def test_no_blank_lines_at_all_change_nothing() -> None:
    assert says_the_same("\n".join(line for line in TEXT.splitlines() if line.strip()))


@thorough
@given(st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "\ufeff"]))
def test_line_ends_and_byte_order_mark_change_nothing(end: str, mark: str) -> None:
    assert says_the_same(mark + end.join(TEXT.splitlines()) + end)


@thorough
@given(seeds, st.sampled_from([0.0, 0.3, 0.7, 1.0]))
def test_half_width_codes_and_page_marks_change_nothing(seed: int, share: float) -> None:
    chance = random.Random(seed)
    text = rewriting.half_width(TEXT, lambda: chance.random() < share)
    if share == 1:
        assert "1-(2)" in text
        assert "(1/2)" in text
    assert says_the_same(text)


def test_other_characters_for_the_same_ones_change_nothing() -> None:
    half = dict(zip(map(fold, HALF_WIDTH_KANA), HALF_WIDTH_KANA, strict=True))
    for text in (
        unicodedata.normalize("NFD", TEXT),
        re.sub("[ァ-ヴー]", lambda kana: half.get(kana[0], kana[0]), TEXT),
        re.sub(r"(?<=[一-龠])(?=[一-龠])", "\u200b", TEXT),
        re.sub(r"(?m)^(?=.)|(?<=.)$", "\u00ad", TEXT),
    ):
        assert text != TEXT
        plan = rewriting.parse_text(text, LAYOUT)
        assert not plan.errors, plan.errors
        assert folded(rewriting.statements(plan)) == folded(SAID)
        assert coverage(plan).share == 1
        for words in rewriting.words_of(plan.projects):
            lines = (joined(text[span.start : span.end]) for span in words.spans)
            assert "".join(lines) == words.text


def test_words_of_a_layout_may_be_full_width() -> None:
    text = TEXT.replace("国、道、市町村、\n民間", "国、道、ＪＡ、\n民間")
    assert text != TEXT
    known = [
        rewriting.parse_text(text, replace(LAYOUT, bodies=replace(LAYOUT.bodies, words=words)))
        for words in (LAYOUT.bodies.words, ("JA", *LAYOUT.bodies.words), ("ＪＡ",))
    ]
    lists = [["国", "道", "ＪＡ", "民間"] in rewriting.all_bodies(plan) for plan in known]
    assert lists == [False, True, True]


def folded(said: Any) -> Any:
    """Fold the texts in what a plan says."""
    if isinstance(said, tuple):
        return tuple(folded(member) for member in said)
    return fold(said) if isinstance(said, str) else said


@thorough
@given(st.permutations(range(len(PLAN.projects))))
def test_projects_in_another_order_say_the_same(order: list[int]) -> None:
    assert says_the_same(rewriting.other_order(PLAN, order))


@thorough
@given(seeds)
def test_page_numbers_and_running_heads_there_or_not_change_nothing(seed: int) -> None:
    assert says_the_same(rewriting.other_furniture(PLAN, random.Random(seed)))


@thorough
@given(st.integers(min_value=14, max_value=70))
def test_lines_wrapped_at_another_width_say_the_same(width: int) -> None:
    assume(not any(is_ambiguous(entry, width) for entry in ENTRIES))
    assert says_the_same(rewriting.wrap_all(rewriting.paragraphs(PLAN), width))


def test_nearly_every_width_can_be_told() -> None:
    ambiguous = [
        width for width in range(14, 71) if any(is_ambiguous(entry, width) for entry in ENTRIES)
    ]
    assert ambiguous == [16, 19]


def is_ambiguous(entry: list[str], width: int) -> bool:
    """Whether the text itself does not say if a line of an entry without a mark goes on.

    So it is where a name happens to be broken behind a word that may end it, before one that may
    begin another; and where a name fills its line, and the next one begins as the rest of one.
    """
    marked = [f"・{entry[0]}", *entry[1:]]
    wrapped = [rewriting.wrap(text, width) for text in marked]
    for lines, following in zip(wrapped, [*wrapped[1:], None], strict=True):
        for place in range(1, len(lines)):
            before = "".join(lines[:place]).removeprefix("・")
            if may_end(before) and not may_go_on(lines[place]):
                return True
        if following and display_width(lines[-1]) > 2 * width - 2 and may_go_on(following[0]):
            return True
    return False


def may_end(text: str) -> bool:
    folded = fold(text)
    closed = folded.count("(") == folded.count(")") and folded.count("「") == folded.count("」")
    return closed and bool(re.fullmatch(LAYOUT.infrastructure.complete, folded))


def may_go_on(text: str) -> bool:
    return re.match(LAYOUT.infrastructure.rest, fold(text)) is not None


@thorough
@given(st.integers(min_value=0, max_value=150))
def test_renamed_places_say_the_same_of_others(seed: int) -> None:
    names = plan_generator.invent_names(seed)
    plan = rewriting.parse_text(plan_generator.rename(TEXT, names), LAYOUT)
    assert not plan.errors, plan.errors
    assert rewriting.statements(plan) == renamed(SAID, names)


@thorough
@given(
    st.integers(min_value=0, max_value=150),
    st.integers(min_value=1, max_value=3),
    st.integers(min_value=20, max_value=60),
)
def test_longer_names_set_anew_say_the_same_of_others(seed: int, longer: int, width: int) -> None:
    names = plan_generator.invent_names(seed, extra=longer)
    paragraphs = [plan_generator.rename(text, names) for text in rewriting.paragraphs(PLAN)]
    entries = [[plan_generator.rename(text, names) for text in entry] for entry in ENTRIES]
    assume(not any(is_ambiguous(entry, width) for entry in entries))
    plan = rewriting.parse_text(rewriting.wrap_all(paragraphs, width), LAYOUT)
    assert not plan.errors, plan.errors
    assert rewriting.statements(plan) == renamed(SAID, names)


@thorough
@given(seeds)
def test_renamed_bodies_say_the_same_of_others(seed: int) -> None:
    names = rewriting.invent_bodies(PLAN, LAYOUT, random.Random(seed))
    assume(not rewriting.has_seam(PLAN, LAYOUT, names))
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
