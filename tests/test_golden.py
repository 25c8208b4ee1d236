"""The answers against tables read from the document by hand: every row, not a sample."""

from __future__ import annotations

import csv
import re
from collections import defaultdict

import pytest

from kg.dataset import Dataset
from tests.conftest import GOLDEN

KINDS = {
    "個別の取組": "initiative",
    "官民共創の取組": "co-creation",
    "基盤整備": "work",
    "補助・支援事業": "programme",
}


def read_golden(name: str, *, columns: list[str] | None = None) -> list[tuple[str, ...]]:
    with (GOLDEN / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [tuple(row[column] for column in columns or row) for row in rows]


def ask(dataset: Dataset, name: str, **values: str) -> list[tuple[str, ...]]:
    answer = dataset.query(name, **values)
    return [tuple(_written(value) for value in row) for row in answer]


def _written(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("goals", ["no", "field", "vision"]),
        ("listings", ["code", "title", "repeats"]),
        ("projects", ["code", "codes", "title", "lead", "area", "overview"]),
        ("initiatives", ["code", "group", "initiative", "implementers", "certainty"]),
        ("co-creations", ["code", "title", "content", "bodies", "open"]),
        ("infrastructure", ["code", "heading", "category", "work", "detail"]),
        ("programmes", ["code", "programme", "item"]),
    ],
)
def test_answer_is_the_table_read_by_hand(dataset: Dataset, name: str, columns: list[str]) -> None:
    assert ask(dataset, name) == read_golden(name, columns=columns)


def test_assets_are_those_read_by_hand(dataset: Dataset) -> None:
    # An asset that only overviews name is the concern of no measure.
    projects: dict[str, set[str]] = {row[0]: set() for row in read_golden("assets")}
    for asset, code in read_golden("mentions", columns=["asset", "code"]):
        projects[asset].add(code)
    expected = {(asset, str(len(codes))) for asset, codes in projects.items()}
    answer = dataset.query("assets")
    assert {(row.label, str(row.projects)) for row in answer} == expected
    assert len(answer) == len(read_golden("assets"))


def test_each_asset_leads_to_the_measures_read_by_hand(dataset: Dataset) -> None:
    golden: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for asset, *row in read_golden("mentions", columns=["asset", "code", "text", "kind", "page"]):
        golden[asset].append(tuple(row))
    for asset, label in ((row.asset, row.label) for row in dataset.query("assets")):
        rows = dataset.query("projects-by-asset", asset=asset)
        found = [(row.code, row.measure, KINDS[row.kind], str(row.page)) for row in rows]
        assert sorted(found) == sorted(golden[label]), label


PAGES = """
  ?thing a chiiki:%s ; rdfs:label ?text ; chiiki:measureOf/chiiki:primaryCode ?code ;
    chiiki:firstPassage ?passage . ?passage chiiki:page ?page ; chiiki:charStart ?start .
  %s
"""
ITEMS = """OPTIONAL { ?item a chiiki:MeasureItem ; chiiki:partOf ?thing ; rdfs:label ?detail ;
    chiiki:firstPassage ?below . ?below chiiki:page ?its ; chiiki:charStart ?at }"""


@pytest.mark.parametrize(
    ("name", "columns", "kind", "items"),
    [
        ("initiatives", ["code", "initiative", "page"], "Initiative", ""),
        ("co-creations", ["code", "title", "page"], "CoCreation", ""),
        ("infrastructure", ["code", "work", "detail", "page"], "InfrastructureWork", ITEMS),
        ("programmes", ["code", "programme", "item", "page"], "Programme", ITEMS),
    ],
)
def test_pages_are_those_read_by_hand(
    dataset: Dataset, name: str, columns: list[str], kind: str, items: str
) -> None:
    shown = (
        "?code ?text ?detail (COALESCE(?its, ?page) AS ?there)" if items else "?code ?text ?page"
    )
    order = "?start ?at" if items else "?start"
    rows = dataset.sparql(f"SELECT {shown} WHERE {{ {PAGES % (kind, items)} }} ORDER BY {order}")
    assert [tuple(map(_written, row)) for row in rows] == read_golden(name, columns=columns)


def test_types_and_order_of_assets_are_those_read_by_hand(dataset: Dataset) -> None:
    """The first code is that of the first measure that names the asset; overviews have none."""
    named = [row for row in read_golden("assets") if row[2]]
    assert [row.label for row in dataset.query("assets")][: len(named)] == [row[0] for row in named]
    codes: dict[str, str] = {}
    for asset, code in read_golden("mentions", columns=["asset", "code"]):
        codes.setdefault(asset, code)
    assert {row[0]: row[2] for row in named} == codes
    classes = dataset.sparql(
        """SELECT ?label ?class WHERE { ?asset a ?kind ; rdfs:label ?label .
          ?kind rdfs:subClassOf chiiki:Asset . FILTER(LANG(?label) = "ja")
          BIND(STRAFTER(STR(?kind), "#") AS ?class) }"""
    )
    assert sorted((row[0], row[1]) for row in classes) == sorted(
        (row[0], row[1]) for row in read_golden("assets")
    )


def test_pages_and_groups_are_those_read_by_hand(dataset: Dataset) -> None:
    rows = dataset.sparql(
        """PREFIX chiiki: <https://w3id.org/chiiki/ontology#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT ?code ?no ?group ?certainty ?page WHERE {
          ?g a chiiki:InitiativeGroup ; rdfs:label ?group ; chiiki:position ?no ;
             chiiki:partOf/chiiki:primaryCode ?code ; chiiki:certainty/skos:notation ?certainty ;
             chiiki:firstPassage ?passage .
          ?passage chiiki:page ?page ; chiiki:charStart ?start .
        } ORDER BY ?start"""
    )
    found = [tuple(_written(value) for value in row) for row in rows]
    columns = ["code", "group_no", "group", "certainty", "page"]
    assert found == read_golden("groups", columns=columns)


def test_a_body_printed_twice_in_a_cell_has_two_entries_and_counts_once(dataset: Dataset) -> None:
    # Line 530: 国、NPO、国、NPO、農業関係団体、教育機関等, one co-creation of project 2-(2).
    title = "「わが村は美しく－北海道」の推進"
    entries = dataset.query("participations-by-agent", agent="NPO")
    twice = [row for row in entries if (row.code, row.what) == ("2-(2)", title)]
    assert len(twice) == 2
    assert len({(row.code, row.what) for row in entries}) == len(entries) - 1
    (counted,) = (row for row in dataset.query("agents-by-participation") if row.label == "NPO")
    assert counted.co_creations == len(entries) - 1 == 6
    measures = dataset.query("measures-by-agent", agent="NPO")
    assert [row.measure for row in measures if row.code == "2-(2)"].count(title) == 1
    partners = {
        row.label: row.co_creations for row in dataset.query("partners-of-agent", agent="NPO")
    }
    assert partners["国"] == 6
    assert "NPO" not in partners


def test_notes_count_the_rows_of_the_tables() -> None:
    text = (GOLDEN / "notes.md").read_text(encoding="utf-8")
    counts = dict(re.findall(r"(?m)^\| ([a-z-]+) \| (\d+)", text))
    assert len(counts) == 10
    assert counts == {name: str(len(read_golden(name))) for name in counts}
