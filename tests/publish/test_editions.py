"""Editions of a plan in a published site: in the dumps and in files of their own, nowhere else."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pyoxigraph
import pytest
from playwright.sync_api import Page, expect
from pyshacl import validate
from rdflib import DCTERMS, RDF, RDFS, Graph, Namespace, URIRef

from kg.dataset import Dataset
from kg.publish import parts, working
from kg.publish.check_rdf import Statements
from kg.publish.model import Part
from kg.publish.publishing import publish
from kg.publish.source import Source
from kg.store.versions import current_path
from tests.older_editions import DROPPED_ASSET, DROPPED_WORK
from tests.publish.serving import hosted

DCAT = Namespace("http://www.w3.org/ns/dcat#")
SHAPES = Path(__file__).parent / "shapes" / "dcat.ttl"
GRAPH = "https://w3id.org/chiiki/id/kushiro-nemuro@2021/graph"


@pytest.fixture(scope="module")
def site(editions_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a site of a plan with an edition of 2021, of which only the data are made."""
    kept = (
        "dumps",
        "plans",
        "graphs",
        "void",
        "groups",
        "editions",
        "names",
        "edition-names",
        "search",
        "research",
        "static",
    )
    some = ("texts", "things", "questions")
    made = [part for part in parts.PARTS if part.name in kept]
    made.append(
        Part(
            "once",
            lambda source: ["/search"],
            lambda source, path: source.pages("page-search", path),
        )
    )
    made.append(
        Part(
            "table",
            lambda source: ["infrastructure"],
            lambda source, name: source.pages("page-question", f"/questions/{name}", rest=name),
        )
    )
    made += [_of_editions(part) for part in parts.PARTS if part.name in some]
    folder = tmp_path_factory.mktemp("editions") / "site"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(working, "PARTS", tuple(made))
        publish(current_path(str(editions_folder)), folder)
    return folder


def _of_editions(part: Part) -> Part:
    """Return a part of which only what tells of editions is made: a page of all takes long."""

    def keys(source: Source) -> list[Any]:
        wanted: tuple[str, ...] = ("@", "/kushiro-nemuro", "editions-by-thing")
        found = list(part.keys(source))
        if part.name == "things":
            wanted = ("@", DROPPED_ASSET)
            found = [
                tuple(iri for iri in some if any(word in iri for word in wanted)) for some in found
            ]
            return [key for key in found if key]
        return [key for key in found if key and any(word in f"/{key}" for word in wanted)]

    return part._replace(keys=keys)


def unpacked(site: Path, name: str) -> bytes:
    """Return what a dump holds."""
    return gzip.decompress((site / f"{name}.gz").read_bytes())


def graphs_with_the_work(site: Path, name: str, form: pyoxigraph.RdfFormat) -> set[str]:
    """Return the graphs of a dump in which a thing is called as the work that was dropped."""
    return {
        str(getattr(quad.graph_name, "value", ""))
        for quad in pyoxigraph.parse(unpacked(site, name), format=form)
        if quad.predicate.value == str(RDFS.label)
        and getattr(quad.object, "value", "") == DROPPED_WORK
    }


def test_dumps_with_graphs_have_the_edition_and_turtle_has_not(site: Path) -> None:
    for name, form in (
        ("dataset.nq", pyoxigraph.RdfFormat.N_QUADS),
        ("dataset.trig", pyoxigraph.RdfFormat.TRIG),
    ):
        assert graphs_with_the_work(site, name, form) == {GRAPH}, name
    assert not graphs_with_the_work(site, "dataset.ttl", pyoxigraph.RdfFormat.TURTLE)


def test_an_edition_has_files_of_its_own(site: Path) -> None:
    texts = [
        (site / f"data/kushiro-nemuro@2021/all.{suffix}").read_text(encoding="utf-8")
        for suffix in ("ttl", "jsonld", "nt")
    ]

    assert all(DROPPED_WORK in text for text in texts)
    others = [path for path in (site / "data").rglob("*.nt") if "@" not in str(path)]
    assert others
    told = [path.name for path in others if DROPPED_WORK in path.read_text(encoding="utf-8")]
    assert sorted(told) == ["changes.nt", f"{DROPPED_ASSET}.nt"]


