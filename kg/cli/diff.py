"""``kg diff OLD NEW``: what changed in meaning between two editions of a plan."""

from __future__ import annotations

from kg.changelog import compare
from kg.cli.options import add_report, answer_language, report_format, write_content
from kg.cli.parser import make_parser
from kg.text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

    from kg.changelog import Comparison
    from kg.cli.commands import Say
    from kg.cli.messages import Language

_FORMATS = ("text", "md", "html", "json", "ttl", "jsonld", "nt")


def add_arguments(parser: ArgumentParser, say: Say) -> None:
    """Tell the parser what the command takes."""
    for name, ja, en in (("old", "旧版", "the earlier edition"), ("new", "新版", "the later")):
        parser.add_argument(
            name,
            metavar=name.upper(),
            help=say(
                f"{ja}: 計画の ID・フォルダ、計画@版、または（他方が計画なら）本文のファイル",
                f"{en}: id or folder of a plan, PLAN@EDITION, or, where the other is one of "
                "these, a text file",
            ),
        )
    add_report(parser, say, *_FORMATS)


def run(words: Sequence[str], lang: Language) -> int:
    """Tell what changed in meaning.

    Args:
        words: The command line behind ``kg diff``.
        lang: Language of the help.

    Returns:
        0, whether anything changed or not.

    Raises:
        UsageError: If neither edition is a plan, a name means several plans, or the file's name
            ends in no format.
        ParseError: If an edition does not follow its layout.
        KgError: If an edition cannot be read.
    """
    parser = make_parser("diff", lang)
    add_arguments(parser, parser.say)
    arguments = parser.parse_intermixed_args(words)
    chosen = report_format(arguments, *_FORMATS)
    comparison = compare(arguments.old, arguments.new)
    spoken: Language = "ja" if answer_language(arguments) == "ja" else "en"
    content = _written(comparison, chosen, spoken)
    write_content(content.encode(), arguments.output)
    return 0


def _written(comparison: Comparison, form: str, lang: Language) -> str:
    match form:
        case "json":
            return comparison.to_json()
        case "md":
            return comparison.to_markdown(lang)
        case "html":
            return comparison.to_html(lang)
        case "ttl":
            return comparison.to_turtle()
        case "jsonld":
            return comparison.to_jsonld()
        case "nt":
            return comparison.to_ntriples()
        case _:
            return visible(comparison.to_text(lang))
