"""Errors as they are told over HTTP: RFC 9457, ``application/problem+json``.

The codes are those of ``kg.errors``, which the command line uses, too. No path of this machine
and no address behind the server goes out.
"""

from __future__ import annotations

import json
import logging
import secrets

import msgspec

from kg.errors import (
    EndpointError,
    FormatError,
    KgError,
    LimitError,
    NotFoundError,
    UsageError,
)
from kg.workers.messages import Reply

MEDIA_TYPE = "application/problem+json"

_log = logging.getLogger("kg.web")

RETRY_AFTER_S = 5
"""After how many seconds it is worth asking again what met a limit."""

_LONGEST = 500
"""How many characters of what went wrong are told."""

_STATUSES: tuple[tuple[type[KgError], int], ...] = (
    (NotFoundError, 404),
    (FormatError, 406),
    (UsageError, 400),
    (LimitError, 503),
    (EndpointError, 502),
    (KgError, 500),
)
_TITLES = {
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    408: "Request Timeout",
    413: "Content Too Large",
    414: "URI Too Long",
    415: "Unsupported Media Type",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error",
    501: "Not Implemented",
    502: "Bad Gateway",
    503: "Service Unavailable",
    505: "HTTP Version Not Supported",
}


def status_of(error: KgError) -> int:
    """Return the HTTP status of an error."""
    return next(status for kind, status in _STATUSES if isinstance(error, kind))


def problem(
    status: int,
    code: str,
    detail: str,
    hint: str | None = None,
    headers: dict[str, str] | None = None,
) -> Reply:
    """Make the reply that tells a problem.

    Args:
        status: HTTP status.
        code: A stable word, as in ``kg.errors``.
        detail: What went wrong, in one sentence.
        hint: What to do about it, or None.
        headers: Further headers.

    Returns:
        The reply.
    """
    if len(detail) > _LONGEST:  # it echoes what was sent, which may be as long as an address
        detail = f"{detail[:_LONGEST]}…"
    content = {
        "type": f"https://w3id.org/chiiki/problem/{code}",
        "title": _TITLES.get(status, "Problem"),
        "status": status,
        "code": code,
        "detail": detail,
    }
    if hint:
        content["hint"] = hint
    more = dict(headers or {})
    if status == 503:
        more.setdefault("Retry-After", str(RETRY_AFTER_S))
    return Reply(status, MEDIA_TYPE, json.dumps(content, ensure_ascii=False).encode(), more)


def unforeseen(where: str, headers: dict[str, str] | None = None) -> Reply:
    """Make the reply to a request that met the exception under way, and log that with a number.

    Args:
        where: What the request asked for.
        headers: Further headers.
    """
    number = secrets.token_hex(4)
    _log.exception("error %s at %s", number, where)
    detail = "something went wrong that nobody foresaw"
    return problem(500, "internal", detail, f"It is number {number} in the log", headers)


def problem_of(error: KgError, status: int | None = None) -> Reply:
    """Make the reply that tells an error.

    Args:
        error: The error. Where it happened is told only if that is a line of what was sent.
        status: HTTP status, if it is not the usual one of this error.

    Returns:
        The reply.
    """
    chosen = status or status_of(error)
    if chosen == 500:
        reply = problem(500, error.code, "the server cannot answer this", None)
        return msgspec.structs.replace(reply, trouble=str(error))
    is_sent = error.line is not None and error.where is None
    detail = f"line {error.line}: {error.message}" if is_sent else error.message
    return problem(chosen, error.code, detail, error.hint)
