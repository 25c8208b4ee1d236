"""Runs commands one after the other and prints what each took; a process of its own.

Linux counts the memory of the launching process into the peak of the launched one, so the launcher
must be small: this file imports next to nothing and is run by itself, not imported.

In: JSON on stdin, ``{"commands": [[program, argument…]…], "runs": 3, "folder": path}``.
Out: JSON on stdout, for each command a list of ``[wall_s, cpu_s, peak_kib]``, one for each run.
"""

import json
import os
import sys
import time


def measure(command: list[str]) -> tuple[float, float, int]:
    """Run a command; return its wall time, processor time and peak memory in KiB."""
    silent = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
    begin = time.perf_counter()
    process = os.posix_spawnp(command[0], command, os.environ, file_actions=silent)
    _, status, usage = os.wait4(process, 0)
    wall_s = time.perf_counter() - begin
    if status:
        sys.exit(f"benchmarks: this fails, run it by hand: {' '.join(command)}")
    return wall_s, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def main() -> None:
    """Take the orders from stdin and let the commands take turns."""
    orders = json.load(sys.stdin)
    os.chdir(orders["folder"])
    taken: list[list[tuple[float, float, int]]] = [[] for _ in orders["commands"]]
    for _ in range(orders["runs"]):
        for results, command in zip(taken, orders["commands"], strict=True):
            results.append(measure(command))
    json.dump(taken, sys.stdout)


if __name__ == "__main__":
    main()
