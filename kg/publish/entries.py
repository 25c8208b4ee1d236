"""The files of a site, as many as there may be: a table on disk, not in memory.

One plan has some four thousand files; what is held of them must not grow with the plans.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.publish.model import Entry
from kg.scratch import open_scratch

_AT_ONCE = 500
_LAST = "\U0010ffff"


class Entries(Mapping[str, tuple[int, str]]):
    """For each file of a site its size and SHA-256, by path, in order of the paths.

    Args:
        entries: What is known at first.
    """

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self._table = open_scratch()
        self._table.execute(
            "CREATE TABLE entry (path TEXT PRIMARY KEY, size INTEGER, sha256 TEXT) WITHOUT ROWID"
        )
        self._table.executemany("INSERT INTO entry VALUES (?, ?, ?)", entries)

    def add(self, entry: Entry) -> None:
        """Add a file, or tell anew of one."""
        self._table.execute("INSERT OR REPLACE INTO entry VALUES (?, ?, ?)", entry)

    def __getitem__(self, path: str) -> tuple[int, str]:
        asked = "SELECT size, sha256 FROM entry WHERE path = ?"
        try:
            row: tuple[int, str] | None = self._table.execute(asked, (path,)).fetchone()
        except UnicodeEncodeError:  # the name of somebody's file, which is no text
            row = None
        if row is None:
            raise KeyError(path)
        return row

    def __iter__(self) -> Iterator[str]:
        return (entry.path for entry in self.below(""))

    def __len__(self) -> int:
        return self._number("COUNT(*)")

    def size(self) -> int:
        """Return the bytes of all files."""
        return self._number("COALESCE(SUM(size), 0)")

    def _number(self, asked: str) -> int:
        (number,) = self._table.execute(f"SELECT {asked} FROM entry").fetchone()  # noqa: S608
        return int(number)

    def entries(self) -> Iterator[Entry]:
        """Yield all files by path; more may be added meanwhile."""
        return self.below("")

    def below(self, start: str) -> Iterator[Entry]:
        """Yield the files whose paths begin with some text, by path."""
        last, comparison = start, ">="
        while True:
            found = self._table.execute(
                f"SELECT path, size, sha256 FROM entry WHERE path {comparison} ? AND path < ?"  # noqa: S608
                " ORDER BY path LIMIT ?",
                (last, start + _LAST, _AT_ONCE),
            ).fetchall()
            yield from (Entry(*row) for row in found)
            if len(found) < _AT_ONCE:
                return
            last, comparison = found[-1][0], ">"

    def __del__(self) -> None:
        self._table.close()
