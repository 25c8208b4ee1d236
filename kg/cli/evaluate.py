"""``kg evaluate GOLD``: precision and recall of the mentions against a table read by a person."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError
from pathlib import Path

from kg.build import find_plans
from kg.cli.options import add_data, answer_language, open_from
from kg.cli.parser import make_parser
from kg.dataset.evaluating import plan_ids
from kg.document.plan_file import read_plan_file
from kg.errors import UsageError
from kg.evaluation import report
from kg.evaluation.kinds import load_kinds
from kg.evaluation.scores import MEASURES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from kg.cli.commands import Say
    from kg.cli.messages import Language
    from kg.dataset import Dataset
    from kg.evaluation import Evaluation
    from kg.evaluation.matching import Judgement


def add_arguments(parser: ArgumentParser, say: Say) -> None:
    """Tell the parser what the command takes."""
    parser.add_argument(
        "gold",
        metavar="GOLD",
        help=say("人が読んだ表（TSV）", "the table read by a person (TSV)"),
    )
    parser.add_argument(
        "--plan",
        metavar="ID",
        help=say(
            "計画の ID またはフォルダ（既定: データセットの唯一の計画）",
            "id or folder of the plan (default: the one plan of the dataset)",
        ),
    )
    parser.add_argument(
        "--kind",
        action="append",
        choices=[kind.name for kind in load_kinds()],
        help=say("この種別だけ（複数可）", "only this kind; may be given again"),
    )
    parser.add_argument(
        "--at-least",
        nargs=2,
        type=_ratio,
        metavar=("PRECISION", "RECALL"),
        help=say(
            "ある種別の適合率か再現率がこれに満たなければ終了コードを 1 にする",
            "exit with 1 if the precision or recall of a kind falls short of these",
        ),
    )
    parser.add_argument(
        "--measure",
        choices=MEASURES,
        default="linking",
        help=say(
            "--at-least が求めるもの（既定: linking）",
            "what --at-least is about (default: linking)",
        ),
    )
    parser.add_argument(
        "-f",
        "--format",
        choices=("table", "json", "tsv", "md"),
        default="table",
        help=say("出力形式", "output format"),
    )
    add_data(parser, say)


def run(words: Sequence[str], lang: Language) -> int:
    """Evaluate the mentions of a plan.

    Args:
        words: The command line behind ``kg evaluate``.
        lang: Language of help and messages.

    Returns:
        1 if a kind falls short of what ``--at-least`` asks for, else 0.

    Raises:
        InputError: If the table is wrong; the message names file and line.
        UsageError: If it cannot be told which plan is meant.
        KgError: If the dataset or the plan cannot be read.
    """
    parser = make_parser("evaluate", lang)
    add_arguments(parser, parser.say)
    arguments = parser.parse_intermixed_args(words)
    dataset = open_from(arguments)
    folder = _plan_folder(dataset, arguments.plan)
    evaluation = dataset.evaluate(arguments.gold, folder)
    if arguments.kind:
        evaluation = evaluation.only(arguments.kind)
    _write(evaluation, arguments.format, answer_language(arguments), folder)
    return _status(evaluation, arguments, lang)


def _ratio(text: str) -> float:
    """Read a ratio.

    Raises:
        ArgumentTypeError: If it is no number from 0 to 1.
    """
    try:
        ratio = float(text)
    except ValueError:
        ratio = -1.0
    if not 0 <= ratio <= 1:
        raise ArgumentTypeError(f"{text!r} is no number from 0 to 1")
    return ratio


def _plan_folder(dataset: Dataset, named: str | None) -> Path:
    if named is None:
        held = plan_ids(dataset.store)
        if len(held) != 1:
            raise UsageError(
                f"the dataset holds {len(held)} plans",
                hint=f"Say which one with --plan: {', '.join(held) or 'build one first'}",
            )
        named = held[0]
    folders = find_plans([named])
    if len(folders) != 1:
        raise UsageError(
            f"{named!r} holds {len(folders)} plans", hint="Name the folder of one of them"
        )
    return folders[0]


def _write(evaluation: Evaluation, chosen: str, lang: str, folder: Path) -> None:
    if chosen == "json":
        sys.stdout.write(report.to_json(evaluation))
    elif chosen == "tsv":
        sys.stdout.write(report.to_tsv(evaluation))
    elif chosen == "md":
        sys.stdout.write(report.to_markdown(evaluation, lang))
    else:
        _print_tables(evaluation, lang, str(read_plan_file(folder).source_path))


def _print_tables(evaluation: Evaluation, lang: str, source: str) -> None:
    from kg.cli.tables import print_rows

    scores = [_tree(report.score_row(scores, lang)) for scores in report.all_scores(evaluation)]
    kind, _, *rest = report.headings("scores", lang)
    print_rows((kind, *rest), scores, numbers=range(1, len(rest) + 1))
    findings = evaluation.findings()
    if findings:
        last = (report.word("findings", name, lang) for name in ("rule", "note"))
        place = report.headings("findings", lang)[:3]
        columns = (*place, *report.headings("sides", lang), *last)
        print_rows(columns, [_finding(one, lang) for one in findings], numbers=[1])
    missed = sum(one.outcome == "missed" for one in findings)
    other = len(findings) - missed
    ja = f"見落とし {missed}、その他の違い {other}（行は {source} の行）"
    en = f"{missed} missed, {other} other differences (lines are those of {source})"
    sys.stdout.write(f"{ja if lang == 'ja' else en}\n")


def _tree(row: tuple[str, ...]) -> tuple[str, ...]:
    """Write kind and class in one cell: the class below its kind, to the right."""
    kind, type_, *rest = row
    return (f"  {type_}" if type_ else kind, *rest)


def _finding(judgement: Judgement, lang: str) -> tuple[str, ...]:
    """Write a finding for the terminal: each side in one cell."""
    cells = dict(zip(report.finding_columns(), report.finding_row(judgement, lang), strict=True))
    told = "join" if judgement.outcome == "join" else "type"
    expected = _side(cells["expected_thing"], cells[f"expected_{told}"])
    found = (
        "?" if judgement.outcome == "open" else _side(cells["found_thing"], cells[f"found_{told}"])
    )
    place = (cells["outcome"], cells["line"], cells["words"])
    return (*place, expected, found, cells["rule"], cells["note"])


def _side(thing: str, told: str) -> str:
    return f"{thing} ({told})" if told else "-"


def _status(evaluation: Evaluation, arguments: Namespace, lang: Language) -> int:
    """Tell the kinds that fall short, and say the exit status."""
    if arguments.at_least is None:
        return 0
    least, measure = arguments.at_least, arguments.measure
    short = evaluation.short(measure, *least)
    names = ("適合率", "再現率") if lang == "ja" else ("precision", "recall")
    for scores in short:
        score = scores.of(measure)
        sides = zip(names, (score.precision, score.recall), least, strict=True)
        told = ", ".join(
            f"{name} {report.ratio_text(had)} (≥ {asked:g})" for name, had, asked in sides
        )
        kind = report.kind_label(scores.kind, lang)
        sys.stderr.write(f"{kind}: {report.word('measures', measure, lang)}: {told}\n")
    return 1 if short else 0
