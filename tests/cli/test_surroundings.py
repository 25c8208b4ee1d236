"""Locales, closed pipes, Ctrl-C, terminals and what nobody foresaw."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.cli.interruption import HeededInterrupt
from tests.cli.conftest import ROOT, Run

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def _start(*words: str, **variables: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "kg", *words],
        env={**os.environ, "PYTHONPATH": str(ROOT), "KG_LANG": "en", **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize(
    "variables",
    [
        {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "PYTHONIOENCODING": "latin-1:strict"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX"},
        {"LANG": "ja_JP.eucJP"},
    ],
)
def test_every_locale_gets_utf8(run: Run, dataset: Path, variables: dict[str, str]) -> None:
    done = run("query", "projects-by-asset", "釧路港", "--data", dataset, **variables)
    assert (done.returncode, done.stderr) == (0, "")
    assert "釧路港の整備" in done.stdout
    table = run("query", "goals", "-f", "table", "--data", dataset, **variables)
    assert "農林水産業" in table.stdout
    wrong = run("query", "projects-by-asset", "釧路湾", "--data", dataset, **variables)
    assert "釧路湾" in wrong.stderr


def test_bytes_that_are_no_text_are_refused(dataset: Path) -> None:
    with _start(
        "query", "projects-by-asset", os.fsdecode(b"\xff\xfe"), "--data", str(dataset)
    ) as process:
        _, err = process.communicate()
    assert process.returncode == 2
    assert b"error[parameter]" in err
    assert b"Traceback" not in err


def test_a_closed_pipe_is_no_error(dataset: Path) -> None:
    words = ["sparql", "SELECT * { ?s ?p ?o } LIMIT 20000", "--data", str(dataset)]
    with _start(*words) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"o,p,s\n"
        process.stdout.close()
        assert process.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_a_full_output_is_told(dataset: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kg", "query", "goals", "--data", str(dataset)],
            env={**os.environ, "PYTHONPATH": str(ROOT), "KG_LANG": "en"},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == "error[io]: No space left on device\n"


def _has_open(process: subprocess.Popen[bytes], part: str) -> bool:
    """Say whether a process has a file open in whose path a part stands."""
    for link in Path(f"/proc/{process.pid}/fd").iterdir():
        with contextlib.suppress(OSError):  # it has just been closed
            if part in str(link.readlink()):
                return True
    return False


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="looks into /proc")
def test_ctrl_c_ends_a_question_at_once_and_without_a_word(dataset: Path) -> None:
    with _start("sparql", ENDLESS, "--data", str(dataset)) as process:
        while not _has_open(process, "/store/"):  # before, it is Python that is interrupted
            assert process.poll() is None
            time.sleep(0.05)
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=120)
    assert process.returncode in (130, -signal.SIGINT)
    assert (out, err) == (b"", b"")


def test_a_question_can_have_a_time_limit(run: Run, dataset: Path) -> None:
    done = run("sparql", ENDLESS, "--timeout", "0.5", "--data", dataset)
    assert done.returncode == 1
    assert done.stderr.startswith("error[limit]: the query did not end within 0.5 s\n")


def test_a_damaged_dataset_is_told_and_a_build_mends_it(
    run: Run, here: Path, tmp_path: Path
) -> None:
    plan = ROOT / "tests" / "document" / "harbour-town"
    assert run("build", plan).returncode == 0
    for path in here.glob("dataset/versions/*/store/*.sst"):
        path.write_bytes(path.read_bytes()[:100])
    done = run("query", "goals")
    assert done.returncode == 1
    assert done.stderr.startswith("error[input]: the store is damaged")
    assert "kg build" in done.stderr
    assert run("build", plan).returncode == 0
    assert run("query", "goals").returncode == 0


def test_a_fault_of_kg_is_one_line(run: Run, here: Path, dataset: Path) -> None:
    (here / "pyoxigraph.py").write_text("raise RuntimeError('broken 港')", encoding="utf-8")
    words = ("query", "goals", "--data", dataset)
    done = run(*words, PYTHONPATH=f"{here}{os.pathsep}{ROOT}")
    assert done.returncode == 1
    assert done.stderr.startswith("error[bug]")
    assert done.stderr.count("\n") == 1
    assert "RuntimeError: broken 港" in done.stderr
    traced = run(*words, PYTHONPATH=f"{here}{os.pathsep}{ROOT}", KG_DEBUG="1")
    assert "Traceback" in traced.stderr


@pytest.mark.skipif(os.name != "posix", reason="terminals are POSIX's")
def test_a_terminal_gets_a_table_of_its_width(dataset: Path) -> None:
    import pty

    from kg.text import display_width

    main, terminal = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "dumb", "KG_LANG": "en"}
    environment["COLUMNS"] = "90"
    with subprocess.Popen(
        [sys.executable, "-m", "kg", "query", "goals", "--data", str(dataset)],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=terminal,
        stderr=subprocess.DEVNULL,
    ):
        os.close(terminal)
        written = b""
        while True:
            try:
                piece = os.read(main, 65536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            written += piece
    os.close(main)
    lines = written.decode().replace("\r", "").splitlines()
    assert any("農林水産業" in line for line in lines)
    assert lines[-1].strip() == "5 rows"
    assert max(display_width(line.replace("─", "-")) for line in lines) <= 90


def test_ctrl_c_that_a_library_swallows_is_met_at_the_next_step() -> None:
    before = signal.getsignal(signal.SIGINT)
    with HeededInterrupt() as interrupt:
        interrupt.check()
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            interrupt.check()
    assert signal.getsignal(signal.SIGINT) is before
