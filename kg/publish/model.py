"""Files of a published site, and the parts that make them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.publish.entries import Entries
    from kg.publish.source import Source


NOWHERE = "https://site.invalid/"
"""Stands for the address of a site that does not know its own (RFC 2606: there is no such host)."""


class File(NamedTuple):
    """A file of the site.

    Attributes:
        path: Where it stands below the site's folder, with slashes.
        content: Its bytes, pieces of them, or a function that makes either when it is written.
    """

    path: str
    content: bytes | Iterable[bytes] | Callable[[], bytes | Iterable[bytes]]

    def pieces(self) -> Iterator[bytes]:
        """Yield its bytes in pieces, once."""
        content = self.content() if callable(self.content) else self.content
        if isinstance(content, bytes):
            yield content
        else:
            yield from content


class Entry(NamedTuple):
    """A file as the site's manifest knows it.

    Attributes:
        path: Where it stands below the site's folder.
        size: Bytes.
        sha256: Hash of its content.
    """

    path: str
    size: int
    sha256: str


class Part(NamedTuple):
    """A part of the site.

    Attributes:
        name: Its name.
        keys: Says what the part is cut into; each piece may be made in a process of its own.
        make: Makes the files of one piece.
        is_wide: Whether a piece asks about all plans at once, which takes memory that grows with
            them. Such pieces are made one after another, in one process, so that one may read
            what was made before it, below ``Source.made``.
    """

    name: str
    keys: Callable[[Source], Iterable[Any]]
    make: Callable[[Source, Any], Iterable[File]]
    is_wide: bool = False


def whole(name: str, make: Callable[[Source], Iterable[File]], *, is_wide: bool = False) -> Part:
    """Make a part that is made in one piece.

    Args:
        name: Its name.
        make: Makes its files.
        is_wide: Whether it asks about all plans at once.
    """
    return Part(name, lambda source: ("",), lambda source, key: make(source), is_wide)


class LastPart(NamedTuple):
    """A part that is made when the others are written, because it tells of them.

    Attributes:
        name: Its name.
        make: Makes its files; the entries are those of all files before them, by path. As many
            as they are, none of them should be held.
    """

    name: str
    make: Callable[[Source, Entries], Iterable[File]]
