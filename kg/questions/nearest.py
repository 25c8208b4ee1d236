"""Names near to one that nothing bears, for the message that says so.

A reading is offered behind the name that it is a reading of, as in 釧路港（くしろこう）, and never
without it. Readings are those of the graph, each from a source of a gazetteer.
"""

from __future__ import annotations

import re

from kg.numerals import whole_number
from kg.questions.spelling import CODE, alike, code_as_printed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MOST = 8
"""How many names are offered."""

_KANA = re.compile(r"[\u3041-\u3096\u30fc]+")
_OTHER = re.compile(r"[^\u3041-\u3096\u30fc]+")
_LONGEST_TYPED = 200
_LONGEST_NAME = 100


def nearest(
    text: str, names: Sequence[str], readings: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """List the names nearest to what was typed.

    Args:
        text: What was typed.
        names: All names that there are, readings among them.
        readings: For each reading the labels of what is read so.

    Returns:
        Names that people can type, the nearest first, each with how it is told, which may add a
        reading: those that are written as typed but for kanji in place of kana (くしろ港), those
        that begin with it, contain it, or are like it.
    """
    near = _near_codes(text, names) or [*_half_written(text, readings), *_alike(text, names)]
    told: dict[str, str] = {}
    for name in near:
        for label in readings.get(name, (name,)):
            shown = f"{label}（{name}）" if name in readings else label
            if label not in told or shown != label:
                told[label] = shown
    return dict(list(told.items())[:MOST])


def _half_written(text: str, readings: Mapping[str, Sequence[str]]) -> list[str]:
    """Find the readings of names of which a part is typed as it is read.

    The kana must stand so in the reading and the rest in the name, each in its place: くしろ港 is
    釧路港, read くしろこう, and not 港 of another place.
    """
    typed = alike(text[:_LONGEST_TYPED])
    if not _KANA.search(typed) or not _OTHER.search(typed):
        return []
    said, written = _OTHER.split(typed), _KANA.split(typed)
    return [
        reading
        for reading, labels in readings.items()
        if _has_in_order(alike(reading), said)
        and any(_has_in_order(alike(label), written) for label in labels)
    ]


def _has_in_order(text: str, pieces: Sequence[str]) -> bool:
    """Say whether a text consists of two or more pieces and something between each and the next."""
    first, *middle, last = pieces
    if not text.startswith(first):
        return False
    place = len(first)
    for piece in middle:
        found = text.find(piece, place + 1)
        if found < 0:
            return False
        place = found + len(piece)
    return text.endswith(last) and place < len(text) - len(last)


def _near_codes(text: str, names: Iterable[str]) -> list[str]:
    """Return the codes nearest to one that no project has: those of its field, or the next ones."""
    wanted = _numbers(code_as_printed(text).upper())
    if wanted is None:
        return []
    found = {name: numbers for name in names if (numbers := _numbers(name))}
    away = {
        name: (*(abs(one - other) for one, other in zip(numbers, wanted, strict=True)), name)
        for name, numbers in found.items()
    }
    return sorted(away, key=away.__getitem__)[:3]


def _numbers(code: str) -> tuple[int, int] | None:
    """Return the two numbers of a project's code; None if it is none."""
    match = re.fullmatch(CODE, code)
    above, own = map(whole_number, match.groups()) if match else (None, None)
    return None if above is None or own is None else (above, own)


def _alike(text: str, names: Sequence[str]) -> list[str]:
    """Return the names most like a text: those that begin with it, contain it, or are near it.

    A word such as 根室 is short for several things; so all readings should be among them.
    """
    from difflib import get_close_matches

    typed = alike(text)
    if not typed:
        return []
    holding = [name for name in names if typed in alike(name)]
    holding.sort(key=lambda name: (not alike(name).startswith(typed), len(name)))
    short = [name for name in names if len(name) < _LONGEST_NAME]
    return [*holding[:MOST], *get_close_matches(text[:_LONGEST_TYPED], short, 5, 0.5)]
