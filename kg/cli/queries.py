"""``kg queries``: list the canned queries."""

from __future__ import annotations

from kg.cli.options import add_language, add_output, write_answer
from kg.cli.parser import make_parser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

    from kg.cli.commands import Say
    from kg.cli.messages import Language


def add_arguments(parser: ArgumentParser, say: Say) -> None:
    """Tell the parser what the command takes."""
    add_output(parser, say)
    add_language(parser, say)


def run(words: Sequence[str], lang: Language) -> int:
    """List the canned queries with their parameters.

    Args:
        words: The command line behind ``kg queries``.
        lang: Language of titles and help.

    Returns:
        The exit status.
    """
    parser = make_parser("queries", lang)
    add_arguments(parser, parser.say)
    arguments = parser.parse_args(words)
    arguments.lang = lang
    from kg.dataset.listing import list_questions

    write_answer(list_questions(lang), arguments)
    return 0
