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
    from starlette.types import Receive, Scope, Send

    from kg.web.front import Front

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
        if asked.method == "OPTIONS":
            await send_reply(send, preflight(_METHODS), asked)
            return
        if asked.method not in ("GET", "HEAD", "POST"):
            wrong = f"{asked.method} is no method of the SPARQL Protocol"
            reply = problem(405, "method", wrong, None, {"Allow": _METHODS})
            await send_reply(send, reply, asked)
            return
        try:
            body = b""
            if asked.method == "POST":
                body = await read_body(asked, receive, front.settings)
            content_type = asked.headers.get("content-type", "")
            request = read_request(asked.method, asked.query_string, content_type, body)
        except BodyError as error:
            await send_reply(send, error.reply, asked)
            return
        except ProtocolError as error:
            reply = problem(error.status, error.code, error.detail, error.hint)
            await send_reply(send, reply, asked)
            return
        job = job_for(asked, request, front.settings)
        if isinstance(job, Reply):
            await send_reply(send, job, asked)
        else:
            await front.answer(asked, job, receive, send)


def preflight(methods: str) -> Reply:
    """Make the reply to an OPTIONS request: who may ask what from another page."""
    headers = {
        "Allow": methods,
        "Access-Control-Allow-Methods": methods,
        "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match",
        "Access-Control-Max-Age": "86400",
    }
    return Reply(204, "", b"", headers)
