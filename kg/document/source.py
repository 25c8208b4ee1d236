"""A plan's document as text with positions."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from kg.document.model import Line, Source
from kg.errors import SourceError
from kg.text import is_blank

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|$)")
_GUESSES = (
    ("Shift_JIS (CP932)", "cp932"),
    ("EUC-JP", "euc_jp"),
    ("ISO-2022-JP", "iso2022_jp"),
)
_MARKS = {
    b"\xff\xfe": "UTF-16 (little endian)",
    b"\xfe\xff": "UTF-16 (big endian)",
    b"%PDF": "PDF",
    b"PK\x03\x04": "ZIP or an Office document",
}


def read_source(path: Path) -> Source:
    """Read a document and cut it into lines, every character kept in its place.

    Args:
        path: A UTF-8 text file, with or without a byte order mark, with any line ends.

    Returns:
        The source; offsets count its characters as they stand in the file.

    Raises:
        SourceError: If the file is missing, empty, binary or in another encoding.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"the document cannot be read ({error.strerror})",
            where=path,
            hint="Check the name in plan.toml and the file's rights",
        ) from error
    return source_from_bytes(data, str(path))


def source_from_bytes(data: bytes, name: str) -> Source:
    """Make a source of a file's bytes.

    Args:
        data: The bytes.
        name: Name of the file, for messages.

    Returns:
        The source.

    Raises:
        SourceError: If the bytes are no UTF-8 text with something in it.
    """
    text = _decode(data, name)
    if is_blank(text):
        raise SourceError("the document is empty", where=name, hint="Give a file with text in it")
    return Source(name, text, tuple(_lines(text)), hashlib.sha256(data).hexdigest(), len(data))


def _decode(data: bytes, name: str) -> str:
    for mark, kind in _MARKS.items():
        if data.startswith(mark):
            raise SourceError(
                f"the document is {kind}, not plain text",
                where=name,
                hint="Extract its text and save it as UTF-8",
            )
    if b"\x00" in data:
        line = data.count(b"\n", 0, data.index(b"\x00")) + 1
        raise SourceError(
            "the document holds a NUL character, so it is binary or damaged",
            where=name,
            line=line,
            hint="Give the plain text of the plan as UTF-8",
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(
            f"the document is not UTF-8 (byte {data[error.start]:#04x} at offset {error.start}); "
            f"it looks like {_guess(data)}",
            where=name,
            line=line,
            hint="Convert it to UTF-8, for instance with iconv",
        ) from error


def _guess(data: bytes) -> str:
    for kind, codec in _GUESSES:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if any("\u3040" <= character <= "\u30ff" for character in text):
            return kind
    return "binary data or damaged UTF-8"


def _lines(text: str) -> list[Line]:
    lines: list[Line] = []
    for number, match in enumerate(_LINE.finditer(text), start=1):
        if match.start() == len(text) and number > 1:
            break
        lines.append(Line(number, match.start(), match.group(1)))
    return lines
