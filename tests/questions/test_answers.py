"""Answers: rows in the right order and of the right type, and the passages behind them."""

from __future__ import annotations

import sys

import pytest
from pyoxigraph import Literal, NamedNode

from kg.dataset import Dataset
from kg.errors import EndpointError, GraphFileError, UsageError
from kg.questions.answers import Answer, ask
from kg.questions.catalogue import Catalogue, Question
from kg.store.embedded import EmbeddedStore
from kg.store.forms import QueryForms
from kg.store.port import Row, Rows


class Canned(QueryForms):
    """A store that always answers the same."""

    place = "canned"
    graphs = ()

    def __init__(self, names: list[str], rows: list[Row]) -> None:
        self.names = names
        self.rows = rows

    def select(self, text: str, *, where: str | None = None) -> Rows:
        return self.names, iter(self.rows)


def answer(store: EmbeddedStore, name: str, **values: str) -> Answer:
    return ask(store, Catalogue().get(name), values)


def test_cells_have_the_types_of_their_columns(dataset: Dataset) -> None:
    row = dataset.query("projects-by-asset", asset="釧路港")[0]
    assert isinstance(row.code, str)
    assert isinstance(row.page, int)
    assert dataset.query("co-creations")[0].open is True
    assert dataset.query("listings")[0].repeats is None


def test_an_answer_is_a_sequence_of_named_rows(dataset: Dataset) -> None:
    goals = dataset.query("goals")
    assert len(goals) == len(list(goals)) == 5
    assert goals.columns == ("no", "field", "vision")
    assert goals[0]._fields == goals.columns
    assert goals.to_dicts()[4]["field"] == "北方領土"
    assert repr(goals) == "<Answer to goals: 5 rows>"


def test_labels_come_in_the_language_asked_for(dataset: Dataset) -> None:
    asked = {"asset": "釧路港"}
    japanese = dataset.query("projects-by-asset", lang="ja", **asked)
    english = dataset.query("projects-by-asset", lang="en", **asked)
    assert japanese[0].kind != english[0].kind
    assert english[0].kind.isascii()
    question = Catalogue().get("projects-by-asset")
    given = ask(dataset.store, question, {**asked, "lang": "en"}, "ja")
    assert given.rows == english.rows


@pytest.mark.parametrize(
    ("name", "values", "column", "japanese", "english"),
    [
        ("location", {"resource": "釧路港"}, "area", "釧路市", "Kushiro Shi"),
        ("areas", {}, "label", "釧路市", "Kushiro Shi"),
        ("geometries", {}, "label", "中標津空港", "Nakashibetsu Airport"),
        ("assets", {}, "label", "中標津空港", "Nakashibetsu Airport"),
        ("assets-by-project", {"project": "4-(6)"}, "label", "中標津空港", "Nakashibetsu Airport"),
    ],
)
def test_places_are_called_in_the_language_asked_for(
    dataset: Dataset, name: str, values: dict[str, str], column: str, japanese: str, english: str
) -> None:
    """By the name that a source gives them, and as in the document where it gives none."""
    ours, theirs = (
        [getattr(row, column) for row in dataset.query(name, lang=lang, **values)]
        for lang in ("ja", "en")
    )
    assert ours.count(japanese) == 1
    assert theirs[ours.index(japanese)] == english
    assert [one is None for one in theirs] == [one is None for one in ours]


def test_rows_of_two_plans_come_plan_by_plan(two_plans: EmbeddedStore) -> None:
    rows = answer(two_plans, "projects-by-asset", asset="大浜港").rows
    assert [(row.title, row.measure, row.words, row.page) for row in rows] == [
        ("北の港プロジェクト", "港の整備", "大浜港と若宮港の防波堤", 3),
        ("南の港プロジェクト", "大浜港の整備", "大浜港の整備", 1),
    ]
    assert [row.lead for row in rows] == ["国", None]


def test_a_triple_in_two_graphs_counts_once(two_plans: EmbeddedStore) -> None:
    agents = {row.label: row.projects for row in answer(two_plans, "agents")}
    assert agents == {"国": 1, "NPO": 1}
    assets = [(row.label, row.projects) for row in answer(two_plans, "assets")]
    assert assets == [("若宮港", 1), ("大浜港", 2), ("若宮港", 0)]


def test_bodies_are_joined_by_position_and_as_written(two_plans: EmbeddedStore) -> None:
    row = answer(two_plans, "co-creations")[0]
    assert row.bodies == "国、ＮＰＯ、国、ＮＰＯ"
    assert answer(two_plans, "agents-by-participation")[0].total == 2


