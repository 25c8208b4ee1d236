"""Processor time, memory and cores of a process and those below it (Linux)."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def memory_mib(pid: int) -> float:
    """Add up the memory of a process and those below it; shared pages count once."""
    total = 0
    for one in (pid, *below(pid)):
        with contextlib.suppress(OSError):
            text = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
            total += sum(int(row.split()[1]) for row in text.splitlines() if row.startswith("Pss:"))
    return total / 1024


def cpu_s(pid: int) -> float:
    """Add up the processor time of a process and those below it, ended ones too."""
    ticks = 0
    for one in (pid, *below(pid)):
        with contextlib.suppress(OSError):
            text = Path(f"/proc/{one}/stat").read_text(encoding="ascii")
            ticks += sum(map(int, text.rpartition(")")[2].split()[11:15]))
    return ticks / _TICKS_A_SECOND


def keep_to_one_core(pid: int) -> None:
    """Let a process run on one core alone, and what it forks later too."""
    core = {max(os.sched_getaffinity(0))}
    for one in (pid, *below(pid)):
        for thread in Path(f"/proc/{one}/task").iterdir():
            os.sched_setaffinity(int(thread.name), core)


def below(pid: int) -> list[int]:
    """Return the processes that a process started, and they in turn."""
    found = []
    for path in Path("/proc").glob(f"{pid}/task/*/children"):
        with contextlib.suppress(OSError):
            for child in path.read_text(encoding="ascii").split():
                found += [int(child), *below(int(child))]
    return found
