"""A site for tests: jobs that answer, sleep, spin, swell, copy and die."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from kg.workers.messages import Job, Reply


class SmallSite:
    """Does one thing for each name of a job."""

    def __init__(self, version: str, settings: str) -> None:
        self.version = version
        self.settings = json.loads(settings)
        self.held = bytearray(b"x") * (self.settings.get("holds_mb", 0) << 20)

    def open(self) -> None:
        if self.settings.get("cannot_open"):
            raise OSError("it cannot be opened")
        while Path(self.settings.get("gate", "/nowhere")).exists():
            time.sleep(0.01)

    def do(self, job: Job) -> Reply:
        found = getattr(self, f"do_{job.name}")(**job.values)
        return Reply(200, "text/plain", found if isinstance(found, bytes) else str(found).encode())

    def answers(self, terms: bytes) -> Callable[[bytes], bytes | None]:
        """Return what says what it was asked, behind the terms; some words mean something else."""

        def answer(request: bytes) -> bytes | None:
            word = request.decode()
            if word == "die":
                os._exit(3)
            if word == "fail":
                raise ValueError("nobody foresaw this")
            if word == "sleep":
                time.sleep(600)
            if word == "large":
                return b"x" * (8 << 20)
            if word == "grow":
                self.do_grow(400)
            return None if word == "unusual" else terms + b": " + request

        return answer

    def too_large(self) -> Reply:
        return Reply(503, "text/plain", b"too large")

    def broken(self, error: Exception) -> Reply:
        return Reply(500, "text/plain", b"broken")

    def do_version(self) -> str:
        return self.version

    def do_pid(self) -> int:
        return os.getpid()

    def do_sleep(self, seconds: float) -> str:
        time.sleep(seconds)
        return self.version

    def do_wait(self, gate: str) -> str:
        while Path(gate).exists():
            time.sleep(0.01)
        return self.version

    def do_spin(self) -> None:
        while True:
            pass

    def do_swell(self, megabytes: int) -> int:
        return len(bytearray(megabytes << 20))

    def do_large(self, megabytes: int) -> bytes:
        return b"x" * (megabytes << 20)

    def do_grow(self, megabytes: int) -> int:
        data = bytearray(megabytes << 20)
        for place in range(0, len(data), 4096):
            data[place] = 1
        return os.getpid()

    def do_copy(self, megabytes: int, seconds: float = 0) -> int:
        """Write to what all workers share, so that this one comes to have a copy."""
        for place in range(0, megabytes << 20, 4096):
            self.held[place] = 1
        time.sleep(seconds)
        return os.getpid()

    def do_fail(self) -> None:
        raise ValueError("nobody foresaw this")

    def do_die(self, signal_name: str) -> None:
        os.kill(os.getpid(), signal.Signals[signal_name])
        time.sleep(5)

    def do_leave(self) -> None:
        os._exit(3)

    def do_nice(self) -> int:
        return os.getpriority(os.PRIO_PROCESS, 0)


def make_site(version: str, settings: str) -> SmallSite:
    """Make a site in a nursery."""
    if not version:
        raise ValueError("there is no such version")
    return SmallSite(version, settings)
