"""A server that is told to stop before it answers ends at once, without a word."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.web.serving import wait_until, write_dataset
from tests.workers.processes import is_alive, tree

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

FROM_MEMORY = "import kg.web.source\nkg.web.source._size = lambda version: 1"
"""Has the process read that forks the workers, not each worker."""

Kill = Callable[[int, int], None]


@pytest.fixture(params=["versions/first/dataset.nq", "versions/first/store.sizes"])
def unreadable(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a file of a dataset at whose reading all comes to a halt."""
    write_dataset(tmp_path / "data", "first", "")
    pipe: Path = tmp_path / "data" / request.param
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)
    return pipe


@contextlib.contextmanager
def starting(folder: Path, first: str) -> Iterator[subprocess.Popen[str]]:
    """Begin to serve a folder in a process group of its own; at the end nothing is left of it."""
    # Who runs the tests in the background has told their shell that all ignore Ctrl-C.
    heed = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)"
    program = f"{heed}\n{first}\nfrom kg.__main__ import main\nmain()"
    with subprocess.Popen(
        [sys.executable, "-c", program, "serve", "--port", "0", "--data", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


@contextlib.contextmanager
def being_read(pipe: Path) -> Iterator[None]:
    """Wait until somebody reads a pipe, and let him wait until the block ends."""
    found: list[int] = []

    def has_reader() -> bool:
        with contextlib.suppress(OSError):
            found.append(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
        return bool(found)

    wait_until(has_reader)
    try:
        yield
    finally:
        os.close(found[0])


@pytest.mark.parametrize(
    ("kill", "sign", "status"),
    [
        (os.kill, signal.SIGTERM, -signal.SIGTERM),
        (os.killpg, signal.SIGTERM, -signal.SIGTERM),
        (os.killpg, signal.SIGINT, 130),
    ],
    ids=["alone", "with-its-processes", "from-the-terminal"],
)
def test_a_server_that_is_still_opening_the_dataset(
    unreadable: Path, kill: Kill, sign: int, status: int
) -> None:
    """Whether it alone is told so, or each of its processes as by a service manager."""
    folder = unreadable.parents[2]
    first = FROM_MEMORY if unreadable.suffix == ".nq" else ""
    with starting(folder, first) as process, being_read(unreadable):
        others = tree(process.pid)
        assert others
        kill(process.pid, sign)
        said, complained = process.communicate(timeout=60)
        assert (process.returncode, said, complained) == (status, "", "")
        assert not any(map(is_alive, others))
