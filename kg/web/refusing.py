"""A connection that refuses what is no request, and what met an error that nobody foresaw.

A refusal comes after the answers to all that came before, and closes the connection. It is
counted and logged like every other answer.
"""

from __future__ import annotations

import sys
from typing import Any, ClassVar

from httptools import HttpParserCallbackError, HttpParserError, HttpParserInvalidMethodError
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from kg.web.form import too_long, unparsed
from kg.web.problems import unforeseen
from kg.workers.deadline import Deadline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.direct import Exchange
    from kg.web.outside import Outside
    from kg.workers.messages import Reply


class Refusing(HttpToolsProtocol):
    """The part of a connection that refuses.

    Attributes:
        outside: What answers the requests.
    """

    outside: ClassVar[Outside]

    _deadline: Deadline
    _is_in_head = True
    _is_between = True  # nothing is there of the next request
    _piece = b""  # what the parser reads
    _exchange: Exchange | None = None  # what is answered without the application
    _is_lent = False  # a worker reads the requests and writes the answers
    _refusal: Reply | None = None  # to what is no request, once all before it are answered

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request (Uvicorn)."""
        error = sys.exception()
        if isinstance(error, HttpParserCallbackError) and not isinstance(
            error.__context__, (HttpParserError, UnicodeError)
        ):
            self._break_down()
            return
        has_method = not isinstance(error, HttpParserInvalidMethodError)
        self._refuse(unparsed(self._piece, has_method=has_method))

    @property
    def _is_busy(self) -> bool:
        """Whether a request is being answered."""
        cycle = self.cycle
        if self._exchange is not None or self._is_lent:
            return True
        return cycle is not None and not cycle.response_complete

    def _write(self, first_line: bytes, rest: bytes) -> None:
        """Write an answer, with the date behind its first line."""
        lines = [first_line]
        for name, value in self.server_state.default_headers:
            lines += (name, b": ", value, b"\r\n")
        lines.append(rest)
        self.transport.write(b"".join(lines))

    def _refuse(self, reply: Reply) -> None:
        """Answer what is no request, after all that came before it, and close the connection."""
        self._refusal = reply
        self._deadline.lift()
        is_in_body = not (self._is_in_head or self._is_between)
        if is_in_body and self.pipeline:
            self.pipeline.popleft()  # the last that came, whose body is wrong
        elif is_in_body:
            self._break_off(reply)
        elif not self._is_busy:
            self._say_refusal(reply)

    def _refuse_head(self, piece: bytes, *, is_target: bool) -> None:
        """Refuse a head that is too long.

        Args:
            piece: What came last, with the piece before where it was not read.
            is_target: Whether its first line already is.
        """
        has_begun = self.headers is not None and not self._is_between
        headers, path = (self.headers, self.url) if has_begun else ([], b"")
        self._refuse(self.outside.told(too_long(is_target=is_target), headers, path, piece))

    def _say_refusal(self, reply: Reply) -> None:
        self.outside.record_refusal(self.client, reply.status)
        self._write_last(reply)

    def _break_off(self, reply: Reply) -> None:
        """Refuse a request whose head was taken; the application counts and logs it."""
        if not self.cycle.response_started:
            scope: Any = self.cycle.scope
            scope["kg.refused"] = reply.status
            self._write_last(reply)
        elif self.cycle.response_complete:
            self.transport.close()
        else:
            self.transport.abort()

    def _break_down(self) -> None:
        """Answer what met the exception under way, and close the connection."""
        reply = unforeseen("a connection", {"Connection": "close"})
        exchange, self._exchange = self._exchange, None
        if exchange is not None:
            exchange.leave_alone()
        self._refuse(reply)

    def _write_last(self, reply: Reply) -> None:
        self._write(STATUS_LINE[reply.status], self.outside.written(reply))
        self.transport.close()
