"""The one process that may change a dataset folder; ``versions.py`` shows what is in it.

A version is made in a temporary folder, moved to its name, and becomes current when the file
``CURRENT`` is replaced: each a single step of the file system, so a reader sees the old dataset
or the new one, whenever the writer dies. The lock is the operating system's (flock, or its
counterpart on Windows) and ends with the process that holds it.
"""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import filelock

from kg.errors import BusyError, InputError, KgError, OutputError
from kg.store.versions import current_name

_TEMPORARY = ".tmp-"
_KEPT = 2
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_IN_THE_WAY = (errno.EEXIST, errno.ENOTDIR)


class Writer:
    """The right to change a dataset folder, as a context.

    Entering it takes the lock and clears away what a killed writer left; leaving it gives the
    lock back and clears away what was not published.

    Args:
        folder: The dataset folder; made where it does not exist.

    Raises:
        BusyError: On entering, if another process writes there.
        OutputError: On entering, if the folder has files of others or cannot be written.
    """

    def __init__(self, folder: str) -> None:
        self.folder = Path(folder).absolute()
        self._versions = self.folder / "versions"
        self._owner = self.folder / ".writer"
        self._lock: filelock.BaseFileLock | None = None

    @property
    def temporary(self) -> Path:
        """The folder a new version is made in. It exists and is empty at the start."""
        return self._versions / f"{_TEMPORARY}{os.getpid()}"

    def __enter__(self) -> Writer:
        try:
            self._refuse_foreign()
            self._versions.mkdir(parents=True, exist_ok=True)
            self._lock = self._take_lock()
            self._owner.write_text(str(os.getpid()), encoding="utf-8")
            self._clear_temporary()
            self.temporary.mkdir()
        except OSError as error:
            self._free()
            raise write_error(error, self.folder) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._clear_temporary()
        self._free()

    def version(self, name: str) -> Path:
        """Return where a version of this dataset stands or would stand."""
        return self._versions / name

    def publish(self, name: str) -> str:
        """Make what stands in the temporary folder the current version.

        Args:
            name: What the version is to be called.

        Returns:
            The name it got: ``name``, or with a number behind it where that one is taken.

        Raises:
            OutputError: If the file system refuses; the dataset is then as it was.
        """
        free, number = name, 1
        while os.path.lexists(self.version(free)):
            number += 1
            free = f"{name}-{number}"
        try:
            _sync_tree(self.temporary)
            self.temporary.rename(self.version(free))
        except OSError as error:
            raise write_error(error, self.folder) from error
        self.switch(free)
        return free

    def switch(self, name: str) -> None:
        """Make a finished version the current one and drop all but the last two.

        Args:
            name: Name of the version.

        Raises:
            OutputError: If the file system refuses; the dataset is then as it was.
        """
        before = None
        with suppress(InputError):
            before = current_name(str(self.folder))
        fresh = self._versions / f"{_TEMPORARY}CURRENT"
        try:
            with fresh.open("w", encoding="utf-8") as file:
                file.write(name + "\n")
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self.folder / "CURRENT")
            _sync_folder(self.folder)
        except OSError as error:
            raise write_error(error, self.folder) from error
        self._drop_others({name, before})

    def _refuse_foreign(self) -> None:
        """Leave a folder alone that has files of others; hidden ones, such as .gitkeep, may stay.

        Raises:
            OutputError: If it has such files and is no dataset, not even one that was begun.
        """
        if not self.folder.exists():
            return
        names = {path.name for path in self.folder.iterdir() if not path.name.startswith(".")}
        if names and names.isdisjoint(("CURRENT", "versions")):
            raise OutputError(
                "the folder has files, and no CURRENT says that kg build wrote them",
                where=self.folder,
                hint="Name a new or an empty folder",
            )

    def _take_lock(self) -> filelock.BaseFileLock:
        # Without fallback_to_soft=False a file system without locks would get a mere file,
        # which a killed writer leaves behind.
        lock = filelock.FileLock(self.folder / ".lock", blocking=False, fallback_to_soft=False)
        try:
            lock.acquire()
        except filelock.Timeout:
            raise BusyError(
                f"another build{self._other_writer()} is writing to this dataset",
                where=self.folder,
                hint="Wait until it is done; questions are answered meanwhile",
            ) from None
        return lock

    def _other_writer(self) -> str:
        try:
            process = self._owner.read_text(encoding="utf-8")
        except (OSError, ValueError):
            return ""
        return f" (process {process})" if process.isdecimal() else ""

    def _free(self) -> None:
        if self._lock is not None:
            _remove(self._owner)
            self._lock.release()
            self._lock = None

    def _clear_temporary(self) -> None:
        for path in self._versions.glob(f"{_TEMPORARY}*"):
            _remove(path)

    def _drop_others(self, kept: set[str | None]) -> None:
        """Remove the oldest versions until two are left; each leaves by a single move."""
        versions = [path for path in self._versions.iterdir() if path.name[0] != "."]
        others = [path for path in versions if path.name not in kept]
        others.sort(key=lambda path: path.stat().st_mtime_ns)
        for path in others[: max(len(versions) - _KEPT, 0)]:
            leaving = self._versions / f"{_TEMPORARY}old-{path.name}"
            # On Windows a reader may hold it open; the next build tries again.
            with suppress(OSError):
                path.rename(leaving)
                _remove(leaving)


def write_error(error: OSError, place: Path) -> KgError:
    """Tell why the file system refuses to write.

    Args:
        error: What it said.
        place: The folder or file in question.

    Returns:
        The error to raise.
    """
    if error.errno in _FULL or "No space left" in str(error):
        hint = "Free some space, or name a folder on another disk with -o DIR"
    elif error.errno in _IN_THE_WAY:
        hint = "A file stands where a folder is needed; move it away or name another with -o DIR"
    else:
        hint = "Name a folder that you may write to with -o DIR"
    return OutputError(
        f"cannot write: {error.strerror or error}",
        where=str(error.filename) if error.filename else place,
        hint=f"{hint}; what was built before is unchanged",
    )


def _remove(path: Path) -> None:
    """Remove a file or a folder with all in it, as far as the file system lets us."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()


def _sync_tree(path: Path) -> None:
    """Bring all files below a folder to the disk, so that a power cut finds them whole."""
    for folder, _, names in os.walk(path):
        for name in names:
            with (Path(folder) / name).open("r+b") as file:
                os.fsync(file.fileno())
        _sync_folder(Path(folder))


def _sync_folder(path: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
