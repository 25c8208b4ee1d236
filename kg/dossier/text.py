"""A dossier for a terminal: sections of tables, each under the command that gives it."""

from __future__ import annotations

from kg.dossier.tables import lay_out, width_of, wrap
from kg.dossier.words import say, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.dossier.model import Dossier, Section, Table

_BOLD = "\x1b[1m"
_PLAIN = "\x1b[0m"
_INDENT = "  "


def to_text(dossier: Dossier, width: int, *, bold: bool = False) -> str:
    """Write a dossier as sections of tables.

    Args:
        dossier: The dossier.
        width: Columns of the terminal.
        bold: Whether headings are set in bold.

    Returns:
        The text, which ends in a line end.
    """
    title = dossier.title if not dossier.kind else f"{dossier.title}（{dossier.kind}）"
    lines = [_heading(line, bold) for line in wrap(title, width)]
    lines.append(dossier.iri)
    for section in dossier.filled:
        lines += ["", *_section(section, width, dossier.lang, bold)]
    if dossier.empty:
        lines += ["", _heading(say("empty", dossier.lang), bold)]
        headings = [section.heading for section in dossier.empty]
        widest = max(map(width_of, headings))
        for section in dossier.empty:
            blanks = " " * (widest - width_of(section.heading))
            lines.append(f"{_INDENT}{section.heading}{blanks}  {section.command}")
    return "\n".join(lines) + "\n"


def _heading(text: str, bold: bool) -> str:
    return f"{_BOLD}{text}{_PLAIN}" if bold else text


def _section(section: Section, width: int, lang: str, bold: bool) -> list[str]:
    count = say("row" if section.total == 1 else "rows", lang, count=section.total)
    lines = [_heading(f"■ {section.heading}", bold) + f"  {count}", f"{_INDENT}$ {section.command}"]
    caution = section.caution(lang)
    lines += [_INDENT + line for line in wrap(caution, width - len(_INDENT))] if caution else []
    for table in section.tables():
        lines.append("")
        if table.caption is not None:
            lines.append(f"{_INDENT}{_heading(f'【{table.caption}】', bold)}")
        lines += [_INDENT + line for line in _table(table, width - len(_INDENT), lang)]
    return lines


def _table(table: Table, width: int, lang: str) -> list[str]:
    headings = [column.label[lang] for column in table.columns]
    rows = [
        [shown(cell, column, lang) for cell, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    numbers = [column.type == "integer" for column in table.columns]
    return lay_out(headings, rows, numbers, width)
