"""What a question and a dossier cost as commands, from the shell's point of view."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.measuring import kg_command, run_commands
from benchmarks.tables import milliseconds, print_table, print_verdict

_RUNS = 51
_BOUND = 3


def compare_commands(dataset: Path) -> None:
    """Compare ``kg query`` and ``kg show`` with a Python that only imports the store.

    Args:
        dataset: A dataset of the real plan.
    """
    ask = kg_command("query", "projects-by-asset", "釧路港", "--data", dataset)
    show = kg_command("show", "釧路港", "--data", dataset)
    bare = [sys.executable, "-c", "import pyoxigraph"]
    asked, shown, imported = run_commands([ask, show, bare], dataset.parent, _RUNS)
    print_table(
        f"A question and a dossier as commands (medians of {_RUNS})",
        ["command", "time", "processor time", "peak memory"],
        [
            [
                name,
                milliseconds(cost.wall_s),
                milliseconds(cost.cpu_s),
                f"{cost.peak_mib:.0f} MiB",
            ]
            for name, cost in (
                ("kg query projects-by-asset 釧路港", asked),
                ("kg show 釧路港", shown),
                ('python -c "import pyoxigraph"', imported),
            )
        ],
    )
    for name, cost in (("kg query", asked), ("kg show", shown)):
        ratio = cost.cpu_ratio(imported)
        print_verdict(f"{name} / import pyoxigraph, processor time by pairs", ratio, _BOUND)
        print_verdict(f"{name} / import pyoxigraph, time", cost.wall_s / imported.wall_s, _BOUND)
