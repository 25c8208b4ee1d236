"""SPARQL servers with the same data: ``kg serve``, the raw Oxigraph, and peers where they are.

rdflib-endpoint takes part if ``RDFLIB_ENDPOINT`` names its program (``pip install
'rdflib-endpoint[cli]'`` in an environment of its own), Apache Jena Fuseki if ``FUSEKI_JAR`` names
its jar and Java is there. What a peer cannot hold it is not given.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.load import query_path
from benchmarks.measuring import kg_command
from benchmarks.processes import memory_mib

LIMIT_S = 10
"""How long a query may take, in all servers that have such a limit."""

_START_S = 60.0
_PEER_START_S = 120.0
_STOP_S = 20.0
_LONGEST_READING_S = 600.0
_LARGEST_FOR_RDFLIB = 100 << 20
_PORTS = iter(range(20_000 + os.getpid() % 10_000, 32_000))


class Peer(NamedTuple):
    """A server under load.

    Attributes:
        name: What it is called.
        address: Scheme, host and port.
        path: Path of its endpoint.
        more: Parameters that every query of it needs.
        pid: Its process.
    """

    name: str
    address: str
    path: str
    more: str = ""
    pid: int = 0


@contextlib.contextmanager
def running_kg(dataset: Path) -> Iterator[tuple[Peer, float]]:
    """Run ``kg serve``; yield it and the seconds from its start to its first answer."""
    peer = Peer("kg serve", f"http://127.0.0.1:{_free_port()}", "/sparql")
    command = kg_command("serve", "--data", dataset, "--port", _port(peer), "--no-access-log")
    command += ["--time-limit-s", str(LIMIT_S)]
    first = query_path("/sparql", "ASK {}", is_new_each_time=False)
    with _running(command, peer.address + first) as (pid, first_s):
        yield peer._replace(pid=pid), first_s


def wait_until_read(what: str, kg: Peer) -> None:
    """Wait until ``kg serve`` holds the dataset in memory, if it is going to.

    Args:
        what: What is served, for the line that tells it.
        kg: The server.
    """
    begun = time.perf_counter()
    while (waited_s := time.perf_counter() - begun) < _LONGEST_READING_S:
        with urllib.request.urlopen(kg.address + "/metrics", timeout=60) as answer:  # noqa: S310
            if b"\nkg_in_memory 1\n" in answer.read():
                print(f"{what}: in memory after {waited_s:.0f} s: {memory_mib(kg.pid):.0f} MiB")
                return
        time.sleep(1)
    print(f"{what}: answers come from disk")


@contextlib.contextmanager
def running_oxigraph(store: Path, *, has_limit: bool) -> Iterator[Peer]:
    """Run the raw server.

    Args:
        store: Folder of its store; logs are written there.
        has_limit: Whether queries have a time limit. The server then has a thread for each
            query until that is over: at full speed some ten thousand, which systems refuse.
    """
    program = Path(sys.executable).with_name("oxigraph")
    peer = Peer("oxigraph", f"http://127.0.0.1:{_free_port()}", "/query")
    command: list[str | Path] = [program, "serve-read-only", "--location", store]
    command += ["--bind", f"127.0.0.1:{_port(peer)}"]
    command += ["--timeout-s", str(LIMIT_S)] if has_limit else []
    with _running(command, peer.address) as (pid, _):
        yield peer._replace(pid=pid)


@contextlib.contextmanager
def running_others(data: Path, folder: Path) -> Iterator[list[Peer]]:
    """Run the peers that are there; say which are not.

    Args:
        data: The dataset as N-Quads.
        folder: Where they may write; Fuseki does.
    """
    with contextlib.ExitStack() as stack:
        peers = []
        for peer, command in (_fuseki(data), _rdflib_endpoint(data)):
            if not command:
                continue
            url = f"{peer.address}{peer.path}?query=ASK%7B%7D{peer.more}"
            try:
                pid, _ = stack.enter_context(_running(command, url, _PEER_START_S, folder))
            except RuntimeError as error:
                print(f"not measured: {peer.name}: {error}")
                continue
            peers.append(peer._replace(pid=pid))
        yield peers


def _fuseki(data: Path) -> tuple[Peer, list[str | Path]]:
    peer = Peer(
        "Fuseki",
        f"http://127.0.0.1:{_free_port()}",
        "/ds/sparql",
        "&default-graph-uri=urn:x-arq:UnionGraph",
    )
    jar = os.environ.get("FUSEKI_JAR")
    if not jar or not shutil.which("java"):
        print("not measured: Fuseki: no Java, or no FUSEKI_JAR that names its jar")
        return peer, []
    command: list[str | Path] = ["java", "-jar", jar, "--localhost", "--port", _port(peer)]
    return peer, [*command, f"--timeout={LIMIT_S * 1000}", "--file", data, "/ds"]


def _rdflib_endpoint(data: Path) -> tuple[Peer, list[str | Path]]:
    peer = Peer("rdflib-endpoint", f"http://127.0.0.1:{_free_port()}", "/")
    program = os.environ.get("RDFLIB_ENDPOINT")
    if not program:
        print("not measured: rdflib-endpoint: no RDFLIB_ENDPOINT that names its program")
        return peer, []
    if data.stat().st_size > _LARGEST_FOR_RDFLIB:
        print(f"not measured: rdflib-endpoint: {data.stat().st_size >> 20} MiB are too much for it")
        return peer, []
    command: list[str | Path] = [program, "serve", "--host", "127.0.0.1", "--port", _port(peer)]
    return peer, [*command, data]


@contextlib.contextmanager
def _running(
    command: list[str | Path],
    url: str,
    longest_s: float = _START_S,
    folder: Path | None = None,
) -> Iterator[tuple[int, float]]:
    """Run a server; yield its process and the seconds until its first answer.

    Raises:
        RuntimeError: If it gives none in time.
    """
    begun = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
    )
    try:
        _wait_for(url, process, begun + longest_s)
        yield process.pid, time.perf_counter() - begun
    finally:
        process.terminate()
        try:
            process.wait(_STOP_S)
        except subprocess.TimeoutExpired:  # one whose queries have no end
            process.kill()
            process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes], until: float) -> None:
    while time.perf_counter() < until and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - loopback
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.01)
        else:
            return
    raise RuntimeError(f"no answer from {url}")


def _port(peer: Peer) -> str:
    return peer.address.rpartition(":")[2]


def _free_port() -> int:
    """Return a port that is free, and that the system gives nobody else: a peer binds it late."""
    for port in _PORTS:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is free")
