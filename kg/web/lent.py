"""Answering the usual queries of a connection that a worker was lent."""

from __future__ import annotations

import time
from email.utils import formatdate

import msgspec

from kg.web.asked import want
from kg.web.usual import FIRST_LINE, Head, Writer, parts_of, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.site import Site

_MOST_SEEN = 4096


class Terms(msgspec.Struct, frozen=True):
    """What the server says of a connection that it lends.

    Attributes:
        lines: The header lines that all of its requests have.
        head: What they say.
        peer: Where they come from.
    """

    lines: bytes
    head: Head
    peer: str


class Answering:
    """What the connections of a holder have in common.

    Args:
        site: What does the jobs.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self.writer = Writer(site.settings)
        self._seen: set[int] = set()
        self._date_s, self._date = 0, b""

    def is_new(self, request: bytes) -> bool:
        """Say whether a request was not there before: the server keeps answers, a holder does not.

        Args:
            request: The request.
        """
        if len(self._seen) > _MOST_SEEN:
            self._seen.clear()
        before = len(self._seen)
        self._seen.add(hash(request))
        return len(self._seen) > before

    def first_lines(self) -> bytes:
        """Return the first line of an answer and its date."""
        now_s = int(time.time())
        if now_s != self._date_s:
            self._date_s = now_s
            self._date = FIRST_LINE + b"date: %b\r\n" % formatdate(now_s, usegmt=True).encode()
        return self._date


class Answers:
    """Answers the requests of one connection.

    Args:
        answering: What all connections have in common.
        terms: What the server says of this one.
    """

    def __init__(self, answering: Answering, terms: Terms) -> None:
        self._answering, self._terms = answering, terms

    def __call__(self, request: bytes) -> bytes | None:
        """Answer a request; None where that is for the server.

        Args:
            request: All that was received.
        """
        answering, terms = self._answering, self._terms
        site, parts = answering.site, parts_of(request)
        if parts is None or parts[1] != terms.lines or not answering.is_new(request):
            return None
        found = read(parts[0], terms.head, terms.peer, site.settings)
        if found is None:
            return None
        asked, job = found
        if site.settings.services and "SERVICE" in job.values.get("query", "").upper():
            return None  # another endpoint is asked once, and not again if it takes long
        wanted = want(asked, job, site.version)
        written = answering.writer.write(site.do(wanted.job), wanted.etag)
        return None if written is None else answering.first_lines() + written
