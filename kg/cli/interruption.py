"""Ending what takes too long, by Ctrl-C or when time is up.

Oxigraph answers inside one call that Python's own handlers cannot interrupt, and it has no time
limit. Nothing is lost when the process simply ends, because a question writes nothing.
"""

from __future__ import annotations

import os
import sys

# The module ``signal`` imports ``enum``, which takes as long as reading the command line.
from _signal import SIG_DFL, SIGINT, signal  # type: ignore[import-not-found]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Self


def stop_on_interrupt() -> None:
    """Let Ctrl-C end the process at once and without a word."""
    signal(SIGINT, SIG_DFL)


class HeededInterrupt:
    """Remembers Ctrl-C while a command is at work, for a library may swallow it.

    rdflib's ``SimpleMemory`` catches everything while it adds a triple, an interrupt too: some
    builds went on to their end.
    """

    def __init__(self) -> None:
        self._is_met = False

    def __enter__(self) -> Self:
        self._before = signal(SIGINT, self._interrupt)
        return self

    def __exit__(self, *_: object) -> None:
        signal(SIGINT, self._before)

    def check(self) -> None:
        """Raise KeyboardInterrupt again if there was one; to be called between steps."""
        if self._is_met:
            raise KeyboardInterrupt

    def _interrupt(self, *_: object) -> None:
        self._is_met = True
        raise KeyboardInterrupt


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
