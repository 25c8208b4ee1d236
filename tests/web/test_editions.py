"""Editions of a plan on the server: questions asked of one, and pages that name them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from kg.dataset import Dataset
from tests.older_editions import DROPPED_WORK, REWORDED
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


def test_what_is_about_all_editions_is_asked_without_one(visitor: Client) -> None:
    got = visitor.get("/api/queries/changes?edition=2021")

    assert (got.status, got.json["code"]) == (400, "usage")
    paths = visitor.get("/api/openapi.json").json["paths"]
    for name, may_choose in (("changes", False), ("projects", True)):
        parameters = paths[f"/api/queries/{name}"]["get"]["parameters"]
        assert ("edition" in {one["name"] for one in parameters}) is may_choose


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


def test_the_pages_of_a_plan_name_its_editions(visitor: Client) -> None:
    for path in ("/page/kushiro-nemuro", "/plan/kushiro-nemuro"):
        japanese = visitor.get(f"{path}?lang=ja").body.decode()
        assert "このページは現行の版 2025（成案、2025-03）によります。" in japanese
        assert re.search(
            r'"/page/kushiro-nemuro@2021[^"]*"[^>]*>2021（成案、2021-03）</a>', japanese
        )
        english = visitor.get(f"{path}?lang=en").body.decode()
        assert "This page tells what the current edition says, 2025 (final, 2025-03)." in english


def test_the_page_of_a_thing_tells_where_it_differs(visitor: Client, editions: Dataset) -> None:
    new = visitor.get("/page/kushiro-nemuro/project/1-1/work/5?lang=en").body.decode()
    assert "2021 (final, 2021-03)</a>: not in this edition" in new
    (iri,) = {hit.iri for hit in editions.search(REWORDED[0]) if hit.field == "label"}
    path = quote(iri.removeprefix("https://w3id.org/chiiki/id/"))
    reworded = visitor.get(f"/page/{path}?lang=en").body.decode()
    assert REWORDED[1] in reworded
    assert "not in this edition" not in reworded
    # Alike in both editions, or no thing of a plan at all.
    for same in ("project/1-2", "project/1-1"):
        assert (
            "current edition"
            not in visitor.get(f"/page/kushiro-nemuro/{same}?lang=en").body.decode()
        )
    assert (
        "current edition" not in visitor.get("/page/vocab/certainty/shared?lang=en").body.decode()
    )


def test_a_plan_without_editions_names_none(client: Client) -> None:
    assert 'id="editions"' not in client.get("/page/kushiro-nemuro?lang=en").body.decode()
    assert 'id="editions"' not in client.get("/plan/kushiro-nemuro?lang=en").body.decode()


def test_what_only_an_edition_has_is_found_at_its_address(
    visitor: Client, editions: Dataset
) -> None:
    (row,) = editions.query("infrastructure", edition="2021").rows[4:5]
    assert row.work == DROPPED_WORK
    path = "/id/kushiro-nemuro@2021/project/1-1/work/5"

    data = visitor.get(path, Accept="text/turtle")
    assert (data.status, data.headers["location"]) == (
        303,
        "/data/kushiro-nemuro@2021/project/1-1/work/5.ttl",
    )
    assert DROPPED_WORK in visitor.get(data.headers["location"]).body.decode()
    assert visitor.get(path, Accept="text/html").headers["location"] == (
        "/page/kushiro-nemuro@2021"
    )
    assert visitor.get("/page/kushiro-nemuro@2021?lang=ja").status == 200
    assert visitor.get(f"{path}0", Accept="text/turtle").status == 404
    assert visitor.get("/id/kushiro-nemuro@2017/goal/1", Accept="text/turtle").status == 404


def test_an_edition_is_a_thing_with_an_address(visitor: Client) -> None:
    data = visitor.get("/data/kushiro-nemuro@2021.ttl").body.decode()

    assert "wasRevisionOf" in data  # by the edition of 2025
    assert "edition-status/final" in data
