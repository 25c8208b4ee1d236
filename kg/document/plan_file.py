"""plan.toml: what is known of a plan beside its text, each fact with its source."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import msgspec

from kg.document.gazetteer import Gazetteer, read_gazetteer
from kg.document.layout import layout_path, line_of_key, toml_line
from kg.document.toml_keys import keys_hint
from kg.errors import PlanFileError

PLAN_FILE = "plan.toml"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SHARED = frozenset(
    ("agent", "area", "asset", "campaign", "document", "endpoint", "law", "scheme", "sparql")
)
"""Names below the base that are no plans (docs/iri-policy.md)."""
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of a plan.toml; an unknown key in it is an error."""


class Names(_Part, frozen=True):
    """A name in Japanese, where known in English, and who says so."""

    ja: str
    source: str
    en: str | None = None


class Dated(_Part, frozen=True):
    """A date as far as known (year, month, day), and who says so."""

    value: str
    source: str


class Obtained(_Part, frozen=True):
    """Where the document was obtained."""

    url: str
    note: str | None = None


class Licence(_Part, frozen=True):
    """What is known of the licence of the plan's text."""

    note: str
    note_ja: str | None = None
    url: str | None = None
    source: str | None = None


class _PlanToml(_Part, frozen=True):
    id: str
    layout: str
    document: str
    title: Names
    gazetteer: str | None = None
    area: Names | None = None
    publisher: Names | None = None
    compiled_by: Names | None = None
    issued: Dated | None = None
    obtained: Obtained | None = None
    licence: Licence | None = None


class Municipality(_Part, frozen=True):
    """A municipality of the gazetteer, and its code."""

    name: str
    code: str


class PlanFile(_Part, frozen=True):
    """A plan's folder and the facts of its plan.toml.

    Attributes:
        folder: The plan's folder.
        id: Short ASCII name of the plan, part of its IRIs.
        source_path: The document.
        layout_path: The layout it is read by.
        gazetteer: What the gazetteer says; nothing without one.
        municipalities: The municipalities of the gazetteer by name.
    """

    folder: Path
    id: str
    source_path: Path
    layout_path: Path
    title: Names
    area: Names | None
    publisher: Names | None
    compiled_by: Names | None
    issued: Dated | None
    obtained: Obtained | None
    licence: Licence | None
    gazetteer_path: Path | None
    gazetteer: Gazetteer
    municipalities: dict[str, Municipality]


def read_plan_file(folder: Path) -> PlanFile:
    """Read and check the plan.toml of a plan's folder.

    Args:
        folder: The folder.

    Returns:
        The facts, with the paths of document and layout.

    Raises:
        PlanFileError: If the file is missing, no TOML, or has a missing, unknown or wrong key, or
            the gazetteer is wrong.
        NotFoundError: If there is no such layout.
    """
    path = folder / PLAN_FILE
    table, text = _read(path)
    if not _ID.fullmatch(table.id):
        raise PlanFileError(
            f"the id {table.id!r} cannot stand in an IRI",
            where=path,
            line=line_of_key(text, "`id`"),
            hint="Use small letters, digits and single hyphens, such as kushiro-nemuro",
        )
    if table.id in _SHARED:
        raise PlanFileError(
            f"the id {table.id!r} is taken: IRIs of other things begin with it",
            where=path,
            line=line_of_key(text, "`id`"),
            hint="Choose another, such as kushiro-nemuro",
        )
    if table.issued and not _DATE.fullmatch(table.issued.value):
        raise PlanFileError(
            f"issued.value {table.issued.value!r} is no date",
            where=path,
            line=line_of_key(text, "`issued`"),
            hint="Write it as 2025, 2025-03 or 2025-03-31",
        )
    is_own = table.layout.endswith(".toml")
    path_of_gazetteer = folder / table.gazetteer if table.gazetteer else None
    gazetteer = read_gazetteer(path_of_gazetteer) if path_of_gazetteer else Gazetteer()
    return PlanFile(
        folder=folder,
        id=table.id,
        source_path=folder / table.document,
        layout_path=folder / table.layout if is_own else layout_path(table.layout),
        title=table.title,
        area=table.area,
        publisher=table.publisher,
        compiled_by=table.compiled_by,
        issued=table.issued,
        obtained=table.obtained,
        licence=table.licence,
        gazetteer_path=path_of_gazetteer,
        gazetteer=gazetteer,
        municipalities=_municipalities(gazetteer),
    )


def _read(path: Path) -> tuple[_PlanToml, str]:
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except OSError as error:
        raise PlanFileError(
            f"the plan file cannot be read ({error.strerror})",
            where=path,
            hint="A plan is a folder with a plan.toml and a document",
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PlanFileError(
            f"the plan file is not valid TOML: {error}", where=path, line=toml_line(error)
        ) from error
    try:
        return msgspec.convert(data, _PlanToml), text
    except msgspec.ValidationError as error:
        raise PlanFileError(
            f"the plan file is wrong: {error}",
            where=path,
            line=line_of_key(text, str(error)),
            hint=keys_hint(_PlanToml, error),
        ) from error


def _municipalities(gazetteer: Gazetteer) -> dict[str, Municipality]:
    return {
        name: Municipality(name, gazetteer.values(name, "code")[0])
        for name, _ in gazetteer.of_kind("municipality")
    }
