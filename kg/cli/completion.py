"""``kg completion SHELL``: print a completion script."""

from __future__ import annotations

import sys

from kg.cli.commands import COMMANDS, load
from kg.cli.parser import Parser, make_parser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

    from kg.cli.commands import Say
    from kg.cli.messages import Language


def add_arguments(parser: ArgumentParser, say: Say) -> None:
    """Tell the parser what the command takes."""
    import shtab

    parser.add_argument(
        "shell",
        metavar="SHELL",
        choices=shtab.SUPPORTED_SHELLS,
        help=say("シェル: ", "one of ") + ", ".join(shtab.SUPPORTED_SHELLS),
    )


def run(words: Sequence[str], lang: Language) -> int:
    """Print a completion script.

    Args:
        words: The command line behind ``kg completion``.
        lang: Language of the descriptions in it.

    Returns:
        The exit status.
    """
    import shtab

    parser = make_parser("completion", lang)
    add_arguments(parser, parser.say)
    arguments = parser.parse_args(words)
    sys.stdout.write(shtab.complete(_whole_parser(lang), arguments.shell) + "\n")
    return 0


def _whole_parser(lang: Language) -> Parser:
    """Make one parser of all commands; only completion needs it."""
    from kg.questions.catalogue import Catalogue

    parser = Parser("kg", "chiiki-kg", lang)
    commands = parser.add_subparsers(dest="command", parser_class=_Part)
    for name, (ja, en) in COMMANDS.items():
        words = ja if lang == "ja" else en
        part = commands.add_parser(name, help=words, description=words, lang=lang)
        if name == "query":
            part.add_argument("name", choices=Catalogue().names())
        load(name).add_arguments(part, part.say)
    return parser


class _Part(Parser):
    """A parser among others, which argparse makes itself."""

    def __init__(self, *, prog: str, description: str, lang: Language) -> None:
        super().__init__(prog, description, lang)
