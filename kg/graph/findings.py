"""What validation found, as values, as text for people and as a SHACL report.

Source:
    SHACL, section 3.6 "Validation Report", https://www.w3.org/TR/shacl/#validation-report
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal as Choice

from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.graph.terms import CHIIKI, PREFIXES, SHAPES, new_graph

Language = Choice["ja", "en"]
Severity = Choice["violation", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")
"""From the gravest to the lightest."""

_LONG = 80  # characters of a quote or value that a line shows

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "ja": {
        "violation": "違反",
        "warning": "警告",
        "info": "注記",
        "place": "箇所: {page}頁 {lines}行「{words}」",
        "property": "性質: {}",
        "value": "値: {}",
        "thing": "対象: {}",
        "shape": "規則: {shape}（{name}）",
        "fine": "規則に合っている。",
        "count": "{} {} 件",
        "between": "、",
        "unmatched": "対象が一つもない規則: {}",
    },
    "en": {
        "violation": "Violation",
        "warning": "Warning",
        "info": "Note",
        "place": "place: page {page}, line {lines} “{words}”",
        "property": "property: {}",
        "value": "value: {}",
        "thing": "thing: {}",
        "shape": "shape: {shape} ({name})",
        "fine": "The data conforms.",
        "count": "{}: {}",
        "between": ", ",
        "unmatched": "shapes that nothing in the data is a target of: {}",
    },
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in its document a thing begins.

    Attributes:
        passage: The passage.
        page: Its page, from 1.
        start_line: Line of its first character, from 1.
        end_line: Line of its last character.
        words: Its words.
        start: Offset of its first character.
    """

    passage: Node
    page: int
    start_line: int
    end_line: int
    words: str
    start: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault that a shape found.

    Attributes:
        severity: How grave it is.
        shape: The shape that found it.
        constraint: Local name of the constraint component, such as ``MinCountConstraintComponent``.
        names: What the shape is called, by language.
        messages: What is wrong and what to do, by language.
        thing: The thing at fault: the focus node, or the value that a query over a whole class
            gave.
        focus: The focus node.
        label: What the thing is called in the document, or None.
        path: The property or path, such as ``chiiki:partOf/chiiki:certainty``, or None.
        value: The value that is wrong, or None.
        place: Where in the document the thing begins, or None.
        result_path: The path as a node of the report, or None.
        source_constraint: The SPARQL constraint, or None.
    """

    severity: Severity
    shape: URIRef
    constraint: str
    names: Mapping[str, str]
    messages: Mapping[str, str]
    thing: Node
    focus: Node
    label: str | None
    path: str | None
    value: Node | None
    place: Place | None
    result_path: Node | None
    source_constraint: Node | None

    def message(self, language: Language) -> str:
        """Return what is wrong and what to do, in a language or, failing that, in any."""
        return self.messages.get(language) or next(iter(self.messages.values()), self.constraint)

    def name(self, language: Language) -> str:
        """Return what the shape is called, in a language or, failing that, in any."""
        return self.names.get(language) or next(iter(self.names.values()), local_name(self.shape))


@dataclass(frozen=True, slots=True)
class Report:
    """What a validation found.

    Attributes:
        findings: The faults: the gravest first, then in the order of the document.
        unmatched: Shapes that nothing in the data is a target of, sorted.
        graph: The same as an ``sh:ValidationReport``. As SHACL has it, its ``sh:conforms`` is
            false when there is any finding, a warning too.
    """

    findings: tuple[Finding, ...]
    unmatched: tuple[URIRef, ...]
    graph: Graph

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings and notes do not count."""
        return self.count("violation") == 0

    def count(self, severity: Severity) -> int:
        """Return how many findings have a severity."""
        return sum(finding.severity == severity for finding in self.findings)

    def to_text(self, language: Language, *, unmatched: bool = True) -> str:
        """Write the report for people.

        Args:
            language: The language of the messages.
            unmatched: Whether to name the shapes without a target.

        Returns:
            A block of lines for each finding, then one line that counts them.
        """
        words = _WORDS[language]
        blocks = ["\n".join(_lines(finding, language)) for finding in self.findings]
        counts = [
            words["count"].format(words[severity], self.count(severity))
            for severity in SEVERITIES
            if self.count(severity)
        ]
        last = [words["between"].join(counts) if counts else words["fine"]]
        if unmatched and self.unmatched:
            names = words["between"].join(local_name(shape) for shape in self.unmatched)
            last.append(words["unmatched"].format(names))
        return "\n\n".join([*blocks, "\n".join(last)])


