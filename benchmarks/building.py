"""What a build of the real plan costs, step by step, beside pySHACL alone on the same graph."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.measuring import kg_command, run_commands
from benchmarks.tables import milliseconds, print_table, print_verdict
from kg.build import build, find_plans

_RUNS = 5
_BOUND = 2
_LIMIT_S = 60


def compare_building(dataset: Path) -> None:
    """Build the real plan several times, and let pySHACL alone check what came of it.

    Args:
        dataset: A dataset of the real plan.
    """
    again = dataset.with_name("again")
    command = kg_command("build", "--force", "-o", again)
    (cost,) = run_commands([command], dataset.parent, _RUNS)
    steps: dict[str, list[float]] = {}
    wholes: list[float] = []
    for _ in range(_RUNS):
        begin = perf_counter()
        summary = build(find_plans(), again, jobs=1, force=True)
        wholes.append(perf_counter() - begin)
        for step, seconds in (*summary.plans[0].seconds.items(), *summary.seconds.items()):
            steps.setdefault(step, []).append(seconds)
    whole_s = median(wholes)
    alone_s = _time_pyshacl(dataset)
    part_s = _time_pyshacl(dataset, "--without-sparql")
    rows = [(step, median(times)) for step, times in steps.items()]
    print_table(
        f"kg build of one plan, {summary.quads} quads (medians of {_RUNS}; pySHACL once)",
        ["step", "time", "share"],
        [
            *([name, milliseconds(step_s), f"{step_s / whole_s:.0%}"] for name, step_s in rows),
            ["whole", milliseconds(whole_s), "100%"],
            ["as a command", milliseconds(cost.wall_s), f"{cost.wall_s / whole_s:.0%}"],
            ["its peak memory", f"{cost.peak_mib:.0f} MiB", ""],
            _row("pySHACL alone, shapes as written", alone_s, whole_s),
            _row("pySHACL alone, without constraints in SPARQL", part_s, whole_s),
        ],
    )
    # Alone it runs the constraints in SPARQL by rdflib. A build gives it a store that hands them
    # to Oxigraph, and shapes rearranged so that each runs once over all its nodes.
    within_s = median(steps["validate"])
    print_verdict("build / pySHACL alone", whole_s / (alone_s or _LIMIT_S), _BOUND)
    if part_s is not None:
        print_verdict(
            "build / pySHACL alone without constraints in SPARQL", whole_s / part_s, _BOUND
        )
    print_verdict("build / pySHACL within it", whole_s / within_s, _BOUND)


def _row(name: str, seconds: float | None, whole_s: float) -> list[str]:
    if seconds is None:
        return [name, f"more than {_LIMIT_S} s", ""]
    return [name, milliseconds(seconds), f"{seconds / whole_s:.0%}"]


def _time_pyshacl(dataset: Path, *options: str) -> float | None:
    """Time pySHACL in a process of its own; None when it takes too long."""
    (quads,) = dataset.glob("versions/*/plans/*/plan.nq")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.pyshacl_alone", quads, *options],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=_LIMIT_S,
        )
    except subprocess.TimeoutExpired:
        return None
    return float(done.stdout)
