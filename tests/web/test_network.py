"""The network of several plans: all of few together, else one at a time."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import Element

import pytest

from kg.web.pages.choices import choices
from kg.web.site import Site
from tests.web.in_process import asked, opened, parsed

PLANS = ["plan-000", "plan-001", "plan-002"]


@pytest.fixture(scope="module", params=["disk", "memory"])
def site(request: pytest.FixtureRequest, invented_folder: Path) -> Site:
    return opened(invented_folder, in_memory=request.param == "memory")


@pytest.fixture(scope="module")
def real_site(dataset_folder: Path) -> Site:
    return opened(dataset_folder, in_memory=True)


@pytest.fixture
def is_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a picture hold no more than two plans."""
    monkeypatch.setitem(choices()["network"], "most", 2)


def page_of(site: Site, *, file: str = "", **args: str) -> Element:
    return parsed(asked(site, "page-network", "/network", file=file, **args))


def data_of(site: Site, **args: str) -> dict[str, list[dict[str, str]]]:
    reply = asked(site, "page-network-data", "/network.json", **args)
    assert reply.status == 200
    found: dict[str, list[dict[str, str]]] = json.loads(reply.body)
    return found


def shown(page: Element) -> dict[str, list[str]]:
    """Return what the picture of a page asks for."""
    picture = page.find(".//div[@id='network']")
    assert picture is not None
    return parse_qs(urlsplit(picture.get("data-network", "")).query)


def hrefs(page: Element) -> list[str]:
    return [link.get("href", "") for link in page.iterfind(".//main/details//a")]


def keys_of(page: Element) -> list[str]:
    """Return the names of the files by which a page is cited."""
    return [link.get("download", "") for link in page.iterfind(".//footer//a[@download]")]


def plans_listed(page: Element) -> list[str]:
    queries = (parse_qs(urlsplit(href).query) for href in hrefs(page))
    return [plan for query in queries for plan in query.get("plan", [])]


def plans_in(data: dict[str, list[dict[str, str]]]) -> set[str]:
    """Return the plans whose goals and projects are in the data."""
    own = (node["id"] for node in data["nodes"] if node["kind"] in {"goal", "project"})
    return {iri.removeprefix("https://w3id.org/chiiki/id/").partition("/")[0] for iri in own}


def test_few_plans_are_shown_together_and_each_alone_where_it_is_asked_for(site: Site) -> None:
    page = page_of(site)
    assert shown(page) == {"lang": ["ja"]}
    assert plans_listed(page) == PLANS
    assert "/network" not in hrefs(page)
    assert "/network" in hrefs(page_of(site, plan="plan-001"))
    assert plans_in(data_of(site)) == set(PLANS)
    for plan in PLANS:
        assert shown(page_of(site, plan=plan)) == {"lang": ["ja"], "plan": [plan]}
        data = data_of(site, plan=plan)
        assert plans_in(data) == {plan}
        assert {node["kind"] for node in data["nodes"]} == {"goal", "project", "asset", "agent"}
        ids = {node["id"] for node in data["nodes"]}
        assert all({edge["source"], edge["target"]} <= ids for edge in data["edges"])
    every = data_of(site)["edges"]
    assert all(edge in every for plan in PLANS for edge in data_of(site, plan=plan)["edges"])


@pytest.mark.usefixtures("is_much")
def test_of_many_plans_the_first_is_shown_and_the_others_are_listed(site: Site) -> None:
    page = page_of(site)
    assert shown(page) == {"lang": ["ja"], "plan": ["plan-000"]}
    assert plans_listed(page) == PLANS
    (here,) = page.iterfind(".//main//details//a[@aria-current='true']")
    assert page.findtext(".//h1") == f"つながり：{here.text}"
    chosen = page_of(site, plan="plan-000")
    for one in (page, chosen):
        assert keys_of(one)[0] == "chiiki-network-plan-000.bib"
    projects, alone = (
        [project.text for project in one.iterfind(".//main/section//details/summary")]
        for one in (page, chosen)
    )
    assert projects == alone
    assert plans_in(data_of(site)) == set(PLANS)  # programs get all


def published(site: Site, plan: str, file: str, lang: str = "ja") -> Element:
    """Return the page of the network of a plan, as a file of a published site."""
    path = f"/network/{plan}"
    return parsed(asked(site, "page-network", path, file=file, lang=lang, plan=plan))


def shown_in(page: Element) -> str | None:
    """Return the file that the picture of a published page asks for."""
    picture = page.find(".//div[@id='network']")
    return None if picture is None else picture.get("data-network")


def test_a_published_site_has_the_network_of_few_plans_and_of_each(site: Site) -> None:
    page = page_of(site, file="network.html")
    assert shown_in(page) == "network.json"
    assert hrefs(page) == [f"network/{plan}.html" for plan in PLANS]
    one = published(site, "plan-001", "en/network/plan-001.html", "en")
    assert shown_in(one) == "plan-001.json"
    assert hrefs(one) == ["../network.html", *(f"{plan}.html" for plan in PLANS)]
    (other,) = (link.get("href") for link in one.iterfind(".//a[@hreflang='ja']"))
    assert other == "../../network/plan-001.html"


@pytest.mark.usefixtures("is_much")
def test_a_published_site_shows_the_first_of_many_plans(site: Site) -> None:
    page = page_of(site, file="network.html")
    assert shown_in(page) == "network/plan-000.json"
    assert hrefs(page) == [f"network/{plan}.html" for plan in PLANS]
    own = published(site, "plan-000", "network/plan-000.html")
    assert keys_of(page) == keys_of(own)


def test_what_the_plan_names_without_a_link_is_listed_apart(real_site: Site) -> None:
    """知床世界遺産 stands in an overview (page 6), 大学 in what a work is about (page 17)."""
    page = page_of(real_site)
    alone = {
        link.text: link.get("href")
        for link in page.iterfind(".//section[@aria-labelledby='alone']//a")
    }
    assert (
        alone["知床世界遺産"]
        == "/page/asset/%E7%9F%A5%E5%BA%8A%E4%B8%96%E7%95%8C%E9%81%BA%E7%94%A3"
    )
    assert "大学" in alone
    data = data_of(real_site)
    labels = {node["label"] for node in data["nodes"]}
    assert labels.isdisjoint(alone)
    joined = {edge[end] for edge in data["edges"] for end in ("source", "target")}
    assert joined == {node["id"] for node in data["nodes"]}


def test_a_plan_that_is_not_there_is_told(site: Site) -> None:
    assert asked(site, "page-network", "/network", plan="nowhere").status == 404
    assert asked(site, "page-network-data", "/network.json", plan="nowhere").status == 404
