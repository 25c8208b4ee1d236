"""A plan with older editions: a copy of the real plan, the older texts changed by known edits."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.conftest import REAL_PLAN

CURRENT = """
[current]
id = "2025"
status = "final"
valid = { from = "2025-04", source = "A test" }
"""

OLDER = """
[[edition]]
id = "2021"
status = "final"
document = "source-2021.txt"
issued = { value = "2021-03", source = "A test" }
valid = { from = "2021-04", until = "2025-03", source = "A test" }
title = { ja = "旧版の試験", en = "An older edition for tests", source = "A test" }
"""

DRAFT = """
[[edition]]
id = "2021-draft"
status = "draft"
document = "source-2021-draft.txt"
issued = { value = "2020-12", source = "A test" }
"""

DROPPED_WORK = "旧波止場道路の整備"
"""A work that only the older editions have, in project 1-(1)."""
DROPPED_ASSET = "旧波止場道路"
"""The road that it names, of which no other edition speaks."""
NEW_WORK = "釧路港の整備"
"""A work that the older edition has not in project 1-(1), but in others."""
REWORDED = "冬季における安全で快適", "冬の安全で快適"
"""Words of a text that the current edition prints, and those of the older."""

EDITS = (
    ("・釧路港の整備\n", "", 1),
    ("○ 港湾\n", f"○ 港湾\n・{DROPPED_WORK}\n", 1),
    (*REWORDED, 1),
)


def older_text(text: str) -> str:
    """Return the text of the older edition."""
    for old, new, count in EDITS:
        assert old in text
        text = text.replace(old, new, count)
    return text


def copy_plan(folder: Path, tables: str = CURRENT + OLDER) -> Path:
    """Copy the real plan and give it editions.

    Args:
        folder: Where the plan is to stand; made here.
        tables: What is added to its plan.toml.

    Returns:
        The folder.
    """
    shutil.copytree(REAL_PLAN, folder)
    with (folder / "plan.toml").open("a", encoding="utf-8") as file:
        file.write(tables)
    older = older_text((folder / "source.txt").read_text(encoding="utf-8"))
    (folder / "source-2021.txt").write_text(older, encoding="utf-8")
    draft = older.replace(f"・{DROPPED_WORK}\n", f"・{DROPPED_WORK}\n・仮の岸壁の整備\n", 1)
    (folder / "source-2021-draft.txt").write_text(draft, encoding="utf-8")
    return folder
