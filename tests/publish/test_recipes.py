"""Recipes for hosts, each on the real host where it is installed."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest

from kg.publish.address import read_address
from kg.publish.entries import Entries
from kg.publish.model import Entry
from kg.publish.recipes.files import recipes
from tests.publish.hosts import Host, apache, nginx, room

BASE = "https://w3id.org/chiiki/id/"
PLAN = "kushiro-nemuro"
FILES = {
    "index.html": "start",
    "404.html": "missing",
    "page/asset/釧路港.html": "港",
    "en/page/asset/釧路港.html": "port",
    "page/ontology.html": "terms",
    "en/page/ontology.html": "terms",
    "page/vocab.html": "vocabularies",
    "page/vocab/certainty.html": "scheme",
    "page/vocab/certainty/shared.html": "concept",
    f"page/{PLAN}.html": "plan",
    f"plan/{PLAN}.html": "text",
    "questions/facts.html": "facts",
    **{f"data/asset/釧路港.{suffix}": suffix for suffix in ("ttl", "jsonld", "nt")},
    **{f"vocab/certainty.{suffix}": suffix for suffix in ("ttl", "jsonld", "nt")},
    **{f"vocab/certainty/shared.{suffix}": suffix for suffix in ("ttl", "jsonld", "nt")},
    **{f"data/{PLAN}/all/passages.{suffix}": suffix for suffix in ("ttl", "jsonld", "nt")},
    **{f"ontology.{suffix}": suffix for suffix in ("ttl", "jsonld", "nt", "rdf")},
    **{f"vocab.{suffix}": suffix for suffix in ("ttl", "jsonld", "nt", "rdf")},
    ".well-known/void": "void",
    "dataset.nq.gz": "packed",
}


def _entries() -> Entries:
    return Entries(Entry(path, 0, "") for path in FILES)


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
LEADS = [
    ("id/asset/釧路港", BROWSER, "page/asset/釧路港.html"),
    ("id/asset/釧路港", "*/*", "page/asset/釧路港.html"),
    ("id/asset/釧路港", "text/turtle", "data/asset/釧路港.ttl"),
    ("id/asset/釧路港", "application/ld+json, text/turtle;q=0.5", "data/asset/釧路港.jsonld"),
    ("id/asset/釧路港", "application/n-triples", "data/asset/釧路港.nt"),
    ("id/asset/釧路港", "application/rdf+xml", "data/asset/釧路港.ttl"),
    ("id/asset/釧路港", "text/html, text/turtle;q=0.5", "page/asset/釧路港.html"),
    ("id/asset/釧路港", "text/turtle, text/html;q=0.5", "data/asset/釧路港.ttl"),
    ("id/asset/釧路港", "application/xml, text/turtle", "data/asset/釧路港.ttl"),
    ("id/asset/釧路港.nt", BROWSER, "data/asset/釧路港.nt"),
    (f"id/{PLAN}", BROWSER, f"page/{PLAN}.html"),
    (f"id/{PLAN}/passage/3-9", "text/turtle", f"data/{PLAN}/all/passages.ttl"),
    (f"id/{PLAN}/passage/3-9", BROWSER, f"plan/{PLAN}.html#char=3,9"),
    (f"id/{PLAN}/fact/0a", BROWSER, "questions/facts.html"),
    (f"id/{PLAN}/geometry/asset/釧路港", BROWSER, "page/asset/釧路港.html"),
    ("ontology", BROWSER, "page/ontology.html"),
    ("ontology", "application/rdf+xml", "ontology.rdf"),
    ("ontology", "text/turtle", "ontology.ttl"),
    ("vocab", "text/turtle", "vocab.ttl"),
    ("vocab/certainty", "text/turtle", "vocab/certainty.ttl"),
    ("vocab/certainty/shared", BROWSER, "page/vocab/certainty/shared.html"),
]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """Return a small site with its recipes."""
    with room() as site:
        for name, text in FILES.items():
            _write(site / name, text.encode())
        for file in recipes([PLAN], BASE, "", _entries()):
            assert isinstance(file.content, bytes)
            _write(site / file.path, file.content)
        yield site


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@pytest.fixture(
    scope="module",
    params=[
        *("apache", "apache below /town/plan", "apache below /町/計画"),
        *("nginx", "nginx below /town/plan", "nginx below /町/計画"),
    ],
)
def host(request: pytest.FixtureRequest, folder: Path) -> Iterator[tuple[Host, str]]:
    """Return each host, and the path of the site on it."""
    name, _, path = request.param.partition(" below ")
    address = read_address(f"http://localhost{path}") if path else ""
    made = {one.path: one.content for one in recipes([PLAN], BASE, address, Entries())}
    recipe = made["nginx.conf" if name == "nginx" else ".htaccess"]
    assert isinstance(recipe, bytes)
    if name == "nginx":
        with nginx(folder, recipe.decode()) as up:
            yield up, f"{path}/"
        return
    with room() as copied:
        shutil.copytree(folder, copied, dirs_exist_ok=True)
        _write(copied / ".htaccess", recipe)
        with apache(copied, f'Alias "{path}" "{copied}"' if path else "") as up:
            yield up, f"{path}/"


def test_addresses_lead_where_the_client_wants(host: tuple[Host, str]) -> None:
    up, root = host
    for path, accept, target in LEADS:
        answer = up.ask(root + path, accept=accept)
        place = urlsplit(answer.location)
        led = unquote(place.path) + (f"#{place.fragment}" if place.fragment else "")
        assert (answer.status, led) == (303, root + target), (path, accept)
        file = target.partition("#")[0]
        assert up.ask(place.path).body.decode() == FILES[file]


def test_a_client_that_reads_english_is_led_to_english(host: tuple[Host, str]) -> None:
    up, root = host
    answer = up.ask(f"{root}id/asset/釧路港", accept=BROWSER, accept_language="en-GB,ja;q=0.5")
    assert unquote(urlsplit(answer.location).path) == f"{root}en/page/asset/釧路港.html"


def test_an_address_cannot_add_lines_to_the_answer(host: tuple[Host, str]) -> None:
    up, root = host
    answer = up.ask(f"{root}id/asset/a%0d%0aX-Added:%20b?query=1", accept="text/turtle")
    assert "x-added" not in answer.headers
    if answer.status == 303:
        led = answer.location.partition("?")[0]
        wanted = f"{quote(root)}data/asset/a%0d%0aX-Added:%20b.ttl"
        assert led.lower().endswith(wanted.lower())


def test_files_have_their_media_types_and_all_may_read_them(host: tuple[Host, str]) -> None:
    up, root = host
    for path, kind in (
        ("data/asset/釧路港.ttl", "text/turtle"),
        ("data/asset/釧路港.jsonld", "application/ld+json"),
        ("data/asset/釧路港.nt", "application/n-triples"),
        ("ontology.rdf", "application/rdf+xml"),
        ("dataset.nq.gz", "application/gzip"),
        (".well-known/void", "text/turtle"),
        ("page/asset/釧路港.html", "text/html"),
        ("page/asset/釧路港", "text/html"),
    ):
        answer = up.ask(root + path)
        assert answer.status == 200, path
        assert answer.headers["content-type"].partition(";")[0] == kind, path
        assert "content-encoding" not in answer.headers
    assert up.ask(f"{root}data/asset/釧路港.ttl").headers["access-control-allow-origin"] == "*"
    assert up.ask(f"{root}data/asset/花咲港.ttl").status == 404


def test_a_host_shows_the_page_for_what_is_missing(host: tuple[Host, str]) -> None:
    up, root = host
    for path in ("no-such-page", "page/asset/花咲港", "a/b/c/d.html", "data/asset/花咲港.ttl"):
        answer = up.ask(root + path, accept=BROWSER)
        assert (answer.status, answer.body) == (404, b"missing"), path
        assert answer.headers["content-type"].partition(";")[0] == "text/html"


def test_github_pages_is_asked_to_leave_nothing_out(folder: Path) -> None:
    assert (folder / ".nojekyll").read_bytes() == b""


@pytest.mark.parametrize("path", ["plan", "町/計画"])
def test_an_address_in_w3id_leads_to_the_site(path: str) -> None:
    address = read_address(f"https://data.example.jp/{path}")
    made = {file.path: file.content for file in recipes([PLAN], BASE, address, _entries())}
    content = made["w3id/.htaccess"]
    assert isinstance(content, bytes)
    with room() as w3id:
        _write(w3id / "chiiki/.htaccess", content)
        with apache(w3id) as up:
            _leads_from_w3id(up, unquote(address))


def _leads_from_w3id(up: Host, address: str) -> None:
    for path, accept, target in LEADS:
        answer = up.ask(f"/chiiki/{path}", accept=accept)
        assert answer.status == 303
        assert unquote(answer.location) == f"{address}/{target}", (path, accept)
    assert unquote(up.ask("/chiiki/").location) == f"{address}/"
    assert unquote(up.ask("/chiiki/ontology/0.1.0").location) == f"{address}/ontology.ttl"


def test_a_base_elsewhere_has_no_recipe_for_w3id() -> None:
    made = {
        file.path
        for file in recipes([PLAN], "https://a.example/id/", "https://b.example", Entries())
    }
    assert "w3id/.htaccess" not in made


@pytest.mark.parametrize(
    ("path", "target"), [(one[0], one[2]) for one in LEADS if one[1] == BROWSER]
)
def test_redirects_lead_to_pages(folder: Path, path: str, target: str) -> None:
    """Read ``_redirects`` as its hosts do: the first rule holds, a splat is all that follows."""
    if re.search(r"\.\w+$", path):
        return
    for line in (folder / "_redirects").read_text("utf-8").splitlines():
        start, to, status = line.split(" ")
        match = re.fullmatch(re.escape(unquote(start)).replace(r"\*", "(.*)"), f"/{path}")
        if match:
            found = unquote(to).replace(":splat", match[1] if match.groups() else "")
            assert status == "302"
            assert f"{found[1:]}.html" == target.partition("#")[0]
            assert found[1:] + ".html" in FILES
            return
    raise AssertionError(f"no rule for {path}")
