"""What is written as XML is XML and says what the data say, however it comes in pieces."""

from __future__ import annotations

import io
from xml.etree import ElementTree as Xml

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import FormatError
from kg.store.embedded import EmbeddedStore
from kg.store.xml_output import holding

STORE = EmbeddedStore(pyoxigraph.Store())
XML = pyoxigraph.QueryResultsFormat.XML
TEXTS = st.text(
    st.one_of(
        st.sampled_from("\t\n\r\x01\x0c\x1f\x7f\ufffd\ufffe\uffff\U0001f6a2（タ釧 <&>"),
        st.characters(exclude_categories=["Cs"]),
    )
)


def is_xml(character: str) -> bool:
    """Say whether XML has a character (XML 1.0, 2.2: Char)."""
    return (
        character in "\t\n\r"
        or " " <= character <= "\ud7ff"
        or "\ue000" <= character <= "\ufffd"
        or character >= "\U00010000"
    )


def as_literal(text: str) -> str:
    return str(pyoxigraph.Literal(text))


@given(TEXTS)
def test_it_reads_as_what_was_found_or_is_refused(text: str) -> None:
    output = io.BytesIO()
    query = f"SELECT ({as_literal(text)} AS ?x) {{}}"
    if not all(map(is_xml, text)):
        with pytest.raises(FormatError, match=r"U\+[0-9A-F]{4}"):
            STORE.write(query, XML.media_type, output)
        return
    STORE.write(query, XML.media_type, output)
    assert "".join(Xml.fromstring(output.getvalue()).itertext()) == text  # noqa: S314 - our own


@given(TEXTS, st.integers(1, 4))
def test_how_it_comes_in_pieces_makes_no_difference(text: str, size: int) -> None:
    data = text.encode()
    written = io.BytesIO()
    output = holding(written, XML)

    def write() -> None:
        for start in range(0, len(data), size):
            output.write(data[start : start + size])

    if all(map(is_xml, text)):
        write()
        assert written.getvalue() == data.replace(b"\r", b"&#xD;")
    else:
        with pytest.raises(FormatError):
            write()


def test_a_name_may_stand_in_two_pieces() -> None:
    output = holding(io.BytesIO(), pyoxigraph.RdfFormat.RDF_XML)
    output.write(b"<rdf:Description><oxpre")
    with pytest.raises(FormatError, match="no name"):
        output.write(b'fix: xmlns:oxprefix="http://example.org/1">')
