"""RDF files of any format are read, and what is wrong with one is said in one message."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from rdflib import RDF, RDFS, BNode, Graph, Literal, URIRef

from kg.errors import GraphFileError
from kg.graph.rdf_files import FORMATS, read_rdf, to_store

A = URIRef("https://example.org/釧路港")
TRIPLES = {
    (A, RDF.type, URIRef("https://example.org/Port")),
    (A, RDFS.label, Literal("釧路港\n「東」", lang="ja")),
    (A, RDFS.comment, Literal("plain")),
    (A, URIRef("https://example.org/page"), Literal("12", datatype=RDFS.Literal)),
}


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_each_format_is_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"file{suffix.upper()}"
    graph = Graph()
    for triple in TRIPLES:
        graph.add(triple)
    quads = list(to_store(graph))
    pyoxigraph.serialize(
        quads if FORMATS[suffix].supports_datasets else [quad.triple for quad in quads],
        str(path),
        format=FORMATS[suffix],
    )
    assert set(read_rdf(path)) == TRIPLES


def test_named_graphs_are_put_together_but_for_inferences(tmp_path: Path) -> None:
    path = tmp_path / "plan.nq"
    path.write_text(
        "<a:s> <a:p> <a:said> <https://example.org/akane/graph> .\n"
        "<a:s> <a:p> <a:inferred> <https://example.org/akane/inference> .\n"
        "<a:s> <a:p> _:b <https://example.org/akane/provenance> .\n",
        encoding="utf-8",
    )
    values = sorted(read_rdf(path).objects(), key=str)
    assert len(values) == 2
    assert URIRef("a:said") in values
    assert any(isinstance(value, BNode) for value in values)


FAULTS = {
    "turtle.ttl": (
        b"@prefix a: <a:> .\na:s a:p a:o .\na:s a:p ; .\n;",
        ":3: the file is not Turtle: ; is not a valid",
    ),
    "lines.nt": (
        b"<a:s> <a:p> <a:o> .\n<a:s> <a:p>\n",
        ":3: the file is not N-Triples: line jumps",
    ),
    "quads.nq": (b"<a:s> <a:p> <a b> .\n", ":1: the file is not"),
    "page.rdf": (b"<html><body>no RDF</html>", ": the file is not"),
    "data.jsonld": (b'{"@id": ', ": the file is not"),
    "shift-jis.ttl": ('<a:s> <a:p> "釧路港" .'.encode("shift_jis"), ": the file is not"),
    "binary.ttl": (bytes(range(256)), ": the file is not"),
    "quoted.nt": (b"<a:s> <a:p> <<( <a:s> <a:p> <a:o> )>> .\n", "RDF 1.1 does not know"),
    "table.csv": (b"a,b", "names no format"),
    "none": (b"", "names no format"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_its_place(tmp_path: Path, name: str) -> None:
    content, message = FAULTS[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(GraphFileError) as caught:
        read_rdf(path)
    assert str(caught.value).startswith(str(path))
    assert message in str(caught.value)


def test_a_file_that_is_not_there_is_said() -> None:
    with pytest.raises(GraphFileError, match="cannot be read: No such file"):
        read_rdf("nowhere.ttl")


def test_a_remote_context_is_not_fetched(tmp_path: Path) -> None:
    path = tmp_path / "data.jsonld"
    path.write_text('{"@context": "https://example.org/context", "a": "b"}', encoding="utf-8")
    with pytest.raises(GraphFileError, match="the file is not"):
        read_rdf(path)


def test_an_empty_file_is_an_empty_graph(tmp_path: Path) -> None:
    path = tmp_path / "empty.ttl"
    path.write_bytes(b"")
    assert len(read_rdf(path)) == 0
