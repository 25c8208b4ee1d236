"""What a hundred plans cost beside one: processor time, memory, and questions over all of them."""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path

from benchmarks.measuring import Cost, kg_command, run_commands, time_calls
from benchmarks.tables import milliseconds, print_table, print_verdict
from kg import Dataset, open_dataset
from kg.errors import ParameterError
from kg.questions.binding import bind
from kg.questions.resolve import resolve_parameters
from tests.plan_generator import REAL_PLAN, invent_names, rename, write_plans

_RUNS = 9
_BUILDS = 3
_BOUND_CPU_OF_A_HUNDRED = 110
_BOUND_QUESTION = 3


def compare_many_plans(folder: Path, count: int) -> None:
    """Build many plans and one of them, and ask both datasets.

    Args:
        folder: An empty folder to work in.
        count: How many plans are many.
    """
    plans = write_plans(folder / "plans", count)
    one, many = folder / "one", folder / "many"
    builds = [
        kg_command("build", "--force", *given, "-o", made)
        for given, made in ((plans[:1], one), (plans, many))
    ]
    costs = run_commands(builds, folder, _BUILDS, add_up=True)
    _print_costs(costs, count)
    _compare_questions(open_dataset(one), open_dataset(many), count, plans[0].name)


def _print_costs(costs: list[Cost], count: int) -> None:
    print_table(
        f"kg build of one plan and of {count} (medians of {_BUILDS}, {os.cpu_count()} cores)",
        ["plans", "time", "processor time", "cores used", "peak of all processes"],
        [
            [
                str(plans),
                f"{cost.wall_s:.1f} s",
                f"{cost.cpu_s:.1f} s",
                f"{cost.cpu_s / cost.wall_s:.2f}",
                f"{cost.peak_mib:.0f} MiB",
            ]
            for plans, cost in zip((1, count), costs, strict=True)
        ],
    )
    one, many = costs
    bound = _BOUND_CPU_OF_A_HUNDRED * count / 100
    print_verdict(f"processor time, {count} plans / one", many.cpu_ratio(one), bound)
    # As many plans as there are cores are built at once, each in a process like that of one.
    at_once = one.peak_mib * (1 + min(count, os.cpu_count() or 1))
    print_verdict(f"peak memory, {count} plans / those built at once", many.peak_mib / at_once, 1.5)


def _compare_questions(one: Dataset, many: Dataset, count: int, plan: str) -> None:
    names = invent_names(0)
    rows: list[list[str]] = []
    same: list[float] = []
    other: list[tuple[float, str]] = []
    larger: list[str] = []
    for question in one.catalogue:
        values: dict[str, str | int] = {
            name: rename(value, names).replace(REAL_PLAN.name, plan)
            if isinstance(value, str)
            else value
            for name, value in question.example_params.items()
        }
        try:
            text = bind(question, resolve_parameters(one.store, question, values))
        except ParameterError:  # a part of the real plan that the other, of other codes, has not
            print(f"not asked: {question.name}, whose example names a part of the real plan")
            continue
        calls = {"one": partial(_ask, one, text), "many": partial(_ask, many, text)}
        answers = [call() for call in calls.values()]
        times = time_calls(calls, _RUNS, time.thread_time)
        ratio = times["many"] / times["one"]
        # A question that counts over all plans may have as many rows and another answer.
        if answers[0] == answers[1]:
            same.append(ratio)
        elif len(answers[0]) == len(answers[1]):
            other.append((ratio, question.name))
        else:
            larger.append(question.name)
        rows.append(
            [
                question.name,
                *(str(len(answer)) for answer in answers),
                milliseconds(times["one"]),
                milliseconds(times["many"]),
                f"{ratio:.2f}",
            ]
        )
    print_table(
        f"Questions on the store, {count} plans beside one (medians of {_RUNS})",
        ["question", "rows of one", f"rows of {count}", "one", str(count), "ratio"],
        rows,
    )
    print_verdict("question with the same answer, worst", max(same), _BOUND_QUESTION)
    # Other values in as many rows: what they count has grown with the plans, as the larger answers.
    counted = ", ".join(f"{name} ({ratio:.1f})" for ratio, name in sorted(other, reverse=True))
    print(f"without a bound, for they count over all plans: {counted}")
    print(f"without a bound, for all plans give more rows: {', '.join(larger)}")


def _ask(dataset: Dataset, text: str) -> list[object]:
    return list(dataset.store.select(text)[1])
