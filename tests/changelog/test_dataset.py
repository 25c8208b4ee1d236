"""Changes in a dataset: a graph of those of all editions, a question and a page."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kg.build import build
from kg.changelog import compare
from kg.dataset import Dataset
from kg.graph.rdf_files import read_rdf
from kg.graph.serialise import triple_lines
from kg.graph.validation import validate
from kg.publish.source import Source, SourceSpec
from kg.store.versions import current_path
from tests.build.conftest import CURRENT, write_plan
from tests.changelog.test_page import all_of, parse, text_of
from tests.older_editions import DROPPED_WORK, NEW_WORK, copy_plan
from tests.web.little_site import barriers
from tests.web.serving import serving
from tests.windows import Windows

PLAN = "https://w3id.org/chiiki/id/kushiro-nemuro"
OLDER = """
[[edition]]
id = "2021"
status = "final"
document = "plan-2021.txt"
issued = { value = "2021", source = "A test" }
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the plan that the dataset ``editions`` is built of."""
    return copy_plan(tmp_path_factory.mktemp("plans") / "kushiro-nemuro")


@pytest.fixture(scope="module")
def address(editions_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve that dataset."""
    with serving(editions_folder, tmp_path_factory.mktemp("changes") / "log") as server:
        yield server.address.rstrip("/")


def test_a_graph_holds_the_changes_that_a_comparison_finds(folder: Path, editions: Dataset) -> None:
    told = set(triple_lines(compare(f"{folder}@2021", f"{folder}@2025").graph()))
    path = Path(f"{editions.version}/plans/kushiro-nemuro/changes.nq")
    place = f" <{PLAN}/changes> .".encode()
    stored = {line.removesuffix(place) + b" ." for line in path.read_bytes().splitlines()}
    assert stored == told


def test_the_stored_changes_conform(editions: Dataset) -> None:
    path = Path(f"{editions.version}/plans/kushiro-nemuro/changes.nq")
    assert validate(read_rdf(path)).findings == ()


def test_the_question_tells_the_changes_of_all_editions(editions: Dataset) -> None:
    rows = editions.query("changes")
    told = [(row.from_edition, row.to_edition, row.nature, row.code, row.thing) for row in rows]
    assert told == [
        ("2021", "2025", "なくなった", "1-(1)", DROPPED_WORK),
        ("2021", "2025", "追加", "1-(1)", NEW_WORK),
        ("2021", "2025", "文言の変更", "2-(4)", "冬季における安全で快適な道路交通の確保"),
    ]
    reworded = rows[2]
    assert (reworded.old, reworded.new) == (
        "冬の安全で快適な道路交通の確保",
        "冬季における安全で快適な道路交通の確保",
    )
    assert (reworded.similarity, reworded.page_old, reworded.page_new) == ("0.824", 18, 18)
    assert (rows[1].old, rows[1].page_old, rows[1].page_new) == (None, None, 3)


def test_the_question_may_be_asked_of_one_edition_in_english(editions: Dataset) -> None:
    rows = editions.query("changes", lang="en", plan="kushiro-nemuro", later="2025")
    assert [(row.nature, row.kind) for row in rows] == [
        ("dropped", "infrastructure work"),
        ("added", "infrastructure work"),
        ("re-worded", "infrastructure work"),
    ]
    assert editions.query("changes", plan="kushiro-nemuro", later="2021").rows == []


def test_a_row_leads_to_the_words_of_both_editions(editions: Dataset) -> None:
    answer = editions.query("changes", later="2025")
    assert {passage.words for passage in answer.passages(2)} == {
        "冬の安全で快適な道路交通の確保",
        "冬季における安全で快適な道路交通の確保",
    }


def test_a_plan_of_one_edition_has_no_changes(dataset: Dataset) -> None:
    assert dataset.query("changes").rows == []
    assert not Path(f"{dataset.version}/plans/kushiro-nemuro/changes.nq").exists()


