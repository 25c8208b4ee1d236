"""What is too long to hold is written in pieces, as it would be in one."""

from __future__ import annotations

import json
import random

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat
from rdflib import Graph
from rdflib.compare import isomorphic

from kg.dataset import Dataset
from kg.dossier.rdf import jsonld_pieces
from kg.graph.serialise import to_turtle, turtle_pieces
from kg.graph.sorted_lines import SortedLines, by_subjects
from kg.web.resources import writing
from kg.web.resources.describing import describe_thing
from kg.web.resources.writing import pieces, write

_NAMES = ["国", "北海道", "釧路港", "", '\\"', "\\n"]


def lines_of(count: int) -> list[bytes]:
    return [
        f'<urn:a/{number // 3}> <urn:b> "{_NAMES[number % 6]}{number}"@ja .'.encode()
        for number in range(count)
    ]


@pytest.mark.parametrize("most_held", [0, 1, 7, 1000])
def test_lines_are_sorted_and_told_once_however_few_are_held(most_held: int) -> None:
    wanted = sorted(lines_of(100))
    given = [*wanted, *wanted[::2]]
    random.Random(6).shuffle(given)
    found = SortedLines(given, most_held=most_held)
    assert len(found) == 100
    assert list(found) == wanted
    assert list(found) == wanted, "they can be read again"


def test_a_piece_ends_where_a_subject_ends() -> None:
    lines = lines_of(100)
    found = list(by_subjects(lines, 4))
    assert [line for piece in found for line in piece] == lines
    assert {len(piece) for piece in found[:-1]} == {6}
    assert list(by_subjects([], 4)) == []


@pytest.fixture(scope="module")
def described(dataset: Dataset) -> SortedLines:
    return describe_thing(dataset.store, f"{_base(dataset)}agent/国")


def _base(dataset: Dataset) -> str:
    iri: str = dataset.show("国").iri
    return iri.removesuffix("agent/国")


def test_turtle_in_pieces_is_that_of_the_whole(described: SortedLines) -> None:
    assert len(described) > 1000
    whole = to_turtle(list(described))
    for at_once in (1, 50):
        parts = list(turtle_pieces(described, at_once=at_once))
        assert b"".join(parts) == whole
    said = Graph().parse(data=b"\n".join(described), format="nt")
    assert isomorphic(Graph().parse(data=whole, format="turtle"), said)


@pytest.mark.parametrize("lines", [[], lines_of(1), lines_of(9)])
def test_turtle_without_prefixes_begins_with_its_first_subject(lines: list[bytes]) -> None:
    found = b"".join(turtle_pieces(lines, at_once=1))
    assert found == to_turtle(lines)
    assert found == b"\n" or found.startswith(b"<urn:a/0>")


@pytest.mark.parametrize("is_compact", [True, False])
def test_json_ld_in_pieces_is_that_of_the_whole(
    described: SortedLines, dataset: Dataset, is_compact: bool
) -> None:
    iri = f"{_base(dataset)}agent/国"
    parts = list(jsonld_pieces(described, iri, is_compact=is_compact, at_once=1))
    assert len(parts) > 100
    whole = b"".join(parts)
    assert whole == b"".join(jsonld_pieces(described, iri, is_compact=is_compact, at_once=1 << 20))
    content = json.loads(whole)
    assert content["@graph"][0]["@id"] == iri
    if is_compact:
        again = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    else:
        again = json.dumps(content, ensure_ascii=False, indent=2)
    assert whole.decode() == f"{again}\n"
    said = pyoxigraph.parse(b"\n".join(described), format=RdfFormat.N_TRIPLES)
    assert set(pyoxigraph.parse(whole, format=RdfFormat.JSON_LD)) == set(said)


@pytest.mark.parametrize("suffix", ["nt", "rdf"])
def test_a_file_does_not_depend_on_how_much_is_held(
    described: SortedLines, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = write(described, "urn:first", suffix, 1 << 30)
    monkeypatch.setattr(writing, "AT_ONCE", 1)
    parts = list(pieces(described, "urn:first", suffix))
    assert b"".join(parts) == whole
