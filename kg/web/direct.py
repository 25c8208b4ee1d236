"""Queries by GET that need no application: what is asked of the endpoint again and again.

What header lines say that came before is known (``usual.py``); a request with such lines goes to
a worker at once, and the reply from there to the client.
Whatever is not as usual, be it a wrong query or a large answer, goes the ordinary way.
"""

from __future__ import annotations

from collections import OrderedDict

from kg.errors import LimitError
from kg.web.again import Sent
from kg.web.asked import now_s, want
from kg.web.problems import unforeseen
from kg.web.usual import FIRST_LINE, Writer, learn, parts_of, read
from kg.workers.run import ClientGoneError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.errors import KgError
    from kg.web.asked import Asked, Wanted
    from kg.web.front import Front
    from kg.web.usual import Head
    from kg.workers.messages import Reply
    from kg.workers.run import Run

_MOST_HEADS = 200


class Direct:
    """Answers queries whose header lines came before.

    Args:
        front: What all topics share.
        record: Counts and logs a request.

    Attributes:
        front: The same.
        record: The same.
        writer: Writes the answers.
    """

    def __init__(
        self, front: Front, record: Callable[[str, str, str, str, int, float], None]
    ) -> None:
        self.front, self.record = front, record
        self.writer = Writer(front.settings)
        self.heads: OrderedDict[bytes, Head] = OrderedDict()

    def learn(self, request: bytes, path: str, asked: Asked) -> None:
        """Keep what the header lines of a request say.

        Args:
            request: The request to the byte, without a body.
            path: Its path, decoded.
            asked: The same, as it was read.
        """
        learned = learn(request, path, asked, self.front.settings)
        if learned is None:
            return
        lines, head = learned
        self.heads[lines] = head
        if len(self.heads) > _MOST_HEADS:
            self.heads.popitem(last=False)

    def read(self, request: bytes, peer: str) -> Exchange | None:
        """Read a request; None where that is for the parser.

        Args:
            request: All that was received.
            peer: Where it came from.
        """
        parts = parts_of(request)
        head = self.heads.get(parts[1]) if parts else None
        if parts is None or head is None:
            return None
        front = self.front
        found = read(parts[0], head, peer, front.settings)
        if found is None:
            return None
        asked, job = found
        return Exchange(self, request, asked, head, want(asked, job, front.pool.version))


class Exchange:
    """A query and its answer.

    Args:
        direct: What it belongs to.
        request: The request to the byte.
        asked: The same, as it was read.
        head: What its header lines say.
        wanted: The job.

    Attributes:
        asked: The same. It has the reply where that is to go the ordinary way.
        head: The same.
        begun_s: When it began, on the clock of ``now_s``.
        is_new: Whether a worker was asked for the answer.
    """

    __slots__ = (
        "_direct",
        "_done",
        "_request",
        "_run",
        "_wanted",
        "asked",
        "begun_s",
        "head",
        "is_new",
    )

    def __init__(
        self, direct: Direct, request: bytes, asked: Asked, head: Head, wanted: Wanted
    ) -> None:
        self.asked = asked
        self._direct, self._request, self.head, self._wanted = direct, request, head, wanted
        self.begun_s = now_s()
        self._done: Callable[[bytes | None], object] | None = None
        self._run: Run | None = None
        self.is_new = True

    def begin(self, done: Callable[[bytes | None], object]) -> None:
        """Find the answer.

        Args:
            done: Is called once with the answer, which lacks its first line and the date, or with
                None where it is to go the ordinary way; maybe before this function returns.
        """
        self._done = done
        front = self._direct.front
        reply = front.cache.get(self._wanted.key)
        if reply is not None:
            self._finish(reply, comes_again=True)
            return
        try:
            self._run = front.pool.submit(self._wanted.key, self.asked.client, self._take)
        except LimitError as error:
            self._take(error)

    def leave_alone(self) -> None:
        """Take note that nobody waits for the answer any more."""
        self._done = None
        if self._run is not None:
            self._run.leave_alone()

    def _take(self, found: Reply | KgError | ClientGoneError) -> None:
        if isinstance(found, ClientGoneError):
            return
        try:
            self._finish(self._direct.front.take(found, self._wanted))
        except Exception:  # which is the worker's no more than its client's
            self._give(unforeseen(self.head.path))

    def _finish(self, reply: Reply, *, comes_again: bool = False) -> None:
        """Answer with a reply: what may go wrong comes before the answer is handed on."""
        if self._done is None:
            return
        direct, asked, head = self._direct, self.asked, self.head
        written = direct.writer.write(reply, self._wanted.etag)
        if written is None:
            self._give(reply)
            return
        self.is_new = not comes_again
        if comes_again:
            client = asked.client if head.says_client else ""
            sent = Sent(200, FIRST_LINE, written, "GET", head.path, "sparql", client)
            direct.front.again.put(self._request, sent, self._wanted.version)
        direct.record(asked.client, "GET", head.path, "sparql", 200, self.begun_s)
        direct.front.metrics.direct += 1
        self._end(written)

    def _give(self, reply: Reply) -> None:
        """Let a reply go the ordinary way."""
        self.asked.given, self.asked.begun_s = reply, self.begun_s
        self._end(None)

    def _end(self, written: bytes | None) -> None:
        done, self._done = self._done, None
        if done is not None:
            done(written)
