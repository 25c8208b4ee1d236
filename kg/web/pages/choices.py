"""What is chosen for the pages, as data: ``pages.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "pages.toml"


@cache
def choices() -> dict[str, Any]:
    """Return the content of the file; its head says what stands in it."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
