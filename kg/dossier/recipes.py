"""Which sections the dossier of a thing has: ``dossiers.toml``, read.

A command has no time for a whole TOML parser (it takes a fifth of the time of its answer). The
file keeps to what needs none: tables of one level below another, and on each line a key and a
value that is JSON too. A test reads it by both and compares.
"""

from __future__ import annotations

from collections import namedtuple

from kg.errors import InputError
from kg.questions.json_text import read_json
from kg.resources import PACKAGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any, NoReturn

DOSSIERS = f"{PACKAGE}/dossier/dossiers.toml"
"""The file."""

ANY = "any"
"""Stands in it for the classes that it does not name."""

_NEEDED = ("thing", "ja", "en", "columns")
_HINT = "The head of the file says what stands in it"

ALL = "all"
"""Among which plans a section looks, if not only in the one that the dossier is of."""

_MAY = ("beside", "needs", "shares", "among")

_Plan = namedtuple(
    "_Plan", ("name", "thing", "heading", "columns", "beside", "needs", "shares", "among")
)


class SectionPlan(_Plan):
    """What a section shows.

    Attributes:
        name: The canned query.
        thing: Which of its parameters gets the thing.
        heading: Its heading, by language.
        columns: Names of the columns to show.
        beside: Column by which the rows are put side by side, or None.
        needs: Local names of properties of which the thing has one if there are rows, ``^`` before
            those that point to it; none where that cannot be told.
        shares: Local name of a property of which another thing has the same value if there are
            rows, or None.
        among: ``all`` where it shows what other plans say, too; else None.
    """

    __slots__ = ()


class Recipes:
    """The file, read and checked.

    Args:
        path: The file; the project's own when left out.

    Attributes:
        sections: What each section shows, by name.
        classes: Names of the sections of each class, by the class's local name, in order.

    Raises:
        InputError: If the file cannot be read or is wrong; the message names the line.
    """

    def __init__(self, path: str = DOSSIERS) -> None:
        self._path = path
        self._lines: dict[str, int] = {}
        self.sections: dict[str, SectionPlan] = {}
        self.classes: dict[str, list[str]] = {}
        tables = self._tables()
        for name, values in tables.pop("section", {}).items():
            self.sections[name] = self._section(name, values)
        for name, sections in tables.pop("dossier", {}).get("", {}).items():
            self.classes[name] = self._class(name, sections)
        if ANY not in self.classes:
            self._fail(f"the table [dossier] lacks the key {ANY!r}", None)

    def sections_of(self, classes: Iterable[str]) -> list[SectionPlan]:
        """Return the sections for a thing of some classes.

        Args:
            classes: Local names of the classes that it belongs to.

        Returns:
            The sections of the first class of the file that is among them, else those of any.
        """
        mine = set(classes)
        chosen = next((name for name in self.classes if name in mine), ANY)
        return [self.sections[name] for name in self.classes[chosen]]

    def _tables(self) -> dict[str, dict[str, dict[str, Any]]]:
        """Read the file as tables of tables of values."""
        tables: dict[str, dict[str, dict[str, Any]]] = {}
        table: dict[str, Any] | None = None
        place = ""
        for number, line in enumerate(self._text().split("\n"), start=1):
            if not line or line.startswith("#"):
                continue
            if line[0] == "[" and line[-1] == "]":
                outer, _, inner = line[1:-1].partition(".")
                place = inner or outer
                if outer not in ("section", "dossier") or (outer == "section") != bool(inner):
                    self._fail(f"there is no table [{line[1:-1]}]", number)
                if inner in tables.setdefault(outer, {}):
                    self._fail(f"the table {line} comes twice", number)
                table = tables[outer][inner] = {}
                self._lines[place] = number
                continue
            key, _, value = line.partition(" = ")
            key = key.strip('"')
            if not value or table is None:
                self._fail("a line must read `key = VALUE` below a table", number)
            if key in table:
                self._fail(f"the key {key!r} comes twice", number)
            table[key] = self._value(value, number)
            self._lines[f"{place}.{key}"] = number
        return tables

    def _text(self) -> str:
        try:
            with open(self._path, encoding="utf-8") as file:  # noqa: PTH123 - pathlib is slow to import
                return file.read()
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(f"the file cannot be read: {error}", where=self._path) from error

    def _value(self, text: str, number: int) -> Any:
        try:
            return read_json(text)
        except ValueError as error:
            self._fail(f"the value is neither a text nor a list of texts: {error}", number)

    def _section(self, name: str, values: Mapping[str, Any]) -> SectionPlan:
        for key in _NEEDED:
            if key not in values:
                self._fail(f"the section {name!r} lacks the key {key!r}", self._lines[name])
        for key, value in values.items():
            line = self._lines[f"{name}.{key}"]
            if key not in (*_NEEDED, *_MAY):
                self._fail(f"unknown key {key!r}", line)
            if key in ("columns", "needs"):
                self._texts(value, line)
            elif key == "among" and value != ALL:
                self._fail(f"the value of {key!r} must be {ALL!r}", line)
            elif not (isinstance(value, str) and value):
                self._fail(f"the value of {key!r} must be a text", line)
        beside, shares = values.get("beside"), values.get("shares")
        if beside is not None and beside not in values["columns"]:
            self._fail(f"{beside!r} is none of the columns", self._lines[f"{name}.beside"])
        heading = {"ja": values["ja"], "en": values["en"]}
        columns, needs = tuple(values["columns"]), tuple(values.get("needs", ()))
        among = values.get("among")
        return SectionPlan(name, values["thing"], heading, columns, beside, needs, shares, among)

    def _class(self, name: str, sections: Any) -> list[str]:
        line = self._lines[f"dossier.{name}"]
        for section in self._texts(sections, line):
            if section not in self.sections:
                self._fail(f"there is no table [section.{section}]", line)
        return list(sections)

    def _texts(self, value: Any, line: int) -> list[str]:
        if not (isinstance(value, list) and value and all(isinstance(one, str) for one in value)):
            self._fail("the value must be a list of texts", line)
        if len(set(value)) != len(value):
            self._fail("a text of the list comes twice", line)
        return value

    def _fail(self, message: str, line: int | None) -> NoReturn:
        raise InputError(message, where=self._path, line=line, hint=_HINT)
