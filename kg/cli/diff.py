"""``kg diff OLD NEW``: what changed in meaning between two editions of a plan."""

from __future__ import annotations

from pathlib import Path

from kg.build import find_plan_files
from kg.cli.options import add_report, answer_language, write_content
from kg.cli.parser import make_parser
from kg.comparison.changes import compare
from kg.comparison.report import to_json, to_markdown, to_text
from kg.document.layout import read_layout
from kg.document.reading import parse
from kg.document.source import read_source
from kg.errors import ParseError, UsageError
from kg.text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

    from kg.cli.commands import Say
    from kg.cli.messages import Language
    from kg.document.model import Plan
    from kg.document.plan_file import PlanFile


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
    add_report(parser, say, "text", "md", "json")


def run(words: Sequence[str], lang: Language) -> int:
    """Tell what changed in meaning.

    Args:
        words: The command line behind ``kg diff``.
        lang: Language of the help.

    Returns:
        0, whether anything changed or not.

    Raises:
        UsageError: If neither edition is a plan, or a name means several plans.
        ParseError: If an edition does not follow its layout.
        KgError: If an edition cannot be read.
    """
    parser = make_parser("diff", lang)
    add_arguments(parser, parser.say)
    arguments = parser.parse_intermixed_args(words)
    names = arguments.old, arguments.new
    if all(_is_text(Path(name)) for name in names):
        raise UsageError(
            "two text files do not say how they are written",
            hint="Name the plan's folder for one of them; the other is read by its layout",
        )
    plans = [None if _is_text(Path(name)) else _one_plan(name) for name in names]
    layouts = [plan.layout_path for plan in plans if plan is not None]
    old, new = (
        _read(Path(name) if plan is None else plan.source_path, layout)
        for name, plan, layout in zip(names, plans, (layouts[0], layouts[-1]), strict=True)
    )
    changes = compare(old, new)
    spoken: Language = "ja" if answer_language(arguments) == "ja" else "en"
    if arguments.format == "json":
        content = to_json(changes)
    elif arguments.format == "md":
        content = to_markdown(changes, spoken)
    else:
        content = visible(to_text(changes, spoken))
    write_content(content.encode(), arguments.output)
    return 0


def _is_text(name: Path) -> bool:
    return name.is_file() and name.name != "plan.toml"


def _one_plan(name: str) -> PlanFile:
    found = find_plan_files(name)
    if len(found) > 1:
        raise UsageError(f"{name!r} holds {len(found)} plans", hint="Name one of them")
    return found[0]


def _read(path: Path, layout: Path) -> Plan:
    plan = parse(read_source(path), read_layout(layout))
    errors = [ParseError(problem.message, where=path, line=problem.line) for problem in plan.errors]
    if errors:
        raise ParseError(
            errors[0].message,
            where=path,
            line=errors[0].line,
            hint="Only documents that were read without errors can be compared",
            others=errors[1:],
        )
    return plan
