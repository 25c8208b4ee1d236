"""Giving memory back to the system."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os


def give_back() -> None:
    """Give back what this process has no use for any more.

    Of what Oxigraph frees, glibc keeps most for the process until it is told to give it back;
    other systems have no such function, or do so themselves.

    Source:
        malloc_trim(3): https://man7.org/linux/man-pages/man3/malloc_trim.3.html
    """
    gc.collect()
    with contextlib.suppress(OSError, TypeError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def held() -> int:
    """Return how many bytes of memory this process alone holds; 0 where the system does not say.

    Source:
        proc_pid_statm(5): https://man7.org/linux/man-pages/man5/proc_pid_statm.5.html
    """
    try:
        with open("/proc/self/statm", "rb") as file:  # noqa: PTH123 - pathlib is slow to import
            _, resident, shared, *_ = map(int, file.read().split())
    except (OSError, ValueError):
        return 0
    return (resident - shared) * os.sysconf("SC_PAGE_SIZE")
