"""``kg search TEXT``: things whose name or words contain a text; the canned query ``search``."""

from __future__ import annotations

from kg.cli import query

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

    from kg.cli.commands import Say
    from kg.cli.messages import Language


def add_arguments(parser: ArgumentParser, say: Say) -> None:
    """Tell the parser what the command takes."""
    query.add_arguments(parser, say)


def run(words: Sequence[str], lang: Language) -> int:
    """Search the texts.

    Args:
        words: The command line behind ``kg search``.
        lang: Language of help and messages.

    Returns:
        The exit status.
    """
    return query.run_named("search", "search", words, lang)
