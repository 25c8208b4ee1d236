"""The canned queries and the prefixes in the form that SPARQL editors ask an endpoint for.

Source:
    SPARQL examples of the SIB, https://github.com/sib-swiss/sparql-examples;
    SHACL, 5.2.1 (prefixes), https://www.w3.org/TR/shacl/#sparql-prefixes
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rdflib import OWL, RDF, RDFS, SH, XSD, Graph, Literal, URIRef

from kg.description.names import Names
from kg.graph.terms import DEFAULT_BASE
from kg.questions.catalogue import Question

_HEAD = "#+"
_EXECUTABLE = (SH.SPARQLExecutable, SH.SPARQLSelectExecutable)


def write_examples(graph: Graph, questions: Iterable[Question], names: Names) -> None:
    """Write canned queries as examples.

    Args:
        graph: Takes the triples.
        questions: The queries; each holds values that work on the first plan.
        names: Names everything.
    """
    for question in questions:
        node = names.query(question.name)
        for kind in _EXECUTABLE:
            graph.add((node, RDF.type, kind))
        _translated(graph, node, RDFS.label, question.title)
        _translated(graph, node, RDFS.comment, question.description)
        graph.add((node, SH.prefixes, names.prefixes))
        graph.add((node, SH.select, Literal(query_text(question, names.base))))


def query_text(question: Question, base: str) -> str:
    """Return a canned query as a person would write it.

    Args:
        question: The query.
        base: IRI below which the dataset's things are named; that of the examples is replaced.

    Returns:
        The query with its prefixes and example values, without the head of its file.
    """
    lines = [line for line in question.text.splitlines() if not line.startswith(_HEAD)]
    return "\n".join(lines).strip().replace(f"<{DEFAULT_BASE}", f"<{base}") + "\n"


def write_prefixes(graph: Graph, prefixes: Mapping[str, str], names: Names) -> None:
    """Write the table of prefixes.

    Args:
        graph: Takes the triples.
        prefixes: Namespaces by prefix.
        names: Names everything.
    """
    graph.add((names.prefixes, RDF.type, OWL.Ontology))
    for prefix, namespace in prefixes.items():
        node = names.prefix(prefix)
        graph.add((names.prefixes, SH.declare, node))
        graph.add((node, SH.prefix, Literal(prefix)))
        graph.add((node, SH.namespace, Literal(namespace, datatype=XSD.anyURI)))


def _translated(graph: Graph, node: URIRef, predicate: URIRef, texts: Mapping[str, str]) -> None:
    for language, text in texts.items():
        graph.add((node, predicate, Literal(text, lang=language)))
