"""The words in which the coverage of a document is told, in Japanese or English."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal

from kg.document.coverage import Coverage

_TEXTS = Path(__file__).parent / "coverage_words.toml"


class CoverageWords:
    """The words of the page in one language; kinds without a translation stay as they are.

    Args:
        lang: The language.

    Attributes:
        title: What the account is called.
    """

    def __init__(self, lang: Literal["ja", "en"]) -> None:
        texts = _texts()
        self._kinds: dict[str, str] = texts["kinds"] if lang == "ja" else {}
        self._account: str = texts["account"][lang]
        self.title: str = texts["title"][lang]

    def kind(self, kind: str) -> str:
        """Return what a kind of datum or furniture is called."""
        return self._kinds.get(kind, kind)

    def account(self, coverage: Coverage) -> str:
        """Return the sum of an account in one sentence."""
        return self._account.format(
            share=coverage.share,
            total=coverage.total,
            data=coverage.data,
            furniture=coverage.furniture,
            uncovered=len(coverage.uncovered),
        )


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads(_TEXTS.read_text(encoding="utf-8"))
