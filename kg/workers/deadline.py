"""A time by which something must have happened."""

from __future__ import annotations

import asyncio
import math

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


class Deadline:
    """A time that is set anew all the time and hardly ever comes.

    To set it later costs next to nothing: the timer of the event loop that runs already stays,
    and when it is over another one runs for what is left.

    Args:
        loop: The event loop.

    Attributes:
        act: What to do when the time has come.
    """

    __slots__ = ("_at_s", "_loop", "_rings_at_s", "_timer", "act")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.act: Callable[[], object] = lambda: None
        self._loop = loop
        self._at_s = self._rings_at_s = math.inf
        self._timer: asyncio.TimerHandle | None = None

    def set(self, seconds: float) -> None:
        """Set the time: so many seconds from now."""
        self._at_s = self._loop.time() + seconds
        if self._at_s < self._rings_at_s:
            self._start_timer(seconds)

    def lift(self) -> None:
        """Let there be no such time until it is set again."""
        self._at_s = math.inf

    def end(self) -> None:
        """Let there be none ever."""
        self.lift()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _start_timer(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_later(seconds, self._ring)
        self._rings_at_s = self._loop.time() + seconds

    def _ring(self) -> None:
        self._timer, self._rings_at_s = None, math.inf
        left_s = self._at_s - self._loop.time()
        if left_s == math.inf:
            return
        if left_s > 0:
            self._start_timer(left_s)
        else:
            self.lift()
            self.act()
