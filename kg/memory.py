"""How the system keeps the memory of this process, how much that is, and giving it back."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_HUGE_PAGE = 2 << 20
_MADV_COLLAPSE = 25
_M_ARENA_MAX = -8
_MOST_KEPT = 32 << 20


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


def use_one_arena() -> None:
    """Have glibc take all memory from one place, before there are threads.

    It gives threads places of their own. Oxigraph opens the files of a store in sixteen of them,
    and what stands between the pieces that it frees again adds up: some 200 KB for each opening.

    Source:
        mallopt(3), M_ARENA_MAX: https://man7.org/linux/man-pages/man3/mallopt.3.html
    """
    with contextlib.suppress(OSError, TypeError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def use_huge_pages() -> None:
    """Have the system keep what this process holds in pages of 2 MB instead of 4 KB.

    A fork copies what the system notes of each page: 100 ms for 4 GB of small pages, 5 ms for
    large ones. It takes about two seconds a GB. Linux before 6.1 and other systems cannot do it.

    Source:
        madvise(2), MADV_COLLAPSE: https://man7.org/linux/man-pages/man2/madvise.2.html
    """
    with contextlib.suppress(OSError, TypeError, AttributeError):
        madvise = ctypes.CDLL(None).madvise
        for begin, end in _own_regions():
            begin = -(-begin // _HUGE_PAGE) * _HUGE_PAGE
            size = end // _HUGE_PAGE * _HUGE_PAGE - begin
            if size > 0:
                madvise(ctypes.c_void_p(begin), ctypes.c_size_t(size), _MADV_COLLAPSE)


def _own_regions() -> Iterator[tuple[int, int]]:
    """Find where this process has memory that it may write and that stands in no file.

    Source:
        proc_pid_maps(5): https://man7.org/linux/man-pages/man5/proc_pid_maps.5.html
    """
    with open("/proc/self/maps", encoding="utf-8") as file:  # noqa: PTH123 - pathlib is slow to import
        lines = file.read().splitlines()
    for line in lines:
        addresses, rights, _, _, _, *name = line.split()
        if rights == "rw-p" and (not name or name == ["[heap]"]):
            begin, _, end = addresses.partition("-")
            yield int(begin, 16), int(end, 16)


def unshared() -> int:
    """Return how many bytes this process has written to, and so holds apart from its parent.

    Returns:
        Bytes; 0 where the system does not say. It takes up to 100 ms for some GB.

    Source:
        proc_pid_smaps(5): https://man7.org/linux/man-pages/man5/proc_pid_smaps.5.html
    """
    try:
        with open("/proc/self/smaps_rollup", encoding="ascii") as file:  # noqa: PTH123 - as above
            told = dict(line.split(":") for line in file.read().splitlines()[1:])
        return int(told["Private_Dirty"].removesuffix("kB")) << 10
    except (OSError, ValueError, KeyError):
        return 0


def touched(pid: int) -> int:
    """Return how many bytes a process got from the system at most since it was forked.

    What it shares with its parent counts where it has been copied for being written to; what was
    given back and taken again counts each time.

    Args:
        pid: Number of the process.

    Returns:
        Bytes; 0 where the system does not say or there is no such process.

    Source:
        proc_pid_stat(5), minflt: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    """
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:  # noqa: PTH123 - as above
            faults = file.read().rpartition(")")[2].split()[7]
        return int(faults) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


class Kept:
    """Whether a process keeps much more than it did when this was made: what it read, say."""

    def __init__(self) -> None:
        self._before = held()

    def is_much(self, beside: int = 0) -> bool:
        """Say whether it is.

        Args:
            beside: How many bytes it may keep besides.
        """
        return held() - self._before > _MOST_KEPT + beside


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
