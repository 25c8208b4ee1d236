"""Running heads, page numbers and the like: lines of the page, not of the plan."""

from __future__ import annotations

import re

from kg.document.flow import Flow, Ledger
from kg.document.layout import Layout
from kg.document.model import Claim, Line, Problem, Source


def split_furniture(
    source: Source, layout: Layout
) -> tuple[list[Line], list[Claim], list[Problem]]:
    """Tell the lines that a layout names as furniture from the rest.

    A pattern must begin where a line begins and end where a line ends; it may run over several.
    One with an end takes all lines up to it, whatever they say.

    Args:
        source: The document.
        layout: Its layout.

    Returns:
        The lines that are left, a claim for each line of furniture, and a note where what has an
        end seems to begin again before it.

    Raises:
        LayoutError: If the end of what began is nowhere.
    """
    flow = Flow(source, source.lines)
    ledger = Ledger(flow)
    ledger.heading = "(furniture)"
    patterns = [(part, layout.compile(part.pattern)) for part in layout.furniture]
    kept: list[Line] = []
    problems: list[Problem] = []
    index = 0
    while index < len(flow.lines):
        start = flow.starts[index]
        for number, (part, pattern) in enumerate(patterns):
            end = _match_end(flow, pattern, start)
            if end is not None:
                index = flow.line_index(end - 1) + 1
                if part.until is not None:
                    first, index = index, _find_end(flow, layout, number, part.until, index)
                    problems += _begins_again(flow, pattern, first, index)
                ledger.furniture(start, flow.ends[index - 1], part.kind)
                break
        else:
            kept.append(flow.lines[index])
            index += 1
    return kept, ledger.claims, problems


def _begins_again(flow: Flow, pattern: re.Pattern[str], first: int, end: int) -> list[Problem]:
    """Tell lines in furniture with an end that begin it again: the first may lack its end."""
    message = "furniture.pattern fits here again, within what is no data up to line {}"
    hint = "Look whether what began above has an end of its own"
    return [
        Problem("note", message.format(flow.lines[end].number), flow.lines[index].number, hint)
        for index in range(first, end)
        if flow.whole_lines(pattern, flow.starts[index])
    ]


def _find_end(flow: Flow, layout: Layout, number: int, until: str, index: int) -> int:
    """Return the index of the line before which furniture with an end ends."""
    pattern = layout.compile(until)
    for later in range(index, len(flow.lines)):
        if flow.whole_lines(pattern, flow.starts[later]):
            return later
    raise layout.fault(
        f"furniture.{number}.until",
        f"no line fits furniture.until behind line {flow.lines[index - 1].number} of the document, "
        "where what it ends begins",
        "Let it fit the first line behind what is no data, the whole of it",
    )


def _match_end(flow: Flow, pattern: re.Pattern[str], start: int) -> int | None:
    """Return where furniture that begins at a line's start ends, at the end of a line."""
    match = flow.whole_lines(pattern, start)
    if match is None:
        return None
    # A loose beginning must not swallow lines that stand before the furniture itself.
    laters = flow.line_starts(start + 1, match.end())
    if any(pattern.fullmatch(flow.text, later, match.end()) for later in laters):
        return None
    return match.end()
