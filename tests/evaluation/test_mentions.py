"""The list of mentions that is compared: ``queries/all-mentions.rq`` and its kinds."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import RDFS, Graph

from kg.dataset import Dataset
from kg.dataset.evaluating import found_mentions, plan_ids
from kg.evaluation import FoundRow
from kg.evaluation.kinds import load_kinds, types_of_kinds
from kg.graph.terms import CHIIKI
from kg.questions.catalogue import Catalogue
from kg.resources import ONTOLOGY
from kg.store.embedded import EmbeddedStore

TRIG = Path(__file__).with_name("mentions.trig")


@pytest.fixture(scope="module")
def small() -> Dataset:
    """Return the two plans of ``mentions.trig``."""
    store = pyoxigraph.Store()
    store.load(path=str(TRIG), format=pyoxigraph.RdfFormat.TRIG)
    return Dataset(EmbeddedStore(store))


def test_mentions_come_in_document_order_with_wraps_joined(small: Dataset) -> None:
    rows = small.query("all-mentions")
    assert [tuple(row) for row in rows] == [
        (1, "若宮", None, None, None, "Region", None, 1, "north", None),
        (
            *(2, "若宮港", "asset", "FerryPort", "若宮港", "FerryPort:港", "exact", 1, "north"),
            "https://example.org/id/ferry",
        ),
        (
            *(3, "上流地区", "asset", "AssetSection", "若宮川/上流地区", "section"),
            *("elided head", 1, "north", "https://example.org/id/upper"),
        ),
        (
            *(1, "市町村", "body", "AgentKind", "市町村", "kind", "exact", 1, "south"),
            "https://example.org/id/towns",
        ),
    ]


def test_each_row_leads_to_all_its_passages(small: Dataset) -> None:
    rows = small.query("all-mentions")
    passages = [[(passage.page, passage.words) for passage in rows.passages(i)] for i in (0, 1)]
    assert passages == [[(1, "若宮")], [(1, "若"), (2, "宮"), (2, "港")]]


def test_mentions_of_one_plan(small: Dataset) -> None:
    assert plan_ids(small.store) == ["north", "south"]
    assert [row.line for row in found_mentions(small, "north")] == [1, 2, 3]
    assert found_mentions(small, "north")[0] == FoundRow(1, "若宮", rule="Region", page=1)
    assert found_mentions(small, "elsewhere") == []


def test_the_query_and_the_kinds_agree() -> None:
    text = Catalogue().get("all-mentions").text
    of_query = dict(re.findall(r'\(chiiki:(\w+) "(\w+)"\)', text))
    assert sorted(of_query.values()) == sorted(kind.name for kind in load_kinds())
    tree = Graph()
    for path in Path(ONTOLOGY).glob("*.ttl"):
        tree.parse(path)
    below = [
        (str(lower).removeprefix(CHIIKI), str(upper).removeprefix(CHIIKI))
        for lower, upper in tree.subject_objects(RDFS.subClassOf)
    ]
    types = types_of_kinds(below)
    assert {name: types[name] for name in of_query} == of_query
    # What stands below a class of the query has the kind of that class for the reader, too.
    assert all(types[lower] == of_query[upper] for lower, upper in below if upper in of_query)
    assert types["FishingPort"] == types["AssetSection"] == "asset"
    assert types["Municipality"] == "place"


def test_a_class_has_one_kind() -> None:
    classes = [name for kind in load_kinds() for name in kind.classes]
    assert len(set(classes)) == len(classes)
