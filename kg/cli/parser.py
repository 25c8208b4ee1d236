"""The parser of one command."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, HelpFormatter

from kg.cli.commands import COMMANDS
from kg.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

    from kg.cli.messages import Language


_WIDTH = 80


class _Help(HelpFormatter):
    """Help as wide as the terminal; argparse would import half an archive library to ask it."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_terminal_width() - 2)


def _terminal_width() -> int:
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns) > 0:
        return int(columns)
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or _WIDTH
    except (AttributeError, ValueError, OSError):  # no terminal, or no output at all
        return _WIDTH


class Parser(ArgumentParser):
    """An argument parser that raises instead of exiting, and speaks Japanese where asked to."""

    def __init__(self, prog: str, description: str, lang: Language) -> None:
        super().__init__(
            prog=prog,
            description=description,
            add_help=False,
            allow_abbrev=False,
            formatter_class=_Help,
        )
        self.lang = lang
        self._positionals.title = self.say("引数", "arguments")
        self._optionals.title = self.say("オプション", "options")
        self.add_argument(
            "-h", "--help", action="help", help=self.say("説明を表示", "show this help")
        )

    def say(self, ja: str, en: str) -> str:
        """Pick the words of the parser's language."""
        return ja if self.lang == "ja" else en

    def error(self, message: str) -> NoReturn:
        """Refuse a command line.

        Raises:
            UsageError: Always.
        """
        raise UsageError(message, hint=f"`{self.prog} --help` shows what it takes")


def make_parser(name: str, lang: Language, arguments: str = "") -> Parser:
    """Make the parser of one command.

    Args:
        name: Name of the command.
        lang: Language of its help.
        arguments: What stands behind the name, where that is already read.

    Returns:
        The parser; the command adds what it takes.
    """
    ja, en = COMMANDS[name]
    return Parser(f"kg {name} {arguments}".rstrip(), ja if lang == "ja" else en, lang)
