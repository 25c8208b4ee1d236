"""What a built dataset knows of its validation."""

from __future__ import annotations

import json
from pathlib import Path

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
