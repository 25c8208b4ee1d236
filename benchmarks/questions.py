"""What a canned question costs through the Python API, on the bare store, and in rdflib."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pyoxigraph
import rdflib
from pyoxigraph import NamedNode

from benchmarks.measuring import time_calls
from benchmarks.tables import milliseconds, print_table, print_verdict
from kg import Dataset, open_dataset
from kg.questions.binding import bind
from kg.questions.resolve import resolve_parameters

_RUNS = 31
_RUNS_RDFLIB = 9
_BOUND_BARE = 1.3
_BOUND_RDFLIB = 20


def compare_questions(folder: Path) -> None:
    """Ask every canned question from disk, in memory, on the bare store and in rdflib.

    Args:
        folder: A dataset of the real plan.
    """
    dataset = open_dataset(folder)
    loaded = open_dataset(folder, in_memory=True)
    version = Path(dataset.version or "")
    bare = pyoxigraph.Store.read_only(str(version / "store"))
    memory = rdflib.Dataset(default_union=True)
    memory.parse(version / "dataset.nq", format="nquads")
    rows: list[list[str]] = []
    to_bare: list[float] = []
    to_rdflib: list[float] = []
    for question in dataset.catalogue:
        values = question.example_params
        terms = resolve_parameters(dataset.store, question, values)
        text = bind(question, terms)
        # The same text for all: what a label stands for is looked up before, and timed apart.
        known = {
            name: term if isinstance(term, NamedNode) else values.get(name)
            for name, term in terms.items()
        }
        times = time_calls(
            {
                "label": partial(_ask_api, dataset, question.name, values),
                "api": partial(_ask_api, dataset, question.name, known),
                "loaded": partial(_ask_api, loaded, question.name, known),
                "bare": partial(_ask_bare, bare, text),
            },
            _RUNS,
            time.thread_time,
        )
        # Apart: a question of rdflib's empties the processor's caches for the next of the others.
        times |= time_calls(
            {"rdflib": partial(_ask_rdflib, memory, text)}, _RUNS_RDFLIB, time.thread_time
        )
        to_bare.append(times["api"] / times["bare"])
        to_rdflib.append(times["rdflib"] / times["loaded"])
        rows.append(
            [
                question.name,
                str(len(_ask_bare(bare, text))),
                *(
                    milliseconds(times[name])
                    for name in ("label", "api", "bare", "loaded", "rdflib")
                ),
                f"{to_bare[-1]:.2f}",
                f"{to_rdflib[-1]:.0f}",
            ]
        )
    print_table(
        f"Canned questions (processor time, medians of {_RUNS})",
        [
            "question",
            "rows",
            "by label",
            "API",
            "bare",
            "API in memory",
            "rdflib in memory",
            "API / bare",
            "rdflib / API in memory",
        ],
        rows,
    )
    print_verdict("API / bare pyoxigraph, worst", max(to_bare), _BOUND_BARE)
    print_verdict(
        "rdflib in memory / API in memory, worst", min(to_rdflib), _BOUND_RDFLIB, at_least=True
    )


def _ask_api(dataset: Dataset, name: str, values: Mapping[str, Any]) -> list[object]:
    return list(dataset.query(name, **values))


def _ask_bare(store: pyoxigraph.Store, text: str) -> list[tuple[object, ...]]:
    found = store.query(text)  # the merge of all graphs, as the dataset asks it
    if not isinstance(found, pyoxigraph.QuerySolutions):
        raise TypeError("a canned question is a SELECT query")
    return [tuple(solution) for solution in found]


def _ask_rdflib(graph: rdflib.Dataset, text: str) -> list[object]:
    return list(graph.query(text))
