"""``kg serve`` beside other SPARQL servers, with the same data and queries in one run.

The raw ``oxigraph`` server comes with the test extra. rdflib-endpoint takes part if it is
installed, Apache Jena Fuseki if ``FUSEKI_JAR`` names its jar and Java is there.
"""

from __future__ import annotations

import contextlib
import importlib.util
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
from statistics import median
from typing import NamedTuple
from urllib.parse import quote

from benchmarks.load import Load, load, query_path
from benchmarks.measuring import kg_command
from benchmarks.tables import print_table, print_verdict
from kg import open_dataset
from kg.questions.binding import bind
from kg.questions.resolve import resolve_parameters

_CONNECTIONS = 8
_SECONDS = 5.0
_ROUNDS = 15
_TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
_START_S = 60.0
_SMALL = """\
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?measure ?label ?project WHERE {
  ?measure chiiki:concernsAsset <https://w3id.org/chiiki/id/asset/釧路港> ;
    rdfs:label ?label ; chiiki:measureOf ?project .
}"""
_HOSTILE = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
_HOSTILE_LIMIT_S = 10


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


class Rate(NamedTuple):
    """What a server did under load: medians over the rounds.

    Attributes:
        per_s: Requests a second.
        cpu_us: Processor time of all of its processes for a request, in microseconds.
        share: Its requests a second, in parts of those of the raw server in the same round.
    """

    per_s: float
    cpu_us: float
    share: float


def compare_serving(dataset: Path) -> None:
    """Compare requests per second, patience with hostile queries, pages, start and memory.

    Args:
        dataset: A dataset of the real plan.
    """
    version = Path(open_dataset(dataset).version or "")
    queries = {"three patterns": _SMALL, "projects-by-asset": _canned(dataset)}
    with contextlib.ExitStack() as stack:
        kg, first_s, peak_mib = stack.enter_context(_kg(dataset))
        others = stack.enter_context(_others(version))
        with _oxigraph(version, dataset.parent) as raw:
            _compare_rates([kg, raw, *others], queries)
        with _oxigraph(version, dataset.parent, "--timeout-s", str(_HOSTILE_LIMIT_S)) as raw:
            _compare_patience([kg, raw, *others], queries["projects-by-asset"])
        _measure_pages(kg)
    print_table(
        "kg serve",
        ["what", "value"],
        [
            ["start to first answer", f"{first_s:.2f} s"],
            ["memory at rest, all processes", f"{peak_mib:.0f} MiB"],
        ],
    )
    print_verdict("start to first answer in seconds", first_s, 1.5)


def _compare_rates(peers: list[Peer], queries: dict[str, str]) -> None:
    rows, costs = [], []
    for name, query in queries.items():
        for is_new in (True, False):
            rates = _rates(peers, query, is_new_each_time=is_new)
            what = f"{name}, {'each another' if is_new else 'repeated'}"
            rows.append([what, *(f"{rate.per_s:.0f}" for rate in rates.values())])
            costs.append([what, *(f"{rate.cpu_us:.0f}" for rate in rates.values())])
            kg, bound = rates["kg serve"], 0.8 if is_new else 3
            print_verdict(f"{what}: kg / oxigraph", kg.share, bound, at_least=True)
            for other, bound in (("Fuseki", 5), ("rdflib-endpoint", 20)):
                if other in rates:
                    ratio = kg.per_s / rates[other].per_s
                    print_verdict(f"{what}: kg / {other}", ratio, bound, at_least=True)
    names = [peer.name for peer in peers]
    print_table(f"Requests per second, {_CONNECTIONS} connections", ["query", *names], rows)
    print_table("Processor time for a request in microseconds", ["query", *names], costs)


