"""Layouts: how one family of plans is written, as data.

A layout is a TOML file. Its patterns are regular expressions over the folded (NFKC) text with
line breaks taken out, so they match full and half width alike and over any line wrap;
``{code}`` in a pattern stands for the code pattern. ``docs/layouts.md`` describes every key.
"""

from __future__ import annotations

import re
import tomllib
from functools import cached_property
from pathlib import Path
from typing import Literal

import msgspec

from kg.document.layout_check import check_layout
from kg.document.toml_keys import keys_hint, line_at, line_of_error, toml_line
from kg.errors import LayoutError, NotFoundError
from kg.numerals import whole_number

LAYOUT_FOLDER = Path(__file__).parent / "layouts"


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """A table of a layout file; an unknown key in it is an error."""


class Code(_Part, frozen=True):
    """How a project's code is printed, written in literals and used in IRIs."""

    pattern: str
    canonical: str
    key: str


class Furniture(_Part, frozen=True):
    """Lines that are no data: a running head, a page number; or all lines until another one."""

    kind: str
    pattern: str
    until: str | None = None


class Items(_Part, frozen=True):
    """A run of like pieces: where each starts, and what it consists of."""

    start: str
    pattern: str
    at_line_start: bool = True


class IndexBlock(_Part, frozen=True):
    """A block of the index page: its heading and the items below it."""

    head: str
    items: Items


class Index(_Part, frozen=True):
    """The index page."""

    fields: IndexBlock | None = None
    goals: IndexBlock | None = None
    listings: IndexBlock | None = None


class HeadingOfGoal(_Part, frozen=True):
    """How a heading of a goal is written, below which the projects that pursue it stand."""

    pattern: str


class Header(_Part, frozen=True):
    """The header of a project's page, up to the first section."""

    pattern: str
    required: tuple[str, ...] = ()
    overview: bool = False
    goal: HeadingOfGoal | None = None
    aims: Items | None = None


class Section(_Part, frozen=True):
    """A heading and what stands below it."""

    role: Literal["overview", "initiatives", "co-creations", "infrastructure", "left-out"]
    heading: str
    resumes: bool = False


class Marks(_Part, frozen=True):
    """The signs that open a group and an item."""

    group: str
    item: str


class CoCreationLabels(_Part, frozen=True):
    """The words that open the content and the partners of a co-creation."""

    content: str
    partners: str


class BodyWords(_Part, frozen=True):
    """How an enumeration of bodies is recognised."""

    opening: tuple[str, ...]
    words: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    separator: str = "[、,]"
    open_end: str = "等"
    label: str | None = None


class Infrastructure(_Part, frozen=True):
    """How infrastructure lists are written."""

    categories: tuple[str, ...] = ()
    programme: str = "(?!)"
    complete: str = "(?!)"
    rest: str = ""


class LayoutKeys(_Part, frozen=True):
    """The keys of a layout file.

    Attributes:
        name: Name of the layout, also of its file.
        description: What documents it is for.
        source: Where its rules were read from.
    """

    name: str
    description: str
    code: Code
    header: Header
    section: tuple[Section, ...]
    marks: Marks
    bodies: BodyWords
    source: str = ""
    furniture: tuple[Furniture, ...] = ()
    index: Index | None = None
    co_creation: CoCreationLabels | None = None
    infrastructure: Infrastructure = Infrastructure()


