"""What a worker may use, said to the operating system."""

from __future__ import annotations

import os
import sys
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


GROWTH = (256 << 20) if sys.platform == "darwin" else (256 << 10)
"""How much a worker may have grown and still get another job: 256 MiB, in the units of ``peak``.
Freed memory goes back to the system only when the process ends."""


def peak() -> int:
    """Return the most memory that this process ever had, in the system's units."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


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
