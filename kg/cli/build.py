"""``kg build [PLAN_DIR …]``: build the dataset from plans."""

from __future__ import annotations

import sys
from contextlib import contextmanager

from kg.build import build, find_plans
from kg.build.running import DEFAULT_BASE
from kg.cli.interruption import HeededInterrupt
from kg.cli.options import add_language
from kg.cli.parser import make_parser
from kg.cli.problems import tell_problems

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator, Sequence

    from kg.build import BuildSummary, PlanOutcome
    from kg.build.running import Progress
    from kg.cli.commands import Say
    from kg.cli.messages import Language

_STEPS_AFTER = 2  # storing and switching
_HEADINGS = {
    "ja": ("計画", "プロジェクト", "取組", "施設等", "トリプル", "網羅率", "指摘", ""),
    "en": ("plan", "projects", "measures", "assets", "triples", "coverage", "findings", ""),
}


def add_arguments(parser: ArgumentParser, say: Say) -> None:
    """Tell the parser what the command takes."""
    parser.add_argument(
        "plans",
        nargs="*",
        metavar="PLAN_DIR",
        help=say(
            "計画のフォルダ（既定: ./plans の下、なければ同梱の計画）",
            "folders of plans (default: those below ./plans, else those that come with kg)",
        ),
    )
    parser.add_argument(
        "-o",
        "--output",
        "--data",
        metavar="DIR",
        help=say(
            "データセットのフォルダ（既定: 環境変数 KG_DATA、なければ ./dataset）",
            "folder of the dataset (default: the variable KG_DATA, else ./dataset)",
        ),
    )
    parser.add_argument(
        "--base",
        metavar="IRI",
        default=DEFAULT_BASE,
        help=say("IRI の先頭部分", "IRI below which everything is named"),
    )
    parser.add_argument(
        "-j",
        "--jobs",
        type=int,
        metavar="N",
        help=say("同時に処理する計画の数", "how many plans to build at once"),
    )
    parser.add_argument(
        "--force",
        action="store_true",
        help=say("変更がなくても作り直す", "build again what has not changed, too"),
    )
    add_language(parser, say)


def run(words: Sequence[str], lang: Language) -> int:
    """Build the dataset and print a summary.

    Args:
        words: The command line behind ``kg build``.
        lang: Language of the summary.

    Returns:
        1 if a plan had errors; else 0.

    Raises:
        UsageError: If the number of jobs is below 1.
        KgError: What the build raises.
    """
    parser = make_parser("build", lang)
    add_arguments(parser, parser.say)
    arguments = parser.parse_intermixed_args(words)
    if arguments.jobs is not None and arguments.jobs < 1:
        parser.error("--jobs must be 1 or more")
    plans = find_plans(arguments.plans)
    with _progress(parser.say, len(plans) + _STEPS_AFTER) as progress:
        summary = build(
            plans,
            arguments.output,
            arguments.base,
            jobs=arguments.jobs,
            force=arguments.force,
            progress=progress,
        )
    return _tell(summary, lang, parser.say)


@contextmanager
def _progress(say: Say, total: int) -> Iterator[Progress]:
    """Show a bar on standard error while that is a terminal; end between steps if interrupted."""
    with HeededInterrupt() as interrupt:
        if not sys.stderr.isatty():
            yield lambda *_: interrupt.check()
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
        from rich.progress import TimeElapsedColumn as Elapsed

        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Elapsed())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(say("構築中", "building"), total=total)

            def show(done: int, total: int, step: str) -> None:
                interrupt.check()
                bar.update(task, completed=done, total=total, description=step)

            yield show


def _tell(summary: BuildSummary, lang: Language, say: Say) -> int:
    from kg.cli.tables import print_rows

    tell_problems([problem for plan in summary.plans for problem in plan.problems], lang)
    if summary.has_failed and not summary.quads:
        failed = ", ".join(plan.id for plan in summary.plans if plan.has_failed)
        sys.stderr.write(
            say(
                f"error[data] 構築を中止しました（データセットは前回のまま）: {failed} に誤り\n",
                f"error[data]: nothing was built; plans with errors: {failed}. "
                "What was built before is unchanged\n",
            )
        )
        return 1
    rows = [_row(plan, say) for plan in summary.plans if plan.counts]
    print_rows(_HEADINGS[lang], rows, numbers=range(1, 7))
    place = f"{summary.folder} ({summary.version})"
    if summary.has_changed:
        print(
            say(f"{summary.quads} クアッドを書き込みました: ", f"{summary.quads} quads in ") + place
        )
    else:
        print(
            say("変更がないため何もしていません: ", "nothing has changed, nothing was done: ")
            + place
        )
    return _tell_failed(summary, say)


def _tell_failed(summary: BuildSummary, say: Say) -> int:
    """Say which plans have errors, and what of them is in the dataset now."""
    failed = [plan for plan in summary.plans if plan.has_failed]
    kept = ", ".join(plan.id for plan in failed if plan.is_reused)
    left_out = ", ".join(plan.id for plan in failed if not plan.is_reused)
    if kept:
        sys.stderr.write(
            say(
                f"error[data] 誤りがあるため前回構築したときのままの計画: {kept}\n",
                f"error[data]: plans with errors, which stay as they were last built: {kept}\n",
            )
        )
    if left_out:
        sys.stderr.write(
            say(
                f"error[data] 誤りがあるためデータセットに含めていない計画: {left_out}\n",
                f"error[data]: plans with errors, which are left out: {left_out}\n",
            )
        )
    return 1 if failed else 0


def _row(plan: PlanOutcome, say: Say) -> list[str]:
    counts = [str(plan.counts[name]) for name in ("projects", "measures", "assets", "triples")]
    coverage = "" if plan.coverage is None else f"{plan.coverage:.1%}"
    findings = sum(problem.severity == "warning" for problem in plan.problems)
    state = say("前回のまま", "unchanged") if plan.is_reused else ""
    return [plan.id, *counts, coverage, str(findings), state]
