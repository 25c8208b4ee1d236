"""``kg trace IRI [PROPERTY]``: lead values back to the page and the words."""

from __future__ import annotations

from kg.cli.options import (
    add_data,
    add_edition,
    add_output,
    answer_language,
    open_from,
    write_answer,
)
from kg.cli.parser import make_parser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

    from kg.cli.commands import Say
    from kg.cli.messages import Language


def add_arguments(parser: ArgumentParser, say: Say) -> None:
    """Tell the parser what the command takes."""
    parser.add_argument(
        "thing",
        metavar="IRI",
        help=say("調べるもの（IRI、名称、番号）", "the thing: its IRI, label or code"),
    )
    parser.add_argument(
        "property",
        metavar="PROPERTY",
        nargs="?",
        help=say(
            "この性質だけ（例: chiiki:leadAgent）", "only this property, such as chiiki:leadAgent"
        ),
    )
    add_output(parser, say)
    add_data(parser, say)
    add_edition(parser, say)


def run(words: Sequence[str], lang: Language) -> int:
    """Trace a thing.

    Args:
        words: The command line behind ``kg trace``.
        lang: Language of help and messages.

    Returns:
        The exit status.
    """
    parser = make_parser("trace", lang)
    add_arguments(parser, parser.say)
    arguments = parser.parse_intermixed_args(words)
    language = answer_language(arguments)
    answer = open_from(arguments).trace(arguments.thing, arguments.property, lang=language)
    write_answer(answer, arguments)
    return 0
