"""The characters of a document that nothing was made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.document.model import Claim, Source
from kg.text import is_blank


def uncovered_lines(source: Source, claims: Iterable[Claim]) -> list[tuple[int, str]]:
    """Name the characters that nothing was made of.

    Args:
        source: The document.
        claims: What its characters became, in order of place.

    Returns:
        Line number and characters, for each run of unclaimed characters of a line.
    """
    found: list[tuple[int, str]] = []
    position = 0
    for start, end in [*((c.span.start, c.span.end) for c in claims), (len(source.text),) * 2]:
        gap = source.text[position:start]
        if not is_blank(gap):
            found += _gap_lines(source, position, gap)
        position = max(position, end)
    return found


def became_nothing(text: str) -> str:
    """Return how an error tells of characters that nothing was made of."""
    return f"「{text}」 became neither data nor furniture"


def _gap_lines(source: Source, start: int, gap: str) -> Iterator[tuple[int, str]]:
    for piece in gap.splitlines(keepends=True):
        text = piece.strip().strip("\ufeff").strip()
        if not is_blank(text):
            yield source.line_at(start + piece.index(text)), text
        start += len(piece)
