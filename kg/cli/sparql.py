"""``kg sparql QUERY_OR_FILE``: answer any SPARQL query."""

from __future__ import annotations

import os
import sys

from kg.cli.options import (
    add_data,
    add_edition,
    add_output,
    add_sources,
    open_from,
    write_answer,
)
from kg.cli.parser import make_parser
from kg.errors import GraphFileError, NotFoundError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

    from kg.cli.commands import Say
    from kg.cli.messages import Language
    from kg.questions.answers import Answer

_LONGEST_NAME = 255
"""No file has a longer name."""


def add_arguments(parser: ArgumentParser, say: Say) -> None:
    """Tell the parser what the command takes."""
    parser.add_argument(
        "query",
        metavar="QUERY_OR_FILE",
        help=say(
            "SPARQL の問い合わせ、そのファイル、または標準入力を表す -",
            "a SPARQL query, a file that holds one, or - for standard input",
        ),
    )
    add_output(parser, say)
    add_sources(parser, say)
    add_data(parser, say)
    add_edition(parser, say)


def run(words: Sequence[str], lang: Language) -> int:
    """Answer a query.

    Args:
        words: The command line behind ``kg sparql``.
        lang: Language of help and messages.

    Returns:
        The exit status.

    Raises:
        UsageError: If the query is wrong, or has no sources that could be added.
        KgError: If the query or the dataset cannot be read.
    """
    parser = make_parser("sparql", lang)
    add_arguments(parser, parser.say)
    arguments = parser.parse_intermixed_args(words)
    text, where = _read(arguments.query)
    answer = open_from(arguments).sparql(text, where=where)
    if hasattr(answer, "to_turtle") and arguments.format is None and arguments.output is None:
        arguments.format = None if sys.stdout.isatty() else "ttl"
    if arguments.sources:
        answer = _with_sources(answer)
    write_answer(answer, arguments)
    return 0


def _with_sources(answer: Answer) -> Answer:
    """Add the words behind each row.

    Raises:
        UsageError: If no row says what it speaks of.
    """
    if answer.cells and not any(answer.sources):
        raise UsageError(
            "--sources is for canned queries: this one does not say what its rows speak of",
            hint="Leave out --sources, or name the file of a canned query, whose variable ?source_ "
            "says it",
        )
    from kg.dataset.free import with_sources

    return with_sources(answer)


def _read(given: str) -> tuple[str, str | None]:
    """Tell a query from the name of a file, and read the file.

    Raises:
        NotFoundError: If there is no such file.
        GraphFileError: If it is no text.
    """
    try:
        if given == "-":
            return sys.stdin.buffer.read().decode("utf-8-sig"), None
        has_signs = any(sign in given for sign in "{}<\n?")
        is_query = has_signs or not given.strip() or len(given) > _LONGEST_NAME
        if not is_query or os.path.exists(given):  # noqa: PTH110
            with open(given, encoding="utf-8-sig") as file:  # noqa: PTH123
                return file.read(), given
    except UnicodeDecodeError as error:
        raise GraphFileError("the query is no UTF-8 text", where=given) from error
    except OSError as error:
        raise NotFoundError(
            f"there is no such file, and this is no query: {error.strerror}",
            where=given,
            hint="A query holds { and }: kg sparql 'SELECT * WHERE { ?s ?p ?o } LIMIT 10'",
        ) from error
    return given, None