class Layout(LayoutKeys, frozen=True):
    """One family of plans.

    Attributes:
        path: Its file.
        text: What stands in it, for the lines of faults.
    """

    path: Path | None = None
    text: str = ""

    def compile(self, pattern: str) -> re.Pattern[str]:
        """Compile a pattern of this layout, its ``{code}`` filled in."""
        plain = re.sub(r"\(\?P<\w+>", "(?:", self.code.pattern)
        return re.compile(pattern.replace("{code}", f"(?:{plain})"))

    @cached_property
    def code_pattern(self) -> re.Pattern[str]:
        """The pattern of one code, with its groups."""
        return re.compile(self.code.pattern)

    def canonical_code(self, folded: str, line: int, goal: str | None = None) -> str:
        """Return a printed code as it is written in literals, such as ``1-(2)``.

        Args:
            folded: The code as printed, folded.
            line: The line of the document that it stands in.
            goal: The number of the goal above it, which is that of a code that names none.

        Raises:
            LayoutError: If it does not match ``code.pattern``, or what it becomes does not; if
                it names no goal where goals have headings, and none stands above it.
        """
        groups = self._groups(folded, line, goal)
        canonical = self.code.canonical.format_map(groups)
        again = self.code_pattern.fullmatch(canonical)
        if again is None or again.groupdict() != groups:
            raise self.fault(
                "code.canonical",
                f"code.canonical makes {canonical!r} of {folded!r}, "
                "which code.pattern does not read as the same code",
                "Write it so that it matches code.pattern with the same groups",
            )
        return canonical

    def code_key(self, canonical: str) -> str:
        """Return a code as it is written in IRIs, such as ``1-2``.

        Raises:
            LayoutError: If it does not match ``code.pattern``.
        """
        return self.code.key.format_map(self._groups(canonical))

    def numbers_of(self, canonical: str) -> tuple[int | None, int | None]:
        """Return the numbers of the goal and of the project that a code names, or None for each.

        Raises:
            LayoutError: If it does not match ``code.pattern``.
        """
        groups = self._groups(canonical)
        return whole_number(groups.get("goal", "")), whole_number(groups.get("number", ""))

    def _groups(
        self, folded: str, line: int | None = None, goal: str | None = None
    ) -> dict[str, str]:
        match = self.code_pattern.search(folded)
        if match is None:
            raise self.fault("code.pattern", f"the code {folded!r} does not match code.pattern")
        groups = match.groupdict()
        if self.header.goal is not None and "goal" in groups:
            groups["goal"] = groups["goal"] or goal
            if not groups["goal"]:
                raise self.fault(
                    "header.goal.pattern",
                    f"the code {folded!r} in line {line} of the document names no goal, and no "
                    "heading of a goal stands above it",
                    "Let header.goal.pattern fit the heading, or code.pattern catch the number",
                )
        for group, caught in groups.items():
            if caught is None:
                raise self.fault(
                    "code.pattern",
                    f"the group {group!r} of code.pattern catches nothing in {folded!r}",
                    "Let each of its groups match in every code",
                )
        return groups

    def signs(self) -> dict[str, re.Pattern[str]]:
        """Return the patterns of the marks and labels that entries begin with, by their keys."""
        labels = self.co_creation
        signs = {
            "marks.group": self.marks.group,
            "marks.item": self.marks.item,
            "co_creation.content": labels.content if labels else None,
            "co_creation.partners": labels.partners if labels else None,
            "bodies.label": self.bodies.label,
        }
        return {key: self.compile(sign) for key, sign in signs.items() if sign}

    def fault(self, key: str, message: str, hint: str | None = None) -> LayoutError:
        """Make an error about a key of this layout.

        Args:
            key: Its names, such as ``index.goals.items.pattern`` or ``section.2.heading``.
            message: What is wrong with it.
            hint: What to do.

        Returns:
            The error, with file and line.
        """
        names = [int(name) if name.isdecimal() else name for name in key.split(".")]
        line = line_at(self.text, names) if self.text else None
        return LayoutError(message, where=self.path, line=line, hint=hint)


def layout_path(name: str) -> Path:
    """Return the file of a layout that comes with the package.

    Args:
        name: Such as ``hokkaido-vision``.

    Returns:
        Its file.

    Raises:
        NotFoundError: If there is none of that name.
    """
    path = LAYOUT_FOLDER / f"{name}.toml"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in LAYOUT_FOLDER.glob("*.toml")))
        raise NotFoundError(
            f"there is no layout {name!r}",
            hint=f"Known layouts: {known}; a path that ends in .toml is taken from the plan folder",
        )
    return path


def read_layout(path: Path) -> Layout:
    """Read and check a layout file.

    Args:
        path: A TOML file.

    Returns:
        The layout, all its patterns compilable.

    Raises:
        LayoutError: If the file is no TOML, a key is missing or unknown, or a pattern, word or
            template is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except OSError as error:
        raise LayoutError(f"the layout cannot be read ({error.strerror})", where=path) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise LayoutError(
            f"the layout is not valid TOML: {error}", where=path, line=toml_line(error)
        ) from error
    try:
        keys = msgspec.convert(data, LayoutKeys)
    except msgspec.ValidationError as error:
        raise LayoutError(
            f"the layout is wrong: {error}",
            where=path,
            line=line_of_error(text, error),
            hint=keys_hint(LayoutKeys, error),
        ) from error
    values = {field: getattr(keys, field) for field in keys.__struct_fields__}
    layout = Layout(**values, path=path, text=text)
    check_layout(layout, data)
    return layout


def line_of_key(text: str, message: str) -> int | None:
    """Find the line of a TOML text that an error message speaks of.

    Args:
        text: The TOML text.
        message: A message with a key in backquotes.

    Returns:
        The first line that holds the key, from 1, or None.
    """
    for key in re.findall(r"`([\w-]+)`", message):
        for number, line in enumerate(text.splitlines(), start=1):
            if re.match(rf"\s*\[*[\w.]*\b{re.escape(key)}\b", line):
                return number
    return None
