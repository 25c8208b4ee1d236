"""Running heads, page numbers and the like: lines of the page, not of the plan."""

from __future__ import annotations

import re

from kg.document.flow import Flow, Ledger
from kg.document.layout import Layout
from kg.document.model import Claim, Line, Source


def split_furniture(source: Source, layout: Layout) -> tuple[list[Line], list[Claim]]:
    """Tell the lines that a layout names as furniture from the rest.

    A pattern must begin where a line begins and end where a line ends; it may run over several.

    Args:
        source: The document.
        layout: Its layout.

    Returns:
        The lines that are left, and a claim for each line of furniture.
    """
    flow = Flow(source, source.lines)
    ledger = Ledger(flow)
    ledger.heading = "(furniture)"
    patterns = [(part.kind, layout.compile(part.pattern)) for part in layout.furniture]
    kept: list[Line] = []
    index = 0
    while index < len(flow.lines):
        start = flow.starts[index]
        for kind, pattern in patterns:
            end = _match_end(flow, pattern, start)
            if end is not None:
                ledger.furniture(start, end, kind)
                index = flow.line_index(end - 1) + 1
                break
        else:
            kept.append(flow.lines[index])
            index += 1
    return kept, ledger.claims


def _match_end(flow: Flow, pattern: re.Pattern[str], start: int) -> int | None:
    match = pattern.match(flow.text, start)
    if not match or match.end() == start or not flow.is_line_end(match.end()):
        return None
    for later in flow.line_starts(start + 1, match.end()):
        # A loose beginning must not swallow lines that stand before the furniture itself.
        again = pattern.match(flow.text, later)
        if again and again.end() == match.end():
            return None
    return match.end()
