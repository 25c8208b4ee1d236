"""Lines of N-Triples, each once, sorted: in memory while they are few, else in a table on disk.

What many plans say of a thing that all of them name is as long as they are many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.scratch import open_scratch

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3

MOST_HELD = 5000
"""How many lines are held in memory."""

AT_ONCE = 2000
"""How many lines of a long graph are held while it is written."""


class SortedLines:
    """A set of lines, sorted by their bytes; it may be read any number of times.

    Args:
        lines: Lines without line ends, in any order.
        most_held: How many are held in memory.
    """

    def __init__(self, lines: Iterable[bytes] = (), *, most_held: int = MOST_HELD) -> None:
        self._held: set[bytes] = set()
        self._table: sqlite3.Connection | None = None
        for line in lines:
            self._held.add(line)
            if len(self._held) > most_held:
                self._put_away()
        if self._is_on_disk():
            self._put_away()

    def _is_on_disk(self) -> bool:
        return self._table is not None

    def _put_away(self) -> None:
        if self._table is None:
            self._table = open_scratch()
            self._table.execute("CREATE TABLE line (text BLOB PRIMARY KEY) WITHOUT ROWID")
        rows = ((line,) for line in sorted(self._held))
        self._table.executemany("INSERT OR IGNORE INTO line VALUES (?)", rows)
        self._held.clear()

    def __iter__(self) -> Iterator[bytes]:
        if self._table is None:
            return iter(sorted(self._held))
        return (line for (line,) in self._table.execute("SELECT text FROM line ORDER BY text"))

    def __len__(self) -> int:
        if self._table is None:
            return len(self._held)
        (count,) = self._table.execute("SELECT COUNT(*) FROM line").fetchone()
        return int(count)

    def __del__(self) -> None:
        table: sqlite3.Connection | None = getattr(self, "_table", None)
        if table is not None:
            table.close()


Lines = Sequence[bytes] | SortedLines
"""Lines of N-Triples without line ends, which may be read more than once."""


def by_subjects(lines: Iterable[bytes], at_least: int) -> Iterator[list[bytes]]:
    """Cut lines into pieces, never between two lines of one subject.

    Args:
        lines: Lines of N-Triples, sorted.
        at_least: How many lines a piece has; more, where those of its last subject go on.
    """
    piece: list[bytes] = []
    last = b""
    for line in lines:
        subject = line[: line.index(b" ")]
        if len(piece) >= at_least and subject != last:
            yield piece
            piece = []
        piece.append(line)
        last = subject
    if piece:
        yield piece
