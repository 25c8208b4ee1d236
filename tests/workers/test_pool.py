"""The pool: what ends a job, who waits for whom, and that no process is ever lost."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from kg.errors import InputError, LimitError, UsageError
from kg.memory import touched
from kg.workers.messages import Job, Reply, encode_body
from kg.workers.nursery import Spec
from kg.workers.places import Limits
from kg.workers.pool import Pool
from kg.workers.run import ClientGoneError
from tests.workers.processes import children, command, is_alive, tree, zombies

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

QUICK = Limits(workers=2, slow_workers=2, slow_after_s=0.05, queue=4, time_s=0.5)
"""Ends what does not end; what answers may take longer, too, on a machine that is busy."""
PATIENT = Limits(workers=2, slow_workers=2, slow_after_s=0.05, queue=20, time_s=60)


def spec(version: str = "first", memory_mb: int = 200, **settings: Any) -> Spec:
    site = "tests.workers.small_site:make_site"
    return Spec(site, version, json.dumps(settings), memory_mb << 20)


@contextlib.asynccontextmanager
async def opened(limits: Limits, made: Spec | None = None) -> AsyncIterator[Pool]:
    """Open a pool; at its end no process may be left."""
    pool = Pool(limits)
    await pool.open(made or spec())
    try:
        yield pool
    finally:
        left = own()
        await pool.close()
    await until(lambda: not own() and not any(map(is_nursery, left)))


async def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so, for as long as any machine may take."""
    end = time.monotonic() + 120
    while not is_so():
        assert time.monotonic() < end, "it did not come to be so"
        await asyncio.sleep(0.01)


async def answers(pool: Pool) -> bytes:
    """Ask until an answer comes in time, which a busy machine may not give it at once."""
    end = time.monotonic() + 120
    while True:
        try:
            return (await ask(pool, "version")).body
        except LimitError as error:
            assert "longer than" in str(error)
            assert time.monotonic() < end, error


