"""The index of a dataset: an SQLite file with FTS5, whose tokens are pairs of characters.

A text of *n* folded characters becomes *n* tokens: each character with the one behind it, the
last by itself. A word of two characters or more is looked for as the phrase of its pairs, one of
a single character as the beginning of a token; so a word is found exactly where it stands in a
folded text, whatever its length, and without reading any text.

The file has no clock, no chance and no order of sets in it: with one version of SQLite the same
plans give the same bytes, with another the same rows.

Source:
    SQLite FTS5 extension, https://www.sqlite.org/fts5.html
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from itertools import permutations
from pathlib import Path

from kg.search.folding import Folding
from kg.search.index import FORMAT, grams
from kg.search.kinds import Kinds
from kg.search.reading import Quads, Text, Thing
from kg.search.tables import Ranking, read_folding, read_ranking

_SCHEMA = """
PRAGMA page_size = 4096;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE folding (old TEXT PRIMARY KEY, new TEXT) WITHOUT ROWID;
CREATE TABLE field (
  id INTEGER PRIMARY KEY, name TEXT, ja TEXT, en TEXT, whole INTEGER, start INTEGER, part INTEGER
);
CREATE TABLE kind (id INTEGER PRIMARY KEY, iri TEXT, ja TEXT, en TEXT, weight INTEGER);
CREATE TABLE above (kind INTEGER, name TEXT, PRIMARY KEY (name, kind)) WITHOUT ROWID;
CREATE TABLE plan (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, label TEXT, kind INTEGER);
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, thing INTEGER, field INTEGER, folded TEXT,
  text TEXT, plan INTEGER, code TEXT, page INTEGER, passage TEXT
);
CREATE TABLE alias (name TEXT, other TEXT, PRIMARY KEY (name, other)) WITHOUT ROWID;
CREATE VIRTUAL TABLE grams USING fts5(
  pair, content = '', columnsize = 0, tokenize = 'ascii', prefix = '1'
);
"""
_SHORTEST_NAME = 2


def make_index(path: Path, shared: Path, plans: Mapping[str, Path]) -> int:
    """Make the index of a dataset, holding one plan in memory at a time.

    Args:
        path: The file to write; must not exist.
        shared: Sorted N-Quads of the ontology and the vocabularies.
        plans: For each plan, by its id, its sorted N-Quads.

    Returns:
        How many texts are in it.

    Raises:
        GraphFileError: If a file is no N-Quads.
        OSError: If the disk refuses.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.executescript(_SCHEMA)
            database.execute("BEGIN")
            _Maker(database, read_ranking(), read_folding()).make(shared, plans)
            database.execute("COMMIT")
            return int(database.execute("SELECT COUNT(*) FROM entry").fetchone()[0])
    except sqlite3.Error as error:
        is_full = error.sqlite_errorcode == sqlite3.SQLITE_FULL
        raise OSError(errno.ENOSPC if is_full else errno.EIO, str(error), str(path)) from error


class _Maker:
    def __init__(self, database: sqlite3.Connection, ranking: Ranking, folding: Folding) -> None:
        self._database = database
        self._ranking = ranking
        self._folding = folding
        self._fields = {name: place for place, name in enumerate(ranking.fields, 1)}
        self._longest = 0

    def make(self, shared: Path, plans: Mapping[str, Path]) -> None:
        add = self._database.executemany
        terms = Quads(shared, self._ranking, self._folding)
        self._kinds = Kinds(terms.classes(), self._ranking)
        add("INSERT INTO kind VALUES (?, ?, ?, ?, ?)", self._kinds.rows())
        add("INSERT INTO above VALUES (?, ?)", self._kinds.names())
        add("INSERT INTO field VALUES (?, ?, ?, ?, ?, ?, ?)", self._field_rows())
        for number, (name, path) in enumerate(sorted(plans.items()), 1):
            add("INSERT INTO plan VALUES (?, ?)", [(number, name)])
            things = list(Quads(path, self._ranking, self._folding).things())
            self._add(things, number)
            add("INSERT OR IGNORE INTO alias VALUES (?, ?)", _other_names(things))
        self._add(list(terms.things()), None)
        add("INSERT INTO grams(grams) VALUES (?)", [("optimize",)])
        add("INSERT INTO meta VALUES (?, ?)", self._meta())
        add("INSERT INTO folding VALUES (?, ?)", self._folding.pairs.items())

    def _field_rows(self) -> Iterator[tuple[int | str, ...]]:
        for field in self._ranking.fields.values():
            number = self._fields[field.name]
            weights = field.whole, field.start, field.part
            yield (number, field.name, field.ja, field.en, *weights)

    def _meta(self) -> Iterator[tuple[str, str]]:
        folding = self._folding
        yield "format", FORMAT
        yield "longest", str(self._longest)
        yield "long vowel", folding.long_vowel
        yield "shortest word", str(folding.shortest_word)
        yield "always", folding.always
        yield "between", folding.between
        yield "variants", folding.variants

    def _add(self, things: Sequence[Thing], plan: int | None) -> None:
        """Add the texts of a plan, or of what all plans share, in document order."""
        run = self._database.execute
        numbers = {}
        for thing in things:
            kind = self._kinds.of(thing.types)
            row = thing.iri, thing.label, kind
            run("INSERT OR IGNORE INTO thing(iri, label, kind) VALUES (?, ?, ?)", row)
            found = run("SELECT id FROM thing WHERE iri = ?", (thing.iri,)).fetchone()
            numbers[thing.iri] = found[0]
        texts = [(thing, text) for thing in things for text in thing.texts]
        texts.sort(key=lambda pair: self._order(*pair))
        for thing, text in texts:
            self._longest = max(self._longest, len(text.folded))
            place = text.passage
            where = (place.page, place.iri) if place else (None, None)
            what = numbers[thing.iri], self._fields[text.field], text.folded, text.text
            cursor = run(
                "INSERT INTO entry(thing, field, folded, text, plan, code, page, passage)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (*what, plan, thing.code, *where),
            )
            pairs = " ".join(grams(text.folded))
            run("INSERT INTO grams(rowid, pair) VALUES (?, ?)", (cursor.lastrowid, pairs))

    def _order(self, thing: Thing, text: Text) -> tuple[int, str, int]:
        start = text.passage.start if text.passage else 0
        return start, thing.iri, self._fields[text.field]


def _other_names(things: Sequence[Thing]) -> Iterator[tuple[str, str]]:
    """Yield each name of a thing of several names with each of the others."""
    for thing in things:
        texts = [text for text in thing.texts if text.field in ("label", "alias")]
        if any(text.field == "alias" for text in texts):
            names = [text.folded for text in texts if len(text.folded) >= _SHORTEST_NAME]
            # Where one name is a piece of the other, to find it is to find both.
            yield from (pair for pair in permutations(names, 2) if pair[0] not in pair[1])
