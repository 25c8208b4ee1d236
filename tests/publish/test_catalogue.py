"""What harvesters, readers of feeds and archives are told, each read by their own tools."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pyoxigraph
import pytest
from pyshacl import validate
from rdflib import DCTERMS, FOAF, RDF, SDO, SH, SKOS, VOID, Graph, Literal, Namespace, URIRef

from kg.dataset import Dataset
from kg.graph.terms import SD
from kg.publish.catalogue.facts import facts
from kg.publish.catalogue.files import written_of
from kg.publish.catalogue.research import research_files
from kg.publish.entries import Entries
from kg.publish.model import Entry
from kg.publish.source import Source, SourceSpec
from kg.publish.wholes import graph_files, void_files
from kg.questions.catalogue import Catalogue

DCAT = Namespace("http://www.w3.org/ns/dcat#")
SHAPES = Path(__file__).parent / "shapes" / "dcat.ttl"
ADDRESS = "https://data.example.jp/plan"
UNION = URIRef("https://w3id.org/chiiki/id/endpoint/union")


@pytest.fixture(scope="module")
def source(dataset: Dataset) -> Source:
    """Return what a site is made from."""
    assert dataset.version is not None
    return Source(SourceSpec(str(dataset.version), ADDRESS))


@pytest.fixture(scope="module")
def folder(source: Source, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the catalogue, and the files that it names."""
    made = tmp_path_factory.mktemp("site")
    contents = {file.path: file.content for file in research_files(source)}
    contents["dataset.nq.gz"] = b"packed"
    contents["tables.xlsx"] = b"sheet"
    contents["tables/projects.csv"] = b"a\n"
    entries = []
    for path, content in contents.items():
        assert isinstance(content, bytes)
        entries.append(Entry(path, len(content), hashlib.sha256(content).hexdigest()))
    for file in written_of(facts(source, Entries(entries))):
        assert isinstance(file.content, bytes)
        contents[file.path] = file.content
    for path, content in contents.items():
        (made / path).parent.mkdir(parents=True, exist_ok=True)
        assert isinstance(content, bytes)
        (made / path).write_bytes(content)
    return made


def test_the_catalogue_is_as_dcat_wants_it(folder: Path) -> None:
    graph = Graph().parse(folder / "catalog.ttl")
    conforms, _, text = validate(graph, shacl_graph=Graph().parse(SHAPES), inference="none")
    assert conforms, text
    same = pyoxigraph.parse(path=folder / "catalog.jsonld", format=pyoxigraph.RdfFormat.JSON_LD)
    assert set(same) == set(pyoxigraph.parse(path=folder / "catalog.ttl"))


@pytest.mark.parametrize(
    "gone", [DCTERMS.title, DCTERMS.identifier, DCAT.accessURL, DCTERMS.description]
)
def test_the_shapes_see_what_a_catalogue_lacks(folder: Path, gone: URIRef) -> None:
    graph = Graph().parse(folder / "catalog.ttl")
    graph.remove((None, gone, None))
    assert not validate(graph, shacl_graph=Graph().parse(SHAPES), inference="none")[0]


def test_the_catalogue_names_files_and_areas_and_only_what_is_known(folder: Path) -> None:
    graph = Graph().parse(folder / "catalog.ttl")
    whole = graph.value(None, RDF.type, DCAT.Catalog)
    assert graph.value(whole, DCTERMS.publisher) is None
    urls = set(graph.objects(None, DCAT.downloadURL))
    assert URIRef(f"{ADDRESS}/dataset.nq.gz") in urls
    places = set(graph.objects(UNION, DCTERMS.spatial))
    codes = {str(graph.value(place, DCTERMS.identifier)) for place in places} - {"None"}
    assert len(codes) == 13
    assert {"01206", "01665"} <= codes  # 弟子屈町 stands nowhere in the text
    names = {name for place in places for name in graph.objects(place, SKOS.prefLabel)}
    assert Literal("釧路・根室連携地域", "ja") in names
    plan = URIRef("https://w3id.org/chiiki/id/kushiro-nemuro")
    assert str(graph.value(plan, DCTERMS.issued)) == "2025-03"
    assert graph.value(plan, DCTERMS.license) is None


