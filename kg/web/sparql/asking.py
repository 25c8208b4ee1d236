"""Which job answers a request of the SPARQL Protocol.

Source:
    SPARQL 1.1 Service Description, 2 (the endpoint without a query describes itself).
"""

from __future__ import annotations

from kg.web.negotiation import choose_type
from kg.web.problems import problem
from kg.workers.messages import Job, Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.asked import Asked
    from kg.web.settings import Settings
    from kg.web.sparql.request import QueryRequest

_HTML_FIRST = ("text/turtle", "text/html", "application/rdf+xml", "application/ld+json")


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
            return Reply(303, "text/plain", b"", {"Location": f"{asked.root_path}/editor"})
        return Job("service-description", {"accept": accept, "base": asked.base, **settings.marks})
    limit = settings.query_limit_kb << 10
    if len(request.query) > limit:
        return problem(413, "too-large", f"the query is longer than {limit >> 10} KiB")
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
