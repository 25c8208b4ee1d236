"""The tables of a published site, read by another reader of CSV on the Web."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import csvw
import pyoxigraph
import pytest
from rdflib import DCTERMS, FOAF, SKOS, XSD, Graph, Literal, Namespace, URIRef

from kg.description.about import About
from kg.publish.catalogue.facts import facts
from kg.publish.catalogue.files import written_of
from kg.publish.entries import Entries
from kg.publish.model import Entry
from kg.publish.source import Source, SourceSpec
from kg.publish.tables import dictionary_files
from tests.publish.test_about import ABOUT, ALONE, BASE, CC_BY, ENDPOINT

DCAT = Namespace("http://www.w3.org/ns/dcat#")
NAME = "csv-metadata.json"


def tables_of(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Read the tables by their dictionary, each cell as its column says it is.

    Raises:
        ValueError: If the dictionary is wrong, or a table not as it says; in tests the reader's
            warnings are errors, too.
        OSError: If a table is missing.
    """
    read = csvw.CSVW(str(folder / NAME), validate=True)
    if not read.is_valid:
        raise ValueError([str(one.message) for one in read.warnings])
    return {str(table.url): list(table.iterdicts(strict=True)) for table in read.tables}


def test_the_tables_are_as_their_dictionary_says(site: Path) -> None:
    found = tables_of(site / "tables")
    assert set(found) == {path.name for path in (site / "tables").glob("*.csv")}
    for name, rows in found.items():
        with (site / "tables" / name).open(newline="") as file:
            plain = list(csv.DictReader(file))
        assert len(rows) == len(plain)
    assert {type(row["total"]) for row in found["agents-together.csv"]} == {int}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"datatype": "string"', '"datatype": "date"'),
        ('"name": "code"', '"name": "cod"'),
        ('"url": "goals.csv"', '"url": "gaols.csv"'),
    ],
)
def test_the_reader_sees_what_is_wrong(site: Path, tmp_path: Path, old: str, new: str) -> None:
    tables = Path(shutil.copytree(site / "tables", tmp_path / "tables"))
    text = json.dumps(json.loads((tables / NAME).read_bytes()), ensure_ascii=False)
    assert old in text
    (tables / NAME).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises((ValueError, OSError, UserWarning)):
        tables_of(tables)


KNOWN = {"dc": DCTERMS, "dcat": DCAT, "foaf": FOAF, "skos": SKOS, "xsd": XSD}
GROUP = URIRef("https://example.org/tables")


def told_of(source: Source) -> Graph:
    """Return what the dictionary says of all tables, by prefixes as CSV on the Web knows them."""
    (file,) = dictionary_files(source)
    made = json.loads(b"".join(file.pieces()))
    said = {name: value for name, value in made.items() if ":" in name}
    context = {prefix: str(namespace) for prefix, namespace in KNOWN.items()}
    text = json.dumps({"@context": context, "@id": str(GROUP), **said})
    read = pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.JSON_LD)
    lines = "\n".join(f"{quad.triple} ." for quad in read)
    return Graph().parse(data=lines, format="nt")


def listed_of(source: Source) -> Graph:
    known = facts(source, Entries([Entry("dataset.nq.gz", 1, "0" * 64)]))
    (file,) = (one for one in written_of(known) if one.path == "catalog.ttl")
    return Graph().parse(data=b"".join(file.pieces()), format="turtle")


@pytest.mark.parametrize("about", [None, ALONE, ABOUT])
def test_the_dictionary_says_of_publishers_and_terms_what_the_catalogue_says(
    version: str, about: About | None
) -> None:
    source = Source(SourceSpec(version, about=about))
    graph, listed = told_of(source), listed_of(source)
    whole, plan = URIRef(f"{ENDPOINT}union"), URIRef(f"{BASE}kushiro-nemuro")
    for name in (DCTERMS.publisher, DCTERMS.license, DCTERMS.rights):
        assert set(graph.objects(GROUP, name)) == set(listed.objects(whole, name))
    assert list(graph.objects(GROUP, DCTERMS.source)) == [plan]
    graph.remove((GROUP, None, None))
    assert not graph - listed
    assert Literal("釧路開発建設部", "ja") in set(graph.objects(None, FOAF.name))
    assert (None, DCTERMS.license, None) not in graph  # nobody knows one of the document


def test_nobody_is_said_to_publish_tables_where_nobody_says_so(version: str) -> None:
    untold = told_of(Source(SourceSpec(version)))
    assert set(untold.predicates(GROUP)) == {DCTERMS.title, DCTERMS.rights, DCTERMS.source}
    told = told_of(Source(SourceSpec(version, about=ABOUT)))
    assert told.value(GROUP, DCTERMS.license) == URIRef(CC_BY)
    publisher = told.value(GROUP, DCTERMS.publisher)
    assert Literal("例示町", "ja") in set(told.objects(publisher, FOAF.name))


def test_a_reader_of_csv_on_the_web_finds_publisher_and_licence(
    site: Path, version: str, tmp_path: Path
) -> None:
    (file,) = dictionary_files(Source(SourceSpec(version, about=ABOUT)))
    tables = Path(shutil.copytree(site / "tables", tmp_path / "tables"))
    (tables / NAME).write_bytes(b"".join(file.pieces()))
    assert tables_of(tables)
    group = csvw.CSVW(str(tables / NAME)).t
    assert group.common_props["dc:license"]["@id"] == CC_BY
    assert group.common_props["dc:publisher"]["@id"] == f"{ENDPOINT}publisher"
    assert group.common_props["dc:source"]["@id"] == f"{BASE}kushiro-nemuro"
