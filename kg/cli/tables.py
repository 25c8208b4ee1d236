"""Answers as tables for people: as wide as the terminal, Japanese characters two columns each."""

from __future__ import annotations

import io
import sys
from shutil import get_terminal_size

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kg.text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from kg.questions.answers import Answer, Cell
    from kg.questions.catalogue import Column

_WIDTH = 120
_NUMBERS = ("integer",)
_NARROW = ("boolean", "code", "integer")


def print_answer(answer: Answer, lang: str) -> None:
    """Print an answer to standard output, and how many rows it has."""
    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else _width())
    console.print(_table(answer, lang))
    count = len(answer)
    console.print(f"{count} 行" if lang == "ja" else f"{count} row{'' if count == 1 else 's'}")


def answer_text(answer: Answer, lang: str) -> str:
    """Write an answer as a table for a file."""
    buffer = io.StringIO()
    Console(file=buffer, width=_width(), color_system=None).print(_table(answer, lang))
    return buffer.getvalue()


def print_rows(
    headings: Sequence[str], rows: Sequence[Sequence[str | Text]], numbers: Sequence[int] = ()
) -> None:
    """Print rows under headings; the columns in ``numbers`` stand to the right."""
    table = Table(box=box.SIMPLE_HEAD)
    for place, heading in enumerate(headings):
        justify: Literal["left", "right"] = "right" if place in numbers else "left"
        table.add_column(heading, justify=justify, overflow="fold")
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else Text(visible(cell)) for cell in row))
    Console(file=sys.stdout, width=None if sys.stdout.isatty() else _width()).print(table)


def _table(answer: Answer, lang: str) -> Table:
    """Lay an answer out; columns that people read below another one stand in its cells."""
    columns = answer.question.columns
    stacks = [
        [column, *(other for other in columns if other.below == column.name)]
        for column in columns
        if column.below is None
    ]
    places = {column.name: place for place, column in enumerate(columns)}
    table = Table(box=box.SIMPLE_HEAD, show_lines=len(stacks) < len(columns))
    for column, *_ in stacks:
        table.add_column(
            Text(column.label[lang]),
            justify="right" if column.type in _NUMBERS else "left",
            no_wrap=column.type in _NARROW,
            overflow="fold",
        )
    for row in answer.cells:
        cells = ([(one, row[places[one.name]]) for one in stack] for stack in stacks)
        table.add_row(*(_stacked(stack, lang) for stack in cells))
    return table


def _stacked(cells: Sequence[tuple[Column, Cell]], lang: str) -> Text:
    """Write a cell, and what stands below it in a line each, behind its label; no empty lines."""
    from kg.questions.formats import plain

    lines = []
    for place, (column, cell) in enumerate(cells):
        if cell is not None:
            label = f"{column.label[lang]}: " if place else ""
            lines.append(Text.assemble((label, "dim"), visible(plain(cell))))
    return Text("\n").join(lines)


def _width() -> int:
    """Return how wide a table is that goes to no terminal: the variable COLUMNS, or 120."""
    return get_terminal_size((_WIDTH, 24)).columns
