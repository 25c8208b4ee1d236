"""Questions about editions, and every question asked of one edition alone."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import pytest

from kg.cli import main
from kg.dataset import Dataset, open_dataset
from kg.errors import NotFoundError, UsageError
from tests.build.conftest import MakePlan
from tests.build.conftest import make_plan as make_plan
from tests.build.test_editions import add_editions
from tests.older_editions import DROPPED_WORK, NEW_WORK, REWORDED

TITLE = "釧路・根室連携地域「地域づくり推進ビジョン」Ⅲ 地域重点プロジェクト"
PLAN = "https://w3id.org/chiiki/id/kushiro-nemuro"


def test_editions_are_listed_by_time(editions: Dataset) -> None:
    rows = [tuple(row) for row in editions.query("editions")]

    assert rows == [
        (
            *("kushiro-nemuro", "2021", "旧版の試験", "成案", "2021-03", "2021-04", "2025-03"),
            *(None, False, 11),
        ),
        (
            *("kushiro-nemuro", "2025", TITLE, "成案", "2025-03", "2025-04", None),
            *("2021", True, 11),
        ),
    ]
    english = editions.query("editions", lang="en")
    assert (english[0].title, english[0].status) == ("An older edition for tests", "final")


def test_editions_of_a_thing_tell_its_words_in_each(editions: Dataset) -> None:
    rows = [tuple(row)[1:] for row in editions.query("editions-by-thing", thing=NEW_WORK[:3])]

    # 釧路港 first stood on a later page, for the work of page 3 is new.
    assert rows == [
        ("2021", "2021-03", False, "釧路港", None, 4, "釧路港"),
        ("2025", "2025-03", True, "釧路港", None, 3, "釧路港"),
    ]


def test_a_reworded_thing_is_one_in_both_editions(editions: Dataset) -> None:
    new, old = REWORDED
    (measure,) = {
        hit.iri for hit in editions.search(new) if hit.field == "label" and "/project/" in hit.iri
    }
    labels = {row.edition: row.label for row in editions.query("editions-by-thing", thing=measure)}

    assert labels["2025"] and new in labels["2025"]
    assert labels["2021"] == labels["2025"].replace(new, old)


def test_what_is_gone_or_new_is_in_one_edition_alone(editions: Dataset) -> None:
    (gone,) = editions.at("2021").sparql(
        f'SELECT ?s {{ ?s <http://www.w3.org/2000/01/rdf-schema#label> "{DROPPED_WORK}"@ja ; '
        "a <https://w3id.org/chiiki/ontology#InfrastructureWork> }"
    )
    assert str(gone[0]).startswith(f"{PLAN}@2021/project/1-1/work/")
    rows = editions.query("editions-by-thing", thing=str(gone[0]))
    assert [(row.edition, row.current, row.code) for row in rows] == [("2021", False, "1-(1)")]
    by_name = editions.query("editions-by-thing", thing=DROPPED_WORK)
    assert list(by_name) == list(rows)
    (new,) = [
        row[0]
        for row in editions.sparql(
            f'SELECT ?s {{ ?s <http://www.w3.org/2000/01/rdf-schema#label> "{NEW_WORK}"@ja ; '
            f"<https://w3id.org/chiiki/ontology#measureOf> <{PLAN}/project/1-1> }}"
        )
    ]
    rows = editions.query("editions-by-thing", thing=str(new))
    assert [(row.edition, row.current) for row in rows] == [("2025", True)]


def test_no_other_edition_changes_an_answer_about_the_current_one(
    editions: Dataset, dataset: Dataset
) -> None:
    # They are about editions, or count what there is of every class and concept.
    about_editions = {"editions", "editions-by-thing", "changes", "statistics", "concepts"}
    for question in dataset.questions():
        if question.name not in about_editions:
            params: dict[str, Any] = dict(question.example_params)
            with_editions = editions.query(question.name, **params)
            without = dataset.query(question.name, **params)
            assert with_editions.rows == without.rows, question.name
            assert with_editions.sources == without.sources, question.name


def test_a_question_is_asked_of_an_edition(editions: Dataset) -> None:
    now = editions.query("projects-by-asset", asset="釧路港")
    then = editions.query("projects-by-asset", asset="釧路港", edition="2021")

    gone = {(row.code, row.measure) for row in now} - {(row.code, row.measure) for row in then}
    assert gone == {("1-(1)", NEW_WORK)}
    works = editions.query("infrastructure", edition="kushiro-nemuro@2021")
    assert DROPPED_WORK in {row.work for row in works}
    assert DROPPED_WORK not in {row.work for row in editions.query("infrastructure")}


def test_an_answer_of_an_edition_leads_to_its_passages(editions: Dataset) -> None:
    answer = editions.query("infrastructure", edition="2021")
    (place,) = [at for at, row in enumerate(answer) if row.work == DROPPED_WORK]

    passages = answer.passages(place)
    assert all(passage.iri.startswith(f"{PLAN}@2021/passage/") for passage in passages)
    assert (3, DROPPED_WORK) in {(passage.page, passage.words) for passage in passages}


@pytest.mark.parametrize("name", ["changes", "editions", "editions-by-thing"])
def test_what_is_about_all_editions_cannot_be_asked_of_one(editions: Dataset, name: str) -> None:
    question = editions.catalogue.get(name)
    params: dict[str, Any] = dict(question.example_params)

    # One alone knows of no change and counts nothing in the others: it would say so.
    with pytest.raises(UsageError, match="about all editions"):
        editions.query(name, edition="2021", **params)
    assert (
        editions.query(name, edition="2025", **params).rows == editions.query(name, **params).rows
    )


def test_every_other_question_can_be_asked_of_an_edition_and_no_row_comes_twice(
    editions: Dataset,
) -> None:
    edition = editions.at("2021")
    for question in editions.questions():
        if question.is_about_editions:
            continue
        params: dict[str, Any] = dict(question.example_params)
        if question.name == "projects-by-plan":
            params["plan"] = PLAN
        if question.name == "repeats-of-measure":  # 釧路港の整備 of 1-(1), which is new
            params["measure"] = f"{PLAN}/project/1-2/work/9"
        answer = edition.query(question.name, **params)
        rows = list(zip(answer.rows, answer.sources, strict=True))
        assert len(set(rows)) == len(rows), question.name


def test_a_dossier_can_be_of_an_edition(editions: Dataset) -> None:
    told = editions.at("2021").show("1-1").to_text()

    assert DROPPED_WORK in told
    assert DROPPED_WORK not in editions.show("1-1").to_text()


def test_a_dossier_of_an_edition_says_how_to_ask_for_its_rows(
    editions: Dataset, older_beside_north: Path
) -> None:
    """Among two plans the code means nothing, but in an edition it does."""
    for dataset, word, thing in (
        (editions, "'1-(1)'", f"{PLAN}/project/1-1"),
        (
            open_dataset(older_beside_north),
            "'https://a.example/x#kushiro-nemuro/project/1-1'",
            "https://a.example/x#kushiro-nemuro/project/1-1",
        ),
    ):
        asked = [
            section.command
            for one in (dataset, dataset.at("2021"))
            for section in one.show(thing).sections
            if section.name == "goals-by-project"
        ]
        assert asked == [
            f"kg query goals-by-project {word}",
            "kg query goals-by-project '1-(1)' --edition kushiro-nemuro@2021",
        ]


def test_a_current_edition_asks_what_is_asked_without_one(editions: Dataset) -> None:
    assert editions.at("2025") is editions


def test_an_unknown_edition_is_told_with_those_there_are(
    editions: Dataset, dataset: Dataset
) -> None:
    with pytest.raises(NotFoundError, match="no edition '2017'") as caught:
        editions.query("projects", edition="2017")
    assert "kushiro-nemuro@2021, kushiro-nemuro@2025" in (caught.value.hint or "")
    with pytest.raises(NotFoundError, match="no edition '2021'") as caught:
        dataset.at("2021")
    assert "names its editions" in (caught.value.hint or "")


def test_an_edition_of_several_plans_must_be_named_with_its_plan(
    tmp_path: Path, make_plan: MakePlan
) -> None:
    from kg.build import build

    build([add_editions(make_plan(name)) for name in ("one", "two")], tmp_path / "out")
    dataset = open_dataset(tmp_path / "out")

    with pytest.raises(UsageError, match="several plans have an edition '2021'") as caught:
        dataset.at("2021")
    assert "one@2021, two@2021" in (caught.value.hint or "")
    assert {row.code for row in dataset.query("projects", edition="two@2021")} == {
        "施策1-1",
        "施策3-1",
    }


def test_the_command_asks_an_edition(
    editions_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(editions_folder)]
    assert main(["query", "infrastructure", "--edition", "2021", "-f", "csv", *data]) == 0
    assert DROPPED_WORK in capsys.readouterr().out
    assert main(["trace", "1-1", "rdfs:label", "--edition", "2021", "-f", "csv", *data]) == 0
    assert "農林水産業" in capsys.readouterr().out
    assert main(["query", "infrastructure", "--edition", "2017", *data]) == 2
    assert "2017" in capsys.readouterr().err


def test_commands_of_a_dossier_ask_the_edition_that_it_tells_of(
    editions: Dataset, capsys: pytest.CaptureFixture[str]
) -> None:
    dossier = editions.at("2021").show("釧路港", lang="en")
    assert "--edition" not in editions.show("釧路港").to_json()
    folder = str(Path(str(editions.version)).parents[1])
    for section in dossier.sections:
        _, *words = shlex.split(section.command)
        assert main([*words, "--data", folder, "-f", "json"]) == 0, section.command
        assert json.loads(capsys.readouterr().out) == section.answer.to_dicts()
