"""What a hundred plans cost beside one: processor time, memory, and questions over all of them."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from benchmarks.measuring import Cost, kg_command, run_commands, time_calls
from benchmarks.tables import milliseconds, print_table, print_verdict
from kg import Dataset, open_dataset
from kg.questions.binding import bind
from kg.questions.resolve import resolve_parameters
from tests.plan_generator import invent_names, rename, write_plans

_RUNS = 9
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
    costs = [
        run_commands([kg_command("build", *given, "-o", made)], folder, 1)[0]
        for given, made in ((plans[:1], one), (plans, many))
    ]
    _print_costs(costs, count)
    _compare_questions(open_dataset(one), open_dataset(many), count)


def _print_costs(costs: list[Cost], count: int) -> None:
    print_table(
        f"kg build of one plan and of {count} (one run, {os.cpu_count()} cores)",
        ["plans", "time", "processor time", "cores used", "peak of largest process"],
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
    print_verdict(f"processor time, {count} plans / one", many.cpu_s / one.cpu_s, bound)
    print_verdict(f"peak memory, {count} plans / one", many.peak_mib / one.peak_mib, 1.5)


def _compare_questions(one: Dataset, many: Dataset, count: int) -> None:
    names = invent_names(0)
    rows: list[list[str]] = []
    ratios: list[float] = []
    for question in one.catalogue:
        values: dict[str, str | int] = {
            name: rename(value, names) if isinstance(value, str) else value
            for name, value in question.example_params.items()
        }
        text = bind(question, resolve_parameters(one.store, question, values))
        calls = {"one": partial(_ask, one, text), "many": partial(_ask, many, text)}
        answers = [call() for call in calls.values()]
        times = time_calls(calls, _RUNS)
        ratio = times["many"] / times["one"]
        # A question that counts over all plans has as many rows and another answer.
        same = answers[0] == answers[1]
        if same:
            ratios.append(ratio)
        rows.append(
            [
                question.name,
                *(str(len(answer)) for answer in answers),
                milliseconds(times["one"]),
                milliseconds(times["many"]),
                f"{ratio:.2f}" if same else "(other answer)",
            ]
        )
    print_table(
        f"Questions on the store, {count} plans beside one (medians of {_RUNS})",
        ["question", "rows of one", f"rows of {count}", "one", str(count), "ratio"],
        rows,
    )
    print_verdict("question with the same answer, worst", max(ratios), _BOUND_QUESTION)


def _ask(dataset: Dataset, text: str) -> list[object]:
    return list(dataset.store.select(text)[1])
