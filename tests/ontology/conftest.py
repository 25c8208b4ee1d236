"""What the tests of the ontology share."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDF, Graph

from kg.graph.convert import PlanGraphs
from kg.graph.ontology import Ontology, load_ontology, read_turtle

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    """Return the project's ontology."""
    return load_ontology()


@pytest.fixture(scope="session")
def outside() -> Graph:
    """Return what other vocabularies say of the terms we tie ours to."""
    return read_turtle(HERE / "outside.ttl")


@pytest.fixture
def small_plan() -> Graph:
    """Return a small plan that the test may change."""
    return read_turtle(HERE / "small-plan.ttl")


@pytest.fixture(scope="session")
def real_plan(plan_graphs: PlanGraphs) -> Graph:
    """Return what the first plan and its gazetteer say, before inference and without statements."""
    reference = plan_graphs.reference
    about = set(reference.subjects(RDF.type, RDF.Statement))
    graph = Graph(bind_namespaces="none") + plan_graphs.content
    for triple in reference:
        if triple[0] not in about:
            graph.add(triple)
    return graph
