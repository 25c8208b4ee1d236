"""What is chosen for published sites: ``publish.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

_FILE = Path(__file__).parent / "publish.toml"


class Group(NamedTuple):
    """Resources of a plan that share one set of files.

    Attributes:
        name: Name of the files.
        path: What stands behind the plan's IRI in theirs.
        page: Where they are shown: an address with braces, ``text``, or empty.
        page_of_edition: The same for those of an edition that is not the current one.
    """

    name: str
    path: re.Pattern[str]
    page: str
    page_of_edition: str


@cache
def choices() -> dict[str, Any]:
    """Return what is chosen, read once."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def groups() -> tuple[Group, ...]:
    """Return the groups."""
    return tuple(
        Group(
            one["name"],
            re.compile(one["path"]),
            one.get("page", ""),
            one.get("page_of_edition", one.get("page", "")),
        )
        for one in choices()["grouped"]
    )
