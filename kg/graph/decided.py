"""Whether what people have decided names anything that there is, and of a class that there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import unquote

from rdflib import RDF, RDFS, Graph, URIRef

from kg.errors import PlanFileError
from kg.graph.iris import Iris
from kg.graph.ontology import load_ontology
from kg.graph.terms import CHIIKI
from kg.graph.things import INSTRUMENTS
from kg.things.decisions import NO_NAME, Decisions

_MOST_HINTS = 5
_BROADEST = {"agent": "Agent", "area": "Area", "asset": "Asset"}
_BROADEST |= {kind: class_name for class_name, kind in INSTRUMENTS.items()}
"""The broadest class of the things that an IRI names in some way."""


def refuse_other_classes(decisions: Decisions, path: Path) -> None:
    """Check that each decision that tells of a thing gives it a class that fits its IRI.

    Args:
        decisions: The decisions.
        path: The file of the decisions, for messages.

    Raises:
        PlanFileError: If one does not.
    """
    for decision in decisions.told_of():
        kind = decision.means.partition("/")[0]
        if kind in _BROADEST:
            classes = load_ontology().core.transitive_subjects(
                RDFS.subClassOf, CHIIKI[_BROADEST[kind]]
            )
            names = sorted(str(one).removeprefix(CHIIKI) for one in classes)
            hint = f"Give one of {', '.join(names)}"
        else:
            names, hint = [], f"Only these can be told of so: {', '.join(_BROADEST)}"
        if decision.class_name not in names:
            raise PlanFileError(
                f"{decision.words} is said to be a {decision.class_name}, which no {kind} is",
                where=path,
                line=decision.place,
                hint=hint,
            )


def refuse_names_of_nothing(
    decisions: Decisions, graphs: Iterable[Graph], iris: Iris, path: Path
) -> None:
    """Check that each decision that was applied means a thing that there is.

    Args:
        decisions: The decisions.
        graphs: What the document and the gazetteer say; things have types there.
        iris: Names the things.
        path: The file of the decisions, for messages.

    Raises:
        PlanFileError: If one means nothing; others that do are told with it.
    """
    graphs = tuple(graphs)
    wrong = [
        decision
        for decision in decisions.used()
        if decision.means != NO_NAME
        and not any((iris.named(decision.means), RDF.type, None) in graph for graph in graphs)
    ]
    if not wrong:
        return
    known = sorted(set(_known(graphs, iris)))
    first, *others = (
        PlanFileError(
            f"{decision.words} is decided to mean {decision.means}, which names nothing",
            where=path,
            line=decision.place,
            hint=_hint(decision.means, known),
        )
        for decision in wrong
    )
    raise PlanFileError(first.message, where=path, line=first.line, hint=first.hint, others=others)


def _known(graphs: Iterable[Graph], iris: Iris) -> Iterator[str]:
    """Yield the kinds and names of all things that plans share."""
    own = str(iris.plan)
    for graph in graphs:
        for thing in graph.subjects(RDF.type, None):
            if isinstance(thing, URIRef) and thing.startswith(iris.base):
                name = unquote(thing.removeprefix(iris.base))
                if "/" in name and not thing.startswith(own):
                    yield name


def _hint(means: str, known: list[str]) -> str:
    name = means.partition("/")[2]
    names = {one.partition("/")[2] for one in known}
    near = get_close_matches(name, sorted(names), _MOST_HINTS, 0.5)
    near = [one for close in near for one in known if one.partition("/")[2] == close]
    if near:
        return f"Did you mean {'、'.join(dict.fromkeys(near[:_MOST_HINTS]))}?"
    return "Give the thing as its IRI below the base, such as asset/釧路港 or area/01206"
