"""What a plan's document says, as frozen data, each value with its place in the source.

Offsets count characters (Unicode code points) of the file as given, from 0; lines and pages
count from 1. Texts are joined over line wraps and keep the document's own characters.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

Certainty = Literal["explicit", "shared", "unknown"]
Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A run of characters of the source, ``start`` included, ``end`` not."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source.

    Attributes:
        number: Place in the file, from 1.
        start: Offset of its first character.
        text: Its characters without the line end.
    """

    number: int
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """A plan's document as read from its file.

    Attributes:
        path: File name as given, for messages.
        text: All characters of the file, a byte order mark and line ends included.
        lines: The lines of ``text``.
        sha256: Hash of the file's bytes, hexadecimal.
        size_bytes: Length of the file.
    """

    path: str
    text: str
    lines: tuple[Line, ...]
    sha256: str
    size_bytes: int

    def line_at(self, offset: int) -> int:
        """Return the number of the line that holds the character at ``offset``."""
        return bisect_right(self.lines, offset, key=lambda line: line.start)


@dataclass(frozen=True, slots=True)
class Words:
    """A text and where it stands.

    Attributes:
        text: The words, joined over line wraps.
        spans: The runs of the source that hold them, in order. More than one where a page
            break or other furniture interrupts the text.
    """

    text: str
    spans: tuple[Span, ...]

    @property
    def start(self) -> int:
        """Offset of the first character."""
        return self.spans[0].start


@dataclass(frozen=True, slots=True)
class Said:
    """A value that the document may print more than once, such as a header on each page.

    Attributes:
        words: The first printing; its text is the value.
        again: The later printings.
    """

    words: Words
    again: tuple[Words, ...] = ()

    @property
    def text(self) -> str:
        """The value, as first printed."""
        return self.words.text

    @property
    def spans(self) -> tuple[Span, ...]:
        """The places of all printings."""
        return self.words.spans + tuple(span for words in self.again for span in words.spans)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something a person must know about the conversion.

    An ``error`` keeps the plan from being built, a ``warning`` says that the document
    contradicts itself, a ``note`` that the reading rests on a judgement.

    Attributes:
        severity: How grave it is.
        message: What is the matter.
        line: Where in the document.
        hint: What to do, or None.
    """

    severity: Severity
    message: str
    line: int
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What a run of characters became.

    Attributes:
        span: The characters.
        kind: Name of the datum or of the furniture.
        is_data: Whether it became data.
        heading: Under which heading of the document it stands.
    """

    span: Span
    kind: str
    is_data: bool
    heading: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the source.

    Attributes:
        number: Its place in the source, from 1.
        mark: The printed mark, such as ``１/２``, or None.
        start: Offset of its first character.
    """

    number: int
    mark: str | None
    start: int


@dataclass(frozen=True, slots=True)
class Field:
    """A policy field (目・分野)."""

    number: int
    name: Said


@dataclass(frozen=True, slots=True)
class Goal:
    """What the region wants to become in one field (地域のめざす姿)."""

    number: int
    vision: Said


@dataclass(frozen=True, slots=True)
class Listing:
    """A row of the index: a code, a title, and the code it repeats (再掲)."""

    code: str
    code_words: Words
    field: int | None
    title: Words
    repeats: str | None = None
    repeats_words: Words | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One body of an enumeration, as written."""

    words: Words


@dataclass(frozen=True, slots=True)
class Bodies:
    """An enumeration of bodies: an implementer cell or a list of partners.

    Attributes:
        words: The whole enumeration.
        entries: Its members, in order, repeats kept.
        is_open: Whether it ends in a word such as 等.
    """

    words: Words
    entries: tuple[Entry, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Initiative:
    """A ・ of the 主な取組."""

    position: int
    text: Words


@dataclass(frozen=True, slots=True)
class Group:
    """A ○ of the 主な取組 with its initiatives and who carries them out.

    Attributes:
        position: Its place in the project, from 1.
        text: The heading.
        initiatives: What stands below it.
        implementers: Who carries them out, where that can be told.
        certainty: How surely it can be told.
        cells_beside: Cells of bodies in the same column of the page that pair with no group.
    """

    position: int
    text: Words
    initiatives: tuple[Initiative, ...]
    implementers: Bodies | None
    certainty: Certainty
    cells_beside: tuple[Bodies, ...] = ()


@dataclass(frozen=True, slots=True)
class CoCreation:
    """A joint effort of public bodies and others (官民共創の取組)."""

    position: int
    title: Words
    content: Words | None
    partners: Bodies | None


@dataclass(frozen=True, slots=True)
class Item:
    """An unmarked sub-line of a work or programme."""

    position: int
    text: Words


@dataclass(frozen=True, slots=True)
class Work:
    """An entry of the infrastructure lists, or a programme named there.

    Attributes:
        position: Its place among the works, or among the programmes, of the project.
        text: Its name.
        heading: The heading it stands under.
        category: The category line it stands under, or None.
        items: Its sub-lines.
    """

    position: int
    text: Words
    heading: Words
    category: Words | None
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Aim:
    """A line of a project's header: the goal it pursues."""

    goal: int
    words: Said


@dataclass(frozen=True, slots=True)
class Project:
    """A project, all its pages merged.

    Attributes:
        codes: Its codes as written in literals.
        codes_words: The codes as printed.
        numbers_above: The numbers of goals in headings above, where the codes take theirs.
    """

    codes: tuple[str, ...]
    codes_words: Said
    title: Said
    lead: Said | None
    area: Said | None
    aims: tuple[Aim, ...]
    overview: Said | None
    groups: tuple[Group, ...]
    co_creations: tuple[CoCreation, ...]
    works: tuple[Work, ...]
    programmes: tuple[Work, ...]
    numbers_above: tuple[Words, ...] = ()

    @property
    def code(self) -> str:
        """The first code, which names the project."""
        return self.codes[0]


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole document, read."""

    source: Source
    pages: tuple[Page, ...]
    fields: tuple[Field, ...]
    goals: tuple[Goal, ...]
    listings: tuple[Listing, ...]
    projects: tuple[Project, ...]
    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...] = field(default=())

    def page_at(self, offset: int) -> Page:
        """Return the page that holds the character at ``offset``."""
        index = bisect_right(self.pages, offset, key=lambda page: page.start)
        return self.pages[max(index - 1, 0)]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the plan from being built."""
        return tuple(problem for problem in self.problems if problem.severity == "error")
