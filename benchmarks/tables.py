"""Tables on the terminal, in Markdown, so that they can be pasted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.box import MARKDOWN
from rich.console import Console
from rich.table import Table

_CONSOLE = Console(width=120, highlight=False, soft_wrap=False)


def print_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; all columns but the first are numbers and stand right."""
    table = Table(*columns, box=MARKDOWN, header_style="")
    for column in table.columns[1:]:
        column.justify = "right"
    for row in rows:
        table.add_row(*row)
    _CONSOLE.print(f"\n## {title}", markup=False)
    _CONSOLE.print(table)


def print_verdict(what: str, ratio: float, bound: float, *, at_least: bool = False) -> None:
    """Print a ratio beside its bound."""
    holds = ratio >= bound if at_least else ratio <= bound
    sign = "≥" if at_least else "≤"
    _CONSOLE.print(f"{'holds' if holds else 'FAILS'}: {what}: {ratio:.2f}, wanted {sign} {bound:g}")


def milliseconds(seconds: float) -> str:
    """Write a time in milliseconds."""
    return f"{seconds * 1000:.2f} ms"
