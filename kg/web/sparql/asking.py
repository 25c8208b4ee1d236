"""Which job answers a request of the SPARQL Protocol.

Source:
    SPARQL 1.1 Service Description, 2 (the endpoint without a query describes itself).
"""

from __future__ import annotations

from urllib.parse import quote

from kg.web.negotiation import choose_type
from kg.web.problems import problem
from kg.web.sparql.answering import ROWS
from kg.workers.messages import Job, Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.asked import Asked
    from kg.web.settings import Settings
    from kg.web.sparql.request import QueryRequest

_HTML_FIRST = ("text/turtle", "text/html", "application/rdf+xml", "application/ld+json")
_ANSWER_FIRST = (*ROWS, "text/html")


def job_for(asked: Asked, request: QueryRequest, settings: Settings) -> Job | Reply:
    """Say which job answers a request, or answer it.

    Args:
        asked: The request.
        request: What it asks.
        settings: Settings of the server.
    """
    accept = asked.headers.get("accept", "")
    if request.query is None:
        if asked.method == "POST":
            return problem(400, "usage", "the request has no query")
        if choose_type(accept, _HTML_FIRST) == "text/html":  # a person with a browser
            return _to_editor(asked)
        return Job("service-description", {"accept": accept, "base": asked.base, **settings.marks})
    limit = settings.query_limit_kb << 10
    if len(request.query) > limit:
        return problem(413, "too-large", f"the query is longer than {limit >> 10} KiB")
    if _is_plain(request, asked) and _is_read_by_people(accept):
        return _to_editor(asked, request.query)
    values = {
        "query": request.query,
        "accept": accept,
        "format": request.format,
        "default_graphs": request.default_graphs,
        "named_graphs": request.named_graphs,
        "limit_bytes": settings.result_limit_mb << 20,
    }
    if request.receipt:
        return Job("sparql-with-receipt", {**values, "base": asked.base})
    return Job("sparql", values)


def _is_plain(request: QueryRequest, asked: Asked) -> bool:
    """Return whether a request is a link to a query: the editor can ask all that it asks."""
    says_more = (request.format, request.receipt, request.default_graphs, request.named_graphs)
    return asked.method != "POST" and not any(says_more)


def _is_read_by_people(accept: str) -> bool:
    """Return whether a page is wanted: by a browser, or by who takes nothing else.

    HTML comes first in what Java's programs take unless told otherwise, too, but no XHTML does.
    """
    if choose_type(accept, _ANSWER_FIRST) != "text/html":
        return False
    return "application/xhtml+xml" in accept or choose_type(accept, _ANSWER_FIRST[:-1]) is None


def _to_editor(asked: Asked, query: str = "") -> Reply:
    """Lead a person with a browser to the editor, which asks the query."""
    place = f"{asked.root_path}/editor" + (f"?query={quote(query, safe='')}" if query else "")
    headers = {"Location": place, "Vary": "Accept", "Cache-Control": "no-store"}
    return Reply(303, "text/plain", b"", headers)
