"""The same asked by several at once: it is made once, and all hear what each alone would hear.

``shared_total`` of ``/metrics`` counts the replies that went to others than who asked first. The
workers are halted until all have asked, so that nothing hangs on how fast a machine is. Each test
has a server of its own: one whose workers were halted for long replaces them when it likes.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.web.serving import RESULTS_JSON, Served, wait_until, write_dataset
from tests.web.small_queries import FOUND, LABELS, QUADS, counting, new, other_line
from tests.web.wire import CSV, Connect, Wire, counted, get
from tests.workers.processes import children

PATIENT_S = "3000"
"""A tenth of this is longer than a test waits for an answer: none hangs on who gives up waiting."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shared")
    write_dataset(folder, "first", QUADS.format("first"))
    return folder


@pytest.fixture
def small(serve: Callable[..., Served], folder: Path) -> Served:
    return serve(folder, "--workers", "3", "--time-limit-s", PATIENT_S)


def shared(served: Served) -> int:
    return counted(served, "shared_total")


def by_application(query: str, headers: str = CSV) -> bytes:
    """Write a request whose header lines the server does not know yet."""
    return get(query, headers + other_line())


@contextmanager
def halted(served: Served) -> Iterator[None]:
    """Let the workers of a server that was just started do nothing for a while."""
    workers = [one for nursery in children(served.process.pid) for one in children(nursery)]
    assert workers
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)
    try:
        yield
    finally:
        for worker in workers:
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGCONT)


def ask(served: Served, connect: Connect, *requests: bytes) -> list[Wire]:
    """Send requests over a connection each, and wait until the server has read them."""
    wires = [connect(served) for _ in requests]
    for wire, request in zip(wires, requests, strict=True):
        wire.write(request)
    for _ in range(3):  # what came before is read before
        assert served.ask("/metrics").status == 200
    assert not any(wire.is_answered() for wire in wires)
    return wires


def test_is_made_once(small: Served, connect: Connect) -> None:
    request = by_application(new())
    with halted(small):
        wires = ask(small, connect, *[request] * 4)
    answers = [wire.read() for wire in wires]
    assert {(one.status, one.text) for one in answers} == {(200, FOUND)}
    assert len({one.headers["etag"] for one in answers}) == 1
    assert shared(small) == 3
    assert connect(small).ask(request).text == FOUND
    assert shared(small) == 3


def test_each_hears_it_in_its_own_form(small: Served, connect: Connect) -> None:
    query = new()
    forms = (CSV, f"Accept: {RESULTS_JSON}\r\n")
    with halted(small):
        wires = ask(small, connect, *(by_application(query, form) for form in forms))
    assert [wire.read().media_type for wire in wires] == ["text/csv", RESULTS_JSON]
    assert shared(small) == 0


def test_who_asked_first_goes(small: Served, connect: Connect) -> None:
    request = by_application(new())
    with halted(small):
        first, *others = ask(small, connect, *[request] * 3)
        first.close()
        wait_until(lambda: counted(small, "workers_gone_total") == 1)
    answers = [wire.read() for wire in others]
    assert [(one.status, one.text) for one in answers] == [(200, FOUND)] * 2


def test_what_changes_is_made_for_each(small: Served, connect: Connect) -> None:
    request = by_application(new("SELECT (RAND() AS ?chance) {}"))
    with halted(small):
        wires = ask(small, connect, *[request] * 3)
    answers = [wire.read() for wire in wires]
    assert [one.status for one in answers] == [200] * 3
    assert len({one.body for one in answers}) == 3
    assert shared(small) == 0


def test_what_is_wrong_is_told_to_each(small: Served, connect: Connect) -> None:
    request = by_application(new("SELECT ?l {"))
    with halted(small):
        wires = ask(small, connect, request, request)
    assert [wire.read().status for wire in wires] == [400, 400]
    assert shared(small) == 0


def test_who_waits_long_goes_on_alone(
    serve: Callable[..., Served], connect: Connect, folder: Path
) -> None:
    served = serve(folder, "--workers", "3", "--time-limit-s", "10")
    request = by_application(counting(60))
    wires = [connect(served) for _ in range(2)]
    for wire in wires:
        wire.write(request)
    wait_until(lambda: counted(served, "running") == 2)
    for wire in wires:
        wire.close()
    wait_until(lambda: counted(served, "running") == 0)
    assert shared(served) == 0
    assert connect(served).ask(by_application(LABELS)).text == FOUND


def test_an_endpoint_is_asked_for_each(
    small: Served, serve: Callable[..., Served], connect: Connect
) -> None:
    front = serve(None, "--time-limit-s", PATIENT_S, endpoint=small.endpoint)
    request = by_application(new())
    with halted(small):
        wires = ask(front, connect, request, request)
        wait_until(lambda: counted(small, "cache_misses_total") == 2)
    assert [wire.read().text for wire in wires] == [FOUND, FOUND]
    assert shared(front) == 0


def test_pages_too(serve: Callable[..., Served], connect: Connect, dataset_folder: Path) -> None:
    served = serve(dataset_folder)
    head = f"Host: x\r\nAccept: text/html\r\n{other_line()}"
    request = f"GET /questions/all-mentions?lang=en HTTP/1.1\r\n{head}\r\n".encode()
    with halted(served):
        wires = ask(served, connect, request, request)
    assert len({wire.read().body for wire in wires}) == 1
    assert shared(served) == 1
