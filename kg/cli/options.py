"""Options that several commands share."""

from __future__ import annotations

import os
import sys
from types import SimpleNamespace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from kg.cli.commands import Say
    from kg.cli.parser import Parser
    from kg.dataset import Dataset
    from kg.questions.answers import Answer

    Arguments = Namespace | SimpleNamespace

_OPTIONS = ("bom", "data", "edition", "endpoint", "format", "lang", "output", "sources", "timeout")
"""What becomes of the options of a question that are not given."""

_FILES = ("csv", "tsv", "json", "ttl", "xlsx")
"""Formats of files, each of which is the ending of their names, too."""


def add_language(parser: ArgumentParser, say: Say) -> None:
    """Take ``--lang``."""
    parser.add_argument(
        "--lang",
        choices=("ja", "en"),
        help=say("表示の言語", "language of labels and messages"),
    )


def add_folder(parser: ArgumentParser, say: Say) -> None:
    """Take ``--data``."""
    parser.add_argument(
        "--data",
        metavar="DIR",
        help=say(
            "データセットのフォルダ（既定: 環境変数 KG_DATA、なければ ./dataset）",
            "folder of the dataset (default: the variable KG_DATA, else ./dataset)",
        ),
    )


def add_edition(parser: ArgumentParser, say: Say) -> None:
    """Take ``--edition``."""
    parser.add_argument(
        "--edition",
        metavar="EDITION",
        help=say(
            "現行でない版に問い合わせる（例: 2021、計画@2021）",
            "an edition to ask instead of the current ones, such as 2021 or PLAN@2021",
        ),
    )


def add_data(parser: ArgumentParser, say: Say) -> None:
    """Take ``--data``, ``--endpoint``, ``--timeout`` and ``--lang``."""
    add_folder(parser, say)
    parser.add_argument(
        "--endpoint",
        metavar="URL",
        help=say("代わりに問い合わせる SPARQL エンドポイント", "a SPARQL endpoint to ask instead"),
    )
    parser.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=float,
        help=say("問い合わせの制限時間（秒）", "seconds that a query may take"),
    )
    add_language(parser, say)


def add_report(parser: ArgumentParser, say: Say, *formats: str) -> None:
    """Take ``-f``, ``-o`` and ``--lang`` for a report in some formats; see ``report_format``."""
    parser.add_argument(
        "-f",
        "--format",
        choices=formats,
        help=say(
            f"出力形式（既定: ファイル名の拡張子、なければ {formats[0]}）",
            f"output format (default: by the ending of the file's name, else {formats[0]})",
        ),
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", help=say("出力するファイル", "file to write to")
    )
    add_language(parser, say)


def report_format(arguments: Arguments, *formats: str) -> str:
    """Choose the format of a report: that of ``-f``, else the one that the file's name ends in.

    Args:
        arguments: What the command line says.
        *formats: The formats; the first is a text, and taken where nothing says another.

    Returns:
        Its name.

    Raises:
        UsageError: If the ending names no format.
    """
    chosen: str = arguments.format or _ending(arguments.output, (*formats[1:], "txt"))
    return chosen if chosen in formats else formats[0]


