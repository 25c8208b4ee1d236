"""``kg serve`` beside other SPARQL servers, with the same data and queries in one run.

Once with the real plan and once with many invented ones; which servers take part says
``peers.py``.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.load import Load, load, query_path
from benchmarks.peers import (
    LIMIT_S,
    Peer,
    running_kg,
    running_others,
    running_oxigraph,
    wait_until_read,
)
from benchmarks.processes import cpu_s, memory_mib
from benchmarks.tables import print_table, print_verdict
from kg import open_dataset
from kg.questions.binding import bind
from kg.questions.resolve import resolve_parameters
from tests.plan_generator import invent_names, rename

_CONNECTIONS = 8
_SECONDS = 5.0
_ROUNDS = 15
_ROUNDS_OF_OTHERS = 3
_STARTS = 5
_WARM_UP_S = 2.0
_PATIENCE_S = 20.0
_ASSET = "釧路港"
_SMALL = """\
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?measure ?label ?project WHERE {{
  ?measure chiiki:concernsAsset <https://w3id.org/chiiki/id/asset/{}> ;
    rdfs:label ?label ; chiiki:measureOf ?project .
}}"""
_HOSTILE = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
_JSON = "application/sparql-results+json"


class Rate(NamedTuple):
    """What a server did under load: medians over the rounds.

    Attributes:
        per_s: Requests a second.
        cpu_us: Processor time of all of its processes for a request, in microseconds.
        share: Its requests a second, in parts of those of the raw server in the same round.
        failed: Answers of another status than 200.
    """

    per_s: float
    cpu_us: float
    share: float
    failed: int


def compare_serving(one: Path, many: Path, count: int, folder: Path) -> None:
    """Compare requests per second, patience with hostile queries, start and memory.

    Args:
        one: A dataset of the real plan.
        many: A dataset of many invented plans.
        count: How many these are.
        folder: A folder to work in.
    """
    _compare("one plan", one, _ASSET, folder / "oxigraph-one")
    asset = rename(_ASSET, invent_names(0))
    _compare(f"{count} plans", many, asset, folder / "oxigraph-many")


def _compare(what: str, dataset: Path, asset: str, store: Path) -> None:
    """Compare the servers with one dataset."""
    version = Path(open_dataset(dataset).version or "")
    queries = {"three patterns": _SMALL.format(asset), "projects-by-asset": _canned(dataset, asset)}
    shutil.copytree(version / "store", store)
    _measure_start(what, dataset)
    with contextlib.ExitStack() as stack:
        kg, _ = stack.enter_context(running_kg(dataset))
        wait_until_read(what, kg)
        others = stack.enter_context(running_others(version / "dataset.nq", store.parent))
        with running_oxigraph(store, has_limit=False) as raw:
            peers = [kg, raw, *others]
            for name, query in queries.items():
                _compare_answers(f"{what}, {name}", peers, query)
            _compare_rates(what, peers, queries)
        with running_oxigraph(store, has_limit=True) as raw:
            _compare_patience(what, [kg, raw, *others], queries["projects-by-asset"])
    shutil.rmtree(store)


def _compare_answers(what: str, peers: list[Peer], query: str) -> None:
    """Look whether all servers give as many rows: what is compared is the same work."""
    counts = {peer.name: _rows(peer, query) for peer in peers}
    if len(set(counts.values())) > 1 or not min(counts.values()):
        told = ", ".join(f"{name} {count}" for name, count in counts.items())
        print(f"FAILS: {what}: the servers do not give the same rows: {told}")


def _rows(peer: Peer, query: str) -> int:
    path = query_path(peer.path, query, more=peer.more, is_new_each_time=False)
    request = urllib.request.Request(peer.address + path, headers={"Accept": _JSON})  # noqa: S310
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - loopback
        return len(json.load(answer)["results"]["bindings"])


def _measure_start(what: str, dataset: Path) -> None:
    starts, memory = [], 0.0
    for _ in range(_STARTS):
        with running_kg(dataset) as (kg, first_s):
            starts.append(first_s)
            memory = memory_mib(kg.pid)
    rows = [
        ["start to first answer (median)", f"{median(starts):.2f} s"],
        ["memory at rest, all processes", f"{memory:.0f} MiB"],
    ]
    print_table(f"kg serve, {what}", ["what", "value"], rows)
    print_verdict(f"{what}: start to first answer in seconds", median(starts), 1.5)


def _compare_rates(what: str, peers: list[Peer], queries: dict[str, str]) -> None:
    rows, costs = [], []
    for name, query in queries.items():
        for is_new in (True, False):
            rates = _rates(peers, query, is_new_each_time=is_new)
            which = f"{name}, {'each another' if is_new else 'repeated'}"
            rows.append([which, *(f"{rate.per_s:.0f}" for rate in rates.values())])
            costs.append([which, *(f"{rate.cpu_us:.0f}" for rate in rates.values())])
            _judge(f"{what}, {which}", rates, is_new_each_time=is_new)
    names = [peer.name for peer in peers]
    title = f"{what}: requests per second, {_CONNECTIONS} connections"
    print_table(title, ["query", *names], rows)
    print_table(f"{what}: processor time for a request, microseconds", ["query", *names], costs)


def _judge(which: str, rates: dict[str, Rate], *, is_new_each_time: bool) -> None:
    kg = rates["kg serve"]
    bound = 0.8 if is_new_each_time else 3
    print_verdict(f"{which}: kg / oxigraph", kg.share, bound, at_least=True)
    for name, rate in rates.items():
        if rate.failed:
            print(f"{which}: {name} left {rate.failed} requests without a right answer")
    if is_new_each_time:
        for other, bound in (("Fuseki", 5), ("rdflib-endpoint", 20)):
            if other in rates:
                ratio = kg.per_s / rates[other].per_s
                print_verdict(f"{which}: kg / {other}", ratio, bound, at_least=True)


def _rates(peers: list[Peer], query: str, *, is_new_each_time: bool) -> dict[str, Rate]:
    """Measure requests per second: the servers take turns, and the medians of a server count.

    A round is short, so that other work on the machine bears on all servers alike.
    """
    seconds = _SECONDS / _ROUNDS
    for peer in peers:  # Java compiles what it runs often, later
        _load(peer, query, is_new_each_time=is_new_each_time, seconds=_WARM_UP_S)
    found: dict[str, list[tuple[Load, float]]] = {peer.name: [] for peer in peers}
    for number in range(_ROUNDS):
        for peer in peers if number < _ROUNDS_OF_OTHERS else peers[:2]:
            before_s = cpu_s(peer.pid)
            one = _load(peer, query, is_new_each_time=is_new_each_time, seconds=seconds)
            found[peer.name].append((one, (cpu_s(peer.pid) - before_s) / max(one.answered, 1)))
    raw = [one.per_s for one, _ in found["oxigraph"]]
    return {
        name: Rate(
            median(one.per_s for one, _ in rounds),
            median(used_s for _, used_s in rounds) * 1e6,
            median(one.per_s / other for (one, _), other in zip(rounds, raw, strict=False)),
            sum(one.failed for one, _ in rounds),
        )
        for name, rounds in found.items()
    }


def _compare_patience(what: str, peers: list[Peer], query: str) -> None:
    """Measure the slowest of small queries without and with two hostile ones all the time."""
    rows = []
    for peer in peers:
        calm = _load(peer, query, is_new_each_time=True, per_s=50)
        try:
            with _hostile_queries(peer):
                pressed = _load(peer, query, is_new_each_time=True, per_s=50)
            if peer not in (peers[0], peers[-1]):
                time.sleep(LIMIT_S)  # it may go on with what nobody waits for
        except OSError as error:
            if peer.name == "kg serve":
                raise
            rows.append([peer.name, f"{calm.p99_ms:.1f}", str(error), ""])
            continue
        ratio = pressed.p99_ms / calm.p99_ms
        rows.append([peer.name, f"{calm.p99_ms:.1f}", f"{pressed.p99_ms:.1f}", f"{ratio:.1f}"])
        if peer.name == "kg serve":
            print_verdict(f"{what}: p99 with two hostile queries / without", ratio, 3)
    print_table(
        f"{what}: p99 in ms of 50 small queries a second",
        ["server", "calm", "with two hostile", "ratio"],
        rows,
    )


def _load(
    peer: Peer,
    query: str,
    *,
    is_new_each_time: bool,
    seconds: float = _SECONDS,
    per_s: float | None = None,
) -> Load:
    path = query_path(peer.path, query, more=peer.more, is_new_each_time=is_new_each_time)
    return load(
        peer.address,
        [path],
        connections=_CONNECTIONS,
        seconds=seconds,
        per_s=per_s,
        patience_s=_PATIENCE_S,
    )


def _canned(dataset: Path, asset: str) -> str:
    """Return a canned query without its comments: Oxigraph takes no head of more than 8 KiB."""
    opened = open_dataset(dataset)
    question = opened.catalogue.get("projects-by-asset")
    text = bind(question, resolve_parameters(opened.store, question, {"asset": asset}))
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))


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
