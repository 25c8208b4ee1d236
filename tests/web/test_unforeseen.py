"""Errors that nobody foresaw, where a request is answered without the application.

A part of the server is broken as long as a file is there. What is asked then is answered with a
problem; afterwards all is as before, and no worker is lost.
"""

from __future__ import annotations

import itertools
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.serving import PROBLEM, Served, serving, wait_until, write_dataset
from tests.web.small_queries import QUADS, counting
from tests.web.wire import Connect, counted, get
from tests.workers.processes import tree

FOUND = "l\r\nfirst\r\n"
CLOSING = (
    "again.Again.get",
    "direct.Direct.read",
    "direct.Exchange.begin",
    "connection.Connection._send",
    "connection.Connection.on_headers_complete",
)
STAYING = ("usual.Writer.write", "cache.Cache.put")
BREAK = """
import importlib
from pathlib import Path
def break_one(part):
    module, owner, name = part.split(".")
    owner = getattr(importlib.import_module("kg.web." + module), owner)
    whole = getattr(owner, name)
    def broken(self, *given, **named):
        if (Path({folder!r}) / part).exists():
            raise RuntimeError("nobody foresaw it")
        return whole(self, *given, **named)
    setattr(owner, name, broken)
for part in {parts!r}:
    break_one(part)
"""
_NUMBERS = itertools.count()


def new() -> bytes:
    """Make a request for what nobody has asked before, with the lines of others."""
    return get(f"SELECT ?l {{ ?s <x:label> ?l }} # {next(_NUMBERS)}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("unforeseen")
    write_dataset(made, "first", '<x:s> <x:label> "first" <x:g> .\n')
    return made


@pytest.fixture(scope="module")
def breakable(folder: Path) -> Iterator[Served]:
    first = BREAK.format(folder=str(folder), parts=CLOSING + STAYING)
    with serving(folder, folder / "log", first=first) as server:
        yield server


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("part", CLOSING + STAYING)
def test_it_is_answered_and_harms_nobody(
    breakable: Served, folder: Path, connect: Connect, part: str
) -> None:
    wires = [connect(breakable) for _ in range(4)]
    for wire in wires:
        assert wire.ask(new()).text == FOUND
    topic = "none" if part in CLOSING else "sparql"
    name = rf'requests_total\{{topic="{topic}",status="500"\}}'
    workers, before = tree(breakable.process.pid), counted(breakable, name)
    (folder / part).touch()
    is_parsed = part.endswith("on_headers_complete")  # as is what has lines of its own
    for wire in wires[:2]:
        answer = wire.ask(get("ASK {}", "X-New: 1\r\n") if is_parsed else new())
        assert (answer.status, answer.media_type) == (500, PROBLEM)
        assert answer.json()["hint"].split()[-4] in breakable.log.read_text(encoding="utf-8")
        assert (answer.headers.get("connection") == "close") is (part in CLOSING)
    (folder / part).unlink()
    if part in CLOSING:
        assert all(wire.is_closed() for wire in wires[:2])
        wires = wires[2:]
    for wire in wires:
        assert wire.ask(new()).text == FOUND
    assert set(tree(breakable.process.pid)) == set(workers)
    assert breakable.ask("/health").json()["running"] == 0
    assert counted(breakable, name) == before + 2


@pytest.mark.parametrize("times", [1, 2])
def test_a_question_that_outlasts_the_server_is_told_so(
    tmp_path: Path, connect: Connect, times: int
) -> None:
    """Whether the application answers it or, its header lines being known, a worker at once."""
    first = "import kg.web.server\nkg.web.server._STOP_S = 1"
    write_dataset(tmp_path / "data", "first", QUADS.format("first"))
    with serving(tmp_path / "data", tmp_path / "log", first=first) as server:
        wire = connect(server)
        for _ in range(times - 1):
            assert wire.ask(get("ASK {}")).status == 200
        wire.write(get(counting(60)))
        wait_until(lambda: server.ask("/health").json()["running"] == 1)
        server.process.send_signal(signal.SIGTERM)
        answer = wire.read()
        assert (answer.status, answer.media_type) == (503, PROBLEM)
        assert "retry-after" in answer.headers
        assert server.process.wait(timeout=60) in (0, -signal.SIGTERM)
        assert "Traceback" not in server.log.read_text(encoding="utf-8")
