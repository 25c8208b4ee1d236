"""Edited copies of the real text: every edit is found, and nothing else is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.comparison.changes import Change, compare
from kg.comparison.report import to_json, to_markdown, to_text
from kg.document.layout import Layout
from kg.document.model import Plan
from kg.document.reading import parse
from kg.document.source import source_from_bytes

Edit = Callable[..., list[Change]]


@pytest.fixture
def edit(plan: Plan, layout: Layout) -> Edit:
    def apply(*edits: tuple[str, str], count: int = 1) -> list[Change]:
        text = plan.source.text
        for old, new in edits:
            assert old in text
            text = text.replace(old, new, count)
        changed = parse(source_from_bytes(text.encode(), "changed.txt"), layout)
        assert not changed.errors
        return compare(plan, changed)

    return apply


def told(changes: list[Change]) -> list[tuple[str, str, str, str]]:
    return [(change.nature, change.kind, change.code, change.aspect) for change in changes]


def test_an_edition_does_not_differ_from_itself(plan: Plan) -> None:
    assert compare(plan, plan) == []


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n\n"])
def test_line_ends_and_empty_lines_are_no_change(edit: Edit, end: str) -> None:
    assert edit(("\n", end), count=-1) == []


def test_a_line_wrap_is_no_change(edit: Edit) -> None:
    assert edit(("冬季における安全で快適", "冬季における安\n全で快適")) == []


def test_a_full_width_sign_is_no_change(edit: Edit) -> None:
    assert edit(("推進ビジョン」\n １－（２）", "推進ビジョン」\n 1-(2)")) == []


def test_a_work_in_another_project_has_moved_and_nothing_else_is_told(edit: Edit) -> None:
    fishing = (
        "○ 漁港\n・落石漁港の整備\n・歯舞漁港の整備\n・羅臼漁港の整備\n\n○ 農業\n・別海北部地区の"
    )
    (change,) = edit(
        ("・厚岸漁港の整備\n", ""),
        (fishing, fishing.replace("○ 漁港\n", "○ 漁港\n・厚岸漁港の整備\n")),
    )
    assert told([change]) == [("moved", "work", "2-(2)", "")]
    assert (change.before[:5], change.after[:5]) == ("1-(1)", "2-(2)")
    (old,), (new,) = change.old, change.new
    assert [(one.page, one.line, one.words) for one in (old, new)] == [
        (3, 242, "厚岸漁港の整備"),
        (9, 565, "厚岸漁港の整備"),
    ]


def test_of_works_of_one_text_that_is_paired_which_is_said_to_be_the_same(edit: Edit) -> None:
    harbours = "○ 港湾\n・根室港の整備\n\n釧路・根室連携地域「地域づくり推進ビジョン」\n Ⅲ"
    changes = edit(
        ("・落石漁港の整備\n", ""),
        (harbours, harbours.replace("○ 港湾\n", "○ 港湾\n・落石漁港の整備\n")),
    )
    # The project has a work of that text below 漁港, too, which stays as it is.
    assert told(changes) == [
        ("moved", "work", "2-(2)", ""),
        ("changed", "work", "2-(2)", "category"),
    ]
    moved, other = changes
    assert [one.line for one in moved.new] == [546]
    assert [(one.page, one.words) for one in (*other.old, *other.new)] == [(3, "漁港"), (8, "港湾")]


def test_a_dropped_work_is_told_with_its_passage(edit: Edit, plan: Plan) -> None:
    (change,) = edit(("・釧路港の整備\n", ""))

    assert (change.nature, change.kind, change.code) == ("dropped", "work", "1-(1)")
    (passage,) = change.old
    assert (passage.page, passage.line) == (3, 238)
    assert plan.source.text[passage.start : passage.end] == "釧路港の整備" == passage.words
    assert change.new == ()


def test_an_added_work_is_told_with_its_passage(edit: Edit) -> None:
    (change,) = edit(("・根室港の整備\n", "・根室港の整備\n・霧多布ふ頭の新設\n"))

    assert (change.nature, change.label) == ("added", "霧多布ふ頭の新設")
    assert [passage.words for passage in change.new] == ["霧多布ふ頭の新設"]
    assert change.old == ()


def test_a_reworded_text_is_shown_word_by_word(edit: Edit) -> None:
    (change,) = edit(("冬季における安全で快適", "冬期における安全で快適"))

    assert change.nature == "reworded"
    assert change.difference == "[-冬季-]{+冬期+}における安全で快適な道路交通の確保"
    assert (change.old[0].words, change.new[0].words) == (change.before, change.after)
    assert change.similarity is not None
    assert 0.9 < change.similarity < 1


def test_more_than_half_of_the_words_make_it_the_same_work(edit: Edit) -> None:
    (change,) = edit(("・釧路港の整備\n", "・釧路港の耐震化\n"))

    assert (change.nature, change.before, change.after) == (
        "reworded",
        "釧路港の整備",
        "釧路港の耐震化",
    )


def test_a_work_with_other_words_is_another_work(edit: Edit) -> None:
    changes = edit(("・釧路港の整備\n", "・霧多布ふ頭の新設\n"))

    assert [(change.nature, change.label) for change in changes] == [
        ("dropped", "釧路港の整備"),
        ("added", "霧多布ふ頭の新設"),
    ]


def test_works_that_change_places_within_a_list_have_not_changed(edit: Edit) -> None:
    before, after = "・釧路港の整備\n・根室港の整備\n", "・根室港の整備\n・釧路港の整備\n"

    assert edit((before, after)) == []


def test_a_work_in_another_category_has_another_category(edit: Edit) -> None:
    changes = edit(
        ("・根室港の整備\n\n○ 漁港\n", "\n○ 漁港\n・根室港の整備\n"),
    )

    assert told(changes) == [("changed", "work", "1-(1)", "category")]
    assert (changes[0].before, changes[0].after) == ("港湾", "漁港")


def test_a_work_that_became_two_is_split(edit: Edit) -> None:
    changes = edit(("冬季における安全で快適", "冬季における安全で快適\n○"))

    assert [(change.nature, len(change.old), len(change.new)) for change in changes] == [
        ("split", 1, 2)
    ]


def test_reports_go_through_the_later_edition_project_by_project(edit: Edit) -> None:
    changes = edit(
        ("・釧路港の整備\n", ""), ("冬季における", "冬期における"), ("・羅臼漁港の整備\n", "")
    )
    heads = [line[2:] for line in to_markdown(changes).split("\n") if line.startswith("- ")]
    codes = [head.split()[0] for head in heads]
    assert len(codes) == 3
    assert codes == sorted(codes)
    assert [line for line in to_text(changes).split("\n")[:-2] if line[0] != " "] == heads
    sections = [line for line in to_markdown(changes, title="変更").split("\n") if line[:1] == "#"]
    assert sections[0] == "# 変更"
    assert [line.split()[1] for line in sections[1:]] == list(dict.fromkeys(codes))


def test_every_form_tells_every_change(edit: Edit) -> None:
    changes = edit(("・釧路港の整備\n", ""), ("冬季における", "冬期における"))

    for form in (to_text(changes), to_markdown(changes), to_json(changes)):
        assert "釧路港の整備" in form
        assert "冬期における" in form
    assert "変更: 2" in to_text(changes)
    assert "意味の変わったところはない" in to_text([])
