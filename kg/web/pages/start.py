"""The start page: what the plan is, its goals and projects, what people ask, how far it goes."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any, NamedTuple

from kg.errors import InputError, KgError
from kg.questions.resolve import is_named
from kg.web.pages.asking import ask
from kg.web.pages.choices import choices
from kg.web.pages.rendering import frame_of, render
from kg.web.pages.shared import shared_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.questions.catalogue import Parameter, Question
    from kg.web.pages.rendering import Frame
    from kg.web.pages.shared import PlanFacts
    from kg.web.site import Site
    from kg.workers.messages import Reply


class Row(NamedTuple):
    """A row of the index below a goal.

    Attributes:
        code: Its code.
        title: Title of its project.
        path: Path of the project's page.
        leads: Pairs of a body that leads and the path of its page.
        repeats: Code of the row that it repeats, or None.
    """

    code: str
    title: str
    path: str | None
    leads: list[tuple[str, str | None]]
    repeats: str | None


@dataclasses.dataclass(slots=True)
class GoalRows:
    """A goal and the rows of the index below it; without a number, projects that have no goal."""

    number: str | None
    vision: str | None
    field: str | None
    path: str | None
    rows: list[Row] = dataclasses.field(default_factory=list)


class Asked(NamedTuple):
    """A question that people ask.

    Attributes:
        title: What it is called.
        about: The values it is asked with, as people read them.
        href: Where it is answered.
    """

    title: str
    about: str
    href: str


def start_page(site: Site, values: dict[str, Any]) -> Reply:
    """Make the start page."""
    shared = shared_of(site)
    frame = frame_of(values, shared)
    plans = shared.plans
    frame.title = plans[0].title(frame.lang) if len(plans) == 1 else frame.words("site")
    frame.canonical = "/"
    outline = outline_of(site)
    return render(
        "start",
        frame,
        plans=[
            (plan, outline.get(plan.iri, []), coverage_of(site, plan), counts_of(site, plan))
            for plan in plans
        ],
        facts=choices()["facts"],
        users=_users(site, frame),
    )


def outline_of(site: Site) -> dict[str, list[GoalRows]]:
    """Return the goals of each plan with the rows below them, found out once."""
    if "outline" not in site.kept:
        site.kept["outline"] = _outline(site)
    kept: dict[str, list[GoalRows]] = site.kept["outline"]
    return kept


def _outline(site: Site) -> dict[str, list[GoalRows]]:
    page = shared_of(site).addresses.page
    goals: dict[tuple[str, str | None], GoalRows] = {}
    by_plan: dict[str, list[GoalRows]] = {}
    for row in ask(site.dataset.store, "outline"):
        plan, goal, number, vision, name, project, code, title, agent, lead, repeats = row
        found = goals.get((plan, goal))
        if found is None:
            path = page(goal) if goal else None
            found = goals[plan, goal] = GoalRows(number, vision or number, name, path)
            by_plan.setdefault(plan, []).append(found)
        if code is None:
            continue
        leads = [(lead, page(agent))] if lead else []
        if found.rows and found.rows[-1].code == code:
            found.rows[-1].leads.extend(one for one in leads if one not in found.rows[-1].leads)
        else:
            found.rows.append(Row(code, title or code, page(project), leads, repeats))
    for found in goals.values():
        found.rows.sort(key=lambda row: _natural(row.code))
    for plan_goals in by_plan.values():
        plan_goals.sort(key=lambda one: (one.number is None, _natural(one.number or "")))
    return by_plan


def _natural(code: str) -> list[int]:
    digits = "".join(sign if sign.isdigit() else " " for sign in code)
    return [int(part) for part in digits.split()]


def _users(site: Site, frame: Frame) -> list[tuple[str, list[Asked]]]:
    key = f"asked {frame.lang}"
    if key not in site.kept:
        site.kept[key] = [
            (user["name"], [_asked(site, frame, name) for name in user["questions"]])
            for user in choices()["users"]
        ]
    users: list[tuple[str, list[tuple[str, str, str, dict[str, str]]]]] = site.kept[key]
    return [
        (name, [Asked(title, about, frame.url(path, **args)) for title, about, path, args in asked])
        for name, asked in users
    ]


def _asked(site: Site, frame: Frame, name: str) -> tuple[str, str, str, dict[str, str]]:
    question = site.dataset.catalogue.get(name)
    args = example_of(site, question)
    about = "、".join(args.values()) if frame.lang == "ja" else ", ".join(args.values())
    return question.title[frame.lang], about, f"/questions/{name}", args


def example_of(site: Site, question: Question) -> dict[str, str]:
    """Return values that a question can be asked with: its example's if the dataset has them.

    Args:
        site: The site.
        question: The question.

    Returns:
        Values by name, none for a question that this dataset has no example for.
    """
    found = {}
    for name, parameter in question.params.items():
        if parameter.type == "lang" or parameter.example == parameter.default:
            continue
        if not _has_example(site, parameter):
            return {}
        found[name] = str(parameter.example)
    return found


def _has_example(site: Site, parameter: Parameter) -> bool:
    """Say whether the dataset has a parameter's example; many questions have one in common."""
    key = f"example {parameter.type} {parameter.example}"
    if key not in site.kept:
        try:
            site.kept[key] = is_named(site.dataset.store, parameter, parameter.example)
        except KgError:  # an endpoint may do better the next time
            return False
    is_there: bool = site.kept[key]
    return is_there


def coverage_of(site: Site, plan: PlanFacts, edition: str = "") -> dict[str, Any] | None:
    """Return the account of a plan's characters, or None where there is none.

    Args:
        site: The site.
        plan: The plan.
        edition: Id of an edition that is not the current one, or empty.

    Raises:
        InputError: If it is damaged.
    """
    return _read(site, plan, f"coverage@{edition}" if edition else "coverage")


def counts_of(site: Site, plan: PlanFacts) -> dict[str, int]:
    """Return how many projects, measures and assets a plan has, as far as it is known.

    Raises:
        InputError: If what says so is damaged.
    """
    found = _read(site, plan, "summary") or {}
    counts: dict[str, int] = found.get("counts", {})
    return counts


def _read(site: Site, plan: PlanFacts, name: str) -> dict[str, Any] | None:
    key = f"{name} {plan.id}"
    if key not in site.kept:
        path = Path(site.version) / "plans" / plan.id / f"{name}.json"
        try:
            site.kept[key] = json.loads(path.read_bytes()) if site.version else None
        except FileNotFoundError:
            site.kept[key] = None
        except (OSError, ValueError) as error:
            raise InputError(
                "the dataset is damaged: this cannot be read",
                where=path,
                hint="Run `kg build --force` to make it again",
            ) from error
    found: dict[str, Any] | None = site.kept[key]
    return found
