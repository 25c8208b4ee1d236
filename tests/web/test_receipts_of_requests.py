"""Receipts of things, searches and coverage: told as those of questions, and asked again."""

from __future__ import annotations

import hashlib
import json
import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest

import kg
from kg.dataset import Dataset
from kg.web.receipts.ids import Request, read_id, write_id
from tests.web.client import Client, Got

PORT = "https://w3id.org/chiiki/id/asset/釧路港"
PATHS = (
    "/api/things/asset/釧路港",
    "/api/things?name=1-1&lang=en",
    f"/api/things?iri={PORT}",
    "/api/search?q=津波&limit=3&offset=2",
    "/api/search?q=釧路&kind=Port&kind=河川&lang=en",
    "/api/search?q=どこにもない言葉",
    "/api/coverage",
    "/api/coverage?limit=1&offset=1",
    "/api/coverage/kushiro-nemuro",
)


def again(client: Client, got: Got) -> Any:
    """Ask for the receipt that an answer names."""
    return client.get(urlsplit(got.headers["x-receipt"]).path).json


def with_receipt(client: Client, path: str) -> Any:
    """Ask for an answer with its receipt within."""
    return client.get(f"{path}{'&' if '?' in path else '?'}receipt=1").json


def links_of(page: Got) -> list[str]:
    """Return the addresses that a page links."""
    return [unescape(link) for link in re.findall(r'<a href="([^"]*)"', page.body.decode())]


def request(text: str, **more: Any) -> Request:
    """Make a request to an address, with hashes that fit nothing."""
    return Request("request", text, bytes(32), b"x" * 32, **more)


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize(
    ("page", "answer"),
    [
        ("/page/asset/釧路港", f"/api/things?iri={PORT}"),
        ("/search?q=津波", "/api/search?q=津波&limit=50"),
        ("/search?q=港&offset=50", "/api/search?q=港&limit=50&offset=50"),
    ],
)
def test_a_page_leads_to_the_receipt_of_what_it_shows(
    client: Client, lang: str, page: str, answer: str
) -> None:
    shown = client.get(page, Accept="text/html", Cookie=f"lang={lang}")
    assert f'lang="{lang}"' in shown.body.decode()
    (link,) = [link for link in links_of(shown) if link.startswith("/receipt")]
    led = client.get(link, Accept="text/html", Cookie=f"lang={lang}")
    place = urlsplit(client.get(f"{answer}&lang={lang}").headers["x-receipt"]).path
    assert (led.status, led.headers["location"]) == (303, place)
    assert client.get(place, Accept="text/html").status == 200


def test_what_a_page_does_not_show_has_no_receipt(client: Client) -> None:
    for page in ("/search?q=どこにもない言葉", "/search", "/search?q=港&kind=Concept"):
        shown = client.get(page, Accept="text/html")
        assert not [link for link in links_of(shown) if link.startswith("/receipt")]
    for link, status in (
        ("/receipt", 404),
        ("/receipt?iri=https://w3id.org/chiiki/id/asset/nothing", 404),
        ("/receipt?q=%20", 400),
    ):
        assert client.get(link, Accept="text/html").status == status


@pytest.mark.parametrize("path", PATHS)
def test_the_answer_names_its_receipt_and_asking_again_gives_the_same(
    client: Client, dataset: Dataset, path: str
) -> None:
    got = client.get(path)
    checked = again(client, got)
    receipt = with_receipt(client, path)["receipt"]
    assert checked["same"]
    assert checked["same_dataset"]
    for name in ("id", "request", "parameters", "queries", "sha256", "quotes", "rows", "total"):
        assert checked[name] == receipt[name]
    assert receipt["href"] == got.headers["x-receipt"]
    assert got.json.get("links", {}).get("receipt", receipt["href"]) == receipt["href"]
    assert "receipt" not in got.json
    assert dataset.version is not None
    manifest = json.loads((Path(dataset.version) / "manifest.json").read_bytes())
    assert receipt["dataset"]["sha256"] == manifest["sha256"]
    assert (receipt["kg"], receipt["edition"], receipt["question"]) == (kg.__version__, None, None)
    assert receipt["engine"]["version"]
    assert receipt["took_ms"] > 0


