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
from kg.document.toml_keys import keys_hint, toml_line
from kg.errors import LayoutError, NotFoundError

LAYOUT_FOLDER = Path(__file__).parent / "layouts"


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """A table of a layout file; an unknown key in it is an error."""


class Code(_Part, frozen=True):
    """How a project's code is printed, written in literals and used in IRIs."""

    pattern: str
    canonical: str
    key: str
    separator: str = "[、,]"


class Furniture(_Part, frozen=True):
    """A line that is no data: a running head, a page number."""

    kind: str
    pattern: str


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

    fields: IndexBlock
    goals: IndexBlock
    listings: IndexBlock


class Header(_Part, frozen=True):
    """The header of a project's page, up to the first section."""

    pattern: str
    required: tuple[str, ...] = ()
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


class Layout(_Part, frozen=True):
    """One family of plans.

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

    def compile(self, pattern: str) -> re.Pattern[str]:
        """Compile a pattern of this layout, its ``{code}`` filled in."""
        plain = re.sub(r"\(\?P<\w+>", "(?:", self.code.pattern)
        return re.compile(pattern.replace("{code}", f"(?:{plain})"))

    @cached_property
    def code_pattern(self) -> re.Pattern[str]:
        """The pattern of one code, with its groups."""
        return re.compile(self.code.pattern)

    def canonical_code(self, folded: str) -> str:
        """Return a printed code as it is written in literals, such as ``1-(2)``."""
        return self._fill(self.code.canonical, folded)

    def code_key(self, canonical: str) -> str:
        """Return a code as it is written in IRIs, such as ``1-2``."""
        return self._fill(self.code.key, canonical)

    def _fill(self, template: str, folded: str) -> str:
        match = self.code_pattern.search(folded)
        if match is None:
            raise LayoutError(
                f"the code {folded!r} does not match code.pattern of layout {self.name!r}",
                hint="code.canonical must itself match code.pattern",
            )
        return template.format_map(match.groupdict())


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
        layout = msgspec.convert(data, Layout)
    except msgspec.ValidationError as error:
        raise LayoutError(
            f"the layout is wrong: {error}",
            where=path,
            line=line_of_key(text, str(error)),
            hint=keys_hint(Layout, error),
        ) from error
    check_layout(layout, data, text, path)
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
