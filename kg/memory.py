"""Giving memory back to the system."""

from __future__ import annotations

import contextlib
import ctypes
import gc


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
