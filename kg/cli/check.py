"""``kg check``: whether ontology, shapes, queries, code and data fit together."""

from __future__ import annotations

import sys
from pathlib import Path

from kg.check import check, has_errors, read_plan
from kg.cli.messages import told
from kg.cli.options import add_language
from kg.cli.parser import make_parser
from kg.graph.reasoning import TIME_LIMIT_S
from kg.store.versions import current_name, current_path, dataset_folder, version_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

    from kg.cli.commands import Say
    from kg.cli.messages import Language


def add_arguments(parser: ArgumentParser, say: Say) -> None:
    """Tell the parser what the command takes."""
    parser.add_argument(
        "--data",
        metavar="DIR",
        help=say(
            "合わせて点検するデータセット（既定: ./dataset があればそれ）",
            "dataset to check together with the ontology (default: ./dataset where it exists)",
        ),
    )
    parser.add_argument(
        "--no-reasoner",
        action="store_true",
        help=say("推論器 HermiT を使わない", "do without the reasoner HermiT"),
    )
    parser.add_argument(
        "--timeout",
        metavar="SECONDS",
        type=float,
        default=TIME_LIMIT_S,
        help=say("推論器の制限時間（秒）", "seconds that the reasoner may take for each graph"),
    )
    add_language(parser, say)


def run(words: Sequence[str], lang: Language) -> int:
    """Check and tell what does not fit.

    Args:
        words: The command line behind ``kg check``.
        lang: Language of the words around the findings.

    Returns:
        1 if anything is wrong, else 0.

    Raises:
        NotFoundError: If the named dataset does not exist.
    """
    parser = make_parser("check", lang)
    add_arguments(parser, parser.say)
    arguments = parser.parse_args(words)
    paths = _built_plans(arguments.data)
    findings = check(
        {path.parent.name: read_plan(path) for path in paths},
        time_limit_s=arguments.timeout,
        use_reasoner=not arguments.no_reasoner,
    )
    for finding in findings:
        severity = {"error": "誤り", "warning": "注意"}[finding.severity]
        words_of = parser.say(severity, finding.severity)
        sys.stdout.write(f"{finding.place}: {words_of}: {told(finding.message, lang)}\n")
    names = ", ".join(path.parent.name for path in paths) or parser.say("なし", "none")
    errors = sum(finding.severity == "error" for finding in findings)
    warnings = len(findings) - errors
    sys.stdout.write(
        parser.say(
            f"誤り {errors} 件、注意 {warnings} 件（合わせて点検した計画: {names}）\n",
            f"{errors} errors, {warnings} warnings (plans checked: {names})\n",
        )
    )
    return 1 if has_errors(findings) else 0


def _built_plans(data: str | None) -> list[Path]:
    """Find the graphs of built plans; none is fine unless a dataset was named."""
    folder = dataset_folder(data)
    name = current_name(folder)
    if name is None:
        if data is not None:
            current_path(folder)
        return []
    return sorted(Path(version_path(folder, name)).glob("plans/*/plan.nq"))
