"""Holders: what they answer, what they give back, and what is known after their death."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections import deque
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.workers.holder import Holder
from kg.workers.journal import LARGEST_BYTES, WORKING, Journal, make_file
from kg.workers.pool import Pool
from tests.workers.test_pool import PATIENT, opened, run, spec, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


class Lent:
    """A connection that is lent, and what came back of it."""

    def __init__(self) -> None:
        self.client, self.near = socket.socketpair()
        for end in (self.client, self.near):
            end.setblocking(False)
        self.back: tuple[bytes, bytes, bool] | None = None
        self.is_lost = False
        self.times: list[float] = []

    def take_back(self, request: bytes, rest: bytes, *, has_failed: bool) -> None:
        assert self.back is None
        self.back = request, rest, has_failed

    def lose(self) -> None:
        self.is_lost = True

    def count(self, took_s: float) -> None:
        self.times.append(took_s)

    async def ask(self, request: bytes) -> bytes:
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(self.client, request)
        return await loop.sock_recv(self.client, 1 << 16)

    async def came_back(self) -> tuple[bytes, bytes, bool]:
        await until(lambda: self.back is not None)
        assert self.back is not None
        return self.back

    def close(self) -> None:
        self.client.close()
        self.near.close()


def holding(test: Callable[[Pool, Holder, Callable[[], Lent]], object]) -> None:
    """Run a test with a holder, and a function that lends it another connection."""

    async def begin() -> None:
        async with opened(PATIENT) as pool:
            holder = await pool.fork_holder(lambda _: None)
            connections: list[Lent] = []

            def lend() -> Lent:
                made = Lent()
                connections.append(made)
                assert holder.lend(made.near.fileno(), b"terms", made)
                return made

            try:
                await test(pool, holder, lend)  # type: ignore[misc]
            finally:
                for one in connections:
                    one.close()

    run(begin)


def test_it_answers() -> None:
    async def test(pool: Pool, holder: Holder, lend: Callable[[], Lent]) -> None:
        both = lend(), lend()
        for number in range(20):
            for one in both:
                assert await one.ask(b"%d" % number) == b"terms: %d" % number
        holder.gather()
        for one in both:
            assert len(one.times) == 20
            assert min(one.times) > 0
            assert (await one.came_back())[:2] == (b"", b"")  # after a while

    holding(test)


@pytest.mark.parametrize("request_", [b"unusual", b"fail"])
def test_what_it_does_not_answer_comes_back(request_: bytes) -> None:
    async def test(pool: Pool, holder: Holder, lend: Callable[[], Lent]) -> None:
        one = lend()
        await asyncio.get_running_loop().sock_sendall(one.client, request_)
        assert await one.came_back() == (request_, b"", False)
        assert not holder.leases
        assert await lend().ask(b"more") == b"terms: more"

    holding(test)


def test_what_cannot_be_sent_at_once_comes_back() -> None:
    async def test(pool: Pool, holder: Holder, lend: Callable[[], Lent]) -> None:
        one = lend()
        received = len(await one.ask(b"large"))
        request, rest, has_failed = await one.came_back()
        while received < (8 << 20) - len(rest):
            received += len(await asyncio.get_running_loop().sock_recv(one.client, 1 << 20))
        assert (request, has_failed, len(rest) + received) == (b"", False, 8 << 20)
        assert rest

    holding(test)


def test_who_goes_comes_back() -> None:
    async def test(pool: Pool, holder: Holder, lend: Callable[[], Lent]) -> None:
        one = lend()
        one.client.shutdown(socket.SHUT_WR)
        assert await one.came_back() == (b"", b"", False)

    holding(test)


def test_it_dies_of_a_request() -> None:
    async def test(pool: Pool, holder: Holder, lend: Callable[[], Lent]) -> None:
        others = lend(), lend()
        one = lend()
        await asyncio.get_running_loop().sock_sendall(one.client, b"die")
        assert await one.came_back() == (b"die", b"", True)
        assert [await other.came_back() for other in others] == [(b"", b"", False)] * 2
        assert holder.is_lost
        assert not holder.lend(one.near.fileno(), b"", one)

    holding(test)


def test_it_is_killed_for_being_slow() -> None:
    async def test(pool: Pool, holder: Holder, lend: Callable[[], Lent]) -> None:
        one, waiting = lend(), deque((lend(),))
        assert holder.slow_s() == 0
        await asyncio.get_running_loop().sock_sendall(one.client, b"sleep")
        await until(lambda: holder.slow_s() > 0.05)
        await asyncio.get_running_loop().sock_sendall(waiting[0].client, b"later")
        holder.kill()
        assert await one.came_back() == (b"sleep", b"", True)
        assert await waiting[0].came_back() == (b"", b"", False)
        assert await asyncio.get_running_loop().sock_recv(waiting[0].near, 99) == b"later"

    holding(test)


def test_recalled_it_gives_all_back_and_ends() -> None:
    async def test(pool: Pool, holder: Holder, lend: Callable[[], Lent]) -> None:
        both = lend(), lend()
        assert await both[0].ask(b"x") == b"terms: x"
        holder.recall()
        for one in both:
            assert await one.came_back() == (b"", b"", False)
        await until(lambda: holder.is_lost)
        assert not holder.generation.holders

    holding(test)


def test_one_that_has_grown_ends() -> None:
    async def test(pool: Pool, holder: Holder, lend: Callable[[], Lent]) -> None:
        one = lend()
        assert await one.ask(b"grow") == b"terms: grow"
        assert await one.came_back() == (b"", b"", False)
        await until(lambda: holder.is_lost)

    async def begin() -> None:
        async with opened(PATIENT, spec(memory_mb=1000)) as pool:
            holder = await pool.fork_holder(lambda _: None)
            one = Lent()
            assert holder.lend(one.near.fileno(), b"terms", one)
            await test(pool, holder, lambda: one)
            one.close()

    run(begin)


def test_the_version_before_ends_when_its_holders_have() -> None:
    async def test(pool: Pool, holder: Holder, lend: Callable[[], Lent]) -> None:
        one = lend()
        assert await one.ask(b"x") == b"terms: x"
        before = holder.generation
        await pool.open(spec("second"))
        assert await one.came_back() == (b"", b"", False)
        await until(lambda: before.is_lost)
        assert (await pool.fork_holder(lambda _: None)).generation is not before

    holding(test)


def test_a_holder_that_is_killed_from_outside() -> None:
    async def test(pool: Pool, holder: Holder, lend: Callable[[], Lent]) -> None:
        one = lend()
        os.kill(holder.pid, signal.SIGKILL)
        assert await one.came_back() == (b"", b"", False)

    holding(test)


@given(
    st.lists(
        st.tuples(st.integers(1, 9), st.binary(min_size=1, max_size=LARGEST_BYTES)), max_size=20
    )
)
def test_a_journal_tells_what_was_written(requests: list[tuple[int, bytes]]) -> None:
    file = make_file()
    holder, server = Journal(file), Journal(file)
    near, far = socket.socketpair()
    for number, (lease, request) in enumerate(requests):
        far.sendall(request)
        holder.take(lease, number)
        assert holder.receive(near) == request
        holder.begin(lease, number, len(request))
        state = server.state()
        assert (state.phase, state.lease, state.begun_s) == (WORKING, lease, number)
        assert state.request == request
        holder.send(lease, number)
        assert server.state().phase != WORKING
        holder.finish(lease, number / 2)
    assert server.gather() == [(lease, at / 2) for at, (lease, _) in enumerate(requests)]
    assert server.gather() == []
    for made in (holder, server, near, far):
        made.close()
    os.close(file)


def test_a_journal_that_nobody_reads_keeps_the_last_answers() -> None:
    file = make_file()
    holder, server = Journal(file), Journal(file)
    for number in range(40_000):
        holder.finish(number, 0.0)
    found = [answered.lease for answered in server.gather()]
    assert found == list(range(40_000 - len(found), 40_000))
    assert len(found) > 10_000
    os.close(file)
