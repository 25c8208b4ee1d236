"""Who publishes a site, and on which terms: told everywhere, and of the site alone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import msgspec
import pytest
from pyshacl import validate
from rdflib import DCTERMS, FOAF, RDF, VOID, Graph, Literal, Namespace, URIRef

from kg.cli import main
from kg.description.about import About, Contact, Licence, Publisher, Text
from kg.publish.catalogue.facts import facts
from kg.publish.catalogue.files import written_of
from kg.publish.entries import Entries
from kg.publish.model import Entry, File
from kg.publish.parts import once_files
from kg.publish.publishing import publish
from kg.publish.source import Source, SourceSpec
from kg.publish.tables import dictionary_files
from kg.publish.wholes import void_files
from tests.publish.test_catalogue import ADDRESS, DCAT, SHAPES, crate_of

VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
ODRS = Namespace("http://schema.theodi.org/odrs#")
BASE = "https://w3id.org/chiiki/id/"
ENDPOINT = f"{BASE}endpoint/"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
ABOUT = About(
    Publisher("例示町", "Example Town", homepage="https://www.example.jp/", kind="local-authority"),
    Contact(Text("企画課", "Planning Office"), "opendata@example.jp", "https://www.example.jp/ask"),
    Licence(
        "表示 4.0 国際",
        "Attribution 4.0 International",
        iri=CC_BY,
        attribution=Text("例示町のデータ", "Data of Example Town"),
    ),
    Text("計画の言葉は別です。", "The words of plans are another matter."),
)
ALONE = About(Publisher("例示町", "Example Town"))


class Told:
    """The files of a site that tell who publishes it."""

    def __init__(self, version: str, about: About | None) -> None:
        self.source = Source(SourceSpec(version, ADDRESS, about=about))
        known = facts(self.source, Entries([Entry("dataset.nq.gz", 1, "0" * 64), _TEXT]))
        pages = ({"job": f"page-{name}", "path": path} for name, path in _PAGES)
        made = [*written_of(known), *void_files(self.source), *dictionary_files(self.source)]
        made += (file for page in pages for file in once_files(self.source, page))
        made += self.source.pages("page-plan", "/plan/kushiro-nemuro", rest="kushiro-nemuro")
        self.files = {file.path: _content(file) for file in made}

    def graph(self, name: str) -> Graph:
        return Graph().parse(data=self.files[name], format="turtle")

    def linked_data(self, page: str) -> dict[str, object]:
        text = self.files[page].decode()
        (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
        made: dict[str, object] = json.loads(found)
        return made

    def cited(self, page: str) -> dict[str, object]:
        (found,) = re.findall(r'csl\+json;charset=utf-8,([^"]*)"', self.files[page].decode())
        (made,) = json.loads(unquote(found))
        return dict(made)

    def crate(self, folder: Path) -> Graph:
        (folder / "ro-crate-metadata.json").write_bytes(self.files["ro-crate-metadata.json"])
        return crate_of(folder)


_TEXT = Entry("sources/kushiro-nemuro.txt", 1, "1" * 64)
_PAGES = (("start", "/"), ("about", "/about"), ("questions", "/questions"))


def _content(file: File) -> bytes:
    return b"".join(file.pieces())


@pytest.fixture(scope="module")
def told(version: str) -> Told:
    return Told(version, ABOUT)


@pytest.fixture(scope="module")
def alone(version: str) -> Told:
    """Return the files of a site of which the publisher alone is known."""
    return Told(version, ALONE)


@pytest.fixture(scope="module")
def untold(version: str) -> Told:
    return Told(version, None)


def nodes(graph: Graph) -> Iterator[URIRef]:
    """Yield what a catalogue has: itself, data and series."""
    for kind in (DCAT.Catalog, DCAT.Dataset, DCAT.DatasetSeries):
        yield from (one for one in graph.subjects(RDF.type, kind) if isinstance(one, URIRef))


def test_the_catalogue_has_what_dcat_ap_wants(told: Told) -> None:
    graph = told.graph("catalog.ttl")
    for name in ("dcat.ttl", "dcat-ap.ttl"):
        shapes = Graph().parse(SHAPES.with_name(name))
        conforms, _, text = validate(graph, shacl_graph=shapes, inference="none")
        assert conforms, text


@pytest.mark.parametrize(
    "gone", [DCTERMS.publisher, DCAT.contactPoint, DCTERMS.license, FOAF.name, VCARD.fn, RDF.type]
)
def test_the_shapes_see_what_is_not_told(told: Told, gone: URIRef) -> None:
    graph = told.graph("catalog.ttl")
    if gone == RDF.type:
        graph.remove((URIRef(f"{ENDPOINT}contact"), RDF.type, None))
    else:
        graph.remove((None, gone, None))
    shapes = Graph().parse(SHAPES.with_name("dcat-ap.ttl")).parse(SHAPES)
    assert not validate(graph, shacl_graph=shapes, inference="none")[0]


def test_the_catalogue_says_it_of_all_that_it_lists(told: Told) -> None:
    graph = told.graph("catalog.ttl")
    publisher = URIRef(f"{ENDPOINT}publisher")
    for node in nodes(graph):
        assert graph.value(node, DCTERMS.publisher) == publisher
        assert graph.value(node, DCTERMS.license) == URIRef(CC_BY)
        assert URIRef(f"{ENDPOINT}rights") in set(graph.objects(node, DCTERMS.rights))
    for file in graph.subjects(RDF.type, DCAT.Distribution):
        assert graph.value(file, DCTERMS.license) == URIRef(CC_BY)
    assert set(graph.objects(publisher, FOAF.name)) == {
        Literal("例示町", "ja"),
        Literal("Example Town", "en"),
    }
    kind = graph.value(publisher, DCTERMS.type)
    assert kind == URIRef("http://purl.org/adms/publishertype/LocalAuthority")
    contact = URIRef(f"{ENDPOINT}contact")
    assert graph.value(contact, VCARD.hasEmail) == URIRef("mailto:opendata@example.jp")
    words = set(graph.objects(URIRef(f"{ENDPOINT}rights"), ODRS.attributionText))
    assert Literal("例示町のデータ", "ja") in words


def test_who_published_a_plan_is_not_who_publishes_the_site(told: Told, untold: Told) -> None:
    graph = told.graph("catalog.ttl")
    plan = URIRef(f"{BASE}kushiro-nemuro")
    publisher = graph.value(plan, DCTERMS.publisher)
    assert Literal("釧路開発建設部", "ja") in set(graph.objects(publisher, FOAF.name))
    for page in ("plan/kushiro-nemuro.html",):
        assert told.cited(page)["publisher"] == "釧路開発建設部"
        assert told.cited(page) == untold.cited(page)
    assert "表示 4.0" not in {str(text) for text in graph.objects(plan, DCTERMS.rights)}
    assert graph.value(plan, DCTERMS.license) is None


def test_the_description_of_the_dataset_says_it(told: Told) -> None:
    graph = told.graph("void.ttl")
    (whole,) = graph.subjects(VOID.uriSpace)
    assert graph.value(whole, DCTERMS.publisher) == URIRef(f"{ENDPOINT}publisher")
    assert graph.value(whole, DCTERMS.license) == URIRef(CC_BY)
    assert told.files["void.ttl"] and told.graph(".well-known/void").isomorphic(graph)


def test_the_dictionary_of_the_tables_says_it(told: Told, untold: Told) -> None:
    said, less = (json.loads(one.files["tables/csv-metadata.json"]) for one in (told, untold))
    names = {text["@value"] for text in said["dc:publisher"]["foaf:name"]}
    assert names == {"例示町", "Example Town"}
    assert said["dc:license"]["@id"] == CC_BY
    assert less["dc:title"] == said["dc:title"]
    assert not {"dc:publisher", "dc:license"} & set(less)


@pytest.mark.parametrize(("page", "lang"), [("index.html", "ja"), ("en/about.html", "en")])
def test_search_engines_are_told(told: Told, page: str, lang: str) -> None:
    said = told.linked_data(page)
    assert said["url"] == f"{ADDRESS}/" if lang == "ja" else f"{ADDRESS}/en/"
    assert all(one["encodingFormat"] for one in said["distribution"])  # type: ignore[attr-defined]
    assert said["license"] == CC_BY
    assert said["creditText"] == ("例示町のデータ" if lang == "ja" else "Data of Example Town")
    assert said["publisher"] == {
        "@type": "GovernmentOrganization",
        "name": ABOUT.publisher.said(lang),
        "url": "https://www.example.jp/",
        "contactPoint": {
            "@type": "ContactPoint",
            "name": "企画課" if lang == "ja" else "Planning Office",
            "email": "opendata@example.jp",
            "url": "https://www.example.jp/ask",
        },
    }
    assert "creator" not in said
    cited = told.cited(page)
    assert cited["publisher"] == ABOUT.publisher.said(lang)


def test_the_research_object_has_publisher_contact_and_licence(told: Told, tmp_path: Path) -> None:
    shapes = Graph().parse(SHAPES.with_name("ro-crate.ttl"))
    graph = told.crate(tmp_path)
    conforms, _, text = validate(graph, shacl_graph=shapes, inference="none")
    assert conforms, text
    content = json.loads(told.files["ro-crate-metadata.json"])["@graph"]
    named = {one["@id"]: one for one in content}
    assert len(named) == len(content)
    root = named["./"]
    assert root["license"] == {"@id": CC_BY}
    publisher = named[root["publisher"]["@id"]]
    assert (publisher["@type"], publisher["name"]) == ("GovernmentOrganization", "例示町")
    contact = named[publisher["contactPoint"]["@id"]]
    assert (contact["@type"], contact["email"]) == ("ContactPoint", "opendata@example.jp")
    assert named[CC_BY]["name"] == "表示 4.0 国際"
    # The text of a plan has not the licence of the data.
    assert named["sources/kushiro-nemuro.txt"]["license"] == {"@id": "#rights"}
    assert "license" not in named["dataset.nq.gz"]


def test_the_feed_has_its_author(told: Told) -> None:
    feedparser = pytest.importorskip("feedparser", reason="feedparser is not installed")
    feed = feedparser.parse(told.files["feed.xml"])
    assert not feed.bozo
    assert feed.feed.author_detail == {
        "name": "例示町",
        "href": "https://www.example.jp/",
        "email": "opendata@example.jp",
    }
    assert feed.feed.rights == "例示町のデータ"
    assert [link.href for link in feed.feed.links if link.rel == "license"] == [CC_BY]
    assert feed.entries[0].author == "地域づくり連携会議"


@pytest.mark.parametrize(
    ("page", "words"),
    [
        (
            "about.html",
            ("例示町", "企画課", "表示 4.0 国際", "例示町のデータ", "計画の言葉は別です。"),
        ),
        ("en/about.html", ("Example Town", "Planning Office", "Attribution 4.0 International")),
    ],
)
def test_people_are_told(told: Told, page: str, words: tuple[str, ...]) -> None:
    text = told.files[page].decode()
    section = text[text.index('<h2 id="publisher">') : text.index('id="sources"')]
    for word in words:
        assert word in section
    assert 'href="mailto:opendata@example.jp"' in section
    for other in ("questions.html", "en/questions.html"):
        footer = told.files[other].decode().partition("<footer")[2]
        assert 'about.html#publisher"' in footer and f'href="{CC_BY}"' in footer


def test_what_is_not_told_is_left_out(alone: Told, untold: Told, tmp_path: Path) -> None:
    graph = alone.graph("catalog.ttl")
    assert {graph.value(node, DCTERMS.publisher) for node in nodes(graph)} == {
        URIRef(f"{ENDPOINT}publisher")
    }
    assert not set(graph.objects(None, DCTERMS.license))
    assert URIRef(f"{ENDPOINT}rights") not in set(graph.objects(None, DCTERMS.rights))
    assert not set(graph.objects(None, DCAT.contactPoint))
    assert set(alone.linked_data("index.html")) - set(untold.linked_data("index.html")) == {
        "publisher"
    }
    root = json.loads(alone.files["ro-crate-metadata.json"])["@graph"][1]
    assert root["license"] == {"@id": "#rights"}
    text = alone.files["about.html"].decode()
    assert 'id="publisher"' in text
    for word in ("問い合わせ先", "出典の書き方", "データのライセンス"):
        assert word not in text


def test_where_nobody_says_it_no_file_does(untold: Told) -> None:
    graph = untold.graph("catalog.ttl")
    assert not [node for node in nodes(graph) if graph.value(node, DCTERMS.publisher)]
    assert 'id="publisher"' not in untold.files["about.html"].decode()
    assert "公開者" not in untold.files["questions.html"].decode()
    assert "publisher" not in untold.linked_data("about.html")


def test_a_publisher_may_have_an_iri_of_its_own(version: str) -> None:
    iri = "https://www.example.jp/id/town"
    publisher = msgspec.structs.replace(ABOUT.publisher, iri=iri)
    made = Told(version, msgspec.structs.replace(ABOUT, publisher=publisher))
    graph = made.graph("catalog.ttl")
    assert {graph.value(node, DCTERMS.publisher) for node in nodes(graph)} == {URIRef(iri)}
    said = made.linked_data("index.html")["publisher"]
    assert isinstance(said, dict) and said["@id"] == iri


def test_a_site_is_made_anew_when_something_else_is_told(small: object, tmp_path: Path) -> None:
    assert callable(small)
    version, folder = small(), tmp_path / "site"
    publish(version, folder, about=ABOUT)
    assert not publish(version, folder, about=ABOUT).written
    assert publish(version, folder, about=ALONE).written


def test_the_command_line_takes_the_file_and_tells_mistakes(
    small: object, tmp_path: Path, dataset_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, folder = tmp_path / "site.toml", tmp_path / "site"
    path.write_text('[publisher]\nja = "例示町"\n', encoding="utf-8")
    words = ["publish", str(folder), "--data", str(dataset_folder), "--about", str(path), "-j1"]
    assert main(words) == 1
    assert f"{path}:1" in capsys.readouterr().err
    assert not folder.exists()
    path.write_text('[publisher]\nja = "例示町"\nen = "Example Town"\n', encoding="utf-8")
    assert main(words) == 0
    assert "例示町" in (folder / "catalog.ttl").read_text(encoding="utf-8")
