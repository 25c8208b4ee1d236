"""Publishing: from a dataset to a folder that any host can serve."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import msgspec
from filelock import FileLock, Timeout

import kg
from kg.errors import BusyError, InputError, OutputError
from kg.publish.entries import Entries
from kg.publish.folders import changed_by_hand, foreign_files
from kg.publish.manifest import NAME, Manifest, read_manifest
from kg.publish.model import Entry, File
from kg.publish.parts import LAST_PARTS
from kg.publish.source import Source, SourceSpec
from kg.publish.staging import Stage, told
from kg.publish.validity import failed_plans
from kg.publish.working import make_all
from kg.questions.catalogue import Catalogue
from kg.web.facts import facts_of
from kg.web.intact import check_hashes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.description.about import About


class Published(NamedTuple):
    """What publishing did.

    Attributes:
        files: How many files the site has.
        size: Bytes of all of them.
        written: How many were written; the others are as they were.
        removed: Files of the site before that it does not have any more.
        kept: Files in the folder that are not of ``kg publish``.
        by_hand: Files that somebody had changed or removed, and that are made anew.
        unvalidated: Ids of the plans that failed validation.
    """

    files: int
    size: int
    written: int
    removed: list[str]
    kept: list[str]
    by_hand: list[str]
    unvalidated: list[str]


def publish(
    version: str,
    folder: Path,
    *,
    address: str = "",
    is_absolute: bool = False,
    about: About | None = None,
    force: bool = False,
    jobs: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Published:
    """Publish a dataset as a folder.

    Args:
        version: Folder of the dataset's version.
        folder: Folder of the site; new, empty, or one that this function made.
        address: Public address of the site without a slash at its end, or empty.
        is_absolute: Whether links are absolute.
        about: Who publishes the site and on which terms, or None where nobody says so.
        force: Whether to publish what failed validation, and to make all files anew.
        jobs: How many processes make pages.
        progress: Told how many files are made.

    Returns:
        What was done.

    Raises:
        InputError: If the dataset is damaged or failed validation.
        OutputError: If the folder is not one to publish into, or cannot be written.
        BusyError: If somebody else publishes there.
    """
    unvalidated = failed_plans(Path(version))
    if unvalidated and not force:
        raise InputError(
            f"the dataset failed validation: {', '.join(unvalidated)}",
            where=version,
            hint="`kg validate` says why; --force publishes it all the same, and the site says so",
        )
    site = folder.resolve()
    spec = SourceSpec(version, address, is_absolute, bool(unvalidated), about)
    with _lock(site):
        stage = Stage(site)
        stage.mend()
        before = check_folder(site)
        try:
            stage.begin()
            return _publish(stage, spec, before, unvalidated, force, jobs, progress)
        except BaseException:
            stage.clear()
            raise


def check_folder(site: Path) -> Manifest | None:
    """Check that a folder may be published into, and read its manifest.

    Raises:
        OutputError: If it has files that are not of a site, or is none.
    """
    if site.exists() and not site.is_dir():
        raise OutputError("this is a file, not a folder", where=site, hint="Name another folder")
    with told(site):
        manifest = read_manifest(site)
        if manifest is None and site.is_dir() and any(site.iterdir()):
            raise OutputError(
                f"the folder has files, and no {NAME} says that kg publish wrote them",
                where=site,
                hint="Name a new or an empty folder",
            )
    return manifest


@contextmanager
def _lock(site: Path) -> Iterator[None]:
    """Keep others from publishing into a folder.

    Raises:
        BusyError: If somebody else does.
        OutputError: If the folder above cannot be written.
    """
    path = site.parent / f".{site.name}.publish-lock"
    lock = FileLock(path, timeout=0)
    with told(site):
        site.parent.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire()
        except Timeout:  # an OSError, too
            with path.open("ab"):  # to the lock, where no file can be made is a place that is taken
                pass
            raise BusyError("somebody else publishes into this folder", where=site) from None
    try:
        yield
    finally:
        lock.release()


def _publish(
    stage: Stage,
    spec: SourceSpec,
    before: Manifest | None,
    unvalidated: list[str],
    force: bool,
    jobs: int,
    progress: Callable[[int], None] | None,
) -> Published:
    key = key_of(spec)
    ours = before.files if before else {}
    by_hand = changed_by_hand(stage.site, before) if before else []
    if before is not None and before.key == key and not by_hand and not force:
        stage.clear()
        kept = foreign_files(stage.site, before)
        size = sum(entry.size for entry in before.entries())
        return Published(len(ours), size, 0, [], kept, [], unvalidated)
    check_hashes(spec.version, ".nq")  # one that is cut between lines reads as whole
    source = Source(spec, stage.new)
    entries, written = Entries(), 0

    def note(entry: Entry, is_written: bool) -> None:
        nonlocal written
        entries.add(entry)
        written += is_written

    for made in make_all(source, stage, jobs):
        for entry, is_written in made:
            note(entry, is_written)
        if progress is not None:
            progress(len(entries))
    for part in LAST_PARTS:
        for file in part.make(source, entries):
            note(*stage.place(file))
    kept = stage.keep(ours)
    facts = facts_of(source.site.dataset)
    manifest = Manifest(
        kg=kg.__version__,
        key=key,
        dataset=facts.version or "",
        sha256=facts.sha256 or "",
        base=facts.base,
        address=spec.address,
        is_absolute=spec.is_absolute,
        is_validated=not spec.is_unvalidated,
        files=entries,
    )
    stage.place(File(NAME, manifest.write()))
    stage.end()
    removed = [path for path in ours if path not in entries]
    return Published(len(entries), entries.size(), written, removed, kept, by_hand, unvalidated)


def key_of(spec: SourceSpec) -> str:
    """Return the hash of all that a site is made from: the dataset, the program, the options."""
    package = Path(kg.__file__).parent
    hashed = hashlib.sha256()
    manifest = Path(spec.version) / "manifest.json"
    for path in [manifest, *sorted(package.rglob("*"))]:
        if path.is_file() and "__pycache__" not in path.parts:
            hashed.update(path.name.encode())
            hashed.update(path.read_bytes())
    for question in Catalogue():
        hashed.update(question.text.encode())
    hashed.update(msgspec.json.encode(msgspec.structs.replace(spec, version="")))
    return hashed.hexdigest()