def test_the_data_of_a_plan_are_told_as_theirs_with_what_is_known_of_the_rights(
    folder: Path,
) -> None:
    graph = Graph().parse(folder / "catalog.ttl")
    node = URIRef("https://w3id.org/chiiki/id/endpoint/data/kushiro-nemuro")
    own, common = (set(graph.objects(one, DCTERMS.description)) for one in (node, UNION))
    assert not own & common
    assert any("地域づくり推進ビジョン" in str(text) for text in own)
    for one in (node, UNION):
        (rights,) = graph.objects(one, DCTERMS.rights)
        told = graph.objects(rights, DCTERMS.description)
        languages = {text.language for text in told if isinstance(text, Literal)}
        assert languages == {"ja", "en"}
        words = set(graph.objects(one, DCAT.keyword))
        assert {Literal("地域計画", "ja"), Literal("釧路・根室連携地域", "ja")} <= words


def test_a_table_is_called_in_the_catalogue_as_its_question(folder: Path) -> None:
    graph = Graph().parse(folder / "catalog.ttl")
    table = URIRef("https://w3id.org/chiiki/id/endpoint/distribution/tables/projects.csv")
    titles = {str(title) for title in graph.objects(table, DCTERMS.title)}
    question = Catalogue().get("projects")
    assert titles == {f"{question.title['ja']}（CSV）", f"{question.title['en']}, as CSV"}


def test_the_catalogue_reads_in_short_names(folder: Path) -> None:
    text = (folder / "catalog.ttl").read_text()
    assert "a dcat:Catalog" in text
    assert "<http://www.w3.org/ns/dcat#Catalog>" not in text


def test_without_an_address_files_are_named_from_where_the_catalogue_is(source: Source) -> None:
    known = facts(source, Entries([Entry("dataset.nq.gz", 1, "0" * 64)]))
    known.address = ""
    made = {file.path: file.content for file in written_of(known)}
    text = made["catalog.ttl"]
    assert isinstance(text, bytes)
    assert b".invalid" not in text
    graph = Graph().parse(data=text, format="turtle", publicID="https://x.example/a/catalog.ttl")
    assert URIRef("https://x.example/a/dataset.nq.gz") in set(graph.objects(None, DCAT.downloadURL))


def test_without_an_address_the_site_is_the_folder_of_the_catalogue(source: Source) -> None:
    known = facts(source, Entries())
    known.address = ""
    made = {file.path: file.content for file in written_of(known)}
    forms = {"ttl": pyoxigraph.RdfFormat.TURTLE, "jsonld": pyoxigraph.RdfFormat.JSON_LD}
    for suffix, form in forms.items():
        text = made[f"catalog.{suffix}"]
        assert isinstance(text, bytes)
        at = f"https://x.example/a/catalog.{suffix}"
        told = pyoxigraph.parse(text, format=form, base_iri=at)
        homes = {str(one.object) for one in told if one.predicate.value == str(FOAF.homepage)}
        assert homes == {"<https://x.example/a/>"}


@pytest.mark.parametrize("address", [ADDRESS, ""])
def test_the_description_says_where_the_data_are_and_names_no_endpoint(
    dataset: Dataset, address: str
) -> None:
    source = Source(SourceSpec(str(dataset.version), address))
    for file in void_files(source):
        assert isinstance(file.content, bytes)
        at = f"{ADDRESS}/{file.path}"
        graph = Graph().parse(data=file.content, format="turtle", publicID=at)
        (whole,) = graph.subjects(VOID.uriSpace)
        dumps = {f"{ADDRESS}/dataset.{suffix}.gz" for suffix in ("nq", "trig", "ttl")}
        assert set(map(str, graph.objects(whole, VOID.dataDump))) == dumps
        assert set(graph.objects(whole, FOAF.homepage)) == {URIRef(f"{ADDRESS}/")}
        (example,) = graph.objects(whole, VOID.exampleResource)
        assert str(example) == "https://w3id.org/chiiki/id/kushiro-nemuro"
        formats = {str(one).rpartition("/")[2] for one in graph.objects(whole, VOID.feature)}
        assert formats == {"JSON-LD", "N-Quads", "N-Triples", "TriG", "Turtle"}
        assert not [one for one in graph.all_nodes() if str(one).endswith("/sparql")]
        assert not [one for one in graph.subjects() if "/endpoint/query/" in str(one)]


