"""Looking into the index of a dataset, which ``making.py`` wrote.

A process that searches has a few milliseconds: nothing here imports the store.
"""

from __future__ import annotations

import sqlite3

from kg.errors import InputError, NotFoundError, UsageError
from kg.iris import local_name
from kg.search.folding import Folding
from kg.search.hit import Hit, merge_spans
from kg.search.words import is_latin, spans_of, split_words, writings
from kg.store.versions import current_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

FILE = "search.sqlite"
"""Name of the index in the folder of a version."""

FORMAT = "1"
"""Changes with the tables of the file."""

_HEAVIEST = 1_000_000
_BY_ID = 1 << 32
"""More than a hit can weigh, and more than there can be texts."""

LEEWAY = 64
"""By how many characters another writing of a word may be shorter."""

_TOKEN_MARKS = {point: point + 0xFEE0 for point in range(0x21, 0x7F) if not chr(point).isalnum()}
"""FTS5's tokenizer ends a token at an ASCII sign; their full-width forms are letters to it."""

_MATCH = """
SELECT {word} AS word, entry.id AS entry, entry.thing AS thing,
  CASE WHEN entry.folded = :folded{number} THEN field.whole
    WHEN substr(entry.folded, 1, {length}) = :folded{number} THEN field.start
    ELSE field.part END AS weight
FROM grams JOIN entry ON entry.id = grams.rowid JOIN field ON field.id = entry.field
WHERE grams MATCH :phrase{number}{begins}
"""
_BEGINS = " AND begins_word(entry.text, :folded{number})"
# The best text of each thing. A text's weight is that of its matches, one for each word, and of
# its thing's kind; the key puts weight before document order, which is that of the numbers.
_SEARCH = f"""
WITH match AS MATERIALIZED ({{matches}}),
text AS (
  SELECT entry, thing, SUM(weight) AS weight
  FROM (SELECT word, entry, thing, MAX(weight) AS weight FROM match GROUP BY word, entry)
  GROUP BY entry
)
SELECT MIN(({_HEAVIEST} - text.weight - kind.weight) * {_BY_ID} + text.entry) AS key
FROM text JOIN thing ON thing.id = text.thing JOIN kind ON kind.id = thing.kind
WHERE {{conditions}}
GROUP BY text.thing ORDER BY key LIMIT :limit OFFSET :offset
"""  # noqa: S608 - numbers
_ALL_WORDS = """
text.thing IN (SELECT thing FROM match GROUP BY thing HAVING COUNT(DISTINCT word) = :words)
"""
_SHOW = """
SELECT thing.iri, thing.label, kind.iri, kind.ja, kind.en, field.name, entry.text,
  plan.name, entry.code, entry.page, entry.passage
FROM entry JOIN thing ON thing.id = entry.thing JOIN kind ON kind.id = thing.kind
  JOIN field ON field.id = entry.field LEFT JOIN plan ON plan.id = entry.plan
WHERE entry.id = ?
"""


def grams(folded: str) -> list[str]:
    """Cut a folded text into the tokens of the index.

    Args:
        folded: The text.

    Returns:
        Each character with the one behind it, the last by itself.

    Example:
        >>> grams("釧路港")
        ['釧路', '路港', '港']
    """
    letters = folded.translate(_TOKEN_MARKS)
    return [letters[place : place + 2] for place in range(len(letters))]


