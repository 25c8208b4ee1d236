"""A dossier as Markdown, with the tables of GitHub Flavored Markdown."""

from __future__ import annotations

import re

from kg.dossier.words import say, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.dossier.model import Dossier, Section, Table

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$&#])")


def to_markdown(dossier: Dossier) -> str:
    """Write a dossier as Markdown.

    Args:
        dossier: The dossier.

    Returns:
        The text, which ends in a line end.
    """
    kind = f"（{escape(dossier.kind)}）" if dossier.kind else ""
    parts = [f"# {escape(dossier.title)}{kind}", f"<{dossier.iri}>"]
    for section in dossier.filled:
        parts += _section(section, dossier.lang)
    if dossier.empty:
        parts.append(f"## {say('empty', dossier.lang)}")
        parts.append(
            "\n".join(
                f"- {escape(section.heading)}: {_code(section.command)}"
                for section in dossier.empty
            )
        )
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    r"""Return a text in which nothing means markup.

    Example:
        >>> escape("釧路港 | <b>*")
        '釧路港 \\| \\<b\\>\\*'
    """
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _code(text: str) -> str:
    """Write a text as code, between more grave accents than stand in it."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    blank = " " if longest else ""
    return f"{fence}{blank}{text}{blank}{fence}"


def _section(section: Section, lang: str) -> list[str]:
    parts = [f"## {escape(section.heading)}"]
    caution = section.caution(lang)
    parts += [f"> {escape(caution)}"] if caution else []
    for table in section.tables():
        if table.caption is not None:
            parts.append(f"### {escape(table.caption)}")
        parts.append(_table(table, lang))
    return [*parts, _code(section.command)]


def _table(table: Table, lang: str) -> str:
    lines = [
        _row([column.label[lang] for column in table.columns]),
        "|" + "|".join("--:" if one.type == "integer" else "---" for one in table.columns) + "|",
    ]
    for row in table.rows:
        cells = zip(row, table.columns, strict=True)
        lines.append(_row([shown(cell, column, lang) for cell, column in cells]))
    return "\n".join(lines)


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(map(escape, cells)) + " |"