def test_a_check_finds_an_edition_in_the_turtle_of_the_current_one(site: Path) -> None:
    def faults(turtle: bytes) -> list[str]:
        with Statements() as statements:
            for name in ("dataset.nq", "dataset.trig"):
                list(statements.look(f"{name}.gz", (site / f"{name}.gz").read_bytes()))
            list(statements.look("dataset.ttl.gz", gzip.compress(turtle)))
            found = [finding.en for finding in statements.compare()]
        return [text for text in found if "dataset.ttl" in text]

    turtle = unpacked(site, "dataset.ttl")
    assert faults(turtle) == []
    assert faults(turtle + (site / "data/kushiro-nemuro@2021/all.nt").read_bytes()) != []


@pytest.fixture(scope="module")
def catalogue(site: Path) -> Graph:
    """Return the catalogue of the site."""
    return Graph().parse(site / "catalog.ttl")


def test_the_catalogue_has_each_edition_as_a_version_of_the_plans_data(catalogue: Graph) -> None:
    conforms, _, text = validate(catalogue, shacl_graph=Graph().parse(SHAPES), inference="none")
    assert conforms, text
    data = "https://w3id.org/chiiki/id/endpoint/data/kushiro-nemuro"
    whole, old, new = URIRef(data), URIRef(f"{data}@2021"), URIRef(f"{data}@2025")
    assert set(catalogue.objects(whole, DCAT.hasVersion)) == {old, new}
    assert set(catalogue.objects(whole, DCAT.hasCurrentVersion)) == {new}
    assert set(catalogue.objects(new, DCAT.previousVersion)) == {old}
    assert catalogue.value(old, DCAT.previousVersion) is None
    assert str(catalogue.value(old, DCTERMS.issued)) == "2021-03"
    period = catalogue.value(old, DCTERMS.temporal)
    days = [str(catalogue.value(period, one)) for one in (DCAT.startDate, DCAT.endDate)]
    assert days == ["2021-04", "2025-03"]
    assert any("2021" in str(text) for text in catalogue.objects(old, DCTERMS.description))
    assert {str(title) for title in catalogue.objects(old, DCTERMS.title)} == {
        "旧版の試験 (2021)",
        "An older edition for tests (2021)",
    }
    assert set(catalogue.subjects(DCAT.dataset, old)) == set(
        catalogue.subjects(RDF.type, DCAT.Catalog)
    )


def test_the_catalogue_names_the_files_of_an_edition(site: Path, catalogue: Graph) -> None:
    old = URIRef("https://w3id.org/chiiki/id/endpoint/data/kushiro-nemuro@2021")
    files = {
        str(catalogue.value(one, DCAT.downloadURL)): one
        for one in catalogue.objects(old, DCAT.distribution)
    }
    assert {name.rpartition("/")[2] for name in files} == {"all.ttl", "all.jsonld", "all.nt"}
    for name, one in files.items():
        path = site / "data/kushiro-nemuro@2021" / name.rpartition("/")[2]
        assert int(str(catalogue.value(one, DCAT.byteSize))) == path.stat().st_size


def test_the_catalogue_names_the_files_of_a_plan_and_of_its_current_edition(
    site: Path, catalogue: Graph
) -> None:
    start = "https://w3id.org/chiiki/id/endpoint/data/kushiro-nemuro"
    plan, current = (
        set(catalogue.objects(URIRef(start + edition), DCAT.distribution))
        for edition in ("", "@2025")
    )
    assert plan == current
    urls = {str(catalogue.value(one, DCAT.downloadURL)) for one in plan}
    assert {name.partition("/dumps/")[2] for name in urls} == {
        f"kushiro-nemuro.{suffix}.gz" for suffix in ("nq", "ttl")
    }
    for one in plan:
        name = str(catalogue.value(one, DCAT.downloadURL)).rpartition("/")[2]
        path = site / "dumps" / name
        assert int(str(catalogue.value(one, DCAT.byteSize))) == path.stat().st_size
        languages = {
            getattr(title, "language", None) for title in catalogue.objects(one, DCTERMS.title)
        }
        assert languages == {"ja", "en"}
        assert catalogue.value(one, DCAT.compressFormat) is not None


