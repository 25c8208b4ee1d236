"""What a worker may use, said to the operating system."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kg.memory import unshared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


GROWTH = (256 << 20) if sys.platform == "darwin" else (256 << 10)
"""How much a worker may have grown and still get another job: 256 MiB, in the system's units.
Freed memory goes back to the system only when the process ends."""


def _usage() -> tuple[int, int]:
    """Return the most memory that this process ever had, and how much it was given since its birth.

    The first is in the system's units; the second in bytes, with all that it copied.
    """
    import resource

    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_maxrss, usage.ru_minflt * resource.getpagesize()


class Growth:
    """How much a worker has grown since it was born.

    Args:
        most_copied: How many bytes of the dataset, which it shares with the others, it may have
            copied and still get another job: a piece is copied when it is read first, for the
            engine counts who reads it.
    """

    def __init__(self, most_copied: int) -> None:
        self._born, self._most_copied, self._looked = _usage()[0], most_copied, 0

    def is_much(self) -> bool:
        """Say whether that is much. What was copied is looked up now and then: that takes long."""
        peak, so_far = _usage()
        if peak - self._born > GROWTH:
            return True
        if so_far - self._looked < self._most_copied:
            return False
        self._looked = so_far
        return unshared() > self._most_copied


def limit_memory(more_bytes: int) -> None:
    """Let this process take some more memory and then no more.

    What asks for more gets a MemoryError or, in Oxigraph, ends the process.

    Args:
        more_bytes: How much more than it has now.
    """
    if sys.platform != "linux":  # the others do not tell how much there is, or do not hold to it
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    total = pages * os.sysconf("SC_PAGE_SIZE") + more_bytes
    resource.setrlimit(resource.RLIMIT_AS, (total, total))


def forbid_core_files() -> None:
    """Let a process that is killed leave no file with its memory."""
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def ignoring_errors(do: Callable[[], object]) -> None:
    """Do what the operating system may refuse, such as changing a process that has just ended."""
    try:
        do()
    except OSError:
        return
