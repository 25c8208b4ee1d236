"""What is shown of the text of a plan: all its characters, or the words that are quoted of it.

A dataset that ``kg build`` made has the text. Behind an endpoint there is the graph alone, with the
words of each passage: they are shown in the order of the document, without what stands between.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from operator import itemgetter
from typing import NamedTuple, Protocol

from kg.document.text_map import Run, TextMap
from kg.web.pages.choices import choices

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.document.coverage_words import CoverageWords

_FURNITURE = "furniture"
_PAGE_NUMBER = "page number"
"""What layouts call the number that is printed on a page (docs/layouts.md)."""


@dataclass(slots=True)
class Made:
    """A thing that was made of words of the page, or is named there.

    Attributes:
        start: Offset of the first character of the words.
        end: Offset behind the last one.
        iri: The thing.
        label: What it is called.
        kind: The word by which the style sheet knows its kind.
        kind_label: What its narrowest class is called.
        is_named: Whether the words name it, and did not make it.
        is_first: Whether these are the first words that it stands in.
        href: Where its page is, or None.
    """

    start: int
    end: int
    iri: str
    label: str
    classes: list[str] = field(default_factory=list)
    kind: str = ""
    kind_label: str = ""
    is_named: bool = False
    is_first: bool = True
    href: str | None = None


class Segment(NamedTuple):
    """Characters that are shown alike.

    Attributes:
        start: Offset of the first one.
        end: Offset behind the last one.
        text: The characters.
        kind: The word by which the style sheet knows what they became, or None for nothing.
        about: What they became, in words.
        thing: The thing that they lead to, or None.
        anchors: Names of the places that begin here.
        is_lit: Whether they are those that were asked for.
    """

    start: int
    end: int
    text: str
    kind: str | None
    about: str
    thing: Made | None
    anchors: tuple[str, ...]
    is_lit: bool = False


class Shown(Protocol):
    """What is shown of a text."""

    @property
    def is_whole(self) -> bool:
        """Whether these are all its characters."""

    def numbers(self) -> list[int]:
        """Return the number of each page."""

    def pages(self) -> list[tuple[int, int, str]]:
        """Return the number of each page, its first character and what it is called."""

    def bounds(self, number: int) -> tuple[int, int, str | None] | None:
        """Return first character, the one behind the last, and printed mark of a page."""

    def printed(self, bounds: tuple[int, int]) -> str | None:
        """Return the number that is printed on a page, or None."""

    def page_of(self, heading: str) -> int | None:
        """Return the first page with words under a heading."""

    def words(self, first: int, last: int) -> str:
        """Return what stands from one character to another."""

    def segments(
        self, bounds: tuple[int, int], things: Sequence[Made], say: CoverageWords
    ) -> Iterator[Segment]:
        """Yield the characters of a page in pieces that are shown alike."""

    def light(self, segments: Iterable[Segment], lit: tuple[int, int]) -> Iterator[Segment]:
        """Yield the pieces of a page with those lit that are asked for."""


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a plan.

    Attributes:
        text: All its characters.
        map: Its pages, and what its characters became.
        is_whole: That it is.
    """

    text: str
    map: TextMap
    is_whole: bool = True

    def numbers(self) -> list[int]:
        """Return the number of each page."""
        return [number for number, _, _ in self.map.pages]

    def pages(self) -> list[tuple[int, int, str]]:
        """Return the number of each page, its first character and what it is called."""
        starts = [start for _, _, start in self.map.pages]
        headings: list[dict[str, None]] = [{} for _ in starts]
        for run in self.map.runs:
            if run.is_data:
                headings[bisect_right(starts, run.start) - 1][run.heading] = None
        return [
            (number, start, _called(list(own), mark))
            for (number, mark, start), own in zip(self.map.pages, headings, strict=True)
        ]

    def bounds(self, number: int) -> tuple[int, int, str | None] | None:
        """Return first character, the one behind the last, and printed mark of a page."""
        pages = self.map.pages
        for place, (page, mark, start) in enumerate(pages):
            if page == number:
                end = pages[place + 1][2] if place + 1 < len(pages) else len(self.text)
                return start, end, mark
        return None

    def printed(self, bounds: tuple[int, int]) -> str | None:
        """Return the number that is printed on a page, or None."""
        start, end = bounds
        for run in self.map.runs:
            if run.kind == _PAGE_NUMBER and start <= run.start < end:
                return self.text[run.start : run.end].strip(" -－\n")
        return None

    def page_of(self, heading: str) -> int | None:
        """Return the first page with words under a heading."""
        for run in self.map.runs:
            if run.heading == heading:
                numbers = [number for number, _, start in self.map.pages if start <= run.start]
                return numbers[-1] if numbers else None
        return None

    def words(self, first: int, last: int) -> str:
        """Return what stands from one character to another."""
        return self.text[first:last]

    def segments(
        self, bounds: tuple[int, int], things: Sequence[Made], say: CoverageWords
    ) -> Iterator[Segment]:
        """Yield the characters of a page in pieces that are shown alike."""
        start, end = bounds
        runs = [run for run in self.map.runs if run.start < end and start < run.end]
        cuts = {start, end}
        spans = [(run.start, run.end) for run in runs] + [(one.start, one.end) for one in things]
        cuts |= {min(max(place, start), end) for span in spans for place in span}
        anchors: dict[int, dict[str, None]] = {}
        for thing in things:
            anchors.setdefault(thing.start, {})[f"char={thing.start},{thing.end}"] = None
        for first, last in pairwise(sorted(cuts)):
            run = next((run for run in runs if run.start <= first and last <= run.end), None)
            words = self.text[first:last]
            yield Segment(
                first,
                last,
                words,
                _kind(run),
                "" if run is None else say.kind(run.kind),
                _meant(things, first, last) if words.strip() else None,
                tuple(anchors.get(first, ())),
            )

    def light(self, segments: Iterable[Segment], lit: tuple[int, int]) -> Iterator[Segment]:
        """Yield the pieces of a page with those lit that are asked for, cut at its ends."""
        for one in segments:
            cuts = sorted({one.start, one.end, *(at for at in lit if one.start < at < one.end)})
            for first, last in pairwise(cuts):
                words = self.text[first:last]
                anchors = dict.fromkeys(one.anchors if first == one.start else ())
                if first == lit[0]:
                    anchors[f"char={lit[0]},{lit[1]}"] = None
                yield one._replace(
                    start=first,
                    end=last,
                    text=words,
                    thing=one.thing if words.strip() else None,
                    anchors=tuple(anchors),
                    is_lit=lit[0] <= first and last <= lit[1],
                )


