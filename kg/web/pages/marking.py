"""Attributes of texts and cells: the language of a text, and the class and label of a cell."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from kg.web.pages.choices import choices

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.questions.catalogue import Column
    from kg.web.pages.quotes import Quote
    from kg.web.pages.tables import Cell, Piece, Table

_JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
_LATIN = re.compile("[A-Za-z]")
_PHRASE = re.compile(r"[A-Za-z][A-Za-z'-]+ [A-Za-z][A-Za-z'-]+")
_NONE = Markup("")
_CLASSES = {"integer": "number", "code": "code"}


def is_japanese(text: str | None) -> bool:
    """Say whether a screen reader must be told to read a text of an English page as Japanese."""
    return text is not None and _JAPANESE.search(text) is not None


def is_english(text: str | None) -> bool:
    """Say whether a screen reader must be told to read a text of a Japanese page as English.

    Names and abbreviations (NPO, i-Construction) are words of Japanese, too; English is what has
    two words side by side, and more of its letters than Japanese ones.

    Example:
        >>> is_english("town hall (役場)"), is_english("i-Construction による施工")
        (True, False)
    """
    if text is None or _PHRASE.search(text) is None:
        return False
    return len(_LATIN.findall(text)) > len(_JAPANESE.findall(text))


def tongue(text: str | None, lang: str) -> Markup:
    """Return the attribute that says in which language a text is, if not in the page's.

    Args:
        text: A text of the data, whose language the data do not always tell.
        lang: Language of the page.
    """
    is_other, other = _OTHERS[lang]
    return other if is_other(text) else _NONE


_OTHERS = {
    "ja": (is_english, Markup(' lang="en"')),
    "en": (is_japanese, Markup(' lang="ja"')),
}
"""For each language of a page, what tells a text of the other one, and its attribute."""


class LaidOut(NamedTuple):
    """A cell as the template writes it.

    Attributes:
        attributes: Its attributes.
        pieces: What stands in it.
        below: What stands below that: the name of each value, its language, its pieces.
    """

    attributes: Markup
    pieces: list[Piece]
    below: Sequence[tuple[str, Markup, list[Piece]]] = ()


def laid_out(
    table: Table, lang: str, *, with_quotes: bool = False
) -> Iterator[tuple[list[LaidOut], list[Quote]]]:
    """Yield the rows of a table: attributes and pieces of each cell, what is below, and its words.

    A template that asked for each cell would take several times as long.

    Args:
        table: The table.
        lang: Language of the page.
        with_quotes: Whether the words behind the rows are wanted.
    """
    is_other, other = _OTHERS[lang]
    known = [
        (_attributes(column, lang), _attributes(column, lang, other)) for column in table.columns
    ]
    for number, row in enumerate(table.rows):
        cells = [
            LaidOut(attributes[is_other(text)], pieces)
            if not below
            else LaidOut(attributes[is_other(text)] + _sorted_by(text), pieces, _below(below, lang))
            for attributes, (pieces, text, below) in zip(known, row, strict=True)
        ]
        yield cells, table.quotes[number] if with_quotes else []


def _sorted_by(text: str) -> Markup:
    return Markup(' data-value="{}"').format(text)


def _below(
    cells: Sequence[tuple[Column, Cell]], lang: str
) -> list[tuple[str, Markup, list[Piece]]]:
    return [(column.label[lang], tongue(cell.text, lang), cell.pieces) for column, cell in cells]


def _attributes(column: Column, lang: str, other: Markup = _NONE) -> Markup:
    """Write the attributes of the cells of a column whose texts are of one language."""
    kind = _CLASSES.get(column.type)
    if kind is None and column.name in choices()["columns"]["whole"]:
        kind = "whole"
    return _written(kind, column.label[lang], other)


@lru_cache(maxsize=1 << 10)
def _written(kind: str | None, label: str, other: Markup) -> Markup:
    named = _NONE if kind is None else Markup(' class="{}"').format(kind)
    return other + named + Markup(' data-label="{}"').format(label)
