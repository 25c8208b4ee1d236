"""Pages of a dataset of several plans.

Names mean what their own plan calls so, and what all plans speak of is told plan by plan.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element

import html5rdf
import pytest
from pyoxigraph import Literal
from rdflib import RDF

from kg.graph.terms import CHIIKI
from kg.questions.by_plan import stores_to_ask
from kg.store.parts import PartStore
from kg.store.port import Store
from kg.store.versions import current_path
from kg.web.pages.asking import Row, ask
from kg.web.pages.choices import choices
from kg.web.settings import Settings, SiteSpec
from kg.web.site import Site
from kg.workers.messages import Job
from tests.questions.whole import asked_whole
from tests.web.in_process import asked, opened, parsed
from tests.web.serving import Served, serving

STATE = "/page/agent/国"
PORT = "/page/asset/釧路港"
ALL_LINKS = 600
"""Fewer than the two plans have together to the state, and more than one has."""


@pytest.fixture(scope="module")
def site(two_plans_folder: Path) -> Iterator[Site]:
    """Open the dataset of two plans as a worker does."""
    found = opened(two_plans_folder)
    yield found


@pytest.fixture(scope="module")
def in_memory(two_plans_folder: Path) -> Iterator[Site]:
    """Open the same dataset as a worker does that has it in memory, with each plan apart."""
    yield Site(current_path(str(two_plans_folder)), SiteSpec(Settings(), in_memory=True))


@pytest.fixture
def is_much(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a page hold no more links than one plan has to the state."""
    monkeypatch.setitem(choices()["by_plan"], "least", ALL_LINKS)


def page_of(
    site: Site, path: str, lang: str = "ja", *, is_published: bool = False, **args: str
) -> Element:
    parser = html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False)
    page: Element = parser.parse(body_of(site, path, lang, is_published=is_published, **args))
    return page


def body_of(
    site: Site, path: str, lang: str = "ja", *, is_published: bool = False, **args: str
) -> str:
    rest = quote(path.removeprefix("/page/"))
    values: dict[str, object] = {
        "lang": lang,
        "root": "",
        "base": "",
        "path": f"/page/{rest}",
        "rest": rest,
        "args": args,
    }
    if is_published:
        values |= {"file": f"page/{rest}.html", "is_absolute": False}
    reply = site.do(Job("page-thing", values))
    assert reply.status == 200
    return reply.body.decode()


def counted(page: Element) -> dict[str, str]:
    """Return what the heading of each section counts."""
    found = page.iterfind(".//main//section[@id]")
    return {one.get("id", ""): one.findtext(".//h2/span[@class='count']", "") for one in found}


def hrefs(page: Element, path: str) -> list[str]:
    return [one.get("href", "") for one in page.iterfind(path)]


def linked(page: Element, section: str, column: str) -> list[tuple[str, str | None]]:
    """Return the texts of the cells of a column, and where each leads."""
    cells = page.iterfind(f".//section[@id='{section}']//td[@data-label='{column}']")
    return [
        ("".join(cell.itertext()), next((a.get("href") for a in cell.iter("a")), None))
        for cell in cells
    ]


def test_a_code_leads_to_the_project_of_its_rows_own_plan(site: Site) -> None:
    found = linked(page_of(site, PORT), "served-projects", "番号")
    assert {plan for _, href in found for plan in [(href or "").split("/")[2]]} == {
        "kushiro-nemuro",
        "north",
    }
    own = linked(page_of(site, "/page/north/project/1-1/group/1"), "projects-by-measure", "番号")
    assert own == [("1-(1)", "/page/north/project/1-1")]


EVERY = 173
"""Of how many things of the two plans one is compared; a prime, so that all kinds are."""


