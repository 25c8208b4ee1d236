"""How many entries a plan may have, so that no document exhausts the memory."""

from __future__ import annotations

from kg.build.outcome import Problem
from kg.document.layout import Layout
from kg.document.model import Plan, Source, Words
from kg.text import fold

MOST_ENTRIES = 20_000
"""Entries of a plan that are built: each takes some 200 kB until it is validated, so that more
would rather exhaust the memory than be any region's plan. The first plan has 378."""

_LONGEST_MARK = 40


def too_many_marks(source: Source, layout: Layout) -> tuple[Problem, ...]:
    """Count the lines that open an entry, before a document is read: it may be of any length.

    Args:
        source: The document.
        layout: Says which signs open an entry.

    Returns:
        The problem if there are too many, with the line of the first one beyond the limit.
    """
    mark = layout.compile(layout.marks.item)
    lines = [
        line.number for line in source.lines if mark.match(fold(line.text.strip()[:_LONGEST_MARK]))
    ]
    return _problem(source, len(lines), lines[MOST_ENTRIES:][:1])


def too_many_entries(plan: Plan) -> tuple[Problem, ...]:
    """Count the entries of a plan that was read; those without a mark count as well.

    Args:
        plan: The plan.

    Returns:
        The problem if there are too many, with the line of the first one beyond the limit.
    """
    entries = _entries(plan)
    beyond = sorted(words.start for words in entries)[MOST_ENTRIES:][:1]
    return _problem(plan.source, len(entries), [plan.source.line_at(start) for start in beyond])


def _entries(plan: Plan) -> list[Words]:
    found: list[Words] = []
    for project in plan.projects:
        found += [initiative.text for group in project.groups for initiative in group.initiatives]
        for work in (*project.works, *project.programmes):
            found += [work.text, *(item.text for item in work.items)]
    return found


def _problem(source: Source, count: int, beyond: list[int]) -> tuple[Problem, ...]:
    if not beyond:
        return ()
    message = {
        "en": f"the document has {count:,} initiatives and works, more than {MOST_ENTRIES:,}; "
        "here the next one begins",
        "ja": f"取組と基盤整備が {count:,} 件あり、上限の {MOST_ENTRIES:,} 件をこの行で超える",
    }
    hint = "Check that its layout fits, or split it into several plans"
    return (Problem("error", message, source.path, beyond[0], hint),)
