"""A request that wants an answer only where there is none: ``If-None-Match: *``.

Source:
    RFC 9110, 13.1.2 (the condition) and 13.2.1 (it counts only where the answer is a success).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.types import Message, Send

    from kg.web.asked import Asked

_OF_THE_BODY = frozenset((b"content-type", b"content-length", b"content-encoding"))


def knows_any(asked: Asked) -> bool:
    """Say whether who asks to read something has it in whatever form it is.

    Args:
        asked: The request.
    """
    has_one = asked.headers.get("if-none-match", "").strip() == "*"
    return has_one and asked.method in ("GET", "HEAD")


def telling_only(send: Send) -> Send:
    """Return what sends that there is an answer (304) instead of the answer, where it is one.

    Args:
        send: Where that goes (ASGI).
    """
    is_known = False

    async def tell(message: Message) -> None:
        nonlocal is_known
        if message["type"] == "http.response.start" and message["status"] == 200:
            is_known = True
            headers = [header for header in message["headers"] if header[0] not in _OF_THE_BODY]
            await send({**message, "status": 304, "headers": headers})
        elif not is_known:
            await send(message)
        elif not message.get("more_body", False):
            await send({**message, "body": b""})

    return tell
