"""What the tables of a site mean, whose they are, and on which terms.

Source:
    Metadata Vocabulary for Tabular Data, https://www.w3.org/TR/tabular-metadata/ (5.8 for what is
    said beside what it defines, 6.4 for the forms of values)
"""

from __future__ import annotations

import json
from typing import Any

from rdflib import DCTERMS, FOAF, RDF, SKOS, XSD, Graph, Literal, URIRef

from kg.description.terms import Terms
from kg.description.words import read_words
from kg.publish.catalogue.documents import DCAT, Documents
from kg.publish.catalogue.facts import plan_entry
from kg.web.pages.questions import table_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from rdflib.term import Node

    from kg.publish.source import Source
    from kg.questions.catalogue import Column, Question

METADATA = "tables/csv-metadata.json"

_DATATYPES: dict[str, str] = {"boolean": "boolean", "integer": "integer", "iri": "anyURI"}
_LANG = "ja"
_PREFIXES = {"dc": DCTERMS, "dcat": DCAT, "foaf": FOAF, "skos": SKOS, "xsd": XSD}
"""Those used here of the prefixes that every reader of CSV on the Web knows."""


def dictionary_of(source: Source, questions: Iterable[Question]) -> bytes:
    """Write the data dictionary of the tables.

    Args:
        source: What the site is made from.
        questions: The questions whose answers are the tables.
    """
    content = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": _LANG}],
        "dc:title": _texts(read_words().title),
        **_terms(source),
        "dialect": {"encoding": "utf-8", "lineTerminators": ["\n"]},
        "tables": [_table(question) for question in questions],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _terms(source: Source) -> dict[str, Any]:
    """Return who publishes the tables, on which terms, and what they are made from.

    As in the catalogue, who publishes a plan and its licence are said of its document; what is
    known of rights in its words is said of the tables, too, which have them.
    """
    graph = Graph()
    tables = URIRef(f"{source.base}endpoint/{METADATA}")
    if source.spec.about is not None:
        Terms(graph, source.spec.about, source.base).of(tables)
    documents = Documents(graph, source.base)
    for plan in source.shared.plans:
        entry = plan_entry(plan)
        documents.of(entry)
        documents.rights(tables, entry)
        graph.add((tables, DCTERMS.source, URIRef(plan.iri)))
    return _taken(graph, tables)


def _taken(graph: Graph, node: Node) -> dict[str, Any]:
    """Take what a graph says of something as common properties; what is taken is said once."""
    found: dict[str, list[Any]] = {}
    said = sorted(graph.predicate_objects(node))
    graph.remove((node, None, None))
    for predicate, value in said:
        if predicate == RDF.type:
            found.setdefault("@type", []).append(_short(value))
        else:
            found.setdefault(_short(predicate), []).append(_value(graph, value))
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _value(graph: Graph, value: Node) -> dict[str, Any]:
    if not isinstance(value, Literal):
        return {"@id": str(value), **_taken(graph, value)}
    if value.language:
        return {"@value": str(value), "@language": value.language}
    return {"@value": str(value), "@type": _short(value.datatype or XSD.string)}


def _short(iri: Node) -> str:
    """Return an IRI by its prefix; one without such a prefix stands as it is."""
    for prefix, namespace in _PREFIXES.items():
        if str(iri).startswith(str(namespace)):
            return f"{prefix}:{str(iri).removeprefix(str(namespace))}"
    return str(iri)


def _table(question: Question) -> dict[str, Any]:
    return {
        "url": table_path(question).rpartition("/")[2],
        "dc:title": _texts(question.title),
        "dc:description": _texts(question.description),
        "tableSchema": {"columns": [_column(column) for column in question.columns]},
    }


def _column(column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "titles": {"und": [column.name], **{lang: [text] for lang, text in column.label.items()}},
        "datatype": _DATATYPES.get(column.type, "string"),
    }


def _texts(texts: Any) -> list[dict[str, str]]:
    return [{"@value": text, "@language": lang} for lang, text in sorted(texts.items())]
