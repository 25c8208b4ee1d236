"""Ending what takes too long, by Ctrl-C or when time is up.

Oxigraph answers inside one call that Python's own handlers cannot interrupt, and it has no time
limit. Nothing is lost when the process simply ends, because a question writes nothing.
"""

from __future__ import annotations

import os
import sys

# The module ``signal`` imports ``enum``, which takes as long as reading the command line.
from _signal import SIG_DFL, SIGINT, signal  # type: ignore[import-not-found]
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def stop_on_interrupt() -> None:
    """Let Ctrl-C end the process at once and without a word."""
    signal(SIGINT, SIG_DFL)


@contextmanager
def heeding_interrupt() -> Iterator[Callable[[], None]]:
    """Remember Ctrl-C, for a library may swallow it.

    rdflib's ``SimpleMemory`` catches everything while it adds a triple, an interrupt too: some
    builds went on to their end.

    Yields:
        What raises KeyboardInterrupt again if there was one; to be called between steps.
    """
    met = []

    def interrupt(number: int, _: object) -> None:
        met.append(number)
        raise KeyboardInterrupt

    def check() -> None:
        if met:
            raise KeyboardInterrupt

    before = signal(SIGINT, interrupt)
    try:
        yield check
    finally:
        signal(SIGINT, before)


def stop_after(seconds: float, lang: str | None) -> None:
    """End the process with a message when time is up.

    Args:
        seconds: How long it may take from now on.
        lang: Language of the message, if chosen.

    Raises:
        UsageError: If that is no time.
    """
    from threading import Timer

    from kg.cli.messages import frame, language
    from kg.errors import LimitError, UsageError

    if not 0 < seconds < float("inf"):
        raise UsageError("the time limit must be a number of seconds above 0")
    error = LimitError(
        f"the query did not end within {seconds:g} s",
        hint="Allow more with --timeout SECONDS, or ask for less",
    )
    words = [] if lang is None else ["--lang", lang]

    def stop() -> None:
        sys.stderr.write(frame(error, language(words)))
        sys.stderr.flush()
        os._exit(error.exit_status)

    timer = Timer(seconds, stop)
    timer.daemon = True
    timer.start()
