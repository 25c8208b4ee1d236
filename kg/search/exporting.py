"""What an index holds, for who searches without SQLite: a browser, in a published site.

The rules of folding and of ranking go with it as data, so that whoever reads it finds what
``index.py`` finds, in the same order.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from typing import Any

from kg.search import folding as folds
from kg.search import words
from kg.search.hit import CONTEXT
from kg.search.index import FILE, LEEWAY, damaged, open_database

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Described = dict[str, Any]

_THINGS = """
SELECT DISTINCT thing.id, thing.iri, thing.label, thing.kind
FROM entry JOIN thing ON thing.id = entry.thing WHERE entry.plan IS ? ORDER BY thing.id
"""
_ENTRIES = """
SELECT id, thing, field, text, code, page, passage FROM entry WHERE plan IS ? ORDER BY id
"""


def read_rules(version: str) -> Described:
    """Read how texts are folded and what a match weighs.

    Args:
        version: Folder of the dataset's version.

    Returns:
        ``folding``, ``limits``, ``fields`` and ``kinds`` by their numbers, ``aliases``, and
        ``plans``: the number of each by its id.

    Raises:
        InputError: If there is no index, or it is damaged.
    """
    return _read(version, _rules)


def read_texts(version: str, plan: int | None) -> Described:
    """Read the texts of a plan.

    Args:
        version: Folder of the dataset's version.
        plan: Number of the plan, or None for what all plans share.

    Returns:
        ``things``: number, IRI, label, and number of the kind; ``entries``, in the order in
        which hits of one weight stand: number, number of the thing, number of the field, text,
        code, page, first character and the one behind the last.

    Raises:
        InputError: If there is no index, or it is damaged.
    """
    return _read(version, lambda database: _texts(database, plan))


def _read(version: str, read: Callable[[sqlite3.Connection], Described]) -> Described:
    path = f"{version}/{FILE}"
    try:
        with closing(open_database(path)) as database:
            return read(database)
    except (sqlite3.Error, ValueError, KeyError) as error:
        raise damaged(error, path) from error


def _rules(database: sqlite3.Connection) -> Described:
    run = database.execute
    meta = dict(run("SELECT name, value FROM meta"))
    fields = run("SELECT id, name, ja, en, whole, start, part FROM field ORDER BY id")
    kinds = run("SELECT id, iri, ja, en, weight FROM kind ORDER BY id")
    return {
        "folding": {
            "pairs": dict(run("SELECT old, new FROM folding ORDER BY old")),
            "joining": folds.JOINING,
            "unseen": sorted(folds.UNSEEN),
            "lower": _lower(),
            "longVowel": meta["long vowel"],
            "shortestWord": int(meta["shortest word"]),
            "always": meta["always"],
            "between": meta["between"],
            "variants": meta["variants"],
        },
        "limits": {
            "longest": int(meta["longest"]),
            "leeway": LEEWAY,
            "words": words.MOST_WORDS,
            "writings": words.MOST_WRITINGS,
            "withAliases": words.LONGEST_WITH_ALIASES,
            "context": CONTEXT,
        },
        "fields": {str(id): row for id, *row in fields},
        "kinds": {str(id): row for id, *row in kinds},
        "aliases": [list(row) for row in run("SELECT name, other FROM alias ORDER BY name, other")],
        "plans": dict(run("SELECT name, id FROM plan ORDER BY id")),
    }


def _lower() -> dict[str, str]:
    """Return the letters whose lower case for comparing is another than that for reading."""
    letters = map(chr, range(sys.maxunicode + 1))
    return {one: one.casefold() for one in letters if one.casefold() != one.lower()}


def _texts(database: sqlite3.Connection, plan: int | None) -> Described:
    entries = []
    for *entry, passage in database.execute(_ENTRIES, (plan,)):
        start, dash, end = (passage or "").rpartition("/")[2].partition("-")
        is_known = dash and start.isdecimal() and end.isdecimal()
        entries.append([*entry, *((int(start), int(end)) if is_known else (None, None))])
    things = [list(row) for row in database.execute(_THINGS, (plan,))]
    return {"things": things, "entries": entries}
