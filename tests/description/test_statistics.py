"""Counts of a few quads, by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.description.statistics import Statistics, count
from kg.errors import GraphFileError
from kg.store.loading import make_store

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
A = f"<{RDF}type>"
LINES = sorted(
    (
        f"<x:a> {A} <x:Port> <x:one> .\n",
        f"<x:a> {A} <x:Port> <x:two> .\n",
        f"<x:a> {A} <x:Asset> <x:one> .\n",
        '<x:a> <x:label> "釧路港"@ja <x:one> .\n',
        '<x:a> <x:label> "釧路港" <x:one> .\n',
        "<x:a> <x:near> <x:b> <x:two> .\n",
        "<x:a> <x:near> <x:untyped> <x:two> .\n",
        f"<x:b> {A} <x:Port> <x:two> .\n",
        "<x:b> <x:near> _:blank <x:two> .\n",
        f"_:blank {A} <x:Asset> <x:two> .\n",
        f"_:blank {A} _:unnamed <x:two> .\n",
        "<x:untyped> <x:near> <x:a> <x:two> .\n",
    )
)


@pytest.fixture
def counted(tmp_path: Path) -> Statistics:
    path = tmp_path / "some.nq"
    path.write_text("".join(LINES), encoding="utf-8")
    make_store(tmp_path / "store", path)
    return count(path, tmp_path / "store")


def test_a_triple_of_two_graphs_is_one_of_their_union(counted: Statistics) -> None:
    assert (counted.triples, counted.subjects) == (11, 4)
    sizes = {name: (size.triples, size.subjects) for name, size in counted.graphs.items()}
    assert sizes == {"x:one": (4, 1), "x:two": (8, 4)}


def test_properties_are_counted_with_their_subjects(counted: Statistics) -> None:
    sizes = {name: (size.triples, size.subjects) for name, size in counted.properties.items()}
    assert sizes == {f"{RDF}type": (5, 3), "x:label": (2, 1), "x:near": (4, 3)}


def test_things_are_counted_in_each_of_their_classes(counted: Statistics) -> None:
    sizes = {name: (use.subjects, use.triples) for name, use in counted.classes.items()}
    assert sizes == {"x:Port": (2, 8), "x:Asset": (2, 8)}


def test_objects_are_told_apart_by_class_and_datatype(counted: Statistics) -> None:
    ports = counted.classes["x:Port"].properties
    assert (ports["x:near"].triples, ports["x:near"].subjects) == (3, 2)
    assert ports["x:near"].classes == {"x:Port": 1, "x:Asset": 1}
    assert not ports["x:near"].datatypes
    assert ports["x:label"].datatypes == {
        f"{RDF}langString": 1,
        "http://www.w3.org/2001/XMLSchema#string": 1,
    }


def test_a_file_that_is_no_quads_is_told(tmp_path: Path) -> None:
    path = tmp_path / "some.nq"
    path.write_text("", encoding="utf-8")
    make_store(tmp_path / "store", path)
    path.write_text("no quads\n", encoding="utf-8")
    with pytest.raises(GraphFileError, match="some"):
        count(path, tmp_path / "store")
