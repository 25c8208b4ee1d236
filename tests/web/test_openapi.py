"""The OpenAPI document is valid, says what the server does, and is readable without scripts."""

from __future__ import annotations

import contextlib
import html.parser
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

import hypothesis
import pytest
import schemathesis
from openapi_spec_validator import OpenAPIV31SpecValidator

from kg.dataset import Dataset
from kg.errors import (
    EndpointError,
    FormatError,
    GraphFileError,
    InputError,
    LimitError,
    NotFoundError,
    ParameterError,
    UsageError,
)
from kg.web.problems import status_of
from kg.web.receipts.making import QUOTED_ROWS
from kg.web.rest.openapi import example_address
from kg.web.sparql.request import DIRECT, FORM
from tests.web.client import Client
from tests.web.little_site import ROOT
from tests.web.serving import Served

ERRORS = (
    UsageError,
    ParameterError,
    NotFoundError,
    FormatError,
    InputError,
    GraphFileError,
    EndpointError,
    LimitError,
)
"""What is raised while a question is answered."""

EXAMPLES = 4
"""How many requests are made up for each operation and kind of request."""


@pytest.fixture(scope="module")
def document(client: Client) -> Any:
    """Return the document."""
    return client.get("/api/openapi.json").json


def gets(document: Any) -> Iterator[tuple[str, Any]]:
    """Yield the operations by GET with their paths."""
    for path, methods in document["paths"].items():
        if "get" in methods:
            yield path, methods["get"]


def test_the_document_is_valid(document: Any) -> None:
    assert document["openapi"].startswith("3.1.")
    assert not [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()]


def test_every_question_is_an_operation_with_its_parameters_and_columns(
    document: Any, dataset: Dataset
) -> None:
    for question in dataset.questions():
        operation = document["paths"][f"/api/queries/{question.name}"]["get"]
        own = [name for name in question.params if name != "lang"]
        assert [parameter["name"] for parameter in operation["parameters"]][: len(own)] == own
        content = operation["responses"]["200"]["content"]["application/json"]
        row = content["schema"]["allOf"][1]["properties"]["items"]["items"]
        assert list(row["properties"]) == [column.name for column in question.columns]
        assert len(row["examples"]) == len(question.example_rows)


def test_every_answer_with_a_receipt_is_told_to_name_it(document: Any, client: Client) -> None:
    named = set()
    for path, operation in gets(document):
        got = client.get(example_address(path, operation) or path)
        if path.startswith("/api/") and "x-receipt" in got.headers:
            named.add(path)
            assert "X-Receipt" in operation["responses"]["200"]["headers"], path
            assert "receipt" in {one["name"] for one in operation["parameters"]}, path
    assert named >= {"/api/search", "/api/things/{path}", "/api/coverage", "/api/coverage/{plan}"}
    described = document["paths"]["/api/things"]["get"]["responses"]["200"]["headers"]
    assert "X-Receipt" in described


def test_the_example_of_every_operation_is_answered_as_told(document: Any, client: Client) -> None:
    for path, operation in gets(document):
        address = example_address(path, operation)
        if address:
            status = client.get(address).status
            assert status in (200, 303), path
            assert str(status) in operation["responses"], path


def test_each_way_of_asking_a_query_is_told(document: Any, served: Served) -> None:
    methods = document["paths"]["/sparql"]
    fields = {"query", "default-graph-uri", "named-graph-uri", "format", "output", "results"}
    assert fields < {one["name"] for one in methods["get"]["parameters"]}
    content = methods["post"]["requestBody"]["content"]
    assert fields < set(content[FORM]["schema"]["properties"])
    query = content[DIRECT]["example"]
    bodies = {FORM: urlencode(content[FORM]["example"]), DIRECT: query, "text/plain": query}
    for media_type, body in bodies.items():
        headers = {"Content-Type": media_type}
        got = served.ask("/sparql?format=csv", method="POST", headers=headers, body=body.encode())
        assert got.status == (200 if media_type in content else 415)
        assert str(got.status) in methods["post"]["responses"]


def test_all_addresses_of_linked_data_are_told(document: Any) -> None:
    section = (ROOT / "docs/rest.md").read_text("utf-8").partition("## Linked data")[2]
    cells = re.findall(r"^\| (`/.*?) \|", section, re.MULTILINE)
    named = {path for cell in cells for path in re.findall("`(/[^`]*)`", cell)}
    assert {"/id/X", "/data/X.ttl", "/ontology/0.1.0", "/vocab/S/C"} < named
    told = [re.sub("{[^}]*}", ".+", path) for path in document["paths"]]
    for path in named:
        assert any(re.fullmatch(one, path) for one in told), path


