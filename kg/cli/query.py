"""``kg query NAME [VALUE …] [--PARAM VALUE]``: answer a canned query."""

from __future__ import annotations

import sys

from kg.cli import ahead
from kg.cli.commands import first_word
from kg.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

    from kg.cli.commands import Say
    from kg.cli.messages import Language
    from kg.cli.options import Arguments
    from kg.cli.parser import Parser
    from kg.questions.catalogue import Parameter, Question


def add_arguments(parser: ArgumentParser, say: Say) -> None:
    """Tell the parser what every canned query takes."""
    from kg.cli.options import add_data, add_edition, add_output, add_sources

    parser.add_argument(
        "values",
        nargs="*",
        metavar="VALUE",
        help=say(
            "引数の値（名称、番号、IRI）を順に、又は 引数=値",
            "values of the parameters in their order, or PARAM=VALUE: labels, codes, IRIs",
        ),
    )
    add_output(parser, say)
    add_sources(parser, say)
    add_data(parser, say)
    add_edition(parser, say)


def run(words: Sequence[str], lang: Language) -> int:
    """Answer a canned query.

    Args:
        words: The command line behind ``kg query``.
        lang: Language of help and messages.

    Returns:
        The exit status.

    Raises:
        UsageError: If no query is named, or its parameters are wrong.
    """
    place = first_word(words)
    if place is None:
        raise _no_name(words, lang)
    return run_named("query", words[place], [*words[:place], *words[place + 1 :]], lang)


def run_named(command: str, name: str, words: Sequence[str], lang: Language) -> int:
    """Answer the canned query of a name.

    Args:
        command: The command that was called.
        name: Name of the query.
        words: The rest of the command line.
        lang: Language of help and messages.

    Returns:
        The exit status.

    Raises:
        UsageError: If there is no such query, or its parameters are wrong.
    """
    ahead.start(words)
    from kg.cli.options import (
        answer_language,
        open_from,
        parse_mixed,
        read_plainly,
        write_answer,
    )
    from kg.questions.catalogue import Catalogue

    question = Catalogue().get(name)
    arguments = read_plainly(words)
    if arguments is None:
        from kg.cli.parser import make_parser

        parser = make_parser(command, lang, name if command == "query" else "")
        parser.description = question.description[lang]
        add_arguments(parser, parser.say)
        _add_parameters(parser, question)
        arguments = parse_mixed(parser, words)
    values = _values(question, arguments)
    dataset = open_from(arguments)
    answer = dataset.query(name, lang=answer_language(arguments), **values)
    if arguments.sources:
        from kg.dataset.free import with_sources

        answer = with_sources(answer)
    write_answer(answer, arguments)
    told = question.caution if answer.cells else question.empty or question.caution
    if told is not None:
        sys.stderr.write(f"{told[answer_language(arguments)]}\n")
    return 0


def _add_parameters(parser: Parser, question: Question) -> None:
    """Take ``--PARAM`` for each parameter of a query."""
    for parameter in _open_parameters(question):
        parser.add_argument(
            f"--{parameter.name.replace('_', '-')}",
            dest=f"parameter {parameter.name}",
            metavar=parameter.type.upper(),
            help=parser.say(*_told(parameter)).replace("%", "%%"),
        )


def _told(parameter: Parameter) -> tuple[str, str]:
    """Say in Japanese and in English what can be given."""
    ja, en = parameter.label["ja"], parameter.label["en"]
    if parameter.hint:
        return f"{ja}：{parameter.hint['ja']}", f"{en}: {parameter.hint['en']}"
    return f"{ja}（例: {parameter.example}）", f"{en} (for example {parameter.example})"


def _open_parameters(question: Question) -> list[Parameter]:
    """List the parameters that a person gives; ``--lang`` is an option of every command."""
    return [parameter for parameter in question.params.values() if parameter.type != "lang"]


def _values(question: Question, arguments: Arguments) -> dict[str, str]:
    """Return the value of each parameter: of its option, of PARAM=VALUE, or by its place."""
    free = [parameter.name for parameter in _open_parameters(question)]
    given: dict[str, str] = {}
    for name in free:
        if (value := getattr(arguments, f"parameter {name}", None)) is not None:
            given[name] = value
    placed = []
    for value in arguments.values:
        name, sign, named = value.partition("=")
        if sign and name in free:
            _give(given, name, named)
        else:
            placed.append(value)
    if len(placed) > len(free):
        raise UsageError(
            f"too many values: {question.name} takes {', '.join(free) or 'none'}",
            hint=f"`kg query {question.name} --help` shows them",
        )
    for name, value in zip(free, placed, strict=False):
        _give(given, name, value)
    return given


def _give(given: dict[str, str], name: str, value: str) -> None:
    if name in given:
        raise UsageError(f"the parameter {name!r} is given twice: {value} and {given[name]}")
    given[name] = value


def _no_name(words: Sequence[str], lang: Language) -> UsageError:
    from kg.cli.options import parse_mixed
    from kg.cli.parser import make_parser

    parser = make_parser("query", lang, "NAME")
    add_arguments(parser, parser.say)
    parse_mixed(parser, words)
    return UsageError("which query? Its name is missing", hint="`kg queries` lists them")
