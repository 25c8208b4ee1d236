"""The files in the folder of a site: which are not as they were written, and which are others'."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from stat import S_ISREG

from kg.publish.manifest import NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.publish.manifest import Manifest
    from kg.publish.model import Entry

_READERS = 4
"""How many threads read: what is not in memory is waited for, and two can hash meanwhile."""

_AT_ONCE = 256
"""How many files a thread is given at a time; a site of many plans has some hundred thousand."""

_PIECE = 1 << 20
# A link is no file of the site, and nobody waits for the other end of a pipe.
_READING = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def is_same(site: Path, entry: Entry) -> bool:
    """Say whether a file stands in the folder of a site as it was written.

    Args:
        site: Folder of the site.
        entry: What was written.
    """
    try:
        handle = os.open(f"{site}/{entry.path}", _READING)
    except OSError:
        return False
    try:
        found = os.fstat(handle)
        if not S_ISREG(found.st_mode) or found.st_size != entry.size:
            return False
        hashed = hashlib.sha256()
        while piece := os.read(handle, min(entry.size, _PIECE)):
            hashed.update(piece)
        return hashed.hexdigest() == entry.sha256
    except OSError:
        return False
    finally:
        os.close(handle)


def changed_by_hand(site: Path, manifest: Manifest) -> list[str]:
    """Return the files of a site that are not as they were written, and those that are gone.

    Args:
        site: Folder of the site.
        manifest: Its manifest.
    """

    def changed(some: list[Entry]) -> list[str]:
        return [entry.path for entry in some if not is_same(site, entry)]

    found: list[str] = []
    entries = manifest.entries()
    with ThreadPoolExecutor(_READERS) as pool:
        while some := list(islice(entries, _READERS * _AT_ONCE)):
            starts = range(0, len(some), _AT_ONCE)
            for paths in pool.map(changed, [some[n : n + _AT_ONCE] for n in starts]):
                found += paths
    return found


def files_of(folder: Path) -> Iterator[str]:
    """Yield the paths of all files below a folder, from there, with slashes; links are files."""
    for root, folders, names in os.walk(folder):
        below = root[len(str(folder)) :].replace(os.sep, "/").lstrip("/")
        links = [name for name in folders if (Path(root) / name).is_symlink()]
        for name in sorted([*names, *links]):
            yield f"{below}/{name}" if below else name


def foreign_files(site: Path, manifest: Manifest) -> list[str]:
    """Return the files in the folder of a site that its manifest does not know.

    Args:
        site: Folder of the site.
        manifest: Its manifest.
    """
    return [name for name in files_of(site) if name != NAME and name not in manifest.files]
