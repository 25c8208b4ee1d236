"""What a document says twice, and differently, or so that a person must look at it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.document.goal_headings import AimLine
from kg.document.model import Bodies, Goal, Listing, Problem, Project, Source, Words
from kg.text import comparable, fold, shortened, torn_bracket

_BRACKETS = (("(", ")"), ("[", "]"), ("「", "」"), ("『", "』"), ("【", "】"))
_LONGEST = 80
"""Characters of a goal that a message tells."""


def contradictions(
    source: Source,
    goals: tuple[Goal, ...],
    headings: list[AimLine],
    listings: tuple[Listing, ...],
    projects: tuple[Project, ...],
    *,
    has_index: bool,
) -> Iterator[Problem]:
    """Compare what a document says in two places, and look for lists that end in a bracket.

    Args:
        source: The document.
        goals: Its goals, as they are printed first.
        headings: What the headings of goals say.
        listings: The rows of its index.
        projects: The projects of its pages.
        has_index: Whether plans of its layout have an index at all.

    Yields:
        An error where index and pages name different projects or a code stands for two, a
        warning where a 再掲 is not titled as what it repeats, where a goal is printed in two
        ways, and where a bracket in a text or a list of bodies has no partner.
    """
    yield from _double_codes(source, projects)
    yield from _goals(source, goals, headings, projects)
    yield from _torn_brackets(source, projects)
    yield from _torn_texts(source, listings, projects)
    if has_index:
        yield from _index_against_pages(source, listings, projects)
        yield from _repeats(source, listings)


def _double_codes(source: Source, projects: tuple[Project, ...]) -> Iterator[Problem]:
    seen: dict[str, Project] = {}
    for project in projects:
        line = source.line_at(project.title.words.start)
        for code in project.codes:
            first = seen.setdefault(code, project)
            if first is not project:
                other = source.line_at(first.title.words.start)
                message = (
                    f"code {code} of 「{project.title.text}」 stands in line {other} too, "
                    f"for 「{first.title.text}」"
                )
                yield Problem("error", message, line)


def _goals(
    source: Source,
    goals: tuple[Goal, ...],
    headings: list[AimLine],
    projects: tuple[Project, ...],
) -> Iterator[Problem]:
    visions = {goal.number: goal.vision.words for goal in goals}
    printings = [(heading.goal, heading.vision) for heading in headings]
    printings += [(aim.goal, aim.words.words) for project in projects for aim in project.aims]
    for goal, words in dict.fromkeys(printings):
        first = visions[goal]
        if comparable(words.text) != comparable(first.text):
            message = (
                f"goal {goal} is 「{shortened(words.text, _LONGEST)}」 here, "
                f"but 「{first.text}」 in line {source.line_at(first.start)}"
            )
            yield Problem("warning", message, source.line_at(words.start))


def _index_against_pages(
    source: Source, listings: tuple[Listing, ...], projects: tuple[Project, ...]
) -> Iterator[Problem]:
    by_code = {code: project for project in projects for code in project.codes}
    listed: dict[str, Listing] = {}
    for listing in listings:
        line = source.line_at(listing.code_words.start)
        if listing.code in listed:
            yield Problem("error", f"code {listing.code} stands in the index twice", line)
        listed[listing.code] = listing
        project = by_code.get(listing.code)
        if project is None:
            message = f"project {listing.code} 「{listing.title.text}」 of the index has no page"
            yield Problem("error", message, line)
        elif comparable(project.title.text) != comparable(listing.title.text):
            message = (
                f"the index calls project {listing.code} 「{listing.title.text}」, "
                f"its page 「{project.title.text}」"
            )
            yield Problem("error", message, line)
    for code, project in by_code.items():
        if code not in listed:
            line = source.line_at(project.codes_words.words.start)
            message = f"project {code} 「{project.title.text}」 is not in the index"
            yield Problem("error", message, line)


def _repeats(source: Source, listings: tuple[Listing, ...]) -> Iterator[Problem]:
    by_code = {listing.code: listing for listing in listings}
    for listing in listings:
        if listing.repeats is None:
            continue
        line = source.line_at(listing.code_words.start)
        first = by_code.get(listing.repeats)
        if first is None:
            message = f"{listing.code} repeats {listing.repeats}, which is not in the index"
            yield Problem("error", message, line)
        elif comparable(first.title.text) != comparable(listing.title.text):
            message = (
                f"{listing.code} 「{listing.title.text}」 repeats {listing.repeats}, "
                f"which is called 「{first.title.text}」"
            )
            yield Problem("warning", message, line)


def _torn_brackets(source: Source, projects: tuple[Project, ...]) -> Iterator[Problem]:
    for entry in (entry for bodies in _lists(projects) for entry in bodies.entries):
        if torn_bracket(fold(entry.words.text)) is not None:
            message = (
                f"a bracket in 「{entry.words.text}」 has no partner: which bodies are named "
                "there stays unknown but for the one before it"
            )
            yield Problem("warning", message, source.line_at(entry.words.start))


def _lists(projects: tuple[Project, ...]) -> Iterator[Bodies]:
    for project in projects:
        told = [group.implementers for group in project.groups]
        told += [effort.partners for effort in project.co_creations]
        yield from dict.fromkeys(bodies for bodies in told if bodies is not None)


def _torn_texts(
    source: Source, listings: tuple[Listing, ...], projects: tuple[Project, ...]
) -> Iterator[Problem]:
    texts = [listing.title for listing in listings]
    texts += [words for project in projects for words in _texts(project)]
    for words in texts:
        folded = fold(words.text)
        if any(folded.count(opening) != folded.count(closing) for opening, closing in _BRACKETS):
            message = (
                f"a bracket in 「{words.text}」 has no partner: the words are kept, but what is "
                "named in it may be read wrongly"
            )
            yield Problem("warning", message, source.line_at(words.start))


def _texts(project: Project) -> Iterator[Words]:
    yield project.title.words
    if project.overview is not None:
        yield project.overview.words
    for group in project.groups:
        yield group.text
        yield from (initiative.text for initiative in group.initiatives)
    for effort in project.co_creations:
        yield effort.title
        if effort.content is not None:
            yield effort.content
    for work in (*project.works, *project.programmes):
        yield work.text
        yield from (item.text for item in work.items)
