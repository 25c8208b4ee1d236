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
    with manifest_of(version) as manifest:
        expected = {
            folder / "plans" / plan["id"] / name: sha256
            for plan in manifest["plans"]
            for name, sha256 in plan["files"].items()
            if name.endswith(_READ_BY_PAGES)
        }
    for path, sha256 in expected.items():
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            raise InputError(
                "the dataset is damaged: this is not as it was built",
                where=path,
                hint="Run `kg build --force` to make it again",
            )
