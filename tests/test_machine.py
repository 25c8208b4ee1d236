"""What the system lets a process have of the machine."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.machine import is_short_of_memory, machine_bytes, processors

GROUP = "/sys/fs/cgroup"
COUNT = "from kg.machine import processors; print(processors())"


@pytest.fixture(autouse=True)
def counted_anew() -> Iterator[None]:
    """Forget what was counted of the machine before and after each test."""
    processors.cache_clear()
    yield
    processors.cache_clear()


def in_groups(monkeypatch: pytest.MonkeyPatch, files: dict[str, str]) -> None:
    """Let files stand in the place of those in which the system tells of control groups."""

    def read(path: str) -> str:
        if path not in files:
            raise FileNotFoundError(path)
        return files[path]

    monkeypatch.setattr("kg.machine._read", read)


def test_those_count_that_the_process_may_run_on() -> None:
    one = {min(os.sched_getaffinity(0))}
    told = subprocess.run(
        [sys.executable, "-c", COUNT],
        preexec_fn=lambda: os.sched_setaffinity(0, one),
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout == "1\n"


@pytest.mark.parametrize(
    ("own", "around", "count"),
    [
        ("max 100000", "max 100000", 8),
        ("250000 100000", "max 100000", 3),
        ("max 100000", "200000 100000", 2),
        ("400000 100000", "200000 100000", 2),
        ("20000 100000", "max 100000", 1),
        ("9900000 100000", "max 100000", 8),
    ],
)
def test_a_container_has_as_many_as_its_time_comes_to(
    own: str, around: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)))
    files = {
        "/proc/self/cgroup": "0::/town/site\n",
        f"{GROUP}/town/site/cpu.max": f"{own}\n",
        f"{GROUP}/town/cpu.max": f"{around}\n",
    }
    in_groups(monkeypatch, files)

    assert processors() == count


def test_a_container_that_sees_no_group_but_its_own_has_that_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)))
    in_groups(monkeypatch, {"/proc/self/cgroup": "0::/\n", f"{GROUP}/cpu.max": "150000 100000\n"})

    assert processors() == 2


def test_a_container_has_as_much_memory_as_it_may_take(monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"/proc/self/cgroup": "0::/site\n", f"{GROUP}/site/memory.max": "4096\n"}
    in_groups(monkeypatch, files)

    assert machine_bytes() == 4096


def test_this_machine_is_read_as_it_is() -> None:
    assert 0 < processors() <= len(os.sched_getaffinity(0))
    assert 0 < machine_bytes() <= memory_bytes() * 1.05


def test_without_limits_all_of_the_machine_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    in_groups(monkeypatch, {"/proc/self/cgroup": "0::/\n"})

    assert processors() == len(os.sched_getaffinity(0))
    assert memory_bytes() * 0.95 <= machine_bytes() <= memory_bytes() * 1.05


def memory_bytes() -> int:
    first = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()[0]
    return int(first.split()[1]) << 10


@pytest.mark.parametrize(
    ("available", "used", "inactive", "is_short"),
    [
        (9_000, 500_000, 0, False),
        (50, 500_000, 0, True),  # of the machine
        (9_000, 1_000_000, 0, True),  # of the group
        (9_000, 1_000_000, 450_000, False),  # whose files can go
    ],
)
def test_memory_is_short(
    monkeypatch: pytest.MonkeyPatch, available: int, used: int, inactive: int, is_short: bool
) -> None:
    group = f"{GROUP}/system.slice/kg.service"
    in_groups(
        monkeypatch,
        {
            "/proc/meminfo": f"MemTotal: 16384 kB\nMemAvailable:   {available} kB\n",
            "/proc/self/cgroup": "0::/system.slice/kg.service\n",
            f"{group}/memory.max": "1048576\n",
            f"{group}/memory.current": f"{used}\n",
            f"{group}/memory.stat": f"anon 1\ninactive_file {inactive}\nactive_file {inactive}\n",
        },
    )

    assert is_short_of_memory() == is_short


def test_memory_is_not_short_where_the_system_does_not_say(monkeypatch: pytest.MonkeyPatch) -> None:
    in_groups(monkeypatch, {})

    assert not is_short_of_memory()