def test_every_code_of_a_problem_is_listed() -> None:
    section = (ROOT / "docs/rest.md").read_text("utf-8").partition("## Errors")[2]
    listed = {
        (status, code)
        for statuses, codes in re.findall(r"^\| ([\d, ]+) \| (.*) \|$", section, re.MULTILINE)
        for status in statuses.split(", ")
        for code in re.findall("`([a-z-]+)`", codes)
    }
    sources = "".join(path.read_text("utf-8") for path in (ROOT / "kg/web").rglob("*.py"))
    sent = set(re.findall(r'(?:problem|ProtocolError)\(\s*(\d{3}),\s*"([a-z-]+)"', sources))
    assert len(sent) > 15
    sent |= {(str(status_of(kind(""))), kind.code) for kind in ERRORS}
    assert sent <= listed


def test_how_many_rows_have_sources_is_told_alike(document: Any, client: Client) -> None:
    most = str(QUOTED_ROWS)
    for told in (document, client.get("/api/openapi.json?lang=en").json):
        parameters = told["paths"]["/api/queries/projects"]["get"]["parameters"]
        (flag,) = (one for one in parameters if one["name"] == "sources")
        assert re.findall(r"\d{3,}", flag["description"]) == [most]
    for guide in ("rest", "pages"):
        text = (ROOT / f"docs/{guide}.md").read_text("utf-8")
        assert re.findall(r"up to (\d+) rows", text) == [most], guide


def test_all_texts_are_there_in_both_languages(client: Client) -> None:
    english = client.get("/api/openapi.json?lang=en").body.decode()
    without_labels = re.sub(r'"examples":\[.*?\]|"example":"[^"]*"|"title":"[^"]*"', "", english)
    told = re.findall(r'"(?:summary|description)":"([^"]*)"', without_labels)
    assert len(told) > 100
    japanese = client.get("/api/openapi.json?lang=ja").json
    for methods in japanese["paths"].values():
        for operation in methods.values():
            assert re.search("[ぁ-んァ-ヶ一-龠]", operation["summary"])


class _Page(html.parser.HTMLParser):
    """What a page loads, links to and names."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.targets: list[str] = []
        self.ids: list[str] = []
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name in ("href", "src"):
                self.targets.append(value or "")
            elif name == "id":
                self.ids.append(value or "")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_page_shows_all_operations_and_asks_no_other_host(
    client: Client, document: Any, lang: str
) -> None:
    got = client.get(f"/api/docs?lang={lang}")
    assert got.headers["content-type"] == "text/html; charset=utf-8"
    page = _Page(got.body.decode())
    operations = {
        operation["operationId"]
        for methods in document["paths"].values()
        for operation in methods.values()
    }
    assert operations <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))
    assert not page.tags & {"script", "style", "iframe", "img"}
    assert not page.attributes & {"style", "onclick"}
    for target in page.targets:
        assert not urlsplit(target).netloc, target
        if target.startswith("#"):
            assert target[1:] in page.ids
    assert "/" in page.targets, "the way back to the pages"
    assert "asset=釧路港</code>" in got.body.decode()
    style = client.get("/api/docs.css")
    assert style.headers["content-type"].startswith("text/css")
    assert b"url(" not in style.body
    assert "style-src 'self'" in got.headers["content-security-policy"]


@pytest.fixture(scope="module")
def api(served: Served) -> Any:
    """Return the document as Schemathesis reads it."""
    return schemathesis.openapi.from_url(f"{served.address}api/openapi.json")


@schemathesis.serializer(DIRECT)
def send_query(context: Any, query: Any) -> bytes:
    """Send a query as the body itself."""
    return str(query).encode(errors="surrogatepass")


_NOT_CHECKED = [schemathesis.checks.positive_data_acceptance]
"""A text that the schema allows need not name a thing of the data."""

_MADE_UP = hypothesis.settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)


@pytest.mark.parametrize("mode", schemathesis.GenerationMode)
def test_made_up_requests_are_answered_as_the_document_says(
    api: Any, mode: schemathesis.GenerationMode
) -> None:
    count = 0
    for found in api.get_all_operations():
        operation = found.ok()
        if mode is not schemathesis.GenerationMode.POSITIVE and not any(
            operation.iter_parameters()
        ):
            continue
        strategy = operation.as_strategy(generation_mode=mode)

        @_MADE_UP
        @hypothesis.given(case=strategy)
        def ask(case: Any) -> None:
            nonlocal count
            count += 1
            case.call_and_validate(allow_redirects=False, excluded_checks=_NOT_CHECKED)

        with contextlib.suppress(hypothesis.errors.Unsatisfiable):  # nothing would be wrong there
            ask()
    assert count > 100
