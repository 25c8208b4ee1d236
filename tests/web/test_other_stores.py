"""All questions and all kinds of pages before another SPARQL server that holds the real plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from kg.dataset import Dataset, open_dataset
from kg.store.versions import current_path
from tests.sparql_server import running
from tests.web.client import Client
from tests.web.serving import serving

# What has nothing to do with the folder of a dataset: its pages are the same to the letter.
SAME = (
    "/page/kushiro-nemuro",
    "/page/kushiro-nemuro/project/1-1",
    "/page/kushiro-nemuro/goal/1",
    "/page/kushiro-nemuro/listing/4-2",
    "/page/kushiro-nemuro/project/1-1/work/5",
    "/page/kushiro-nemuro/project/1-1/initiative/1-1",
    "/page/asset/釧路港",
    "/page/agent/国",
    "/page/area/01206",
    "/page/vocab",
    "/page/vocab/certainty",
    "/page/ontology",
    "/things",
    "/things/Port",
    "/changes/kushiro-nemuro",
    "/questions",
    "/questions/goals",
    "/questions/projects-by-asset?asset=釧路港",
    "/map",
    "/map.geojson",
    "/network",
    "/network.json",
    "/editor",
    "/editor/examples.json",
    "/editor/prefixes.json",
    "/editor/schema.json",
    "/.well-known/void",
    "/api/queries",
    "/api/openapi.json",
    "/api/things/asset/釧路港",
    "/data/asset/釧路港.ttl",
    "/data/kushiro-nemuro/project/1-1.nt",
    "/vocab/certainty.ttl",
)
VARYING = re.compile(
    r"(?s)<footer.*?</footer>|<script type=.application/ld.json.>.*?</script>|/receipt/[\w-]+"
)


@pytest.fixture(scope="module", params=["oxigraph", "fuseki"])
def endpoint(
    request: pytest.FixtureRequest, dataset_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Run another SPARQL server with the dataset of the real plan."""
    quads = Path(current_path(str(dataset_folder))) / "dataset.nq"
    store = tmp_path_factory.mktemp("other") / "store"
    with running(request.param, quads, store) as address:
        yield address


@pytest.fixture(scope="module")
def there(endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Return a client of a server before it."""
    log = tmp_path_factory.mktemp("there") / "log"
    with serving(None, log, "--time-limit-s", "120", endpoint=endpoint) as server:
        yield Client(server.address)


def shown(client: Client, path: str) -> str:
    """Return what stands at an address, but for what names the server and the dataset."""
    got = client.get(path, Accept="text/html,*/*;q=0.5")
    assert got.status == 200, path
    return VARYING.sub("", got.body.decode()).replace(client.address.rstrip("/"), "")


def test_every_question_has_the_same_rows(endpoint: str, dataset: Dataset) -> None:
    other = open_dataset(endpoint=endpoint, timeout_s=120)
    for question in dataset.questions():
        params: dict[str, Any] = dict(question.example_params)
        own = dataset.query(question.name, **params)
        found = other.query(question.name, **params)
        assert found.to_dicts() == own.to_dicts(), question.name
        assert found.sources == own.sources, question.name


@pytest.mark.parametrize("path", SAME)
def test_a_page_is_the_same(there: Client, client: Client, path: str) -> None:
    assert shown(there, path) == shown(client, path)


@pytest.mark.parametrize("path", ["/", "/about"])
def test_what_only_a_build_knows_is_left_out(there: Client, path: str) -> None:
    assert "釧路・根室連携地域" in shown(there, path)


def test_the_plan_shows_the_words_that_the_graph_quotes(there: Client) -> None:
    for path in ("/plan?lang=ja", "/plan/kushiro-nemuro?lang=ja"):
        overview = shown(there, path)
        assert "このサーバーに本文はありません" in overview
        assert 'href="/plan/kushiro-nemuro/3"' in overview
    page = shown(there, "/plan/kushiro-nemuro/3?from=2727&to=2737&lang=ja")
    assert "このサーバーに本文はありません" in page
    # Words lead to what was made of them, and those that were asked for are lit.
    assert re.search(r'<mark [^>]*class="lit"[^>]*><a href="/page/', page)
    assert 'id="char=2727,2737"' in page


def test_search_finds_the_words_that_the_graph_quotes(there: Client) -> None:
    found = shown(there, "/search?q=釧路港")
    assert f'href="/page/asset/{quote("釧路港")}"' in found
    assert "<mark>釧路港</mark>" in found
    (first, *_) = there.get(f"/search/suggestions?q={quote('釧路港')}").json
    assert first["label"] == "釧路港"
    assert shown(there, "/search?q=釧路港&kind=Port").count('class="notice"') == 0
    nothing = shown(there, "/search?q=どこにもない言葉")
    assert "見つかりませんでした" in nothing