def test_what_takes_long_with_many_plans_is_found_out_before_workers_are_forked(
    two_plans_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = opened(two_plans_folder, in_memory=True)
    names: list[str] = []

    def ask_and_tell(store: Store, name: str, **lists: Any) -> list[Row]:
        names.append(name)
        return ask(store, name, **lists)

    for module in ("by_plan", "fields", "places"):
        monkeypatch.setattr(f"kg.web.pages.{module}.ask", ask_and_tell)
    page_of(made, STATE)
    parsed(asked(made, "page-map", "/map"))
    form = parsed(
        asked(made, "page-question", "/questions/measures-by-area", rest="measures-by-area")
    )
    assert len(list(form.iterfind(".//datalist/option"))) > 10
    assert not {"links-by-graph", "located", "choices"} & {*names}


@pytest.mark.parametrize("plan", ["north", "kushiro-nemuro"])
def test_a_text_in_an_answer_about_a_thing_means_what_its_plan_calls_so(
    site: Site, in_memory: Site, plan: str
) -> None:
    """Both plans have a project of this code, so that among all plans it means nothing."""
    project = f"https://a.example/x#{plan}/project/1-1"
    for one in (site, in_memory):
        reply = asked(one, "page-question", "/questions/about", rest="about", resource=project)
        cells = parsed(reply).iterfind(".//section[@id='answer']//td[@data-label='値']")
        led = [
            a.get("href")
            for cell in cells
            for a in cell.iter("a")
            if "".join(a.itertext()) == "1-(1)"
        ]
        assert set(led) == {f"/page/{plan}/project/1-1"}


def links_of_answer(
    site: Site, name: str, edition: str, **args: str
) -> list[tuple[str, str | None]]:
    """Return the texts of an answer's cells, and where each leads."""
    path = f"/questions/{name}"
    page = parsed(asked(site, "page-question", path, rest=name, edition=edition, **args))
    cells = page.iterfind(".//section[@id='answer']//td[@data-label]")
    return [
        ("".join(cell.itertext()), next((a.get("href") for a in cell.iter("a")), None))
        for cell in cells
    ]


@pytest.mark.parametrize("in_memory", [False, True])
def test_texts_of_an_edition_mean_the_same_whichever_plans_stand_beside_it(
    editions_folder: Path, older_beside_north: Path, in_memory: bool
) -> None:
    """An edition has graphs of its own, and none of those in which its plan names things now."""
    sites = [
        (opened(editions_folder, in_memory=in_memory), "https://w3id.org/chiiki/id/"),
        (opened(older_beside_north, in_memory=in_memory), "https://a.example/x#"),
    ]
    for name, given in (("about", "resource"), ("goals-by-project", "project")):
        alone, beside = (
            links_of_answer(
                site,
                name,
                "kushiro-nemuro@2021",
                **{given: f"{base}kushiro-nemuro/project/1-1"},
            )
            for site, base in sites
        )
        own = [(text, href) for text, href in alone if "://" not in text]
        assert own == [(text, href) for text, href in beside if "://" not in text]
        assert any(href and "/plan/" not in href and "#" not in href for _, href in own)


def test_pages_are_the_same_from_memory_and_from_disk(
    site: Site, in_memory: Site, is_much: None
) -> None:
    rows = in_memory.dataset.store.select("SELECT DISTINCT ?s { ?s a ?c } ORDER BY ?s")[1]
    base = "https://a.example/x#"
    things = [str(row[0])[1:-1] for row in rows]
    paths = [f"/page/{one.removeprefix(base)}" for one in things if one.startswith(base)]
    compared = [*paths[::EVERY], STATE, PORT, "/page/north", "/page/north/project/1-2"]
    assert len(compared) > 50
    kinds = set()
    for path in compared:
        page = body_of(site, path)
        assert page == body_of(in_memory, path), path
        kinds.update(re.findall(r'<p class="kind"><[^>]*>([^<]*)', page))
    assert len(kinds) > 10


def test_a_question_asked_plan_by_plan_has_the_rows_of_the_whole(
    site: Site, in_memory: Site
) -> None:
    gaps = site.dataset.catalogue.get("gaps")
    whole = asked_whole(site.dataset.store, gaps, {"lang": Literal("ja")})
    for one in (site, in_memory):
        answer = one.dataset.query("gaps")
        assert (answer.cells, answer.sources) == whole
    store = in_memory.dataset.store
    assert {type(part) for part in stores_to_ask(store, gaps)} == {PartStore}


@pytest.mark.parametrize("name", ["agents-together", "projects", "listings", "groups", "gaps"])
def test_answers_are_the_same_from_memory_and_from_disk(
    site: Site, in_memory: Site, name: str
) -> None:
    path = f"/questions/{name}"
    values = {"lang": "ja", "root": "", "base": "", "path": path, "rest": name, "args": {}}
    (page, own) = (one.do(Job("page-question", dict(values))).body for one in (site, in_memory))
    assert page == own
    assert re.search(rb'<td[^>]*><a href="/page/', page)


def test_a_plan_page_is_the_same_whichever_plans_stand_beside_it(
    site: Site, dataset_folder: Path
) -> None:
    alone = opened(dataset_folder)
    for path in ("project/1-2/group/1", "project/1-2/work/1", "goal/1"):
        page = page_of(site, f"/page/kushiro-nemuro/{path}")
        own = page_of(alone, f"/page/kushiro-nemuro/{path}")
        assert counted(page) == counted(own)
        assert hrefs(page, ".//main//td//a") == hrefs(own, ".//main//td//a")


OF_ONE_PLAN = """\
PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
SELECT ?asset (SAMPLE(?plan) AS ?one) WHERE { ?asset chiiki:serves/chiiki:partOf ?plan }
GROUP BY ?asset HAVING (COUNT(DISTINCT ?plan) = 1) ORDER BY DESC(COUNT(*)) ?asset LIMIT 3"""


def test_codes_of_what_one_plan_alone_speaks_of_are_those_of_that_plan(
    invented_folder: Path,
) -> None:
    site = opened(invented_folder)
    for row in site.dataset.store.select(OF_ONE_PLAN)[1]:
        asset, plan = (str(iri)[1:-1].rpartition("/id/")[2] for iri in row)
        rows = linked(page_of(site, f"/page/{asset}"), "agents-by-asset", "プロジェクトの番号")
        assert rows
        for codes, href in rows:
            first = re.sub("[()]", "", codes.split()[0])
            assert href == f"/page/{plan}/project/{first}"


def test_what_another_plan_describes_is_told_as_all_say_it(
    invented_folder: Path, tmp_path: Path
) -> None:
    version = shutil.copytree(current_path(str(invented_folder)), tmp_path / "version")
    alone = Site(str(version), SiteSpec(Settings(), in_memory=True))
    row = next(iter(alone.dataset.store.select(OF_ONE_PLAN)[1]))
    asset, plan = (str(iri)[1:-1] for iri in row)
    path = f"/page/{asset.rpartition('/id/')[2]}"
    own = hrefs(page_of(alone, path), ".//main//td//a")
    other = next(f"plan-{number:03}" for number in range(3) if not plan.endswith(str(number)))
    graph = f"{plan.rpartition('/')[0]}/{other}/graph"
    with (version / "dataset.nq").open("a", encoding="utf-8") as file:
        file.write(f"<{asset}> <{RDF.type}> <{CHIIKI.Asset}> <{graph}> .\n")
    both = Site(str(version), SiteSpec(Settings(), in_memory=True))
    assert hrefs(page_of(both, path), ".//main//td//a") != own


def test_projects_of_other_plans_stand_beside_the_projects_of_a_plan(site: Site) -> None:
    rows = linked(page_of(site, "/page/north/project/1-2"), "projects-sharing-assets", "番号")
    plans = {(href or "").split("/")[2] for _, href in rows}
    assert plans == {"kushiro-nemuro", "north"}


def test_the_page_of_what_few_plans_say_tells_of_all(site: Site) -> None:
    page = page_of(site, STATE)
    assert "plans" not in counted(page)
    assert {
        href.split("/")[2] for _, href in linked(page, "projects-by-agent", "番号") if href
    } == {
        "kushiro-nemuro",
        "north",
    }


def test_what_plans_say_much_of_is_told_plan_by_plan(site: Site, is_much: None) -> None:
    first = page_of(site, STATE)
    assert counted(first)["plans"] == "2 計画"
    for plan in ("kushiro-nemuro", "north"):
        page = page_of(site, STATE, plan=plan)
        rows = linked(page, "projects-by-agent", "番号")
        assert {(href or "").split("/")[2] for _, href in rows} == {plan}
        assert counted(page)["projects-by-agent"] == f"{len(rows)} 行"
        places = hrefs(page, ".//section[@id='places']//a")
        assert {href.split("/")[2] for href in places} == {plan}
        here = hrefs(page, ".//section[@id='plans']//a[@aria-current]")
        assert here == [f"/page/{quote('agent/国')}?plan={plan}#plans"]
    assert counted(page_of(site, PORT)).get("plans") is None


def test_sections_of_one_plan_link_the_question_to_all_plans(site: Site, is_much: None) -> None:
    page = page_of(site, STATE, "en", plan="north")
    links = page.findall(".//p[@class='question']/a")
    assert all((one.text or "").startswith("See the answer of all plans") for one in links)
    address = f"/questions/partners-of-agent?agent={quote('国')}"
    assert any(one.get("href") == address for one in links)


def test_the_other_language_of_a_page_tells_of_the_same_plan(site: Site, is_much: None) -> None:
    page = page_of(site, STATE, plan="north")
    other = hrefs(page, ".//nav[@class='languages']/a[@lang='en']")
    assert other == [f"/page/{quote('agent/国')}?plan=north&lang=en"]


def test_a_published_page_tells_of_all_plans_at_once(site: Site, is_much: None) -> None:
    page = page_of(site, STATE, is_published=True)
    assert "plans" not in counted(page)
    assert "22 行" in counted(page)["projects-by-agent"]


@pytest.fixture(scope="module")
def invented(invented_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a dataset of plans that say more of the state than one page holds."""
    with serving(invented_folder, tmp_path_factory.mktemp("invented") / "log") as server:
        yield server


def asked_page(server: Served, path: str) -> Element:
    answer = server.ask(path, headers={"Accept": "text/html", "Accept-Language": "ja"})
    assert (answer.status, answer.media_type) == (200, "text/html")
    parser = html5rdf.HTMLParser(strict=True, namespaceHTMLElements=False)
    page: Element = parser.parse(answer.text)
    return page


def test_a_server_tells_of_the_plan_that_is_asked_for(invented: Served) -> None:
    state = f"/page/{quote('agent/国')}"
    first = asked_page(invented, state)
    assert counted(first)["plans"] == "3 計画"
    plans = hrefs(first, ".//section[@id='plans']//a")
    assert plans == [f"{state}?plan=plan-{number:03}#plans" for number in range(3)]
    for number in (2, 0, 1):
        name = f"plan-{number:03}"
        page = asked_page(invented, plans[number].removesuffix("#plans"))
        here = hrefs(page, ".//section[@id='plans']//a[@aria-current]")
        assert here == [plans[number]]
        rows = linked(page, "projects-by-agent", "番号")
        assert rows
        assert {(href or "").split("/")[2] for _, href in rows} == {name}
    assert invented.ask(f"{state}?plan=nowhere").status == 404


def test_a_server_tells_of_all_plans_where_they_say_little(invented: Served) -> None:
    page = asked_page(invented, f"/page/{quote('agent/大学')}?plan=plan-001")
    assert "plans" not in counted(page)
