"""Signs that a line is no rest of the line above it: ``signs.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec

from kg.document.flow import Flow, Ledger
from kg.document.layout import Layout
from kg.document.model import Problem
from kg.text import shortened

_RULES = Path(__file__).with_suffix(".toml")
_LONGEST = 40

_Share = Annotated[float, msgspec.Meta(gt=0, le=1)]


class Sign(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a line looks like.

    Attributes:
        kind: What it looks like, as messages say it.
        pattern: How the line begins.
        keys: The keys of a layout that can name it.
        is_below: Whether it is the heading above the line that they can name.
    """

    kind: str
    pattern: str
    keys: str
    is_below: bool = False


class BodySigns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a list of bodies looks like; ``signs.toml`` explains each value."""

    endings: tuple[str, ...]
    particles: str
    goes_on: str
    rest: str
    between: str


class LabelSigns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What words beside the groups of a pattern may be; ``signs.toml`` explains each value."""

    longest: int
    data: str
    longest_data: int


class SignRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The signs; ``signs.toml`` explains each value."""

    short: _Share
    full: _Share
    category: str
    sign: tuple[Sign, ...]
    bodies: BodySigns
    labels: LabelSigns


@cache
def load_sign_rules() -> SignRules:
    """Read the signs that come with the package."""
    return msgspec.convert(tomllib.loads(_RULES.read_text(encoding="utf-8")), SignRules)


class Signs:
    """Looks for signs at the beginnings of lines.

    Args:
        flow: The text.
        layout: Its marks and labels are signs, too.
    """

    def __init__(self, flow: Flow, layout: Layout) -> None:
        self._flow = flow
        self._signs = [(sign, re.compile(sign.pattern)) for sign in load_sign_rules().sign]
        self._marks = layout.signs().values()
        self._code = layout.compile("{code}")

    def of_line(self, position: int) -> Sign | None:
        """Return the sign that a line begins with, or None.

        Args:
            position: Where the line begins.
        """
        flow = self._flow
        index = flow.line_index(position)
        if any(mark.match(flow.text, position, flow.ends[index]) for mark in self._marks):
            return _MARK
        if self._code.match(flow.text, position, flow.ends[index]):
            return _HEAD
        written = flow.lines[index].text.strip()
        for sign, pattern in self._signs:
            if pattern.match(flow.text, position, flow.ends[index]) or pattern.match(written):
                return sign
        return None


_MARK = Sign("an entry of a list", "", "[[section]]", is_below=True)
"""A mark of the layout where it opens nothing: the heading above it is not known."""


_HEAD = Sign("the head of a project", "", "header.pattern")
"""A code where no head of a project is found."""
IMPLEMENTERS = Sign("a list of implementers", "", "[[section]]")
"""A line that begins with the label of implementers."""
_BEGINS = {"a heading", _HEAD.kind}
_CODES = {"project code", "listing code", "repeated code"}
"""Kinds of runs that may have a code in each line."""


def sign_notes(ledger: Ledger, layout: Layout) -> Iterator[Problem]:
    """Tell lines with a sign that were read as part of the text above them.

    Args:
        ledger: What the lines became.
        layout: The layout.

    Yields:
        A note for the first line of each kind in a text.
    """
    signs = Signs(ledger.flow, layout)
    for start, end, kind in ledger.runs:
        if kind in _CODES:
            continue
        starts = ledger.flow.line_starts(start + (kind != "sub-line"), end)
        found: dict[str, tuple[int, Sign]] = {}
        for position in starts:
            sign = signs.of_line(position)
            if sign is not None:
                found.setdefault(sign.kind, (position, sign))
        for position, sign in found.values():
            yield joined_note(ledger.flow, start, position, sign)


def joined_note(flow: Flow, start: int, position: int, sign: Sign) -> Problem:
    """Tell that a line is read as part of a text, though it looks like something else.

    Args:
        flow: The text.
        start: Where the text begins that it is read with.
        position: Where the line begins.
        sign: What it looks like.
    """
    line = words_of_line(flow, position)
    number = flow.line_number(position)
    hint = f"If it is, name it in the layout ({sign.keys}; docs/layouts.md)"
    if sign.is_below:
        hint = f"If it is, name the heading above it in the layout ({sign.keys}; docs/layouts.md)"
    if position == start:
        message = (
            f"「{line}」 looks like {sign.kind}, but is read as a detail of the entry above it"
        )
        return Problem("note", message, number, hint)
    before = words_before(flow, start, position)
    message = f"「{line}」 looks like {sign.kind}, but is read as part of 「{before}」"
    return Problem("note", message, number, hint)


def left_out_notes(flow: Flow, layout: Layout, start: int, end: int) -> Iterator[Problem]:
    """Tell lines that are left out, but look as if something else began with them.

    Args:
        flow: The text.
        layout: The layout.
        start: Where the text begins that is left out.
        end: Position after it.

    Yields:
        A note for each line that looks like a heading or the head of a project.
    """
    signs = Signs(flow, layout)
    for position in flow.line_starts(start, end):
        sign = signs.of_line(position)
        if sign is not None and sign.kind in _BEGINS:
            yield left_out_note(flow, position, sign)


def left_out_note(flow: Flow, position: int, sign: Sign) -> Problem:
    """Tell that a line is left out, though it looks like something that is not.

    Args:
        flow: The text.
        position: A place in the line.
        sign: What it looks like.
    """
    line = words_of_line(flow, position)
    message = f"「{line}」 looks like {sign.kind}, but is left out with what stands above it"
    hint = f"If it is, name it in the layout ({sign.keys}; docs/layouts.md)"
    return Problem("note", message, flow.line_number(position), hint)


def words_of_line(flow: Flow, position: int) -> str:
    """Return the words of a line, for a message.

    Args:
        flow: The text.
        position: Where the line begins.
    """
    return shortened(flow.words(position, flow.ends[flow.line_index(position)]).text, _LONGEST)


def words_before(flow: Flow, start: int, position: int) -> str:
    """Return the words of a text up to a line, for a message: the last ones of many.

    Args:
        flow: The text.
        start: Where the text begins.
        position: Where the line begins.
    """
    text = flow.words(start, position).text
    return text if len(text) <= _LONGEST else f"…{text[-_LONGEST:]}"
