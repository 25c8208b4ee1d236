"""A dossier: one thing, and sections of rows that canned queries answered with."""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from kg.questions.answers import Answer, Row
    from kg.questions.header import Column

_Section = namedtuple("_Section", ("heading", "thing", "command", "answer", "shown", "beside"))
_Dossier = namedtuple(
    "_Dossier", ("iri", "word", "title", "kind", "lang", "sections", "store", "around")
)


class Section(_Section):
    """The answer to one canned query about the thing.

    Attributes:
        heading: What the section is about, in the dossier's language.
        thing: Name of the parameter that got the thing.
        command: The command line that gives these rows.
        answer: What the query was answered.
        shown: Names of the columns that are shown to people.
        beside: Column by which the rows stand side by side, or None.
    """

    __slots__ = ()

    @property
    def name(self) -> str:
        """Name of the query."""
        return _of(self).question.name

    def caution(self, lang: str) -> str | None:
        """Return what the rows do not tell, in a language, or None."""
        caution = _of(self).question.caution
        return None if caution is None else caution[lang]

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns of the query."""
        return _of(self).question.columns

    @property
    def rows(self) -> list[Any]:
        """The rows, as named tuples of all columns."""
        return _of(self).rows

    @property
    def cells(self) -> Sequence[Row]:
        """The cells of each row."""
        return _of(self).cells

    @property
    def total(self) -> int:
        """How many rows the query gives, whether they are kept or not."""
        return _of(self).total

    def tables(self) -> list[Table]:
        """Return what is shown: one table, or one for each value of the column ``beside``.

        A column that is empty in every row is left out.
        """
        groups: dict[str, list[Row]] = {}
        if self.beside is not None:
            place = self.answer.columns.index(self.beside)
            for row in self.cells:
                groups.setdefault(str(row[place] or ""), []).append(row)
        if len(groups) < 2:
            return [self._table(None, self.cells, self.shown)]
        shown = [name for name in self.shown if name != self.beside]
        return [self._table(value, rows, shown) for value, rows in groups.items()]

    def _table(self, caption: str | None, rows: Sequence[Row], shown: Sequence[str]) -> Table:
        names = self.answer.columns
        places = [
            place
            for place in map(names.index, shown)
            if any(row[place] is not None for row in rows)
        ]
        columns = tuple(self.columns[place] for place in places)
        return Table(caption, columns, tuple(tuple(row[place] for place in places) for row in rows))


def _of(section: Section) -> Answer:
    answer: Answer = section.answer
    return answer


class Table(namedtuple("_Table", ("caption", "columns", "rows"))):
    """Rows to show.

    Attributes:
        caption: What tells them from those of the table beside, or None.
        columns: Their columns.
        rows: Tuples of cells.
    """

    __slots__ = ()


class Dossier(_Dossier):
    """All that is said of one thing.

    Attributes:
        iri: The thing.
        word: What names it on a command line: its code, number or label, else its IRI.
        title: What people call it.
        kind: Its narrowest class, in the dossier's language.
        lang: Language of headings and labels, ``ja`` or ``en``.
        sections: The sections of its class in order, empty ones too.
        store: Where it was asked.
        around: What is said of it, and how much points to it.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<Dossier of {self.title}: {len(self.filled)} sections>"

    @property
    def filled(self) -> list[Section]:
        """The sections that have rows."""
        return [section for section in self.sections if section.cells]

    @property
    def empty(self) -> list[Section]:
        """The sections for which nothing was found."""
        return [section for section in self.sections if not section.cells]

    def section(self, name: str) -> Section:
        """Return the section of a canned query.

        Raises:
            KeyError: If the dossier has none.
        """
        for section in self.sections:
            if section.name == name:
                return section  # type: ignore[no-any-return]
        raise KeyError(name)

    def to_text(self, width: int = 100, *, bold: bool = False) -> str:
        """Write it for a terminal.

        Args:
            width: Columns of the terminal.
            bold: Whether headings are set in bold by escape sequences.
        """
        from kg.dossier.text import to_text

        return to_text(self, width, bold=bold)

    def to_markdown(self) -> str:
        """Write it as Markdown with tables (GitHub Flavored Markdown)."""
        from kg.dossier.markdown import to_markdown

        return to_markdown(self)

    def to_html(self) -> str:
        """Write it as a page of its own, in one file that asks no other host for anything.

        Raises:
            UsageError: If Jinja2 is not installed.
        """
        from kg.dossier.html import to_html

        return to_html(self)

    def to_json(self) -> str:
        """Write it as JSON, all columns of every section."""
        from kg.dossier.data import to_json

        return to_json(self)

    def to_csv(self, *, excel: bool = False) -> str:
        """Write its sections as one long table: section, row, column, value.

        Args:
            excel: With a byte order mark and CRLF, as Excel wants it.
        """
        from kg.dossier.data import to_csv

        return to_csv(self, excel=excel)

    def to_turtle(self) -> str:
        """Write what the graph says of the thing, with passages and provenance, as Turtle."""
        from kg.dossier.rdf import to_turtle

        return to_turtle(self)

    def to_jsonld(self) -> str:
        """Write the same statements as ``to_turtle`` as JSON-LD."""
        from kg.dossier.rdf import to_jsonld

        return to_jsonld(self)
