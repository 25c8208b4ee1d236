"""Comparisons of the real text with edited copies of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from kg.changelog import Comparison, compare
from tests.conftest import REAL_PLAN

Edit = Callable[..., Comparison]

EDITS = (
    ("・釧路港の整備\n", ""),
    ("・根室港の整備\n", "・根室港の整備\n・霧多布ふ頭の新設\n"),
    ("冬季における安全で快適", "冬期における安全で快適"),
    ("発展プロジェクト ／推進主体：国", "発展プロジェクト ／推進主体：道"),
    (
        "・根室港の整備\n・霧多布ふ頭の新設\n\n○ 漁港\n",
        "・霧多布ふ頭の新設\n\n○ 漁港\n・根室港の整備\n",
    ),
)
"""A work dropped, one added, one re-worded, another lead, another category."""

_OTHERS = "・落石漁港の整備\n・歯舞漁港の整備\n・羅臼漁港の整備\n\n○ 農業\n"
MOVED = "厚岸漁港の整備"
MOVE = (
    (f"・{MOVED}\n{_OTHERS}・阿寒", f"{_OTHERS}・阿寒"),
    (f"○ 漁港\n{_OTHERS}・別海", f"○ 漁港\n・{MOVED}\n{_OTHERS}・別海"),
)
"""A work left project 1-(1) for 2-(2)."""

MANY = (
    *(("の整備\n", "の改良\n"), ("の推進\n", "の加速\n"), ("の確保\n", "の堅持\n")),
    *(("活用", "利用"), ("取組を", "施策を"), ("国、道、市町村", "国、市町村")),
)
"""Hundreds of small edits."""


@pytest.fixture(scope="session")
def edit(tmp_path_factory: pytest.TempPathFactory) -> Edit:
    """Return a function that compares the real plan with an edited copy of its text, once."""

    @cache
    def apply(*edits: tuple[str, str]) -> Comparison:
        return compare(REAL_PLAN, edited(tmp_path_factory.mktemp("edited"), *edits))

    return apply


def edited(folder: Path, *edits: tuple[str, str]) -> Path:
    """Write an edited copy of the real text into a folder."""
    text = (REAL_PLAN / "source.txt").read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    path = folder / "revised.txt"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def few(edit: Edit) -> Comparison:
    """Return a comparison with a change of several natures."""
    return edit(*EDITS)


@pytest.fixture(scope="session")
def many(edit: Edit) -> Comparison:
    """Return a comparison with hundreds of changes."""
    return edit(*MANY)
