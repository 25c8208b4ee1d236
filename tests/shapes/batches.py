"""Bad examples, checked several at a time: each spoils a good plan of its own.

Most of the time that a validation takes, it takes however little there is to check. So several
plans stand side by side in one graph. They share no node but those of the ontology, and what is
found in one is told from what is found in another by the node that it is about.
"""

from __future__ import annotations

from functools import cache
from itertools import groupby
from pathlib import Path

from rdflib import BNode, Graph, URIRef
from rdflib.term import Node

from kg.graph.findings import Finding, Report
from kg.graph.validation import validate
from tests.shapes.examples import BAD, good, needed

SIZE = 8
"""How many stand side by side: with twice as many, queries take as much longer as is saved."""
THINGS = "https://w3id.org/chiiki/id/"


class _Plan:
    """A good plan with nodes of its own, which can be spoilt and mended."""

    def __init__(self, files: tuple[str, ...], number: int) -> None:
        self._number = number
        self._start = f"{THINGS}{number}/"
        self.graph = Graph(bind_namespaces="none")
        for file in files:
            for subject, predicate, value in good(file):
                self.graph.add((self._renamed(subject), predicate, self._renamed(value)))
        self._good = frozenset(self.graph)

    def spoil(self, path: Path) -> None:
        """Spoil the plan by a bad example."""
        self.graph.update(path.read_text("utf-8").replace(THINGS, self._start))

    def mend(self) -> None:
        """Make the plan good again, which takes less than to make it anew."""
        now = frozenset(self.graph)
        for triple in now - self._good:
            self.graph.remove(triple)
        for triple in self._good - now:
            self.graph.add(triple)

    def owns(self, finding: Finding) -> bool:
        """Whether something was found in this plan."""
        return any(
            node.startswith(self._start)
            if isinstance(node, URIRef)
            else isinstance(node, BNode) and (node, None, None) in self.graph
            for node in (finding.thing, finding.focus)
        )

    def _renamed(self, node: Node) -> Node:
        if isinstance(node, BNode):
            return BNode(f"{self._number}-{node}")
        if isinstance(node, URIRef) and node.startswith(THINGS):
            return URIRef(self._start + node.removeprefix(THINGS))
        return node


def report_of(path: Path) -> Report:
    """Return what a validation finds in a good plan that a bad example has spoilt."""
    (batch,) = (batch for batch in _batches() if path in batch)
    return _reports(batch)[path]


@cache
def _batches() -> list[tuple[Path, ...]]:
    found = []
    for _, some in groupby(sorted(BAD, key=lambda path: (needed(path), path)), needed):
        alike = list(some)
        found += [tuple(alike[start : start + SIZE]) for start in range(0, len(alike), SIZE)]
    return found


@cache
def _plan(files: tuple[str, ...], number: int) -> _Plan:
    return _Plan(files, number)


@cache
def _reports(batch: tuple[Path, ...]) -> dict[Path, Report]:
    plans = [_plan(needed(path), number) for number, path in enumerate(batch)]
    for plan, path in zip(plans, batch, strict=True):
        plan.spoil(path)
    findings = validate(plan.graph for plan in plans).findings
    owners = [[number for number, plan in enumerate(plans) if plan.owns(one)] for one in findings]
    for plan in plans:
        plan.mend()
    if len(batch) == 1:
        return {batch[0]: Report(findings, (), Graph())}
    if any(len(numbers) != 1 for numbers in owners):  # about a node of the ontology, say
        return {path: _reports((path,))[path] for path in batch}
    found: dict[Path, list[Finding]] = {path: [] for path in batch}
    for finding, (number,) in zip(findings, owners, strict=True):
        found[batch[number]].append(finding)
    return {path: Report(tuple(some), (), Graph()) for path, some in found.items()}
