"""Medians of times, of calls in this process and of commands in processes of their own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

LAUNCHER = Path(__file__).with_name("launch.py")
_SHORTEST_LOOP_S = 0.005
_LONGEST_REPEATED_S = 1.0


class Cost(NamedTuple):
    """What a command cost: medians over its runs.

    Attributes:
        wall_s: Seconds from start to end.
        cpu_s: Seconds of processor time, all of its processes together.
        peak_mib: Peak memory of its largest process, or of all together where they were added up.
        cpu_runs: Processor time of each run.
    """

    wall_s: float
    cpu_s: float
    peak_mib: float
    cpu_runs: tuple[float, ...]

    def cpu_ratio(self, other: Cost) -> float:
        """Compare the processor time with another's, run by run; the median.

        A pair is run within a moment, so that other work on the machine bears on both.
        """
        return median(a / b for a, b in zip(self.cpu_runs, other.cpu_runs, strict=True))


def time_calls(
    calls: Mapping[str, Callable[[], object]],
    runs: int,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, float]:
    """Time calls that take turns.

    Args:
        calls: What to call, by name. Each is called once before to warm up, and that is all for
            one of more than a second; a short one is repeated within a run until the clock can
            tell.
        runs: How often each takes its turn.
        clock: Tells the seconds; ``time.thread_time`` for calls that work in this thread alone
            and wait for nothing, which other work on the machine then makes no longer.

    Returns:
        Median seconds of one call, by name.
    """
    taken = {name: [_time_loop(call, 1, clock)] for name, call in calls.items()}
    quick = [name for name, (first_s,) in taken.items() if first_s < _LONGEST_REPEATED_S]
    loops = {name: _count_loops(calls[name], clock) for name in quick}
    for name in quick:
        taken[name].clear()
    for _ in range(runs):
        for name in quick:
            taken[name].append(_time_loop(calls[name], loops[name], clock))
    return {name: median(times) for name, times in taken.items()}


def run_commands(
    commands: Sequence[Sequence[str | Path]], folder: Path, runs: int, *, add_up: bool = False
) -> list[Cost]:
    """Run commands that take turns, each in a process of its own.

    Args:
        commands: Programs with their arguments.
        folder: Folder to run them in.
        runs: How often each takes its turn.
        add_up: Whether to add up the memory of a command's processes.

    Returns:
        The cost of each, in the order given.
    """
    orders = {
        "commands": [[str(part) for part in command] for command in commands],
        "folder": str(folder),
        "runs": runs,
        "add_up": add_up,
    }
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(LAUNCHER)],
        input=json.dumps(orders),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return [
        Cost(
            median(wall_s for wall_s, _, _ in results),
            median(cpu_s for _, cpu_s, _ in results),
            median(peak_kib for _, _, peak_kib in results) / 1024,
            tuple(cpu_s for _, cpu_s, _ in results),
        )
        for results in json.loads(done.stdout)
    ]


def kg_command(*arguments: str | Path) -> list[str | Path]:
    """Make the command line of ``kg`` as a user of this environment runs it."""
    program = Path(sys.executable).with_name("kg")
    if program.exists():
        return [program, *arguments]
    return [sys.executable, "-m", "kg", *arguments]


def _count_loops(call: Callable[[], object], clock: Callable[[], float]) -> int:
    return max(1, round(_SHORTEST_LOOP_S / max(_time_loop(call, 1, clock), 1e-7)))


def _time_loop(call: Callable[[], object], loops: int, clock: Callable[[], float]) -> float:
    begin = clock()
    for _ in range(loops):
        call()
    return (clock() - begin) / loops
