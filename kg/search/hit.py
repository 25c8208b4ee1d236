"""What a search found."""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

CONTEXT = 24
"""How many characters of a text a hit shows on either side of the match."""

if TYPE_CHECKING:
    from typing import NamedTuple

    class _Hit(NamedTuple):
        iri: str
        label: str
        kind: str
        kind_ja: str
        kind_en: str
        field: str
        text: str
        spans: tuple[tuple[int, int], ...]
        plan: str | None
        code: str | None
        page: int | None
        passage: str | None
        score: int
else:  # importing typing takes a process longer than a search
    _Hit = namedtuple(
        "_Hit",
        "iri label kind kind_ja kind_en field text spans plan code page passage score",
    )


class Hit(_Hit):
    """A thing that was found, with the text of it that says so best.

    Attributes:
        iri: The thing.
        label: Its label, in Japanese where it has one.
        kind: Its class, such as ``Port``: the last part of the IRI.
        kind_ja: What the class is called in Japanese.
        kind_en: The same in English.
        field: What the text is of the thing: ``label``, ``alias``, ``text`` …, as in ranking.toml.
        text: The text, as it stands in the plan or the ontology.
        spans: Where in it the words stand that were looked for: first character, and behind the
            last. At least one; in order, and apart from each other.
        plan: Id of the plan, or None for ontology and vocabularies.
        code: Code of the project that the thing belongs to, or None.
        page: Page of the source, from 1, or None.
        passage: IRI of the passage with the text, or None.
        score: Weight of field and kind; a higher one stands first.
    """

    __slots__ = ()

    @property
    def start(self) -> int:
        """Where in the text the first match begins."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Where in the text the first match ends."""
        return self.spans[0][1]

    @property
    def before(self) -> str:
        """Up to ``CONTEXT`` characters before the first match."""
        return self.text[max(0, self.start - CONTEXT) : self.start]

    @property
    def match(self) -> str:
        """The first match, in the text's own characters."""
        return self.text[self.start : self.end]

    @property
    def after(self) -> str:
        """Up to ``CONTEXT`` characters behind the first match."""
        return self.text[self.end : self.end + CONTEXT]

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """The text around the first match, cut at its matches: a piece, and whether it is one.

        An ellipsis stands where the text goes on.
        """
        text = self.text
        first, last = max(0, self.start - CONTEXT), min(len(text), self.end + CONTEXT)
        pieces: list[tuple[str, bool]] = [("…", False)] if first else []
        place = first
        for start, end in self.spans:
            if start >= last:
                break
            pieces += [(text[place:start], False), (text[start : min(end, last)], True)]
            place = min(end, last)
        pieces += [(text[place:last], False), ("…" if last < len(text) else "", False)]
        return [(piece, is_match) for piece, is_match in pieces if piece]


def merge_spans(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Put spans in order and join those that overlap.

    Args:
        spans: First character, and behind the last, of each.

    Returns:
        The spans, apart from each other.

    Example:
        >>> merge_spans([(4, 6), (0, 2), (1, 3), (4, 5)])
        ((0, 3), (4, 6))
    """
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)
