"""The facts that a plan.toml may state, each with who says so."""

from __future__ import annotations

from typing import Literal

import msgspec

Status = Literal["draft", "final"]
"""How far an edition has come; the concepts of ``vocab/edition-status`` (ontology/)."""
STATUSES: tuple[Status, ...] = ("draft", "final")


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of a plan.toml; an unknown key in it is an error."""


class Names(Part, frozen=True):
    """A name in Japanese, where known in English, and who says so."""

    ja: str
    source: str
    en: str | None = None


class Dated(Part, frozen=True):
    """A date as far as known (year, month, day), and who says so."""

    value: str
    source: str


class Period(Part, frozen=True, rename={"begin": "from", "end": "until"}):
    """From when until when something holds, as far as known, and who says so."""

    source: str
    begin: str | None = None
    end: str | None = None


class Obtained(Part, frozen=True):
    """Where the document was obtained."""

    url: str
    note: str | None = None


class Licence(Part, frozen=True):
    """What is known of the licence of the plan's text."""

    note: str
    note_ja: str | None = None
    url: str | None = None
    source: str | None = None


class Current(Part, frozen=True):
    """What the edition that a plan's folder has as its document is called."""

    id: str
    status: Status
    valid: Period | None = None
    revises: str | None = None


class OtherEdition(Part, frozen=True, kw_only=True):
    """An edition of a plan beside its current one."""

    id: str
    status: Status
    document: str
    issued: Dated
    layout: str | None = None
    title: Names | None = None
    valid: Period | None = None
    revises: str | None = None
    obtained: Obtained | None = None


class Edition(Part, frozen=True, kw_only=True):
    """An edition of a plan, the current one or another.

    Attributes:
        id: Its name among the editions of the plan, such as ``2021-draft``.
        status: How far it had come.
        issued: When it was issued.
        is_current: Whether it is the document that the plan's folder is about.
        document: File name of its text.
        layout: Name or file of its layout.
        title: Its title.
        valid: From when until when it holds, or None.
        revises: Id of the edition that it revises, or None for the first.
        obtained: Where the text was obtained, or None.
    """

    id: str
    status: Status
    issued: Dated
    is_current: bool
    document: str
    layout: str
    title: Names
    valid: Period | None
    revises: str | None
    obtained: Obtained | None
