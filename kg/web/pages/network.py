"""The network: goals, projects, assets and bodies, as a picture and as a list."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from kg.web.pages.asking import ask
from kg.web.pages.rendering import frame_of, render
from kg.web.pages.shared import local_name, shared_of
from kg.workers.messages import Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.pages.rendering import Frame
    from kg.web.site import Site

_KINDS = {"Goal": "goal", "Project": "project", "Asset": "asset", "Agent": "agent"}


@dataclass(slots=True)
class Node:
    """A thing of the network.

    Attributes:
        iri: The thing.
        label: What it is called.
        kind: goal, project, asset or agent.
        href: Where its page is, or None.
        links: How many links it has.
        near: The things it is linked to, by relation.
    """

    iri: str
    label: str
    kind: str
    href: str | None
    links: int = 0
    near: dict[str, list[Node]] = field(default_factory=dict)


def network_page(site: Site, values: dict[str, Any]) -> Reply:
    """Make the page of the network."""
    frame = frame_of(values, shared_of(site))
    frame.place = "network"
    frame.title = frame.words("nav.network")
    frame.scripts, frame.styles = ["network.js"], ["network.css"]
    nodes, links = _network(site, frame)
    projects = [node for node in nodes.values() if node.kind == "project"]
    return render("network", frame, projects=projects, links=len(links))


def network_data(site: Site, values: dict[str, Any]) -> Reply:
    """Answer what the picture shows: nodes and edges."""
    frame = frame_of(values, shared_of(site))
    nodes, links = _network(site, frame)
    content = {
        "nodes": [
            {
                "id": node.iri,
                "label": node.label,
                "kind": node.kind,
                "href": node.href,
                "weight": node.links,
            }
            for node in nodes.values()
        ],
        "edges": [
            {"source": start, "target": end, "kind": relation} for start, relation, end in links
        ],
    }
    body = json.dumps(content, ensure_ascii=False).encode()
    return Reply(200, "application/json", body, {"Content-Language": frame.lang}, True)


def _network(site: Site, frame: Frame) -> tuple[dict[str, Node], list[tuple[str, str, str]]]:
    """Return the nodes that have links, and the links; who leads is not told to take part, too."""
    nodes: dict[str, Node] = {}
    page = shared_of(site).addresses.page
    for iri, label, code, number, kind in ask(site.dataset.store, "nodes"):
        name = " ".join(part for part in (code or number, label) if part) or local_name(iri)
        path = page(iri)
        sort = _KINDS[local_name(kind)]
        nodes.setdefault(iri, Node(iri, name, sort, frame.url(path) if path else None))
    found = [row for row in ask(site.dataset.store, "links") if row[0] in nodes and row[2] in nodes]
    leading = {(start, end) for start, relation, end in found if relation == "lead"}
    links = [
        (start, relation, end)
        for start, relation, end in found
        if relation != "takes-part" or (start, end) not in leading
    ]
    counts = Counter(iri for start, _, end in links for iri in (start, end))
    for start, relation, end in links:
        nodes[start].near.setdefault(relation, []).append(nodes[end])
    linked = {iri: node for iri, node in nodes.items() if counts[iri]}
    for iri, node in linked.items():
        node.links = counts[iri]
    order = list(_KINDS.values())
    ordered = sorted(linked.items(), key=lambda item: order.index(item[1].kind))
    return dict(ordered), links