class SearchIndex:
    """The index of one version of a dataset, open for reading.

    Args:
        database: The file, open.
        path: Where it stands, for messages.

    Raises:
        sqlite3.Error: If the file is damaged.
        ValueError: If it is no index, or of another make.
    """

    __slots__ = ("_database", "_folding", "_longest", "path")

    def __init__(self, database: sqlite3.Connection, path: str) -> None:
        self.path = path
        self._database = database
        meta = dict(database.execute("SELECT name, value FROM meta"))
        if meta.get("format") != FORMAT:
            raise ValueError("it is of another version of kg")
        database.create_function("begins_word", 2, self._begins_word, deterministic=True)
        self._longest = int(meta["longest"])
        self._folding = Folding(
            dict(database.execute("SELECT old, new FROM folding")),
            *(meta["long vowel"], int(meta["shortest word"])),
            *(meta["always"], meta["between"], meta["variants"]),
        )

    @classmethod
    def open(cls, version_path: str) -> SearchIndex:
        """Open the index of a version.

        Args:
            version_path: Folder of the version, as ``kg.store.versions.current_path`` says it.

        Returns:
            The index. It may be used by any thread, one at a time.

        Raises:
            InputError: If there is none or it is damaged.
        """
        path = f"{version_path}/{FILE}"
        try:
            return cls(open_database(path), path)
        except (sqlite3.Error, ValueError, KeyError, TypeError) as error:
            raise damaged(error, path) from error

    @classmethod
    def open_current(cls, folder: str) -> SearchIndex:
        """Open the index of the version of a dataset that answers now.

        Args:
            folder: The dataset folder.

        Returns:
            The index.

        Raises:
            NotFoundError: If nothing was built there.
            InputError: If the dataset is damaged.
        """
        version = current_path(folder)
        try:
            return cls.open(version)
        except InputError:
            # Two builds may have ended since the name of the version was read.
            latest = current_path(folder)
            if latest == version:
                raise
            return cls.open(latest)

    def close(self) -> None:
        """Close the file. The index cannot be asked any more."""
        self._database.close()

    def search(
        self,
        text: str,
        *,
        kinds: Iterable[str] | None = None,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[Hit]:
        """Find the things that have all words in their texts, in whatever writing.

        Args:
            text: The words, with blanks of either width between them.
            kinds: Only things of these kinds: names of classes (Port, 港湾), those below them
                included.
            limit: How many at most.
            offset: How many of the first to leave out.

        Returns:
            A hit for each thing, the best first. The same question gives the same hits.

        Raises:
            UsageError: If there is nothing to look for, or too much.
            NotFoundError: If there is no such kind.
            InputError: If the index is damaged.
        """
        if offset < 0 or (limit is not None and limit < 0):
            raise UsageError("limit and offset must be 0 or more")
        values = {"limit": -1 if limit is None else limit, "offset": offset}
        keys, forms = self._find(text, kinds, values)
        try:
            return [self._hit(key, forms) for key in keys]
        except (sqlite3.Error, ValueError, TypeError) as error:
            raise damaged(error, self.path) from error

    def count(self, text: str, *, kinds: Iterable[str] | None = None) -> int:
        """Count the things that ``search`` finds; see there."""
        return len(self._find(text, kinds, {"limit": -1, "offset": 0})[0])

    def _find(
        self, text: str, kinds: Iterable[str] | None, values: dict[str, Any]
    ) -> tuple[list[int], list[str]]:
        """Find things: their keys, and the writings of the words, the longest first."""
        words = split_words(text, self._folding)
        try:
            numbers = None if kinds is None else sorted(self._kinds(kinds))
            wanted = [self._writings(word) for word in words]
            if not all(wanted):
                return [], []
            keys = self._keys(wanted, numbers, values)
            return keys, sorted({form for forms in wanted for form in forms}, key=len, reverse=True)
        except OverflowError as error:
            raise UsageError("limit and offset are too large") from error
        except (sqlite3.Error, ValueError, TypeError) as error:
            raise damaged(error, self.path) from error

    def field_name(self, field: str, lang: str) -> str:
        """Return what a field is called.

        Args:
            field: The field of a hit.
            lang: ``ja`` or ``en``.
        """
        query = "SELECT ja, en FROM field WHERE name = ?"
        try:
            ja, en = self._database.execute(query, (field,)).fetchone()
        except (sqlite3.Error, TypeError) as error:
            raise damaged(error, self.path) from error
        return str(en if lang == "en" else ja)

    def _writings(self, word: str) -> list[str]:
        """List the writings of a word; none of one that no text is long enough for."""
        if len(self._folding.fold(word)) > self._longest + LEEWAY:
            return []
        forms = writings(word, self._folding, self._other_names)
        return [form for form in forms if form and len(form) <= self._longest]

    def _other_names(self, names: Sequence[str]) -> Iterator[tuple[str, str]]:
        marks = ",".join("?" * len(names))
        query = f"SELECT name, other FROM alias WHERE name IN ({marks}) ORDER BY name, other"  # noqa: S608
        yield from self._database.execute(query, names)

    def _kinds(self, names: Iterable[str]) -> Iterator[int]:
        for name in names:
            query = "SELECT kind FROM above WHERE name = ?"
            found = self._database.execute(query, (name.casefold(),)).fetchall()
            if not found:
                raise self._no_kind(name)
            yield from (number for (number,) in found)

    def _no_kind(self, name: str) -> NotFoundError:
        from difflib import get_close_matches

        known = [known for (known,) in self._database.execute("SELECT DISTINCT name FROM above")]
        near = get_close_matches(name.casefold(), known, n=3, cutoff=0.5)
        hint = f"Did you mean {'、'.join(near)}?" if near else "Name a class, such as Asset or 港湾"
        return NotFoundError(f"there is no kind {name[:40]!r}", hint=hint)

    def _keys(
        self, wanted: list[list[str]], kinds: list[int] | None, values: dict[str, Any]
    ) -> list[int]:
        matches: list[str] = []
        for word, forms in enumerate(wanted):
            for form in forms:
                number = len(matches)
                begins = _BEGINS.format(number=number) if is_latin(form[0]) else ""
                matches.append(
                    _MATCH.format(word=word, number=number, length=len(form), begins=begins)
                )
                values[f"folded{number}"] = form
                values[f"phrase{number}"] = _phrase(form)
        conditions = ["1"]
        if len(wanted) > 1:
            conditions.append(_ALL_WORDS)
            values["words"] = len(wanted)
        if kinds is not None:
            conditions.append(f"thing.kind IN ({','.join(map(str, kinds))})")
        query = _SEARCH.format(
            matches="UNION ALL".join(matches), conditions=" AND ".join(conditions)
        )
        return [key for (key,) in self._database.execute(query, values)]

    def _hit(self, key: int, forms: Sequence[str]) -> Hit:
        distance, entry = divmod(key, _BY_ID)
        row = self._database.execute(_SHOW, (entry,)).fetchone()
        iri, label, kind, ja, en, field, text, *place = row
        spans = self._spans(text, forms)
        if not spans:
            raise ValueError("a text is not what was indexed")
        plan, code, page, passage = place
        score = _HEAVIEST - distance
        names = local_name(kind), ja, en
        return Hit(iri, label, *names, field, text, spans, plan, code, page, passage, score)

    def _begins_word(self, text: str, form: str) -> bool:
        """Say whether a folded word that begins with a Latin letter begins a word of a text."""
        return any(True for _ in spans_of(text, form, self._folding))

    def _spans(self, text: str, forms: Sequence[str]) -> tuple[tuple[int, int], ...]:
        """Find where the words stand in a text, in its own characters."""
        return merge_spans([span for form in forms for span in spans_of(text, form, self._folding)])


def _phrase(form: str) -> str:
    """Write a folded word as a query of FTS5: its pairs in a row, or a token's beginning."""
    letters = grams(form)
    return (
        f'"{form.translate(_TOKEN_MARKS)}" *' if len(form) == 1 else f'"{" ".join(letters[:-1])}"'
    )


def open_database(path: str) -> sqlite3.Connection:
    """Open the file of an index for reading.

    Raises:
        sqlite3.Error: If it cannot be opened.
    """
    quoted = path.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    # A finished version does not change: no locks, no look for what a writer left.
    address = f"file:{quoted}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)


def damaged(error: Exception, path: str) -> InputError:
    """Return what users are told of a file that cannot be read as an index."""
    return InputError(
        f"the search index is missing or damaged: {error}",
        where=path,
        hint="Run `kg build` to make it again",
    )
