"""What a built dataset knows of its validation."""

from __future__ import annotations

import json
from pathlib import Path

from kg.web.facts import manifest_of

_REPORT = "report.ttl"


def failed_plans(version: Path) -> list[str]:
    """Return the ids of the plans that failed validation, or of which nobody knows.

    A plan passed if the report in its folder says so, and its summary tells of no error.

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

    conforms = pyoxigraph.NamedNode("http://www.w3.org/ns/shacl#conforms")
    try:
        report = pyoxigraph.parse(path=folder / _REPORT)
        found = [quad.object.value for quad in report if quad.predicate == conforms]
        problems = json.loads((folder / "summary.json").read_bytes())["problems"]
        errors = [problem for problem in problems if problem["severity"] == "error"]
    except (OSError, ValueError, KeyError, TypeError, SyntaxError):
        return False
    return found == ["true"] and not errors
