"""What plans share is shown in parts, however many they are."""

from __future__ import annotations

import re
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import pyoxigraph
import pytest

from kg.graph.terms import VOCAB
from kg.memory import Kept
from kg.publish import working
from kg.publish.lines import DATASET, read_subjects
from kg.publish.model import File, Part
from kg.publish.parts import PARTS
from kg.publish.source import Source, SourceSpec
from kg.publish.staging import Stage
from kg.publish.tables import table_files
from kg.publish.things import shared_keys, thing_keys
from kg.questions.long import ask_long
from kg.store.embedded import EmbeddedStore
from kg.store.parts import PartStore
from kg.store.port import Rows, Store
from kg.store.versions import current_path
from kg.web.pages.by_plan import store_by_plan
from kg.web.resources.describing import describe_thing
from tests.questions.whole import asked_whole

_SHOWN = 200


@pytest.fixture(scope="session")
def two(two_plans_folder: Path) -> Source:
    """Return a dataset of two plans that say much of the same bodies."""
    return Source(SourceSpec(current_path(str(two_plans_folder))))


def test_a_page_says_how_much_more_points_to_a_thing_and_where_it_is(two: Source) -> None:
    path = two.places.page(f"{two.base}agent/国") or ""
    _, english = two.pages("page-thing", path, rest=path.removeprefix("/page/"))
    assert isinstance(english.content, bytes)
    text = english.content.decode()
    pointing = text[text.index('<section id="pointing"') :]
    ((count, listed, after),) = re.findall(
        r"<summary>← implemented by <span[^>]*>([\d,]+) things</span>"
        r".*?<ul[^>]*>(.*?)</ul>(.*?)</details>",
        pointing,
        re.DOTALL,
    )
    ask = f"SELECT (COUNT(DISTINCT ?o) AS ?n) {{ ?o <{_IMPLEMENTED}> <{two.base}agent/国> }}"
    ((number,),) = two.store.select(ask)[1]
    total = int(getattr(number, "value", 0))
    assert total > _SHOWN
    assert int(count.replace(",", "")) == total
    assert listed.count("<li>") == _SHOWN
    assert f"{total - _SHOWN} more are in the data:" in after
    assert 'href="../../../data/agent/%E5%9B%BD.ttl"' in after


def test_all_properties_by_which_things_point_are_told(two: Source) -> None:
    path = two.places.page(f"{two.base}agent/国") or ""
    japanese, _ = two.pages("page-thing", path, rest=path.removeprefix("/page/"))
    assert isinstance(japanese.content, bytes)
    text = japanese.content.decode()
    for name in ("実施主体", "推進主体", "参画する主体"):
        assert f"← {name} <span" in text


def test_a_dataset_opened_anew_lets_go_of_the_old_one_and_gives_the_same_pages(two: Source) -> None:
    source = Source(two.spec)
    place = source.places.page(f"{two.base}agent/国") or ""

    def page() -> list[object]:
        pages = source.pages("page-thing", place, rest=place.removeprefix("/page/"))
        return [file.content for file in pages]

    first = page()
    old = weakref.ref(source.site)
    source.let_go()
    assert old() is None
    assert page() == first


def _is_much(monkeypatch: pytest.MonkeyPatch, *told: bool) -> None:
    """Say before each further piece or page whether what is left of those before is much."""
    answers = iter(told)

    class _Told(Kept):
        def is_much(self, beside: int = 0) -> bool:
            return next(answers)

    monkeypatch.setattr("kg.publish.source.Kept", _Told)


@pytest.mark.parametrize(
    ("much", "openings"), [((False, False, False), 1), ((False, True, False), 2)]
)
def test_a_process_that_keeps_much_of_what_it_made_opens_the_dataset_anew(
    two: Source,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    much: tuple[bool, ...],
    openings: int,
) -> None:
    sites: list[object] = []

    def make(source: Source, key: int) -> Iterator[File]:
        sites.append(source.site)
        yield File(f"{key}.txt", b"")

    _is_much(monkeypatch, *much)
    monkeypatch.setattr(working, "PARTS", (Part("three", lambda _: range(3), make),))
    stage = Stage(tmp_path / "site")
    stage.begin()
    assert len(list(working.make_all(Source(two.spec), stage, 1))) == 3
    assert len({id(site) for site in sites}) == openings


def test_what_asks_about_all_plans_is_one_task_in_the_order_of_the_parts(two: Source) -> None:
    first, *others = working.tasks_of(two)
    names = list(dict.fromkeys(PARTS[number].name for number, _ in first))
    assert names == [part.name for part in PARTS if part.is_wide]
    assert names.index("tables") < names.index("workbook")
    assert all(len(task) == 1 and not PARTS[task[0][0]].is_wide for task in others)


