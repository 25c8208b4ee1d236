"""Whether the files that stand beside the store of a dataset are as they were built.

The store says so itself when it is opened. What pages and search read later is looked at here, so
that damage is told at the start and not to the first who asks; nothing large is read for that.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from kg.errors import InputError
from kg.search import SearchIndex
from kg.web.facts import MANIFEST, manifest_of

_READ_BY_PAGES = (".json", ".txt")
"""How names of a plan's files end which pages read; the others are many times as large."""


def check_files(version: str) -> None:
    """Check the files of a dataset that pages and search read.

    Args:
        version: Folder of the dataset's version, or empty for an endpoint. One without a
            manifest was not made by ``kg build`` and has nothing to compare with.

    Raises:
        InputError: If one is missing or damaged.
    """
    folder = Path(version)
    if not version or not (folder / MANIFEST).exists():
        return
    SearchIndex.open(version).close()
    check_hashes(version, *_READ_BY_PAGES)


def check_hashes(version: str, *endings: str) -> None:
    """Compare files of a dataset with the hashes in its manifest.

    Args:
        version: Folder of the dataset's version.
        *endings: How the names of the files end that are compared.

    Raises:
        InputError: If one is missing or is not as it was built.
    """
    folder = Path(version)
    with manifest_of(version) as manifest:
        built = {folder / "dataset.nq": manifest["sha256"]}
        for plan in manifest["plans"]:
            own = folder / "plans" / plan["id"]
            built |= {own / name: sha256 for name, sha256 in plan["files"].items()}
    for path, sha256 in built.items():
        if path.suffix in endings and _hash(path) != sha256:
            raise _damaged("this file is not as it was built", path)


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _damaged(error.strerror or str(error), path) from error


def _damaged(reason: str, path: Path) -> InputError:
    return InputError(
        f"the dataset is damaged: {reason}",
        where=path,
        hint="Run `kg build --force` to make it again",
    )
