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
    """Return where furniture that begins at a line's start ends, at the end of a line."""
    match = flow.whole_lines(pattern, start)
    if match is None:
        return None
    # A loose beginning must not swallow lines that stand before the furniture itself.
    laters = flow.line_starts(start + 1, match.end())
    if any(pattern.fullmatch(flow.text, later, match.end()) for later in laters):
        return None
    return match.end()
