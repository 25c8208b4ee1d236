"""Reading the body of a request: bounded in size and time."""

from __future__ import annotations

import asyncio
from typing import Any

from kg.web.problems import problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.types import Receive

    from kg.web.asked import Asked
    from kg.web.settings import Settings
    from kg.workers.messages import Reply


class BodyError(Exception):
    """A body that is too large or too slow.

    Args:
        reply: What to tell the client.
    """

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


async def read_body(asked: Asked, receive: Receive, settings: Settings) -> bytes:
    """Read the body of a request.

    Args:
        asked: The request.
        receive: Where it comes from.
        settings: Say how large it may be, and how long it may take.

    Returns:
        The body.

    Raises:
        BodyError: If it is too large or too slow, or the client goes away.
    """
    most = settings.query_limit_kb << 10
    told = asked.headers.get("content-length", "")
    if told.isdecimal() and int(told) > most:
        raise BodyError(_too_large(most))
    pieces, size = [], 0
    try:
        async with asyncio.timeout(settings.body_timeout_s):
            while True:
                message: dict[str, Any] = dict(await receive())
                if message["type"] == "http.disconnect":
                    raise BodyError(problem(408, "gone", "the client went away"))
                piece = message.get("body", b"")
                size += len(piece)
                if size > most:
                    raise BodyError(_too_large(most))
                pieces.append(piece)
                if not message.get("more_body"):
                    return b"".join(pieces)
    except TimeoutError:
        detail = f"the request did not come within {settings.body_timeout_s:g} s"
        raise BodyError(problem(408, "slow", detail, None, {"Connection": "close"})) from None


def _too_large(most: int) -> Reply:
    detail = f"the request is larger than {most >> 10} KiB"
    return problem(413, "too-large", detail, None, {"Connection": "close"})
