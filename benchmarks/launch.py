"""Runs commands one after the other and prints what each took; a process of its own.

Linux counts the memory of the launching process into the peak of the launched one, so the launcher
must be small: this file imports next to nothing and is run by itself, not imported.

In: JSON on stdin, ``{"commands": [[program, argument…]…], "runs": 3, "folder": path}``.
With ``"add_up": true`` the memory of all processes of a command is added up, sampled while it runs:
the proportional set size, which counts a shared page once.
Out: JSON on stdout, for each command a list of ``[wall_s, cpu_s, peak_kib]``, one for each run.
"""
# ruff: noqa: PTH123, PTH208 - pathlib would make the launcher larger

import json
import os
import sys
import time

_PAUSE_S = 0.05
_PAUSE_LOOKS = 20
"""How many times as long as a look at all processes the pause behind it is, at least."""


def measure(command: list[str], add_up: bool) -> tuple[float, float, int]:
    """Run a command; return its wall time, processor time and peak memory in KiB."""
    silent = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
    begin = time.perf_counter()
    process = os.posix_spawnp(command[0], command, os.environ, file_actions=silent)
    done, peak_kib = 0, 0
    while not done:
        done, status, usage = os.wait4(process, os.WNOHANG if add_up else 0)
        if not done:
            looked = time.perf_counter()
            peak_kib = max(peak_kib, sum(map(_memory_kib, _family(process))))
            time.sleep(max(_PAUSE_S, _PAUSE_LOOKS * (time.perf_counter() - looked)))
    wall_s = time.perf_counter() - begin
    if status:
        sys.exit(f"benchmarks: this fails, run it by hand: {' '.join(command)}")
    return wall_s, usage.ru_utime + usage.ru_stime, peak_kib or usage.ru_maxrss


def _family(process: int) -> set[int]:
    """Return a process and all that it started, and they in turn."""
    parents = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as file:
                    parents[int(name)] = int(file.read().rpartition(")")[2].split()[1])
            except OSError:
                continue
    family = {process}
    while new := {one for one, parent in parents.items() if parent in family} - family:
        family |= new
    return family


def _memory_kib(process: int) -> int:
    try:
        with open(f"/proc/{process}/smaps_rollup") as file:
            return sum(int(line.split()[1]) for line in file if line.startswith("Pss:"))
    except OSError:
        return 0


def main() -> None:
    """Take the orders from stdin and let the commands take turns."""
    orders = json.load(sys.stdin)
    os.chdir(orders["folder"])
    taken: list[list[tuple[float, float, int]]] = [[] for _ in orders["commands"]]
    for _ in range(orders["runs"]):
        for results, command in zip(taken, orders["commands"], strict=True):
            results.append(measure(command, orders["add_up"]))
    json.dump(taken, sys.stdout)


if __name__ == "__main__":
    main()
