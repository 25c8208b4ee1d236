"""JSON is read as the module ``json`` reads it."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.questions.json_text import read_json

plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
values = st.recursive(
    plain, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)


@given(values, st.booleans(), st.text(" \t\r\n", max_size=3))
def test_what_json_writes_is_read(value: object, ascii_only: bool, blanks: str) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only)
    assert read_json(f"{blanks}{text}{blanks}") == value


@pytest.mark.parametrize(
    "text", ["", " ", "港", '"港', '{"a": 1} 2', "[1,]", '"a\tb"', "{1: 2}", "-"]
)
def test_what_is_no_json_is_told_as_json_tells_it(text: str) -> None:
    with pytest.raises(ValueError, match=r".") as wanted:
        json.loads(text)
    with pytest.raises(ValueError, match=r".") as told:
        read_json(text)
    assert str(told.value) == str(wanted.value)


def test_a_key_may_not_come_twice() -> None:
    with pytest.raises(ValueError, match="the key 'ja' comes twice"):
        read_json('[{"ja": "港", "ja": "川"}]')
