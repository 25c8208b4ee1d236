"""The jobs of the SPARQL endpoint."""

from __future__ import annotations

from typing import Any

from kg.errors import EndpointError
from kg.web.sparql.answering import answer_query

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.site import Site
    from kg.workers.messages import Reply


def ask(site: Site, values: dict[str, Any]) -> Reply:
    """Answer a query; see ``answer_query`` for the values.

    Raises:
        KgError: If it is wrong or asks too much.
    """
    try:
        return answer_query(site.dataset.store, values, site.services.allow)
    except EndpointError as error:
        error.message = site.services.without_relay(error.message)
        raise


JOBS = {"sparql": ask}
