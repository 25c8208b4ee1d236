"""The REST interface: what it answers, in which formats, and what it says of wrong requests."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import openpyxl
import pyoxigraph
import pytest

from kg.dataset import Dataset
from kg.questions.formats import render
from kg.questions.header import PARAMETER_TYPES
from kg.web.receipts import making
from kg.web.rest.writing import TYPES
from kg.workers.messages import Job
from tests.web.client import Client
from tests.web.in_process import opened
from tests.web.serving import Served, serving

PORT = "/api/queries/projects-by-asset?asset=釧路港"
TOWN = "/api/queries/projects-by-area?area=釧路市&sources=1"
SOURCES = ["source_plans", "source_pages", "source_words"]


def below(address: str) -> str:
    """Return the path and the fields of an absolute address."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def canonical(body: bytes, form: pyoxigraph.RdfFormat) -> list[str]:
    """Return the statements of a file in canonical form."""
    found = pyoxigraph.Dataset(pyoxigraph.parse(body, format=form))
    found.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    assert len(found) > 0
    return sorted(map(str, found))


def test_the_list_has_every_question_with_an_example_that_answers(
    client: Client, dataset: Dataset
) -> None:
    got = client.get("/api/queries").json
    assert [item["name"] for item in got["items"]] == dataset.catalogue.names()
    assert got["total"] == len(got["items"])
    assert got["complete"]
    for item in got["items"]:
        answer = client.get(below(item["example"]))
        assert answer.status == 200, item["name"]
        assert answer.json["columns"] == item["columns"]


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/?lang=en"])
@pytest.mark.parametrize(
    ("accept", "place"),
    [("text/html,*/*;q=0.8", "/api/docs"), ("*/*", "/api/openapi.json"), ("", "/api/openapi.json")],
)
def test_the_start_of_the_interface_leads_to_what_describes_it(
    served: Served, path: str, accept: str, place: str
) -> None:
    got = served.ask(path, headers={"Accept": accept})
    assert (got.status, got.headers["location"].partition("?")[0]) == (303, place)
    assert "Accept" in got.headers["vary"]
    there = served.ask(got.headers["location"], headers={"Accept": accept})
    assert there.status == 200
    assert there.headers.get("content-language") == ("en" if "lang=en" in path else "ja")


def test_an_answer_has_the_rows_of_the_python_api(client: Client, dataset: Dataset) -> None:
    got = client.get(PORT).json
    assert got["items"] == dataset.query("projects-by-asset", asset="釧路港").to_dicts()
    assert got["parameters"]["asset"] == "https://w3id.org/chiiki/id/asset/釧路港"
    assert got["total"] == len(got["items"]) == 7


@pytest.mark.parametrize("format", ["csv", "tsv", "ttl"])
def test_a_text_format_is_that_of_the_command_line(
    client: Client, dataset: Dataset, format: str
) -> None:
    got = client.get(f"{PORT}&format={format}")
    assert got.body == render(dataset.query("projects-by-asset", asset="釧路港"), format)
    assert got.headers["content-type"].partition(";")[0] == TYPES[format]


def test_csv_for_excel_has_a_mark_and_its_headings_may_be_labels(client: Client) -> None:
    got = client.get(f"{PORT}&format=csv&bom=1&labels=1&lang=en").body
    assert got.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(got.decode("utf-8-sig"), newline="")))
    assert rows[0][:2] == ["Code", "Title"]
    assert b"\r\n" in got
    named = client.get(f"{PORT}&format=csv&labels=ja&lang=en").body.decode()
    assert named.startswith("番号,名称,")
    assert client.get(f"{PORT}&format=csv&lang=ja").body.startswith(b"code,title,")
    assert client.get(f"{PORT}&format=csv&labels=de").status == 400


