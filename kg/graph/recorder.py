"""Writes statements together with the words they come from.

A statement taken from the document stands once in the content graph, and once reified (RDF 1.1
Semantics, D.1) in the provenance graph, where ``chiiki:derivedFrom`` leads to its passages.
Passages are Web Annotation selectors (W3C Recommendation 2017-02-23, 4.2.4 and 4.2.5).
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDF, XSD, Literal, URIRef
from rdflib.term import Node

from kg.document.model import Plan, Said, Span, Words
from kg.graph.iris import Iris
from kg.graph.terms import CHIIKI, OA, new_graph


class Recorder:
    """Collects the graphs of one plan.

    Args:
        plan: The plan, for its passages' lines and pages.
        iris: Names everything.

    Attributes:
        content: What the document says, passages and mentions included.
        provenance: Which passages each statement comes from.
    """

    def __init__(self, plan: Plan, iris: Iris) -> None:
        self.plan = plan
        self.iris = iris
        self.content = new_graph()
        self.provenance = new_graph()
        self._passages: dict[Span, URIRef] = {}

    def note(self, subject: Node, predicate: URIRef, value: Node) -> None:
        """State what no words of the document say.

        So it is with the facts of plan.toml, the description of passages, the links to them, and
        what a mention tells of itself: where it stands, by which rule it was found.
        """
        self.content.add((subject, predicate, value))

    def say(self, subject: Node, predicate: URIRef, value: Node, spans: Iterable[Span]) -> None:
        """State what the document says.

        Args:
            subject: Of whom.
            predicate: What about it.
            value: The value.
            spans: The words that say so; at least one.
        """
        self.content.add((subject, predicate, value))
        statement = self.iris.statement(subject, predicate, value)
        add = self.provenance.add
        add((statement, RDF.type, RDF.Statement))
        add((statement, RDF.subject, subject))
        add((statement, RDF.predicate, predicate))
        add((statement, RDF.object, value))
        for span in spans:
            add((statement, CHIIKI.derivedFrom, self.passage(span)))

    def text(self, subject: Node, predicate: URIRef, words: Words | Said) -> None:
        """State a Japanese text in the document's own characters."""
        self.say(subject, predicate, Literal(words.text, lang="ja"), words.spans)

    def stand(self, subject: Node, *places: Words | Said) -> None:
        """Tie a thing to the passages that speak of it; the first is where it begins.

        Args:
            subject: The thing.
            places: Its words.
        """
        spans = [span for words in places for span in words.spans]
        self.note(subject, CHIIKI.firstPassage, self.passage(spans[0]))
        for span in spans:
            self.note(subject, CHIIKI.derivedFrom, self.passage(span))

    def passage(self, span: Span) -> URIRef:
        """Return the passage of a span, describing it when it is new."""
        known = self._passages.get(span)
        if known is not None:
            return known
        passage = self._passages[span] = self.iris.passage(span)
        self._describe(passage, span)
        return passage

    def _describe(self, passage: URIRef, span: Span) -> None:
        source = self.plan.source
        exact = source.text[span.start : span.end]
        page = self.plan.page_at(span.start)
        note = self.note
        note(passage, RDF.type, CHIIKI.Passage)
        note(passage, RDF.type, OA.SpecificResource)
        note(passage, OA.hasSource, self.iris.source)
        note(passage, CHIIKI.words, Literal(joined(exact)))
        note(passage, CHIIKI.page, _integer(page.number))
        if page.mark is not None:
            note(passage, CHIIKI.printedMark, Literal(page.mark))
        note(passage, CHIIKI.startLine, _integer(source.line_at(span.start)))
        note(passage, CHIIKI.endLine, _integer(source.line_at(span.end - 1)))
        note(passage, CHIIKI.charStart, _integer(span.start))
        note(passage, CHIIKI.charEnd, _integer(span.end))
        position = self.iris.below(passage, "position")
        note(passage, OA.hasSelector, position)
        note(position, RDF.type, OA.TextPositionSelector)
        note(position, OA.start, _count(span.start))
        note(position, OA.end, _count(span.end))
        quote = self.iris.below(passage, "quote")
        note(passage, OA.hasSelector, quote)
        note(quote, RDF.type, OA.TextQuoteSelector)
        note(quote, OA.exact, Literal(exact))


def joined(exact: str) -> str:
    r"""Join the lines of a quote as the document's texts are joined.

    Example:
        >>> joined("維持修\n繕")
        '維持修繕'
    """
    return "".join(line.strip() for line in exact.splitlines())


def _integer(number: int) -> Literal:
    return Literal(number, datatype=XSD.integer)


def _count(number: int) -> Literal:
    return Literal(number, datatype=XSD.nonNegativeInteger)
