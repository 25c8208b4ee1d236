"""Answers as tables for people: as wide as the terminal, Japanese characters two columns each."""

from __future__ import annotations

import io
import sys
from shutil import get_terminal_size

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.questions.answers import Answer

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
    headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int] = ()
) -> None:
    """Print rows under headings; the columns in ``numbers`` stand to the right."""
    table = Table(box=box.SIMPLE_HEAD)
    for place, heading in enumerate(headings):
        is_number = place in numbers
        table.add_column(heading, justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    Console(file=sys.stdout, width=None if sys.stdout.isatty() else _width()).print(table)


def _table(answer: Answer, lang: str) -> Table:
    from kg.questions.formats import plain

    table = Table(box=box.SIMPLE_HEAD, show_lines=False)
    for column in answer.question.columns:
        table.add_column(
            Text(column.label[lang]),
            justify="right" if column.type in _NUMBERS else "left",
            no_wrap=column.type in _NARROW,
            overflow="fold",
        )
    for row in answer.rows:
        table.add_row(*(Text(plain(cell)) for cell in row))
    return table


def _width() -> int:
    """Return how wide a table is that goes to no terminal: the variable COLUMNS, or 120."""
    return get_terminal_size((_WIDTH, 24)).columns