def _rates(peers: list[Peer], query: str, *, is_new_each_time: bool) -> dict[str, Rate]:
    """Measure requests per second: the servers take turns, and the medians of a server count.

    A round is short, so that other work on the machine bears on all servers alike.
    """
    seconds = _SECONDS / _ROUNDS
    found: dict[str, list[tuple[float, float]]] = {peer.name: [] for peer in peers}
    for _ in range(_ROUNDS):
        for peer in peers:
            before_s = _cpu_s(peer.pid)
            one = _load(peer, query, is_new_each_time=is_new_each_time, seconds=seconds)
            used_s = _cpu_s(peer.pid) - before_s
            found[peer.name].append((one.per_s, used_s / max(one.per_s * seconds, 1)))
    raw = [per_s for per_s, _ in found["oxigraph"]]
    return {
        name: Rate(
            median(per_s for per_s, _ in rounds),
            median(cpu_s for _, cpu_s in rounds) * 1e6,
            median(per_s / other for (per_s, _), other in zip(rounds, raw, strict=True)),
        )
        for name, rounds in found.items()
    }


def _compare_patience(peers: list[Peer], query: str) -> None:
    """Measure the slowest of small queries without and with two hostile ones all the time."""
    rows = []
    for peer in peers:
        calm = _load(peer, query, is_new_each_time=True, per_s=50)
        with _hostile_queries(peer):
            pressed = _load(peer, query, is_new_each_time=True, per_s=50)
        ratio = pressed.p99_ms / calm.p99_ms
        rows.append([peer.name, f"{calm.p99_ms:.1f}", f"{pressed.p99_ms:.1f}", f"{ratio:.1f}"])
        if peer.name == "kg serve":
            print_verdict("p99 with two hostile queries / without", ratio, 3)
    print_table(
        "p99 in ms of 50 small queries a second",
        ["server", "calm", "with two hostile", "ratio"],
        rows,
    )


def _measure_pages(kg: Peer) -> None:
    """Measure pages of a server that has one core."""
    _keep_to_one_core(kg.pid)
    paths = ["/", "/page/asset/釧路港", "/page/agent/国", "/search?q=港", "/questions"]
    pages = [quote(path, safe="/?=") for path in paths]
    found = load(
        kg.address, pages, connections=4, seconds=_SECONDS * 2, accept="text/html", per_s=50
    )
    print_table(
        "Pages, 50 requests a second, the server on one core",
        ["median", "p95", "p99", "failed"],
        [
            [
                f"{found.median_ms:.1f} ms",
                f"{found.p95_ms:.1f} ms",
                f"{found.p99_ms:.1f} ms",
                str(found.failed),
            ]
        ],
    )
    print_verdict("page p95 in ms", found.p95_ms, 20)


def _load(
    peer: Peer,
    query: str,
    *,
    is_new_each_time: bool,
    seconds: float = _SECONDS,
    per_s: float | None = None,
) -> Load:
    path = query_path(peer.path, query, more=peer.more, is_new_each_time=is_new_each_time)
    return load(peer.address, [path], connections=_CONNECTIONS, seconds=seconds, per_s=per_s)


def _canned(dataset: Path) -> str:
    opened = open_dataset(dataset)
    question = opened.catalogue.get("projects-by-asset")
    values = {"asset": "釧路港"}
    return bind(question, resolve_parameters(opened.store, question, values))


@contextlib.contextmanager
def _hostile_queries(peer: Peer) -> Iterator[None]:
    """Let two clients ask the hostile query again and again."""
    path = query_path(peer.path, _HOSTILE, more=peer.more, is_new_each_time=True)
    code = (
        "import itertools, sys, urllib.request\n"
        "for n in itertools.count():\n"
        "    url = sys.argv[1].replace('@N@', f'{sys.argv[2]}{n}')\n"
        "    try: urllib.request.urlopen(url, timeout=60)\n"
        "    except OSError: pass\n"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, peer.address + path, name], stderr=subprocess.DEVNULL
        )
        for name in "ab"
    ]
    time.sleep(1)
    try:
        yield
    finally:
        for process in started:
            process.kill()
            process.wait()


