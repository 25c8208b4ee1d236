"""A dossier as data: JSON, and its sections as one long CSV table."""

from __future__ import annotations

import csv
import io
import json

from kg.questions.formats import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from kg.dossier.model import Dossier, Section

CSV_COLUMNS = ("section", "heading", "row", "column", "label", "value")
"""Columns of the CSV: the canned query and its heading, number of the row, column, value."""


def to_json(dossier: Dossier) -> str:
    """Write a dossier as JSON.

    Args:
        dossier: The dossier.

    Returns:
        An object with the thing and its sections, each with query, command, columns and rows;
        null for no value. Which columns are shown to people, each column says.
    """
    content = {
        "iri": dossier.iri,
        "word": dossier.word,
        "title": dossier.title,
        "kind": dossier.kind,
        "lang": dossier.lang,
        "sections": [_section(section, dossier.lang) for section in dossier.sections],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def to_csv(dossier: Dossier, *, excel: bool = False) -> str:
    """Write all sections as one long table.

    Args:
        dossier: The dossier.
        excel: With a byte order mark and CRLF, as Excel wants it.

    Returns:
        A line for each value that is there, columns as in ``CSV_COLUMNS``.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n" if excel else "\n")
    writer.writerow(CSV_COLUMNS)
    for section in dossier.sections:
        for number, row in enumerate(section.cells, start=1):
            for column, cell in zip(section.columns, row, strict=True):
                if cell is not None:
                    label = column.label[dossier.lang]
                    line = (section.name, section.heading, number, column.name, label, plain(cell))
                    writer.writerow(line)
    return ("\ufeff" if excel else "") + buffer.getvalue()


def _section(section: Section, lang: str) -> dict[str, Any]:
    columns = [
        {
            "name": column.name,
            "label": column.label[lang],
            "type": column.type,
            "shown": column.name in section.shown,
        }
        for column in section.columns
    ]
    names = [column.name for column in section.columns]
    return {
        "query": section.name,
        "heading": section.heading,
        "command": section.command,
        "beside": section.beside,
        "columns": columns,
        "rows": [dict(zip(names, row, strict=True)) for row in section.cells],
    }