def test_the_dump_of_a_plan_is_what_its_current_edition_says(site: Path) -> None:
    raw = gzip.decompress((site / "dumps/kushiro-nemuro.nq.gz").read_bytes())
    quads = set(pyoxigraph.parse(raw, format=pyoxigraph.RdfFormat.N_QUADS))
    packed = gzip.decompress((site / "dumps/kushiro-nemuro.ttl.gz").read_bytes())
    triples = set(pyoxigraph.parse(packed, format=pyoxigraph.RdfFormat.TURTLE))
    assert {quad.triple for quad in quads} == {quad.triple for quad in triples}
    graphs = {str(getattr(quad.graph_name, "value", "")).rpartition("/")[2] for quad in quads}
    assert graphs >= {"graph", "provenance", "reference", "inference"}
    assert DROPPED_WORK not in raw.decode()
    whole = unpacked(site, "dataset.nq").splitlines()
    assert set(raw.splitlines()) <= set(whole)


@pytest.mark.parametrize("gone", [DCAT.version, DCAT.isVersionOf])
def test_the_shapes_see_what_a_version_lacks(catalogue: Graph, gone: URIRef) -> None:
    lacking = Graph() + catalogue
    lacking.remove((None, gone, None))
    assert not validate(lacking, shacl_graph=Graph().parse(SHAPES), inference="none")[0]


def test_what_only_an_edition_has_has_a_page_and_files(site: Path) -> None:
    name = "kushiro-nemuro@2021/project/1-1/work/5"
    japanese, english = (
        (site / folder / f"page/{name}.html").read_text(encoding="utf-8") for folder in (".", "en")
    )
    assert "旧版" in japanese
    assert "Older edition" in english
    assert DROPPED_WORK in (site / f"data/{name}.ttl").read_text(encoding="utf-8")
    # Its words lead to the text of the edition, which leads back.
    assert "plan/kushiro-nemuro@2021/3.html#char=" in japanese
    text = (site / "plan/kushiro-nemuro@2021/3.html").read_text(encoding="utf-8")
    assert f"page/{name}.html" in text
    for path in ("page/kushiro-nemuro@2021.html", "changes/kushiro-nemuro.html"):
        assert f"{name.rpartition('/')[2]}.html" in (site / path).read_text(encoding="utf-8"), path
    # No page for passages and statements, of which there are many.
    assert not (site / "page/kushiro-nemuro@2021/passage").exists()


def test_what_plans_share_and_only_an_edition_names_has_a_page_and_files(site: Path) -> None:
    page = (site / f"page/asset/{DROPPED_ASSET}.html").read_text(encoding="utf-8")
    assert "旧版" in page
    for suffix in ("ttl", "jsonld", "nt"):
        data = (site / f"data/asset/{DROPPED_ASSET}.{suffix}").read_text(encoding="utf-8")
        assert DROPPED_ASSET in data
    # Its work and the text of the edition lead there, as does the page of the edition.
    href = f"page/asset/{quote(DROPPED_ASSET)}.html"
    for path in ("plan/kushiro-nemuro@2021/3.html", "page/kushiro-nemuro@2021.html"):
        linked = (site / path).read_text(encoding="utf-8")
        assert href.removeprefix("page/") in linked, path


def test_names_of_an_edition_are_those_that_it_has(site: Path) -> None:
    def labels(path: str) -> set[str]:
        things = json.loads((site / path).read_bytes())["things"]
        return {thing["label"] for thing in things}

    assert DROPPED_WORK in labels("search/names/kushiro-nemuro@2021.json")
    assert DROPPED_WORK not in labels("search/names.json")


