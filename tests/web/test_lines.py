"""The lines of labels in the picture of the network, which no browser breaks by its own rules."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from kg.dossier.tables import NO_BEGIN
from tests.conftest import REPOSITORY

SOURCE = (REPOSITORY / "kg" / "web" / "assets" / "lines.js").read_text(encoding="utf-8")
NETWORK = Path(__file__).parent / "pages" / "network.json"
BROKEN = """async ([source, texts, most]) => {
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const { linesOf } = await import(address);
  return texts.map((text) => linesOf(text, most));
}"""


def broken(page: Page, texts: list[str], most: int) -> list[list[str]]:
    found: list[list[str]] = page.evaluate(BROKEN, [SOURCE, texts, most])
    return found


@pytest.mark.parametrize(
    ("text", "most", "lines"),
    [
        ("釧路港", 8, ["釧路港"]),
        ("釧路港の整備", 3, ["釧路港", "の整備"]),
        (
            "世論啓発・環境整備、北方領土隣接地域",
            9,
            ["世論啓発・環境整", "備、北方領土隣接地", "域"],
        ),
        ("釧路港、根室港", 3, ["釧路", "港、根", "室港"]),
        ("トー、、港", 3, ["トー、", "、港"]),
        ("2-(4) 人材の創出・活躍", 6, ["2-(4) 人材", "の創出・活躍"]),
        ("i-Construction の活用", 9, ["i-Construction", "の活用"]),
        ("Construction", 3, ["Const", "ructi", "on"]),
        ("", 3, [""]),
    ],
)
def test_lines_are_broken_as_people_write(
    page: Page, text: str, most: int, lines: list[str]
) -> None:
    assert broken(page, [text], most) == [lines]


def test_the_signs_are_those_of_tables_on_a_terminal(page: Page) -> None:
    signs = sorted(NO_BEGIN)
    for sign, lines in zip(
        signs, broken(page, [f"釧路港{one}港" for one in signs], 3), strict=True
    ):
        assert lines == ["釧路", f"港{sign}港"], sign


@pytest.mark.parametrize("most", [5, 9, 14, 23])
def test_no_line_of_a_label_begins_with_a_sign_that_may_not(page: Page, most: int) -> None:
    nodes = json.loads(NETWORK.read_text(encoding="utf-8"))["nodes"]
    labels = [one["label"] for one in nodes]
    for label, lines in zip(labels, broken(page, labels, most), strict=True):
        assert "".join("".join(lines).split()) == "".join(label.split())
        assert not [line for line in lines[1:] if line[0] in NO_BEGIN], lines
        assert all(lines)
