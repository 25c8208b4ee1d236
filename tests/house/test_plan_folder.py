"""The folder of the real plan: the document byte for byte, every fact with its source."""

from __future__ import annotations

import csv
import hashlib
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLAN = ROOT / "plans" / "kushiro-nemuro"
SHA256_OF_THE_DOCUMENT = "cfb1b0ad14a6392304c302fd6838e61a816a130e4dc0f5e504ab02a425cde6d1"


def test_the_document_is_kept_byte_for_byte() -> None:
    data = (PLAN / "source.txt").read_bytes()
    assert hashlib.sha256(data).hexdigest() == SHA256_OF_THE_DOCUMENT


def test_git_leaves_the_line_ends_of_documents_alone() -> None:
    rules = (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()
    assert "plans/*/source.txt -text" in rules
    # Later rules win in git.
    assert rules.index("plans/*/source.txt -text") > rules.index("* text=auto eol=lf")


def test_every_fact_of_the_plan_file_has_its_source() -> None:
    facts = tomllib.loads((PLAN / "plan.toml").read_text(encoding="utf-8"))
    tables = {key: value for key, value in facts.items() if isinstance(value, dict)}
    assert set(tables) == {
        *("title", "area", "publisher", "compiled_by", "issued", "obtained", "licence"),
    }
    for key, table in tables.items():
        assert all(table.values()), key
        assert {"source", "url", "note"} & set(table), key


def test_every_key_of_the_plan_file_is_described() -> None:
    described = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    facts = tomllib.loads((PLAN / "plan.toml").read_text(encoding="utf-8"))
    for key, value in facts.items():
        name = f"`[{key}]`" if isinstance(value, dict) else f"`{key}`"
        row = next((line for line in described.splitlines() if line.startswith(f"| {name}")), "")
        assert row, name
        if isinstance(value, dict):
            assert not [part for part in value if f"`{part}`" not in row], row


def test_every_row_of_the_gazetteer_quotes_its_source() -> None:
    with (PLAN / "gazetteer.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 150
    for row in rows:
        assert row["source"].strip()
        # What the plan's own text says is no fact of a gazetteer.
        assert "kushiro-nemuro.txt" not in row["source"]
        if row["property"] in ("reading", "roman", "class", "number", "iata", "icao", "wikidata"):
            assert row["value"] in row["quote"], row
    assert len({row["value"] for row in rows if row["property"] == "code"}) == 13


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="only a clone has git's view of the file")
def test_git_stores_the_document_as_it_is() -> None:
    shown = subprocess.run(
        ["git", "check-attr", "text", "plans/kushiro-nemuro/source.txt"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown.stdout.strip().endswith("text: unset")
