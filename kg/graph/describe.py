"""The plan itself and its document: what plan.toml knows, each fact with who says so."""

from __future__ import annotations

from rdflib import DCTERMS, FOAF, PROV, RDF, RDFS, SDO, XSD, Literal, URIRef
from rdflib.term import Node

from kg.document.model import Plan
from kg.document.plan_facts import Names
from kg.document.plan_file import PlanFile
from kg.graph.recorder import Recorder
from kg.graph.terms import CHIIKI

_DATE_TYPES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


def describe_plan(recorder: Recorder, plan: Plan, plan_file: PlanFile) -> None:
    """Write the plan and its document.

    Args:
        recorder: Takes the triples; none of them has a passage, for they stand in plan.toml.
        plan: The plan, for its source.
        plan_file: The facts.
    """
    note, node = recorder.note, recorder.iris.plan
    note(node, RDF.type, CHIIKI.Plan)
    _names(recorder, node, RDFS.label, plan_file.title)
    _names(recorder, node, DCTERMS.title, plan_file.title)
    note(node, DCTERMS.identifier, Literal(plan_file.id))
    note(node, DCTERMS.source, recorder.iris.source)
    if plan_file.publisher is not None:
        _names(recorder, node, DCTERMS.publisher, plan_file.publisher)
    if plan_file.compiled_by is not None:
        _names(recorder, node, DCTERMS.creator, plan_file.compiled_by)
    if plan_file.area is not None:
        _names(recorder, node, DCTERMS.spatial, plan_file.area)
    if plan_file.issued is not None:
        note(node, DCTERMS.issued, date(plan_file.issued.value))
    if plan_file.licence is not None:
        note(node, DCTERMS.rights, Literal(plan_file.licence.note, lang="en"))
        if plan_file.licence.note_ja is not None:
            note(node, DCTERMS.rights, Literal(plan_file.licence.note_ja, lang="ja"))
        if plan_file.licence.url is not None:
            note(node, DCTERMS.license, URIRef(plan_file.licence.url))
    describe_source(recorder, plan, plan_file)


def describe_source(recorder: Recorder, plan: Plan, plan_file: PlanFile) -> None:
    """Write the document of a plan.

    Args:
        recorder: Takes the triples.
        plan: The plan, for its source.
        plan_file: The facts.
    """
    note, node, source = recorder.note, recorder.iris.source, plan.source
    note(node, RDF.type, FOAF.Document)
    note(node, RDFS.label, Literal(plan_file.source_path.name))
    note(node, SDO.sha256, Literal(source.sha256))
    note(node, SDO.encodingFormat, Literal("text/plain; charset=utf-8"))
    note(node, SDO.contentSize, Literal(f"{source.size_bytes} B"))
    if plan_file.obtained is not None:
        note(node, PROV.wasDerivedFrom, URIRef(plan_file.obtained.url))


def _names(recorder: Recorder, node: Node, predicate: URIRef, names: Names) -> None:
    recorder.note(node, predicate, Literal(names.ja, lang="ja"))
    if names.en is not None:
        recorder.note(node, predicate, Literal(names.en, lang="en"))


def date(text: str) -> Literal:
    """Write a date as far as it is known: a year, a month or a day."""
    return Literal(text, datatype=_DATE_TYPES[len(text)])
