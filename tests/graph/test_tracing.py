"""What was inferred leads to the words of the statements that it follows from."""

from __future__ import annotations

from itertools import groupby

import pytest

from kg.dataset import Dataset

ID = "https://w3id.org/chiiki/id"
_SOME = 3
"""How many things are traced for each property that was inferred of them."""


def test_a_chain_shows_both_of_its_links(dataset: Dataset) -> None:
    rows = [row for row in dataset.trace("釧路港", "serves") if row.link.endswith("/2-1")]
    assert {(row.page, row.words, row.origin) for row in rows} == {
        (7, "みなとオアシスの推進", "inferred"),
        (7, "釧路港", "inferred"),
    }


def test_a_class_above_shows_the_words_of_the_one_below(dataset: Dataset) -> None:
    rows = {row.link.rpartition("#")[2]: row for row in dataset.trace("釧路港", "rdf:type")}
    assert {name: (row.origin, row.page, row.words) for name, row in rows.items()} == {
        "Port": ("document", 3, "釧路港"),
        "Asset": ("inferred", 3, "釧路港"),
    }


def test_a_part_of_a_part_shows_every_step(dataset: Dataset) -> None:
    plan = f"{ID}/kushiro-nemuro"
    item = f"{plan}/project/2-4/work/1/item/1"
    (work,) = (row.words for row in dataset.trace(item, "partOf") if row.origin == "document")
    rows = [row for row in dataset.trace(item, "partOf") if row.link == plan]
    assert {row.origin for row in rows} == {"inferred"}
    assert work in {row.words for row in rows}
    assert any("２－（４）" in (row.words or "") for row in rows)


def test_what_follows_from_sources_shows_their_words(dataset: Dataset) -> None:
    rows = [row for row in dataset.trace("釧路港", "locatedIn") if row.origin == "inferred"]
    assert {row.value for row in rows} == {"北海道", "釧路総合振興局"}
    assert all(row.words and row.source and row.page is None for row in rows)


def test_every_kind_of_inference_leads_to_words(dataset: Dataset) -> None:
    _, found = dataset.store.select(
        """SELECT DISTINCT ?property ?thing WHERE {
          GRAPH ?graph { ?thing ?property ?value } FILTER(STRENDS(STR(?graph), "/inference"))
          FILTER(STRSTARTS(STR(?thing), "https://w3id.org/chiiki/id/"))
        } ORDER BY ?property ?thing"""
    )
    pairs = [tuple(term.value for term in row if term is not None) for row in found]  # type: ignore[union-attr]
    properties = []
    for property, group in groupby(pairs, key=lambda pair: pair[0]):
        properties.append(property)
        for _, thing in list(group)[:_SOME]:
            rows = [row for row in dataset.trace(thing, property) if row.origin == "inferred"]
            assert rows
            assert all(row.words for row in rows), (thing, property)
    assert len(properties) > 10


@pytest.mark.parametrize("thing", ["釧路港", "1-(2)"])
def test_inferred_places_are_marked_as_such(dataset: Dataset, thing: str) -> None:
    for row in dataset.trace(thing):
        if row.origin == "document":
            assert row.page and row.lines and row.words
        elif row.origin == "gazetteer":
            assert row.source and row.words


@pytest.mark.parametrize(
    ("lang", "kind", "type"), [("ja", "港湾", "施設・自然物"), ("en", "port", "asset")]
)
def test_values_stand_by_their_names(dataset: Dataset, lang: str, kind: str, type: str) -> None:
    rows = {row.link: row.value for row in dataset.trace("釧路港", lang=lang)}
    assert rows["https://w3id.org/chiiki/vocab/asset-kind/港湾"] == kind
    assert rows["https://w3id.org/chiiki/ontology#Asset"] == type
    assert rows[f"{ID}/area/01206"] == ("Kushiro Shi" if lang == "en" else "釧路市")
    assert rows[f"{ID}/kushiro-nemuro/project/1-1/work/5"] == "釧路港の整備"