def test_an_excel_file_has_the_rows_and_a_name(client: Client) -> None:
    got = client.get(f"{PORT}&format=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(got.body)).active
    assert [cell.value for cell in sheet[1]][:2] == ["code", "title"]
    assert sheet.max_row == 8
    assert 'filename="projects-by-asset.xlsx"' in got.headers["content-disposition"]


@pytest.mark.parametrize("format", ["csv", "tsv", "ttl", "xlsx"])
def test_with_sources_a_file_is_that_of_the_command_line(
    client: Client, dataset_folder: Path, tmp_path: Path, format: str
) -> None:
    file = tmp_path / f"answer.{format}"
    words = ["query", "projects-by-area", "釧路市", "--sources", "-o", str(file)]
    command = [sys.executable, "-m", "kg", *words, "--data", str(dataset_folder)]
    subprocess.run(command, check=True, timeout=300)
    assert client.get(f"{TOWN}&format={format}").body == file.read_bytes()


def test_sources_stand_behind_each_row_of_every_format(client: Client, dataset: Dataset) -> None:
    answer = dataset.query("projects-by-area", area="釧路市")
    expected = [
        {
            "source_plans": "kushiro-nemuro" if behind else None,
            "source_pages": " / ".join(dict.fromkeys(str(one.page) for one in behind)),
            "source_words": " / ".join(dict.fromkeys(one.words for one in behind)),
        }
        for behind in map(answer.passages, range(len(answer)))
    ]
    assert expected
    assert all(row[name] for row in expected for name in SOURCES)
    got = client.get(TOWN).json
    rows = [{**row, **more} for row, more in zip(answer.to_dicts(), expected, strict=True)]
    assert got["items"] == rows
    assert [column["name"] for column in got["columns"]] == list(rows[0])

    body = client.get(f"{TOWN}&format=xlsx&labels=ja").body
    heading, *cells = openpyxl.load_workbook(io.BytesIO(body)).active.values
    assert heading[-3:] == ("根拠の計画", "根拠のページ", "根拠の原文")
    assert [dict(zip(SOURCES, row[-3:], strict=True)) for row in cells] == expected

    jsonld, turtle = (client.get(f"{TOWN}&format={format}").body for format in ("jsonld", "ttl"))
    assert canonical(jsonld, pyoxigraph.RdfFormat.JSON_LD) == canonical(
        turtle, pyoxigraph.RdfFormat.TURTLE
    )


def test_a_part_with_sources_leads_to_parts_with_sources(client: Client) -> None:
    whole = client.get(f"{TOWN}&format=csv").body.splitlines()
    got = client.get(f"{TOWN}&format=csv&limit=1")
    found = got.body.splitlines()
    while "next" in got.links:
        got = client.get(below(got.links["next"][0]))
        found += got.body.splitlines()[1:]
    assert found == whole
    assert len(found) > 2


@pytest.mark.parametrize("flag", ["", "&sources=0", "&sources=false"])
def test_without_sources_an_answer_has_its_own_columns(
    client: Client, dataset: Dataset, flag: str
) -> None:
    names = [column.name for column in dataset.catalogue.get("projects").columns]
    body = client.get(f"/api/queries/projects?format=csv{flag}").body.decode()
    assert body.splitlines()[0] == ",".join(names)


def test_sources_of_too_many_rows_are_refused(
    dataset_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = opened(dataset_folder)
    monkeypatch.setattr(making, "QUOTED_ROWS", 5)
    values: dict[str, object] = {"name": "projects", "params": {}, "lang": "ja", "edition": ""}
    values |= {"format": "csv", "headings": "", "bom": False, "receipt": False, "sources": True}
    values |= {"base": "", "limit": None, "offset": 0, "fields": [], "limit_bytes": 1 << 20}
    refused = site.do(Job("api-query", values))
    assert (refused.status, refused.media_type) == (503, "application/problem+json")
    told = json.loads(refused.body)
    assert told["code"] == "limit"
    assert "5 rows at most" in told["detail"]
    assert "limit and offset" in told["hint"]
    assert b"source_words" in site.do(Job("api-query", {**values, "limit": 5})).body


@pytest.mark.parametrize("question", ["goals", "assets", "municipalities"])
def test_jsonld_says_the_same_as_turtle(client: Client, question: str) -> None:
    jsonld, turtle = (
        client.get(f"/api/queries/{question}?format={format}").body for format in ("jsonld", "ttl")
    )
    assert canonical(jsonld, pyoxigraph.RdfFormat.JSON_LD) == canonical(
        turtle, pyoxigraph.RdfFormat.TURTLE
    )


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/csv;q=0.5, application/ld+json", "application/ld+json"),
        ("text/*;q=0.9, application/json;q=0.1", "text/csv"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("text/turtle", "text/turtle"),
    ],
)
def test_the_header_accept_chooses_the_format(client: Client, accept: str, expected: str) -> None:
    got = client.get("/api/queries/goals", Accept=accept)
    assert got.headers["content-type"].partition(";")[0] == expected
    assert "Accept" in got.headers["vary"]


def test_no_acceptable_format_is_a_406_with_the_offers(client: Client) -> None:
    got = client.get("/api/queries/goals", Accept="image/png")
    assert got.status == 406
    assert "text/csv" in got.json["hint"]


def test_the_links_lead_through_the_whole_list_and_back(client: Client, dataset: Dataset) -> None:
    whole = dataset.query("assets").to_dicts()
    got, seen, places = client.get("/api/queries/assets?limit=20"), [], []
    while True:
        seen += got.json["items"]
        assert not got.json["complete"]
        if "next" not in got.links:
            break
        places.append(got.json["offset"])
        got = client.get(below(got.links["next"][0]))
    assert seen == whole
    assert got.json["links"]["last"] == got.json["links"]["self"]
    while "prev" in got.links:
        got = client.get(below(got.links["prev"][0]))
        assert got.json["offset"] == places.pop()
    assert not places
    assert got.json["links"]["first"] == got.json["links"]["self"]


def test_a_part_beyond_the_end_is_empty_and_leads_back(client: Client) -> None:
    got = client.get("/api/queries/goals?limit=2&offset=100")
    assert got.json["items"] == []
    assert got.json["total"] == 5
    back = client.get(below(got.links["prev"][0]))
    assert len(back.json["items"]) == 2
    assert back.json["offset"] == 3


def test_the_language_comes_from_the_address_then_from_the_header(client: Client) -> None:
    path = "/api/queries/projects"
    assert client.get(path).headers["content-language"] == "ja"
    english = client.get(path, Accept_Language="en-GB, ja;q=0.5")
    assert english.headers["content-language"] == "en"
    assert english.json["columns"][0]["label"] == "Code"
    assert client.get(f"{path}?lang=ja", Accept_Language="en").json["lang"] == "ja"


@pytest.mark.parametrize(
    ("path", "status", "code", "told"),
    [
        ("/api/queries/projekts", 404, "not-found", "projects"),
        ("/api/queries/projects-by-asset", 400, "parameter", "釧路港"),
        ("/api/queries/projects-by-asset?asset=釧路巷", 400, "parameter", "釧路港"),
        ("/api/queries/goals?colour=red", 400, "parameter", "parameters"),
        ("/api/queries/goals?limit=0", 400, "usage", "1"),
        ("/api/queries/goals?limit=9999999999999999", 400, "usage", "2147483647"),
        ("/api/queries/goals?offset=-1", 400, "usage", "offset"),
        ("/api/queries/goals?lang=fr", 400, "usage", "ja, en"),
        ("/api/queries/goals?format=", 400, "usage", "xlsx"),
        ("/api/queries/goals?lang=ja&lang=en", 400, "usage", "2 times"),
        ("/api/queries/goals?format=pdf", 400, "usage", "xlsx"),
        ("/api/queries/goals?sources=2", 400, "usage", "1, true, 0, false"),
        ("/api/queries/goals?sources=&format=csv", 400, "usage", "1, true, 0, false"),
        ("/api/queries/goals?sources=1&sources=1", 400, "usage", "2 times"),
        ("/api/queries/goals?bom=%FF", 400, "usage", "UTF-8"),
        ("/api/queries/passages-by-page?page=five", 400, "parameter", "5"),
        ("/api/search?q=", 400, "usage", "nothing to look for"),
        ("/api/search?q=港&kind=Prot", 404, "not-found", "port"),
        ("/api/search?query=港", 400, "usage", "q"),
        ("/api/suggest?type=colour", 400, "usage", "asset"),
        ("/api/things", 400, "usage", "name"),
        ("/api/things?name=1&iri=http://a.example/", 400, "usage", "one of"),
        ("/api/things?iri=http://a.example/no", 404, "not-found", "search"),
        ("/api/things/asset/釧路巷", 404, "not-found", "search"),
        ("/api/coverage/nowhere", 404, "not-found", "kushiro-nemuro"),
        ("/api/coverage/kushiro-nemuro?limit=1", 400, "usage", "The fields are receipt"),
        ("/api/nothing", 404, "not-found", "/api/docs"),
    ],
)
def test_a_wrong_request_is_a_problem_that_says_what_to_do(
    client: Client, path: str, status: int, code: str, told: str
) -> None:
    got = client.get(path)
    assert got.headers["content-type"] == "application/problem+json"
    assert (got.status, got.json["status"], got.json["code"]) == (status, status, code)
    assert told in got.json["detail"] + got.json.get("hint", "")
    assert "`kg" not in got.json.get("hint", "")


@pytest.mark.parametrize(
    "path",
    [
        "/api/things?name={}",
        "/api/queries/projects-by-asset?asset={}",
        "/api/queries/projects-by-asset?asset=http://{}",
        "/api/queries/projects-by-asset?asset=港&{}=1",
        "/api/queries/projects?edition={}",
        "/plan/{}",
        "/plan/kushiro-nemuro/{}",
        "/page/{}",
    ],
)
def test_a_problem_does_not_echo_all_that_was_sent(client: Client, path: str) -> None:
    got = client.get(path.format("x" * 60000))
    assert got.status in (400, 404)
    assert "xxx" in got.json["detail"]
    assert len(got.body) < 1500


def test_what_can_only_be_read_says_so(client: Client) -> None:
    got = client.send("DELETE", "/api/queries")
    assert got.status == 405
    assert "GET" in got.headers["allow"]
    assert client.send("OPTIONS", "/api/queries").status == 204
    head = client.send("HEAD", "/api/queries/goals")
    assert (head.status, head.body) == (200, b"")


def test_an_unchanged_answer_is_not_sent_again(client: Client) -> None:
    first = client.get("/api/queries/goals")
    assert client.get("/api/queries/goals", If_None_Match=first.headers["etag"]).status == 304


def test_a_search_finds_what_the_index_finds(client: Client, dataset: Dataset) -> None:
    got = client.get("/api/search?q=釧路港&limit=3").json
    hits = dataset.search("釧路港")
    assert got["total"] == len(hits) > 3
    assert [item["iri"] for item in got["items"]] == [hit.iri for hit in hits[:3]]
    first = got["items"][0]
    assert first["pieces"] == [["釧路港", True]]
    assert first["kind"] == {"name": "Port", "label": "港湾"}
    assert client.get(first["href"]).status == 303


def test_a_search_by_kind_finds_things_of_this_kind_only(client: Client) -> None:
    got = client.get("/api/search?q=釧路&kind=Port&kind=河川").json
    assert {item["kind"]["name"] for item in got["items"]} == {"Port", "River"}


def test_suggestions_show_what_was_typed(client: Client) -> None:
    got = client.get("/api/suggest?q=釧路").json
    assert got
    for item in got:
        assert set(item) == {"label", "kind", "href", "pieces", "value"}
        assert [True for _, is_match in item["pieces"] if is_match]
    assert client.get("/api/suggest?q=").json == []


@pytest.mark.parametrize(
    ("type", "typed", "value"),
    [
        ("asset", "くしろこう", "釧路港"),
        ("asset", "釧路港", "釧路港"),
        ("project", "1-1", "1-(1)"),
        ("project", "ネットワーク", "1-(2)"),
        ("goal", "ゼロカーボン", "3"),
        ("agent", "国", "国"),
        ("area", "釧路市", "釧路市"),
        ("instrument", "協力隊", "地域おこし協力隊"),
    ],
)
def test_a_suggested_value_answers_a_question_of_its_type(
    client: Client, dataset: Dataset, type: str, typed: str, value: str
) -> None:
    got = client.get(f"/api/suggest?type={type}&q={typed}").json
    assert value in [item["value"] for item in got]
    question, name = next(
        (one.name, parameter.name)
        for one in dataset.questions()
        for parameter in one.params.values()
        if parameter.type == type
    )
    for item in got:
        fields = urlencode({name: item["value"]})
        assert client.get(f"/api/queries/{question}?{fields}").status == 200, item


def test_things_of_a_type_are_suggested_before_anything_is_typed(client: Client) -> None:
    for type in set(PARAMETER_TYPES) - {"integer", "lang", "text"}:
        assert client.get(f"/api/suggest?type={type}&q=&limit=3").json, type


@pytest.mark.parametrize(
    "path",
    [
        "/api/things/asset/釧路港",
        "/api/things?name=釧路港",
        "/api/things?iri=https://w3id.org/chiiki/id/asset/釧路港",
    ],
)
def test_a_dossier_is_that_of_the_python_api(client: Client, dataset: Dataset, path: str) -> None:
    got = client.get(path).json
    links = got.pop("links")
    assert got == json.loads(dataset.show("釧路港").to_json())
    assert client.get(urlsplit(links["data"]).path).status == 200
    assert client.get(urlsplit(links["self"]).path).status == 200


def test_the_coverage_of_a_plan_is_told_as_a_whole_and_by_heading(client: Client) -> None:
    plan = client.get("/api/coverage").json["items"][0]
    assert (plan["plan"], plan["share"]) == ("kushiro-nemuro", 1.0)
    assert plan["data"] + plan["furniture"] == plan["characters"]
    by_heading = client.get(urlsplit(plan["href"]).path).json
    data = sum(sum(heading["data"].values()) for heading in by_heading["headings"])
    assert data == plan["data"]


def test_an_endpoint_is_searched_by_the_canned_question(
    served: Served, dataset: Dataset, tmp_path: Path
) -> None:
    with serving(None, tmp_path / "log", endpoint=served.endpoint) as here:
        client = Client(here.address)
        got = client.get("/api/search?q=津波&limit=2").json
        rows = dataset.query("search", text="津波").rows
        assert got["total"] == len(rows)
        assert [item["iri"] for item in got["items"]] == [row.resource for row in rows[:2]]
        assert client.get("/api/suggest?type=asset&q=釧路港").json[0]["value"] == "釧路港"
        assert client.get("/api/coverage").status == 404
        assert client.get("/id/asset/釧路港.ttl").status == 303
        receipt = client.get(f"{PORT}&receipt=1").json["receipt"]
        assert receipt["dataset"]["sha256"] is None
        assert served.address.rstrip("/") not in json.dumps(receipt)
        again = client.get(urlsplit(receipt["href"]).path).json
        assert again["same"]
        searched = client.get("/api/search?q=津波&limit=2&receipt=1").json["receipt"]
        assert (searched["total"], searched["engine"]["version"]) == (len(rows), None)
        assert "津波" in searched["query"]
        assert all(searched["quotes"])
        for path in ("/api/search?q=津波&limit=2", "/api/things/asset/釧路港"):
            again = client.get(urlsplit(client.get(path).headers["x-receipt"]).path).json
            assert (again["same"], again["same_dataset"]) == (True, True)
