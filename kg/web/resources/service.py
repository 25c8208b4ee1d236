"""The description of the endpoint and of the dataset behind it."""

from __future__ import annotations

from typing import Any

from kg.description.service import describe_endpoint
from kg.graph.serialise import triple_lines
from kg.web.getting import not_acceptable
from kg.web.negotiation import choose_type
from kg.web.resources.writing import OFFERED, media_type, suffix_of, write
from kg.workers.messages import Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.site import Site


def describe(site: Site, values: dict[str, Any]) -> Reply:
    """Describe the endpoint and the dataset: SPARQL 1.1 Service Description and VoID.

    Args:
        site: The site.
        values: ``accept``, ``base`` (public address of the server).

    Raises:
        IriError: If the address is none.
        EndpointError: If the dataset is behind an endpoint, which fails.
    """
    offers = OFFERED
    chosen = choose_type(values["accept"], offers)
    if chosen is None and choose_type(values["accept"], ("text/html",)):
        chosen = offers[0]  # a person who looks with a browser gets to read it all the same
    if chosen is None:
        return not_acceptable(offers)
    endpoint = f"{values['base']}/sparql"
    graph = describe_endpoint(site.dataset.store, endpoint, about=site.settings.told)
    suffix = suffix_of(chosen)
    limit = site.settings.result_limit_mb << 20
    body = write(triple_lines(graph), endpoint, suffix, limit)
    return Reply(200, media_type(suffix), body, {}, is_lasting=True)


JOBS = {"service-description": describe}
