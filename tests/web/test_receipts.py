"""Receipts: the way of an answer is told, and asking again shows whether it still holds."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from pathlib import Path
from urllib.parse import quote, urlsplit

import msgspec
import pytest

import kg
from kg.dataset import Dataset
from kg.errors import NotFoundError
from kg.web.receipts.ids import LONGEST, Request, read_id, write_id
from tests.web.client import Client

PORT = "/api/queries/projects-by-asset?asset=釧路港"
PORTS = "SELECT ?port WHERE { ?port a <https://w3id.org/chiiki/ontology#Port> }"


def request(text: str = PORTS, *, rows: bytes = bytes(32)) -> Request:
    """Make a request for a query, with hashes that fit nothing."""
    return Request("sparql", text, bytes(32), rows)


def test_a_receipt_tells_how_the_answer_came_about(
    client: Client, dataset: Dataset, dataset_folder: Path
) -> None:
    got = client.get(f"{PORT}&receipt=1&limit=3&offset=1").json
    receipt = got["receipt"]
    assert dataset.version is not None
    manifest = json.loads((Path(dataset.version) / "manifest.json").read_bytes())
    assert receipt["dataset"]["sha256"] == manifest["sha256"]
    assert receipt["dataset"]["version"] == Path(dataset.version).name
    assert (receipt["kg"], receipt["engine"]["name"]) == (kg.__version__, "Oxigraph")
    assert (receipt["rows"], receipt["total"], receipt["complete"]) == (3, 7, False)
    assert receipt["parameters"]["asset"].endswith("/asset/釧路港")
    assert receipt["took_ms"] > 0
    assert "<https://w3id.org/chiiki/id/asset/釧路港>" in receipt["query"]
    rows = client.get(f"/sparql?query={quote(receipt['query'])}").json["results"]["bindings"]
    assert [row["words"]["value"] for row in rows[1:4]] == [row["words"] for row in got["items"]]


def test_the_hash_is_that_of_the_rows_in_the_form_that_is_documented(client: Client) -> None:
    got = client.get(f"{PORT}&receipt=1").json
    names = [column["name"] for column in got["columns"]]
    lines = [names, *([row[name] for name in names] for row in got["items"])]
    text = "".join(
        json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines
    )
    assert got["receipt"]["sha256"] == hashlib.sha256(text.encode()).hexdigest()


def test_with_sources_a_receipt_is_the_same(client: Client) -> None:
    plain = client.get(f"{PORT}&receipt=1&limit=3").json["receipt"]
    got = client.get(f"{PORT}&receipt=1&limit=3&sources=1")
    receipt = got.json["receipt"]
    assert all(row["source_words"] for row in got.json["items"])
    assert {**receipt, "took_ms": 0} == {**plain, "took_ms": 0}
    file = client.get(f"{PORT}&limit=3&sources=1&format=csv")
    assert file.headers["x-receipt"] == got.headers["x-receipt"] == plain["href"]
    checked = client.get(urlsplit(receipt["href"]).path).json
    assert (checked["same"], checked["same_dataset"]) == (True, True)


def test_a_receipt_quotes_the_words_behind_each_row(client: Client, dataset: Dataset) -> None:
    quotes = client.get(f"{PORT}&receipt=1").json["receipt"]["quotes"]
    answer = dataset.query("projects-by-asset", asset="釧路港")
    assert len(quotes) == len(answer)
    for index, row in enumerate(quotes):
        passages = answer.passages(index)
        assert [tuple(quote.values()) for quote in row] == [tuple(one) for one in passages]
        assert answer[index].words in [one["words"] for one in row]


@pytest.mark.parametrize("format", ["json", "csv", "tsv", "xlsx", "jsonld", "ttl"])
def test_every_format_names_its_receipt(client: Client, format: str) -> None:
    got = client.get(f"{PORT}&format={format}")
    checked = client.get(urlsplit(got.headers["x-receipt"]).path).json
    assert checked["same"]
    assert checked["total"] == 7
    assert "X-Receipt" in got.headers["access-control-expose-headers"]


def test_asking_again_gives_the_same_rows_and_quotes(client: Client) -> None:
    first = client.get(f"{PORT}&receipt=1&limit=2&lang=en").json
    again = client.get(urlsplit(first["links"]["receipt"]).path)
    checked = again.json
    assert again.headers["cache-control"] == "no-store"
    assert checked["same"]
    assert checked["same_dataset"]
    assert checked["items"] == first["items"]
    for name in ("id", "query", "sha256", "quotes", "dataset", "rows", "limit"):
        assert checked[name] == first["receipt"][name]


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        (PORTS, None),
        ("ASK { ?s a <https://w3id.org/chiiki/ontology#Port> }", 1),
        (
            "CONSTRUCT { ?s a ?o } WHERE { ?s a <https://w3id.org/chiiki/ontology#Port> , ?o }",
            None,
        ),
        (
            "SELECT ?b WHERE { ?b <http://www.w3.org/2002/07/owl#members> ?l FILTER(isBlank(?b)) }",
            None,
        ),
    ],
)
def test_a_query_of_ones_own_has_a_receipt(client: Client, query: str, rows: int | None) -> None:
    plain = client.get(f"/sparql?query={quote(query)}")
    got = client.get(f"/sparql?query={quote(query)}&receipt=1")
    assert got.body == plain.body
    assert "x-receipt" not in plain.headers
    checked = client.get(urlsplit(got.headers["x-receipt"]).path).json
    assert checked["same"]
    assert checked["query"] == query
    if rows is not None:
        assert checked["rows"] == rows


def test_the_order_of_rows_that_have_none_does_not_matter(client: Client) -> None:
    up, down = (
        client.get(f"/sparql?query={quote(f'{PORTS} ORDER BY {order}')}&receipt=1")
        for order in ("?port", "DESC(?port)")
    )
    first, second = (client.get(urlsplit(got.headers["x-receipt"]).path).json for got in (up, down))
    assert first["sha256"] == second["sha256"]
    assert first["items"] != second["items"]


def test_a_query_of_ones_own_is_quoted_by_what_its_rows_name(client: Client) -> None:
    query = f"{PORTS} ORDER BY ?port"
    got = client.get(f"/sparql?query={quote(query)}&receipt=1")
    checked = client.get(urlsplit(got.headers["x-receipt"]).path).json
    for row, quotes in zip(checked["items"], checked["quotes"], strict=True):
        name = row["port"].rpartition("/")[2]
        assert any(name in one["words"] for one in quotes)


@pytest.mark.parametrize(
    "query",
    ["SELECT (NOW() AS ?n) {}", "SELECT (RAND() AS ?n) {}", "SELECT (UUID() AS ?n) {}"],
)
def test_what_answers_differently_each_time_has_no_receipt(client: Client, query: str) -> None:
    got = client.get(f"/sparql?query={quote(query)}&receipt=1")
    assert (got.status, got.json["code"]) == (400, "usage")


def test_another_answer_is_found_out(client: Client) -> None:
    asked = request(rows=b"x" * 32)
    checked = client.get(f"/receipt/{write_id(asked)}").json
    assert not checked["same"]
    assert not checked["same_dataset"]
    assert checked["expected"] == {"sha256": (b"x" * 32).hex(), "dataset": bytes(32).hex()}
    assert checked["rows"] > 0


@pytest.mark.parametrize(
    "query",
    ["INSERT DATA { <a:b> <a:c> 1 }", "SELECT * { SERVICE <http://127.0.0.1/> { } }", "nonsense"],
)
def test_a_receipt_is_no_way_around_what_the_endpoint_refuses(client: Client, query: str) -> None:
    assert client.get(f"/receipt/{write_id(request(query))}").status == 400


def test_a_name_gives_back_what_it_was_made_of() -> None:
    asked = Request("question", "質問", bytes(32), bytes(32), {"b": "港", "a": "1"}, 5, 2)
    name = write_id(asked)
    assert name is not None
    assert read_id(name) == asked


def test_a_long_query_has_no_name() -> None:
    text = "".join(hashlib.sha256(bytes([n % 256, n >> 8])).hexdigest() for n in range(400))
    assert write_id(request(text)) is None


def encode(content: bytes) -> str:
    """Write bytes as a name is written."""
    return base64.urlsafe_b64encode(zlib.compress(content, 9)).decode().rstrip("=")


def spoilt() -> dict[str, str]:
    """Return names that are nearly those of receipts, by what is wrong with them."""
    good = write_id(request()) or ""
    plain = msgspec.msgpack.encode(request(), order="sorted")
    listed = msgspec.msgpack.decode(plain)
    deflated = zlib.compress(plain, 9)
    return {
        "cut": good[:-4],
        "longer": good + "AAAA",
        "padded": good + "=",
        "other-alphabet": good.replace("-", "+").replace("_", "/") + "+",
        "not-deflated": base64.urlsafe_b64encode(plain).decode().rstrip("="),
        "more-behind": base64.urlsafe_b64encode(deflated + b"x").decode().rstrip("="),
        "one-field-more": encode(msgspec.msgpack.encode([*listed, 1])),
        "fields-left-out": encode(msgspec.msgpack.encode(listed[:4])),
        "wrong-type": encode(msgspec.msgpack.encode([*listed[:4], 7, *listed[5:]])),
        "short-hash": encode(msgspec.msgpack.encode([*listed[:3], b"x", *listed[4:]])),
        "negative-offset": encode(msgspec.msgpack.encode([*listed[:6], -1, *listed[7:]])),
        "other-make": encode(msgspec.msgpack.encode([*listed[:9], 2])),
        "bomb": encode(bytes(50_000_000)),
        "too-long": "A" * (LONGEST + 1),
        "empty-deflate": encode(b""),
    }


@pytest.mark.parametrize("what", spoilt())
def test_what_is_no_name_is_refused(client: Client, what: str) -> None:
    name = spoilt()[what]
    with pytest.raises(NotFoundError):
        read_id(name)
    got = client.get(f"/receipt/{name}")
    assert (got.status, got.json["code"]) == (404, "not-found")
