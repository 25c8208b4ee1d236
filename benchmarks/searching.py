"""What a search over many plans costs, beside a filter over the texts in the store."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.measuring import kg_command, run_commands, time_calls
from benchmarks.tables import milliseconds, print_table, print_verdict
from kg import Dataset, open_dataset
from kg.search import SearchIndex
from tests.plan_generator import invent_names, rename, write_plans

_RUNS = 9
_BOUND_FILTER = 10
_BOUND_START = 3
_TEXTS = ("釧路港", "釧路", "港", "津波", "道東自動車道", "釧路港 整備", "どこにもない")
_FILTER = """
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?thing WHERE {
  ?thing rdfs:label ?label ; rdfs:label|skos:altLabel|(chiiki:derivedFrom/chiiki:words) ?text .
  FILTER(%s)
}
"""


def compare_searching(folder: Path, count: int) -> None:
    """Search many plans by the index, and by ``CONTAINS`` on labels, aliases and passages.

    Args:
        folder: A folder to work in; many plans that were built there are taken as they are.
        count: How many plans are many.
    """
    many = folder / "many"
    if not many.exists():
        plans = write_plans(folder / "plans", count)
        command = kg_command("build", *plans, "-o", many)
        subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL)
    dataset = open_dataset(many)
    index = SearchIndex.open_current(str(many))
    names = invent_names(0)
    rows: list[list[str]] = []
    ratios: list[float] = []
    for text in _TEXTS:
        invented = rename(text, names)
        calls: dict[str, Callable[[], list[object]]] = {
            "index": partial(_search, index, invented),
            "first": partial(_search, index, invented, 20),
            "filter": partial(_filter, dataset, invented),
        }
        times = time_calls(calls, _RUNS)
        ratios.append(times["filter"] / times["index"])
        rows.append(
            [
                text,
                str(len(calls["index"]())),
                str(len(calls["filter"]())),
                *(milliseconds(times[name]) for name in calls),
                f"{ratios[-1]:.0f}",
            ]
        )
    print_table(
        f"Searching {count} plans (medians of {_RUNS}; of names, the first plan's)",
        ["text", "hits", "by filter", "all hits", "the first 20", "filter", "filter / all hits"],
        rows,
    )
    print_verdict("filter / search, worst", min(ratios), _BOUND_FILTER, at_least=True)
    search = kg_command("search", rename("釧路港", names), "--data", many)
    bare = [sys.executable, "-c", "import pyoxigraph"]
    asked, imported = run_commands([search, bare], folder, _RUNS)
    ratio = asked.wall_s / imported.wall_s
    print_verdict(f"kg search of {count} plans / import pyoxigraph", ratio, _BOUND_START)


def _search(index: SearchIndex, text: str, limit: int | None = None) -> list[object]:
    return [*index.search(text, limit=limit)]


def _filter(dataset: Dataset, text: str) -> list[object]:
    holds = " && ".join(f'CONTAINS(?text, "{word}")' for word in text.split())
    return list(dataset.store.select(_FILTER % holds)[1])