def report_graph(findings: tuple[Finding, ...], shapes: Graph) -> Graph:
    """Write findings as an ``sh:ValidationReport``.

    Args:
        findings: The findings.
        shapes: The shapes, for paths that are more than one property.

    Returns:
        The report: as SHACL has it, and with the passage of each thing by ``chiiki:derivedFrom``.
    """
    graph = new_graph()
    graph.bind("shape", SHAPES)
    report = BNode()
    graph.add((report, RDF.type, SH.ValidationReport))
    graph.add((report, SH.conforms, Literal(not findings)))
    for finding in findings:
        result = BNode()
        graph.add((report, SH.result, result))
        for predicate, value in _facts(finding):
            graph.add((result, predicate, value))
        if isinstance(finding.result_path, BNode):
            _copy(finding.result_path, shapes, graph)
    return graph


def local_name(node: Node) -> str:
    """Return an IRI without its namespace where that is one of the project's table.

    Example:
        >>> local_name(SHAPES["Thing-label"])
        'Thing-label'
        >>> local_name(CHIIKI.code)
        'chiiki:code'
    """
    text = str(node)
    if text.startswith(SHAPES):
        return text.removeprefix(SHAPES)
    for prefix, namespace in PREFIXES.items():
        if text.startswith(str(namespace)):
            return f"{prefix}:{text.removeprefix(str(namespace))}"
    return text


def _facts(finding: Finding) -> Iterator[tuple[URIRef, Node]]:
    yield RDF.type, SH.ValidationResult
    yield SH.resultSeverity, SH[finding.severity.capitalize()]
    yield SH.focusNode, finding.focus
    yield SH.sourceShape, finding.shape
    yield SH.sourceConstraintComponent, SH[finding.constraint]
    for language, message in finding.messages.items():
        yield SH.resultMessage, Literal(message, lang=language or None)
    if finding.value is not None:
        yield SH.value, finding.value
    if finding.result_path is not None:
        yield SH.resultPath, finding.result_path
    if finding.source_constraint is not None:
        yield SH.sourceConstraint, finding.source_constraint
    if finding.place is not None:
        yield CHIIKI.derivedFrom, finding.place.passage


def _copy(node: Node, source: Graph, target: Graph) -> None:
    for predicate, value in source.predicate_objects(node):
        target.add((node, predicate, value))
        if isinstance(value, BNode):
            _copy(value, source, target)


def _lines(finding: Finding, language: Language) -> Iterator[str]:
    words = _WORDS[language]
    name = finding.label or local_name(finding.thing)
    yield f"[{words[finding.severity]}] {_cut(name)}"
    yield f"  {finding.message(language)}"
    place = finding.place
    if place is not None:
        lines = f"{place.start_line}"
        if place.end_line != place.start_line:
            lines += f"-{place.end_line}"
        yield "  " + words["place"].format(page=place.page, lines=lines, words=_cut(place.words))
    if finding.path is not None:
        yield "  " + words["property"].format(finding.path)
    if finding.value is not None and finding.value != finding.thing:
        yield "  " + words["value"].format(_cut(_written(finding.value)))
    if finding.label is not None:
        yield "  " + words["thing"].format(finding.thing)
    shape = local_name(finding.shape)
    yield "  " + words["shape"].format(shape=shape, name=finding.name(language))


def _written(value: Node) -> str:
    return value.n3() if isinstance(value, Literal) else local_name(value)


def _cut(text: str) -> str:
    line = " ".join(text.split("\n"))
    return line if len(line) <= _LONG else f"{line[: _LONG - 1]}…"
