"""Words are found where they begin, although lines wrap and pages break inside of them."""

from __future__ import annotations

import pytest

from kg.document.source import source_from_bytes
from kg.evaluation.standing import nearest, occurrences

TEXT = """\
・若宮港と若宮港の間の航路、若宮
　港の防波堤、広域周遊観光促
進事業
・大浜

国、道、市
町村、民間

川の改修
・港港港
"""
SOURCE = source_from_bytes(TEXT.encode(), "plan.txt")


@pytest.mark.parametrize(
    ("line", "words", "count"),
    [
        (1, "若宮港", 3),  # the third one wraps, and the next line is indented
        (1, "若宮", 3),
        (1, "若宮港の防波堤", 1),
        (2, "港", 1),
        (2, "広域周遊観光促進事業", 1),
        (4, "大浜川", 1),  # the cell of another column stands between
        (4, "大浜町村", 1),
        (4, "大浜民間", 0),
        (10, "港港", 2),  # they may overlap
        (1, "大浜", 0),
        (2, "若宮港", 0),
        (5, "大浜", 0),
        (10, "港港港港", 0),
    ],
)
def test_words_are_counted_where_they_begin(line: int, words: str, count: int) -> None:
    assert occurrences(SOURCE, line, words) == count


def test_the_line_that_was_meant_is_found() -> None:
    assert nearest(SOURCE, 4, "若宮港") == 1
    assert nearest(SOURCE, 1, "川") == 9
    assert nearest(SOURCE, 1, "飛行場") is None


def test_many_equal_lines_take_no_time() -> None:
    source = source_from_bytes(b"a\n" * 200, "a.txt")
    assert occurrences(source, 1, "a" * 40) == 1
    assert occurrences(source, 1, "a" * 5000) == 0