def test_what_the_catalogue_mints_is_named_as_the_policy_says(catalogue: Graph) -> None:
    policy = (Path(__file__).parents[2] / "docs" / "iri-policy.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`{base}endpoint/(\w+)", policy))
    start = "https://w3id.org/chiiki/id/endpoint/"
    minted = {str(node) for node in catalogue.all_nodes() if str(node).startswith(start)}
    assert minted
    assert {iri.removeprefix(start).partition("/")[0] for iri in minted} <= named


def test_a_form_asks_an_edition_in_the_browser(site: Path, page: Page, editions: Dataset) -> None:
    expected = editions.query("infrastructure", edition="2021")
    with hosted(site) as host:
        page.goto(f"{host}/questions/infrastructure.html")
        page.locator("#field-edition").select_option("kushiro-nemuro@2021")
        page.get_by_role("button", name="答えを見る").click()
        answer = page.locator("#answer")
        expect(answer).to_contain_text("現行ではない版")
        expect(answer.locator("tbody tr")).to_have_count(len(expected))
        assert answer.get_by_role("link", name=DROPPED_WORK, exact=True).get_attribute("href") == (
            f"{host}/page/kushiro-nemuro@2021/project/1-1/work/5.html"
        )
        # Its words, its link and its query are those of the edition.
        quoted = answer.locator("td.quotes a").first.get_attribute("href") or ""
        assert "/plan/kushiro-nemuro@2021/" in quoted
        address = "edition=kushiro-nemuro%402021"
        assert address in page.url
        assert address in (answer.locator("dl.facts a").get_attribute("href") or "")
        query = answer.locator("details code").text_content() or ""
        assert len(editions.sparql(query)) == len(expected)
        # Who opens the link gets the same.
        page.goto(page.url)
        expect(answer).to_contain_text("現行ではない版")
        expect(answer.locator("tbody tr")).to_have_count(len(expected))


def test_a_question_about_all_editions_quotes_each_in_the_browser(site: Path, page: Page) -> None:
    with hosted(site) as host:
        page.goto(f"{host}/questions/editions-by-thing.html?thing={quote('道東道')}")
        rows = page.locator("#answer:not([aria-busy]) tbody tr")
        expect(rows).to_have_count(2)
        for row, document in zip(
            rows.all(), ("kushiro-nemuro@2021", "kushiro-nemuro"), strict=True
        ):
            href = row.locator("td[data-label=原文] a").first.get_attribute("href") or ""
            assert f"/plan/{document}/" in href


def test_the_browser_knows_a_thing_by_the_name_that_an_older_edition_alone_has(
    site: Path, page: Page, editions: Dataset
) -> None:
    expected = list(editions.query("editions-by-thing", thing=DROPPED_WORK))
    assert [row.edition for row in expected] == ["2021"]
    with hosted(site) as address:
        for given in (DROPPED_WORK, f" {DROPPED_WORK[:3]}\u3000{DROPPED_WORK[3:]}"):
            page.goto(f"{address}/questions/editions-by-thing.html?thing={quote(given)}")
            rows = page.locator("#answer tbody tr")
            expect(rows).to_have_count(len(expected))
            expect(rows.first).to_contain_text(DROPPED_WORK)
        page.goto(f"{address}/questions/editions-by-thing.html?thing=名のないもの")
        expect(page.get_by_role("alert")).to_be_visible()


def test_search_in_the_browser_names_what_only_an_edition_has(site: Path, page: Page) -> None:
    with hosted(site) as host:
        page.goto(f"{host}/search.html?q={quote(DROPPED_WORK[:4])}")
        others = page.locator("#others")
        shared = others.get_by_role("link", name=DROPPED_ASSET, exact=True)
        expect(shared).to_have_attribute("href", f"{host}/page/asset/{quote(DROPPED_ASSET)}.html")
        link = others.get_by_role("link", name=DROPPED_WORK)
        expect(link).to_have_attribute(
            "href", f"{host}/page/kushiro-nemuro@2021/project/1-1/work/5.html"
        )
        page.goto(f"{host}/search.html?q={quote('釧路港')}")
        expect(page.locator("ol.hits")).to_be_visible()
        expect(page.locator("#others")).to_have_count(0)
