"""Putting a folder in the place of another, so that a reader sees the old one or the new one.

On Linux ``renameat2(RENAME_EXCHANGE)`` does it in one step. Where the system or the file system
cannot, there are two renames, between which there is no site; a run that was killed between them
is mended by the next one (``staging.py``).
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
from pathlib import Path

_HERE = -100  # AT_FDCWD
_EXCHANGE = 2  # RENAME_EXCHANGE
_CANNOT = frozenset((errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM))


def exchange(new: Path, old: Path, aside: Path) -> Path | None:
    """Put a folder in the place of another.

    Args:
        new: The new folder.
        old: The place; a folder, perhaps an empty one, or nothing.
        aside: A place that is free, on the same file system.

    Returns:
        Where the old folder is now, or None if there was none.

    Raises:
        OSError: If the system does not let it be.
    """
    if not old.exists():
        new.rename(old)
        return None
    if _exchange(new, old):
        return new
    old.rename(aside)
    try:
        new.rename(old)
    except OSError:
        aside.rename(old)
        raise
    return aside


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    if rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT:
        return False
    raise OSError(number, os.strerror(number), str(other))


def link(source: Path, target: Path) -> None:
    """Give a file a second name, or copy it with its time where the file system has no such names.

    Raises:
        OSError: If neither can be done.
    """
    import shutil

    with contextlib.suppress(OSError):
        os.link(source, target, follow_symlinks=False)
        return
    shutil.copy2(source, target, follow_symlinks=False)
