"""A site in the making, beside the folder that it will be put in the place of.

::

    .site.publishing/mark     says that this folder is the work of ``kg publish``
    .site.publishing/new/     the site in the making; later what is left of the old one
    .site.publishing/old/     the old one, where the system cannot exchange folders in one step

Files that are as they were are linked, not written; the reader's folder is not touched before all
is there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Container, Iterator
from pathlib import Path

from kg.errors import InputError, OutputError
from kg.publish.exchange import exchange, link
from kg.publish.folders import files_of, is_same
from kg.publish.manifest import NAME, read_manifest
from kg.publish.model import Entry, File

_MARK = "kg publish works here; the next run of it clears this folder\n"


class Stage:
    """The site in the making.

    Args:
        site: Folder of the site.
    """

    def __init__(self, site: Path) -> None:
        self.site = site
        self.work = site.parent / f".{site.name}.publishing"
        self.new = self.work / "new"
        self.aside = self.work / "old"

    def mend(self) -> None:
        """Mend what a run left that was killed: the site is at its place, and nothing beside it.

        Raises:
            OutputError: If that cannot be done.
        """
        with told(self.work):
            if self.work.exists() and not (self.work / "mark").is_file():
                if any(self.work.iterdir()):
                    raise OutputError(
                        "this folder is in the way, and not the work of kg publish",
                        where=self.work,
                        hint="Move it elsewhere",
                    )
                self.work.rmdir()
            if self.aside.exists() and not self.site.exists():
                self.aside.rename(self.site)
            self.clear()

    def begin(self) -> None:
        """Make the folders.

        Raises:
            OutputError: If that cannot be done.
        """
        with told(self.work):
            self.work.mkdir(parents=True)
            (self.work / "mark").write_text(_MARK)
            self.new.mkdir()

    def place(self, file: File) -> tuple[Entry, bool]:
        """Write a file, or link it where the site has the same.

        Args:
            file: The file.

        Returns:
            Its entry, and whether it was written.

        Raises:
            OutputError: If it cannot be written, or stands there already.
        """
        target, known = self.new / file.path, self.site / file.path
        with told(self.site / file.path):
            target.parent.mkdir(parents=True, exist_ok=True)
            hashed, size = hashlib.sha256(), 0
            with target.open("xb") as output:
                for piece in file.pieces():
                    output.write(piece)
                    hashed.update(piece)
                    size += len(piece)
            target.chmod(0o644)
            entry = Entry(file.path, size, hashed.hexdigest())
            if not is_same(self.site, entry):
                return entry, True
            target.unlink()
            link(known, target)
        return entry, False

    def keep(self, ours: Container[str]) -> list[str]:
        """Take over the files of the site that are not ours.

        Args:
            ours: Paths of the files that ``kg publish`` wrote there.

        Returns:
            Paths of the files that are not.

        Raises:
            OutputError: If there is one where the new site has a file of its own.
        """
        kept = []
        with told(self.site):
            for name in files_of(self.site):
                if name == NAME or name in ours:
                    continue
                target = self.new / name
                if target.exists() or not _has_room(self.new, name):
                    raise OutputError(
                        "this file is not of kg publish, and the site has one of that name",
                        where=self.site / name,
                        hint="Move it elsewhere",
                    )
                target.parent.mkdir(parents=True, exist_ok=True)
                link(self.site / name, target)
                kept.append(name)
        return kept

    def end(self) -> None:
        """Put the new site in the place of the old one.

        Raises:
            OutputError: If the system does not let it be.
        """
        with told(self.site, hint="Publish into a folder that can be renamed"):
            if self.site.is_dir():
                shutil.copymode(self.site, self.new)
            exchange(self.new, self.site, self.aside)
        with contextlib.suppress(OSError):  # the next run clears what is left
            self.clear()

    def clear(self) -> None:
        """Remove what is left of a site that was replaced, or that was never finished."""
        for folder in (self.new, self.aside):
            if folder.is_dir():
                self._rescue(folder)
                shutil.rmtree(folder)
        if (self.work / "mark").is_file():
            (self.work / "mark").unlink()
            self.work.rmdir()

    def _rescue(self, folder: Path) -> None:
        """Bring files to the site that somebody put into the old one while it was replaced."""
        try:
            manifest = read_manifest(folder)
        except InputError:
            manifest = None
        if manifest is None or not self.site.is_dir():
            return  # it was never finished: all in it is written by us, or a second name
        for name in files_of(folder):
            target = self.site / name
            if name in manifest.files or name == NAME or os.path.lexists(target):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            (folder / name).rename(target)


def _has_room(new: Path, name: str) -> bool:
    """Say whether no file stands where a path has a folder."""
    return not any((new / parent).is_file() for parent in Path(name).parents)


@contextlib.contextmanager
def told(where: Path, hint: str | None = None) -> Iterator[None]:
    """Tell what the system refuses as an error for people.

    Args:
        where: File or folder that is written.
        hint: What to do about it.

    Raises:
        OutputError: If the system refuses something.
    """
    try:
        yield
    except OSError as error:
        place = error.filename if isinstance(error.filename, str) else where
        raise OutputError(
            f"cannot write: {error.strerror or error}",
            where=place,
            hint=hint or "The site is as it was; make room, or name another folder",
        ) from error
