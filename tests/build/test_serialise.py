"""Files whose bytes depend on the triples alone."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, RDFS, XSD, BNode, Dataset, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic

from kg.graph.serialise import merge_files, quad_lines, to_turtle, triple_lines, write_lines
from kg.graph.terms import CHIIKI

# rdflib's own parser of N-Quads uses what rdflib has deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated")

NAME = "https://w3id.org/chiiki/id/p/graph"

iris = st.text("釧路港abc123-/", min_size=1, max_size=8).map(lambda text: URIRef(f"x:{text}"))
texts = st.text(st.characters(blacklist_categories=["Cs"]), max_size=20)
literals = st.one_of(
    texts.map(Literal),
    texts.map(lambda text: Literal(text, lang="ja")),
    st.integers().map(Literal),
    st.booleans().map(Literal),
    texts.map(lambda text: Literal(text, datatype=CHIIKI.odd)),
)
triples = st.tuples(iris, iris, st.one_of(iris, literals))
graphs = st.lists(triples, max_size=12).map(lambda found: _graph(*found))


def _graph(*found: tuple[URIRef, URIRef, URIRef | Literal]) -> Graph:
    graph = Graph()
    for triple in found:
        graph.add(triple)
    return graph


def _axioms(order: int) -> Graph:
    """Make a graph with nested blank nodes, its triples added in some order."""
    graph = Graph()
    chain = BNode()
    Collection(graph, chain, [CHIIKI.hasMeasure, CHIIKI.concernsAsset])
    graph.add((CHIIKI.servedBy, URIRef("x:chain"), chain))
    for value in range(3):
        blank = BNode()
        graph.add((blank, RDF.type, URIRef("x:Restriction")))
        graph.add((blank, URIRef("x:value"), Literal(value)))
        graph.add((CHIIKI.Port, RDFS.subClassOf, blank))
    found = sorted(graph, key=lambda triple: [term.n3() for term in triple])
    random.Random(order).shuffle(found)
    return _graph(*found)  # type: ignore[arg-type]


@given(graphs)
def test_quads_say_what_the_graph_says(graph: Graph) -> None:
    read = Dataset().parse(data=b"\n".join(quad_lines({NAME: graph})), format="nquads")
    again = Graph()
    for triple in read.graph(URIRef(NAME)):
        again.add(triple)
    assert isomorphic(again, graph)


@given(graphs)
def test_turtle_says_what_the_graph_says(graph: Graph) -> None:
    assert isomorphic(Graph().parse(data=to_turtle(graph), format="turtle"), graph)


@given(st.lists(triples, max_size=12), st.randoms())
def test_the_order_of_adding_is_not_seen(
    found: list[tuple[URIRef, URIRef, URIRef]], chance: random.Random
) -> None:
    other = list(found)
    chance.shuffle(other)
    assert quad_lines({NAME: _graph(*found)}) == quad_lines({NAME: _graph(*other)})
    assert to_turtle(_graph(*found)) == to_turtle(_graph(*other))


def test_blank_nodes_are_named_by_what_they_say() -> None:
    assert {tuple(triple_lines(_axioms(order))) for order in range(5)} == {
        tuple(triple_lines(_axioms(0)))
    }
    assert isomorphic(Graph().parse(data=to_turtle(_axioms(1)), format="turtle"), _axioms(2))


def test_blank_nodes_of_two_graphs_stay_two() -> None:
    one, two = _axioms(1), _axioms(2)
    read = Dataset().parse(
        data=b"\n".join(quad_lines({"x:one": one, "x:two": two})), format="nquads"
    )
    labels = [
        {term for triple in read.graph(URIRef(name)) for term in triple if isinstance(term, BNode)}
        for name in ("x:one", "x:two")
    ]
    assert len(labels[0]) == len(labels[1]) == 5
    assert not labels[0] & labels[1]


def test_a_literal_that_looks_like_a_blank_node_is_left_alone() -> None:
    graph = _axioms(1)
    graph.add((URIRef("x:s"), URIRef("x:p"), Literal("see _:c14n0 .")))
    assert any(b'"see _:c14n0 ."' in line for line in quad_lines({NAME: graph}))


def test_turtle_is_for_reading() -> None:
    graph = _graph(
        (URIRef("x:b"), RDF.type, CHIIKI.Port),
        (URIRef("x:a"), RDFS.label, Literal("釧路港", lang="ja")),
        (URIRef("x:a"), CHIIKI.page, Literal(3)),
    )
    assert to_turtle(graph).decode().splitlines() == [
        "@prefix chiiki: <https://w3id.org/chiiki/ontology#> .",
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .",
        "",
        '<x:a> rdfs:label "釧路港"@ja ;',
        "\tchiiki:page 3 .",
        "",
        "<x:b> a chiiki:Port .",
    ]


def test_an_empty_graph_is_an_empty_file() -> None:
    assert to_turtle(Graph()) == b"\n"
    assert quad_lines({NAME: Graph()}) == []


def test_every_run_writes_the_same_turtle() -> None:
    program = (
        "import sys; from rdflib import Graph; from kg.graph.serialise import to_turtle;"
        "sys.stdout.buffer.write(to_turtle(Graph().parse(sys.argv[1])))"
    )
    path = Path(__file__).parents[2] / "ontology" / "chiiki.ttl"
    written = {
        subprocess.run(
            [sys.executable, "-c", program, str(path)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(written) == 1


@pytest.mark.parametrize("count", [0, 1, 3, 64, 65, 200])
def test_files_are_merged_each_line_once(tmp_path: Path, count: int) -> None:
    chance = random.Random(count)
    files, lines = [], set()
    for number in range(count):
        some = sorted({b"%03d" % chance.randrange(500) for _ in range(20)})
        path = tmp_path / f"{number}.nq"
        write_lines(path, some)
        files.append(path)
        lines.update(some)
    out = tmp_path / "all.nq"
    assert merge_files(files, out) == len(lines)
    assert out.read_bytes() == b"".join(line + b"\n" for line in sorted(lines))
    assert sorted(tmp_path.iterdir()) == sorted([*files, out])


def test_integers_keep_their_form() -> None:
    graph = _graph(
        (URIRef("x:a"), URIRef("x:p"), Literal("007", datatype=XSD.integer, normalize=False))
    )
    assert b'"007"' in triple_lines(graph)[0]
