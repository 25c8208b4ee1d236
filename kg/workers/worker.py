"""A worker: one job after the other, until nobody asks any more."""

from __future__ import annotations

import select
import sys
import traceback
from typing import Protocol

from kg.workers.messages import Job, Reply, decode_job, encode, receive

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from socket import socket

    from kg.workers.limits import Growth


class Site(Protocol):
    """What workers can do."""

    def open(self) -> None:
        """Open, in the worker, what does not survive a fork: files, databases, threads."""

    def do(self, job: Job) -> Reply:
        """Do a job. Errors that a user is to hear of are replies, too."""

    def answers(self, terms: bytes) -> Callable[[bytes], bytes | None]:
        """Return what answers the requests of a connection that is lent.

        Args:
            terms: What the server says of the connection.

        Returns:
            A function that takes all that was received and returns the answer as it is sent, or
            None for what the server is to answer.
        """

    def too_large(self) -> Reply:
        """Return the reply for a job that ran out of memory."""

    def broken(self, error: Exception) -> Reply:
        """Return the reply for a job that met an error nobody foresaw."""


def work(connection: socket, site: Site, growth: Growth) -> None:
    """Do jobs until the other side goes.

    Args:
        connection: The socket that jobs come over.
        site: What can be done.
        growth: How much this process has grown.
    """
    jobs = select.poll()
    jobs.register(connection, select.POLLIN)
    # Who sleeps in recv is woken by Linux once more when the other side reads what was sent before.
    while jobs.poll() and (message := receive(connection)) is not None:
        reply = _do(site, message)
        connection.sendall(encode(reply, is_grown=growth.is_much()))


def _do(site: Site, message: bytes) -> Reply:
    try:
        return site.do(decode_job(message))
    except MemoryError:
        return site.too_large()
    except Exception as error:  # told to the user without the details, and to the log with them
        traceback.print_exc(file=sys.stderr)
        return site.broken(error)
