"""Editions of a plan on the server: questions asked of one, and pages that name them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import pytest

from kg.dataset import Dataset
from kg.questions.binding import bind
from kg.store.query_text import of_graphs
from tests.older_editions import DROPPED_ASSET, DROPPED_WORK, REWORDED
from tests.web.client import Client
from tests.web.serving import serving

POLICY = (Path(__file__).parents[2] / "docs" / "iri-policy.md").read_text(encoding="utf-8")
DROPPED = "kushiro-nemuro@2021/project/1-1/work/5"
"""What stands behind the base in the IRI of the work that only the edition of 2021 has."""


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


def test_a_receipt_of_a_thing_remembers_the_edition(visitor: Client) -> None:
    got = visitor.get(f"/api/things/{DROPPED}?receipt=1").json
    receipt = got["receipt"]
    quotes = [quote["passage"] for row in receipt["quotes"] for quote in row]
    assert receipt["edition"] == "kushiro-nemuro@2021"
    assert quotes
    assert all("/kushiro-nemuro@2021/passage/" in iri for iri in quotes)
    assert all("kushiro-nemuro@2021/graph>" in query for query in receipt["queries"].values())

    place = urlsplit(receipt["href"]).path
    again = visitor.get(place).json
    assert (again["same"], again["edition"]) == (True, "kushiro-nemuro@2021")
    assert again["quotes"] == receipt["quotes"]
    assert "<dd>2021 (final, 2021-03)</dd>" in page(visitor, f"{place}?lang=en")
    current = visitor.get("/api/things/kushiro-nemuro/project/1-1?receipt=1").json["receipt"]
    assert current["edition"] is None


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
    path = f"/id/{DROPPED}"

    data = visitor.get(path, Accept="text/turtle")
    assert (data.status, data.headers["location"]) == (
        303,
        "/data/kushiro-nemuro@2021/project/1-1/work/5.ttl",
    )
    assert DROPPED_WORK in visitor.get(data.headers["location"]).body.decode()
    assert visitor.get(path, Accept="text/html").headers["location"] == f"/page/{DROPPED}"
    assert visitor.get(f"{path}0", Accept="text/turtle").status == 404
    assert visitor.get("/id/kushiro-nemuro@2017/goal/1", Accept="text/turtle").status == 404


def test_what_plans_share_and_only_an_edition_names_is_told_by_it(visitor: Client) -> None:
    name = quote(f"asset/{DROPPED_ASSET}")
    data = visitor.get(f"/id/{name}", Accept="text/turtle")
    assert (data.status, data.headers["location"]) == (303, f"/data/{name}.ttl")
    assert DROPPED_ASSET in visitor.get(data.headers["location"]).body.decode()
    assert visitor.get(f"/api/things/{name}").json["title"] == DROPPED_ASSET
    told = page(visitor, f"/page/{name}?lang=en")
    assert "Older edition" in told
    assert f'href="/page/{DROPPED}"' in told
    for path in ("/page/kushiro-nemuro@2021", f"/search?q={quote(DROPPED_ASSET)}"):
        assert f'href="/page/{name}"' in page(visitor, path), path
    # What the current edition names, too, is told by that.
    assert "Older edition" not in page(visitor, f"/page/asset/{quote('釧路港')}?lang=en")
    assert visitor.get(f"/data/{name}x.ttl").status == 404


def test_a_dossier_of_what_only_an_edition_has_is_told_by_rest(visitor: Client) -> None:
    iri = f"https://w3id.org/chiiki/id/{DROPPED}"
    for path in (f"/api/things/{DROPPED}", f"/api/things?iri={quote(iri, safe='')}"):
        told = visitor.get(path).json
        assert (told["title"], told["iri"]) == (DROPPED_WORK, iri)
        assert told["links"]["page"].endswith(f"/page/{DROPPED}")


def test_an_edition_is_a_thing_with_an_address(visitor: Client) -> None:
    data = visitor.get("/data/kushiro-nemuro@2021.ttl").body.decode()

    assert "wasRevisionOf" in data  # by the edition of 2025
    assert "edition-status/final" in data


def page(visitor: Client, path: str) -> str:
    """Return a page as browsers get it."""
    got = visitor.get(path, Accept="text/html")
    assert got.status == 200, path
    return unescape(got.body.decode())


def test_what_only_an_edition_has_has_a_page_that_says_so(visitor: Client) -> None:
    english = page(visitor, f"/page/{DROPPED}?lang=en")
    assert f'<h1 lang="ja">{DROPPED_WORK}</h1>' in english
    assert "Older edition" in english
    assert "says, not the current edition, 2025 (final, 2025-03)" in english
    for place in ("/changes/kushiro-nemuro", "/page/kushiro-nemuro@2021"):
        assert f'href="{place}"' in english
    assert "/plan/kushiro-nemuro@2021/3?from=" in english  # its words, in the text of the edition
    assert "旧版" in page(visitor, f"/page/{DROPPED}?lang=ja")
    # The questions behind its sections are asked of its edition, too.
    asked = re.findall(r'href="(/questions/[^"]*)"', english)
    assert asked
    assert all("edition=kushiro-nemuro%402021" in href for href in asked if "?" in href)
    # What the current edition has is not marked.
    assert 'id="edition"' not in page(visitor, "/page/kushiro-nemuro/project/1-1")


@pytest.mark.parametrize(
    "path",
    [
        "/page/kushiro-nemuro@2021",
        "/changes/kushiro-nemuro",
        f"/search?q={quote(DROPPED_WORK[:4])}",
    ],
)
def test_the_page_of_what_only_an_edition_has_is_linked(visitor: Client, path: str) -> None:
    assert f'href="/page/{DROPPED}"' in page(visitor, path)


def test_search_finds_by_all_words_in_any_writing_what_only_an_edition_has(
    visitor: Client,
) -> None:
    assert DROPPED in page(visitor, f"/search?q={quote('波止場　旧')}")
    assert DROPPED not in page(visitor, f"/search?q={quote('波止場 新')}")


def test_the_text_of_an_edition_is_read_page_by_page(visitor: Client) -> None:
    overview = page(visitor, "/plan/kushiro-nemuro@2021?lang=en")
    assert 'href="/plan/kushiro-nemuro@2021/3"' in overview
    assert "Older edition" in overview
    text = page(visitor, "/plan/kushiro-nemuro@2021/3?lang=en")
    assert f'href="/page/{DROPPED}"' in text
    assert DROPPED_WORK in text
    assert DROPPED_WORK not in page(visitor, "/plan/kushiro-nemuro/3")
    assert visitor.get("/plan/kushiro-nemuro@2017").status == 404
    # An edition that is the current one has the text of the plan.
    assert 'id="edition"' not in page(visitor, "/plan/kushiro-nemuro@2025/3")


def cited(visitor: Client, path: str) -> tuple[str, str, dict[str, Any]]:
    """Return the citation of a page: its words, BibTeX and CSL-JSON."""
    words = page(visitor, path).partition('class="citation"')[2].partition("</details>")[0]
    bibtex, csl = (unquote(data) for data in re.findall(r'href="data:[^,]*,([^"]*)"', words))
    (item,) = json.loads(csl)
    return unescape(re.sub("<[^>]*>", "", words)), bibtex, item


@pytest.mark.parametrize(
    ("name", "edition", "year"),
    [
        ("kushiro-nemuro@2021", "2021 (final, 2021-03)", 2021),
        ("kushiro-nemuro", "2025 (final, 2025-03)", 2025),
    ],
)
def test_editions_are_cited_alike_whether_or_not_they_are_current(
    visitor: Client, name: str, edition: str, year: int
) -> None:
    for path, key in ((f"/plan/{name}/3", "p3"), (f"/plan/{name}", name.replace("@", "-"))):
        words, bibtex, item = cited(visitor, f"{path}?lang=en")
        assert f"({year}-03)" in words
        title = "An older edition for tests" if year == 2021 else "Kushiro and Nemuro"
        assert item["title"].startswith(title) and item["title"].endswith(f" {edition}")
        assert item["title"] in words
        assert item["issued"] == {"date-parts": [[year, 3]]}
        assert item["id"] == f"kushiro-nemuro-{year}-{key}"
        assert bibtex.startswith(f"@misc{{{item['id']},\n  title = {{{item['title']}}},\n")
        assert f"year = {{{year}}}" in bibtex


def test_what_belongs_to_an_edition_is_cited_as_of_it(visitor: Client) -> None:
    now, old = "kushiro-nemuro/project/1-1", DROPPED
    for path, edition in ((now, "2025（成案、2025-03）"), (old, "2021（成案、2021-03）")):
        _, _, item = cited(visitor, f"/page/{path}")
        assert item["container-title"].endswith(f" {edition}")
        assert edition not in item["title"]
    _, _, asked = cited(visitor, "/questions/infrastructure?edition=2021&lang=en")
    assert asked["title"].endswith(" 2021 (final, 2021-03)")
    assert "2021" in asked["id"]
    told = page(visitor, "/about?lang=en").partition('id="cite"')[2]
    assert "2025 (final, 2025-03)</cite>" in told


def test_a_form_asks_an_edition_and_all_it_leads_to_keeps_it(
    visitor: Client, editions: Dataset
) -> None:
    plain = page(visitor, "/questions/infrastructure?lang=en")
    assert '<option value="kushiro-nemuro@2021"' in plain
    assert DROPPED_WORK not in plain

    asked = page(visitor, "/questions/infrastructure?lang=en&edition=kushiro-nemuro@2021")
    rows = len(editions.query("infrastructure", edition="2021"))
    assert f"{rows} rows" in asked
    assert f'href="/page/{DROPPED}">{DROPPED_WORK}</a>' in asked
    assert '<option value="kushiro-nemuro@2021" selected' in asked
    assert 'href="/questions/infrastructure?edition=kushiro-nemuro%402021"' in asked
    table = re.search(
        r'href="(/api/queries/[^"]*edition=kushiro-nemuro%402021&format=csv[^"]*)"', asked
    )
    assert table
    got = visitor.get(table[1])
    assert DROPPED_WORK in got.body.decode()
    assert "infrastructure-kushiro-nemuro@2021.csv" in got.headers["content-disposition"]
    quoted = re.findall(r'<a href="(/plan/[^"?]*)', asked)
    assert quoted
    assert all(href.startswith("/plan/kushiro-nemuro@2021") for href in quoted)

    receipt = re.search(r'href="(/receipt/[^"]*)"', asked)
    assert receipt
    told = page(visitor, f"{receipt[1]}?lang=en")
    assert "<dd>2021 (final, 2021-03)</dd>" in told
    assert 'href="/questions/infrastructure?edition=kushiro-nemuro%402021"' in told


def test_the_query_of_an_answer_says_which_edition_it_asks(
    visitor: Client, editions: Dataset
) -> None:
    asked = page(visitor, "/questions/infrastructure?edition=2021")
    query = re.search(r"<pre[^>]*><code>(.*?)</code>", asked, re.DOTALL)
    assert query
    rows = editions.sparql(query[1])
    assert len(rows) == len(editions.query("infrastructure", edition="2021"))
    receipt = visitor.get("/api/queries/infrastructure?edition=2021&receipt=1").json["receipt"]
    assert receipt["query"].strip() == query[1].strip()


def test_every_question_says_in_its_query_which_edition_it_asks(editions: Dataset) -> None:
    """The text alone gives the rows that the question gives where it is asked of the edition."""
    at = editions.at("2021")
    for question in editions.questions():
        names_things = any(
            one.type not in ("text", "integer", "lang") for one in question.params.values()
        )
        if names_things or question.is_about_editions:
            continue
        params: dict[str, Any] = dict(question.example_params)
        answer = at.query(question.name, **params)
        text = of_graphs(bind(question, answer.terms), at.store.graphs)
        found = editions.sparql(text)
        assert len(found) == len(answer), question.name


def test_no_edition_is_offered_where_there_is_one_only(visitor: Client, client: Client) -> None:
    assert 'name="edition"' not in page(client, "/questions/infrastructure")
    # Nor where a question is about all of them.
    for name in ("editions", "changes", "editions-by-thing"):
        assert 'name="edition"' not in page(visitor, f"/questions/{name}")


def test_a_form_that_names_an_unknown_edition_is_told(visitor: Client) -> None:
    got = visitor.get("/questions/infrastructure?edition=2017&lang=ja", Accept="text/html")
    assert got.status == 404
    assert "版「2017」はありません" in got.body.decode()


def test_a_question_about_all_editions_quotes_each(visitor: Client, editions: Dataset) -> None:
    answer = editions.query("editions-by-thing", thing="釧路港")
    assert [[one.words for one in answer.passages(row)] for row in range(2)] == [["釧路港"]] * 2
    asked = page(visitor, f"/questions/editions-by-thing?thing={quote('釧路港')}")
    for document in ("kushiro-nemuro@2021", "kushiro-nemuro"):
        assert f'href="/plan/{document}/' in asked


def test_a_comparison_below_an_edition_is_told_of_by_the_changes(
    visitor: Client, editions: Dataset
) -> None:
    (iri, *_) = {source for source in editions.query("changes").sources if source}
    path = iri.removeprefix("https://w3id.org/chiiki/id/")
    assert "wasGeneratedBy" in visitor.get(f"/data/{path}.ttl").body.decode()
    assert visitor.get(f"/page/{path}").status == 200


def test_a_server_answers_the_addresses_that_the_policy_lists(visitor: Client) -> None:
    table = POLICY.partition("## Addresses")[2].partition("## Rules")[0]
    rows = [line.split("|")[1:4] for line in table.splitlines() if line.startswith("| `/")]
    asked = [
        path
        for addresses, _, on_server in rows
        if on_server.strip() == "yes"
        for path in re.findall(r"`(/[^`]*)`", addresses)
        if not re.search("[{…]", path)
    ]
    assert len(asked) > 20
    for path in asked:
        assert visitor.get(path, Accept="text/html,*/*;q=0.5").status in (200, 303), path
