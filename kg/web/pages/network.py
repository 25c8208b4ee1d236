"""The network: goals, projects, assets and bodies, as a picture and as a list.

Of many plans nobody could read it: a page then shows that of one plan, and lists the others.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from kg.errors import NotFoundError
from kg.iris import local_name
from kg.web.pages.asking import ask
from kg.web.pages.by_plan import within
from kg.web.pages.choices import choices
from kg.web.pages.rendering import frame_of, render
from kg.web.pages.shared import shared_of
from kg.workers.messages import Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.web.pages.rendering import Frame
    from kg.web.pages.shared import PlanFacts, Shared
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


class Choice(NamedTuple):
    """A plan whose network there is.

    Attributes:
        title: Title of the plan.
        href: Where its network is.
        is_here: Whether the page shows it.
    """

    title: str
    href: str
    is_here: bool


def path_of(plan: str) -> str:
    """Return the path of a plan's network in a published site.

    Args:
        plan: Id of the plan.
    """
    return f"/network/{plan}"


def network_page(site: Site, values: dict[str, Any]) -> Reply:
    """Make the page of the network.

    Args:
        site: The site.
        values: ``plan`` of ``args`` is the id of the plan whose network is wanted.

    Raises:
        NotFoundError: If there is no such plan.
    """
    shared = shared_of(site)
    frame = frame_of(values, shared)
    plan = _chosen(shared, frame)
    are_many = len(shared.plans) > choices()["network"]["most"]
    if plan is None and are_many and shared.graphs:
        plan = shared.plans[0]
    frame.place = "network"
    frame.title = frame.words("nav.network")
    if plan is not None:
        frame.title = frame.words("network.title", plan=plan.title(frame.lang))
        if frame.has_server:
            frame.asked = {"plan": plan.id}
        else:
            frame.canonical = path_of(plan.id)
    frame.scripts, frame.styles = ["network.js"], ["network.css"]
    nodes, _, alone = _network(site if plan is None else within(site, shared, plan), frame)
    return render(
        "network",
        frame,
        projects=[node for node in nodes.values() if node.kind == "project"],
        alone=alone,
        data_href=_address(frame, plan, ".json"),
        picture_href=_address(frame, plan, ".json", lang=frame.lang),
        all_href=None if are_many or plan is None else frame.url("/network"),
        plans=[
            Choice(one.title(frame.lang), _address(frame, one), one is plan)
            for one in shared.plans
            if shared.graphs
        ],
    )


def network_data(site: Site, values: dict[str, Any]) -> Reply:
    """Answer the data of a picture: nodes and edges, of all plans where none is asked for.

    Args:
        site: The site.
        values: ``plan`` of ``args`` is the id of a plan.

    Raises:
        NotFoundError: If there is no such plan.
    """
    shared = shared_of(site)
    frame = frame_of(values, shared)
    plan = _chosen(shared, frame)
    nodes, links, _ = _network(site if plan is None else within(site, shared, plan), frame)
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


def _address(frame: Frame, plan: PlanFacts | None, ending: str = "", **args: str) -> str:
    """Return where the network of a plan is, or of all; a published site has files of each."""
    if plan is None:
        return frame.url(f"/network{ending}", **args)
    if frame.has_server:
        return frame.url(f"/network{ending}", plan=plan.id, **args)
    return frame.url(f"{path_of(plan.id)}{ending}", **args)


def _chosen(shared: Shared, frame: Frame) -> PlanFacts | None:
    """Return the plan that is asked for; None for all, and where plans cannot be told apart."""
    wanted = frame.args.get("plan", "")
    if not wanted:
        return None
    plan = shared.plan(wanted)
    if plan is None:
        raise NotFoundError(f"there is no plan {wanted!r}")
    if not frame.has_server:  # the path says it
        del frame.args["plan"]
    return plan if shared.graphs else None


def _network(
    site: Site, frame: Frame
) -> tuple[dict[str, Node], list[tuple[str, str, str]], list[Node]]:
    """Return the nodes that have links, the links, and the nodes that have none.

    Who leads is not told to take part, too.
    """
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
    return dict(ordered), links, [node for iri, node in nodes.items() if iri not in linked]
