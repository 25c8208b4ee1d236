"""Answering the usual queries of a connection that a worker was lent."""

from __future__ import annotations

import time
from email.utils import formatdate

import msgspec

from kg.web.asked import hasher, want
from kg.web.coding import compressed
from kg.web.sparql.answering import answer_query
from kg.web.sparql.asking import job_for
from kg.web.sparql.request import plain_request, read_plain
from kg.web.usual import FIRST_LINE, Head, Writer, parts_of, query_string, read
from kg.workers.messages import Reply, encode_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.site import Site

_MOST_SEEN = 4096
_MARK = "\0query\0"
"""Stands for the query where everything but that is the same."""


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


class Plain:
    """Answers queries that stand alone in their address: nothing else differs between two requests.

    What the header lines say of format, coding and ETag is worked out once.

    Args:
        site: What is asked.
        head: What the header lines say.

    Attributes:
        is_answered: Whether such queries are answered here at all.
    """

    def __init__(self, site: Site, head: Head) -> None:
        self._site = site
        job = job_for(head.asked, plain_request(_MARK), site.settings)
        self.is_answered = not isinstance(job, Reply)
        if isinstance(job, Reply):  # a person with a browser, who is led to the editor
            return
        wanted = want(head.asked, job, site.version)
        self._values = wanted.job.values
        before, _, self._behind = wanted.key.partition(encode_text(_MARK))
        self._hasher = hasher(site.version)
        self._hasher.update(before)

    def answer(self, query: str) -> tuple[Reply, str]:
        """Answer a query, and return its ETag, too.

        Raises:
            KgError: If it is wrong or asks too much.
        """
        site, values = self._site, {**self._values, "query": query}
        reply = answer_query(site.dataset.store, values, site.services.allow)
        tag = self._hasher.copy()
        tag.update(encode_text(query) + self._behind)
        return compressed(reply, values.get("coding", "")), f'W/"{tag.hexdigest()}"'


class Answers:
    """Answers the requests of one connection.

    Args:
        answering: What all connections have in common.
        terms: What the server says of this one.
    """

    def __init__(self, answering: Answering, terms: Terms) -> None:
        self._answering, self._terms = answering, terms
        self._plain = Plain(answering.site, terms.head)

    def __call__(self, request: bytes) -> bytes | None:
        """Answer a request; None where that is for the server.

        Args:
            request: All that was received.
        """
        answering, terms = self._answering, self._terms
        parts = parts_of(request)
        if parts is None or parts[1] != terms.lines or not answering.is_new(request):
            return None
        query_ = query_string(parts[0], terms.head)
        query = None if query_ is None else read_plain(query_)
        found = self._other(parts[0]) if query is None else self._answer(query)
        written = None if found is None else answering.writer.write(*found)
        return None if written is None else answering.first_lines() + written

    def _answer(self, query: str) -> tuple[Reply, str] | None:
        settings = self._answering.site.settings
        if not self._plain.is_answered:
            return None
        if settings.services and "SERVICE" in query.upper():
            return None  # another endpoint is asked once, and not again if it takes long
        if len(query) > settings.query_limit_kb << 10:
            return None
        return self._plain.answer(query)

    def _other(self, line: bytes) -> tuple[Reply, str] | None:
        """Answer a request whose address says more than a query."""
        site, terms = self._answering.site, self._terms
        found = read(line, terms.head, terms.peer, site.settings)
        if found is None or (site.settings.services and "query" in found[1].values):
            return None
        wanted = want(*found, site.version)
        return site.do(wanted.job), wanted.etag
