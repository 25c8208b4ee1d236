"""A plan as a list of parts that can be matched one by one with those of another edition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.document.model import Bodies, Group, Plan, Project, Said, Words, Work

Steps = tuple[str | int, ...]
"""The way to a thing: kinds and codes, numbers or places by turns."""


@dataclass(frozen=True, slots=True)
class Value:
    """Something that is said of a part, and where; without words nothing is said.

    Attributes:
        text: What is said.
        words: Where.
        each: What it is made of, if that stands in several places: a text, and where it stands.
    """

    text: str
    words: Words | None = None
    each: tuple[tuple[str, Words], ...] = ()

    def place_beside(self, other: Value) -> Words | None:
        """Return where it is said: of several places the first whose text the other has not."""
        has = {text for text, _ in other.each}
        return next((words for text, words in self.each if text not in has), self.words)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A thing of one edition.

    Attributes:
        kind: What it is: project, group, initiative, work …
        code: First code of its project, or its own.
        words: Its title or text.
        path: Where it stands in its edition: kinds and codes, numbers or places by turns, such
            as ``project``, ``1-(1)``, ``work``, 5. No two things of an edition have the same.
        parent: What it stands below, or None.
        values: What else is said of it, by name.
        codes: All codes, of a project.
    """

    kind: str
    code: str
    words: Words
    path: Steps
    parent: Part | None = None
    values: dict[str, Value] = field(default_factory=dict)
    codes: tuple[str, ...] = ()


def parts_of(plan: Plan) -> list[Part]:
    """Take a plan apart.

    Args:
        plan: The plan.

    Returns:
        Its parts, each behind the one it stands below.
    """
    parts = [
        Part("goal", str(goal.number), goal.vision.words, ("goal", goal.number))
        for goal in plan.goals
    ]
    parts += [
        Part("field", str(item.number), item.name.words, ("field", item.number))
        for item in plan.fields
    ]
    for listing in plan.listings:
        repeats = {"repeats": Value(listing.repeats or "", listing.repeats_words)}
        path = "listing", listing.code
        parts.append(Part("listing", listing.code, listing.title, path, values=repeats))
    for project in plan.projects:
        parts.extend(_project(project))
    return parts


def _project(project: Project) -> Iterator[Part]:
    aims = tuple((str(aim.goal), aim.words.words) for aim in project.aims)
    goals = "、".join(str(number) for number in sorted({aim.goal for aim in project.aims}))
    values = {
        "codes": Value("、".join(project.codes), project.codes_words.words),
        "goals": Value(goals, aims[0][1] if aims else None, aims),
        "lead": _said(project.lead),
        "area": _said(project.area),
        "overview": _said(project.overview),
    }
    path = "project", project.code
    whole = Part("project", project.code, project.title.words, path, None, values, project.codes)
    yield whole
    for group in project.groups:
        yield from _group(group, whole)
    for effort in project.co_creations:
        values = {"content": _words(effort.content), **_bodies("partners", effort.partners)}
        place = *path, "co-creation", effort.position
        yield Part("co-creation", whole.code, effort.title, place, whole, values)
    for kind, works in (("work", project.works), ("programme", project.programmes)):
        for work in works:
            yield from _work(work, kind, whole)


def _group(group: Group, project: Part) -> Iterator[Part]:
    values = _bodies("implementers", group.implementers)
    told = group.implementers.words if group.implementers else group.text
    values["certainty"] = Value(group.certainty, told)
    path = *project.path, "group", group.position
    part = Part("group", project.code, group.text, path, project, values)
    yield part
    for initiative in group.initiatives:
        path = *project.path, "initiative", f"{group.position}-{initiative.position}"
        yield Part("initiative", project.code, initiative.text, path, part)


def _work(work: Work, kind: str, project: Part) -> Iterator[Part]:
    values = {"heading": _words(work.heading), "category": _words(work.category)}
    path = *project.path, kind, work.position
    part = Part(kind, project.code, work.text, path, project, values)
    yield part
    for item in work.items:
        yield Part("item", project.code, item.text, (*path, "item", item.position), part)


def _bodies(name: str, bodies: Bodies | None) -> dict[str, Value]:
    if bodies is None:
        return {name: Value("")}
    text = "、".join(entry.words.text for entry in bodies.entries)
    return {name: Value(text + ("等" if bodies.is_open else ""), bodies.words)}


def _said(said: Said | None) -> Value:
    return _words(None if said is None else said.words)


def _words(words: Words | None) -> Value:
    return Value("") if words is None else Value(words.text, words)
