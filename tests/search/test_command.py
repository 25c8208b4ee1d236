"""``kg search`` on a terminal, in pipes, and behind an endpoint."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.sparql_server import serving_store

PROGRAM = """
import sys
from kg.cli import main
status = main(sys.argv[1:])
sys.stderr.write("\\n".join(sys.modules))
sys.exit(status)
"""
SLOW = {"argparse", "dataclasses", "json", "kg.build", "kg.graph", "kg.store.embedded", "msgspec"}
SLOW |= {"pathlib", "pyoxigraph", "rich", "tomllib", "typing"}


def run(
    *words: str | Path, program: tuple[str, ...] = ("-m", "kg"), **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run ``kg search`` and return what came of it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    return subprocess.run(
        [sys.executable, *program, "search", *map(str, words)],
        env={**kept, "PYTHONPATH": str(REPOSITORY), "KG_LANG": "en", **variables},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def rows(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    """Read the rows of a file with headings."""
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def test_formats_have_the_same_rows(dataset_folder: Path) -> None:
    where = ("釧路港", "--data", dataset_folder, "-f")
    plain, tabs = rows(run(*where, "csv").stdout), rows(run(*where, "tsv").stdout, "\t")
    objects = json.loads(run(*where, "json").stdout)
    assert plain == tabs
    assert [
        {key: str(value or "" if value != 0 else 0) for key, value in row.items()}
        for row in objects
    ] == plain
    first = plain[0]
    assert (first["kind"], first["label"], first["page"]) == ("port", "釧路港", "3")
    assert first["words"][int(first["start"]) : int(first["end"])] == "釧路港"
    assert first["resource"].endswith("/id/asset/釧路港")
    assert "/passage/" in first["passage"]


def test_words_kinds_and_limit(dataset_folder: Path) -> None:
    data = ("--data", dataset_folder)
    assert run("釧路港", "整備", *data).stdout == run("釧路港　整備", *data).stdout
    found = rows(run("港", "--kind", "Port", "--kind", "漁港", "--limit", "3", *data).stdout)
    assert len(found) == 3
    assert {row["kind"] for row in found} <= {"port", "fishing port"}
    japanese = rows(run("港", "--lang", "ja", "--kind", "Port", *data).stdout)
    assert {row["kind"] for row in japanese} == {"港湾"}


def test_a_table_in_a_pipe_is_plain(dataset_folder: Path) -> None:
    printed = run("みなと", "-f", "table", "--data", dataset_folder).stdout
    assert "\x1b" not in printed
    assert "みなとオアシス" in printed
    assert printed.rstrip().endswith("hits")


@pytest.mark.skipif(os.name != "posix", reason="there are no pseudo-terminals here")
@pytest.mark.parametrize("no_color", [False, True])
def test_what_was_looked_for_stands_out_on_a_terminal(dataset_folder: Path, no_color: bool) -> None:
    import pty

    ours, theirs = pty.openpty()
    environment = {
        **os.environ,
        "PYTHONPATH": str(REPOSITORY),
        "TERM": "xterm-256color",
        "COLUMNS": "140",
    }
    environment |= {"NO_COLOR": "1"} if no_color else {}
    environment.pop("" if no_color else "NO_COLOR", None)
    command = [sys.executable, "-m", "kg", "search", "みなと", "--data", str(dataset_folder)]
    with subprocess.Popen(command, env=environment, stdin=theirs, stdout=theirs, stderr=theirs):
        os.close(theirs)
        printed = b""
        try:
            while piece := os.read(ours, 65536):
                printed += piece
        except OSError:  # the terminal's way to say that the program has left it
            pass
    os.close(ours)
    shown = printed.decode("utf-8")
    assert "釧路みなとオアシス" in shown
    assert ("\x1b[1;33mみなと\x1b[0m" in shown) is not no_color
    assert not no_color or "\x1b[1;3" not in shown


def test_it_imports_little(dataset_folder: Path) -> None:
    done = run("釧路港", "--data", dataset_folder, program=("-c", PROGRAM))
    assert done.returncode == 0
    imported = set(done.stderr.split("\n"))
    assert "sqlite3" in imported
    assert imported & SLOW <= {"json"}  # of which the writer of CSV is a neighbour


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ([], 2, "error[usage]: there is nothing to look for"),
        (["「」"], 2, "error[usage]"),
        (["港", "--kind", "Prt"], 2, "error[not-found]: there is no kind 'Prt'"),
        (["港", "--limit", "-1"], 2, "error[usage]: limit and offset"),
        (["港", "--nonsense"], 2, "error[usage]: unrecognized argument: --nonsense"),
    ],
)
def test_wrong_use_is_told(dataset_folder: Path, words: list[str], status: int, said: str) -> None:
    done = run(*words, "--data", dataset_folder)
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr.startswith(said)
    assert "Traceback" not in done.stderr


def test_without_a_dataset_it_is_told(tmp_path: Path) -> None:
    done = run("港", "--data", tmp_path / "none")
    assert done.returncode == 2
    assert done.stderr.startswith("error[not-found]: there is no built dataset here")


def test_an_endpoint_is_asked_the_canned_query() -> None:
    done = run("港", "--endpoint", "http://127.0.0.1:9/")
    assert done.returncode == 1
    assert done.stderr.startswith("error[endpoint]")


def test_of_an_endpoint_as_many_hits_are_shown_as_are_wanted(dataset_folder: Path) -> None:
    (version,) = (dataset_folder / "versions").iterdir()
    with serving_store(version / "store") as address:
        all_of_them = rows(run("港", "--endpoint", address).stdout)
        some = run("港", "--limit", "2", "--endpoint", address)
    assert some.stderr == ""
    assert len(all_of_them) > 2
    assert rows(some.stdout) == all_of_them[:2]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["港", "--kind", "Port"], "error[usage]: kinds cannot be told apart behind an endpoint\n"),
        (["港", "--limit", "-1"], "error[usage]: limit and offset"),
        ([], "error[usage]: there is nothing to look for"),
    ],
)
def test_what_an_endpoint_cannot_be_asked_is_told(words: list[str], said: str) -> None:
    done = run(*words, "--endpoint", "http://127.0.0.1:9/")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)
