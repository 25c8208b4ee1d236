"""A database for what is too much to hold in memory; it goes with its connection."""

from __future__ import annotations

import sqlite3

_CACHE_KIB = 4096


def open_scratch() -> sqlite3.Connection:
    """Open an empty database of this process, for one thread at a time.

    Without a name SQLite keeps it in a temporary file, as far as its cache does not hold it.

    Source:
        SQLite, "In-Memory Databases", 3 (temporary databases): https://sqlite.org/inmemorydb.html
    """
    database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    database.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    database.execute("PRAGMA journal_mode = OFF")
    return database
