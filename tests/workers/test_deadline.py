"""A deadline, on a clock that the test turns."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

import pytest

from kg.workers.deadline import Deadline


class Clock:
    """An event loop, as far as a deadline needs one."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.started = 0
        self._timers: list[Timer] = []

    def time(self) -> float:
        return self.now_s

    def call_later(self, delay: float, callback: Callable[[], None]) -> Timer:
        self.started += 1
        timer = Timer(self.now_s + delay, callback)
        self._timers.append(timer)
        return timer

    def turn_to(self, seconds: float) -> None:
        while due := [timer for timer in self._timers if timer.at_s <= seconds]:
            first = min(due, key=lambda timer: timer.at_s)
            self._timers.remove(first)
            if not first.is_cancelled:
                self.now_s = max(self.now_s, first.at_s)
                first.callback()
        self.now_s = seconds

    @property
    def running(self) -> int:
        return sum(not timer.is_cancelled for timer in self._timers)


class Timer:
    def __init__(self, at_s: float, callback: Callable[[], None]) -> None:
        self.at_s, self.callback = at_s, callback
        self.is_cancelled = False

    def cancel(self) -> None:
        self.is_cancelled = True


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rang(clock: Clock) -> list[float]:
    return []


@pytest.fixture
def deadline(clock: Clock, rang: list[float]) -> Deadline:
    made = Deadline(cast("asyncio.AbstractEventLoop", clock))
    made.act = lambda: rang.append(clock.now_s)
    return made


def test_it_comes_once(clock: Clock, deadline: Deadline, rang: list[float]) -> None:
    deadline.set(2)
    clock.turn_to(1.9)
    assert rang == []
    clock.turn_to(100)
    assert rang == [2]
    deadline.set(3)
    clock.turn_to(200)
    assert rang == [2, 103]


def test_set_later_it_comes_later(clock: Clock, deadline: Deadline, rang: list[float]) -> None:
    for second in range(1000):
        clock.turn_to(second / 100)
        deadline.set(2)
    assert rang == []
    assert clock.started < 10
    clock.turn_to(100)
    assert rang == [9.99 + 2]


def test_set_earlier_it_comes_earlier(clock: Clock, deadline: Deadline, rang: list[float]) -> None:
    deadline.set(25)
    clock.turn_to(5)
    deadline.set(10)
    clock.turn_to(100)
    assert rang == [15]


def test_lifted_it_does_not_come(clock: Clock, deadline: Deadline, rang: list[float]) -> None:
    deadline.set(2)
    clock.turn_to(1)
    deadline.lift()
    clock.turn_to(10)
    assert rang == []
    deadline.set(2)
    clock.turn_to(20)
    assert rang == [12]


def test_set_again_when_it_comes(clock: Clock, deadline: Deadline, rang: list[float]) -> None:
    def act() -> None:
        rang.append(clock.now_s)
        if len(rang) < 3:
            deadline.set(5)

    deadline.act = act
    deadline.set(1)
    clock.turn_to(100)
    assert rang == [1, 6, 11]


def test_ended_it_leaves_no_timer(clock: Clock, deadline: Deadline, rang: list[float]) -> None:
    deadline.set(2)
    deadline.end()
    assert clock.running == 0
    clock.turn_to(10)
    assert rang == []
