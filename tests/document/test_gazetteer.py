"""Gazetteers: what they say is read as it stands, and what cannot be is refused with its line."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.document.gazetteer import (
    COLUMNS,
    Gazetteer,
    check_digit,
    load_gazetteer_rules,
    read_gazetteer,
)
from kg.document.plan_file import PlanFile
from kg.errors import PlanFileError

HEAD = ",".join(COLUMNS)
TOWN = "茜町,municipality,code,01206,,S,茜町 01206"
OFFICE = "茜振興局,subprefecture,prefecture,藍道,,S,藍道 茜振興局"
PORT = "茜港,port,reading,あかねこう,,S,茜港（あかねこう）"


def written(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "gazetteer.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def read(folder: Path, *rows: str, head: str = HEAD) -> Gazetteer:
    return read_gazetteer(written(folder, *rows, head=head))


BAD = {
    "no source": ("茜港,port,reading,あかねこう,,,茜港（あかねこう）", "has no source"),
    "blank source": ("茜港,port,reading,あかねこう,, ,茜港", "has no source"),
    "no quote": ("茜港,port,reading,あかねこう,,S,", "a fact of 茜港 has no quote"),
    "no name": (",port,reading,あかねこう,,S,Q", "a fact has no name"),
    "no value": ("茜港,port,reading,,,S,Q", "has no value"),
    "too few cells": ("茜港,port,reading,あかねこう,S,Q", "6 cells, not 7"),
    "too many cells": ("茜港,port,reading,あかねこう,,S,Q,more", "8 cells, not 7"),
    "torn quotation marks": ('茜港,port,reading,あかねこう,,S,"Q" rest', "cannot be read as CSV"),
    "unknown kind": ("茜港,harbour,reading,あかねこう,,S,Q", "no kind 'harbour'"),
    "unknown property": ("茜港,port,depth,12,,S,Q", "no property 'depth'"),
    "property of another kind": ("茜港,port,iata,AKA,,S,Q", "a port has no iata"),
    "town in a town": ("茜町,municipality,municipality,茜町,,S,Q", "a municipality has no munic"),
    "katakana": ("茜港,port,reading,アカネコウ,,S,Q", "the reading 'アカネコウ' of 茜港"),
    "code of four digits": ("藍町,municipality,code,1206,,S,Q", "the code '1206' of 藍町"),
    "no such prefecture": ("藍町,municipality,code,48206,,S,Q", "the code '48206'"),
    "prefecture 00": ("藍町,municipality,code,00206,,S,Q", "the code '00206'"),
    "full-width code": ("藍町,municipality,code,０１２０７,,S,Q", "the code '０１２０７'"),
    "wrong check digit": ("茜町,municipality,code6,012069,,S,Q", "012069 of 茜町 cannot exist"),
    "code6 of another": ("茜町,municipality,code6,012238,,S,Q", "does not begin with its code"),
    "code of another": ("藍町,municipality,code,01206,,S,Q", "01206, which 茜町 has in line 2"),
    "no code": ("藍町,municipality,roman,Ai Cho,,S,Q", "the municipality 藍町 has no code"),
    "two values": ("茜町,municipality,code,01207,,S,Q", "is 01207 here and 01206 in line 2"),
    "the same row again": (TOWN, "the code of 茜町 stands here and in line 2"),
    "two kinds": ("茜港,fishing port,class,第1種漁港,,S,Q", "fishing port here and 茜港 a port"),
    "two widths": ("茜 港,port,class,重要港湾,,S,Q", "茜 港 is a port here and 茜港 a port"),
    "latitude": ("茜港,port,point,90.1 144.3,pier,S,Q", "is not on the earth"),
    "longitude": ("茜港,port,point,42.9 -180.5,pier,S,Q", "is not on the earth"),
    "longitude first": ("茜港,port,point,144.38 42.98,pier,S,Q", "the point '144.38 42.98'"),
    "degrees and minutes": ("茜港,port,point,42°58′ 144°22′,pier,S,Q", "the point '42°58′"),
    "comma": ('茜港,port,point,"42.9,144.3",pier,S,Q', "the point '42.9,144.3'"),
    "point of what": ("茜港,port,point,42.9 144.3,,S,Q", "has no precision"),
    "precise reading": ("茜町,municipality,roman,Akane Cho,exact,S,Q", "has a precision"),
    "unknown town": ("茜港,port,municipality,藍町,,S,Q", "茜港 names 藍町, which is no municip"),
    "office as a town": ("茜港,port,municipality,茜振興局,,S,Q", "which is no municipality"),
    "unknown office": ("茜町,municipality,subprefecture,藍局,,S,Q", "which is no subprefecture"),
    "homepage": ("茜町,municipality,homepage,www.example.org,,S,Q", "the homepage 'www.exa"),
    "homepage with a blank": ("茜町,municipality,homepage,https://a b/,,S,Q", "the homepage"),
    "wikidata": ("茜町,municipality,wikidata,q271917,,S,Q", "the wikidata 'q271917'"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BAD)
def test_a_wrong_row_is_told_once_with_its_line(tmp_path: Path, fault: str) -> None:
    row, told = BAD[fault]
    path = written(tmp_path, TOWN, OFFICE, PORT, row)
    with pytest.raises(PlanFileError) as caught:
        read_gazetteer(path)
    assert told in caught.value.message
    assert (caught.value.where, caught.value.line) == (str(path), 5)
    assert caught.value.hint


def test_several_wrong_rows_are_told_at_once(tmp_path: Path) -> None:
    rows = [BAD["no source"][0], PORT, BAD["unknown kind"][0], *[BAD["no value"][0]] * 100]
    with pytest.raises(PlanFileError) as caught:
        read(tmp_path, *rows)
    told = (caught.value, *caught.value.others)
    assert [error.line for error in told] == [2, *range(4, 23)]
    assert ["source" in told[0].message, "kind" in told[1].message] == [True, True]


def test_the_rows_that_others_are_spoilt_by_are_sound(tmp_path: Path) -> None:
    gazetteer = read(tmp_path, TOWN, OFFICE, PORT)
    assert list(gazetteer.facts) == ["茜町", "茜振興局", "茜港"]
    assert gazetteer.values("茜港", "reading") == ["あかねこう"]


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("name,kind,code,kana,source,quote", "unknown column 'code'"),
        ("name,kind,property,value,source,quote", "missing column 'precision'"),
        (f"{HEAD},quote", "a column stands twice"),
    ],
)
def test_a_wrong_head_is_told(tmp_path: Path, head: str, told: str) -> None:
    with pytest.raises(PlanFileError, match=told) as caught:
        read(tmp_path, head=head)
    assert caught.value.line == 1
    assert "precision" in str(caught.value.hint)


def test_a_file_without_a_head_is_told(tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.csv"
    path.write_bytes(b"")
    with pytest.raises(PlanFileError, match="has no head"):
        read_gazetteer(path)


def test_a_gazetteer_with_nothing_but_its_head_says_nothing(tmp_path: Path) -> None:
    assert read(tmp_path) == Gazetteer()


def test_columns_may_stand_in_any_order_and_lines_be_blank(tmp_path: Path) -> None:
    turned = ",".join(reversed(COLUMNS))
    row = ",".join(reversed(TOWN.split(",")))
    fact = read(tmp_path, "", row, "", head=turned).facts["茜町"][0]
    assert (fact.value, fact.source, fact.line) == ("01206", "S", 3)


def test_a_line_is_counted_in_the_file_where_quotes_run_over_lines(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match="no property") as caught:
        read(tmp_path, '茜港,port,class,重要港湾,,S,"two\nlines"', "茜港,port,depth,12,,S,Q")
    assert caught.value.line == 4


def test_a_name_may_have_one_character(tmp_path: Path) -> None:
    gazetteer = read(
        tmp_path, "津,municipality,code,24201,,S,津 24201", "津,municipality,roman,Tsu,,S,Tsu"
    )
    assert gazetteer.values("津", "roman") == ["Tsu"]


def test_one_value_may_have_several_sources(tmp_path: Path) -> None:
    other = "茜町,municipality,code,01206,,another source,1206 茜町"
    gazetteer = read(tmp_path, TOWN, other)
    assert gazetteer.values("茜町", "code") == ["01206"]
    assert [fact.source for fact in gazetteer.facts["茜町"]] == ["S", "another source"]


def test_a_river_may_lie_in_several_municipalities(tmp_path: Path) -> None:
    rows = [f"茜川,river,municipalities,{town},,S,Q" for town in ("茜町", "藍町")]
    gazetteer = read(tmp_path, TOWN, "藍町,municipality,code,01223,,S,Q", *rows)
    assert gazetteer.values("茜川", "municipalities") == ["茜町", "藍町"]


@pytest.mark.parametrize(
    ("code", "digit"),
    # Codes of 全国地方公共団体コード: a sum below 11 (01000), a remainder of 10 (13000).
    [("01206", "8"), ("01100", "2"), ("01661", "6"), ("01694", "2"), ("13101", "6"),
     ("47201", "8"), ("01000", "6"), ("13000", "1"), ("14000", "7")],
)  # fmt: skip
def test_check_digits_are_those_of_real_codes(code: str, digit: str) -> None:
    assert check_digit(code) == digit


def test_a_digit_that_is_mistyped_is_found() -> None:
    right = "01206" + check_digit("01206")
    for place in range(5):
        for digit in "0123456789":
            wrong = right[:place] + digit + right[place + 1 :]
            if wrong != right:
                assert check_digit(wrong[:5]) != wrong[5]


texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('",\n'), min_size=1
).filter(lambda text: text.strip() != "")


@given(texts, texts)
def test_sources_and_quotes_are_kept_to_the_character(
    tmp_path_factory: pytest.TempPathFactory, source: str, quote: str
) -> None:
    path = tmp_path_factory.mktemp("any") / "gazetteer.csv"
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerow(["茜町", "municipality", "code", "01206", "", source, quote])
    path.write_bytes(text.getvalue().encode())
    (fact,) = read_gazetteer(path).facts["茜町"]
    assert (fact.source, fact.quote) == (source, quote)


def test_ten_thousand_rows_are_read(tmp_path: Path) -> None:
    rows = [f"茜{n}港,port,point,42.{n} 144.{n},pier,S,Q" for n in range(10_000)]
    assert len(read(tmp_path, *rows).facts) == 10_000


def test_the_rules_speak_of_one_another() -> None:
    rules = load_gazetteer_rules()
    for name, rule in rules.property.items():
        assert rule.form in rules.form, name
        assert rule.names is None or rule.names in rules.kind, name
        assert not isinstance(rule.kinds, tuple) or set(rule.kinds) <= set(rules.kind), name
    assert {rule.form for rule in rules.property.values()} == set(rules.form)
    assert all(bool(kind.area) != bool(kind.classes) for kind in rules.kind.values())


def test_the_real_gazetteer_says_what_its_sources_say(plan_file: PlanFile) -> None:
    gazetteer = plan_file.gazetteer
    assert len(list(gazetteer.of_kind("municipality"))) == len(plan_file.municipalities) == 13
    for name, facts in gazetteer.of_kind("municipality"):
        (code,), (code6,) = gazetteer.values(name, "code"), gazetteer.values(name, "code6")
        assert code6 == code + check_digit(code)
        for fact in facts:
            assert fact.property == "wikidata" or fact.value.split()[0].lstrip("0") in fact.quote
            assert name in fact.quote
