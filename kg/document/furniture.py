"""Running heads, page numbers and the like: lines of the page, not of the plan."""

from __future__ import annotations

import re

from kg.document.flow import Flow, Ledger
from kg.document.layout import Layout
from kg.document.model import Claim, Line, Source


def split_furniture(source: Source, layout: Layout) -> tuple[list[Line], list[Claim]]:
    """Tell the lines that a layout names as furniture from the rest.

    A pattern must begin where a line begins and end where a line ends; it may run over several.
    One with an end takes all lines up to it, whatever they say.

    Args:
        source: The document.
        layout: Its layout.

    Returns:
        The lines that are left, and a claim for each line of furniture.

    Raises:
        LayoutError: If the end of what began is nowhere.
    """
    flow = Flow(source, source.lines)
    ledger = Ledger(flow)
    ledger.heading = "(furniture)"
    patterns = [(part, layout.compile(part.pattern)) for part in layout.furniture]
    kept: list[Line] = []
    index = 0
    while index < len(flow.lines):
        start = flow.starts[index]
        for number, (part, pattern) in enumerate(patterns):
            end = _match_end(flow, pattern, start)
            if end is not None:
                index = flow.line_index(end - 1) + 1
                if part.until is not None:
                    index = _find_end(flow, layout, number, index)
                ledger.furniture(start, flow.ends[index - 1], part.kind)
                break
        else:
            kept.append(flow.lines[index])
            index += 1
    return kept, ledger.claims


def _find_end(flow: Flow, layout: Layout, number: int, index: int) -> int:
    """Return the index of the line before which furniture with an end ends."""
    until = layout.compile(layout.furniture[number].until or "")
    for later in range(index, len(flow.lines)):
        if flow.whole_lines(until, flow.starts[later]):
            return later
    raise layout.fault(
        f"furniture.{number}.until",
        f"no line fits furniture.until behind line {flow.lines[index - 1].number} of the document, "
        "where what it ends begins",
        "Let it fit the first line behind what is no data",
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
