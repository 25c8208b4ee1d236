"""``kg coverage PLAN``: what of a document became what, by heading."""

from __future__ import annotations

import sys
from pathlib import Path

from kg.build import find_plan_files
from kg.build.editions import plan_problems
from kg.cli.options import add_language
from kg.cli.parser import make_parser
from kg.cli.problems import tell_problems
from kg.document.coverage import Coverage, coverage
from kg.document.coverage_page import coverage_page
from kg.document.coverage_words import CoverageWords
from kg.document.reading import read_plan
from kg.document.uncovered import became_nothing
from kg.errors import OutputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterable, Sequence

    from kg.build import Problem
    from kg.cli.commands import Say
    from kg.cli.messages import Language


def add_arguments(parser: ArgumentParser, say: Say) -> None:
    """Tell the parser what the command takes."""
    parser.add_argument(
        "plan",
        metavar="PLAN",
        help=say(
            "計画の ID またはフォルダ（版は 計画@版）",
            "id or folder of a plan, or PLAN@EDITION",
        ),
    )
    parser.add_argument(
        "--html",
        metavar="FILE",
        help=say(
            "本文の一字ごとに何になったかを色で示すページを書き出す",
            "write a page that shows by colour what each character became",
        ),
    )
    parser.add_argument(
        "-f",
        "--format",
        choices=("table", "json"),
        default="table",
        help=say("出力形式", "output format"),
    )
    add_language(parser, say)


def run(words: Sequence[str], lang: Language) -> int:
    """Tell the coverage of a plan.

    Args:
        words: The command line behind ``kg coverage``.
        lang: Language of the table.

    Returns:
        1 if a character became nothing or an error keeps the plan from being built, else 0.

    Raises:
        KgError: If the plan cannot be read.
        OutputError: If the page cannot be written.
    """
    parser = make_parser("coverage", lang)
    add_arguments(parser, parser.say)
    arguments = parser.parse_intermixed_args(words)
    status = 0
    for plan_file in find_plan_files(arguments.plan):
        plan = read_plan(plan_file)
        found = coverage(plan)
        if arguments.html is not None:
            _write(Path(arguments.html), coverage_page(plan, plan_file.title.ja, lang))
        if arguments.format == "json":
            _print_json(found)
        else:
            _print_table(found, str(plan_file.source_path), parser.say, CoverageWords(lang))
        problems = _beside_gaps(plan_problems(plan, plan_file), found)
        tell_problems(problems, lang)
        if found.uncovered or any(one.severity == "error" for one in problems):
            status = 1
    return status


def _beside_gaps(problems: Iterable[Problem], found: Coverage) -> list[Problem]:
    """Return the problems that the list of what became nothing does not tell."""
    gaps = {(gap.line, became_nothing(gap.text)) for gap in found.uncovered}
    return [one for one in problems if (one.line, one.message("en")) not in gaps]


def _write(path: Path, page: str) -> None:
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"cannot write: {error.strerror}", where=path) from error


def _print_json(found: Coverage) -> None:
    import json

    sys.stdout.write(json.dumps(found.to_json(), ensure_ascii=False, indent=2) + "\n")


def _print_table(found: Coverage, source: str, say: Say, words: CoverageWords) -> None:
    from kg.cli.tables import print_rows

    headings = (say("見出し", "heading"), say("データ", "data"), say("体裁", "furniture"))
    rows = [
        (
            words.kind(part.heading),
            str(sum(part.data.values())),
            ", ".join(f"{words.kind(kind)} {count}" for kind, count in part.furniture.items()),
        )
        for part in found.headings
    ]
    print_rows(headings, rows, numbers=[1])
    sys.stdout.write(words.account(found) + "\n")
    for gap in found.uncovered:
        what = say("何にもなっていません", "became nothing")
        sys.stdout.write(f"{source}:{gap.line}: {what}: {gap.text}\n")
