"""Nothing that is indexed is missed, and nothing is found that is not there."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from kg.dataset import Dataset
from kg.errors import UsageError
from kg.graph.terms import DEFAULT_BASE
from kg.search import SearchIndex
from kg.search.tables import read_folding

_LABELS = """
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?thing ?label WHERE {
  ?thing rdfs:label|skos:prefLabel|skos:altLabel ?label . FILTER(isIRI(?thing))
}
"""
_PASSAGES = """
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
SELECT DISTINCT ?words WHERE { ?passage chiiki:words ?words }
"""
_CONTAINS = """
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?thing WHERE {
  VALUES ?text { "%s" }
  ?thing rdfs:label ?named .
  { ?thing chiiki:derivedFrom/chiiki:words ?said } UNION { ?thing rdfs:label ?said }
  FILTER(CONTAINS(?said, ?text))
}
"""


@pytest.fixture(scope="session")
def labels(dataset: Dataset) -> list[tuple[str, str]]:
    """Return all labels and aliases of the dataset with their things.

    What describes the dataset itself, its canned questions for instance, is not searched.
    """
    rows = [
        (row.thing, row.label)
        for row in dataset.sparql(_LABELS)
        if not row.thing.startswith(f"{DEFAULT_BASE}endpoint/")
    ]
    assert len(rows) > 900
    return sorted(rows)


def pieces(text: str) -> set[str]:
    """Return the pieces of a text of one to eight characters that begin within no Latin word."""
    return {
        text[start : start + length]
        for length in range(1, 9)
        for start in range(len(text))
        if not is_inside(text, start)
    }


def is_inside(text: str, start: int) -> bool:
    """Say whether a piece of a text begins within a Latin word, marks before it left out."""
    fold = read_folding().fold
    while start < len(text) and not fold(text[start]):
        start += 1
    around = unicodedata.normalize("NFKC", text[max(start - 1, 0) : start + 1])
    return re.fullmatch("[A-Za-zÀ-ɏ]{2}", around) is not None


def test_every_piece_of_every_label_finds_its_thing(
    index: SearchIndex, labels: list[tuple[str, str]]
) -> None:
    things: dict[str, set[str]] = {}
    for thing, label in labels:
        for piece in pieces(label):
            things.setdefault(piece, set()).add(thing)
    fold = read_folding().fold
    searched = [piece for piece in things if fold(piece)]
    missed = []
    for piece in searched:
        found = {hit.iri for hit in index.search(piece)}
        missed += [(piece, thing) for thing in things[piece] - found]
    assert len(searched) > 20_000
    assert missed == []


@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_a_piece_of_any_length_finds_its_thing(
    index: SearchIndex, labels: list[tuple[str, str]], data: st.DataObject
) -> None:
    thing, label = data.draw(st.sampled_from(labels))
    start = data.draw(st.integers(0, len(label) - 1))
    end = data.draw(st.integers(start + 1, len(label)))
    assume(read_folding().fold(label[start:end]) and not is_inside(label, start))
    assert thing in {hit.iri for hit in index.search(label[start:end])}


def test_every_text_of_the_document_is_found(index: SearchIndex, dataset: Dataset) -> None:
    words = [row.words for row in dataset.sparql(_PASSAGES)]
    assert len(words) > 500
    assert [text for text in words if not index.search(text)] == []


@pytest.mark.parametrize(
    "text", ["釧路港", "津波", "道東自動車道", "みなと", "漁協", "ゼロカーボン"]
)
def test_what_the_store_finds_is_found(index: SearchIndex, dataset: Dataset, text: str) -> None:
    there = {row.thing for row in dataset.sparql(_CONTAINS % text)}
    found = {hit.iri for hit in index.search(text)}
    assert there
    assert not there - found


@pytest.mark.parametrize("text", ["NPO", "npo", "IC", "西IC", "C", "team", "SNS", "TEC-F"])
def test_the_canned_question_and_the_index_agree_on_latin_words(
    index: SearchIndex, dataset: Dataset, text: str
) -> None:
    """Where there is no index, a Latin word is looked for from its beginning, too."""
    asked = {row.resource: row.words for row in dataset.query("search", text=text)}
    found = {hit.iri for hit in index.search(text)}
    assert not asked.keys() - found


@pytest.mark.parametrize(("text", "whole"), [("PO", "NPO"), ("eam", "Team"), ("O", "NPO")])
def test_a_piece_within_a_latin_word_is_not_found(dataset: Dataset, text: str, whole: str) -> None:
    assert len(dataset.query("search", text=whole))
    assert not len(dataset.query("search", text=text))


@pytest.mark.parametrize("text", ["国道", "釧路港湾局", "津々波", "港々港", "根室空港", "zzz"])
def test_what_is_nowhere_in_the_document_is_not_found(index: SearchIndex, text: str) -> None:
    """国、道 is not 国道."""
    assert [hit.text for hit in index.search(text) if hit.plan] == []


def test_every_hit_holds_the_word(index: SearchIndex) -> None:
    fold = read_folding().fold
    for text in ("港", "釧路", "IC", "１", "の推進"):
        hits = index.search(text)
        assert hits
        assert all(fold(text) in fold(hit.text) for hit in hits)


@given(st.text(min_size=1, max_size=40))
@settings(max_examples=200, deadline=None)
@example("「'\"\x00OR NOT ( * ^ NEAR")
@example("\ud800")
@example("ｶﾞﾞ゛")
def test_nothing_that_is_typed_breaks_it(index: SearchIndex, text: str) -> None:
    try:
        hits = index.search(text)
    except UsageError as error:
        assert error.hint
    else:
        assert all(hit.spans and hit.match for hit in hits)
