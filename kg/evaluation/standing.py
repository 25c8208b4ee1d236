"""Where words stand in a document, although lines wrap and pages break in the middle of them."""

from __future__ import annotations

from kg.document.model import Source

_INTERRUPTION = 40
"""Lines that may stand between the two halves of a word: a page's foot, head and cells."""


def occurrences(source: Source, line: int, words: str) -> int:
    """Count how often some words begin on a line of a document.

    The end of a line may cut the words in two; the rest then begins a later line, with furniture
    or the cells of another column in between.

    Args:
        source: The document.
        line: Number of the line, from 1; it must be there.
        words: The words, wraps taken out; at least one character.

    Returns:
        The number of places on the line at which the words begin.
    """
    text = source.lines[line - 1].text.rstrip()
    return sum(
        text.startswith(words, start)
        or (words.startswith(text[start:]) and _goes_on(source, line, words[len(text) - start :]))
        for start in range(len(text))
    )


def _goes_on(source: Source, line: int, rest: str) -> bool:
    """Say whether the rest of some words stands at the beginning of the lines after a line."""
    waiting = {rest}
    for later in source.lines[line : line + _INTERRUPTION]:
        text = later.text.strip()
        if not text:
            continue
        if any(text.startswith(words) for words in waiting):
            return True
        waiting |= {words[len(text) :] for words in waiting if words.startswith(text)}
    return False


def nearest(source: Source, line: int, words: str) -> int | None:
    """Find the line nearest to a line on which some words begin.

    Args:
        source: The document.
        line: Number of the line to begin at.
        words: The words.

    Returns:
        Number of the line, or None if the words stand nowhere.
    """
    by_distance = sorted(source.lines, key=lambda other: (abs(other.number - line), other.number))
    for other in by_distance:
        if occurrences(source, other.number, words):
            return other.number
    return None
