"""The index as a file: the same for the same plans, made again when damaged, told when missing."""

from __future__ import annotations

import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from kg.build import build
from kg.dataset import Dataset
from kg.errors import GraphFileError, InputError
from kg.search import SearchIndex
from kg.search.index import FILE
from kg.search.making import make_index
from kg.store.versions import current_path
from tests.conftest import SMALL_PLAN


@pytest.fixture
def copy(dataset: Dataset, tmp_path: Path) -> Path:
    """Return a folder with a copy of the real plan's index."""
    shutil.copy(Path(str(dataset.version)) / FILE, tmp_path / FILE)
    return tmp_path


@pytest.mark.parametrize("damage", ["lost", "cut", "changed"])
def test_a_build_makes_a_damaged_index_again(
    small_folder: Path, tmp_path: Path, damage: str
) -> None:
    shutil.copytree(small_folder, tmp_path / "dataset")
    path = Path(current_path(str(tmp_path / "dataset"))) / FILE
    before = path.read_bytes()
    if damage == "lost":
        path.unlink()
    else:
        path.write_bytes(before[:5000] + (b"" if damage == "cut" else bytes(len(before) - 5000)))
    with pytest.raises(InputError, match="search index") as caught:
        SearchIndex.open_current(str(tmp_path / "dataset")).search("港")
    assert "kg build" in str(caught.value.hint)
    summary = build([SMALL_PLAN], tmp_path / "dataset")
    assert summary.has_changed
    assert all(outcome.is_reused for outcome in summary.plans)
    assert (Path(current_path(str(tmp_path / "dataset"))) / FILE).read_bytes() == before


def test_no_damage_ends_in_a_traceback(copy: Path, dataset: Dataset) -> None:
    whole = (copy / FILE).read_bytes()
    chance = random.Random(1)
    refused = 0
    for _ in range(150):
        spoilt = bytearray(whole)
        place = chance.randrange(len(whole))
        if chance.random() < 0.3:
            del spoilt[place:]
        else:
            spoilt[place : place + 200] = chance.randbytes(200)
        (copy / FILE).write_bytes(spoilt)
        try:
            for text in ("港", "釧路港", "道東道 国"):
                SearchIndex.open(str(copy)).search(text)
        except InputError as error:
            refused += 1
            assert "kg build" in str(error.hint)
    assert refused > 30


def test_what_is_no_index_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("no database at all, only some words", encoding="utf-8")
    with pytest.raises(InputError, match="not a database"):
        SearchIndex.open(str(tmp_path))


def test_an_index_of_another_make_is_told(copy: Path) -> None:
    with sqlite3.connect(copy / FILE) as database:
        database.execute("UPDATE meta SET value = '0' WHERE name = 'format'")
    with pytest.raises(InputError, match="another version of kg"):
        SearchIndex.open(str(copy))


def test_a_folder_of_any_name_is_opened(copy: Path) -> None:
    odd = copy / "100% #1?港 &x=1"
    odd.mkdir()
    shutil.copy(copy / FILE, odd)
    assert SearchIndex.open(str(odd)).search("釧路港")


def test_reading_leaves_no_trace(copy: Path) -> None:
    before = (copy / FILE).read_bytes()
    SearchIndex.open(str(copy)).search("釧路港")
    assert [path.name for path in copy.iterdir()] == [FILE]
    assert (copy / FILE).read_bytes() == before


def test_several_plans_share_things_and_keep_their_own(tmp_path: Path) -> None:
    paths = {}
    for name in ("b", "a"):
        paths[name] = tmp_path / f"{name}.nq"
        own = f"<https://example.org/id/{name}/work> <http://www.w3.org/2000/01/rdf-schema#label>"
        shared = "<https://example.org/id/port> <http://www.w3.org/2000/01/rdf-schema#label>"
        lines = sorted([f'{own} "青葉港の整備"@ja <x:g> .\n', f'{shared} "青葉港"@ja <x:g> .\n'])
        paths[name].write_text("".join(lines), encoding="utf-8")
    nothing = tmp_path / "shared.nq"
    nothing.touch()
    assert make_index(tmp_path / FILE, nothing, paths) == 4
    hits = SearchIndex.open(str(tmp_path)).search("青葉港")
    assert [(hit.iri, hit.plan) for hit in hits] == [
        ("https://example.org/id/port", "a"),
        ("https://example.org/id/a/work", "a"),
        ("https://example.org/id/b/work", "b"),
    ]


def test_a_file_that_is_no_quads_is_told(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.nq"
    wrong.write_text("<a <http://www.w3.org/2000/01/rdf-schema#label> b .\n", encoding="utf-8")
    with pytest.raises(GraphFileError, match=r"no valid N-Quads"):
        make_index(tmp_path / FILE, wrong, {})


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="unable to open"):
        make_index(tmp_path / "missing" / FILE, tmp_path / "none.nq", {})
