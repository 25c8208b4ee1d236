"""The outcome of an evaluation as rows of texts, and as JSON, TSV and Markdown."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from math import floor
from pathlib import Path

from kg.evaluation.kinds import load_kinds
from kg.evaluation.scores import MEASURES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from kg.evaluation.matching import Judgement
    from kg.evaluation.scores import Evaluation, Score, Scores

_FILE = Path(__file__).with_name("report.toml")
_THOUSAND = 1000
_NOISE = 1e-9
"""More than what floating point adds to or takes from a ratio."""


@cache
def load_words() -> dict[str, Any]:
    """Read what people call the parts of a report, in Japanese and English."""
    return tomllib.loads(_FILE.read_text("utf-8"))


def score_columns() -> tuple[str, ...]:
    """Name the columns of the table of scores."""
    return tuple(load_words()["scores"])


def finding_columns() -> tuple[str, ...]:
    """Name the columns of the table of findings."""
    return tuple(load_words()["findings"])


def headings(table: str, lang: str) -> tuple[str, ...]:
    """Return what people call the columns of a table.

    Args:
        table: ``scores``, ``findings``, or ``sides`` for a finding's two sides.
        lang: ``ja`` or ``en``.
    """
    return tuple(label[lang] for label in load_words()[table].values())


def word(table: str, name: str, lang: str) -> str:
    """Return what people call one of the ``outcomes``, ``measures`` or columns."""
    label: str = load_words()[table][name][lang]
    return label


def kind_label(name: str | None, lang: str) -> str:
    """Return what people call a kind; without one, the sum over all kinds."""
    if name is None:
        label: str = load_words()["all"][lang]
        return label
    labels = {kind.name: kind.ja if lang == "ja" else kind.en for kind in load_kinds()}
    return labels[name]


def ratio_text(ratio: float | None) -> str:
    """Write a ratio with three digits, cut and not rounded: only a perfect one is ``1.000``.

    Example:
        >>> ratio_text(0.9999), ratio_text(0.57), ratio_text(1.0), ratio_text(None)
        ('0.999', '0.570', '1.000', '-')
    """
    return "-" if ratio is None else f"{floor(ratio * _THOUSAND + _NOISE) / _THOUSAND:.3f}"


def all_scores(evaluation: Evaluation) -> Iterator[Scores]:
    """Yield the scores of all kinds together, then each kind with its types below it."""
    yield evaluation.total
    for kind in evaluation.by_kind():
        yield kind
        yield from evaluation.by_type(kind.kind or "")


def score_row(scores: Scores, lang: str) -> tuple[str, ...]:
    """Write the scores of a group under ``score_columns``, for people.

    Args:
        scores: The scores.
        lang: Language of the kinds, ``ja`` or ``en``.
    """
    ratios = map(ratio_text, _all_ratios(scores))
    return (kind_label(scores.kind, lang), scores.type or "", *_counts(scores), *ratios)


def finding_row(judgement: Judgement, lang: str | None = None) -> tuple[str, ...]:
    """Write a finding under ``finding_columns``.

    Args:
        judgement: The finding.
        lang: Language of the outcome; without it, its name stands as it is.
    """
    gold, found = judgement.gold, judgement.found
    outcome = judgement.outcome if lang is None else word("outcomes", judgement.outcome, lang)
    expected = [""] * 4 if gold is None else [gold.kind, gold.type, gold.thing, gold.join]
    actual = [""] * 4 if found is None else [found.kind, found.type, found.thing, found.join]
    rule = "" if found is None else found.rule
    row, note = ("", "") if gold is None else (str(gold.row), gold.note)
    return (outcome, str(judgement.line), judgement.words, *expected, *actual, rule, row, note)


def to_json(evaluation: Evaluation) -> str:
    """Write an evaluation as JSON: scores with their counts and full ratios, then findings."""
    told = {
        "scores": [_scores_object(scores) for scores in all_scores(evaluation)],
        "findings": [_finding_object(one) for one in evaluation.findings()],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def to_tsv(evaluation: Evaluation) -> str:
    """Write an evaluation as two tables, of scores and of findings, with an empty line between."""
    scores = [_plain_score_row(scores) for scores in all_scores(evaluation)]
    findings = [finding_row(one) for one in evaluation.findings()]
    return f"{_tsv(score_columns(), scores)}\n{_tsv(finding_columns(), findings)}"


def to_markdown(evaluation: Evaluation, lang: str) -> str:
    """Write an evaluation as Markdown: a table of scores and, where there are any, of findings.

    Args:
        evaluation: The evaluation.
        lang: Language of headings, kinds and outcomes, ``ja`` or ``en``.
    """
    scores = [score_row(scores, lang) for scores in all_scores(evaluation)]
    findings = [finding_row(one, lang) for one in evaluation.findings()]
    text = _markdown(headings("scores", lang), scores, numbers=range(2, len(score_columns())))
    if findings:
        places = [finding_columns().index(name) for name in ("line", "gold_row")]
        text += "\n" + _markdown(headings("findings", lang), findings, numbers=places)
    return text


def _counts(scores: Scores) -> tuple[str, str]:
    return str(scores.detection.gold), str(scores.detection.found)


def _ratios(score: Score) -> tuple[float | None, float | None, float | None]:
    return score.precision, score.recall, score.f1


def _all_ratios(scores: Scores) -> list[float | None]:
    return [ratio for measure in MEASURES for ratio in _ratios(scores.of(measure))]


def _plain_score_row(scores: Scores) -> tuple[str, ...]:
    ratios = ("" if ratio is None else f"{ratio:.6f}" for ratio in _all_ratios(scores))
    return (scores.kind or "all", scores.type or "", *_counts(scores), *ratios)


def _scores_object(scores: Scores) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": scores.kind or "all", "type": scores.type}
    for measure in MEASURES:
        score = scores.of(measure)
        told[measure] = {
            **{"gold": score.gold, "recalled": score.recalled},
            **{"found": score.found, "confirmed": score.confirmed},
            **{"precision": score.precision, "recall": score.recall, "f1": score.f1},
        }
    return told


def _finding_object(judgement: Judgement) -> dict[str, Any]:
    gold, found = judgement.gold, judgement.found
    expected = actual = None
    if gold is not None:
        expected = {
            **{"kind": gold.kind, "type": gold.type, "thing": gold.thing, "join": gold.join},
            **{"note": gold.note, "row": gold.row},
        }
    if found is not None:
        actual = {
            **{"kind": found.kind or None, "type": found.type or None},
            **{"thing": found.thing or None, "iri": found.iri or None},
            **{"rule": found.rule, "join": found.join, "page": found.page},
        }
    place = {"line": judgement.line, "words": judgement.words}
    return {"outcome": judgement.outcome, **place, "expected": expected, "found": actual}


def _tsv(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "".join("\t".join(row) + "\n" for row in (columns, *rows))


def _markdown(columns: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> str:
    rule = ["--:" if place in numbers else "---" for place in range(len(columns))]
    cells = (columns, rule, *([cell.replace("|", r"\|") for cell in row] for row in rows))
    return "".join(f"| {' | '.join(row)} |\n" for row in cells)
