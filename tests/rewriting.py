"""The same plan written another way: other wraps, blanks, widths, order, furniture."""

from __future__ import annotations

import dataclasses
import itertools
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from rdflib import RDF
from rdflib.term import Node

from kg.document.layout import Layout
from kg.document.model import Bodies, Plan, Project, Source, Span, Words
from kg.document.reading import parse
from kg.document.source import source_from_bytes
from kg.graph.convert import PlanGraphs
from kg.graph.terms import CHIIKI, OA
from kg.text import display_width

_NEVER_FIRST = "、。，．・：；！？）」』】〉》〕］｝々ーぁぃぅぇぉっゃゅょァィゥェォッャュョ,.)]}〇"
_NEVER_LAST = "（「『【〈《〔［｛([{"


def parse_text(text: str, layout: Layout) -> Plan:
    """Read a text as a document."""
    return parse(source_from_bytes(text.encode(), "rewritten.txt"), layout)


def bare(value: Any) -> Any:
    """Return what a plan says, without where it stands: nested tuples of texts and numbers."""
    if isinstance(value, Words):
        return value.text
    if isinstance(value, tuple):
        return tuple(bare(member) for member in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        left_out = {"source", "pages", "claims", "problems", "again", "code_words"}
        if isinstance(value, Project):
            left_out |= {"codes_words"}
        return tuple(
            (field.name, bare(getattr(value, field.name)))
            for field in dataclasses.fields(value)
            if field.name not in left_out | {"repeats_words"}
        )
    return value


def without_bodies(plan: Plan) -> Any:
    """Return what a plan says but for the names of bodies."""
    projects = tuple(
        dataclasses.replace(
            project,
            groups=tuple(dataclasses.replace(g, implementers=None) for g in project.groups),
            co_creations=tuple(dataclasses.replace(c, partners=None) for c in project.co_creations),
        )
        for project in plan.projects
    )
    return statements(dataclasses.replace(plan, projects=projects))


def statements(plan: Plan) -> Any:
    """Return what a plan says, its projects in the order of their codes."""
    ordered = tuple(sorted(plan.projects, key=lambda project: project.codes))
    listings = tuple(sorted(plan.listings, key=lambda listing: listing.code))
    return bare(dataclasses.replace(plan, projects=ordered, listings=listings))


def paragraphs(plan: Plan) -> list[str]:
    """Return the document with each line wrap inside a text undone, a text to a line."""
    source = plan.source
    text = source.text
    inside = [False] * len(text)
    for span in _spans(plan):
        for index in range(span.start, span.end):
            inside[index] = True
    whole = "".join(
        "" if inside[index] and character in "\r\n" else character
        for index, character in enumerate(text)
    )
    return [line.strip() for line in whole.splitlines() if line.strip()]


def _spans(value: Any) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for member in value:
            yield from _spans(member)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type | Source):
        for field in dataclasses.fields(value):
            yield from _spans(getattr(value, field.name))


def words_of(value: Any) -> Iterator[Words]:
    """Find the texts of a plan."""
    if isinstance(value, Words):
        yield value
    elif isinstance(value, tuple):
        for member in value:
            yield from words_of(member)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from words_of(getattr(value, field.name))


def wrap(paragraph: str, width: int) -> list[str]:
    """Break a text into lines of at most ``width`` full-width characters, as typesetters do.

    A sign that must not begin a line hangs over the end of the one before (JIS X 4051).
    """
    lines: list[str] = []
    start = filled = 0
    for place, character in enumerate(paragraph, 1):
        filled += display_width(character)
        if filled > 2 * width - 2 and place < len(paragraph) and _may_break(paragraph, place):
            lines.append(paragraph[start:place])
            start, filled = place, 0
    return [*lines, paragraph[start:]] if paragraph else lines


def wrap_all(texts: list[str], width: int) -> str:
    """Set paragraphs at a width."""
    return "\n".join(line for text in texts for line in wrap(text, width))


def _may_break(text: str, place: int) -> bool:
    last, first = text[place - 1], text[place]
    if last.isspace() or first.isspace() or first in _NEVER_FIRST:
        return False
    is_latin = re.fullmatch(r"[0-9A-Za-z０-９]{2}", last + first) is not None
    return last not in _NEVER_LAST and not is_latin


def half_width(text: str, is_half: Callable[[], bool]) -> str:
    """Write codes and page marks in half width, ``1-(2)`` and ``(1/2)``, each as it is told.

    Args:
        text: The text.
        is_half: Asked for each of their characters whether it is written in half width.
    """
    digits = str.maketrans("０１２３４５６７８９－（）／", "0123456789-()/")
    pattern = r"[０-９]－（[０-９]）|（[０-９]／[０-９]）|（[０-９]/[０-９]）"

    def write(match: re.Match[str]) -> str:
        return "".join(
            character.translate(digits) if is_half() else character for character in match.group()
        )

    return re.sub(pattern, write, text)


