"""Gold tables: what is read, and one clear message for each thing that can be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.document.source import source_from_bytes
from kg.errors import InputError
from kg.evaluation import GoldRow, read_gold
from kg.evaluation.kinds import types_of_kinds

HEAD = "line\twords\tkind\ttype\tthing\tjoin\tnote\n"
SOURCE = source_from_bytes("・若宮港の整備、若宮港の\n利用、大浜\n港\n".encode(), "plan.txt")
TYPES = types_of_kinds([("Port", "Asset"), ("River", "Asset"), ("Measure", "Thing")])
PORT = "1\t若宮港\tasset\tPort\t若宮港\texact\t\n"


def read(folder: Path, text: str | bytes) -> tuple[GoldRow, ...]:
    path = folder / "gold.tsv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_gold(path, TYPES, SOURCE)


def test_rows_are_read_as_they_stand(tmp_path: Path) -> None:
    rows = read(tmp_path, HEAD + PORT + '\n2\t大浜港\tasset\tPort\t大浜港\talias\tDOUBT: "x"\n')
    assert rows == (
        GoldRow(1, "若宮港", "asset", "Port", "若宮港", "exact"),
        GoldRow(2, "大浜港", "asset", "Port", "大浜港", "alias", 'DOUBT: "x"'),
    )
    assert [row.row for row in rows] == [2, 4]


def test_a_table_may_be_saved_by_any_editor(tmp_path: Path) -> None:
    expected = read(tmp_path, HEAD + PORT)
    shuffled = "reader\tnote\tthing\tline\tjoin\ttype\tkind\twords\n"
    others = [
        "\ufeff" + HEAD + PORT,
        (HEAD + PORT).replace("\n", "\r\n"),
        HEAD + PORT.rstrip(),
        HEAD + "1\t若宮港\tasset\tPort\t若宮港\texact",
        shuffled + "first\t\t若宮港\t1\texact\tPort\tasset\t若宮港\n",
    ]
    assert all(read(tmp_path, text) == expected for text in others)


def test_a_document_without_names_has_a_table_without_rows(tmp_path: Path) -> None:
    assert read(tmp_path, HEAD) == ()


def test_words_may_come_as_often_as_they_stand(tmp_path: Path) -> None:
    assert len(read(tmp_path, HEAD + PORT * 2)) == 2
    optional = PORT.replace("\t\n", "\toptional: the place or the body\n")
    assert len(read(tmp_path, HEAD + PORT * 2 + optional)) == 3


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("", 1, "lacks the column 'line'", "divided by tabs: line, words"),
        (HEAD.replace("\tthing", ""), 1, "lacks the column 'thing'", "thing"),
        (HEAD.replace("join", "note"), 1, "lacks the column 'join'", "join"),
        ("note\t" + HEAD, 1, "the column 'note' comes twice", "Remove"),
        (HEAD.replace("\t", ","), 1, "lacks the column 'line'", "tabs"),
        (HEAD + PORT + PORT.replace("\t\n", "\t\tmore\n"), 3, "8 cells and the head 7", "one tab"),
        (HEAD + "1\t若宮港\n", 2, "the row has no kind", "'kind'"),
        (HEAD + PORT.replace("\t若宮港\tasset", "\t \tasset"), 2, "has no words", "'words'"),
        (HEAD + PORT.replace("1\t", "one\t"), 2, "'one' is no line of plan.txt", "from 1 to 3"),
        (HEAD + PORT.replace("1\t", "0\t"), 2, "'0' is no line", "from 1 to 3"),
        (HEAD + PORT.replace("1\t", "4\t"), 2, "'4' is no line", "from 1 to 3"),
        (HEAD + PORT.replace("1\t", "１\t"), 2, "'１' is no line", "from 1 to 3"),
        (HEAD + PORT.replace("1\t", "9" * 5000 + "\t"), 2, "is no line", "from 1 to 3"),
        (HEAD + PORT.replace("asset", "assets"), 2, "unknown kind 'assets'", "asset, body, place"),
        (HEAD + PORT.replace("Port", "Prot"), 2, "unknown type 'Prot'", "Did you mean Port?"),
        (HEAD + PORT.replace("Port", "Measure"), 2, "unknown type 'Measure'", "Asset, Port, River"),
        (HEAD + PORT.replace("Port", "Region"), 2, "of the kind 'place', not of 'asset'", "Port"),
        (HEAD + PORT.replace("1\t", "2\t"), 2, "'若宮港' do not begin on line 2", "on line 1"),
        (HEAD + PORT.replace("若宮港\ta", "若宮 港\ta"), 2, "'若宮 港' do not", "full and half"),
        (HEAD + PORT * 3, 4, "begins on line 1 of plan.txt 2 times, but", "Remove the row"),
        (HEAD.encode() + PORT.encode("shift_jis"), 2, "not UTF-8", "Save it as UTF-8"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_line(
    tmp_path: Path, text: str | bytes, line: int, message: str, hint: str
) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    error = caught.value
    assert message in error.message
    assert error.place == f"{tmp_path / 'gold.tsv'}:{line}"
    assert hint in (error.hint or "")


def test_a_table_that_is_not_there_is_told(tmp_path: Path) -> None:
    for path in (tmp_path / "none.tsv", tmp_path):
        with pytest.raises(InputError, match="cannot be read") as caught:
            read_gold(path, TYPES, SOURCE)
        assert caught.value.where == str(path)
