"""What a worker finds out once for many pages, and what it must not carry from one to another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kg.questions import resolve
from kg.store.port import Store
from kg.web.pages import places, terms
from kg.web.pages.asking import Row, ask
from kg.web.pages.start import example_of
from kg.web.site import Site
from kg.workers.messages import Reply
from tests.conftest import REAL_PLAN
from tests.web.in_process import asked, opened, parsed

PAGE = 3
FIRST, LAST = 2304, 2925
"""The characters of the page."""

Character = tuple[str, str | None, str | None, bool]
"""A character, what it became, where it leads, and whether it is lit."""


def refuse(*_: object) -> None:
    raise AssertionError("what costs much was done")


@pytest.fixture(scope="module")
def real(dataset_folder: Path) -> Site:
    return opened(dataset_folder)


@pytest.fixture(scope="module")
def invented(invented_folder: Path) -> Site:
    return opened(invented_folder)


def page_of_text(site: Site, plan: str, number: int, lang: str = "ja", **args: str) -> Reply:
    rest = f"{plan}/{number}"
    return asked(site, "page-plan", f"/plan/{rest}", lang=lang, rest=rest, **args)


def characters(reply: Reply) -> list[Character]:
    """Return the characters of the plan that a page shows."""
    block = parsed(reply).find(".//div[@class='text']")
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
    plain = page_of_text(real, "kushiro-nemuro", PAGE)
    unlit = characters(plain)
    text = "".join(sign for sign, *_ in unlit)
    source = (REAL_PLAN / "source.txt").read_bytes().decode()
    assert text == source[FIRST:LAST].replace("\r\n", "\n")
    wanted = {"from": str(start), "to": str(start + length)}
    lit = characters(page_of_text(real, "kushiro-nemuro", PAGE, **wanted))
    assert [one[:3] for one in lit if one[0].strip()] == [
        one[:3] for one in unlit if one[0].strip()
    ]
    assert (
        "".join(sign for sign, *_, is_lit in lit if is_lit)
        == (source[max(start, FIRST) : max(min(start + length, LAST), FIRST)])
    )
    assert not any(is_lit for *_, is_lit in unlit)
    assert page_of_text(real, "kushiro-nemuro", PAGE).body == plain.body


def test_each_language_plan_and_page_has_its_own(real: Site, invented: Site) -> None:
    alike: dict[tuple[str, str, int], set[bytes]] = {}
    for _ in range(2):
        for site, plan, number, lang in (
            (real, "kushiro-nemuro", PAGE, "ja"),
            (real, "kushiro-nemuro", PAGE, "en"),
            (invented, "plan-000", 2, "ja"),
            (invented, "plan-001", 2, "ja"),
            (invented, "plan-001", 3, "ja"),
        ):
            body = page_of_text(site, plan, number, lang).body
            assert (b">infrastructure work<" in body) == (lang == "en")
            alike.setdefault((plan, lang, number), set()).add(body)
    assert all(len(bodies) == 1 for bodies in alike.values())
    assert len(set.union(*alike.values())) == len(alike)


def uses(site: Site) -> dict[str, tuple[int, str | None]]:
    """Return how often each term of the ontology is used, and the example that is linked."""
    reply = asked(site, "page-ontology", "/page/ontology")
    assert reply.status == 200
    found = {}
    for part in re.split(r'<h3 id="', reply.body.decode())[1:]:
        name = part.partition("-name")[0]
        count = re.search(r"<dt>使われている数</dt><dd>([\d,]+)</dd>", part)
        linked = re.search(r'<dt>データの例</dt><dd><a href="([^"]+)"', part)
        assert count is not None
        found[name] = (int(count[1].replace(",", "")), linked[1] if linked else None)
    return found


def test_terms_are_used_as_often_as_the_dataset_counts_itself_or_is_counted(
    invented: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as context:
        context.setattr(terms, "_counted", refuse)
        told = uses(invented)
    assert told["Plan"][0] == 3
    assert told["Project"][0] > 30
    rows = invented.dataset.store.select("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")[1]
    graphs = [str(graph)[1:-1] for (graph,) in rows]
    plans = [graph for graph in graphs if not graph.endswith("/endpoint/graph")]
    untold = invented.having(invented.dataset.within(plans), {})
    assert ask(untold.dataset.store, "uses") == []
    assert uses(untold) == told


def test_examples_of_terms_are_the_first_of_the_first_plan(invented: Site) -> None:
    told = uses(invented)
    assert told["Goal"][1] == "/page/plan-000/goal/1"
    assert told["Plan"][1] == "/page/plan-000"


def test_no_name_is_compared_to_offer_an_example(
    dataset_folder: Path, invented_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolve, "_by_folded_name", refuse)
    for folder, offered in ((dataset_folder, {"resource": "釧路港"}), (invented_folder, {})):
        site = opened(folder)
        assert example_of(site, site.dataset.catalogue.get("mentions")) == offered


def test_places_that_are_not_there_are_looked_for_once(
    invented: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = []

    def count(store: Store, name: str) -> list[Row]:
        names.append(name)
        return ask(store, name)

    monkeypatch.setattr(places, "ask", count)
    for question in ("goals", "assets", "agents"):
        path = f"/questions/{question}"
        reply = asked(invented, "page-question", path, rest=question)
        assert reply.status == 200
        assert b"data-geojson" not in reply.body
    assert names == ["located"]
