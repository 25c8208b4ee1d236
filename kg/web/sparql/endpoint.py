"""The SPARQL endpoint as an ASGI application.

Source:
    SPARQL 1.1 Protocol; SPARQL 1.1 Service Description, 2 (the endpoint without a query
    describes itself).
"""

from __future__ import annotations

from kg.web.body import BodyError, read_body
from kg.web.front import read_asked, send_reply
from kg.web.negotiation import choose_type
from kg.web.problems import problem
from kg.web.sparql.request import ProtocolError, read_request
from kg.workers.messages import Job, Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from starlette.types import Receive, Scope, Send

    from kg.web.front import Asked, Front
    from kg.web.sparql.request import QueryRequest

_METHODS = "GET, HEAD, POST, OPTIONS"
_HTML_FIRST = ("text/turtle", "text/html", "application/rdf+xml", "application/ld+json")


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
        job = self.job(asked, request)
        if isinstance(job, Reply):
            await send_reply(send, job, asked)
        else:
            await front.answer(asked, job, receive, send)

    def job(self, asked: Asked, request: QueryRequest) -> Job | Reply:
        """Say which job answers a request, or answer it.

        Args:
            asked: The request.
            request: What it asks.
        """
        accept = asked.headers.get("accept", "")
        if request.query is None:
            if asked.method == "POST":
                return problem(400, "usage", "the request has no query")
            if choose_type(accept, _HTML_FIRST) == "text/html":
                return self._page(asked)
            return Job("service-description", {"accept": accept, "base": asked.base})
        limit = self._front.settings.query_limit_kb << 10
        if len(request.query) > limit:
            return problem(413, "too-large", f"the query is longer than {limit >> 10} KiB")
        values = {
            "query": request.query,
            "accept": accept,
            "format": request.format,
            "default_graphs": request.default_graphs,
            "named_graphs": request.named_graphs,
            "limit_bytes": self._front.settings.result_limit_mb << 20,
        }
        if request.receipt:
            return Job("sparql-with-receipt", {**values, "base": asked.base})
        return Job("sparql", values)

    def _page(self, asked: Asked) -> Reply:
        """Send a person with a browser to the editor."""
        return Reply(303, "text/plain", b"", {"Location": f"{asked.root_path}/editor"})


def preflight(methods: str) -> Reply:
    """Make the reply to an OPTIONS request: who may ask what from another page."""
    headers = {
        "Allow": methods,
        "Access-Control-Allow-Methods": methods,
        "Access-Control-Allow-Headers": "Accept, Accept-Language, Content-Type, If-None-Match",
        "Access-Control-Max-Age": "86400",
    }
    return Reply(204, "", b"", headers)
