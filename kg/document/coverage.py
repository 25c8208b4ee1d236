"""What of a document became what: every character counted once, by heading."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from kg.document.model import Plan
from kg.document.uncovered import uncovered_lines
from kg.text import without_unseen


@dataclass(frozen=True, slots=True)
class HeadingCoverage:
    """The characters under one heading.

    Attributes:
        heading: The heading, with the project's code before it.
        data: Characters that became data, by kind.
        furniture: Characters that are furniture, by kind.
    """

    heading: str
    data: dict[str, int]
    furniture: dict[str, int]


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Characters that became nothing."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """The account of a document's characters, white space left out.

    Attributes:
        total: All characters.
        data: Those that became data.
        furniture: Those that are furniture.
        headings: The same by heading, in the order of the document.
        uncovered: What is neither.
    """

    total: int
    data: int
    furniture: int
    headings: tuple[HeadingCoverage, ...]
    uncovered: tuple[Uncovered, ...]

    @property
    def share(self) -> float:
        """Share of the characters that are accounted for, from 0 to 1."""
        return (self.data + self.furniture) / self.total if self.total else 0.0

    def to_json(self) -> dict[str, Any]:
        """Return the account as plain data for a JSON file."""
        return {
            "total": self.total,
            "data": self.data,
            "furniture": self.furniture,
            "share": round(self.share, 6),
            "headings": [
                {"heading": part.heading, "data": part.data, "furniture": part.furniture}
                for part in self.headings
            ],
            "uncovered": [{"line": gap.line, "text": gap.text} for gap in self.uncovered],
        }


def coverage(plan: Plan) -> Coverage:
    """Count what the characters of a plan's document became.

    Args:
        plan: The plan.

    Returns:
        The account; each character that is no white space is counted once.
    """
    counts: dict[str, tuple[Counter[str], Counter[str]]] = {}
    position = 0
    for claim in plan.claims:
        start = max(claim.span.start, position)
        position = max(position, claim.span.end)
        size = _visible(plan.source.text[start : claim.span.end])
        data, furniture = counts.setdefault(claim.heading, (Counter(), Counter()))
        (data if claim.is_data else furniture)[claim.kind] += size
    headings = tuple(
        HeadingCoverage(heading, dict(data), dict(furniture))
        for heading, (data, furniture) in counts.items()
    )
    gaps = uncovered_lines(plan.source, plan.claims)
    return Coverage(
        total=_visible(plan.source.text),
        data=sum(sum(part.data.values()) for part in headings),
        furniture=sum(sum(part.furniture.values()) for part in headings),
        headings=headings,
        uncovered=tuple(Uncovered(line, text) for line, text in gaps),
    )


def _visible(text: str) -> int:
    return sum(not character.isspace() for character in without_unseen(text))
