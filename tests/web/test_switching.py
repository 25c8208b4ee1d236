"""A build beside a running server, and a server before another store."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.sparql_server import running
from tests.web.serving import PROBLEM, Served, wait_until, write_dataset
from tests.web.small_queries import QUADS

REPOSITORY = Path(__file__).parents[2]
BEFORE, AFTER = "青葉漁港の整備", "青葉漁港の再整備"
TOLD = "the last one answers on"


class Asking(threading.Thread):
    """Asks the same question a hundred times a second, and keeps what it hears."""

    def __init__(self, served: Served, query: str) -> None:
        super().__init__(daemon=True)
        self.served, self.query = served, query
        self.heard: list[tuple[int, str]] = []
        self.trouble: list[Exception] = []
        self.is_over = threading.Event()

    def run(self) -> None:
        count = 0
        while not self.is_over.is_set():
            count += 1
            again = "" if count % 2 else f" # {count}"  # every second one not kept
            try:
                answer = self.served.query(self.query + again, "text/csv")
                self.heard.append((answer.status, answer.text))
            except Exception as error:
                self.trouble.append(error)
            self.is_over.wait(0.01)  # the build wants the processor, too

    def wait_for(self, text: str) -> None:
        wait_until(lambda: bool(self.heard) and text in self.heard[-1][1])

    def end(self) -> set[tuple[int, str]]:
        self.is_over.set()
        self.join(30)
        assert not self.trouble
        return set(self.heard)


def test_a_build_beside_a_running_server(tmp_path: Path, serve: Callable[..., Served]) -> None:
    plan = tmp_path / "plan"
    shutil.copytree(REPOSITORY / "tests" / "document" / "harbour-town", plan)
    data = tmp_path / "data"

    def build() -> None:
        command = [sys.executable, "-m", "kg", "build", "--data", str(data), str(plan)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
        assert done.returncode == 0, done.stderr

    build()
    served = serve(data)
    query = (
        "SELECT (COUNT(DISTINCT ?l) AS ?n) { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l "
        f"FILTER(STR(?l) = '{AFTER}') }}"
    )
    asking = Asking(served, query)
    asking.start()
    asking.wait_for("0")
    document = next(file for file in plan.glob("*.txt") if BEFORE in file.read_text("utf-8"))
    text = document.read_text("utf-8").replace(BEFORE, AFTER)
    document.write_text(text, "utf-8")
    build()
    asking.wait_for("1")
    heard = asking.end()
    assert {status for status, _ in heard} == {200}
    assert heard == {(200, "n\r\n0\r\n"), (200, "n\r\n1\r\n")}
    assert asking.heard[0][1] != asking.heard[-1][1]


@pytest.mark.parametrize(
    "breaking",
    ["gone", "empty", "names nothing", "names a version that is damaged"],
)
def test_a_broken_build_leaves_the_last_one_answering(
    breaking: str, tmp_path: Path, serve: Callable[..., Served]
) -> None:
    data = tmp_path / "data"
    write_dataset(data, "first", QUADS.format("first"))
    served = serve(data)
    asking = Asking(served, "SELECT ?l { ?s <x:label> ?l }")
    asking.start()
    asking.wait_for("first")

    damaged = data / "versions" / "damaged"

    def break_it() -> None:
        if breaking == "gone":
            (data / "CURRENT").unlink()
        elif breaking != "names a version that is damaged":
            (data / "CURRENT").write_text("" if breaking == "empty" else "nothing\n")
        elif damaged.exists():
            (data / "CURRENT").write_text("damaged\n")
        else:
            write_dataset(data, damaged.name, "this is <no statement")

    def times_told() -> int:
        return served.log.read_text(encoding="utf-8").count(TOLD)

    break_it()
    wait_until(lambda: times_told() > 0)
    asked = len(asking.heard)
    time.sleep(1.2)  # it looks again each second, and need not say the same again
    wait_until(lambda: len(asking.heard) > asked)
    assert asking.heard[-1] == (200, "l\r\nfirst\r\n")
    # And what is right again is taken over.
    write_dataset(data, "second", QUADS.format("second"))
    asking.wait_for("second")
    assert times_told() == 1
    # The same trouble right behind a good build is a new one, and told anew.
    break_it()
    wait_until(lambda: times_told() == 2)
    assert asking.end() == {(200, "l\r\nfirst\r\n"), (200, "l\r\nsecond\r\n")}
    assert "Traceback" not in served.log.read_text(encoding="utf-8")


@pytest.fixture(params=["oxigraph", "fuseki"])
def other_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Run another SPARQL server with a few statements, and say where it answers."""
    quads = tmp_path / "quads.nq"
    quads.write_text(QUADS.format("釧路港"), encoding="utf-8")
    with running(request.param, quads, tmp_path / "other") as endpoint:
        yield endpoint


