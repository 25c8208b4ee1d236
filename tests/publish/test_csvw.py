"""The tables of a published site, read by another reader of CSV on the Web."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path
from typing import Any

import csvw
import pytest

NAME = "csv-metadata.json"


def tables_of(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Read the tables by their dictionary, each cell as its column says it is.

    Raises:
        ValueError: If the dictionary is wrong, or a table not as it says; in tests the reader's
            warnings are errors, too.
        OSError: If a table is missing.
    """
    read = csvw.CSVW(str(folder / NAME), validate=True)
    if not read.is_valid:
        raise ValueError([str(one.message) for one in read.warnings])
    return {str(table.url): list(table.iterdicts(strict=True)) for table in read.tables}


def test_the_tables_are_as_their_dictionary_says(site: Path) -> None:
    found = tables_of(site / "tables")
    assert set(found) == {path.name for path in (site / "tables").glob("*.csv")}
    for name, rows in found.items():
        with (site / "tables" / name).open(newline="") as file:
            plain = list(csv.DictReader(file))
        assert len(rows) == len(plain)
    assert {type(row["total"]) for row in found["agents-together.csv"]} == {int}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"datatype": "string"', '"datatype": "date"'),
        ('"name": "code"', '"name": "cod"'),
        ('"url": "goals.csv"', '"url": "gaols.csv"'),
    ],
)
def test_the_reader_sees_what_is_wrong(site: Path, tmp_path: Path, old: str, new: str) -> None:
    tables = Path(shutil.copytree(site / "tables", tmp_path / "tables"))
    text = json.dumps(json.loads((tables / NAME).read_bytes()), ensure_ascii=False)
    assert old in text
    (tables / NAME).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises((ValueError, OSError, UserWarning)):
        tables_of(tables)
