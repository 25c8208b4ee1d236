"""Datasets that are read into memory while the disk answers."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.memory import use_huge_pages
from tests.web.serving import Served, wait_until, write_dataset
from tests.web.small_queries import QUADS
from tests.web.wire import counted
from tests.workers.processes import children, command

TOLD = "the last one answers on"
QUESTION = "SELECT ?s ?l { ?s <https://w3id.org/chiiki/ontology#primaryCode> ?l } ORDER BY ?s # "


def is_in_memory(served: Served) -> bool:
    return counted(served, "in_memory") == 1


def nurseries(served: Served) -> list[int]:
    """Find the processes that fork workers."""
    return [pid for pid in children(served.process.pid) if "kg.workers.nursery" in command(pid)]


def test_the_disk_answers_first_and_the_memory_then(
    two_plans_folder: Path, serve: Callable[..., Served]
) -> None:
    served = serve(two_plans_folder)
    first = served.query(QUESTION)
    assert not is_in_memory(served)  # two plans take longer than the answer
    answers = {(first.status, first.body, first.headers["etag"])}
    count = 0
    while not is_in_memory(served):
        count += 1
        assert served.query(f"{QUESTION}{count}").body == first.body
        time.sleep(0.02)
    again = served.query(QUESTION)
    answers.add((again.status, again.body, again.headers["etag"]))
    assert served.query(f"{QUESTION}new").body == first.body
    assert answers == {(200, first.body, first.headers["etag"])}
    wait_until(lambda: len(nurseries(served)) == 1)


def test_the_disk_answers_again_where_the_memory_is_lost(
    two_plans_folder: Path, serve: Callable[..., Served]
) -> None:
    served = serve(two_plans_folder)
    first = served.query(QUESTION)
    wait_until(lambda: is_in_memory(served) and len(nurseries(served)) == 1)
    (nursery,) = nurseries(served)
    os.kill(nursery, signal.SIGKILL)

    def has_gone_back() -> bool:
        assert served.query(f"{QUESTION}{time.monotonic()}").body == first.body
        return not is_in_memory(served)

    wait_until(has_gone_back)
    time.sleep(1.5)  # it does not try again, for memory may be as short as before
    assert not is_in_memory(served)


def test_a_new_build_is_not_kept_waiting_by_what_is_being_read(
    two_plans_folder: Path, tmp_path: Path, serve: Callable[..., Served]
) -> None:
    data = _copy(two_plans_folder, tmp_path)
    served = serve(data)
    assert served.query(QUESTION).status == 200
    write_dataset(data, "second", QUADS.format("second"))
    wait_until(lambda: "second" in served.query("SELECT ?l { ?s <x:label> ?l }", "text/csv").text)
    wait_until(lambda: is_in_memory(served) and len(nurseries(served)) == 1)
    assert "second" in served.query("SELECT ?l { ?s <x:label> ?l } # new", "text/csv").text


def test_a_build_that_is_refused_does_not_end_the_reading(
    two_plans_folder: Path, tmp_path: Path, serve: Callable[..., Served]
) -> None:
    data = _copy(two_plans_folder, tmp_path)
    served = serve(data)
    first = served.query(QUESTION)
    write_dataset(data, "damaged", "this is <no statement")
    wait_until(lambda: TOLD in served.log.read_text(encoding="utf-8"))
    wait_until(lambda: is_in_memory(served))
    assert served.query(f"{QUESTION}new").body == first.body


def _copy(dataset: Path, folder: Path) -> Path:
    """Make a dataset of the same versions, which another one can be written into."""
    data = folder / "data"
    (data / "versions").mkdir(parents=True)
    for version in (dataset / "versions").iterdir():
        (data / "versions" / version.name).symlink_to(version.resolve())
    (data / "CURRENT").write_bytes((dataset / "CURRENT").read_bytes())
    return data


@pytest.mark.parametrize(("setting", "is_held"), [("0", False), ("1", False), ("100", True)])
def test_how_much_may_be_held_is_a_setting(
    setting: str, is_held: bool, dataset_folder: Path, serve: Callable[..., Served]
) -> None:
    served = serve(dataset_folder, "--in-memory-mb", setting)
    assert served.query(QUESTION).status == 200
    assert not is_in_memory(served)  # the plan is answered from disk first
    if is_held:
        wait_until(lambda: is_in_memory(served))


def test_a_fork_copies_less_where_pages_are_huge() -> None:
    """In a process of its own, which ends with it: what a page table takes is told by Linux."""
    end, far_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        held = [bytearray(b"x" * 100) for _ in range(400_000)]
        before = huge_kib()
        use_huge_pages()
        os.write(far_end, f"{len(held)} {before} {huge_kib()}".encode())
        os._exit(0)
    os.waitpid(pid, 0)
    _, before, after = map(int, os.read(end, 100).split())
    os.close(end)
    os.close(far_end)
    if after == before == 0:
        pytest.skip("this system has no huge pages, or Linux is older than 6.1")
    assert after > before


def huge_kib() -> int:
    rollup = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    return int(re.findall(r"AnonHugePages:\s+(\d+)", rollup)[0])
