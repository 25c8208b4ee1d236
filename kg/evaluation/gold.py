"""Reads a gold table: TSV with one row for each mention that a person found in a document."""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches
from pathlib import Path

from kg.document.model import Source
from kg.errors import InputError
from kg.evaluation.kinds import load_kinds
from kg.evaluation.rows import GoldRow, unwrapped
from kg.evaluation.standing import nearest, occurrences

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import NoReturn

COLUMNS = ("line", "words", "kind", "type", "thing", "join", "note")
_NEVER_EMPTY = COLUMNS[:5]
_LONGEST_NUMBER = 9


def read_gold(path: Path, types: Mapping[str, str], source: Source) -> tuple[GoldRow, ...]:
    """Read a gold table and check it against the document it was read from.

    Args:
        path: A UTF-8 file with the columns of ``COLUMNS`` in its first line, in any order and
            perhaps among others. Cells are divided by tabs and never quoted; empty ones at the
            end of a row may be left out.
        types: The kind of each class, as ``types_of_kinds`` gives it.
        source: The document.

    Returns:
        The rows, in the order of the file.

    Raises:
        InputError: If the file cannot be read, lacks a column, or has a row with an unknown kind
            or type, or with words that do not stand at that line. It names file and line.
    """
    reader = _Reader(path, types, source)
    return tuple(reader.rows(_lines(path)))


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(
            f"the gold table cannot be read: {error.strerror}",
            where=path,
            hint=f"Name a TSV file with the columns {', '.join(COLUMNS)}",
        ) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise InputError(
            "the gold table is not UTF-8", where=path, line=line, hint="Save it as UTF-8"
        ) from error
    return text.split("\n")


class _Reader:
    """Reads the rows of one table; what is wrong is told with the file and the line.

    Args:
        path: The file, for messages.
        types: The kind of each class.
        source: The document.
    """

    def __init__(self, path: Path, types: Mapping[str, str], source: Source) -> None:
        self._path = path
        self._types = types
        self._source = source
        self._places: Counter[tuple[int, str]] = Counter()
        self._columns: list[str] = []

    def _fail(self, message: str, number: int, hint: str) -> NoReturn:
        raise InputError(message, where=self._path, line=number, hint=hint)

    def rows(self, lines: list[str]) -> Iterator[GoldRow]:
        """Read the head and the rows."""
        self._read_head(lines[0])
        for number, line in enumerate(lines[1:], start=2):
            if line.strip():
                row = self._row(line, number)
                self._check(row)
                yield row

    def _read_head(self, line: str) -> None:
        self._columns = line.split("\t")
        lacking = [name for name in COLUMNS if name not in self._columns]
        if lacking:
            self._fail(
                f"the gold table lacks the column {lacking[0]!r}",
                1,
                f"Its first line names the columns, divided by tabs: {', '.join(COLUMNS)}",
            )
        twice = [name for name in COLUMNS if self._columns.count(name) > 1]
        if twice:
            self._fail(f"the column {twice[0]!r} comes twice", 1, "Remove one of the two")

    def _row(self, line: str, number: int) -> GoldRow:
        cells = line.split("\t")
        if len(cells) > len(self._columns):
            self._fail(
                f"the row has {len(cells)} cells and the head {len(self._columns)}",
                number,
                "Divide cells by one tab, and have none inside of a cell",
            )
        cells += [""] * (len(self._columns) - len(cells))
        read = dict(zip(self._columns, cells, strict=True))
        for name in _NEVER_EMPTY:
            if not read[name].strip():
                self._fail(f"the row has no {name}", number, f"Fill in the column {name!r}")
        return GoldRow(
            line=self._line(read["line"], number),
            words=unwrapped(read["words"]),
            kind=read["kind"],
            type=read["type"],
            thing=read["thing"],
            join=read["join"],
            note=read["note"],
            row=number,
        )

    def _line(self, text: str, number: int) -> int:
        last = len(self._source.lines)
        is_number = text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER
        line = int(text) if is_number else 0
        if not 1 <= line <= last:
            self._fail(
                f"{text!r} is no line of {self._source.path}",
                number,
                f"Its lines are numbered from 1 to {last}",
            )
        return line

    def _check(self, row: GoldRow) -> None:
        names = [kind.name for kind in load_kinds()]
        if row.kind not in names:
            self._fail(f"unknown kind {row.kind!r}", row.row, f"The kinds are {', '.join(names)}")
        if self._types.get(row.type) != row.kind:
            self._fail_type(row)
        count = occurrences(self._source, row.line, row.words)
        if not count:
            self._fail_words(row)
        if row.is_optional:
            return
        self._places[row.line, row.words] += 1
        if self._places[row.line, row.words] > count:
            self._fail(
                f"{row.words!r} begins on line {row.line} of {self._source.path} "
                f"{_times(count)}, but the table has it once more",
                row.row,
                "Remove the row, or correct its line",
            )

    def _fail_type(self, row: GoldRow) -> NoReturn:
        of_kind = sorted(name for name, kind in self._types.items() if kind == row.kind)
        hint = f"Its types are {', '.join(of_kind)}"
        if row.type in self._types:
            kind = self._types[row.type]
            message = f"{row.type} is a type of the kind {kind!r}, not of {row.kind!r}"
            self._fail(message, row.row, hint)
        near = get_close_matches(row.type, self._types, n=1)
        if near:
            hint = f"Did you mean {near[0]}? {hint}"
        self._fail(f"unknown type {row.type!r} of the kind {row.kind!r}", row.row, hint)

    def _fail_words(self, row: GoldRow) -> NoReturn:
        line = nearest(self._source, row.line, row.words)
        hint = f"They begin on line {line}"
        if line is None:
            hint = "Write them as the document has them, with full and half width kept"
        self._fail(
            f"the words {row.words!r} do not begin on line {row.line} of {self._source.path}",
            row.row,
            hint,
        )


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
