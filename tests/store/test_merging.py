"""What several graphs say alike is said once: SPARQL asks their merge, not their heap."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kg.questions.binding import bind
from kg.questions.catalogue import Catalogue, Question
from kg.questions.resolve import resolve_parameters
from kg.store.embedded import EmbeddedStore
from kg.store.loading import make_store
from kg.store.versions import current_path

SAID_OFTEN = "".join(f'<x:s> <x:p> "o" <x:g{number}> .\n' for number in range(5))
QUESTIONS = [
    # The real plan names no editions, and what tells of them counts graphs.
    question
    for question in Catalogue()
    if question.name not in ("changes", "editions", "editions-by-thing")
]


def said_again(line: str) -> str:
    """Return a statement of a plan's graph as another graph says it, too."""
    statement, graph, stop = line.rsplit(" ", 2)
    return f"{statement} {graph[:-1]}/again> {stop}" if "/kushiro-nemuro/graph>" in graph else ""


@pytest.fixture(scope="module")
def stores(
    dataset_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[EmbeddedStore, EmbeddedStore]:
    """Return the real dataset, and the same where another graph says what the plan's says."""
    quads = Path(current_path(str(dataset_folder))) / "dataset.nq"
    twice = tmp_path_factory.mktemp("merging") / "twice.nq"
    lines = quads.read_text(encoding="utf-8").splitlines(keepends=True)
    twice.write_text("".join([*lines, *map(said_again, lines)]), encoding="utf-8")
    once, again = EmbeddedStore.load(str(quads)), EmbeddedStore.load(str(twice))
    assert len(again) > len(once) + 10_000
    return once, again


def test_a_triple_of_many_graphs_is_found_once(tmp_path: Path) -> None:
    quads = tmp_path / "often.nq"
    quads.write_text(SAID_OFTEN, encoding="utf-8")
    make_store(tmp_path / "store", quads)
    for store in (EmbeddedStore.open(str(tmp_path / "store")), EmbeddedStore.load(str(quads))):
        assert len(list(store.select("SELECT * { ?s ?p ?o }")[1])) == 1
        assert len(list(store.select("SELECT * { GRAPH ?g { ?s ?p ?o } }")[1])) == 5
        assert len(store) == 5


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_an_answer_does_not_depend_on_how_many_graphs_say_so(
    stores: tuple[EmbeddedStore, EmbeddedStore], question: Question
) -> None:
    once, again = stores
    text = bind(question, resolve_parameters(once, question, question.example_params))
    rows = Counter(map(str, once.select(text)[1]))
    assert rows
    assert Counter(map(str, again.select(text)[1])) == rows


def test_lists_of_the_ontology_are_whole_however_they_are_cut(
    dataset_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.store.quads.QUADS_PER_PIECE", 100)
    quads = Path(current_path(str(dataset_folder))) / "dataset.nq"
    few = tmp_path / "few.nq"
    lines = quads.read_text(encoding="utf-8").splitlines(keepends=True)
    few.write_text("".join(line for line in lines if "/id/" not in line), encoding="utf-8")
    make_store(tmp_path / "store", few)
    for store in (EmbeddedStore.load(str(few)), EmbeddedStore.open(str(tmp_path / "store"))):
        assert store.ask("ASK { ?list ?p ?o . FILTER(isBlank(?list)) }")
        assert not store.ask(
            "ASK { ?s ?p ?list . FILTER(isBlank(?list)) FILTER NOT EXISTS { ?list ?q ?o } }"
        )
