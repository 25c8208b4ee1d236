"""SPARQL servers of others, each in a process of its own, for as long as a test asks them."""

from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
import sysconfig
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

_FUSEKI = Path(__file__).parents[1] / "deploy" / "fuseki.ttl"
_TRIES = 5
_LONGEST_S = 180
_PORTS = range(20_000, 30_000)
"""Below those that systems give to clients (from 32768 on Linux, 49152 by RFC 6335).

A port that the system names as free may be a client's an instant later, and tests beside this
one open hundreds of connections.
"""


def free_port() -> int:
    """Return a port that nobody listens on."""
    while True:
        port = random.choice(_PORTS)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


@contextmanager
def serving(
    command: Callable[[int], list[str]], path: str, folder: Path | None = None
) -> Iterator[str]:
    """Run a SPARQL server, and end it.

    Args:
        command: Makes its command line from a port.
        path: Where it answers queries, from the first slash.
        folder: Where it runs, if not here.

    Yields:
        The address of its endpoint.

    Raises:
        AssertionError: If it does not begin to answer.
    """
    for _ in range(_TRIES):
        port = free_port()
        with subprocess.Popen(
            command(port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder
        ) as server:
            try:
                if _answers(server, port, path):
                    yield f"http://127.0.0.1:{port}{path}"
                    return
            finally:
                server.terminate()
    raise AssertionError(f"no server began to answer: {command(port)}")


def _answers(server: subprocess.Popen[bytes], port: int, path: str) -> bool:
    """Wait until a server answers. False for one that has ended, as when its port was taken."""
    end = time.monotonic() + _LONGEST_S
    while time.monotonic() < end and server.poll() is None:
        try:
            urlopen(f"http://127.0.0.1:{port}{path}?query=ASK%7B%7D", timeout=5).close()
        except OSError:
            time.sleep(0.02)
        else:
            return server.poll() is None
    return False


def oxigraph() -> str:
    """Return the program of the Oxigraph server, which its wheel brings."""
    program = shutil.which("oxigraph", path=sysconfig.get_path("scripts"))
    program = program or shutil.which("oxigraph")
    assert program is not None, "the wheel oxigraph is missing"
    return program


def load(store: Path, quads: Path) -> None:
    """Load a file into a new store of the Oxigraph server."""
    command = [oxigraph(), "load", "--location", str(store), "--file", str(quads)]
    subprocess.run(command, check=True, capture_output=True)


@contextmanager
def serving_store(store: Path, *options: str) -> Iterator[str]:
    """Run the Oxigraph server on a store; see ``serving``."""
    serve = [oxigraph(), "serve-read-only", "--location", str(store), *options]
    with serving(lambda port: [*serve, "--bind", f"127.0.0.1:{port}"], "/query") as address:
        yield address


def running(name: str, quads: Path, store: Path) -> AbstractContextManager[str]:
    """Load quads into a server whose default graph is the union of all, and run it.

    Args:
        name: ``oxigraph`` or ``fuseki``; without Java or its jar the test is skipped.
        quads: A file of N-Quads.
        store: Where the server may keep them.

    Returns:
        See ``serving``.
    """
    if name == "oxigraph":
        load(store, quads)
        return serving_store(store, "--union-default-graph")
    return _fuseki(store, quads)


def _fuseki(store: Path, quads: Path) -> AbstractContextManager[str]:
    """Load quads into Apache Jena Fuseki and run it as ``docs/serving.md`` has it."""
    jar, java = os.environ.get("FUSEKI_JAR"), shutil.which("java")
    if not jar or java is None:
        pytest.skip("no Java, or no FUSEKI_JAR that names the jar of Apache Jena Fuseki")
    file = store.with_suffix(".ttl")
    config = _FUSEKI.read_text("utf-8").replace("/srv/fuseki/tdb", str(store))
    file.write_text(config, encoding="utf-8")
    loading = [java, "-cp", jar, "tdb2.tdbloader", "--loc", str(store), str(quads)]
    subprocess.run(loading, check=True, capture_output=True)
    serve = [java, "-jar", jar, "--localhost", "--config", str(file), "--port"]
    return serving(lambda port: [*serve, str(port)], "/chiiki/sparql", store.parent)
