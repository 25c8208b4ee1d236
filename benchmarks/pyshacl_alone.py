"""pySHACL on a graph and the project's shapes as they are written; a process that can be stopped.

``python -m benchmarks.pyshacl_alone FILE.nq`` prints the seconds of the validation, without those
of reading. What was inferred is left out, as a build leaves it out.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import perf_counter

import pyshacl
from rdflib import Dataset, Graph

from kg.graph.validation import load_shapes


def read_asserted(quads: Path) -> Graph:
    """Read the graphs of a dataset as one, but for what was inferred."""
    dataset, asserted = Dataset(), Graph()
    dataset.parse(quads, format="nquads")
    for subject, predicate, value, graph in dataset.quads():
        if not str(graph).endswith("/inference"):
            asserted.add((subject, predicate, value))
    return asserted


def main() -> None:
    """Read the file, validate it, print the seconds."""
    data = read_asserted(Path(sys.argv[1]))
    shapes = load_shapes()
    begin = perf_counter()
    pyshacl.validate(data, shacl_graph=shapes)
    print(perf_counter() - begin)


if __name__ == "__main__":
    main()
