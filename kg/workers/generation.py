"""A nursery and its workers, as seen from an event loop: all of them know one dataset version."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections import deque
from functools import partial

import msgspec

from kg.errors import InputError, LimitError
from kg.workers.asking import Worker
from kg.workers.holder import Holder
from kg.workers.limits import ignoring_errors
from kg.workers.messages import OPENED
from kg.workers.nursery import ENDED, FAILED, FORK, FORKED, KILL, ORDER, READY, SLOW, Spec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.workers.forked import Forked

_ENVIRONMENT = {"GLIBC_TUNABLES": "glibc.malloc.tcache_count=100"}
"""What a nursery's environment has where nothing else is said there.

Oxigraph asks for very many small pieces of memory. The C library keeps 7 of a size at hand, which
are soon gone; 100 take at most some MB and save a worker some 8 % of its time.

Source:
    https://sourceware.org/glibc/manual/latest/html_node/Memory-Allocation-Tunables.html
"""

_OPENING_S = 60.0
"""How long a worker may take to open what it is asked about."""

_STATUS_S = 10.0
"""How long to wait for the exit status of a worker that is gone.

It is there at once, but for a nursery that waits for the processor itself.
"""


class UnopenedError(LimitError):
    """A worker could not open what it is to be asked about.

    Args:
        said: Why.
    """

    def __init__(self, said: str) -> None:
        super().__init__("the dataset cannot be opened", hint="Try again in a moment")
        self.said = said


class Generation:
    """The nursery of a dataset version, and the workers that came from it.

    Attributes:
        version: Folder of the version.
        spec: How its workers are made.
        idle: Workers that wait for a job; the last one gets it.
        running: How many jobs are under way.
        holders: Workers that have connections of clients.
        is_lost: Whether the nursery is gone: there will be no further worker.
    """

    def __init__(self, spec: Spec) -> None:
        self.version = spec.version
        self.idle: list[Worker] = []
        self.running = 0
        self.holders: set[Holder] = set()
        self.is_lost = False
        self.spec = spec
        self._process: asyncio.subprocess.Process | None = None
        self._control, self._far_end = socket.socketpair()
        self._ready: asyncio.Future[None] | None = None
        self._forks: deque[tuple[Forked, asyncio.Future[None]]] = deque()
        self._connected: set[Forked] = set()
        self._statuses: dict[int, asyncio.Future[int]] = {}
        self._input = bytearray()

    async def start(self, workers: int) -> None:
        """Start the nursery and some workers.

        Args:
            workers: How many.

        Raises:
            InputError: If the dataset cannot be opened.
            LimitError: If no process can be made.
        """
        loop = asyncio.get_running_loop()
        self._ready = loop.create_future()
        self._control.setblocking(False)
        with self._far_end as end:
            try:
                self._process = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-m", "kg.workers.nursery", str(end.fileno())),
                    pass_fds=[end.fileno()],
                    stdin=asyncio.subprocess.PIPE,
                    env=_ENVIRONMENT | os.environ,
                )
            except OSError as error:
                raise LimitError(f"no process can be made: {error.strerror}") from error
        loop.add_reader(self._control.fileno(), self._read)
        stdin = self._process.stdin
        if stdin is not None:
            stdin.write(msgspec.json.encode(self.spec))
            stdin.close()
        await self._ready
        try:
            self.idle += await asyncio.gather(*(self.fork() for _ in range(workers)))
        except UnopenedError as error:
            raise InputError(
                f"the dataset cannot be opened: {error.said}", where=self.version
            ) from error

    async def fork(self) -> Worker:
        """Make another worker.

        Returns:
            The worker, which can be asked and has nothing left to open.

        Raises:
            LimitError: If the nursery is gone or the system has no process left.
            UnopenedError: If the dataset cannot be opened (any more).
        """
        worker = Worker(self)
        await self._bring_up(worker)
        return worker

    async def fork_holder(self, ended: Callable[[Holder], object]) -> Holder:
        """Make a holder of connections.

        Args:
            ended: Called when it has ended.

        Returns:
            The holder, which can be lent connections.

        Raises:
            LimitError: If the nursery is gone or the system has no room left.
            UnopenedError: If the dataset cannot be opened (any more).
        """
        try:
            holder = Holder(self, ended)
        except OSError as error:
            raise LimitError(f"no process can be made: {error.strerror}") from error
        self.holders.add(holder)
        try:
            await self._bring_up(holder)
        finally:
            for file in holder.files:
                os.close(file)
            if not holder.pid:
                self.holders.discard(holder)
        return holder

    async def _bring_up(self, made: Forked) -> None:
        if self.is_lost:
            raise LimitError("the dataset is being opened again", hint="Try again in a moment")
        loop = asyncio.get_running_loop()
        forked: asyncio.Future[None] = loop.create_future()
        near = self._order_fork(made, forked)
        try:
            await loop.create_connection(lambda: made, sock=near)
            await forked
        except BaseException:  # nobody is there to let it end later
            made.close()
            raise
        self._connected.add(made)
        await self._wait_opened(made)

    async def _wait_opened(self, worker: Forked) -> None:
        try:
            first = await asyncio.wait_for(worker.opened, _OPENING_S)
        except BaseException as error:
            self.kill(worker)
            worker.close()
            if isinstance(error, TimeoutError):
                raise UnopenedError(f"it took longer than {_OPENING_S:g} s") from error
            raise
        if first != OPENED:
            worker.close()
            raise UnopenedError("its process has ended" if first is None else first.decode())

    def _order_fork(self, made: Forked, forked: asyncio.Future[None]) -> socket.socket:
        """Have a worker forked and return this side's end of the connection to it."""
        near = None
        try:
            near, far = socket.socketpair()
            near.setblocking(False)
            with far:
                socket.send_fds(
                    self._control, [ORDER.pack(FORK, 0, 0)], [far.fileno(), *made.files]
                )
        except OSError as error:
            if near is not None:
                near.close()
            raise LimitError("no worker can be made", hint="Try again in a moment") from error
        self._forks.append((made, forked))
        return near

    def kill(self, worker: Forked) -> None:
        """End a worker at once, whatever it does."""
        worker.is_spent = True
        self._order(KILL, worker)

    def slow_down(self, worker: Worker) -> None:
        """Let a worker stand behind the others from now on."""
        self._order(SLOW, worker)

    async def exit_status(self, worker: Worker) -> int | None:
        """Return how a worker ended: an exit status, or a signal as a negative number."""
        status = self._statuses.get(worker.pid)
        if status is None or (self.is_lost and not status.done()):  # nobody is there to tell it
            return None
        try:
            return await asyncio.wait_for(asyncio.shield(status), _STATUS_S)
        except TimeoutError:
            return None

    def forget(self, worker: Forked) -> None:
        """Take note that a worker is gone."""
        self._connected.discard(worker)
        if isinstance(worker, Holder):
            self.holders.discard(worker)
        elif worker in self.idle:
            self.idle.remove(worker)

    @property
    def _is_ready(self) -> bool:
        """Whether the nursery has made its site and hears what it is told."""
        ready = self._ready
        return ready is not None and ready.done() and not ready.cancelled()

    def close(self) -> None:
        """End the nursery and with it all workers."""
        if self._process is not None and not self._is_ready:
            # It reads the dataset and hears nothing meanwhile; it has no workers yet.
            ignoring_errors(self._process.kill)
        if self.is_lost:  # and cannot take them with it
            for worker in self._connected:
                self._order(KILL, worker)
        else:
            self._lose()
        while self.idle:
            self.idle.pop().close()

    async def wait_closed(self) -> None:
        """Wait until the nursery has ended."""
        if self._process is not None:
            await self._process.wait()

    def _order(self, operation: bytes, worker: Forked) -> None:
        """Have something done to a worker, by the nursery, which knows whether it still is."""
        if not worker.pid:
            return
        if not self.is_lost:
            try:
                self._control.send(ORDER.pack(operation, worker.pid, 0))
                return
            except OSError:
                self._lose()
        if operation == KILL and worker in self._connected:  # it is there, and nobody else ends it
            ignoring_errors(partial(os.kill, worker.pid, signal.SIGKILL))

    def _read(self) -> None:
        """Read what the nursery says."""
        try:
            data = self._control.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._lose()
            return
        self._input += data
        while len(self._input) >= ORDER.size:
            operation, pid, value = ORDER.unpack_from(self._input)
            if operation == FAILED:
                if len(self._input) >= ORDER.size + value:
                    self._fail(bytes(self._input[ORDER.size : ORDER.size + value]).decode())
                return
            del self._input[: ORDER.size]
            self._hear(operation, pid, value)

    def _hear(self, operation: bytes, pid: int, value: int) -> None:
        if operation == READY and self._ready is not None and not self._ready.done():
            self._ready.set_result(None)
        elif operation == FORKED:
            worker, forked = self._forks.popleft()
            worker.pid = pid
            if pid:
                self._statuses[pid] = asyncio.get_running_loop().create_future()
            if not forked.done():
                if pid:
                    forked.set_result(None)
                else:
                    forked.set_exception(LimitError("the system has no process left"))
        elif operation == ENDED:
            status = self._statuses.get(pid)
            if status is not None and not status.done():
                status.set_result(value)
            # Who waited for the worker asks soon, if at all.
            asyncio.get_running_loop().call_later(_STATUS_S, self._statuses.pop, pid, None)

    def _fail(self, said: str) -> None:
        if self._ready is not None and not self._ready.done():
            self._ready.set_exception(
                InputError(f"the dataset cannot be opened: {said}", where=self.version)
            )
        self._lose()

    def _lose(self) -> None:
        """Take note that there is no nursery any more; workers that are there go on."""
        if self.is_lost:
            return
        self.is_lost = True
        asyncio.get_running_loop().remove_reader(self._control.fileno())
        self._control.close()
        error = LimitError("the dataset is being opened again", hint="Try again in a moment")
        for waiting in (self._ready, *(forked for _, forked in self._forks)):
            if waiting is not None and not waiting.done():
                waiting.set_exception(error)
        self._forks.clear()