def add_output(parser: ArgumentParser, say: Say) -> None:
    """Take ``-f``, ``-o`` and ``--bom``."""
    parser.add_argument(
        "-f",
        "--format",
        choices=("table", *_FILES),
        help=say(
            "出力形式（既定: 端末では table、それ以外では csv）",
            "output format (default: table on a terminal, else csv)",
        ),
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


def add_sources(parser: ArgumentParser, say: Say) -> None:
    """Take ``--sources``."""
    parser.add_argument(
        "--sources",
        action="store_true",
        help=say(
            "各行の根拠となる計画、ページ、原文を列に加える",
            "add the plans, the pages and the words behind each row",
        ),
    )


def read_plainly(words: Sequence[str]) -> Arguments | None:
    """Read a command line that has only values and perhaps ``--data DIR``.

    Most have no more, and importing a parser takes a tenth of the time of their answer.

    Args:
        words: The command line.

    Returns:
        What a parser would return, or None where one is needed.
    """
    arguments = SimpleNamespace(values=[], **dict.fromkeys(_OPTIONS))
    rest = iter(words)
    for word in rest:
        if word == "--data":
            arguments.data = next(rest, None)
            if arguments.data is None:
                return None
        elif word.startswith("-"):
            return None
        else:
            arguments.values.append(word)
    return arguments


def parse_mixed(parser: Parser, words: Sequence[str]) -> Namespace:
    """Read values and options in any order.

    The parser's own ``parse_intermixed_args`` does so too, but writes the usage each time.

    Args:
        parser: The parser; it takes ``values``.
        words: The command line.

    Returns:
        What it read.

    Raises:
        UsageError: If there is an option that it does not take.
    """
    arguments, rest = parser.parse_known_args(words)
    for place, word in enumerate(rest):
        if word == "--":
            rest[place:] = rest[place + 1 :]
            break
        if word.startswith("-") and word != "-":
            parser.error(f"unrecognized argument: {word}")
    arguments.values += rest
    return arguments


def open_from(arguments: Arguments) -> Dataset:
    """Open the dataset that the options name, or one edition of it.

    Raises:
        KgError: If there is none, or no such edition.
    """
    dataset = _open(arguments)
    edition = getattr(arguments, "edition", None)
    return dataset if edition is None else dataset.at(edition)


def _open(arguments: Arguments) -> Dataset:
    from kg.dataset import Dataset, open_dataset

    if arguments.endpoint is not None:
        timeout_s = 30.0 if arguments.timeout is None else arguments.timeout
        return open_dataset(endpoint=arguments.endpoint, timeout_s=timeout_s)
    from kg.cli import ahead
    from kg.cli.interruption import stop_after, stop_on_interrupt
    from kg.store.versions import dataset_folder

    stop_on_interrupt()
    if arguments.timeout is not None:
        stop_after(arguments.timeout, arguments.lang)
    return Dataset(*ahead.take(dataset_folder(arguments.data)))


def answer_language(arguments: Arguments) -> str:
    """Choose the language of an answer: ``--lang``, then ``KG_LANG``, else the plans' own."""
    chosen = arguments.lang or os.environ.get("KG_LANG") or "ja"
    return "en" if chosen.startswith("en") else "ja"


def write_answer(answer: Answer, arguments: Arguments) -> None:
    """Write an answer in the format and to the place that the options name.

    Raises:
        UsageError: If the format cannot be had.
        OutputError: If the file cannot be written.
    """
    target = arguments.output
    chosen = chosen_format(arguments)
    if chosen == "table" and target is None:
        from kg.cli.tables import print_answer

        print_answer(answer, answer_language(arguments))
        return
    content = _content(answer, chosen, arguments)
    if chosen == "xlsx" and _is_for_terminal(arguments):
        from kg.errors import UsageError

        raise UsageError(
            "an Excel file cannot be shown on a terminal", hint="Name a file: -o answer.xlsx"
        )
    write_content(content, target)


def chosen_format(arguments: Arguments, formats: Sequence[str] = _FILES, default: str = "") -> str:
    """Choose the format: that of ``-f``, else the one that the file's name ends in.

    Args:
        arguments: What the command line says.
        formats: The formats that names of files end in.
        default: The format where neither says one; else a table on a terminal, CSV otherwise.

    Returns:
        Its name.

    Raises:
        UsageError: If the ending names no format, or ``--bom`` is given and it is not CSV.
    """
    default = default or ("table" if _is_for_terminal(arguments) else "csv")
    chosen: str = arguments.format or _ending(arguments.output, formats) or default
    if arguments.bom and chosen != "csv":
        from kg.errors import UsageError

        raise UsageError(
            f"--bom is for CSV, not for {chosen}", hint="Leave out --bom, or choose -f csv"
        )
    return chosen


def _is_for_terminal(arguments: Arguments) -> bool:
    return arguments.output is None and sys.stdout.isatty()


def _ending(target: str | None, formats: Sequence[str]) -> str:
    """Tell the format by the ending of a file name; empty where it has none.

    Raises:
        UsageError: If the ending is none of a format: the name would claim what is not in the file.
    """
    ending = os.path.splitext(target or "")[1][1:].lower()  # noqa: PTH122 - pathlib is slow to import
    if ending and ending not in formats:
        from kg.errors import UsageError

        raise UsageError(
            f"no format has the ending .{ending}",
            where=target,
            hint=f"End it in one of {', '.join(formats)}, or choose the format with -f",
        )
    return ending


def write_content(content: bytes, target: str | None) -> None:
    """Write a file's content to standard output, or to the file that is named.

    Raises:
        OutputError: If the file cannot be written.
    """
    if target is not None:
        _write_file(target, content)
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _content(answer: Answer, chosen: str, arguments: Arguments) -> bytes:
    if chosen == "table":
        from kg.cli.tables import answer_text

        return answer_text(answer, answer_language(arguments)).encode()
    if chosen == "ttl" and hasattr(answer, "to_turtle"):
        turtle: bytes = answer.to_turtle()
        return turtle
    from kg.questions.formats import render

    return render(answer, chosen, excel=arguments.bom)


def _write_file(target: str, content: bytes) -> None:
    from kg.errors import OutputError

    try:
        with open(target, "wb") as file:  # noqa: PTH123 - pathlib is slow to import
            file.write(content)
    except OSError as error:
        raise OutputError(f"cannot write: {error.strerror}", where=target) from error