def test_what_describes_the_dataset_claims_no_endpoint(source: Source) -> None:
    (file,) = (file for file in graph_files(source) if file.path == "description.ttl")
    graph = Graph().parse(data=b"".join(file.pieces()), format="turtle")
    assert set(graph.subjects(RDF.type, SD.Dataset))
    assert set(graph.subjects(SH.select))  # the questions, for whatever answers them
    assert not set(graph.subjects(RDF.type, SD.Service))
    for claim in (SD.endpoint, VOID.sparqlEndpoint, SDO.target):
        assert not set(graph.objects(None, claim)), claim


def test_an_edition_is_in_the_series_of_its_work(source: Source) -> None:
    known = facts(source, Entries())
    work = "https://w3id.org/chiiki/id/work"
    known.plans[0] = known.plans[0]._replace(work=work)
    newer = known.plans[0]._replace(
        id="newer", iri=f"{known.base}newer", revises=known.plans[0].iri
    )
    known.plans.append(newer)
    content = next(file.content for file in written_of(known) if file.path == "catalog.ttl")
    assert isinstance(content, bytes)
    graph = Graph().parse(data=content, format="turtle")
    assert validate(graph, shacl_graph=Graph().parse(SHAPES), inference="none")[0]
    assert len(set(graph.subjects(DCAT.inSeries, URIRef(work)))) == 2
    assert len(set(graph.subject_objects(DCAT.prev))) == 1


def test_the_feed_is_read_by_readers_of_feeds(folder: Path) -> None:
    feedparser = pytest.importorskip("feedparser", reason="feedparser is not installed")
    feed = feedparser.parse((folder / "feed.xml").read_bytes())
    assert not feed.bozo
    assert feed.version == "atom10"
    assert feed.feed.id
    assert feed.feed.updated == "2025-03-01T00:00:00+09:00"
    (entry,) = feed.entries
    assert entry.id == "https://w3id.org/chiiki/id/kushiro-nemuro"
    assert entry.link == f"{ADDRESS}/page/kushiro-nemuro.html"
    assert "2025-03 公表" in entry.summary
    assert entry.rights_detail.language == "ja"
    assert "利用条件の記載はありません" in entry.rights


def crate_of(folder: Path, **changes: None) -> Graph:
    """Read the research object as RDF; its own context is not on this machine."""
    content = json.loads((folder / "ro-crate-metadata.json").read_bytes())
    assert content["@context"] == "https://w3id.org/ro/crate/1.2/context"
    content["@context"] = {
        "@vocab": "http://schema.org/",
        "@base": "https://crate.example/",
        "File": "http://schema.org/MediaObject",
        "conformsTo": "http://purl.org/dc/terms/conformsTo",
    }
    root = next(one for one in content["@graph"] if one["@id"] == "./")
    for name in changes:
        del root[name]
    store = pyoxigraph.parse(json.dumps(content), format=pyoxigraph.RdfFormat.JSON_LD)
    lines = "\n".join(f"{quad.triple} ." for quad in store)
    return Graph().parse(data=lines, format="nt")


def test_the_research_object_is_an_ro_crate(folder: Path) -> None:
    shapes = Graph().parse(SHAPES.with_name("ro-crate.ttl"))
    conforms, _, text = validate(crate_of(folder), shacl_graph=shapes, inference="none")
    assert conforms, text
    for name in ("name", "license", "datePublished", "hasPart"):
        lacking = crate_of(folder, **{name: None})
        assert not validate(lacking, shacl_graph=shapes, inference="none")[0], name


def test_the_research_object_holds_its_files_by_size_and_hash(folder: Path) -> None:
    graph = json.loads((folder / "ro-crate-metadata.json").read_bytes())["@graph"]
    files = [one for one in graph if one["@type"] == "File"]
    assert {re.split("[/.]", one["@id"])[0] for one in files} >= {
        "dataset", "shapes", "queries", "sources", "reports"
    }  # fmt: skip
    for one in files:
        content = (folder / one["@id"]).read_bytes()
        assert one["contentSize"] == str(len(content))
        assert one["sha256"] == hashlib.sha256(content).hexdigest()
    alone = [name for one in graph for name, value in one.items() if value == [*value][:1]]
    assert not alone  # RO-Crate 1.2: one value is no list
    ids = {one["@id"] for one in graph}
    assert {part["@id"] for part in graph[1]["hasPart"]} <= ids
