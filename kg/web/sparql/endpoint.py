"""The SPARQL endpoint as an ASGI application.

Source:
    SPARQL 1.1 Protocol; SPARQL 1.1 Service Description, 2 (the endpoint without a query
    describes itself).
"""

from __future__ import annotations

from kg.web.asked import read_asked
from kg.web.body import BodyError, read_body
from kg.web.front import send_reply
from kg.web.problems import problem
from kg.web.sparql.asking import job_for
from kg.web.sparql.request import ProtocolError, read_request
from kg.workers.messages import Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import Receive, Scope, Send

    from kg.web.asked import Asked
    from kg.web.front import Front
    from kg.workers.messages import Job

_METHODS = "GET, HEAD, POST, OPTIONS"


class SparqlEndpoint:
    """Answers requests of the SPARQL Protocol.

    Args:
        front: What all topics share.
    """

    def __init__(self, front: Front) -> None:
        self._front = front

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI)."""
        front = self._front
        asked = read_asked(scope, front.settings)
        change = self._change(asked)
        if asked.method == "OPTIONS":
            await send_reply(send, preflight(_METHODS), asked)
            return
        found = await self._read(asked, receive)
        if isinstance(found, Reply):
            await send_reply(send, change(found) if change else found, asked)
        else:
            await front.answer(asked, found, receive, send, change=change)

    async def _read(self, asked: Asked, receive: Receive) -> Job | Reply:
        """Read a request; return what is to be done, or what it is answered with at once."""
        if asked.method not in ("GET", "HEAD", "POST"):
            wrong = f"{asked.method} is no method of the SPARQL Protocol"
            return problem(405, "method", wrong, None, {"Allow": _METHODS})
        settings = self._front.settings
        try:
            body = await read_body(asked, receive, settings) if asked.method == "POST" else b""
            content_type = asked.headers.get("content-type", "")
            request = read_request(asked.method, asked.query_string, content_type, body)
        except BodyError as error:
            return error.reply
        except ProtocolError as error:
            return problem(error.status, error.code, error.detail, error.hint)
        return job_for(asked, request, settings)

    def _change(self, asked: Asked) -> Callable[[Reply], Reply] | None:
        """Return what tells a problem by a page to who has a browser; None for programs."""
        if "text/html" not in asked.headers.get("accept", ""):
            return None
        from kg.web.pages.endpoint import told_to_people  # pages are loaded after the endpoint

        return lambda reply: told_to_people(reply, self._front, asked)


def preflight(methods: str) -> Reply:
    """Make the reply to an OPTIONS request: who may ask what from another page."""
    headers = {
        "Allow": methods,
        "Access-Control-Allow-Methods": methods,
        "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match",
        "Access-Control-Max-Age": "86400",
    }
    return Reply(204, "", b"", headers)
