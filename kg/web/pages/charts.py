"""Charts of answers: bars, where a column of labels and one of counts suggest them."""

from __future__ import annotations

from typing import Any, NamedTuple

from kg.web.pages.choices import choices

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.questions.catalogue import Column
    from kg.web.pages.tables import Table


class Bar(NamedTuple):
    """A bar of a chart."""

    label: str
    href: str | None
    number: int


class Chart(NamedTuple):
    """A chart of bars.

    Attributes:
        caption: What is counted.
        bars: The bars.
        largest: The largest count.
    """

    caption: str
    bars: list[Bar]
    largest: int


def chart_of(table: Table | None, count: int) -> Chart | None:
    """Make a chart where a column of labels and one of counts suggest it.

    Args:
        table: The table of the answer, or None.
        count: How many rows the answer has.
    """
    chosen = choices()["chart"]
    if table is None or not 2 <= count <= chosen["most"]:
        return None
    columns = {column.name: place for place, column in enumerate(table.columns)}
    label = next((columns[name] for name in chosen["labels"] if name in columns), None)
    counts = [
        (place, column)
        for place, column in enumerate(table.columns)
        if column.type == "integer" and column.name not in chosen["never"]
    ]
    if label is None or not counts:
        return None
    place, column = _last_total(counts)
    bars = [
        Bar(row[label].text, _only_address(row[label].pieces), int(row[place].text or 0))
        for row in table.rows
    ]
    largest = max(bar.number for bar in bars)
    if largest == 0 or len({bar.number for bar in bars}) < 2:
        return None
    return Chart(column.name, bars, largest)


def _last_total(counts: list[tuple[int, Column]]) -> tuple[int, Column]:
    """Choose what is charted: the sum where there is one, else the first count."""
    return next((one for one in counts if one[1].name in ("total", "measures")), counts[0])


def _only_address(pieces: list[Any]) -> str | None:
    return pieces[0].href if len(pieces) == 1 else None