@contextlib.contextmanager
def _running(command: list[str | Path], address: str, path: str) -> Iterator[tuple[int, float]]:
    """Run a server; yield its process and the seconds until its first answer."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(address + path, process, begun)
        yield process.pid, time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes], begun: float) -> None:
    while time.perf_counter() - begun < _START_S and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - loopback
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.01)
        else:
            return
    raise RuntimeError(f"no answer from {url}")


@contextlib.contextmanager
def _kg(dataset: Path) -> Iterator[tuple[Peer, float, float]]:
    port = _free_port()
    peer = Peer("kg serve", f"http://127.0.0.1:{port}", "/sparql")
    command = kg_command("serve", "--data", dataset, "--port", str(port), "--no-access-log")
    command += ["--time-limit-s", str(_HOSTILE_LIMIT_S)]
    with _running(
        command, peer.address, query_path("/sparql", "ASK {}", is_new_each_time=False)
    ) as (
        pid,
        first_s,
    ):
        yield peer._replace(pid=pid), first_s, _memory_mib(pid)


@contextlib.contextmanager
def _oxigraph(version: Path, folder: Path, *options: str) -> Iterator[Peer]:
    """Run the raw server.

    With a time limit it has a thread for each query until that is over: at full speed some ten
    thousand, which systems refuse.
    """
    port = _free_port()
    store = folder / "oxigraph-store"
    shutil.copytree(version / "store", store, dirs_exist_ok=True)
    program = Path(sys.executable).with_name("oxigraph")
    peer = Peer("oxigraph", f"http://127.0.0.1:{port}", "/query")
    command: list[str | Path] = [program, "serve-read-only", "--location", store]
    command += ["--bind", f"127.0.0.1:{port}", *options]
    with _running(command, peer.address, "/") as (pid, _):
        yield peer._replace(pid=pid)


@contextlib.contextmanager
def _others(version: Path) -> Iterator[list[Peer]]:
    with contextlib.ExitStack() as stack:
        peers = []
        data = version / "dataset.nq"
        if importlib.util.find_spec("rdflib_endpoint") is not None:
            peer = Peer("rdflib-endpoint", f"http://127.0.0.1:{_free_port()}", "/")
            port = peer.address.rpartition(":")[2]
            program = Path(sys.executable).with_name("rdflib-endpoint")
            command: list[str | Path] = [program, "serve", "--port", port, data]
            pid, _ = stack.enter_context(_running(command, peer.address, "/?query=ASK%7B%7D"))
            peers.append(peer._replace(pid=pid))
        jar = os.environ.get("FUSEKI_JAR")
        if jar and shutil.which("java"):
            peer = Peer(
                "Fuseki",
                f"http://127.0.0.1:{_free_port()}",
                "/ds/sparql",
                "&default-graph-uri=urn:x-arq:UnionGraph",
            )
            port = peer.address.rpartition(":")[2]
            command = ["java", "-jar", jar, "--localhost", "--port", port, "--file", data, "/ds"]
            pid, _ = stack.enter_context(
                _running(command, peer.address, "/ds/sparql?query=ASK%7B%7D")
            )
            peers.append(peer._replace(pid=pid))
        yield peers


def _memory_mib(pid: int) -> float:
    """Add up the memory of a process and those below it; shared pages count once (Linux)."""
    total = 0
    for one in (pid, *_below(pid)):
        with contextlib.suppress(OSError):
            text = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
            total += sum(int(row.split()[1]) for row in text.splitlines() if row.startswith("Pss:"))
    return total / 1024


def _cpu_s(pid: int) -> float:
    """Add up the processor time of a process and those below it, ended ones too (Linux)."""
    ticks = 0
    for one in (pid, *_below(pid)):
        with contextlib.suppress(OSError):
            text = Path(f"/proc/{one}/stat").read_text(encoding="ascii")
            ticks += sum(map(int, text.rpartition(")")[2].split()[11:15]))
    return ticks / _TICKS_A_SECOND


def _keep_to_one_core(pid: int) -> None:
    """Let a server run on one core alone, and what it forks later too (Linux)."""
    core = {max(os.sched_getaffinity(0))}
    for one in (pid, *_below(pid)):
        for thread in Path(f"/proc/{one}/task").iterdir():
            os.sched_setaffinity(int(thread.name), core)


def _below(pid: int) -> list[int]:
    found = []
    for path in Path("/proc").glob(f"{pid}/task/*/children"):
        for child in path.read_text(encoding="ascii").split():
            found += [int(child), *_below(int(child))]
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
