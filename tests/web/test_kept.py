"""What a worker finds out once for many pages, and what it must not carry from one to another."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element

import html5rdf
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kg.questions import resolve
from kg.store.port import Store
from kg.store.versions import current_path
from kg.web.pages import places
from kg.web.pages.asking import Row, ask
from kg.web.pages.start import example_of
from kg.web.settings import Settings, SiteSpec
from kg.web.site import Site
from kg.workers.messages import Job
from tests.conftest import REAL_PLAN

PAGE = 3
FIRST, LAST = 2304, 2925
"""The characters of the page."""

Character = tuple[str, str | None, str | None, bool]
"""A character, what it became, where it leads, and whether it is lit."""


def opened(folder: Path) -> Site:
    """Open a dataset as a worker does."""
    site = Site(current_path(str(folder)), SiteSpec(Settings(in_memory_mb=0)))
    site.open()
    return site


@pytest.fixture(scope="module")
def real(dataset_folder: Path) -> Site:
    return opened(dataset_folder)


@pytest.fixture(scope="module")
def invented(invented_folder: Path) -> Site:
    return opened(invented_folder)


def body_of(site: Site, job: str, path: str, *, lang: str = "ja", **args: str) -> str:
    rest = path.split("/", 2)[2] if path.count("/") > 1 else ""
    values = {"lang": lang, "root": "", "base": "", "path": path, "rest": rest, "args": args}
    reply = site.do(Job(job, values))
    assert reply.status == 200
    return reply.body.decode()


def text_of_page(site: Site, **args: str) -> str:
    return body_of(site, "page-plan", f"/plan/kushiro-nemuro/{PAGE}", **args)


def characters(body: str) -> list[Character]:
    """Return the characters of the plan that a page shows."""
    parser = html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False)
    page: Element = parser.parse(body)
    block = page.find(".//div[@class='text']")
    assert block is not None
    found: list[Character] = [(sign, None, None, False) for sign in block.text or ""]
    for one in block:
        href = next((link.get("href") for link in one.iter("a")), None)
        is_lit = one.get("class") == "lit"
        found += [(sign, one.get("data-kind"), href, is_lit) for sign in "".join(one.itertext())]
        found += [(sign, None, None, False) for sign in one.tail or ""]
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(start=2764, length=6)  # a whole thing
@example(start=2765, length=3)  # a part of one
@example(start=0, length=FIRST + 5)  # over the beginning of the page
@given(st.integers(FIRST - 50, LAST + 50), st.integers(1, 300))
def test_light_changes_nothing_else_and_stays_where_it_is_asked_for(
    real: Site, start: int, length: int
) -> None:
    plain = text_of_page(real)
    unlit = characters(plain)
    text = "".join(sign for sign, *_ in unlit)
    source = (REAL_PLAN / "source.txt").read_bytes().decode()
    assert text == source[FIRST:LAST].replace("\r\n", "\n")
    asked = {"from": str(start), "to": str(start + length)}
    lit = characters(text_of_page(real, **asked))
    assert [one[:3] for one in lit if one[0].strip()] == [
        one[:3] for one in unlit if one[0].strip()
    ]
    assert (
        "".join(sign for sign, *_, is_lit in lit if is_lit)
        == (source[max(start, FIRST) : max(min(start + length, LAST), FIRST)])
    )
    assert not any(is_lit for *_, is_lit in unlit)
    assert text_of_page(real) == plain


def test_a_page_of_the_text_is_told_in_the_language_that_is_asked_for(real: Site) -> None:
    """Both languages keep pieces of the same page."""
    bodies: dict[str, set[str]] = {}
    for lang in ("ja", "en", "ja", "en"):
        body = body_of(real, "page-plan", f"/plan/kushiro-nemuro/{PAGE}", lang=lang)
        bodies.setdefault(lang, set()).add(body)
        assert ('<span class="note">infrastructure work</span>' in body) == (lang == "en")
    assert [len(one) for one in bodies.values()] == [1, 1]


def uses(body: str) -> dict[str, tuple[int, str | None]]:
    """Return how often each term of the ontology is used, and the example that is linked."""
    found = {}
    for part in re.split(r'<h3 id="', body)[1:]:
        name = part.partition("-name")[0]
        count = re.search(r"<dt>使われている数</dt><dd>([\d,]+)</dd>", part)
        linked = re.search(r'<dt>データの例</dt><dd><a href="([^"]+)"', part)
        assert count is not None
        found[name] = (int(count[1].replace(",", "")), linked[1] if linked else None)
    return found


def test_terms_are_used_as_often_as_the_dataset_counts_itself_or_is_counted(invented: Site) -> None:
    told = uses(body_of(invented, "page-ontology", "/page/ontology"))
    assert told["Plan"][0] == 3
    assert told["Project"][0] > 30
    rows = invented.dataset.store.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")[1]
    graphs = [str(graph)[1:-1] for (graph,) in rows]
    plans = [graph for graph in graphs if not graph.endswith("/endpoint/graph")]
    assert len(plans) < len(graphs)
    untold = invented.having(invented.dataset.within(plans), {})
    assert uses(body_of(untold, "page-ontology", "/page/ontology")) == told


def test_examples_of_terms_are_the_first_of_the_first_plan(invented: Site) -> None:
    told = uses(body_of(invented, "page-ontology", "/page/ontology"))
    assert told["Goal"][1] == "/page/plan-000/goal/1"
    assert told["Plan"][1] == "/page/plan-000"


def test_no_name_is_compared_to_offer_an_example(
    invented: Site, real: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("all names were read")

    monkeypatch.setattr(resolve, "_by_folded_name", refuse)
    catalogue = invented.dataset.catalogue
    assert example_of(real, catalogue.get("mentions")) == {"resource": "釧路港"}
    assert example_of(invented, catalogue.get("mentions")) == {}


def test_places_that_are_not_there_are_looked_for_once(
    invented: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def count(store: Store, name: str) -> list[Row]:
        asked.append(name)
        return ask(store, name)

    monkeypatch.setattr(places, "ask", count)
    for question in ("goals", "assets", "agents"):
        assert "data-geojson" not in body_of(invented, "page-question", f"/questions/{question}")
    assert asked == ["located"]
