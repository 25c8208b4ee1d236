"""Editions, read for a comparison."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import msgspec

from kg.build import find_plan_files
from kg.document.layout import read_layout
from kg.document.model import Plan
from kg.document.plan_file import PLAN_FILE, PlanFile
from kg.document.reading import parse
from kg.document.source import read_source
from kg.errors import ParseError, UsageError


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of a plan, read.

    Attributes:
        plan: What its document says.
        file: The facts beside its text. Those of a text without any are the other edition's, but
            for the document, its date and where it was obtained.
        is_text: Whether it is a text without facts of its own.
    """

    plan: Plan
    file: PlanFile
    is_text: bool = False

    @property
    def name(self) -> str:
        """What tells it from the other: plan and edition, or the name of the text."""
        if self.file.edition is not None:
            return f"{self.file.id}@{self.file.edition}"
        path = self.file.source_path
        return path.name if self.is_text else f"{path.absolute().parent.name}/{path.name}"


def read_editions(
    old: str | os.PathLike[str], new: str | os.PathLike[str]
) -> tuple[Edition, Edition]:
    """Read two editions.

    Args:
        old: The earlier: id or folder of a plan, such a name with ``@`` and the id of an edition
            behind it, or a text file.
        new: The later. One of the two may be a text file; it is read by the other's layout.

    Returns:
        Both.

    Raises:
        UsageError: If neither is a plan, or a name means several plans.
        NotFoundError: If there is no such plan or edition.
        ParseError: If an edition does not follow its layout.
        KgError: If an edition cannot be read.
    """
    names = os.fspath(old), os.fspath(new)
    files = [None if _is_text(Path(name)) else _one_plan(name) for name in names]
    known = [file for file in files if file is not None]
    if not known:
        raise UsageError(
            "two text files do not say how they are written",
            hint="Name the plan's folder for one of them; the other is read by its layout",
        )
    first, second = (
        _read(file) if file is not None else _read_text(Path(name), known[0])
        for name, file in zip(names, files, strict=True)
    )
    return first, second


def _is_text(name: Path) -> bool:
    return name.is_file() and name.name != PLAN_FILE


def _one_plan(name: str) -> PlanFile:
    found = find_plan_files(name)
    if len(found) > 1:
        raise UsageError(f"{name!r} holds {len(found)} plans", hint="Name one of them")
    return found[0]


def _read_text(path: Path, other: PlanFile) -> Edition:
    own = msgspec.structs.replace(
        other, source_path=path, issued=None, obtained=None, editions=(), edition=None
    )
    return Edition(_read(own).plan, own, is_text=True)


def _read(file: PlanFile) -> Edition:
    path = file.source_path
    plan = parse(read_source(path), read_layout(file.layout_path))
    errors = [ParseError(problem.message, where=path, line=problem.line) for problem in plan.errors]
    if errors:
        raise ParseError(
            errors[0].message,
            where=path,
            line=errors[0].line,
            hint="Only documents that were read without errors can be compared",
            others=errors[1:],
        )
    return Edition(plan, file)
