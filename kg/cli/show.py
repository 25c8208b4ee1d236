"""``kg show THING``: the dossier of one thing."""

from __future__ import annotations

import sys

from kg.cli import ahead
from kg.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable, Sequence

    from kg.cli.commands import Say
    from kg.cli.messages import Language
    from kg.cli.options import Arguments
    from kg.dossier.model import Dossier

_WRITERS: dict[str, Callable[[Dossier], str]] = {
    "md": lambda dossier: dossier.to_markdown(),
    "html": lambda dossier: dossier.to_html(),
    "json": lambda dossier: dossier.to_json(),
    "jsonld": lambda dossier: dossier.to_jsonld(),
    "ttl": lambda dossier: dossier.to_turtle(),
    "csv": lambda dossier: dossier.to_csv(),
}
_TABLE = "table"
_TEXT = "txt"
"""How the name of a file ends that has the table."""
_WIDTH = 100


def add_arguments(parser: ArgumentParser, say: Say) -> None:
    """Tell the parser what the command takes."""
    from kg.cli.options import add_data, add_edition

    parser.add_argument(
        "values",
        nargs="*",
        metavar="THING",
        help=say("調べるもの（名称、番号、IRI）", "the thing: its label, code or IRI"),
    )
    parser.add_argument(
        "-f",
        "--format",
        choices=(_TABLE, *_WRITERS),
        help=say("出力形式（既定: table）", "output format (default: table)"),
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help=say("出力するファイル", "file to write to"),
    )
    parser.add_argument(
        "--bom",
        "--excel",
        action="store_true",
        help=say("Excel 向けの CSV（BOM 付き）", "CSV for Excel, with a byte order mark"),
    )
    add_data(parser, say)
    add_edition(parser, say)


def run(words: Sequence[str], lang: Language) -> int:
    """Show a thing.

    Args:
        words: The command line behind ``kg show``.
        lang: Language of help and messages.

    Returns:
        The exit status.

    Raises:
        UsageError: If not exactly one thing is named.
        ParameterError: If there is no such thing, or more than one.
    """
    ahead.start(words)
    from kg.cli.options import answer_language, open_from, read_plainly, write_content
    from kg.dossier.making import make_dossier
    from kg.dossier.recipes import Recipes

    arguments = read_plainly(words)
    if arguments is None:
        from kg.cli.parser import make_parser

        parser = make_parser("show", lang)
        add_arguments(parser, parser.say)
        arguments = parser.parse_intermixed_args(words)
    if len(arguments.values) != 1:
        raise UsageError(
            f"one thing can be shown, not {len(arguments.values)}",
            hint="Quote a name with blanks; `kg search` finds things by their words",
        )
    # Before the store is waited for, which is being opened meanwhile.
    recipes, language, write = Recipes(), answer_language(arguments), _writer(arguments)
    dataset, thing = open_from(arguments), arguments.values[0]
    dossier = make_dossier(dataset.store, dataset.catalogue, thing, language, recipes)
    write_content(write(dossier).encode(), arguments.output)
    return 0


def _writer(arguments: Arguments) -> Callable[[Dossier], str]:
    """Return what writes a dossier in the format that was asked for."""
    from kg.cli.options import chosen_format

    chosen = chosen_format(arguments, (*_WRITERS, _TEXT), _TABLE)
    if chosen == "csv":
        return lambda dossier: dossier.to_csv(excel=bool(arguments.bom))
    if chosen in (_TABLE, _TEXT):
        from kg.dossier.text import to_text

        on_terminal = arguments.output is None and sys.stdout.isatty()
        return lambda dossier: to_text(dossier, _width(), bold=on_terminal)
    return _WRITERS[chosen]


def _width() -> int:
    """Return how wide a table is: the variable COLUMNS, the terminal's width, or 100."""
    import os

    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _WIDTH
    except (AttributeError, ValueError, OSError):  # no terminal, or no output at all
        return _WIDTH
