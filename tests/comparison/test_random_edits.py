"""Random edits of the real plan: exactly those are found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.comparison.changes import compare
from kg.comparison.parts import parts_of
from kg.document.model import CoCreation, Group, Initiative, Plan, Project, Span, Words, Work

Edit = tuple[str, str]


def unique_texts(plan: Plan) -> list[str]:
    """Return the texts of works, initiatives and co-creations that stand only once."""
    parts = [part for part in parts_of(plan) if part.kind in ("work", "initiative", "co-creation")]
    counts = Counter(part.words.text for part in parts_of(plan))
    return [part.words.text for part in parts if counts[part.words.text] == 1]


def edited(plan: Plan, edits: dict[str, str], added: list[str]) -> Plan:
    """Drop and re-word what the edits say; move works on; add works to the first project."""
    moved = [
        work
        for project in plan.projects
        for work in project.works
        if edits.get(work.text.text) == "moved"
    ]
    homes = {work.text.text: project.code for project in plan.projects for work in project.works}
    projects = [_project(project, edits) for project in plan.projects]
    for work in moved:
        home = next(at for at, p in enumerate(projects) if p.code != homes[work.text.text])
        projects[home] = replace(projects[home], works=(*projects[home].works, work))
    new = [
        Work(90 + at, _words(text), _words("主な基盤整備"), None, ())
        for at, text in enumerate(added)
    ]
    projects[0] = replace(projects[0], works=(*projects[0].works, *new))
    return replace(plan, projects=tuple(projects))


def _words(text: str) -> Words:
    return Words(text, (Span(0, 1),))


def _project(project: Project, edits: dict[str, str]) -> Project:
    return replace(
        project,
        groups=tuple(
            replace(group, initiatives=tuple(_initiatives(group, edits)))
            for group in project.groups
        ),
        co_creations=tuple(_co_creations(project, edits)),
        works=tuple(_works(project, edits)),
    )


def _kept(words: Words, edits: dict[str, str]) -> Words | None:
    kind = edits.get(words.text)
    if kind in ("dropped", "moved"):
        return None
    return replace(words, text=words.text + "※") if kind == "reworded" else words


def _initiatives(group: Group, edits: dict[str, str]) -> Iterator[Initiative]:
    for initiative in group.initiatives:
        if (words := _kept(initiative.text, edits)) is not None:
            yield replace(initiative, text=words)


def _co_creations(project: Project, edits: dict[str, str]) -> Iterator[CoCreation]:
    for effort in project.co_creations:
        if (words := _kept(effort.title, edits)) is not None:
            yield replace(effort, title=words)


def _works(project: Project, edits: dict[str, str]) -> Iterator[Work]:
    for work in project.works:
        if (words := _kept(work.text, edits)) is not None:
            yield replace(work, text=words)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_random_edits_are_found_and_nothing_else(plan: Plan, data: st.DataObject) -> None:
    works = {work.text.text for project in plan.projects for work in project.works}
    texts = data.draw(st.lists(st.sampled_from(unique_texts(plan)), unique=True, max_size=8))
    edits = {
        text: data.draw(
            st.sampled_from(["dropped", "reworded", *(["moved"] if text in works else [])])
        )
        for text in texts
    }
    letters = data.draw(st.lists(st.sampled_from("αβγδεζ"), unique=True, max_size=3))
    added = [letter * 8 for letter in letters]

    found = compare(plan, edited(plan, edits, added))

    expected = {(kind, text + ("※" if kind == "reworded" else "")) for text, kind in edits.items()}
    expected |= {("added", text) for text in added}
    assert Counter((change.nature, change.label) for change in found) == Counter(expected)
