"""The description is for programs: it is no part of answers about plans."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pyoxigraph
import pytest

from kg.dataset import Dataset
from kg.errors import ParameterError
from kg.questions.answers import ask
from kg.store.embedded import EmbeddedStore
from tests.description.conftest import BASE, DESCRIPTION


@pytest.fixture(scope="module")
def without(quads: list[pyoxigraph.Quad]) -> EmbeddedStore:
    """Return a store of all quads but those of the description."""
    store = pyoxigraph.Store()
    left_out = pyoxigraph.NamedNode(DESCRIPTION)
    store.bulk_extend(quad for quad in quads if quad.graph_name != left_out)
    return EmbeddedStore(store)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_every_question_has_the_rows_that_it_has_without_it(
    dataset: Dataset, without: EmbeddedStore, lang: str
) -> None:
    for question in dataset.questions():
        values = question.example_params
        here, there = (ask(store, question, values, lang) for store in (dataset.store, without))
        assert here.rows == there.rows, question.name
        assert here.sources == there.sources, question.name


@pytest.mark.parametrize(
    "term",
    [
        "https://w3id.org/chiiki/ontology#Port",
        "https://w3id.org/chiiki/ontology",
        "https://w3id.org/chiiki/vocab/asset-kind/港湾",
    ],
)
@pytest.mark.parametrize("name", ["about", "facts", "provenance"])
def test_a_term_is_not_told_by_how_often_it_is_used(
    name: str, term: str, dataset: Dataset, without: EmbeddedStore
) -> None:
    question = dataset.catalogue.get(name)
    here, there = (ask(store, question, {"resource": term}) for store in (dataset.store, without))
    assert here.rows == there.rows


def test_search_does_not_know_it(dataset: Dataset) -> None:
    path = Path(str(dataset.version)) / "search.sqlite"
    with closing(sqlite3.connect(path)) as index:
        iris = [iri for (iri,) in index.execute("SELECT iri FROM thing")]
    assert f"{BASE}asset/釧路港" in iris
    assert not [iri for iri in iris if iri.startswith(f"{BASE}endpoint/")]


def test_the_name_of_a_question_is_no_thing_to_show(dataset: Dataset) -> None:
    title = dataset.catalogue.get("statistics").title["ja"]
    with pytest.raises(ParameterError, match="is no thing"):
        dataset.show(title)