def run(test: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run a test in a loop and a thread of its own: a browser of other tests has this one's."""
    with ThreadPoolExecutor(1) as threads:
        threads.submit(lambda: asyncio.run(asyncio.wait_for(test(), 300))).result()


def ask(
    pool: Pool,
    name: str,
    client: str = "one",
    gone: Callable[[], Awaitable[None]] | None = None,
    about: str = "",
    **values: Any,
) -> asyncio.Task[Reply]:
    job = encode_body(Job(name, values))
    return asyncio.get_running_loop().create_task(pool.run(job, client, gone, about))


@contextlib.asynccontextmanager
async def sleeping(pool: Pool, *clients: str) -> AsyncIterator[list[asyncio.Task[Reply]]]:
    """Have a long job under way for each client, until they are cancelled at the end."""
    jobs = [ask(pool, "sleep", client, seconds=100) for client in clients]
    try:
        yield jobs
    finally:
        for job in jobs:
            job.cancel()


def stepped_back(pool: Pool) -> list[int]:
    """Return the workers that step behind others for the processor."""
    return [pid for pid in workers(pool) if os.getpriority(os.PRIO_PROCESS, pid) > 0]


def settings_with_one_processor() -> tuple[int, int]:
    """Return how many workers, and how many slow ones, a server has where it may use one."""
    code = (
        "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); "
        "from kg.web.settings import Settings as S; print(S().workers, S().slow_workers)"
    )
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    workers, slow_workers = map(int, told.stdout.split())
    return workers, slow_workers


def workers(pool: Pool) -> dict[int, str]:
    """Return the workers that are alive, and their states."""
    return {pid: state for pid, state in tree(nursery(pool)).items() if state != "Z"}


def is_nursery(pid: int) -> bool:
    """Say whether a process is a nursery or forked by one."""
    return "kg.workers.nursery" in command(pid)


def own() -> set[int]:
    """Return the nurseries that this process has started, and their workers.

    It may have other processes: a browser or a server that another test has left open for more.
    """
    started = [pid for pid in children(os.getpid()) if is_nursery(pid)]
    return set(started).union(*map(tree, started))


def nursery(pool: Pool) -> int:
    assert pool._generation is not None
    process = pool._generation._process
    assert process is not None
    return process.pid


def test_a_job_is_done() -> None:
    async def test() -> None:
        async with opened(PATIENT) as pool:
            assert (await ask(pool, "version")).body == b"first"
            await until(lambda: len(workers(pool)) == PATIENT.workers)

    run(test)


def test_a_large_reply_comes_whole() -> None:
    async def test() -> None:
        async with opened(PATIENT) as pool:
            reply = await ask(pool, "large", megabytes=20)
            assert reply.body == b"x" * (20 << 20)

    run(test)


def test_time_is_up() -> None:
    async def test() -> None:
        async with opened(QUICK) as pool:
            with pytest.raises(LimitError, match=r"longer than 0\.5 s"):
                await ask(pool, "spin")
            assert pool.killed["time"] == 1
            await until(lambda: len(workers(pool)) == QUICK.workers and not zombies(nursery(pool)))
            assert await answers(pool) == b"first"

    run(test)


def test_who_asked_is_gone() -> None:
    async def test() -> None:
        async with opened(PATIENT) as pool:
            left = asyncio.Event()

            async def gone() -> None:
                await left.wait()

            job = ask(pool, "spin", gone=gone)
            await until(lambda: pool.slow == 1)
            left.set()
            with pytest.raises(ClientGoneError):
                await job
            assert pool.killed["gone"] == 1
            await until(lambda: len(workers(pool)) == PATIENT.workers)

    run(test)


def test_a_job_that_waits_for_nobody_is_never_begun() -> None:
    async def test() -> None:
        limits = Limits(workers=1, slow_workers=0, slow_after_s=20, queue=4, time_s=30)
        async with opened(limits) as pool:
            told: list[object] = []
            first = ask(pool, "sleep", seconds=0.5)
            await until(lambda: pool.running == 1)
            (worker,) = workers(pool)
            left = pool.submit(encode_body(Job("leave", {})), "two", told.append)
            assert pool.waiting == 1
            left.leave_alone()
            assert pool.waiting == 0
            assert (await first).body == b"first"
            assert (await ask(pool, "pid")).body == str(worker).encode()
            assert not told

    run(test)


def test_a_short_job_whose_asker_is_gone_costs_no_worker() -> None:
    async def test() -> None:
        async with opened(Limits(workers=1, slow_after_s=20, crowded_after_s=20)) as pool:
            told: list[object] = []
            before = workers(pool).keys()
            pool.submit(encode_body(Job("sleep", {"seconds": 0.2})), "", told.append).leave_alone()
            assert int((await ask(pool, "pid")).body) in before
            assert workers(pool).keys() == before

    run(test)


def test_a_request_that_is_cancelled_ends_its_job() -> None:
    async def test() -> None:
        async with opened(PATIENT) as pool:
            job = ask(pool, "spin")
            await until(lambda: pool.running == 1)
            (spinning,) = await _spinning(pool)
            job.cancel()
            with pytest.raises(asyncio.CancelledError):
                await job
            await until(lambda: spinning not in workers(pool))
            await until(lambda: len(workers(pool)) == PATIENT.workers)

    run(test)


async def _spinning(pool: Pool) -> set[int]:
    """Return the workers that have something to do, once there is one."""
    await until(lambda: pool.running > 0)
    assert pool._generation is not None
    return set(workers(pool)) - {worker.pid for worker in pool._generation.idle}


def test_a_long_job_leaves_its_place_and_steps_back() -> None:
    async def test() -> None:
        async with opened(PATIENT) as pool, sleeping(pool, "one", "two"):
            await until(lambda: pool.slow == 2)
            # Both places are free again, though both workers are busy.
            replies = await asyncio.gather(*(ask(pool, "nice", "three") for _ in range(4)))
            assert {reply.body for reply in replies} == {b"0"}
            assert len(stepped_back(pool)) == 2

    run(test)


def test_a_job_makes_room_sooner_where_another_of_its_client_waits() -> None:
    async def test() -> None:
        limits = Limits(workers=2, slow_after_s=20, crowded_after_s=0.05, time_s=30)
        async with opened(limits) as pool:
            first = ask(pool, "sleep", "one", seconds=1)
            await asyncio.sleep(0.3)
            assert pool.slow == 0  # nobody waits
            (worker,) = await _spinning(pool)
            assert (await ask(pool, "version", "one")).body == b"first"
            assert (pool.slow, pool.running) == (1, 1)
            assert os.getpriority(os.PRIO_PROCESS, worker) == 0
            assert (await first).body == b"first"
            assert (pool.slow, pool.running) == (0, 0)
            assert worker in workers(pool)

    run(test)


def test_a_job_makes_room_sooner_where_another_client_waits() -> None:
    async def test() -> None:
        limits = Limits(workers=2, slow_after_s=200, crowded_after_s=0.05, time_s=300)
        async with opened(limits) as pool, sleeping(pool, "one", "two"):
            await until(lambda: pool.running == 2)
            assert (await ask(pool, "version", "three")).body == b"first"
            assert pool.slow > 0

    run(test)


def test_a_job_that_made_room_is_once_in_the_slow_lane() -> None:
    async def test() -> None:
        limits = Limits(workers=2, slow_workers=4, slow_after_s=0.6, crowded_after_s=0.05)
        async with opened(limits) as pool:
            async with sleeping(pool, "one"):
                assert (await ask(pool, "version", "one")).body == b"first"
                assert (pool.slow, stepped_back(pool)) == (1, [])
                await until(lambda: len(stepped_back(pool)) == 1)
                assert pool.slow == 1
            await until(lambda: pool.running == 0)
            assert pool.slow == 0

    run(test)


def test_two_long_jobs_of_a_client_leave_room_for_a_third_with_one_processor() -> None:
    workers, slow_workers = settings_with_one_processor()
    limits = Limits(workers, slow_workers, slow_after_s=0.1, crowded_after_s=0.02)

    async def test() -> None:
        async with opened(limits) as pool, sleeping(pool, "one", "one"):
            assert (await ask(pool, "version", "one")).body == b"first"
            assert pool.slow == 2

    run(test)


def test_a_long_job_steps_back_even_where_the_slow_lane_is_full() -> None:
    async def test() -> None:
        limits = Limits(workers=3, slow_workers=1, slow_after_s=0.05, time_s=30)
        async with opened(limits) as pool, sleeping(pool, "one", "two"):
            await until(lambda: len(stepped_back(pool)) == 2)
            assert pool.slow == 1

    run(test)


def test_one_client_cannot_have_all_places() -> None:
    async def test() -> None:
        limits = Limits(workers=3, slow_workers=2, slow_after_s=0.05, queue=40, time_s=30)
        async with opened(limits) as pool:
            async with sleeping(pool, *["greedy"] * 12) as greedy:
                await until(lambda: pool.slow == 1 and pool.running == 3)
                await asyncio.sleep(0.2)
                assert (pool.slow, pool.running) == (1, 3)  # one of two, two of three
                assert (await ask(pool, "version", "modest")).body == b"first"
            await asyncio.gather(*greedy, return_exceptions=True)
            assert (await ask(pool, "version", "greedy")).body == b"first"

    run(test)


def test_the_queue_is_bounded_and_no_client_fills_it() -> None:
    async def test() -> None:
        limits = Limits(workers=1, slow_workers=0, slow_after_s=0.05, queue=4, time_s=30)
        async with opened(limits) as pool:
            # The first lasts until the others have been refused, on a busy machine, too.
            one = [ask(pool, "sleep", "one", seconds=3 if n == 0 else 0) for n in range(3)]
            await asyncio.sleep(0)
            assert pool.waiting == 2
            with pytest.raises(LimitError, match="2 of your questions wait"):
                await ask(pool, "version", "one")
            two = [ask(pool, "version", "two") for _ in range(2)]
            await asyncio.sleep(0)
            with pytest.raises(LimitError, match="4 questions wait already"):
                await ask(pool, "version", "three")
            assert {reply.body for reply in await asyncio.gather(*one, *two)} == {b"first"}
            assert pool.waiting == 0

    run(test)


def test_memory_is_bounded() -> None:
    async def test() -> None:
        async with opened(PATIENT) as pool:
            assert (await ask(pool, "swell", megabytes=100)).body == str(100 << 20).encode()
            assert (await ask(pool, "swell", megabytes=900)).status == 503
            assert (await ask(pool, "version")).body == b"first"

    run(test)


def test_a_worker_that_has_grown_is_retired() -> None:
    async def test() -> None:
        async with opened(PATIENT, spec(memory_mb=900)) as pool:
            grown = int((await ask(pool, "grow", megabytes=400)).body)
            await until(lambda: grown not in workers(pool))
            await until(lambda: len(workers(pool)) == PATIENT.workers)

    run(test)


def test_a_worker_that_has_copied_much_of_the_dataset_is_retired() -> None:
    async def test() -> None:
        patient = Limits(workers=2, slow_after_s=60)  # for a job that was slow its worker goes, too
        async with opened(patient, spec(memory_mb=32, holds_mb=64)) as pool:
            first = int((await ask(pool, "copy", megabytes=16)).body)
            assert int((await ask(pool, "pid")).body) == first
            assert int((await ask(pool, "copy", megabytes=64)).body) == first
            await until(lambda: first not in workers(pool))
            await until(lambda: len(workers(pool)) == patient.workers)

    run(test)


def test_what_a_worker_takes_and_gives_back_it_has_not_copied() -> None:
    async def test() -> None:
        patient = Limits(workers=1, slow_after_s=60)
        async with opened(patient, spec(memory_mb=32, holds_mb=64)) as pool:
            same = {int((await ask(pool, "grow", megabytes=12)).body) for _ in range(12)}
            assert len(same) == 1

    run(test)


def test_a_long_job_that_holds_much_ends_where_no_memory_is_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def test() -> None:
        limits = Limits(workers=3, slow_workers=3, slow_after_s=0.05, time_s=60)
        async with opened(limits, spec(memory_mb=900, holds_mb=300)) as pool:
            large = ask(pool, "copy", megabytes=300, seconds=100)
            await until(lambda: any(touched(pid) > 300 << 20 for pid in workers(pool)))
            small = ask(pool, "sleep", seconds=1)
            await asyncio.sleep(0.3)
            assert not large.done()
            monkeypatch.setattr("kg.workers.run.is_short_of_memory", lambda: True)
            with pytest.raises(LimitError, match="no memory left"):
                await large
            assert (await small).body == b"first"
            assert pool.killed == {"memory": 1}

    run(test)


@pytest.mark.parametrize(
    ("how", "kind", "said"),
    [
        ("SIGSEGV", UsageError, "nested too deeply"),
        ("SIGABRT", LimitError, "more memory than it may"),
        ("SIGKILL", LimitError, "more memory than it may"),
        ("SIGTERM", LimitError, "has ended"),
    ],
)
def test_a_worker_that_dies_is_told_and_replaced(
    how: str, kind: type[Exception], said: str
) -> None:
    async def test() -> None:
        async with opened(PATIENT) as pool:
            beside = ask(pool, "sleep", "beside", seconds=0.3)
            with pytest.raises(kind, match=said):
                await ask(pool, "die", signal_name=how)
            assert pool.killed["died"] == 1
            assert (await beside).body == b"first"
            await until(
                lambda: len(workers(pool)) == PATIENT.workers and not zombies(nursery(pool))
            )

    run(test)


def test_an_error_that_nobody_foresaw_costs_no_worker() -> None:
    async def test() -> None:
        async with opened(Limits(workers=2, slow_after_s=20)) as pool:
            before = set(workers(pool))
            assert len(before) == 2
            assert (await ask(pool, "fail")).status == 500
            assert set(workers(pool)) == before

    run(test)


def test_an_idle_worker_that_dies_is_not_asked() -> None:
    async def test() -> None:
        async with opened(PATIENT) as pool:
            for pid in workers(pool):
                os.kill(pid, signal.SIGKILL)
            await until(lambda: not workers(pool) and pool._generation is not None
                        and not pool._generation.idle)  # fmt: skip
            replies = await asyncio.gather(*(ask(pool, "version", str(n)) for n in range(3)))
            assert {reply.body for reply in replies} == {b"first"}

    run(test)


def test_a_nursery_that_dies_is_started_again() -> None:
    async def test() -> None:
        async with opened(PATIENT) as pool:
            first = nursery(pool)
            os.kill(first, signal.SIGKILL)
            await until(lambda: pool._generation is not None and pool._generation.is_lost)
            # The workers that are there go on.
            assert (await ask(pool, "version")).body == b"first"
            await until(lambda: nursery(pool) != first)
            assert (await ask(pool, "version")).body == b"first"
            await until(lambda: len(workers(pool)) == PATIENT.workers)

    run(test)


def test_a_job_whose_nursery_is_gone_is_ended_all_the_same() -> None:
    async def test() -> None:
        async with opened(QUICK) as pool:
            job = ask(pool, "spin")
            (spinning,) = await _spinning(pool)
            os.kill(nursery(pool), signal.SIGKILL)
            with pytest.raises(LimitError, match="longer than"):
                await job
            await until(lambda: not is_alive(spinning))

    run(test)


def test_stopping_leaves_no_worker_of_a_nursery_that_is_gone() -> None:
    async def test() -> None:
        async with opened(PATIENT) as pool:
            job = ask(pool, "spin")
            (spinning,) = await _spinning(pool)
            os.kill(nursery(pool), signal.SIGKILL)
            await until(lambda: pool._generation is not None and pool._generation.is_lost)
            await pool.close()
            await until(lambda: not is_alive(spinning))
            with pytest.raises(LimitError):
                await job

    run(test)


def test_another_version_answers_while_jobs_of_the_first_end() -> None:
    async def test() -> None:
        async with opened(PATIENT) as pool:
            old = nursery(pool)
            long = ask(pool, "sleep", seconds=1)
            await until(lambda: pool.running == 1)
            asked = [ask(pool, "version", str(n % 7)) for n in range(4)]
            await pool.open(spec("second"))
            assert pool.version == "second"
            assert (await ask(pool, "version")).body == b"second"
            assert {reply.body for reply in await asyncio.gather(*asked)} <= {b"first", b"second"}
            assert (await long).body == b"first"
            await until(lambda: old not in tree(os.getpid()))

    run(test)


def test_a_version_that_cannot_be_opened_changes_nothing() -> None:
    async def test() -> None:
        async with opened(PATIENT) as pool:
            before = own()
            with pytest.raises(InputError, match="there is no such version"):
                await pool.open(spec(""))
            assert (await ask(pool, "version")).body == b"first"
            await until(lambda: len(own()) == len(before))

    run(test)


@pytest.mark.parametrize("chosen", ["", "glibc.malloc.perturb=1"])
def test_how_memory_is_given_is_said_where_the_environment_does_not(
    chosen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def test() -> None:
        async with opened(PATIENT) as pool:
            environment = Path(f"/proc/{nursery(pool)}/environ").read_bytes().split(b"\0")
            said = chosen or "glibc.malloc.tcache_count=100"
            assert f"GLIBC_TUNABLES={said}".encode() in environment

    monkeypatch.delenv("GLIBC_TUNABLES", raising=False)
    if chosen:
        monkeypatch.setenv("GLIBC_TUNABLES", chosen)
    run(test)


def test_a_version_that_no_worker_can_open_changes_nothing() -> None:
    async def test() -> None:
        async with opened(PATIENT) as pool:
            before = own()
            with pytest.raises(InputError, match="OSError: it cannot be opened") as error:
                await pool.open(spec("second", cannot_open=True))
            assert error.value.where == "second"
            assert (await ask(pool, "version")).body == b"first"
            await until(lambda: len(own()) == len(before))

    run(test)


def test_a_version_that_takes_for_ever_to_open_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def test() -> None:
        async with opened(PATIENT) as pool:
            before = own()
            monkeypatch.setattr("kg.workers.generation._OPENING_S", 0.1)
            with pytest.raises(InputError, match=r"took longer than 0\.1 s"):
                await pool.open(spec("second", gate=str(tmp_path)))
            assert (await ask(pool, "version")).body == b"first"
            await until(lambda: len(own()) == len(before))

    run(test)


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    """A file; while it is there, new workers of a site do not come to its end of opening."""
    return tmp_path / "gate"


@contextlib.asynccontextmanager
async def one_opening(gate: Path) -> AsyncIterator[Pool]:
    """Open a pool of two workers of which one has been replaced by one that is not open yet."""
    async with opened(
        Limits(workers=2, slow_after_s=100, time_s=200), spec(gate=str(gate))
    ) as pool:
        gate.touch()
        try:
            with pytest.raises(LimitError, match="has ended"):
                await ask(pool, "leave")
            await until(lambda: len(workers(pool)) == 2)
            yield pool
        finally:
            gate.unlink()


def test_a_worker_is_asked_only_once_it_is_open(gate: Path) -> None:
    async def test() -> None:
        async with one_opening(gate) as pool:
            for _ in range(3):
                assert (await ask(pool, "version")).body == b"first"

    run(test)


def test_a_new_worker_is_asked_after_those_that_know_the_data() -> None:
    async def test() -> None:
        async with opened(Limits(workers=2, slow_after_s=100, time_s=200)) as pool:
            first = int((await ask(pool, "pid")).body)
            (other,) = set(workers(pool)) - {first}
            with pytest.raises(LimitError, match="has ended"):
                await ask(pool, "leave")
            assert pool._generation is not None
            idle = pool._generation.idle
            await until(lambda: len(idle) == 2)
            assert int((await ask(pool, "pid")).body) == other

    run(test)


def test_each_worker_gets_its_turn() -> None:
    async def test() -> None:
        async with opened(Limits(workers=3, slow_after_s=100, time_s=200)) as pool:
            asked = [int((await ask(pool, "pid")).body) for _ in range(100)]
            assert set(asked) == set(workers(pool))
            # Most go to the one that was asked just before, whose memory is at hand.
            assert sum(one == next for one, next in pairwise(asked)) > 80

    run(test)


def test_a_job_goes_to_a_worker_that_knows_what_it_is_about(gate: Path) -> None:
    async def test() -> None:
        async with opened(Limits(workers=3, slow_after_s=100, time_s=200)) as pool:
            first = int((await ask(pool, "pid", about="a")).body)
            gate.touch()
            held = ask(pool, "wait", about="a", gate=str(gate))
            second = int((await ask(pool, "pid", about="b")).body)
            assert second != first
            assert int((await ask(pool, "pid", about="a")).body) == second, "the other is busy"
            gate.unlink()
            await held
            # Who was asked last gets what nobody knows, and of two who know it that one does, too.
            last = {int((await ask(pool, "pid", about="b")).body) for _ in range(40)}
            assert last == {second}

    run(test)


def test_who_knows_what_a_long_job_was_about_is_kept_longer() -> None:
    async def test() -> None:
        limits = Limits(workers=2, slow_after_s=0.05, known_slow_after_s=100, time_s=200)
        async with opened(limits) as pool:
            before = set(workers(pool))
            await ask(pool, "sleep", about="a", seconds=0.5)
            await ask(pool, "sleep", about="b", seconds=0.5)
            assert set(workers(pool)) == before
            await ask(pool, "sleep", seconds=0.5)
            await until(lambda: len(set(workers(pool)) - before) == 1)

    run(test)


def test_a_long_job_about_something_ends_as_others_do() -> None:
    async def test() -> None:
        limits = Limits(workers=2, slow_after_s=0.05, known_slow_after_s=0.2, time_s=0.5)
        async with opened(limits) as pool:
            with pytest.raises(LimitError, match=r"longer than 0\.5 s"):
                await ask(pool, "sleep", about="a", seconds=100)

    run(test)


def test_of_more_workers_than_are_wanted_those_are_kept_that_were_asked_last(
    tmp_path: Path,
) -> None:
    async def test() -> None:
        limits = Limits(workers=2, slow_after_s=100, known_slow_after_s=100, time_s=200)
        gates = [tmp_path / name for name in "abc"]
        async with opened(limits) as pool:
            for gate in gates:
                gate.touch()
            jobs = [ask(pool, "wait", gate.name, about=gate.name, gate=str(gate)) for gate in gates]
            await until(lambda: pool.running == 3)  # one has made room for the third
            for gate, job in zip(gates, jobs, strict=True):
                gate.unlink()
                await job
            await until(lambda: len(workers(pool)) == 2)
            assert pool._generation is not None
            assert [worker.known for worker in pool._generation.idle] == [{"b"}, {"c"}]

    run(test)


def test_what_a_worker_knows_is_bounded() -> None:
    async def test() -> None:
        async with opened(PATIENT) as pool:
            for number in range(3000):
                await ask(pool, "version", about=str(number))
            assert pool._generation is not None
            known = [len(worker.known) for worker in pool._generation.idle]
            assert 0 < max(known) <= 1000

    run(test)


def test_a_worker_that_has_an_heir_gets_no_second_one() -> None:
    async def test() -> None:
        async with opened(PATIENT) as pool:
            job = ask(pool, "sleep", seconds=60)
            await until(lambda: pool.slow == 1)
            assert pool._generation is not None
            idle = pool._generation.idle
            await until(lambda: len(idle) == PATIENT.workers)
            job.cancel()
            with pytest.raises(asyncio.CancelledError):
                await job
            assert (pool.slow, pool._coming) == (0, 0)

    run(test)


def test_a_job_takes_the_worker_that_is_free_first(gate: Path) -> None:
    async def test() -> None:
        async with one_opening(gate) as pool:
            before, after = ask(pool, "sleep", seconds=0.2), ask(pool, "version", "two")
            assert (await before).body == (await after).body == b"first"

    run(test)


def test_a_job_that_waits_for_a_worker_takes_one_of_a_new_version(gate: Path) -> None:
    async def test() -> None:
        async with one_opening(gate) as pool:
            before, after = ask(pool, "sleep", seconds=20), ask(pool, "version", "two")
            await until(lambda: pool.running == 1)
            await pool.open(spec("second"))
            before.cancel()  # with it goes the first version, and its worker in the making
            assert (await after).body == b"second"

    run(test)


def test_who_waits_for_a_worker_is_told_when_there_will_be_none(gate: Path) -> None:
    async def test() -> None:
        async with one_opening(gate) as pool:
            before, after = ask(pool, "sleep", seconds=20), ask(pool, "version", "two")
            await until(lambda: pool.running == 1)
            await asyncio.sleep(0)
            await pool.close()
            for job in (before, after):
                with pytest.raises(LimitError):
                    await job

    run(test)


def test_the_heir_of_a_worker_is_there_before_that_ends() -> None:
    async def test() -> None:
        async with opened(PATIENT) as pool:
            job = ask(pool, "sleep", seconds=60)
            await until(lambda: pool.slow == 1)
            await until(lambda: len(workers(pool)) == PATIENT.workers + 1)
            job.cancel()
            await until(lambda: len(workers(pool)) == PATIENT.workers)

    run(test)


def test_many_jobs_of_all_kinds_at_once_lose_nothing() -> None:
    async def test() -> None:
        limits = Limits(workers=3, slow_workers=2, slow_after_s=0.02, queue=500, time_s=0.2)
        async with opened(limits) as pool:
            kinds: list[tuple[str, dict[str, Any]]] = [
                ("version", {}),
                ("spin", {}),
                ("die", {"signal_name": "SIGSEGV"}),
                ("leave", {}),
                ("sleep", {"seconds": 0.19}),
                ("sleep", {"seconds": 0.01}),
                ("swell", {"megabytes": 900}),
            ]
            jobs = []
            for number in range(70):
                name, values = kinds[number % len(kinds)]
                jobs.append(ask(pool, name, f"client {number % 5}", **values))
                if number % 9 == 8:
                    jobs[-3].cancel()
                await asyncio.sleep(0.01)
            done = await asyncio.gather(*jobs, return_exceptions=True)
            kinds_of_ends = (Reply, LimitError, UsageError, asyncio.CancelledError)
            assert all(isinstance(one, kinds_of_ends) for one in done)
            assert (pool.waiting, pool.running, pool.slow) == (0, 0, 0)
            await until(lambda: len(workers(pool)) == limits.workers and not zombies(nursery(pool)))
            assert await answers(pool) == b"first"

    run(test)


def test_pools_leave_no_file_open() -> None:
    async def test() -> None:
        async with opened(QUICK) as pool:
            with contextlib.suppress(LimitError):
                await ask(pool, "leave")

    def count() -> int:
        return sum(1 for _ in Path("/proc/self/fd").iterdir())

    run(test)
    before = count()
    for _ in range(3):
        run(test)
    deadline = time.monotonic() + 30
    while count() > before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert count() <= before
