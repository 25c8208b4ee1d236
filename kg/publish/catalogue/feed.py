"""The editions of the plans as a feed.

Source:
    The Atom Syndication Format, RFC 4287: 4.1.1 (feed), 4.1.2 (entry), 3.3 (dates);
    Atom License Extension, RFC 4946
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from kg.publish.catalogue.facts import Facts, PlanEntry, chosen
from kg.web.addresses.files import address

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ja">'
)
_FIRST = "0001-01-01"


class _Entry(NamedTuple):
    """An edition, the one that a plan is known in or one that it names."""

    issued: str
    iri: str
    title: str
    page: str
    summary: str
    plan: PlanEntry


def feed(facts: Facts) -> bytes | None:
    """Write the feed, or nothing where no plan has a date, which a feed must have.

    Args:
        facts: What is known.
    """
    entries = sorted(
        (entry for plan in facts.plans for entry in _entries(plan)),
        key=lambda entry: (_moment(entry.issued), entry.plan.iri),  # editions are in order
    )
    if not entries:
        return None
    lines = [
        _HEAD,
        f"<id>{escape(facts.base)}endpoint/catalogue</id>",
        f"<title>{escape(facts.titles['ja'])}</title>",
        f"<updated>{_moment(entries[-1].issued)}</updated>",
        f'<link rel="alternate" type="text/html" href={quoteattr(_at(facts, ""))}/>',
        f'<link rel="self" type="application/atom+xml" href={quoteattr(_at(facts, "feed.xml"))}/>',
    ]
    lines += _told(facts)
    for entry in reversed(entries):
        lines += _lines(facts, entry)
    return "\n".join([*lines, "</feed>", ""]).encode()


def _told(facts: Facts) -> Iterator[str]:
    """Say who publishes the feed and on which terms (RFC 4287, 4.2.1, 4.2.10; RFC 4946, 3)."""
    about = facts.about
    if about is None:
        return
    parts = [f"<name>{escape(about.publisher.ja)}</name>"]
    if about.publisher.homepage:
        parts.append(f"<uri>{escape(about.publisher.homepage)}</uri>")
    if about.contact is not None and about.contact.email:
        parts.append(f"<email>{escape(about.contact.email)}</email>")
    yield f"<author>{''.join(parts)}</author>"
    if about.licence is not None:
        yield f'<link rel="license" href={quoteattr(about.licence.iri)}/>'
        said = (about.licence.attribution or about.licence).ja
        yield f"<rights>{escape(said)}</rights>"


def _entries(plan: PlanEntry) -> Iterator[_Entry]:
    title, words = _said(plan.titles) or plan.id, chosen()["words"]
    for edition in plan.editions:
        name, status = f"{title}（{edition.id}）", words[edition.status]["ja"]
        page = f"changes/{plan.id}.html#edition_{edition.id}"
        summary = f"{name} ({edition.issued} {words['edition']['ja']}、{status})"
        yield _Entry(edition.issued, edition.iri, name, page, summary, plan)
    if plan.issued and not plan.editions:
        summary = f"{title} ({plan.issued} {words['edition']['ja']})"
        yield _Entry(plan.issued, plan.iri, title, f"page/{plan.id}.html", summary, plan)


def _lines(facts: Facts, entry: _Entry) -> list[str]:
    plan = entry.plan
    path, mark, place = entry.page.partition("#")
    page = quoteattr(f"{_at(facts, path)}{mark}{place}")
    author = _said(plan.creator) or _said(plan.publisher) or chosen()["words"]["nobody"]["ja"]
    lines = [
        "<entry>",
        f"<id>{escape(entry.iri)}</id>",
        f"<title>{escape(entry.title)}</title>",
        f"<updated>{_moment(entry.issued)}</updated>",
        f"<author><name>{escape(author)}</name></author>",
        f'<link rel="alternate" type="text/html" href={page}/>',
        f"<summary>{escape(entry.summary)}</summary>",
    ]
    if plan.rights:
        lang = "ja" if "ja" in plan.rights else next(iter(plan.rights))
        lines.append(f'<rights xml:lang="{lang}">{escape(plan.rights[lang])}</rights>')
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
