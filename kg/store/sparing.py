"""A store on disk that is opened anew before it keeps much of what was read from it.

Oxigraph keeps up to 128 MB of blocks that it read, and a table for each file that it read in.
Who asks about all plans once, one question after the other, seldom reads the same again.
"""

from __future__ import annotations

from typing import Any

import pyoxigraph

from kg.memory import Kept, give_back

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


class SparingStore:
    """What ``kg.store.embedded.EmbeddedStore`` asks of an Oxigraph store, read-only.

    Args:
        path: Folder of the store.

    Raises:
        OSError: If it cannot be read.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._open()

    def __iter__(self) -> Iterator[pyoxigraph.Quad]:
        return iter(self._store)

    def query(self, text: str, **options: Any) -> Any:
        """Ask a query; see ``pyoxigraph.Store.query``.

        What earlier queries found is read, or keeps the store that found it.
        """
        if self._kept.is_much():  # to open takes 15 ms
            del self._store
            give_back()
            self._open()
        return self._store.query(text, **options)

    def quads_for_pattern(self, *pattern: Any) -> Iterator[pyoxigraph.Quad]:
        """Look up quads; see ``pyoxigraph.Store.quads_for_pattern``."""
        return self._store.quads_for_pattern(*pattern)

    def _open(self) -> None:
        self._store = pyoxigraph.Store.read_only(self._path)
        self._kept = Kept()
