"""Small plans in a store, for what one real plan cannot show."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph
import pytest
from rdflib import Graph

from kg.graph.inference import infer
from kg.resources import ONTOLOGY
from kg.store.embedded import EmbeddedStore

TWO_PLANS = Path(__file__).parent / "two-plans.trig"


@pytest.fixture(scope="session")
def two_plans() -> EmbeddedStore:
    """Return a store with two small plans, what follows from them, and the ontology."""
    return store_of(TWO_PLANS)


def store_of(path: Path) -> EmbeddedStore:
    """Return a store with the plans of a TriG file, what follows from them, and the ontology."""
    store = pyoxigraph.Store()
    store.load(path=str(path), format=pyoxigraph.RdfFormat.TRIG)
    for plan in list(store.named_graphs()):
        triples = [quad.triple for quad in store.quads_for_pattern(None, None, None, plan)]
        written = pyoxigraph.serialize(triples, format=pyoxigraph.RdfFormat.N_TRIPLES)
        inferred = infer(Graph().parse(data=written, format="nt")).serialize(format="nt").encode()
        graph = pyoxigraph.NamedNode(plan.value.removesuffix("graph") + "inference")
        store.load(inferred, format=pyoxigraph.RdfFormat.N_TRIPLES, to_graph=graph)
    for file in sorted(Path(ONTOLOGY).glob("*.ttl")):
        graph = pyoxigraph.NamedNode(f"https://example.org/{file.stem}")
        store.load(path=str(file), format=pyoxigraph.RdfFormat.TURTLE, to_graph=graph)
    return EmbeddedStore(store)