class Words(NamedTuple):
    """Words that are quoted of a text.

    Attributes:
        page: Their page.
        start: Offset of the first character.
        end: Offset behind the last one.
        words: The words.
    """

    page: int
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """The words that are quoted of a text, in order, those within longer ones left out.

    Attributes:
        quotes: The words.
        is_whole: That it is not.
    """

    quotes: list[Words]
    is_whole: bool = False

    def numbers(self) -> list[int]:
        """Return the number of each page of which something is quoted."""
        return [page for page, _, _ in self.pages()]

    def pages(self) -> list[tuple[int, int, str]]:
        """Return the number of each page, its first character and its first words."""
        groups = ((page, list(some)) for page, some in groupby(self.quotes, itemgetter(0)))
        return [(page, some[0].start, some[0].words) for page, some in groups]

    def bounds(self, number: int) -> tuple[int, int, str | None] | None:
        """Return the first character of a page that is quoted, and the one behind the last."""
        own = [quote for quote in self.quotes if quote.page == number]
        return (own[0].start, max(quote.end for quote in own), None) if own else None

    def printed(self, bounds: tuple[int, int]) -> None:
        """Return None, for nothing is known of what is no data."""

    def page_of(self, heading: str) -> int | None:
        """Return None, for nothing is known of headings."""
        return None

    def words(self, first: int, last: int) -> str:
        """Return the words that stand from one character to another."""
        own = [one.words for one in self.quotes if one.start < last and first < one.end]
        return "\n".join(own)

    def segments(
        self, bounds: tuple[int, int], things: Sequence[Made], say: CoverageWords
    ) -> Iterator[Segment]:
        """Yield the words of a page, each in a line of its own."""
        for _, start, end, words in self.quotes:
            if not bounds[0] <= start < bounds[1]:
                continue
            own = [one for one in things if start <= one.start and one.end <= end and one.href]
            whole = [one for one in own if (one.start, one.end) == (start, end)]
            anchors = dict.fromkeys(f"char={one.start},{one.end}" for one in own)
            thing = min(whole or own, key=lambda one: (len(one.iri), one.iri), default=None)
            kind = thing.kind if thing else "other"
            yield Segment(start, end, words, kind, "", thing, tuple(anchors))
            yield Segment(end, end, "\n", None, "", None, ())

    def light(self, segments: Iterable[Segment], lit: tuple[int, int]) -> Iterator[Segment]:
        """Yield the words of a page with all those lit of which something is asked for."""
        for one in segments:
            if one.start < lit[1] and lit[0] < one.end and one.start < one.end:
                anchors = dict.fromkeys((*one.anchors, f"char={lit[0]},{lit[1]}"))
                yield one._replace(is_lit=True, anchors=tuple(anchors))
            else:
                yield one


def _called(headings: list[str], mark: str | None) -> str:
    """Name a page: a part of something by its first heading, another by all of them."""
    return f"{headings[0]}（{mark}）" if mark and headings else "、".join(headings)


def _kind(run: Run | None) -> str | None:
    if run is None:
        return None
    if not run.is_data:
        return _FURNITURE
    return str(choices()["kinds"]["claims"].get(run.kind, "other"))


def _meant(things: Sequence[Made], first: int, last: int) -> Made | None:
    """Return the thing that characters lead to: what they name, else what they made first."""
    over = [one for one in things if one.start <= first and last <= one.end and one.href]
    named = [one for one in over if one.is_named]
    if named:
        return min(named, key=lambda one: (one.end - one.start, one.iri))
    made = [one for one in over if one.is_first]
    if made:
        return min(made, key=lambda one: (one.end - one.start, len(one.iri), one.iri))
    return over[0] if len(over) == 1 else None
