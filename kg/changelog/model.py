"""A comparison of two editions."""

from __future__ import annotations

from dataclasses import dataclass

from kg.comparison import changes, report
from kg.comparison.changes import Change
from kg.graph.terms import DEFAULT_BASE

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    from rdflib import Graph

    from kg.changelog.reading import Edition
    from kg.comparison.report import Language


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed in meaning from one edition to the other.

    Attributes:
        old: The earlier edition.
        new: The later.
        changes: The changes, in the order of ``kg.comparison.changes.compare``.
    """

    old: Edition
    new: Edition
    changes: tuple[Change, ...]

    def __len__(self) -> int:
        return len(self.changes)

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def to_text(self, lang: Language = "ja") -> str:
        """Write it as plain text, the passages of both editions below each change."""
        return report.to_text(self.changes, lang)

    def to_markdown(self, lang: Language = "ja") -> str:
        """Write it in Markdown, a list for each project."""
        return report.to_markdown(self.changes, lang, self.title(lang))

    def plan_title(self, lang: Language) -> str:
        """Return what the plan is called, by its Japanese title where it has none in English."""
        title = self.new.file.title
        return title.en if lang == "en" and title.en else title.ja

    def title(self, lang: Language) -> str:
        """Return what a report of it is called."""
        title = report.name("word", "title", lang).format(plan=self.plan_title(lang))
        return f"{title} ({self.old.name} → {self.new.name})"

    def to_json(self) -> str:
        """Write it as JSON, all fields of each change."""
        return report.to_json(self.changes)

    def to_html(self, lang: Language = "ja") -> str:
        """Write it as a page of its own, in one file that asks no other host for anything.

        Raises:
            UsageError: If Jinja2 is not installed.
        """
        from kg.changelog.html import to_html

        return to_html(self, lang)

    def graph(self, base: str = DEFAULT_BASE) -> Graph:
        """Make a graph of it: a resource for each change, its passages and both documents.

        Args:
            base: IRI below which everything is named.

        Raises:
            IriError: If the base is wrong.
            UsageError: If both editions are one.
        """
        from kg.changelog.rdf import graph_of

        return graph_of(self, base)

    def to_turtle(self, base: str = DEFAULT_BASE) -> str:
        """Write its graph as Turtle."""
        from kg.changelog.rdf import to_turtle

        return to_turtle(self.graph(base))

    def to_jsonld(self, base: str = DEFAULT_BASE) -> str:
        """Write its graph as JSON-LD, the comparison first."""
        from kg.changelog.rdf import to_jsonld

        return to_jsonld(self.graph(base))

    def to_ntriples(self, base: str = DEFAULT_BASE) -> str:
        """Write its graph as N-Triples, sorted."""
        from kg.changelog.rdf import to_ntriples

        return to_ntriples(self.graph(base))


def compare(old: str | os.PathLike[str], new: str | os.PathLike[str]) -> Comparison:
    """Compare two editions of a plan.

    Args:
        old: The earlier: id or folder of a plan (``kushiro-nemuro``), an edition of it
            (``kushiro-nemuro@2021``), or a text file.
        new: The later. One of the two may be a text file; it is read by the other's layout.

    Returns:
        The comparison; it has the changes, and writes itself as text, Markdown, HTML, JSON and RDF.

    Raises:
        UsageError: If neither is a plan, or a name means several plans.
        NotFoundError: If there is no such plan or edition.
        ParseError: If an edition does not follow its layout.
        KgError: If an edition cannot be read.
    """
    from kg.changelog.reading import read_editions

    first, second = read_editions(old, new)
    return Comparison(first, second, tuple(changes.compare(first.plan, second.plan)))
