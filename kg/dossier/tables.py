"""Tables of fixed-width text in which Japanese characters take two columns."""

from __future__ import annotations

from kg.text import display_width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_GAP = 2
_NARROWEST = 6
NO_BEGIN = frozenset("、。，．」』）)】〕］ー々・：；？！ぁぃぅぇぉっゃゅょァィゥェォッャュョ")
"""Signs with which no line may begin (JIS X 4051)."""


class _Widths(dict[str, int]):
    """The columns that a character takes, told once for each."""

    def __missing__(self, character: str) -> int:
        width = self[character] = display_width(character, ambiguous=1)
        return width


_WIDTHS = _Widths()


def width_of(text: str) -> int:
    """Count the columns that a text takes on a terminal.

    Terminals give a character of ambiguous width (○, ①) one column, as Unicode recommends where
    nothing says that the text is East Asian (Unicode Standard Annex #11).

    Example:
        >>> width_of("釧路港○")
        7
    """
    if text.isascii():
        return len(text)
    return sum(map(_WIDTHS.__getitem__, text))


def lay_out(
    headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[bool], width: int
) -> list[str]:
    """Lay out rows under headings.

    Args:
        headings: The headings.
        rows: As many cells in each.
        numbers: For each column whether it stands to the right.
        width: Columns that there are.

    Returns:
        The lines, without blanks at their ends. A cell that is too wide for its column goes on
        in the next line.
    """
    cells = [list(headings), *(list(row) for row in rows)]
    natural = [max(width_of(row[place]) for row in cells) for place in range(len(headings))]
    widths = _fit(natural, width - _GAP * (len(headings) - 1))
    lines = _row(cells[0], widths, numbers)
    lines.append((" " * _GAP).join("─" * one for one in widths))
    for row in cells[1:]:
        lines += _row(row, widths, numbers)
    return lines


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines: between any two characters, but within no Latin word that fits.

    No line begins with a sign that may not (、。」 and the like; JIS X 4051).

    Example:
        >>> wrap("釧路港の整備、根室港の整備", 12)
        ['釧路港の整', '備、根室港の', '整備']
    """
    lines = []
    while len(text) * 2 > width and width_of(text) > width:
        end = _break(text, width)
        lines.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [*lines, text]


def _break(text: str, width: int) -> int:
    """Return how many characters of a text go into its first line."""
    end = taken = 0
    while (taken := taken + _WIDTHS[text[end]]) <= width:
        end += 1
    end = max(end, 1)
    best = end
    while best > 1 and not _may_break(text[best - 1], text[best]):
        best -= 1
    return best if best > 1 else end


def _may_break(before: str, after: str) -> bool:
    if after in NO_BEGIN:
        return False
    return not (_is_latin(before) and _is_latin(after))


def _is_latin(character: str) -> bool:
    return character.isascii() and character not in " /"


def _fit(natural: list[int], room: int) -> list[int]:
    """Narrow the widest columns until all fit."""
    widths = list(natural)
    while sum(widths) > room:
        widest = max(widths)
        if widest <= _NARROWEST:
            break
        second = max((one for one in widths if one < widest), default=_NARROWEST)
        count = widths.count(widest)
        excess = sum(widths) - room
        goal = max(second, widest - -(-excess // count), _NARROWEST)
        if goal == widest:
            goal -= 1
        widths = [goal if one == widest else one for one in widths]
    return widths


def _row(cells: Sequence[str], widths: Sequence[int], numbers: Sequence[bool]) -> list[str]:
    wrapped = [wrap(cell, width) for cell, width in zip(cells, widths, strict=True)]
    lines = []
    for number in range(max(map(len, wrapped))):
        parts = []
        for place, pieces in enumerate(wrapped):
            piece = pieces[number] if number < len(pieces) else ""
            blanks = " " * (widths[place] - width_of(piece))
            parts.append(blanks + piece if numbers[place] else piece + blanks)
        lines.append((" " * _GAP).join(parts).rstrip())
    return lines
