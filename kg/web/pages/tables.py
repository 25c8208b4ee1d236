"""Answers as tables for people: names lead to the pages of things, page numbers to the words.

An answer has texts and numbers, few IRIs. A name leads to the one thing that bears it; where
several do, to the one that the row speaks of or that belongs to the row's project, and to none if
that leaves a doubt. What is made of several names (主体、主体) is cut before it is looked up.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import repeat
from typing import Any, NamedTuple

from pyoxigraph import NamedNode

from kg.dossier.words import shown
from kg.iris import local_name
from kg.questions.answers import by_edition
from kg.web.pages.asking import ask
from kg.web.pages.choices import choices
from kg.web.pages.kept import Kept, kept_of
from kg.web.pages.naming import Names
from kg.web.pages.quotes import Quote, make_quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.questions.answers import Cell as Value
    from kg.questions.catalogue import Column
    from kg.web.pages.naming import Scope
    from kg.web.pages.rendering import Frame
    from kg.web.pages.shared import Shared
    from kg.web.site import Site

_LONGEST_NAME = 300
_MOST_SOURCES = 1500
_AT_ONCE = 2000
"""Of how many things one query asks the words; what it finds is in memory."""


class Piece(NamedTuple):
    """A piece of a cell.

    Attributes:
        text: Its text.
        href: Where it leads, or None.
    """

    text: str
    href: str | None = None


class Cell(NamedTuple):
    """A cell of a table.

    Attributes:
        pieces: What stands in it.
        text: All of that as one text.
        below: What stands below it: further columns with their cells.
    """

    pieces: list[Piece]
    text: str
    below: Sequence[tuple[Column, Cell]] = ()


class Table(NamedTuple):
    """A table to show.

    Attributes:
        caption: What tells it from the one beside, or None.
        columns: Its columns.
        rows: Its rows.
        quotes: For each row the words behind it; empty if there are none, or were not asked for.
    """

    caption: str | None
    columns: list[Column]
    rows: list[list[Cell]]
    quotes: list[list[Quote]]

    @property
    def size(self) -> int:
        """How many rows it has."""
        return len(self.rows)


@dataclass(slots=True)
class Rows:
    """Rows of an answer that are to be shown.

    Attributes:
        columns: All columns of the question.
        shown: Names of the columns that people see.
        rows: The rows.
        sources: For each row the IRIs of what it speaks of, with blanks between, or None.
        beside: Column by which rows are put side by side, or None.
        with_quotes: Whether the words behind each row are wanted.
    """

    columns: Sequence[Column]
    shown: Sequence[str]
    rows: Sequence[Any]
    sources: Sequence[str | None]
    beside: str | None = None
    with_quotes: bool = False

    @property
    def places(self) -> dict[str, int]:
        """The place of each column."""
        return {column.name: place for place, column in enumerate(self.columns)}


class Linker:
    """Lays out the tables of one page; asks the store once for all of them.

    Args:
        site: The site.
        shared: What is known of its dataset.
        frame: The frame of the page.
        project: Code of the project that all rows belong to, or None.
        about: The thing that the page is about, or None.

    Attributes:
        store: The store that knows what it lays out.
    """

    def __init__(
        self,
        site: Site,
        shared: Shared,
        frame: Frame,
        project: str | None = None,
        about: str | None = None,
    ) -> None:
        self.store = site.dataset.store
        self._shared = shared
        self._frame = frame
        self._project = project
        self._names = Names(site, shared, frame, about)
        self._known: Kept[tuple[Quote, bool]] = kept_of(site, f"quotes {frame.way.place}")
        self._quotes: dict[str, list[Quote]] = {}
        self._addresses: dict[str, str | None] = {}
        self._columns = choices()["columns"]

    def read(self, all_rows: Iterable[Rows]) -> None:
        """Find out where the cells of some answers lead.

        Args:
            all_rows: The answers.
        """
        names: dict[tuple[str, Scope], None] = {}
        sources: dict[str, None] = {}
        for rows in all_rows:
            places = rows.places
            wanted = [(name, places[name]) for name in rows.shown if self._names_things(name)]
            for line in map(_Line, repeat(rows), repeat(places), rows.rows, rows.sources):
                scope = self._names.scope(line.sources)
                for name, place in wanted:
                    text = line.row[place]
                    if isinstance(text, str) and line.iri_for(name) is None:
                        cut = (
                            one for one in self._cut(name, text) if 0 < len(one) <= _LONGEST_NAME
                        )
                        names.update(dict.fromkeys((one, scope) for one in cut))
                if rows.with_quotes or {"page", "words"} & {*rows.shown}:
                    sources.update(dict.fromkeys(line.sources[:_MOST_SOURCES]))
        self._names.read(names)
        self._find_quotes(list(sources))

    def tables(self, rows: Rows) -> list[Table]:
        """Lay out an answer: one table, or one for each value of the column ``beside``.

        A column that is empty in every row is left out.

        Args:
            rows: The answer; ``read`` has seen it.
        """
        places = rows.places
        beside = rows.beside
        groups: dict[str | None, list[int]] = {}
        for number, row in enumerate(rows.rows):
            key = None if beside is None else str(row[places[beside]] or "")
            groups.setdefault(key, []).append(number)
        names = list(rows.shown)
        if beside is not None and len(groups) > 1:
            names.remove(beside)
        elif groups:
            groups = {None: list(range(len(rows.rows)))}
        return [self._table(caption, rows, numbers, names) for caption, numbers in groups.items()]

    def _table(
        self, caption: str | None, rows: Rows, numbers: list[int], names: list[str]
    ) -> Table:
        places = rows.places
        filled = [
            name
            for name in names
            if any(rows.rows[number][places[name]] is not None for number in numbers)
        ]
        columns = [rows.columns[places[name]] for name in filled]
        below: dict[str | None, list[Column]] = {}
        for column in columns:
            below.setdefault(column.below if column.below in filled else None, []).append(column)
        columns = below.pop(None, [])
        cells, quotes = [], []
        for number in numbers:
            line = _Line(rows, places, rows.rows[number], rows.sources[number])
            cells.append([self._cell(column, line) for column in columns])
            for place, column in enumerate(columns) if below else ():
                if more := below.get(column.name):
                    cells[-1][place] = self._with_more(cells[-1][place], more, line)
            if rows.with_quotes:
                quotes.append(self._quotes_of(line.sources))
        return Table(caption, columns, cells, quotes if any(quotes) else [])

    def _with_more(self, cell: Cell, columns: list[Column], line: _Line) -> Cell:
        found = [(column, self._cell(column, line)) for column in columns]
        return cell._replace(below=[(column, one) for column, one in found if one.text])

    def _cell(self, column: Column, line: _Line) -> Cell:
        value: Value = line.row[line.places[column.name]]
        text = shown(value, column, self._frame.lang)
        if not text:
            return Cell([], "")
        code = f"code.{text}"
        is_code = column.name in self._columns["coded"] and self._frame.words.has(code)
        if is_code:
            text = self._frame.words(code)
        if column.type == "iri":
            return Cell([Piece(self._short(text), self._address(text))], text)
        if column.name == "page":
            return Cell([Piece(text, self._words_address(line, int(text)))], text)
        iri = line.iri_for(column.name)
        if iri is not None:
            return Cell([Piece(text, self._address(iri))], text)
        if column.name == "words":
            return Cell([Piece(text, self._quoted(line, text))], text)
        if text.startswith(("http://", "https://")) and " " not in text:
            return Cell([Piece(text, self._address(text))], text)
        if is_code or column.type == "boolean" or not self._names_things(column.name):
            return Cell([Piece(text)], text)
        return Cell(self._pieces(column.name, str(value), line), text)

    def _pieces(self, name: str, text: str, line: _Line) -> list[Piece]:
        sign = self._columns["joined"].get(name)
        whole = self._find(name, text, line)
        if sign is None or whole is not None:
            return [Piece(" ".join(text.split()), whole)]
        pieces = []
        for number, part in enumerate(text.split(sign)):
            if number:
                pieces.append(Piece(sign))
            pieces.append(Piece(part, self._find(name, part, line)))
        return pieces

    def _find(self, column: str, name: str, line: _Line) -> str | None:
        """Return the address of the one thing that is meant by a name, or None."""
        found = self._names.find(name, self._names.scope(line.sources))
        wanted = self._columns["wanted"].get(column)
        code = line.code or self._project
        for fits in (
            lambda one: wanted is not None and wanted in one.classes,
            lambda one: one.iri in line.sources,
            lambda one: not one.is_behind,
            lambda one: one.code is not None and one.code == code,
        ):
            if len(found) > 1:
                found = [one for one in found if fits(one)] or found
        return self._address(found[0].iri) if len(found) == 1 else None

    def _quoted(self, line: _Line, text: str) -> str | None:
        """Return where words stand that a row quotes."""
        for source in line.sources:
            for quote in self._quotes.get(source, ()):
                if " ".join(quote.words.split()) == text:
                    return quote.href
        place = line.places.get("page")
        page = None if place is None else line.row[place]
        return None if page is None else self._words_address(line, int(page))

    def _names_things(self, name: str) -> bool:
        return name not in self._columns["plain"]

    def _cut(self, name: str, text: str) -> list[str]:
        sign = self._columns["joined"].get(name)
        return [text] if sign is None else [text, *text.split(sign)]

    def _short(self, iri: str) -> str:
        return local_name(iri) or iri

    def _address(self, iri: str) -> str | None:
        if iri not in self._addresses:
            path = self._shared.addresses.page(iri)
            elsewhere = iri if iri.startswith(("http://", "https://")) else None
            self._addresses[iri] = elsewhere if path is None else self._frame.url(path)
        return self._addresses[iri]

    def _words_address(self, line: _Line, page: int) -> str | None:
        for source in line.sources:
            for quote in self._quotes.get(source, ()):
                if quote.page == page:
                    return quote.href
        plans = self._shared.plans
        return self._frame.url(f"/plan/{plans[0].id}/{page}") if len(plans) == 1 else None

    def _quotes_of(self, sources: list[str]) -> list[Quote]:
        """Return the quotes behind a row, those within longer ones left out.

        First come the words with which each of what the row rests on begins, in the order in
        which the question names it: what was counted stands there before what it belongs to.
        """
        ranks: dict[Quote, int] = {}
        for place, source in enumerate(sources):
            for number, quote in enumerate(self._quotes.get(source, ())):
                rank = number * len(sources) + place
                ranks[quote] = min(ranks.get(quote, rank), rank)
        kept: list[Quote] = []
        for quote in sorted(ranks, key=lambda one: (one.plan, one.start, -one.end)):
            if kept and kept[-1].plan == quote.plan and kept[-1].end >= quote.end:
                ranks[kept[-1]] = min(ranks[kept[-1]], ranks[quote])
            else:
                kept.append(quote)
        return sorted(kept, key=ranks.__getitem__)

    def _find_quotes(self, sources: list[str]) -> None:
        # A term of a vocabulary stands in no document; to find that out, all is read that has it.
        base = self._shared.addresses.base
        sources = [source for source in sources if source.startswith(base)]
        new = [source for source in sources if source not in self._known]
        for start in range(0, len(new), _AT_ONCE):
            self._learn(new[start : start + _AT_ONCE])
        for source in sources:
            known = sorted(self._known[source], key=_order)
            self._quotes[source] = list(dict.fromkeys(quote for quote, _ in known))

    def _learn(self, sources: list[str]) -> None:
        """Find out which words stand behind things, and whether a thing begins with them."""
        rows = ask(self.store, "passages", things=map(NamedNode, sources))
        told = {row[0] for row in rows}
        for graph, own in by_edition(
            self.store, [one for one in sources if one not in told]
        ).items():
            rows += ask(self.store.within([graph]), "passages", things=map(NamedNode, own))
        found: dict[str, list[tuple[Quote, bool]]] = {source: [] for source in sources}
        for thing, passage, page, start, end, words, first in rows:
            place = int(page), int(start), int(end)
            quote = make_quote(self._frame, self._shared, passage, place, words)
            if quote is not None:
                found[thing].append((quote, first == "true"))
        for source, quotes in found.items():
            self._known.keep(source, quotes)


def _order(known: tuple[Quote, bool]) -> tuple[bool, str, int, int]:
    """Order the quotes of a thing: where it begins, then as in the document."""
    quote, is_first = known
    return not is_first, quote.plan, quote.start, -quote.end


@dataclass(slots=True)
class _Line:
    """A row, and what is known of it."""

    rows: Rows
    places: dict[str, int]
    row: Any
    source: str | None
    sources: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.sources = (self.source or "").split()

    @property
    def code(self) -> str | None:
        place = self.places.get("code")
        return None if place is None else self.row[place]

    def iri_for(self, name: str) -> str | None:
        """Return the IRI that the row holds for what a column names."""
        for column in choices()["columns"]["iri"].get(name, ()):
            place = self.places.get(column)
            if place is not None and self.rows.columns[place].type == "iri":
                value = self.row[place]
                if value is not None:
                    return str(value)
        return None
