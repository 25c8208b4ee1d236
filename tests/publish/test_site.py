"""What stands in the published site of the real plan."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import openpyxl
import pyoxigraph
import pytest

from kg.cli import main
from kg.dataset import Dataset
from kg.publish import tables
from kg.publish.checking import check
from kg.publish.source import Source, SourceSpec
from kg.store.embedded import EmbeddedStore
from kg.store.port import Rows
from kg.web.pages.questions import without_head


def test_nothing_is_wrong_with_a_site_that_was_just_made(site: Path, dataset: Dataset) -> None:
    findings, counted = check(str(site))
    assert findings == []
    ((count,),) = dataset.store.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[1]
    assert counted.triples == int(getattr(count, "value", 0))


def test_a_thing_has_a_page_in_each_language_and_its_data(site: Path) -> None:
    page = (site / "page/asset/釧路港.html").read_text()
    assert '<html lang="ja">' in page
    assert 'href="../../data/asset/%E9%87%A7%E8%B7%AF%E6%B8%AF.ttl"' in page
    assert 'href="../../en/page/asset/%E9%87%A7%E8%B7%AF%E6%B8%AF.html"' in page
    assert 'href="../../plan/kushiro-nemuro/3.html#char=2764,2767:~:text=' in page
    assert '<html lang="en">' in (site / "en/page/asset/釧路港.html").read_text()
    triples = set(pyoxigraph.parse(path=site / "data/asset/釧路港.ttl"))
    assert triples == set(pyoxigraph.parse(path=site / "data/asset/釧路港.jsonld"))


def test_pages_name_no_server(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text()
        assert "/api/" not in text, path
        assert 'sparql"' not in text, path


def test_words_that_name_a_thing_lead_to_it_as_named(site: Path) -> None:
    page = (site / "plan/kushiro-nemuro/10.html").read_text()
    for name in ("campaign/ゼロカーボン北海道", "agent/物流事業者"):
        assert f'href="../../page/{quote(name)}.html" class="named"' in page


def test_many_small_resources_stand_together(site: Path, dataset: Dataset) -> None:
    assert not list(site.glob("data/kushiro-nemuro/passage/*"))
    subjects = {
        quad.subject.value
        for quad in pyoxigraph.parse(path=site / "data/kushiro-nemuro/all/passages.nt")
        if isinstance(quad.subject, pyoxigraph.NamedNode)
    }
    assert "https://w3id.org/chiiki/id/kushiro-nemuro/passage/2764-2770" in subjects


def test_tables_are_the_answers_and_have_a_dictionary(site: Path, dataset: Dataset) -> None:
    answer = dataset.query("goals")
    with (site / "tables/goals.csv").open(newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == len(answer) + 1
    metadata = json.loads((site / "tables/csv-metadata.json").read_bytes())
    told = {table["url"]: table["tableSchema"]["columns"] for table in metadata["tables"]}
    assert [column["name"] for column in told["goals.csv"]] == rows[0]
    assert sorted(told) == sorted(path.name for path in site.glob("tables/*.csv"))
    book = openpyxl.load_workbook(site / "tables.xlsx", read_only=True)
    assert len(book.sheetnames) == len(told)


def test_dumps_are_the_dataset(site: Path, version: str) -> None:
    raw = (Path(version) / "dataset.nq").read_bytes()
    packed = (site / "dataset.nq.gz").read_bytes()
    assert gzip.decompress(packed) == raw
    assert packed[4:8] == b"\0\0\0\0"  # no time
    assert {path.name for path in site.glob("dataset.*")} == {
        f"dataset.{suffix}.gz" for suffix in ("nq", "trig", "ttl")
    }


@pytest.mark.parametrize("page", ["about.html", "en/about.html"])
def test_whatever_is_made_for_programs_and_every_table_is_linked_for_people(
    site: Path, page: str
) -> None:
    text = (site / page).read_text()
    linked = {
        (site / page).parent.joinpath(unquote(link)).resolve().relative_to(site.resolve())
        for link in re.findall(r'href="([^":#?]+)"', text)
    }
    names = {path.as_posix() for path in linked}
    assert names >= {
        "catalog.ttl", "catalog.jsonld", "void.ttl", "ro-crate-metadata.json", "feed.xml",
        "SHA256SUMS", "dataset.nq.gz", "tables.xlsx", "tables/csv-metadata.json",
    }  # fmt: skip
    tables = {path.relative_to(site).as_posix() for path in site.glob("tables/*.csv")}
    assert names >= tables


@pytest.mark.parametrize("page", ["index.html", "en/index.html", "about.html"])
def test_readers_of_feeds_find_the_feed(site: Path, page: str) -> None:
    text = (site / page).read_text()
    (link,) = re.findall(r'<link rel="alternate" type="application/atom\+xml"[^>]*>', text)
    assert link.endswith('href="../feed.xml">' if "/" in page else 'href="feed.xml">')
    assert "feed.xml" not in (site / "map.html").read_text()


def test_sums_are_those_of_all_files(site: Path) -> None:
    lines = (site / "SHA256SUMS").read_text().splitlines()
    sums = {path: sha256 for sha256, _, path in (line.partition("  ") for line in lines)}
    files = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert files - set(sums) == {"SHA256SUMS", "site.json"}
    for name in ("index.html", "dataset.trig.gz", "page/asset/釧路港.html"):
        assert hashlib.sha256((site / name).read_bytes()).hexdigest() == sums[name]


def test_publishing_again_writes_nothing(site: Path, dataset_folder: Path) -> None:
    times = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    assert main(["publish", str(site), "--data", str(dataset_folder), "--lang", "en"]) == 0
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == times


def test_a_question_is_asked_once_for_its_pages_its_table_and_the_workbook(
    version: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source = Source(SourceSpec(version), tmp_path)
    asked: list[str] = []
    select, write = EmbeddedStore.select, EmbeddedStore.write

    def note(text: str) -> None:
        asked.extend(["projects"] * (without_head(projects.text) in text))

    def selecting(self: EmbeddedStore, text: str, *, where: str | None = None) -> Rows:
        note(text)
        return select(self, text, where=where)

    def writing(self: EmbeddedStore, text: str, *args: Any, **more: Any) -> None:
        note(text)
        write(self, text, *args, **more)

    projects = source.site.dataset.catalogue.get("projects")
    monkeypatch.setattr(EmbeddedStore, "select", selecting)
    monkeypatch.setattr(EmbeddedStore, "write", writing)
    goals = source.site.dataset.catalogue.get("goals")
    monkeypatch.setattr(tables, "tables_of", lambda _: [projects, goals])
    assert tables.table_keys(source) == ["projects", "goals"]
    for name in ("projects", "goals"):
        made = {file.path: b"".join(file.pieces()) for file in tables.table_files(source, name)}
        pages = {f"{folder}questions/{name}.html" for folder in ("", "en/")}
        assert set(made) == {*pages, f"tables/{name}.csv"}
        (tmp_path / "tables").mkdir(exist_ok=True)
        (tmp_path / f"tables/{name}.csv").write_bytes(made[f"tables/{name}.csv"])
    (raw,) = [b"".join(file.pieces()) for file in tables.workbook_files(source)]
    assert asked == ["projects"]
    book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True)
    assert book.sheetnames == ["projects", "goals"]
