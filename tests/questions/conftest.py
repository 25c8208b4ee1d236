"""Two small plans in a store, for what one real plan cannot show."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from rdflib import Dataset, Graph

from kg.graph.inference import infer
from kg.resources import ONTOLOGY
from kg.store.embedded import EmbeddedStore

TWO_PLANS = Path(__file__).parent / "two-plans.trig"


@pytest.fixture(scope="session")
def two_plans() -> EmbeddedStore:
    """Return a store with two small plans, what follows from them, and the ontology."""
    asserted = Dataset(default_union=True)
    asserted.parse(TWO_PLANS, format="trig")
    content = Graph()
    for triple in asserted.triples((None, None, None)):
        content.add(triple)
    store = pyoxigraph.Store()
    store.load(path=str(TWO_PLANS), format=pyoxigraph.RdfFormat.TRIG)
    for path in sorted(Path(ONTOLOGY).glob("*.ttl")):
        graph = pyoxigraph.NamedNode(f"https://example.org/{path.stem}")
        store.load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE, to_graph=graph)
    inferred = infer(content).serialize(format="nt").encode()
    graph = pyoxigraph.NamedNode("https://example.org/id/inference")
    store.load(inferred, format=pyoxigraph.RdfFormat.N_TRIPLES, to_graph=graph)
    return EmbeddedStore(store)
