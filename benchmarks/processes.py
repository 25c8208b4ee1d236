"""Processor time, memory and cores of a process and those below it (Linux)."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
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


@contextlib.contextmanager
def on_one_core() -> Iterator[None]:
    """Let what is started meanwhile have one core alone, and see no other."""
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def below(pid: int) -> list[int]:
    """Return the processes that a process started, and they in turn."""
    found = []
    for path in Path("/proc").glob(f"{pid}/task/*/children"):
        with contextlib.suppress(OSError):
            for child in path.read_text(encoding="ascii").split():
                found += [int(child), *below(int(child))]
    return found
