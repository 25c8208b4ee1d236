"""The editions of the plans as a feed.

Source:
    The Atom Syndication Format, RFC 4287: 4.1.1 (feed), 4.1.2 (entry), 3.3 (dates)
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from kg.publish.catalogue.facts import Facts, PlanEntry, chosen
from kg.web.addresses.files import address

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ja">'
)
_FIRST = "0001-01-01"


def feed(facts: Facts) -> bytes | None:
    """Write the feed, or nothing where no plan has a date, which a feed must have.

    Args:
        facts: What is known.
    """
    plans = sorted(
        (plan for plan in facts.plans if plan.issued), key=lambda plan: (plan.issued or "", plan.id)
    )
    if not plans:
        return None
    lines = [
        _HEAD,
        f"<id>{escape(facts.base)}endpoint/catalogue</id>",
        f"<title>{escape(facts.titles['ja'])}</title>",
        f"<updated>{_moment(plans[-1].issued or '')}</updated>",
        f'<link rel="alternate" type="text/html" href={quoteattr(_at(facts, ""))}/>',
        f'<link rel="self" type="application/atom+xml" href={quoteattr(_at(facts, "feed.xml"))}/>',
    ]
    for plan in reversed(plans):
        lines += _entry(facts, plan)
    return "\n".join([*lines, "</feed>", ""]).encode()


def _entry(facts: Facts, plan: PlanEntry) -> list[str]:
    issued, words = plan.issued or "", chosen()["words"]["edition"]
    title = _said(plan.titles) or plan.id
    page = quoteattr(_at(facts, f"page/{plan.id}.html"))
    author = _said(plan.creator) or _said(plan.publisher) or chosen()["words"]["nobody"]["ja"]
    lines = [
        "<entry>",
        f"<id>{escape(plan.iri)}</id>",
        f"<title>{escape(title)}</title>",
        f"<updated>{_moment(issued)}</updated>",
        f"<author><name>{escape(author)}</name></author>",
        f'<link rel="alternate" type="text/html" href={page}/>',
        f"<summary>{escape(title)} ({escape(issued)} {words['ja']})</summary>",
    ]
    if plan.rights:
        lines.append(f'<rights xml:lang="en">{escape(plan.rights)}</rights>')
    return [*lines, "</entry>"]


def _moment(issued: str) -> str:
    """Write a year, a month or a day as the moment that a feed wants: when it begins in Japan.

    Example:
        >>> _moment("2025-03")
        '2025-03-01T00:00:00+09:00'
    """
    return f"{issued}{_FIRST[len(issued) :]}T00:00:00{chosen()['feed']['zone']}"


def _said(texts: dict[str, str]) -> str:
    return texts.get("ja") or next(iter(texts.values()), "")


def _at(facts: Facts, path: str) -> str:
    return f"{facts.address}/{address(path)}" if facts.address else address(path) or "./"
