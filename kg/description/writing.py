"""The description of a dataset as the quads of one named graph."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.description.examples import write_examples, write_prefixes
from kg.description.names import Names
from kg.description.statistics import count
from kg.description.void import write_void
from kg.graph.ontology import load_ontology
from kg.graph.serialise import quad_lines
from kg.graph.terms import new_graph
from kg.questions.catalogue import Catalogue


def description_lines(
    quads: Path, store: Path, base: str, editions: Iterable[Path] = ()
) -> list[bytes]:
    """Describe a dataset.

    Args:
        quads: Its sorted N-Quads, all graphs but this one.
        store: Folder of the store that holds them.
        base: IRI below which everything is named.
        editions: The sorted N-Quads of editions that are not current, which are no part of the
            default graph.

    Returns:
        The graph as sorted N-Quads, without line ends.

    Raises:
        GraphFileError: If a canned query, the ontology or the file of quads is wrong.
        InputError: If the folder of the canned queries cannot be listed.
        OSError: If the disk refuses.
    """
    prefixes = load_ontology().prefixes
    names, graph = Names(base, prefixes), new_graph()
    write_void(graph, count(quads, store, editions), names)
    write_examples(graph, Catalogue(), names)
    write_prefixes(graph, prefixes, names)
    return quad_lines({str(names.graph): graph})
