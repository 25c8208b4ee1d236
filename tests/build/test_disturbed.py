"""Whatever happens to a build, the last good one goes on answering and the next one works."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg import open_dataset
from kg.build import build
from kg.store.versions import current_name
from kg.store.writer import Writer
from tests.build.conftest import MakeDataset, MakePlan, Run, command, environment, write_plan

LIMITED = """
import resource, sys
limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
from kg.cli import main
sys.exit(main(sys.argv[1:]))
"""


def _titles(folder: Path) -> list[str]:
    return [row.title for row in open_dataset(folder).query("projects")]


def _retitle(plan: Path, number: int) -> str:
    """Give the plan's first project another title and return it."""
    path = plan / "plan.txt"
    lines = path.read_text(encoding="utf-8").split("\n")
    place = next(place for place, line in enumerate(lines) if line.startswith("施策１－１"))
    lines[place] = f"施策１－１　港から始まるにぎわい{number}"
    path.write_text("\n".join(lines), encoding="utf-8")
    return f"港から始まるにぎわい{number}"


def _leavings(folder: Path) -> list[str]:
    return [path.name for path in (folder / "versions").iterdir() if path.name.startswith(".")]


@pytest.fixture(scope="module")
def whole_s(tmp_path_factory: pytest.TempPathFactory) -> float:
    """Return how long a whole build takes as a process."""
    folder = tmp_path_factory.mktemp("whole")
    start = time.monotonic()
    subprocess.run(
        command("build", write_plan(folder / "one"), "-o", folder / "dataset"),
        env=environment(),
        check=True,
    )
    return time.monotonic() - start


@pytest.mark.parametrize("seed", range(4))
def test_a_build_that_is_killed_leaves_the_old_dataset_answering(
    tmp_path: Path, make_dataset: MakeDataset, whole_s: float, seed: int
) -> None:
    folder, (plan,) = tmp_path / "dataset", make_dataset("one")
    titles = {_titles(folder)[0]}
    chance = random.Random(seed)
    for number in range(1, 4):
        titles.add(_retitle(plan, number))
        with subprocess.Popen(command("build", plan, "-o", folder), env=environment()) as process:
            # Later rather than sooner: the first half of the time goes into imports.
            time.sleep(whole_s * chance.uniform(0.3, 1.1))
            process.kill()
        assert _titles(folder)[0] in titles
    last = _retitle(plan, 9)
    build([plan], folder)
    assert _titles(folder)[0] == last
    assert _leavings(folder) == []


@pytest.mark.parametrize("limit", [0, 1_000, 60_000, 300_000, 500_000])
def test_a_disk_that_fills_up_is_told(
    tmp_path: Path, make_dataset: MakeDataset, limit: int
) -> None:
    folder, (plan,) = tmp_path / "dataset", make_dataset("one")
    before, _ = _titles(folder)
    _retitle(plan, 1)
    failed = subprocess.run(
        [sys.executable, "-c", LIMITED, str(limit), "build", str(plan), "-o", str(folder)],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert failed.returncode == 1, failed.stderr
    assert failed.stderr.startswith("error[output]: cannot write: "), failed.stderr
    assert "Free some space" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert _titles(folder)[0] == before
    assert _leavings(folder) == []


def test_a_second_build_is_told_that_it_is_the_second(
    tmp_path: Path, make_dataset: MakeDataset, run: Run
) -> None:
    folder, (plan,) = tmp_path / "dataset", make_dataset("one")
    before, _ = _titles(folder)
    _retitle(plan, 1)
    with Writer(str(folder)):
        failed = run("build", plan, "-o", folder)
        assert _titles(folder)[0] == before
    assert failed.returncode == 1
    assert failed.stderr.startswith(f"error[busy]: another build (process {os.getpid()})")


def test_many_builds_at_once_end_with_one_dataset(tmp_path: Path, make_plan: MakePlan) -> None:
    folder, plan = tmp_path / "dataset", make_plan("one")
    title = _retitle(plan, 7)
    processes = [
        subprocess.Popen(
            command("build", plan, "-o", folder, "--force"),
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    outcomes = [(process.communicate()[1], process.returncode) for process in processes]
    assert {status for _, status in outcomes} <= {0, 1}
    assert any(status == 0 for _, status in outcomes)
    assert all(said.startswith("error[busy]") for said, status in outcomes if status)
    assert _titles(folder)[0] == title


def test_a_folder_that_cannot_be_made_is_told(
    tmp_path: Path, make_plan: MakePlan, run: Run
) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    failed = run("build", make_plan("one"), "-o", tmp_path / "file" / "dataset")
    assert failed.returncode == 1
    assert failed.stderr.startswith("error[output]: cannot write: ")
    assert failed.stderr.count("\n") == 3


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
def test_ctrl_c_ends_a_build_without_a_word(
    tmp_path: Path, make_plan: MakePlan, make_dataset: MakeDataset
) -> None:
    folder, (plan,) = tmp_path / "dataset", make_dataset("one")
    before, _ = _titles(folder)
    _retitle(plan, 1)
    others = [make_plan(f"p{number}") for number in range(4)]  # so that it is not done before
    with subprocess.Popen(
        command("build", plan, *others, "-o", folder, "-j", "1"),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        _wait_for(lambda: (folder / ".writer").exists())
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert process.returncode in (130, -signal.SIGINT), err
    assert (out, err) == ("", "")
    assert _titles(folder)[0] == before
    assert _leavings(folder) == []


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="reads Linux's list of processes")
def test_workers_end_with_the_build_that_is_killed(tmp_path: Path, make_plan: MakePlan) -> None:
    plans = [make_plan(f"p{number}") for number in range(4)]
    words = command("build", *plans, "-o", tmp_path / "dataset", "-j", "2")
    with subprocess.Popen(words, env=environment()) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        _wait_for(lambda: len(children.read_text(encoding="utf-8").split()) >= 3)
        _wait_for(lambda: any((tmp_path / "dataset").glob("versions/.*/plans/*")))
        workers = [int(child) for child in children.read_text(encoding="utf-8").split()]
        for worker in workers:  # so that the build is not done before it is killed
            os.kill(worker, signal.SIGSTOP)
        process.kill()
        for worker in workers:
            os.kill(worker, signal.SIGCONT)
    _wait_for(lambda: not any(_is_alive(Path(f"/proc/{worker}")) for worker in workers))
    assert current_name(str(tmp_path / "dataset")) is None
    assert not build(plans, tmp_path / "dataset", jobs=2).has_failed


def _is_alive(process: Path) -> bool:
    try:
        return "\nState:\tZ" not in (process / "status").read_text(encoding="utf-8")
    except OSError:
        return False


def _wait_for(happened: object) -> None:
    assert callable(happened)
    for _ in range(2400):
        if happened():
            return
        time.sleep(0.05)
    raise AssertionError("it did not happen within two minutes")
