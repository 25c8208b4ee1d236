"""``kg evaluate GOLD``: precision and recall of the mentions against a table read by a person."""

from __future__ import annotations

import sys
from pathlib import Path

from kg.cli.options import add_data, open_from
from kg.cli.parser import make_parser
from kg.evaluation import Disagreement, Evaluation, Reading, evaluate, found_mentions, read_gold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Sequence

    from kg.cli.commands import Say
    from kg.cli.messages import Language

_WHAT = {
    "missed": ("見落とし", "missed"),
    "wrong": ("誤検出", "wrong"),
    "type": ("型の違い", "other type"),
    "thing": ("対象の違い", "other thing"),
}


def add_arguments(parser: ArgumentParser, say: Say) -> None:
    """Tell the parser what the command takes."""
    parser.add_argument(
        "gold",
        metavar="GOLD",
        help=say("人が読み取った表（TSV）", "a table read by a person (TSV)"),
    )
    parser.add_argument("--plan", metavar="ID", help=say("計画の ID", "id of the plan"))
    parser.add_argument(
        "--at-least",
        nargs=2,
        type=float,
        metavar=("PRECISION", "RECALL"),
        help=say(
            "いずれかの種類がこれに満たなければ終了コード 1",
            "exit with 1 if a kind falls below one of the two",
        ),
    )
    parser.add_argument(
        "-f",
        "--format",
        choices=("table", "json"),
        default="table",
        help=say("出力形式", "output format"),
    )
    add_data(parser, say)


def run(words: Sequence[str], lang: Language) -> int:
    """Evaluate the mentions of a dataset.

    Args:
        words: The command line behind ``kg evaluate``.
        lang: Language of the table.

    Returns:
        1 if a kind falls below what ``--at-least`` asks, else 0.

    Raises:
        InputError: If the gold table is wrong.
        UsageError: If the plan is unknown.
    """
    parser = make_parser("evaluate", lang)
    add_arguments(parser, parser.say)
    arguments = parser.parse_intermixed_args(words)
    gold = read_gold(Path(arguments.gold))
    found = evaluate(gold, found_mentions(open_from(arguments), arguments.plan))
    if arguments.format == "json":
        _print_json(found)
    else:
        _print_table(found, parser.say)
    return 1 if arguments.at_least and found.falls_short(*arguments.at_least) else 0


def _print_json(found: Evaluation) -> None:
    import json
    from dataclasses import asdict

    scores = [
        {**asdict(score), "precision": score.precision, "recall": score.recall, "f1": score.f1}
        for score in found.scores
    ]
    told = {"scores": scores, "disagreements": [asdict(one) for one in found.disagreements]}
    sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")


def _print_table(found: Evaluation, say: Say) -> None:
    from kg.cli.tables import print_rows

    headings = (
        say("種類", "kind"), say("人", "gold"), say("検出", "found"), say("適合率", "precision"),
        say("再現率", "recall"), "F1", say("型", "type"), say("対象", "thing"),
    )  # fmt: skip
    rows = [
        (
            score.kind, str(score.gold), str(score.found), f"{score.precision:.3f}",
            f"{score.recall:.3f}", f"{score.f1:.3f}", f"{score.typed}/{score.right}",
            f"{score.linked}/{score.right}",
        )
        for score in found.scores
    ]  # fmt: skip
    print_rows(headings, rows, numbers=[1, 2, 3, 4, 5, 6, 7])
    for one in found.disagreements:
        sys.stdout.write(f"{one.line}: {say(*_WHAT[one.what])}: {_told(one)}\n")


def _told(one: Disagreement) -> str:
    sides = [_side(reading) for reading in (one.gold, one.found) if reading is not None]
    return " / ".join(sides)


def _side(reading: Reading) -> str:
    return f"{reading.words} = {reading.thing or '?'} ({reading.type or '?'})"
