"""Other SPARQL servers that hold a dataset: Oxigraph, and Apache Jena Fuseki where it is there."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

FUSEKI = Path(__file__).parents[2] / "deploy" / "fuseki.ttl"
STARTS_S = 180


@contextmanager
def running(name: str, quads: Path, store: Path) -> Iterator[str]:
    """Load quads into another SPARQL server and run it.

    Args:
        name: ``oxigraph`` or ``fuseki``; without Java or its jar the test is skipped.
        quads: A file of N-Quads.
        store: Where the server may keep them.

    Yields:
        Where it answers.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    prepare = {"oxigraph": _oxigraph, "fuseki": _fuseki}[name]
    load, serve, path = prepare(store, quads, port)
    subprocess.run(load, check=True, capture_output=True)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(serve, cwd=store.parent, **quiet) as server:  # type: ignore[call-overload]
        _wait_for(port, path)
        yield f"http://127.0.0.1:{port}{path}"
        server.terminate()


def _wait_for(port: int, path: str) -> None:
    deadline = time.monotonic() + STARTS_S
    while time.monotonic() < deadline:
        try:
            urlopen(f"http://127.0.0.1:{port}{path}?query=ASK%7B%7D", timeout=5).close()
            return
        except OSError:  # not there yet, or too busy with starting
            time.sleep(0.05)
    pytest.fail(f"the other store does not answer after {STARTS_S} s")


def _oxigraph(store: Path, quads: Path, port: int) -> tuple[list[str], list[str], str]:
    """Return how the Oxigraph server is loaded and run, and the path where it answers."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    assert program is not None
    load = [program, "load", "--location", str(store), "--file", str(quads)]
    serve = [program, "serve-read-only", "--location", str(store), "--union-default-graph"]
    return load, [*serve, "--bind", f"127.0.0.1:{port}"], "/query"


def _fuseki(store: Path, quads: Path, port: int) -> tuple[list[str], list[str], str]:
    """Return the same for Apache Jena Fuseki, as ``docs/serving.md`` has it."""
    jar, java = os.environ.get("FUSEKI_JAR"), shutil.which("java")
    if not jar or java is None:
        pytest.skip("no Java, or no FUSEKI_JAR that names the jar of Apache Jena Fuseki")
    config = FUSEKI.read_text("utf-8")
    file = store.with_suffix(".ttl")
    file.write_text(config.replace("/srv/fuseki/tdb", str(store)), encoding="utf-8")
    load = [java, "-cp", jar, "tdb2.tdbloader", "--loc", str(store), str(quads)]
    serve = [java, "-jar", jar, "--localhost", "--port", str(port), "--config", str(file)]
    return load, serve, "/chiiki/sparql"
