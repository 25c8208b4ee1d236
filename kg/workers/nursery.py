"""A process that holds a site ready and forks workers from it.

The dataset is read once; each worker has it from the start without a copy of its own, because
memory that nobody changes is shared. A worker that was killed is replaced in milliseconds.

The process has one thread, as forking demands. It is spoken to over a socket: an operation, the
number of a worker's process, and a value, nine bytes in all; with ``FORK`` comes the worker's end
of a socket pair, and for a holder of connections its journal. When the socket closes, it kills
the workers and ends.
"""

from __future__ import annotations

import os
import selectors
import signal
import socket
import struct
import sys
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import msgspec

from kg.errors import KgError
from kg.memory import use_huge_pages
from kg.workers.holding import hold
from kg.workers.journal import Journal
from kg.workers.limits import Growth, forbid_core_files, ignoring_errors, limit_memory
from kg.workers.messages import OPENED, framed
from kg.workers.worker import Site, work

ORDER = struct.Struct("!cii")
"""An operation, the number of a process, and a value."""

READY, FORK, FORKED, KILL, SLOW, ENDED, FAILED = b"R", b"F", b"P", b"K", b"N", b"X", b"E"
"""Operations. From the nursery come READY, FORKED (one for each FORK, in order; process 0 if there
could be none), ENDED (the value is the exit status as of
``os.waitstatus_to_exitcode``) and FAILED (followed by a text of as many bytes as the value says).
"""

_NICENESS = 10
"""How far behind the others that stands which takes long and for which nobody waits."""


class Spec(msgspec.Struct, frozen=True):
    """What a nursery is started with.

    Attributes:
        site: Where the site is made, as ``module:function``; it is called with the two below.
        version: Folder of the dataset's version, or empty for a site without one.
        settings: Settings of the site, as JSON.
        memory_bytes: How much memory a worker may take beyond what it is born with.
        is_patient: Whether there is time for making the site: others have the processor first,
            and large memory is put in order.
    """

    site: str
    version: str
    settings: str
    memory_bytes: int
    is_patient: bool = False


def run(control: socket.socket, spec: Spec) -> None:
    """Make the site and fork workers until the other side goes.

    Args:
        control: The socket over which it is spoken to.
        spec: What to make ready.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal's; whoever started it decides
    try:
        with ThreadPoolExecutor(1) as thread:
            # The many pieces of a dataset, and the gaps between them, are in another part of the
            # memory then, so that workers ask for theirs where there are no gaps to look through.
            site = thread.submit(_make_site, spec).result()
    except Exception as error:  # told to the other side, whatever it is
        text = _told(error)
        control.sendall(ORDER.pack(FAILED, 0, len(text)) + text)
        return
    _Nursery(control, site, spec.memory_bytes).run()


def _make_site(spec: Spec) -> Site:
    """Make the site; where that is patient, change the priority of this thread alone (Linux)."""
    if spec.is_patient:
        ignoring_errors(
            partial(os.setpriority, os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
        )
    module, _, function = spec.site.partition(":")
    make = getattr(__import__(module, fromlist=[function]), function)
    site: Site = make(spec.version, spec.settings)
    if spec.is_patient:
        use_huge_pages()
    return site


def _told(error: Exception) -> bytes:
    """Write what went wrong, in the words of the error if it is one of ours."""
    return (
        str(error) if isinstance(error, KgError) else f"{type(error).__name__}: {error}"
    ).encode()


class _Nursery:
    """The loop of the process."""

    def __init__(self, control: socket.socket, site: Site, memory_bytes: int) -> None:
        self._control = control
        self._site = site
        self._memory_bytes = memory_bytes
        self._children: set[int] = set()

    def run(self) -> None:
        # Nothing of what was made so far is garbage: left out, it is not touched and not copied.
        import gc

        gc.collect()
        gc.freeze()
        waking, woken = socket.socketpair()
        for end in (waking, woken):
            end.setblocking(False)
        signal.set_wakeup_fd(waking.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        selector = selectors.DefaultSelector()
        selector.register(self._control, selectors.EVENT_READ)
        selector.register(woken, selectors.EVENT_READ)
        self._private = (waking, woken, selector)
        try:
            self._control.sendall(ORDER.pack(READY, 0, 0))
            while True:
                for key, _ in selector.select():
                    if key.fileobj is woken:
                        ignoring_errors(partial(woken.recv, 4096))
                        self._bury()
                    elif not self._obey():
                        return
        except ConnectionError:  # the other side has gone in the middle of something
            return
        finally:
            signal.set_wakeup_fd(-1)
            for pid in self._children:
                ignoring_errors(partial(os.kill, pid, signal.SIGKILL))
            for pid in self._children:  # else nobody may take leave of them, as in a container
                ignoring_errors(partial(os.waitpid, pid, 0))

    def _obey(self) -> bool:
        """Carry out one order; say whether there may be more."""
        try:
            message, ends, _, _ = socket.recv_fds(self._control, ORDER.size, 2)
        except ConnectionResetError:
            return False
        if len(message) < ORDER.size:
            return False
        operation, pid, _ = ORDER.unpack(message)
        if operation == FORK:
            self._fork(socket.socket(fileno=ends[0]), ends[1:])
        elif pid in self._children:
            if operation == KILL:
                os.kill(pid, signal.SIGKILL)
            elif operation == SLOW:
                ignoring_errors(partial(os.setpriority, os.PRIO_PROCESS, pid, _NICENESS))
        return True

    def _fork(self, end: socket.socket, journals: list[int]) -> None:
        try:
            pid = os.fork()
        except OSError:  # no process is left
            pid = 0
        else:
            if pid == 0:
                self._be_worker(end, journals)
            self._children.add(pid)
        end.close()
        for journal in journals:
            os.close(journal)
        self._control.sendall(ORDER.pack(FORKED, pid, 0))

    def _be_worker(self, end: socket.socket, journals: list[int]) -> None:
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            waking, woken, selector = self._private
            selector.close()
            for inherited in (waking, woken, self._control):
                inherited.close()
            forbid_core_files()
            try:
                self._site.open()
            except Exception as error:  # told to the other side, whatever it is
                end.sendall(framed(_told(error)))
                return
            limit_memory(self._memory_bytes)
            end.sendall(framed(OPENED))
            growth = Growth(self._memory_bytes)
            if journals:
                hold(end, self._site, growth, Journal(journals[0]))
            else:
                work(end, self._site, growth)
            status = 0
        except ConnectionError:  # who started it has gone meanwhile
            pass
        except Exception:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)

    def _bury(self) -> None:
        """Take leave of the workers that have ended, and tell the other side."""
        while self._children:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            self._children.discard(pid)
            self._control.sendall(ORDER.pack(ENDED, pid, os.waitstatus_to_exitcode(status)))


if __name__ == "__main__":
    run(
        socket.socket(fileno=int(sys.argv[1])),
        msgspec.json.decode(sys.stdin.buffer.read(), type=Spec),
    )
