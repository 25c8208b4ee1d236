"""Editions of one date, dates of other lengths, and codes that projects exchanged."""

from __future__ import annotations

import re
import shutil
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.build import build
from kg.dataset import Dataset, open_dataset
from kg.publish.catalogue.facts import facts
from kg.publish.catalogue.feed import feed
from kg.publish.entries import Entries
from kg.publish.source import Source, SourceSpec
from tests.build.conftest import CURRENT
from tests.changelog.test_page import all_of, parse, text_of
from tests.conftest import SMALL_PLAN
from tests.web.serving import serving

TABLES = f"""{CURRENT}
[[edition]]
id = "2021"
status = "final"
document = "plan-2021.txt"
issued = {{ value = "2021", source = "A test" }}

[[edition]]
id = "editions"
status = "draft"
document = "plan-2021-draft.txt"
issued = {{ value = "2021", source = "A test" }}

[[edition]]
id = "2021-march"
status = "final"
document = "plan-2021-march.txt"
issued = {{ value = "2021-03-02", source = "A test" }}
"""
"""What is known to the year stands at its end, a draft before the final edition. The id of the
draft is a word of the page, too."""
BY_TIME = ["2021-march", "editions", "2021", "2025"]
GONE = "旧波止場の整備"
"""A work of the project 浜の道をなおす that the current edition has not."""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a plan in which two projects exchanged their codes with the current edition."""
    folder = tmp_path_factory.mktemp("order") / SMALL_PLAN.name
    shutil.copytree(SMALL_PLAN, folder)
    with (folder / "plan.toml").open("a", encoding="utf-8") as file:
        file.write(TABLES)
    text = (folder / "plan.txt").read_text(encoding="utf-8")
    older = text.replace("施策１－１", "施策＊").replace("施策２－１", "施策１－１")
    older = older.replace("施策＊", "施策２－１").replace("－青葉漁港", f"－{GONE}\n－青葉漁港")
    older = older.replace("［なかま］町、漁協、", "［なかま］町、")
    (folder / "plan-2021.txt").write_text(older, encoding="utf-8")
    draft = older.replace("－段差の解消\n", "－段差の解消\n－案内板の設置\n")
    (folder / "plan-2021-draft.txt").write_text(draft, encoding="utf-8")
    (folder / "plan-2021-march.txt").write_text(older, encoding="utf-8")
    made = folder.parent / "out"
    assert not build([folder], made).has_failed
    return made


@pytest.fixture(scope="module")
def dataset(out: Path) -> Dataset:
    return open_dataset(out)


@pytest.fixture(scope="module")
def address(out: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(out, tmp_path_factory.mktemp("served") / "log") as server:
        yield server.address.rstrip("/")


def read(address: str) -> str:
    request = urllib.request.Request(address, headers={"Accept": "text/html"})  # noqa: S310
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own server
        body: bytes = answer.read()
    return body.decode()


def test_each_edition_is_listed_behind_the_one_that_it_revises(dataset: Dataset) -> None:
    rows = dataset.query("editions").rows
    assert [row.edition for row in rows] == BY_TIME
    assert [row.revises for row in rows] == [None, *BY_TIME[:-1]]
    assert [row.status for row in rows] == ["成案", "案", "成案", "成案"]


def test_the_editions_of_a_thing_come_in_the_same_order(dataset: Dataset) -> None:
    rows = dataset.query("editions-by-thing", thing="青葉漁港")
    assert [row.edition for row in rows] == BY_TIME


def test_changes_come_in_the_order_of_editions(dataset: Dataset) -> None:
    rows = dataset.query("changes")
    assert list(dict.fromkeys(row.to_edition for row in rows)) == BY_TIME[1:]


def test_the_feed_begins_with_the_latest(dataset: Dataset) -> None:
    assert dataset.version is not None
    written = feed(
        facts(Source(SourceSpec(str(dataset.version), "https://data.example.jp")), Entries())
    )
    assert written is not None
    ids = re.findall("<id>[^<]*@([^<]*)</id>", written.decode())
    # An entry needs a moment: what is known to the year is told as its beginning.
    assert ids == ["2025", "2021-march", "2021", "editions"]


def test_the_pages_tell_editions_in_the_same_order(address: str) -> None:
    root = parse(read(f"{address}/changes/harbour-town"))
    sections = [one.get("id") for one in all_of(root, "section", "changes")]
    assert sections == [f"edition_{one}" for one in BY_TIME[:0:-1]]
    names = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(names) == len(set(names))
    targets = {str(a.get("href")) for a in all_of(root, "a")}
    assert {one[1:] for one in targets if one.startswith("#")} <= {*names, "main-content"}
    told = text_of(parse(read(f"{address}/plan/harbour-town")))
    places = [told.index(f"{edition}（") for edition in BY_TIME]
    assert places[:-1] == sorted(places[:-1])  # the current one is told first


def test_a_change_stands_below_its_project_whatever_the_code_was_then(address: str) -> None:
    root = parse(read(f"{address}/changes/harbour-town"))
    section = next(
        one for one in all_of(root, "section", "changes") if one.get("id") == "edition_2025"
    )
    (shown,) = [
        text_of(heading)
        for group in section.iter()
        for heading in list(group)[:1]
        if str(heading.get("id")).startswith("edition_2025_project-")
        and GONE in [text_of(label) for label in all_of(group, "span", "label")]
    ]
    assert shown.startswith("施策2-1 浜の道をなおす")


def test_the_bodies_of_a_co_creation_are_its_partners(address: str) -> None:
    root = parse(read(f"{address}/changes/harbour-town"))
    heads = [text_of(one) for one in all_of(root, "h4")]
    assert [one for one in heads if one.startswith("推進体制の変更 官民共創の取組 ")]
    assert not [one for one in heads if "実施主体" in one]
