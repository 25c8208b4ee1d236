"""The files of all plans become a version: merged, stored, indexed, listed in a manifest.

Nothing here holds more than a piece of the dataset in memory, however many plans there are.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import kg
from kg.build.outcome import PlanOutcome
from kg.build.plans import PlanInput, description_key, shared_key
from kg.errors import InputError
from kg.search.index import FILE as INDEX
from kg.store.embedded import EmbeddedStore

MANIFEST = "manifest.json"
DATASET = "dataset.nq"


@dataclass(frozen=True, slots=True)
class Earlier:
    """A version that was built before, and what can be taken over from it.

    Attributes:
        path: Its folder.
        quads: How many quads its store should have.
        index: Hash of its search index.
        size_bytes: How long its dataset.nq should be.
        plans: For each plan its key and the hashes of its files.
        base: IRI below which everything is named.
        shared: Key of the code and the ontology that it was made with.
    """

    path: Path
    quads: int
    index: str
    size_bytes: int
    plans: dict[str, tuple[str, dict[str, str]]]
    base: str
    shared: str

    @classmethod
    def read(cls, path: Path) -> Earlier | None:
        """Read a version's manifest.

        Args:
            path: The version's folder.

        Returns:
            What it says, or None where it cannot be read or is of another make.
        """
        try:
            manifest = json.loads((path / MANIFEST).read_bytes())
            plans = {
                plan["id"]: (str(plan["key"]), dict(plan["files"])) for plan in manifest["plans"]
            }
            quads, index = int(manifest["quads"]), str(manifest["index"])
            base, shared = str(manifest["base"]), str(manifest["shared"])
            return cls(path, quads, index, int(manifest["bytes"]), plans, base, shared)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def is_whole(self) -> bool:
        """Whether its store has all its quads, and its quads and search index are there."""
        try:
            quads = len(EmbeddedStore.open(str(self.path / "store")))
            size_bytes = (self.path / DATASET).stat().st_size
            found = quads, _hash(self.path / INDEX), size_bytes
            return found == (self.quads, self.index, self.size_bytes)
        except (InputError, OSError):
            return False

    def has(self, plan: PlanInput) -> bool:
        """Whether it holds the files of a plan as it is now, and they are whole."""
        key, files = self.plans.get(plan.id, ("", {}))
        folder = self.path / "plans" / plan.id
        try:
            return key == plan.key and all(
                _hash(folder / name) == wanted for name, wanted in files.items()
            )
        except OSError:
            return False

    def last_good(self, id: str, folder: Path, base: str) -> PlanInput | None:
        """Return what a plan was when it was last built, for a dataset of today's make.

        Args:
            id: The plan's id.
            folder: The plan's folder.
            base: IRI below which everything is to be named.

        Returns:
            Its id and the key it had, or None where this version does not hold it whole or was
            made with another base, ontology or code.
        """
        if id not in self.plans or (self.base, self.shared) != (base, shared_key()):
            return None
        plan = PlanInput(id, folder, self.plans[id][0])
        return plan if self.has(plan) else None

    def outcome(self, plan: PlanInput) -> PlanOutcome:
        """Read what came of an unchanged plan."""
        path = self.path / "plans" / plan.id / "summary.json"
        return PlanOutcome.from_json(json.loads(path.read_bytes()), plan.folder)

    def take_over(self, plan: PlanInput, out: Path) -> None:
        """Give a new version the files of an unchanged plan.

        Args:
            plan: The plan.
            out: The new version's folder of that plan; made here.

        Raises:
            OSError: If the disk refuses.
        """
        out.mkdir(parents=True)
        for name in self.plans[plan.id][1]:
            source = self.path / "plans" / plan.id / name
            try:
                os.link(source, out / name)
            except OSError:  # a file system without links
                shutil.copyfile(source, out / name)


def version_name(plans: Sequence[PlanInput]) -> str:
    """Name a version after all that goes into it.

    Args:
        plans: The plans.

    Returns:
        16 hexadecimal digits; the same for the same input on every machine.
    """
    keys = sorted(f"{plan.id} {plan.key}" for plan in plans)
    text = "\n".join([shared_key(), description_key(), *keys])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def assemble(folder: Path, plans: Sequence[PlanInput], base: str) -> int:
    """Make the dataset of the plans' files.

    Args:
        folder: The version's folder; ``plans/`` in it is complete.
        plans: The plans.
        base: IRI below which everything is named, for the manifest.

    Returns:
        How many quads the dataset has.

    Raises:
        GraphFileError: If the ontology is wrong.
        OSError: If the disk refuses.
    """
    from kg.description.writing import description_lines
    from kg.graph.ontology import load_ontology
    from kg.graph.serialise import merge_files, quad_lines, write_lines
    from kg.graph.terms import ONTOLOGY, VOCABULARIES
    from kg.search.making import make_index
    from kg.store.loading import make_store

    ontology = load_ontology()
    shared = folder / "shared.nq"
    named = {
        str(ONTOLOGY): ontology.core + ontology.alignments,
        str(VOCABULARIES): ontology.vocabularies,
    }
    write_lines(shared, quad_lines(named))
    said, described = folder / "said.nq", folder / "described.nq"
    store = folder / "store"
    sources = {plan.id: folder / "plans" / plan.id / "plan.nq" for plan in plans}
    changes = sorted(folder.glob("plans/*/changes.nq"))
    merge_files([shared, *sources.values(), *changes], said)
    make_index(folder / INDEX, shared, sources)
    make_store(store, said)
    editions = sorted(folder.glob("plans/*/plan@*.nq"))
    write_lines(described, description_lines(said, store, base, editions))
    for path in (described, *editions):
        make_store(store, path)
    quads = merge_files([said, described, *editions], folder / DATASET)
    for path in (shared, said, described):
        path.unlink()
    _write_manifest(folder, plans, base, quads)
    return quads


def _write_manifest(folder: Path, plans: Sequence[PlanInput], base: str, quads: int) -> None:
    manifest: dict[str, Any] = {
        "kg": kg.__version__,
        "base": base,
        "shared": shared_key(),
        "quads": quads,
        "bytes": (folder / DATASET).stat().st_size,
        "sha256": _hash(folder / DATASET),
        "index": _hash(folder / INDEX),
        "plans": [
            {
                "id": plan.id,
                "key": plan.key,
                "files": {
                    path.name: _hash(path)
                    for path in sorted((folder / "plans" / plan.id).iterdir())
                },
            }
            for plan in sorted(plans, key=lambda plan: plan.id)
        ],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
