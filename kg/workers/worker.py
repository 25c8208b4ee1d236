"""A worker: one job after the other, until nobody asks any more."""

from __future__ import annotations

import resource
import select
import sys
import traceback
from typing import Protocol

from kg.workers.messages import Job, Reply, decode_job, encode, receive

TYPE_CHECKING = False
if TYPE_CHECKING:
    from socket import socket


_GROWTH = (256 << 20) if sys.platform == "darwin" else (256 << 10)
"""How much a worker may have grown and still get another job: 256 MiB, in the units of
``ru_maxrss``. Freed memory goes back to the system only when the process ends."""


class Site(Protocol):
    """What workers can do."""

    def open(self) -> None:
        """Open, in the worker, what does not survive a fork: files, databases, threads."""

    def do(self, job: Job) -> Reply:
        """Do a job. Errors that a user is to hear of are replies, too."""

    def too_large(self) -> Reply:
        """Return the reply for a job that ran out of memory."""

    def broken(self, error: Exception) -> Reply:
        """Return the reply for a job that met an error nobody foresaw."""


def work(connection: socket, site: Site) -> None:
    """Do jobs until the other side goes.

    Args:
        connection: The socket that jobs come over.
        site: What can be done.
    """
    born = _peak()
    jobs = select.poll()
    jobs.register(connection, select.POLLIN)
    # Who sleeps in recv is woken by Linux once more when the other side reads what was sent before.
    while jobs.poll() and (message := receive(connection)) is not None:
        reply = _do(site, message)
        connection.sendall(encode(reply, is_grown=_peak() - born > _GROWTH))


def _peak() -> int:
    """Return the most memory that this process ever had, in the system's units."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _do(site: Site, message: bytes) -> Reply:
    try:
        return site.do(decode_job(message))
    except MemoryError:
        return site.too_large()
    except Exception as error:  # told to the user without the details, and to the log with them
        traceback.print_exc(file=sys.stderr)
        return site.broken(error)
