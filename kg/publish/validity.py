"""What a built dataset knows of its validation, and whether it still is what was built."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from kg.errors import InputError
from kg.publish.lines import DATASET
from kg.web.facts import manifest_of

_REPORT = "report.ttl"
_SHACL = "http://www.w3.org/ns/shacl#"


def failed_plans(version: Path) -> list[str]:
    """Return the ids of the plans that failed validation, or of which nobody knows.

    A plan passed if the report in its folder tells of no violation, and its summary of no error.
    Warnings and notes do not count, as they do not for ``kg validate`` and ``kg build``; for
    ``sh:conforms`` they do (SHACL, 3.6.1.1).

    Args:
        version: Folder of the dataset's version.

    Raises:
        InputError: If the dataset is damaged.
    """
    with manifest_of(version) as manifest:
        plans = [str(plan["id"]) for plan in manifest["plans"]]
    return [plan for plan in plans if not _passed(version / "plans" / plan)]


def _passed(folder: Path) -> bool:
    import pyoxigraph

    try:
        report = list(pyoxigraph.parse(path=folder / _REPORT))
        problems = json.loads((folder / "summary.json").read_bytes())["problems"]
        errors = [problem for problem in problems if problem["severity"] == "error"]
    except (OSError, ValueError, KeyError, TypeError, SyntaxError):
        return False
    said = {(quad.predicate.value, quad.object.value) for quad in report}
    is_known = any(predicate == f"{_SHACL}conforms" for predicate, _ in said)
    return is_known and (f"{_SHACL}resultSeverity", f"{_SHACL}Violation") not in said and not errors


def check_statements(version: Path) -> None:
    """Check the files of statements by their hashes: one that is cut between lines reads as whole.

    Args:
        version: Folder of the dataset's version.

    Raises:
        InputError: If one is missing or is not as it was built.
    """
    with manifest_of(version) as manifest:
        built = {version / DATASET: manifest["sha256"]}
        for plan in manifest["plans"]:
            folder = version / "plans" / plan["id"]
            built |= {folder / name: sha256 for name, sha256 in plan["files"].items()}
    for path, sha256 in built.items():
        if path.suffix == ".nq" and _hash(path) != sha256:
            raise _fault("the dataset is damaged: this file is not as it was built", path)


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise _fault(f"the dataset is damaged: {error.strerror or error}", path) from error


def _fault(message: str, path: Path) -> InputError:
    return InputError(message, where=path, hint="Run `kg build --force` to make the dataset again")