def test_what_changed_in_a_plan_without_editions_is_not_looked_for_in_all_plans(
    two: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    select = EmbeddedStore.select

    def selecting(self: EmbeddedStore, text: str, *, where: str | None = None) -> Rows:
        asked.append(text)
        return select(self, text, where=where)

    monkeypatch.setattr(EmbeddedStore, "select", selecting)
    name = two.shared.plans[0].id
    pages = list(two.pages("page-changes", f"/changes/{name}", rest=name))
    assert len(pages) == 2
    assert asked
    assert not any("chiiki:oldPassage" in text for text in asked)


class _Told:
    """A store that tells of which graphs it is asked to write."""

    def __init__(self, store: Store, told: list[Sequence[str]]) -> None:
        self._store = store
        self._told = told

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def of_plan(self, plan: str) -> _Told:
        return _Told(self._store.of_plan(plan), self._told)

    def write(self, *args: Any) -> None:
        self._told.append(self._store.graphs)
        self._store.write(*args)


def test_a_question_is_asked_once_for_each_language_before_its_pages_are_made(
    two: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    _is_much(monkeypatch, True, True)
    two = Source(two.spec)
    steps: list[str] = []
    write = EmbeddedStore.write

    def writing(self: EmbeddedStore, *args: Any, **more: Any) -> None:
        steps.append("asked")
        write(self, *args, **more)

    monkeypatch.setattr(EmbeddedStore, "write", writing)
    for file in table_files(two, "agents"):
        steps.append(file.path)
    pages = ["questions/agents.html", "en/questions/agents.html", "tables/agents.csv"]
    assert steps == ["asked", "asked", *pages]


def test_a_store_that_keeps_much_of_what_was_read_is_opened_anew_and_tells_the_same(
    two: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"{two.spec.version}/store"
    kept = [1]
    opened: list[str] = []
    open_store = pyoxigraph.Store.read_only

    class _Opening:
        @staticmethod
        def read_only(path: str) -> object:
            opened.append(path)
            return open_store(path)

    monkeypatch.setattr(pyoxigraph, "Store", _Opening)
    monkeypatch.setattr("kg.memory.held", lambda: kept[0] << 20)
    store = EmbeddedStore.open(path, is_sparing=True)
    ask = "SELECT ?plan { ?plan a <https://w3id.org/chiiki/ontology#Plan> } ORDER BY ?plan"
    _, rows = store.select(ask)
    found = list(rows)
    within = store.within([f"{two.base}none"])
    kept[0] += 30
    assert list(store.select(ask)[1]) == found
    assert opened == [path]  # that much may be kept
    kept[0] += 30
    assert list(within.select(ask)[1]) == []
    assert list(store.select(ask)[1]) == found != []
    assert opened == [path, path]


def test_what_several_plans_speak_of_is_told_apart_and_nothing_twice_or_not_at_all(
    two: Source,
) -> None:
    shared = [iri for (iri,) in shared_keys(two)]
    others = [iri for some in thing_keys(two) for iri in some]
    assert {f"{two.base}agent/国", f"{VOCAB}certainty/explicit"} <= {*shared}
    assert {plan.id for plan in map(two.shared.plan_of, others) if plan} == {
        plan.id for plan in two.shared.plans
    }
    assert not [iri for iri in shared if two.shared.plan_of(iri)]
    subjects = read_subjects(two.folder / DATASET)
    assert sorted(shared + others) == sorted(filter(two.places.is_own, subjects))


def test_what_is_asked_in_parts_has_the_rows_of_the_whole(two: Source) -> None:
    asked = [one for one in two.site.dataset.questions() if one.asked_by]
    assert [one.name for one in asked] == ["all-mentions", "gaps"]
    for question in asked:
        told: list[Sequence[str]] = []
        store = cast("Store", _Told(two.store, told))
        cells, sources = asked_whole(two.store, question, {"lang": pyoxigraph.Literal("ja")})
        with ask_long(store, question, {}, "ja") as answer:
            assert [graphs[0] for graphs in told] == [
                f"{plan.iri}/graph" for plan in two.shared.plans
            ]
            assert list(answer.cells) == cells
            last = len(cells) - 2
            assert answer.part(last, 9) == (cells[last:], sources[last:])


def test_the_data_of_a_plans_things_are_told_by_its_own_store_as_by_that_of_all(
    two: Source,
) -> None:
    below = [iri for some in thing_keys(two) for iri in some if two.shared.plan_of(iri)]
    assert len(below) > 500
    for iri in [*(plan.iri for plan in two.shared.plans), *below[::29]]:
        store = store_by_plan(two.site, two.shared, iri)
        assert isinstance(store, PartStore), iri
        assert [*describe_thing(store, iri)] == [*describe_thing(two.store, iri)], iri
    # What no plan says is told by all: a graph, in the description, and what plans share.
    for iri in (f"{two.shared.plans[0].iri}/graph", f"{two.base}agent/国"):
        assert store_by_plan(two.site, two.shared, iri) is two.store


_IMPLEMENTED = "https://w3id.org/chiiki/ontology#implementedBy"
