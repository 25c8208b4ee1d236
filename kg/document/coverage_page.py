"""A page that shows a document with every character coloured by what it became."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Literal

from kg.document.coverage import coverage
from kg.document.coverage_words import CoverageWords
from kg.document.model import Claim, Plan
from kg.text import is_blank

_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.9 "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic", sans-serif;
  margin: 0 auto; max-width: 60rem; padding: 1rem; }
header { position: sticky; top: 0; background: Canvas; border-bottom: 1px solid GrayText;
  padding-bottom: .5rem; }
h1 { font-size: 1.1rem; margin: .25rem 0; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem .4rem; font-size: .75rem; line-height: 1.5; }
.legend span, pre span { border-radius: .2rem; padding: 0 .15rem; color: #111; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
pre .n { display: inline-block; width: 3.2em; font-size: .7rem; color: GrayText;
  background: none; user-select: none; }
.furniture { background: #e4e4e4 !important; color: #555 !important; }
.uncovered { background: #d00 !important; color: #fff !important; }
"""

# Hues far from their neighbours, in the order in which kinds come up in a document.
_HUES = (210, 45, 130, 300, 20, 180, 260, 80, 340, 155, 235, 60, 110, 320, 30, 195, 280, 5, 90)


def coverage_page(plan: Plan, title: str, lang: Literal["ja", "en"] = "ja") -> str:
    """Write a document as HTML, coloured by what became of it.

    Args:
        plan: The plan.
        title: Name of the plan.
        lang: Language of the page's own words.

    Returns:
        A page that stands by itself. Each run tells its kind and heading when pointed at.
    """
    account = coverage(plan)
    kinds = list(dict.fromkeys(claim.kind for claim in plan.claims if claim.is_data))
    colours = {
        kind: f"hsl({_HUES[index % len(_HUES)]} 75% {86 - 8 * (index // len(_HUES))}%)"
        for index, kind in enumerate(kinds)
    }
    say = CoverageWords(lang)
    legend = "".join(
        f'<span style="background:{colours[kind]}">{escape(say.kind(kind))}</span>'
        for kind in kinds
    )
    body = "".join(_runs(plan, colours, say))
    return f"""<!doctype html>
<html lang="{lang}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} – {say.title}</title><style>{_STYLE}</style></head>
<body>
<header><h1>{escape(title)}</h1>
<p>{escape(say.account(account))}</p>
<p class="legend">{legend}<span class="furniture">{escape(say.kind("furniture"))}</span>
<span class="uncovered">{escape(say.kind("uncovered"))}</span></p></header>
<pre>{body}</pre>
</body>
</html>
"""


def _runs(plan: Plan, colours: dict[str, str], say: CoverageWords) -> Iterator[str]:
    yield _number(1)
    position = 0
    for claim in plan.claims:
        if claim.span.end <= position:
            continue
        yield from _text(plan, position, claim.span.start, None, colours, say)
        yield from _text(plan, max(position, claim.span.start), claim.span.end, claim, colours, say)
        position = claim.span.end
    yield from _text(plan, position, len(plan.source.text), None, colours, say)


def _text(
    plan: Plan,
    start: int,
    end: int,
    claim: Claim | None,
    colours: dict[str, str],
    say: CoverageWords,
) -> Iterator[str]:
    for piece in plan.source.text[start:end].splitlines(keepends=True):
        text = piece.rstrip("\r\n")
        if claim is not None:
            yield _span(text, claim, colours, say)
        elif not is_blank(text):
            yield f'<span class="uncovered">{escape(text)}</span>'
        else:
            yield text
        start += len(piece)
        if len(piece) > len(text):
            yield "\n" + _number(plan.source.line_at(start))


def _span(text: str, claim: Claim, colours: dict[str, str], say: CoverageWords) -> str:
    about = escape(f"{say.kind(claim.kind)} – {say.kind(claim.heading)}")
    if not claim.is_data:
        return f'<span class="furniture" title="{about}">{escape(text)}</span>'
    return f'<span style="background:{colours[claim.kind]}" title="{about}">{escape(text)}</span>'


def _number(line: int) -> str:
    return f'<span class="n">{line}</span>'
