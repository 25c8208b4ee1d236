"""What each character of a document became, and where its pages begin, for who shows the text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from kg.document.model import Plan


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that became one thing.

    Attributes:
        start: Offset of the first one.
        end: Offset behind the last one.
        kind: Name of the datum or of the furniture; empty where they became nothing.
        is_data: Whether they became data.
        heading: Under which heading of the document they stand.
    """

    start: int
    end: int
    kind: str
    is_data: bool
    heading: str


@dataclass(frozen=True, slots=True)
class TextMap:
    """A document's pages and runs.

    Attributes:
        pages: For each page its number, printed mark or None, and the offset of its first
            character.
        runs: The runs in order, none over another.
    """

    pages: tuple[tuple[int, str | None, int], ...]
    runs: tuple[Run, ...]


def text_map(plan: Plan) -> str:
    """Write a plan's pages and runs as JSON; the same plan gives the same text.

    Args:
        plan: The plan.

    Returns:
        ``pages`` as ``[number, mark, start]``, ``runs`` as ``[start, end, kind, is data,
        heading]``, kinds and headings as places in the lists ``kinds`` and ``headings``.
    """
    kinds: dict[str, int] = {}
    headings: dict[str, int] = {}
    runs = []
    position = 0
    for claim in plan.claims:
        start, end = max(claim.span.start, position), claim.span.end
        if start >= end:
            continue
        kind = kinds.setdefault(claim.kind, len(kinds))
        heading = headings.setdefault(claim.heading, len(headings))
        runs.append([start, end, kind, int(claim.is_data), heading])
        position = end
    content: dict[str, Any] = {
        "pages": [[page.number, page.mark, page.start] for page in plan.pages],
        "kinds": list(kinds),
        "headings": list(headings),
        "runs": runs,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n"


def read_text_map(text: str) -> TextMap:
    """Read what ``text_map`` wrote.

    Raises:
        ValueError: If it is something else; else KeyError, IndexError or TypeError.
    """
    content = json.loads(text)
    kinds, headings = content["kinds"], content["headings"]
    return TextMap(
        tuple((number, mark, start) for number, mark, start in content["pages"]),
        tuple(
            Run(start, end, kinds[kind], bool(is_data), headings[heading])
            for start, end, kind, is_data, heading in content["runs"]
        ),
    )
