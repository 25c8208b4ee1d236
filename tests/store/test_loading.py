"""Loading a store piece by piece."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import GraphFileError
from kg.store import loading
from kg.store.embedded import EmbeddedStore
from kg.store.quads import QUADS_PER_PIECE


def test_more_quads_than_a_piece_all_arrive(tmp_path: Path) -> None:
    count = QUADS_PER_PIECE * 2 + 7
    quads = tmp_path / "many.nq"
    with quads.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(f'<x:s{number % 97}> <x:p> "{number}" <x:g{number % 3}> .\n')
    assert loading.make_store(tmp_path / "store", quads) == count
    store = EmbeddedStore.open(str(tmp_path / "store"))
    assert len(store) == count
    _, rows = store.select("SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }")
    assert [row[0].value for row in rows if row[0]] == ["97"]  # type: ignore[union-attr]


def test_what_is_no_quads_names_the_file(tmp_path: Path) -> None:
    quads = tmp_path / "bad.nq"
    quads.write_text("<x:s> <x:p> .\n", encoding="utf-8")
    with pytest.raises(GraphFileError, match="no valid N-Quads") as caught:
        loading.make_store(tmp_path / "store", quads)
    assert caught.value.where == str(quads)


def test_an_empty_file_makes_an_empty_store(tmp_path: Path) -> None:
    quads = tmp_path / "empty.nq"
    quads.write_bytes(b"")
    assert loading.make_store(tmp_path / "store", quads) == 0
    assert len(EmbeddedStore.open(str(tmp_path / "store"))) == 0


def test_a_second_file_is_added(tmp_path: Path) -> None:
    for name in ("one", "two"):
        quads = tmp_path / f"{name}.nq"
        quads.write_text(f"<x:{name}> <x:p> <x:o> <x:g> .\n", encoding="utf-8")
        assert loading.make_store(tmp_path / "store", quads) == 1
    store = EmbeddedStore.open(str(tmp_path / "store"))
    _, rows = store.select("SELECT ?s { ?s ?p ?o } ORDER BY ?s")
    assert [str(row[0]) for row in rows] == ["<x:one>", "<x:two>"]