def project_pages(plan: Plan) -> tuple[str, list[str]]:
    """Cut a document into what stands before the first project, and each project's pages."""
    text = plan.source.text
    starts = [project.codes_words.words.start for project in plan.projects]
    ends = [*starts[1:], len(text)]
    return text[: starts[0]], [text[a:b] for a, b in zip(starts, ends, strict=True)]


def all_bodies(plan: Plan) -> Iterator[list[str]]:
    """Yield each enumeration of bodies, as written."""
    for bodies in _enumerations(plan):
        yield [entry.words.text for entry in bodies.entries]


def invent_bodies(plan: Plan, layout: Layout, chance: random.Random) -> dict[str, str]:
    """Give each body of a plan another name, of the words that bodies are named with."""
    opening = list(layout.bodies.opening)
    others = chance.sample(opening, len(opening))
    names = dict(zip(opening, others, strict=True))
    for body in sorted({name for bodies in all_bodies(plan) for name in bodies}):
        if body not in names:
            stem = "".join(chance.choices("茜梓楓桐琥珀瑠璃", k=chance.randint(1, 4)))
            names[body] = f"{stem}{chance.choice(layout.bodies.suffixes)}"
    return names


def has_seam(plan: Plan, layout: Layout, names: dict[str, str]) -> bool:
    """Tell whether, by their new names, two cells meet as one body: 市 before 町村."""
    for project in plan.projects:
        cells = [group.implementers for group in project.groups if group.implementers]
        for cell, following in itertools.pairwise(cells):
            last, first = cell.entries[-1].words.text, following.entries[0].words.text
            if names[last] + names[first] in layout.bodies.opening:
                return True
    return False


def rename_bodies(plan: Plan, names: dict[str, str]) -> str:
    """Write a plan's text with other names in its enumerations of bodies."""
    text = plan.source.text
    entries = {entry.words.spans: entry for b in _enumerations(plan) for entry in b.entries}
    for spans, entry in sorted(entries.items(), reverse=True):
        text = text[: spans[0].start] + names[entry.words.text] + text[spans[-1].end :]
    return text


def _enumerations(plan: Plan) -> Iterator[Bodies]:
    for project in plan.projects:
        lists = [group.implementers for group in project.groups]
        lists += [co_creation.partners for co_creation in project.co_creations]
        yield from (bodies for bodies in lists if bodies is not None)


def other_blanks(text: str, chance: random.Random) -> str:
    """Leave blank lines out and put others in."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.strip() or chance.random() < 0.3:
            lines.append(line)
        if chance.random() < 0.2:
            lines.append(chance.choice(["", "  ", "　"]))
    return "\n".join(lines)


def other_furniture(plan: Plan, chance: random.Random) -> str:
    """Leave running heads and page numbers out and put others in."""
    furniture = {
        plan.source.line_at(claim.span.start)
        for claim in plan.claims
        if claim.kind in ("running head", "page number")
    }
    index = plan.source.line_at(plan.projects[0].codes_words.words.start)
    lines: list[str] = []
    for number, line in enumerate(plan.source.text.splitlines(), start=1):
        if number not in furniture or chance.random() < 0.5:
            lines.append(line)
        if number > index and chance.random() < 0.02:
            lines.append(chance.choice(["19", "- 20 -", " Ⅲ 地域重点プロジェクト", "", "２１"]))
    return "\n".join(lines)


def other_order(plan: Plan, order: Iterable[int]) -> str:
    """Print the projects in another order."""
    before, projects = project_pages(plan)
    return before + "\n".join(projects[index] for index in order)


def graph_without_passages(graphs: PlanGraphs) -> Counter[tuple[str, ...]]:
    """Return what the graphs of a plan say of anything but places in the document.

    Left out are passages, links to them and the description of the file. A mention, which is
    named by its place, goes by all else that is said of it; so it does where it is reified.
    """
    content, provenance = graphs.content, graphs.provenance
    left_out = {
        graphs.iris.source,
        *content.subjects(RDF.type, CHIIKI.Passage),
        *content.objects(None, OA.hasSelector),
    }
    triples = [(s, p, o) for s, p, o in content if not {s, o} & left_out]
    told: dict[Node, list[str]] = {m: [] for m in content.subjects(RDF.type, CHIIKI.Mention)}
    for subject, predicate, value in triples:
        if subject in told:
            told[subject].append(f"{predicate} {value}")
    names = {mention: "\n".join(sorted(facts)) for mention, facts in told.items()}
    found: Counter[tuple[str, ...]] = Counter()
    found.update((names.get(s, str(s)), str(p), names.get(o, o.n3())) for s, p, o in triples)
    for statement in provenance.subjects(RDF.type, RDF.Statement):
        thing = provenance.value(statement, RDF.subject)
        term = provenance.value(statement, RDF.predicate)
        told_of_it = provenance.value(statement, RDF.object)
        if thing is not None and told_of_it is not None:
            found["said", names.get(thing, str(thing)), str(term), told_of_it.n3()] += 1
    return found