def test_codes_are_joined_by_number(two_plans: EmbeddedStore) -> None:
    assert answer(two_plans, "projects")[0].codes == "1-(1) 1-(2) 1-(10)"


def test_reified_statements_are_no_things(two_plans: EmbeddedStore) -> None:
    assert [row.label for row in answer(two_plans, "search", text="北の港")] == [
        "北の港プロジェクト"
    ]
    about = answer(two_plans, "about", resource="北の港プロジェクト")
    assert not [row for row in about if "statement" in str(row.link)]


def test_passages_are_those_of_the_thing_in_document_order(two_plans: EmbeddedStore) -> None:
    passages = answer(two_plans, "co-creations").passages(0)
    assert [(p.page, p.first_line, p.words) for p in passages] == [
        (2, 5, "港まつり"),
        (2, 6, "若宮港で祭りを開く"),
    ]
    assert passages[1].char_end - passages[1].char_start == len(passages[1].words)


def test_passages_of_a_mentioned_thing_are_the_texts_around(two_plans: EmbeddedStore) -> None:
    rows = answer(two_plans, "assets")
    assert [p.words for p in rows.passages(1)] == ["大浜港と若宮港の防波堤", "大浜港の整備"]
    assert rows.passages(2) == []
    with pytest.raises(IndexError):
        rows.passages(3)


def test_passages_of_a_statement_are_its_words(two_plans: EmbeddedStore) -> None:
    rows = answer(two_plans, "provenance", resource="北の港プロジェクト")
    assert {(row.value, row.page) for row in rows} == {("国", 2), ("北の港プロジェクト", 2)}
    for index, row in enumerate(rows):
        assert [p.words for p in rows.passages(index)] == [row.words]


def test_every_row_of_the_plan_has_its_words_on_its_page(dataset: Dataset) -> None:
    """Whatever names a page can show the passage that stands there."""
    for question in Catalogue():
        columns = [column.name for column in question.columns]
        if not {"page", "words"} <= set(columns):
            continue
        rows = ask(dataset.store, question, question.example_params)
        assert len(rows)
        for index, row in enumerate(rows):
            shown = {passage.page for passage in rows.passages(index)}
            if row.page is None:  # a source says so, or it follows
                assert getattr(row, "source", None) or row.words is None, (question.name, row)
                assert not shown, (question.name, row)
                continue
            assert row.page in shown, (question.name, row)


def test_a_data_frame_keeps_types_and_gaps(dataset: Dataset) -> None:
    frame = dataset.query("co-creations").to_pandas()
    assert list(frame.columns) == ["code", "title", "content", "bodies", "open"]
    assert str(frame.open.dtype) == "boolean"
    assert frame.open.sum() == 28
    listings = dataset.query("listings").to_pandas()
    assert listings.repeats.isna().sum() == 11
    assert str(dataset.query("goals").to_pandas().no.dtype) == "Int64"
    assert len(dataset.query("works-by-category", category="宇宙港").to_pandas()) == 0


def test_a_data_frame_without_pandas_is_told(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError, match=r"pip install 'chiiki-kg\[pandas\]'"):
        dataset.query("goals").to_pandas()


@pytest.mark.parametrize(
    ("names", "row", "said"),
    [
        (["no", "field"], (Literal(1), Literal("食")), "lacks the column 'vision'"),
        (["no", "field", "vision"], (Literal("one"), None, None), "wrong type"),
    ],
)
def test_a_wrong_answer_of_a_store_is_told(names: list[str], row: Row, said: str) -> None:
    with pytest.raises(EndpointError, match=said):
        ask(Canned(names, [row]), Catalogue().get("goals"), {})  # type: ignore[arg-type]


def test_columns_may_come_in_any_order() -> None:
    store = Canned(
        ["source_", "vision", "no", "field"],
        [(NamedNode("https://example.org/goal"), Literal("v"), Literal(1), Literal(""))],
    )
    found = ask(store, Catalogue().get("goals"), {})  # type: ignore[arg-type]
    assert found.rows == [(1, None, "v")]
    assert found.sources == ["https://example.org/goal"]


def test_a_query_that_does_not_parse_is_told_with_its_line(two_plans: EmbeddedStore) -> None:
    text = Catalogue().get("goals").text.replace("ORDER BY", "ORDRE BY")
    question = Question("goals", "queries/goals.rq", text)
    with pytest.raises(GraphFileError) as caught:
        ask(two_plans, question, {})
    assert caught.value.where == "queries/goals.rq"
    assert caught.value.line == text[: text.index("ORDRE")].count("\n") + 1
