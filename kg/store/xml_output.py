"""What XML cannot hold: found before a document is broken or says something else than the data.

Oxigraph writes the characters of literals as they are. XML 1.0 has no way to write most control
characters, U+FFFE and U+FFFF, not even as references; a return (U+000D) it can have as a
reference alone, because who reads XML takes a bare one for a line end. A name cannot be empty,
which the last part of a property's IRI can.

Source:
    https://www.w3.org/TR/xml/#charsets (2.2), https://www.w3.org/TR/xml/#sec-line-ends (2.11)
    https://www.w3.org/TR/rdf-syntax-grammar/#section-Serialising (which graphs RDF/XML can hold)
"""

from __future__ import annotations

import pyoxigraph

from kg.errors import FormatError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO

_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\r"})
_NONCHARACTERS = ("\ufffe".encode(), "\uffff".encode())
_HARMLESS = bytes({*range(256)} - {*_CONTROLS, *b"".join(_NONCHARACTERS)})
"""Bytes that are left out at first: it is far quicker to look through the few others."""

_NO_NAME = b"<oxprefix: "
"""How Oxigraph begins the element of a property whose IRI ends in no name."""
_BEFORE = len(_NO_NAME) - 1

_HINTS: dict[pyoxigraph.RdfFormat | pyoxigraph.QueryResultsFormat, str] = {
    pyoxigraph.QueryResultsFormat.XML: "Ask for JSON, CSV or TSV",
    pyoxigraph.RdfFormat.RDF_XML: "Ask for Turtle, N-Triples or JSON-LD",
}
"""The formats of XML, and what to ask for where they cannot hold the answer."""


class XmlOutput:
    """A file of XML that refuses what XML cannot hold.

    Args:
        output: Where the document goes.
        hint: Which formats can hold it, for the message.
    """

    __slots__ = ("_hint", "_output", "_tail")

    def __init__(self, output: IO[bytes], hint: str) -> None:
        self._output, self._hint = output, hint
        self._tail = b""

    def write(self, piece: bytes) -> int:
        """Take a piece of what Oxigraph writes.

        Raises:
            FormatError: If it has what XML cannot hold.
        """
        tail = self._tail
        self._tail = (tail + piece[-_BEFORE:])[-_BEFORE:]
        doubtful = tail.translate(None, _HARMLESS) + piece.translate(None, _HARMLESS)
        if doubtful.translate(None, _CONTROLS) != doubtful:
            raise self._no_character(next(byte for byte in doubtful if byte in _CONTROLS))
        for character in _NONCHARACTERS:
            if character in doubtful and character in tail + piece:
                raise self._no_character(ord(character.decode()))
        if _NO_NAME in piece or _NO_NAME in tail + piece[:_BEFORE]:
            raise FormatError(
                "the graph has a property whose IRI ends in no name, which RDF/XML cannot hold",
                hint=self._hint,
            )
        self._output.write(piece.replace(b"\r", b"&#xD;"))
        return len(piece)

    def flush(self) -> None:
        """Have all of it written."""
        self._output.flush()

    def _no_character(self, code: int) -> FormatError:
        return FormatError(
            f"the answer has the character U+{code:04X}, which XML cannot hold",
            hint=self._hint,
        )


def holding(
    output: IO[bytes], wanted: pyoxigraph.RdfFormat | pyoxigraph.QueryResultsFormat
) -> IO[bytes]:
    """Return what an answer is written to, so that it says what the data say or nothing.

    Args:
        output: Where it goes.
        wanted: Its format; XML cannot hold every answer.
    """
    if wanted in _HINTS:
        return XmlOutput(output, _HINTS[wanted])  # type: ignore[return-value]
    return output
