"""Values in queries: whatever a value holds, it stays a value, on every engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
import pytest
import rdflib
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from kg.errors import ParameterError
from kg.questions.binding import as_iri, as_literal, as_text, bind, write_term
from kg.questions.catalogue import Catalogue, Parameter
from kg.store.embedded import EmbeddedStore

if TYPE_CHECKING:
    from kg.questions.binding import Value

NAMES = {"ja": "値", "en": "Value"}
TEXT = Parameter("text", "text", NAMES, "港")
NUMBER = Parameter("page", "integer", NAMES, 5)
LANG = Parameter("lang", "lang", NAMES, "ja", "ja")

HOSTILE = [
    '"',
    "'",
    '"""',
    'x" . } DROP ALL #',
    "x') } } ; DROP ALL ; #",
    "} DROP ALL",
    "\\",
    '\\"',
    'x\\" . ?a ?b ?c . "',
    r"\u0022 . } DROP ALL #",
    r"\\u0022",
    r"\U00000022) } #",
    r"\u00",
    "\\" * 7 + "u0022",
    "\x00",
    "\x00\x01\x1f\x7f",
    "\x0012345678",
    "line\nfeed\r\nand\ttab\x0b\x0c",
    "\u2028\u2029\x85",
    "\u202eabc\u202c \u200f",
    "# params",
    "?x $y",
    "<http://example.org/>",
    "𠮷野家 👨‍👩‍👧",
    "e\u0301",
    " ",
    "x" * 100_000,
]


def echo(text: str) -> str:
    """Make a query that gives its value back."""
    question = Catalogue().get("search")
    row = bind(question, {"text": Literal(text), "lang": Literal("ja")})
    line = row.split("\n")[(question.values_line or 0) - 1]
    return f"SELECT ?text WHERE {{\n{line}\n}}"


def embedded(query: str) -> list[str]:
    rows = EmbeddedStore(pyoxigraph.Store()).select(query)[1]
    return [term.value for (term,) in rows if isinstance(term, Literal)]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_comes_back_from_both_engines_as_it_was(text: str) -> None:
    query = echo(text)
    assert query.count("\n") == 2
    assert embedded(query) == [text]
    assert [str(row.text) for row in rdflib.Graph().query(query)] == [text]  # type: ignore[union-attr]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
@example("\\u0022")
@example("\\\\u0022\\n\\x00")
def test_any_text_comes_back(text: str) -> None:
    query = echo(text)
    assert embedded(query) == [text]


@given(st.text(alphabet='\\u0U2"a}\n\x00', max_size=40))
def test_any_mix_of_escapes_comes_back_from_an_engine_that_unescapes_first(text: str) -> None:
    assert [str(row.text) for row in rdflib.Graph().query(echo(text))] == [text]  # type: ignore[union-attr]


@given(st.text(max_size=30))
def test_the_bound_query_differs_in_one_line_only(text: str) -> None:
    question = Catalogue().get("search")
    try:
        term = as_literal(TEXT, text)
    except ParameterError:
        return
    bound = bind(question, {"text": term, "lang": Literal("ja")}).split("\n")
    given_lines = question.text.split("\n")
    changed = [
        number
        for number, pair in enumerate(zip(bound, given_lines, strict=True), 1)
        if pair[0] != pair[1]
    ]
    assert changed in ([], [question.values_line])


@pytest.mark.parametrize(
    "iri",
    ["https://example.org/資産/釧路港", "<https://example.org/a>", "urn:uuid:1", " http://a/ "],
)
def test_an_iri_is_taken_with_and_without_brackets(iri: str) -> None:
    assert as_iri(iri, "asset") == NamedNode(iri.strip().strip("<>"))


@pytest.mark.parametrize("value", ["釧路港", "i-Snow: 除雪", "4-1", "", "urn", 7])
def test_what_does_not_look_like_an_iri_is_none(value: Value) -> None:
    assert as_iri(value, "asset") is None


@pytest.mark.parametrize(
    "iri",
    [
        "https://example.org/a b",
        "https://example.org/> } DROP ALL #",
        "https://example.org/{x}",
        'https://example.org/"',
        "https://example.org/\\u003e",
        "https://example.org/\x00",
        "https://example.org/\ud800",
        "<https://example.org/a> <https://example.org/b>",
    ],
)
def test_an_iri_with_what_no_iri_may_hold_is_refused(iri: str) -> None:
    with pytest.raises(ParameterError, match="'asset' is no valid IRI"):
        as_iri(iri, "asset")


@pytest.mark.parametrize(
    ("value", "number"), [(5, 5), ("5", 5), ("１２", 12), (" 7 ", 7), ("-1", -1)]
)
def test_a_number_is_taken_in_any_width(value: Value, number: int) -> None:
    assert as_literal(NUMBER, value) == Literal(number)


@pytest.mark.parametrize("value", ["five", "", "1.5", "9" * 5000, "1 } #", True, None])
def test_what_is_no_number_is_told_with_an_example(value: Value) -> None:
    with pytest.raises(ParameterError, match="'page'") as caught:
        as_literal(NUMBER, value)
    assert len(str(caught.value)) < 300


def test_a_language_is_one_of_two() -> None:
    assert as_literal(LANG, "en") == Literal("en")
    with pytest.raises(ParameterError, match="Use one of ja, en"):
        as_literal(LANG, "fr")


@pytest.mark.parametrize("value", ["\ud800", "港\udfff"])
def test_half_a_character_is_refused(value: str) -> None:
    with pytest.raises(ParameterError, match="not valid Unicode"):
        as_text(value, "text")


@pytest.mark.parametrize("value", ["", None, 1.5, ["港"], True])
def test_a_text_must_be_one(value: Value) -> None:
    with pytest.raises(ParameterError, match="'text'"):
        as_literal(TEXT, value)


def test_a_missing_value_is_told_with_type_and_example() -> None:
    with pytest.raises(ParameterError) as caught:
        bind(Catalogue().get("search"), {"lang": Literal("ja")})
    assert str(caught.value) == (
        "the parameter 'text' is missing. It is of type text, for example 津波"
    )


def test_terms_are_written_as_sparql() -> None:
    assert write_term(NamedNode("https://example.org/港")) == "<https://example.org/港>"
    assert write_term(Literal("港", language="ja")) == '"港"@ja'
    assert write_term(Literal(5)) == '"5"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert write_term(Literal("\x00")) == r'"\U00000000"'
