"""The dataset of the real plan as rdflib sees it: what all graphs but the description say."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from kg.dataset import Dataset
from kg.graph.rdf_files import to_rdflib

BASE = "https://w3id.org/chiiki/id/"
DESCRIPTION = f"{BASE}endpoint/graph"


@pytest.fixture(scope="session")
def quads(dataset: Dataset) -> list[pyoxigraph.Quad]:
    """Return all quads of the dataset."""
    path = Path(str(dataset.version)) / "dataset.nq"
    return list(pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.N_QUADS))


@pytest.fixture(scope="session")
def said(quads: list[pyoxigraph.Quad]) -> rdflib.Graph:
    """Return the union of all graphs but the description."""
    graph = rdflib.Graph(bind_namespaces="none")
    for quad in quads:
        if quad.graph_name != pyoxigraph.NamedNode(DESCRIPTION):
            graph.add(tuple(to_rdflib(term) for term in quad.triple))  # type: ignore[arg-type]
    return graph


@pytest.fixture(scope="session")
def description(quads: list[pyoxigraph.Quad]) -> rdflib.Graph:
    """Return the description."""
    graph = rdflib.Graph(bind_namespaces="none")
    for quad in quads:
        if quad.graph_name == pyoxigraph.NamedNode(DESCRIPTION):
            graph.add(tuple(to_rdflib(term) for term in quad.triple))  # type: ignore[arg-type]
    return graph