def answered(address: str, more: str = "") -> Any:
    """Return the page of the question, in English."""
    request = urllib.request.Request(  # noqa: S310 - our own server
        f"{address}/questions/changes?lang=en{more}", headers={"Accept": "text/html"}
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        return parse(answer.read().decode())


def test_a_form_offers_the_plans_and_editions_that_there_are(address: str) -> None:
    root = answered(address)
    for name, offered in (("plan", ["kushiro-nemuro"]), ("later", ["2021", "2025"])):
        (field,) = (one for one in all_of(root, "select") if one.get("name") == name)
        values = [str(option.get("value")) for option in all_of(field, "option")]
        assert values == ["*", *offered]
    text = text_of(root)
    assert "such as kushiro-nemuro; * stands for all plans" in text
    (chosen,) = (
        one for one in all_of(answered(address, "&later=2017"), "option") if text_of(one) == "2017"
    )
    assert chosen.get("selected") is not None


def test_people_read_some_columns_below_others(address: str, editions: Dataset) -> None:
    root = answered(address)
    (table,) = all_of(root, "table")
    heads = [text_of(one) for one in all_of(table, "th")]
    assert heads == ["Old edition", "Change", "Code", "Thing", "Old", "New", "Words"]
    first = all_of(table, "tr")[1]
    told = {str(cell.get("data-label")): text_of(cell) for cell in all_of(first, "td")}
    assert told["Old edition"] == "2021New edition 2025"
    assert told["Change"] == "droppedKind infrastructure work"
    assert told["Old"] == f"{DROPPED_WORK}Old page 3"
    (cell,) = (one for one in all_of(first, "td") if one.get("data-label") == "Old")
    assert cell.get("data-value") == DROPPED_WORK  # by which it is sorted
    # Programs have every column.
    names = editions.query("changes").columns
    assert len(names) == 12 and "page_old" in names


# ---- the page -----------------------------------------------------------------


def read(address: str, lang: str = "ja") -> str:
    request = urllib.request.Request(  # noqa: S310 - our own server
        f"{address}/changes/kushiro-nemuro?lang={lang}", headers={"Accept": "text/html"}
    )
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        body: bytes = answer.read()
    return body.decode()


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_page_shows_what_changed_with_each_edition(address: str, lang: str) -> None:
    root = parse(read(address, lang))
    sections = all_of(root, "section", "changes")
    assert [one.get("id") for one in sections] == ["edition_2025"]
    labels = [
        [text_of(label) for label in all_of(section, "span", "label")] for section in sections
    ]
    assert labels == [[NEW_WORK, DROPPED_WORK, "冬季における安全で快適な道路交通の確保"]]
    assert [text_of(one) for one in all_of(sections[0], "del")] == ["冬の"]
    assert [text_of(one) for one in all_of(sections[0], "ins")] == ["冬季における"]


MOVED = "青葉漁港の整備"


@pytest.fixture(scope="module")
def moved_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a dataset of a plan of which a work stood in project 1-1 and stands in 2-1."""
    folder = tmp_path_factory.mktemp("moved")
    plan = write_plan(folder / "harbour-town")
    with (plan / "plan.toml").open("a", encoding="utf-8") as file:
        file.write(CURRENT + OLDER)
    work, other = f"－{MOVED}\n", "－灯台の整備\n"
    text = (plan / "plan.txt").read_text(encoding="utf-8").replace(work, work + other)
    (plan / "plan.txt").write_text(text, encoding="utf-8")
    together = "≪いっしょに≫\n"
    older = text.replace(work, "").replace(together, f"≪工事≫\n◆漁港\n{work}\n{together}")
    (plan / "plan-2021.txt").write_text(older, encoding="utf-8")
    assert not build([plan], folder / "dataset").has_failed
    return folder / "dataset"


def test_what_moved_to_another_project_is_pointed_to_in_its_old_one(moved_folder: Path) -> None:
    source = Source(SourceSpec(current_path(str(moved_folder))))
    japanese, _ = source.pages("page-changes", "/changes/harbour-town", rest="harbour-town")
    root = parse(b"".join(japanese.pieces()).decode())
    by_id = {str(element.get("id")): element for element in root.iter()}
    (entry,) = all_of(root, "article")
    assert entry in by_id["edition_2025_project-施策2-1"].iter()
    (pointer,) = all_of(by_id["edition_2025_project-施策1-1"], "li")
    assert text_of(pointer).startswith(f"基盤整備 {MOVED} → 施策2-1 ")
    assert all_of(pointer, "a")[0].get("href") == f"#{entry.get('id')}"


@pytest.mark.parametrize("width", [1280, 390])
def test_what_is_told_of_editions_stands_as_its_neighbours_do(
    address: str, page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    found = page.request.get(f"{address}/api/search?q=冬季における安全で快適").json()["items"][0]
    page.goto(f"{address}/page/{found['iri'].partition('/id/')[2]}")
    left = "(one) => one.getBoundingClientRect().left"
    section = page.locator("#editions")
    beside = page.locator("article > section:not(#editions) > h2").first
    for part in section.locator("h2, h3, p").all():
        assert part.evaluate(left) == beside.evaluate(left)


def test_words_of_the_current_edition_lead_to_its_text(address: str, windows: Windows) -> None:
    with windows.lent(locale="ja-JP") as window:
        page = window.page
        page.goto(f"{address}/plan/kushiro-nemuro")
        page.get_by_role("link", name="版の間の変更").click()
        new = page.locator(".change", has_text=NEW_WORK).locator(".side.new")
        new.get_by_role("link", name="3ページ 238行").click()
        expect(page.locator("mark.lit").first).to_be_in_viewport()
        assert "".join(page.locator("mark.lit").all_inner_texts()) == NEW_WORK


@pytest.mark.parametrize(("width", "lang"), [(1280, "ja"), (390, "en")])
def test_there_is_no_barrier_on_the_page(
    address: str, page: Page, axe: Path, width: int, lang: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="light" if lang == "ja" else "dark")
    page.goto(f"{address}/changes/kushiro-nemuro?lang={lang}")
    assert barriers(page, axe) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_plan_that_is_not_there_has_no_page(address: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{address}/changes/nothing")  # noqa: S310
    assert caught.value.code == 404
    caught.value.close()
