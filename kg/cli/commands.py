"""The commands of ``kg``, and which of them a command line calls."""

from __future__ import annotations

import gc
import sys

from kg.cli.messages import language
from kg.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Callable, Sequence
    from typing import Protocol

    from kg.cli.messages import Language

    Say = Callable[[str, str], str]

    class Command(Protocol):
        """A module of a command."""

        def add_arguments(self, parser: ArgumentParser, say: Say) -> None:
            """Tell the parser what the command takes."""

        def run(self, words: Sequence[str], lang: Language) -> int:
            """Do it and return the exit status."""


COMMANDS = {
    "build": ("計画を読み取り、検証して、データセットを作る", "build the dataset from plans"),
    "validate": ("SHACL で検証する", "validate a plan, a dataset or an RDF file with SHACL"),
    "check": ("オントロジーと問い合わせを点検する", "check ontology, queries and terms"),
    "queries": ("用意された問い合わせを一覧する", "list the canned queries"),
    "query": ("用意された問い合わせに答える", "answer a canned query"),
    "sparql": ("SPARQL の問い合わせに答える", "answer any SPARQL query"),
    "coverage": ("文書のどこが何になったかを示す", "show what of a document became what"),
    "trace": ("値を文書のページと原文までたどる", "lead values back to page and words"),
    "show": ("一つのものの調書を示す", "show the dossier of one thing"),
    "search": ("名称と本文を検索する", "search names and texts"),
    "evaluate": (
        "言及を人が読んだ表と比べる",
        "compare the mentions with a table read by a person",
    ),
    "diff": (
        "二つの版のあいだで意味の変わったところを示す",
        "show what changed in meaning between two editions",
    ),
    "serve": (
        "データセットをウェブで公開する",
        "serve the dataset: SPARQL, REST, linked data, pages",
    ),
    "publish": (
        "サーバーのいらないサイトとして書き出す",
        "publish the dataset as a folder that any host can serve",
    ),
    "completion": ("シェル補完のスクリプトを出力する", "print a shell completion script"),
}
"""Each command with what it does, in Japanese and English."""

_MAKE_GRAPHS = ("build", "check", "coverage", "diff", "evaluate", "validate")

VALUE_OPTIONS = (
    *("--data", "--endpoint", "--timeout", "--format", "-f", "--lang", "--output", "-o"),
    *("--plan", "--kind", "--limit", "--measure", "--address"),
)
"""Options that take the next word, so that it is not the command or the query's name."""


def run(words: Sequence[str]) -> int:
    """Run the command that a command line calls.

    Args:
        words: The command line behind ``kg``.

    Returns:
        The exit status.

    Raises:
        KgError: What the command raises.
    """
    place = first_word(words)
    if place is None:
        return _without_command(words)
    name = words[place]
    if name not in COMMANDS:
        raise _unknown(name)
    rest = [*words[:place], *words[place + 1 :]]
    if name in _MAKE_GRAPHS:
        # Graphs are very many objects and hardly a cycle: to look among them after each 700, as
        # Python does, takes a sixth of the time of a build and finds nothing.
        gc.set_threshold(100_000, 5, 5)
    try:
        return load(name).run(rest, language(words))
    except SystemExit as end:  # argparse has printed the help
        return int(end.code or 0)


def load(name: str) -> Command:
    """Import the module of a command."""
    return __import__(f"kg.cli.{name}", fromlist=["run"])


def first_word(words: Sequence[str]) -> int | None:
    """Find the first word that is neither an option nor the value of one.

    Example:
        >>> first_word(["--data", "there", "query", "goals"])
        2
    """
    is_value = False
    for place, word in enumerate(words):
        if is_value:
            is_value = False
        elif word in VALUE_OPTIONS:
            is_value = True
        elif not word.startswith("-"):
            return place
    return None


def overview(lang: Language) -> str:
    """Write the help of ``kg`` as a whole."""
    from kg.text import display_width

    usage, commands = ("使い方", "コマンド") if lang == "ja" else ("usage", "commands")
    more = "kg コマンド --help で詳しく" if lang == "ja" else "kg COMMAND --help says more"
    width = max(map(display_width, COMMANDS))
    lines = [f"{usage}: kg [--version] [--help] COMMAND …", "", f"{commands}:"]
    for name, (ja, en) in COMMANDS.items():
        lines.append(f"  {name:<{width}}  {ja if lang == 'ja' else en}")
    return "\n".join([*lines, "", more, ""])


def _without_command(words: Sequence[str]) -> int:
    if "--version" in words or "-V" in words:
        import kg

        sys.stdout.write(f"chiiki-kg {kg.__version__}\n")
        return 0
    lang = language(words)
    if "--help" in words or "-h" in words:
        sys.stdout.write(overview(lang))
        return 0
    others = [word for word in words if word.startswith("-") and word.partition("=")[0] != "--lang"]
    if others:
        raise UsageError(f"no command is given with {others[0]}", hint="`kg --help` lists them")
    sys.stderr.write(overview(lang))
    return 2


def _unknown(name: str) -> UsageError:
    from difflib import get_close_matches

    nearest = get_close_matches(name, COMMANDS, n=1)
    hint = f"Did you mean `kg {nearest[0]}`?" if nearest else "`kg --help` lists them"
    return UsageError(f"there is no command {name!r}", hint=hint)