@pytest.mark.parametrize("path", PATHS)
def test_the_hash_is_that_of_the_rows_in_the_form_that_is_documented(
    client: Client, path: str
) -> None:
    checked = again(client, client.get(path))
    names = [column["name"] for column in checked["columns"]]
    lines = [names, *([row[name] for name in names] for row in checked["items"])]
    text = "".join(
        json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines
    )
    assert checked["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert checked["rows"] == len(checked["items"]) == len(checked["quotes"])


@pytest.mark.parametrize("path", PATHS)
def test_the_address_that_it_names_gives_the_same_answer(client: Client, path: str) -> None:
    got = client.get(path)
    parts = urlsplit(again(client, got)["request"])
    told = client.get(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    assert told.headers["x-receipt"] == got.headers["x-receipt"]
    ours, theirs = got.json, told.json
    for answer in (ours, theirs):
        answer.pop("links", None)
    assert ours == theirs


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_a_thing_has_the_rows_queries_and_words_of_its_sections(
    client: Client, dataset: Dataset, lang: str
) -> None:
    got = with_receipt(client, f"/api/things?name=1-1&lang={lang}")
    receipt, checked = (
        got["receipt"],
        again(client, client.get(f"/api/things?name=1-1&lang={lang}")),
    )
    rows = [
        {"section": section["query"], **row}
        for section in got["sections"]
        for row in section["rows"]
    ]
    told = [
        {name: row[name] for name in own} for own, row in zip(rows, checked["items"], strict=True)
    ]
    assert told == rows
    assert (receipt["total"], receipt["complete"]) == (len(rows), True)
    quotes = iter(receipt["quotes"])
    for section in dataset.show("1-1", lang).sections:
        for index in range(len(section.cells)):
            passages = section.answer.passages(index)
            assert [tuple(one.values()) for one in next(quotes)] == [tuple(one) for one in passages]
        query = receipt["queries"][section.name]
        found = client.get(f"/sparql?query={quote(query)}").json["results"]["bindings"]
        assert len(found) == len(section.cells)
    assert next(quotes, None) is None
    assert any(receipt["quotes"])


def test_a_search_is_quoted_by_the_passage_with_the_words(client: Client) -> None:
    got = with_receipt(client, "/api/search?q=津波&limit=5")
    assert len(got["items"]) == 5
    for hit, quotes in zip(got["items"], got["receipt"]["quotes"], strict=True):
        assert hit["passage"] in [one["passage"] for one in quotes]
        assert all("津波" in one["words"] for one in quotes)
    checked = again(client, client.get("/api/search?q=津波&limit=5"))
    for name in ("iri", "label", "field", "text", "page", "passage"):
        assert [row[name] for row in checked["items"]] == [hit[name] for hit in got["items"]]


def test_a_part_of_a_search_says_so(client: Client) -> None:
    part = with_receipt(client, "/api/search?q=津波&limit=3&offset=2")["receipt"]
    whole = with_receipt(client, "/api/search?q=津波")["receipt"]
    assert (part["rows"], part["offset"], part["limit"], part["complete"]) == (3, 2, 3, False)
    assert part["total"] == whole["total"] == whole["rows"]
    assert whole["complete"]
    assert part["parameters"] == {"q": "津波", "lang": "ja"}


def test_coverage_has_its_numbers(client: Client) -> None:
    plan = client.get("/api/coverage").json["items"][0]
    (row,) = again(client, client.get("/api/coverage"))["items"]
    for name in ("plan", "characters", "data", "furniture"):
        assert row[name] == plan[name]
    assert (row["measures"], row["note"]) == (plan["counts"]["measures"], plan["problems"]["note"])
    checked = again(client, client.get("/api/coverage/kushiro-nemuro"))
    rows = checked["items"]
    assert checked["parameters"] == {"plan": "kushiro-nemuro"}
    assert sum(row["number"] for row in rows if row["part"] == "data") == plan["data"]


@pytest.mark.parametrize(
    ("text", "more"),
    [
        (f"/api/things?{urlencode({'iri': PORT})}", {}),
        ("/api/search?q=津波", {"limit": 2}),
        ("/api/coverage", {}),
        ("/api/coverage/kushiro-nemuro", {}),
    ],
)
def test_another_answer_is_found_out(client: Client, text: str, more: dict[str, int]) -> None:
    name = write_id(request(text, **more))
    checked = client.get(f"/receipt/{name}").json
    assert (checked["same"], checked["same_dataset"]) == (False, False)
    assert checked["expected"]["sha256"] == (b"x" * 32).hex()
    assert checked["rows"] > 0
    assert "答えは変わりました" in client.get(f"/receipt/{name}", Accept="text/html").body.decode()


@pytest.mark.parametrize(
    ("text", "more", "status"),
    [
        ("/api/queries/goals", {}, 404),
        ("/metrics", {}, 404),
        ("", {}, 404),
        ("/api/coverage/../kushiro-nemuro", {}, 404),
        ("/api/coverage/nowhere", {}, 404),
        ("/api/things?iri=https://example.org/nothing", {}, 404),
        ("/api/things?iri=a b>", {}, 404),
        ("/api/things", {}, 404),
        ("/api/things?name=1-1", {}, 400),
        ("/api/search", {}, 400),
        ("/api/search?q=津波&kind=Nothing", {}, 404),
        ("/api/search?q=津波&lang=de", {}, 400),
        ("/api/search?q=津波&more=1", {}, 400),
        ("/api/search?q=津波", {"limit": 1 << 40}, 404),
        ("/api/search?q=津波", {"offset": 1 << 63}, 404),
        (f"/api/things?iri={PORT}", {"default_graphs": ["no iri"]}, 400),
        (f"/api/things?iri={PORT}", {"default_graphs": ["https://example.org/graph"]}, 404),
    ],
)
@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_what_no_answer_is_asked_with_is_refused(
    client: Client, text: str, more: dict[str, Any], status: int, accept: str
) -> None:
    got = client.get(f"/receipt/{write_id(request(text, **more))}", Accept=accept)
    assert got.status == status


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_people_get_a_page(client: Client, path: str, lang: str) -> None:
    got = client.get(path)
    checked = again(client, got)
    place = urlsplit(got.headers["x-receipt"]).path
    page = client.get(f"{place}?lang={lang}", Accept="text/html")
    text = page.body.decode()
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert {"ja": "答えは今も同じです。", "en": "The answer is still the same."}[lang] in text
    assert checked["request"].replace("&", "&amp;") in text
    assert checked["sha256"] in text
    assert text.count("<pre") == len(checked["queries"])


def test_the_page_of_a_thing_has_its_sections_with_their_words(client: Client) -> None:
    got = client.get("/api/things/asset/釧路港")
    place = urlsplit(got.headers["x-receipt"]).path
    text = client.get(f"{place}?lang=ja", Accept="text/html").body.decode()
    for section in got.json["sections"]:
        # once above its query, and where it has rows above them
        told = text.count(f"<h3>{section['heading']}</h3>")
        assert told == (2 if section["rows"] else 1)
    quotes = again(client, got)["quotes"]
    assert text.count("<q ") == sum(min(len(row), 20) for row in quotes) > 0


def test_receipts_that_were_given_out_before_are_read(client: Client) -> None:
    query = "SELECT ?port WHERE { ?port a <https://w3id.org/chiiki/ontology#Port> }"
    assert read_id(OLD) == Request("sparql", query, bytes(32), bytes(32))
    assert client.get(f"/receipt/{OLD}").json["rows"] > 0


OLD = (
    "eNqbtay4ILGoMOemW7Crj6tziIJ9QX5RiUK4h2uQq0I1lJeoYJNRUlJQbKWvX26cmaKXX5"
    "Sun5yRmZmdqZ-fV5Kfk59eqRwAVGinUHtEgYEAIKyi4QDDhAmMAFapINw"
)
"""The name of a receipt, as it was written when questions and queries alone had one."""
