"""One edit of the model for each kind of change; each is found alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from kg.comparison.changes import Change, compare
from kg.document.model import Aim, Bodies, Entry, Plan, Project, Said, Span, Words


def words(text: str) -> Words:
    return Words(text, (Span(0, 1),))


def said(text: str) -> Said:
    return Said(words(text))


def bodies(*texts: str, is_open: bool = False) -> Bodies:
    entries = tuple(Entry(words(text)) for text in texts)
    return Bodies(words("、".join(texts)), entries, is_open)


def with_project(plan: Plan, place: int, **changed: Any) -> Plan:
    projects = list(plan.projects)
    projects[place] = replace(projects[place], **changed)
    return replace(plan, projects=tuple(projects))


def with_first(name: str, **changed: Any) -> Callable[[Project], dict[str, Any]]:
    """Change the first group, co-creation or work of a project."""

    def change(project: Project) -> dict[str, Any]:
        first, *rest = getattr(project, name)
        return {name: (replace(first, **changed), *rest)}

    return change


def only(changes: list[Change]) -> tuple[str, str, str]:
    (change,) = changes
    return change.nature, change.kind, change.aspect


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda _: {"title": said("食の産地づくりプロジェクト")}, ("reworded", "project", "")),
        (lambda _: {"lead": said("道")}, ("changed", "project", "lead")),
        (lambda _: {"lead": None}, ("changed", "project", "lead")),
        (lambda _: {"area": said("根室市")}, ("changed", "project", "area")),
        (lambda _: {"overview": said("別の概要")}, ("changed", "project", "overview")),
        (lambda _: {"aims": (Aim(3, said("環境")),)}, ("changed", "project", "goals")),
        (
            with_first("groups", implementers=bodies("国", "漁協", is_open=True)),
            ("changed", "group", "implementers"),
        ),
        (with_first("groups", certainty="unknown"), ("changed", "group", "certainty")),
        (
            with_first("co_creations", content=words("別の内容")),
            ("changed", "co-creation", "content"),
        ),
        (
            with_first("co_creations", partners=bodies("根室市")),
            ("changed", "co-creation", "partners"),
        ),
        (with_first("works", heading=words("別の見出し")), ("changed", "work", "heading")),
        (lambda project: {"groups": project.groups[1:]}, ("dropped", "group", "")),
        (
            lambda project: {"co_creations": project.co_creations[1:]},
            ("dropped", "co-creation", ""),
        ),
    ],
)
def test_one_edit_is_one_change(
    plan: Plan, change: Callable[[Project], dict[str, Any]], expected: tuple[str, str, str]
) -> None:
    new = with_project(plan, 0, **change(plan.projects[0]))

    assert only(compare(plan, new)) == expected


def test_a_dropped_project_is_one_change_and_back_an_added_one(plan: Plan) -> None:
    fewer = replace(plan, projects=plan.projects[:-1])

    assert only(compare(plan, fewer)) == ("dropped", "project", "")
    assert only(compare(fewer, plan)) == ("added", "project", "")


def test_a_goal_that_was_exchanged_is_quoted_not_the_one_that_stays(plan: Plan) -> None:
    stays, went, came = Aim(1, said("食")), Aim(4, said("生活")), Aim(5, said("安全"))
    old = with_project(plan, 0, aims=(stays, went))

    (change,) = compare(old, with_project(plan, 0, aims=(stays, came)))

    assert (change.aspect, change.before, change.after) == ("goals", "1、4", "1、5")
    assert [passage.words for passage in (*change.old, *change.new)] == ["生活", "安全"]


def test_other_codes_do_not_make_another_project(plan: Plan) -> None:
    new = with_project(plan, 0, codes=("9-(9)",))

    assert only(compare(plan, new)) == ("changed", "project", "codes")


def test_projects_that_exchange_codes_are_known_by_what_they_say(plan: Plan) -> None:
    first, second = plan.projects[0], plan.projects[1]
    new = with_project(with_project(plan, 0, codes=second.codes), 1, codes=first.codes)

    assert [change.aspect for change in compare(plan, new)] == ["codes", "codes"]


def test_a_listing_that_repeats_no_more_is_told(plan: Plan) -> None:
    place = next(at for at, listing in enumerate(plan.listings) if listing.repeats)
    listings = list(plan.listings)
    listings[place] = replace(listings[place], repeats=None, repeats_words=None)

    (change,) = compare(plan, replace(plan, listings=tuple(listings)))

    assert (change.kind, change.aspect, change.after) == ("listing", "repeats", "")
    assert change.before == plan.listings[place].repeats


def test_a_group_in_another_project_moves_with_its_initiatives(plan: Plan) -> None:
    group, *rest = plan.projects[0].groups
    new = with_project(plan, 0, groups=tuple(rest))
    new = with_project(new, 1, groups=(*plan.projects[1].groups, group))

    (change,) = compare(plan, new)

    assert (change.nature, change.kind) == ("moved", "group")
    assert change.before.startswith(plan.projects[0].code)
    assert change.after.startswith(plan.projects[1].code)


def test_two_initiatives_that_became_one_are_merged(plan: Plan) -> None:
    project = next(p for p in plan.projects if any(len(g.initiatives) > 1 for g in p.groups))
    at = plan.projects.index(project)
    place = next(n for n, group in enumerate(project.groups) if len(group.initiatives) > 1)
    group = project.groups[place]
    first, second, *rest = group.initiatives
    joined = replace(first, text=words(first.text.text + "と" + second.text.text))
    groups = list(project.groups)
    groups[place] = replace(group, initiatives=(joined, *rest))

    (change,) = compare(plan, with_project(plan, at, groups=tuple(groups)))

    assert (change.nature, len(change.old), len(change.new)) == ("merged", 2, 1)
