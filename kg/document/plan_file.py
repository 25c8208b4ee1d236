"""plan.toml: what is known of a plan beside its text, each fact with its source."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

from kg.document.editions import ID, MOST_IN_ID, in_order, is_date, line_in
from kg.document.gazetteer import Gazetteer, read_gazetteer
from kg.document.layout import layout_path, line_of_key
from kg.document.plan_facts import (
    Current,
    Dated,
    Edition,
    Licence,
    Names,
    Obtained,
    OtherEdition,
    Part,
)
from kg.document.toml_keys import keys_hint, toml_line
from kg.errors import NotFoundError, PlanFileError

PLAN_FILE = "plan.toml"
_SHARED = frozenset(
    ("agent", "area", "asset", "campaign", "document", "endpoint", "law", "scheme", "sparql")
)
"""Names below the base that are no plans (docs/iri-policy.md)."""


class _PlanToml(Part, frozen=True):
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
    current: Current | None = None
    edition: tuple[OtherEdition, ...] = ()


class Municipality(Part, frozen=True):
    """A municipality of the gazetteer, and its code."""

    name: str
    code: str


class PlanFile(Part, frozen=True):
    """A plan's folder and the facts of its plan.toml.

    Attributes:
        folder: The plan's folder.
        id: Short ASCII name of the plan, part of its IRIs.
        source_path: The document.
        layout_path: The layout it is read by.
        gazetteer: What the gazetteer says; nothing without one.
        municipalities: The municipalities of the gazetteer by name.
        editions: All editions of the plan by time; none where plan.toml names none.
        edition: Id of the one that these facts are of: the current one, unless ``at`` says
            otherwise. None where plan.toml names none.
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
    editions: tuple[Edition, ...] = ()
    edition: str | None = None

    @property
    def other(self) -> str | None:
        """Id of the edition that these facts are of, or None if it is the current one."""
        return next((edition.id for edition in self.others if edition.id == self.edition), None)

    @property
    def others(self) -> tuple[Edition, ...]:
        """The editions beside the current one, by time."""
        return tuple(edition for edition in self.editions if not edition.is_current)

    def at(self, id: str) -> PlanFile:
        """Return the facts of one edition.

        Args:
            id: The edition's id.

        Returns:
            The same plan with document, layout, title, date and origin of that edition.

        Raises:
            NotFoundError: If the plan has no such edition, or there is no such layout.
        """
        found = next((edition for edition in self.editions if edition.id == id), None)
        if found is None:
            known = ", ".join(f"{self.id}@{edition.id}" for edition in self.editions)
            raise NotFoundError(
                f"the plan {self.id} has no edition {id!r}",
                hint=f"It has {known}" if known else "Its plan.toml names no editions",
            )
        return msgspec.structs.replace(
            self,
            source_path=self.folder / found.document,
            layout_path=_layout_path(self.folder, found.layout),
            title=found.title,
            issued=found.issued,
            obtained=found.obtained,
            edition=found.id,
        )


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
    _check(table, path, text)
    editions = in_order(_editions(table, path, text), path, text)
    path_of_gazetteer = folder / table.gazetteer if table.gazetteer else None
    gazetteer = read_gazetteer(path_of_gazetteer) if path_of_gazetteer else Gazetteer()
    return PlanFile(
        folder=folder,
        id=table.id,
        source_path=folder / table.document,
        layout_path=_layout_path(folder, table.layout),
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
        editions=editions,
        edition=None if table.current is None else table.current.id,
    )


def _check(table: _PlanToml, path: Path, text: str) -> None:
    """Refuse an id that cannot stand in IRIs and in names of files, and a date that is none."""
    if not ID.fullmatch(table.id):
        raise PlanFileError(
            f"the id {table.id!r} cannot stand in an IRI",
            where=path,
            line=line_of_key(text, "`id`"),
            hint="Use small letters, digits and single hyphens, such as kushiro-nemuro",
        )
    if len(table.id) > MOST_IN_ID:
        raise PlanFileError(
            f"the id has {len(table.id)} characters",
            where=path,
            line=line_of_key(text, "`id`"),
            hint=f"Give the plan one of {MOST_IN_ID} at most, such as kushiro-nemuro",
        )
    if table.id in _SHARED:
        raise PlanFileError(
            f"the id {table.id!r} is taken: IRIs of other things begin with it",
            where=path,
            line=line_of_key(text, "`id`"),
            hint="Choose another, such as kushiro-nemuro",
        )
    if table.issued and not is_date(table.issued.value):
        raise PlanFileError(
            f"issued.value {table.issued.value!r} is no date",
            where=path,
            line=line_of_key(text, "`issued`"),
            hint="Write it as 2025, 2025-03 or 2025-03-31",
        )


def _layout_path(folder: Path, layout: str) -> Path:
    return folder / layout if layout.endswith(".toml") else layout_path(layout)


def _editions(table: _PlanToml, path: Path, text: str) -> list[Edition]:
    """List the current edition and the others, in the order of their tables.

    Raises:
        PlanFileError: If the plan has editions, but its current one no name or date.
    """
    if table.current is None and not table.edition:
        return []
    if table.current is None:
        raise PlanFileError(
            "the plan has editions, but its current one has no name",
            where=path,
            line=line_in(text, "", 0),
            hint='Add a table [current] with id and status, such as id = "2025", status = "final"',
        )
    if table.issued is None:
        raise PlanFileError(
            "the plan has editions, but its current one has no date",
            where=path,
            line=line_of_key(text, "`current`"),
            hint="Add a table [issued] with value and source",
        )
    current = _edition(table, table.current, table.issued, table.obtained)
    return [
        current,
        *(_edition(table, other, other.issued, other.obtained) for other in table.edition),
    ]


def _edition(
    table: _PlanToml, told: Current | OtherEdition, issued: Dated, obtained: Obtained | None
) -> Edition:
    other = told if isinstance(told, OtherEdition) else None
    return Edition(
        id=told.id,
        status=told.status,
        issued=issued,
        is_current=other is None,
        document=table.document if other is None else other.document,
        layout=(other and other.layout) or table.layout,
        title=(other and other.title) or table.title,
        valid=told.valid,
        revises=told.revises,
        obtained=obtained,
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
            line=line_in(text, str(error)),
            hint=keys_hint(_PlanToml, error),
        ) from error


def _municipalities(gazetteer: Gazetteer) -> dict[str, Municipality]:
    return {
        name: Municipality(name, gazetteer.values(name, "code")[0])
        for name, _ in gazetteer.of_kind("municipality")
    }
