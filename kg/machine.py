"""What the system lets this process have of the machine: processors and memory.

A container has all processors of its host in sight and may use a part of one. Who counts those of
the host starts ten times as many processes as there is room for.

Source:
    Linux, "Control Group v2": https://docs.kernel.org/admin-guide/cgroup-v2.html
"""

from __future__ import annotations

import contextlib
import os
from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


_LEAST_FREE = 1 / 16


@cache
def processors() -> int:
    """Count the processors that this process may use.

    They are those that it may run on, or as many as the time that its control groups have comes
    to: a part of one counts as one.

    Returns:
        At least 1.

    Source:
        "Control Group v2", 5.1.1 (cpu.max)
    """
    has_affinity = hasattr(os, "sched_getaffinity")
    count = len(os.sched_getaffinity(0)) if has_affinity else os.cpu_count() or 1
    for limit in _limits("cpu.max"):
        quota, _, period = limit.partition(" ")
        if quota.isdecimal():  # the topmost has no limit, others may have "max"
            count = min(count, -(-int(quota) // int(period)))
    return max(count, 1)


def machine_bytes() -> int:
    """Count the memory that this process and all others may have together.

    It is that of the machine, or the least limit of the control groups that the process is in,
    such as a container's or that of a unit of systemd.

    Returns:
        Bytes.

    Source:
        "Control Group v2", 5.2.1 (memory.max)
    """
    whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min([whole, *(int(limit) for limit in _limits("memory.max") if limit.isdecimal())])


def is_short_of_memory() -> bool:
    """Say whether hardly any memory is left for this process and all others, or its control groups.

    Returns:
        True if less than a sixteenth of it could be had without taking it from somebody; False
        where the system does not say.

    Source:
        proc_meminfo(5), MemAvailable: https://man7.org/linux/man-pages/man5/proc_meminfo.5.html
        "Control Group v2", 5.2.1 (memory.current, memory.stat)
    """
    return min(_free(), default=machine_bytes()) < machine_bytes() * _LEAST_FREE


def _free() -> Iterator[int]:
    """Count the bytes that are free, or soon are, of the machine and of each control group."""
    with contextlib.suppress(OSError, KeyError):
        told = dict(line.split(":") for line in _read("/proc/meminfo").splitlines())
        yield int(told["MemAvailable"].removesuffix("kB")) << 10
    for group in _control_groups():
        with contextlib.suppress(OSError, KeyError):
            limit = _read(f"{group}/memory.max").strip()
            told = dict(line.split() for line in _read(f"{group}/memory.stat").splitlines())
            if limit.isdecimal():
                used = int(_read(f"{group}/memory.current"))
                # What it has of files is read again where it is wanted.
                yield int(limit) - used + int(told["inactive_file"]) + int(told["active_file"])


def _limits(name: str) -> Iterator[str]:
    """Read a limit of the control group that this process is in, and of those around it."""
    for group in _control_groups():
        with contextlib.suppress(OSError):  # the topmost has none
            yield _read(f"{group}/{name}").strip()


def _control_groups() -> Iterator[str]:
    """Find the folder of the control group that this process is in, and those around it."""
    with contextlib.suppress(OSError):
        for line in _read("/proc/self/cgroup").splitlines():
            own = "/sys/fs/cgroup" + line.removeprefix("0::").rstrip("/")
            while line.startswith("0::") and own.startswith("/sys/fs/cgroup"):
                yield own
                own = own.rpartition("/")[0]


def _read(path: str) -> str:
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 - pathlib is slow to import
        return file.read()
