"""pySHACL on a plan's graph with the project's shapes as written; a process that can be stopped.

``python -m benchmarks.pyshacl_alone FILE.nq [--without-sparql]`` prints the seconds of the
validation, without those of reading. The graph is that which a build gives to pySHACL: what was
inferred is left out, what shapes must know of the ontology is in. Only the means are pySHACL's own:
rdflib's store, rdflib's SPARQL for the constraints written in it, a node shape run once for each
node. With ``--without-sparql`` those constraints are left out, on which rdflib takes minutes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter

import pyshacl
from rdflib import RDFS, SH, SKOS, Dataset, Graph, URIRef

from kg.graph.ontology import load_ontology
from kg.graph.validation import load_shapes


def read_asserted(quads: Path) -> Graph:
    """Read the graphs of a plan as one, but for what was inferred, and what shapes must know."""
    dataset, asserted = Dataset(), Graph()
    dataset.parse(quads, format="nquads")
    for subject, predicate, value, graph in dataset.quads():
        if not str(graph).endswith("/inference"):
            asserted.add((subject, predicate, value))
    ontology = load_ontology()
    for lower, upper in ontology.core.subject_objects(RDFS.subClassOf):
        if isinstance(upper, URIRef):
            asserted.add((lower, RDFS.subClassOf, upper))
    for concept, scheme in ontology.vocabularies.subject_objects(SKOS.inScheme):
        asserted.add((concept, SKOS.inScheme, scheme))
    return asserted


def main() -> None:
    """Read the file, validate it, print the seconds."""
    data = read_asserted(Path(sys.argv[1]))
    shapes = Graph() + load_shapes()
    if "--without-sparql" in sys.argv:
        shapes.remove((None, SH.sparql, None))
    begin = perf_counter()
    pyshacl.validate(data, shacl_graph=shapes)
    print(perf_counter() - begin)


if __name__ == "__main__":
    main()