class TestBeforeAnotherStore:
    """``kg serve --endpoint URL``."""

    QUERIES = (
        ("SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?o", "text/csv"),
        ("SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?o", "application/sparql-results+json"),
        ("SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?o", "application/sparql-results+xml"),
        ("SELECT ?s { GRAPH <x:g> { ?s <x:label> ?o } }", "text/tab-separated-values"),
        ("ASK { ?s <x:label> '釧路港' }", "application/sparql-results+json"),
        ("CONSTRUCT { ?s <x:q> ?o } { ?s <x:label> ?o }", "text/turtle"),
        ("CONSTRUCT { ?s <x:q> ?o } { ?s <x:label> ?o }", "application/n-triples"),
        ("DESCRIBE <x:t>", "application/n-triples"),
    )

    def test_it_answers_the_same(
        self, other_store: str, tmp_path: Path, serve: Callable[..., Served]
    ) -> None:
        write_dataset(tmp_path / "data", "first", QUADS.format("釧路港"))
        here, there = serve(tmp_path / "data"), serve(None, endpoint=other_store)
        for query, accept in self.QUERIES:
            own, other = here.query(query, accept), there.query(query, accept)
            assert (other.status, other.media_type) == (200, own.media_type)
            assert other.text.split() == own.text.split()
        fields = [("default-graph-uri", "x:none")]
        assert there.query("ASK { ?s ?p ?o }", fields=fields).json()["boolean"] is False

    def test_its_answers_are_not_kept(self, other_store: str, serve: Callable[..., Served]) -> None:
        answer = serve(None, endpoint=other_store).query("ASK {}")
        assert "etag" not in answer.headers
        assert answer.headers["cache-control"] == "no-store"

    def test_what_is_wrong_is_told_without_its_address(
        self, other_store: str, serve: Callable[..., Served]
    ) -> None:
        there = serve(None, "--services", "http://a.example/", endpoint=other_store)
        wrong = there.query("SELECT ?x { ?s ?p")
        assert (wrong.status, wrong.media_type) == (400, PROBLEM)
        assert "127.0.0.1" not in wrong.text
        assert there.post("CLEAR ALL").status == 403
        # It would ask by itself, not through the relay.
        assert there.query("ASK { SERVICE <http://a.example/> { ?s ?p ?o } }").status == 400

    def test_a_store_that_is_gone(self, serve: Callable[..., Served]) -> None:
        there = serve(None, endpoint="http://127.0.0.1:1/query")
        answer = there.query("ASK {}")
        assert (answer.status, answer.media_type) == (502, PROBLEM)
        assert "127.0.0.1" not in answer.text


def test_a_damaged_dataset_is_told_in_one_message(tmp_path: Path) -> None:
    write_dataset(tmp_path, "damaged", "no quads\n")
    command = [sys.executable, "-m", "kg", "--lang", "en", "serve", "--data", str(tmp_path)]
    done = subprocess.run(
        [*command, "--port", "0"], capture_output=True, text=True, timeout=120, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    first, *more = done.stderr.splitlines()
    assert first.startswith("error[input]")
    assert "dataset.nq" in first
    assert "Traceback" not in done.stderr
    assert len(more) <= 2
