"""Editions of a plan on the server: questions asked of one, and pages that name them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from kg.dataset import Dataset
from tests.older_editions import DROPPED_WORK
from tests.web.client import Client
from tests.web.serving import serving


@pytest.fixture(scope="module")
def visitor(editions_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Return a client of a server of a plan with an edition of 2021."""
    with serving(editions_folder, tmp_path_factory.mktemp("served") / "log") as server:
        yield Client(server.address)


def test_a_question_is_asked_of_an_edition(visitor: Client, editions: Dataset) -> None:
    got = visitor.get("/api/queries/infrastructure?edition=2021").json

    assert got["items"] == editions.query("infrastructure", edition="2021").to_dicts()
    assert DROPPED_WORK in {item["work"] for item in got["items"]}
    assert "edition=2021" in got["links"]["self"]


def test_an_unknown_edition_is_told(visitor: Client) -> None:
    got = visitor.get("/api/queries/infrastructure?edition=2017")

    assert (got.status, got.json["code"]) == (404, "not-found")
    assert "kushiro-nemuro@2021" in got.json["hint"]


def test_a_receipt_remembers_the_edition(visitor: Client) -> None:
    got = visitor.get("/api/queries/infrastructure?edition=2021&receipt=1&limit=20").json
    quotes = [quote["passage"] for row in got["receipt"]["quotes"] for quote in row]
    assert quotes
    assert all("/kushiro-nemuro@2021/passage/" in iri for iri in quotes)

    again = visitor.get(urlsplit(got["receipt"]["href"]).path, Accept="application/json").json
    assert again["same"]
    assert again["items"] == got["items"]
    assert again["quotes"] == got["receipt"]["quotes"]


def test_sparql_asks_the_current_edition_and_another_by_its_graph(visitor: Client) -> None:
    pattern = f'?s <http://www.w3.org/2000/01/rdf-schema#label> "{DROPPED_WORK}"@ja'
    graph = "https://w3id.org/chiiki/id/kushiro-nemuro@2021/graph"

    def found(query: str) -> bool:
        answer = visitor.get(
            f"/sparql?query={quote(query)}", Accept="application/sparql-results+json"
        )
        truth: bool = answer.json["boolean"]
        return truth

    assert not found(f"ASK {{ {pattern} }}")
    assert found(f"ASK {{ GRAPH <{graph}> {{ {pattern} }} }}")
