"""Places among the jobs, who has one and who waits for one: fair between clients.

A job has a place of its client's first and then one among all jobs; both are waited for in the
order of coming. What turns out to be long moves to the slow lane and leaves its place, sooner where
it keeps others waiting.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from kg.errors import LimitError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Limits:
    """What jobs may take.

    Attributes:
        workers: How many jobs have a place at one time.
        slow_workers: How many more may go on in the slow lane.
        slow_after_s: After how many seconds a job goes there and steps behind the others.
        known_slow_after_s: The same for a job that is about something: its worker, which gets no
            other job then, knows what the next job about that would have to find out again.
        crowded_after_s: After how many seconds a job goes there for which others have to wait.
        queue: How many jobs may wait for a place.
        time_s: How many seconds a job may take, waiting not counted.
    """

    workers: int = 4
    slow_workers: int = 4
    slow_after_s: float = 0.25
    known_slow_after_s: float = 2.0
    crowded_after_s: float = 0.05
    queue: int = 200
    time_s: float = 30.0

    @property
    def places_per_client(self) -> int:
        """How many places one client can have at one time: never all of several."""
        return max(self.workers - 1, 1)

    @property
    def slow_per_client(self) -> int:
        """How much of the slow lane one client can have at one time."""
        return max(self.slow_workers - 1, 1)

    @property
    def queue_per_client(self) -> int:
        """How many jobs of one client may wait: never so many that no other's can."""
        return max(self.queue // 2, 1)


class Places:
    """All places.

    Args:
        limits: How many there are.

    Attributes:
        waiting: How many jobs wait for a place.
        slow: How many jobs are in the slow lane.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.waiting = self.slow = 0
        self._free = limits.workers
        self._waiters: deque[Place] = deque()
        self._clients: dict[str, _Client] = {}

    def _client(self, name: str) -> _Client:
        client = self._clients.get(name)
        if client is None:
            client = self._clients[name] = _Client(name, self.limits.places_per_client)
        return client


class _Client:
    """What one client has at this time."""

    __slots__ = ("free", "jobs", "name", "slow", "waiters", "waiting")

    def __init__(self, name: str, places: int) -> None:
        self.name = name
        self.free = places
        self.jobs = self.slow = self.waiting = 0
        self.waiters: deque[Place] = deque()


class Place:
    """The place of one job; taken at once, or waited for.

    Args:
        places: All places.
        client: Who asks, such as an address.
        go: Called when there is a place for a job that had to wait.
    """

    __slots__ = ("_client", "_go", "_has_own", "_has_place", "_is_slow", "_is_waiting", "_places")

    def __init__(self, places: Places, client: str, go: Callable[[], object]) -> None:
        self._places = places
        self._client = places._client(client)
        self._client.jobs += 1
        self._go = go
        self._has_own = self._has_place = self._is_slow = self._is_waiting = False

    @property
    def has_one(self) -> bool:
        """Whether it has a place and need not wait."""
        return self._has_place

    @property
    def is_wanted(self) -> bool:
        """Whether others wait for it."""
        return self._has_own and bool(self._client.waiters or self._places._waiters)

    def take(self) -> bool:
        """Take a place; say whether there is one, else it is waited for.

        Raises:
            LimitError: If too many wait.
        """
        places, client = self._places, self._client
        if client.free and places._free and not client.waiters and not places._waiters:
            client.free -= 1
            places._free -= 1
            self._has_own = self._has_place = True
            return True
        limits = places.limits
        if places.waiting >= limits.queue or client.waiting >= limits.queue_per_client:
            is_own = client.waiting >= limits.queue_per_client
            whose = f"{client.waiting} of your" if is_own else f"{places.waiting}"
            raise LimitError(f"{whose} questions wait already", hint="Try again in a few seconds")
        self._is_waiting = True
        places.waiting += 1
        client.waiting += 1
        if client.free and not client.waiters:
            client.free -= 1
            self._has_own = True
            places._waiters.append(self)
        else:
            client.waiters.append(self)
        return False

    def turn_slow(self) -> None:
        """Move to the slow lane, if there is room, and let others have the place."""
        if self._is_slow:
            return
        places, client = self._places, self._client
        limits = places.limits
        if places.slow < limits.slow_workers and client.slow < limits.slow_per_client:
            self._is_slow = True
            places.slow += 1
            client.slow += 1
            self._give_up()

    def leave(self) -> None:
        """End all that the job had: a place, or its waiting for one."""
        places, client = self._places, self._client
        if self._is_waiting:
            (places._waiters if self._has_own else client.waiters).remove(self)
            self._end_waiting()
        if self._is_slow:
            self._is_slow = False
            places.slow -= 1
            client.slow -= 1
        self._give_up()
        client.jobs -= 1
        if not client.jobs:
            places._clients.pop(client.name, None)

    def _give_up(self) -> None:
        """Let others have the place; the client's first, whose next job then waits for both."""
        places, client = self._places, self._client
        had_own, had_place = self._has_own, self._has_place
        self._has_own = self._has_place = False
        if had_own:
            if client.waiters:
                following = client.waiters.popleft()
                following._has_own = True
                places._waiters.append(following)
            else:
                client.free += 1
        if had_place:
            places._free += 1
        while places._free and places._waiters:
            following = places._waiters.popleft()
            places._free -= 1
            following._has_place = True
            following._end_waiting()
            following._go()

    def _end_waiting(self) -> None:
        self._is_waiting = False
        self._places.waiting -= 1
        self._client.waiting -= 1
