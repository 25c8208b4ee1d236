"""Telling where a query is no SPARQL, in words of ours instead of the parser's."""

from __future__ import annotations

from kg.errors import GraphFileError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.errors import KgError

_LONGEST_EXPECTED = 40


def syntax_error(said: str, text: str, where: str | None) -> KgError:
    """Tell where a query is wrong.

    Args:
        said: Oxigraph's words: ``error at LINE:COLUMN: expected …``.
        text: The query.
        where: The file it came from, or None.

    Returns:
        The error to raise, with the line, and the piece of it from the wrong place on.
    """
    place, _, reason = said.removeprefix("error at ").partition(": ")
    number, _, column = place.partition(":")
    kind = GraphFileError if where else UsageError
    if not (number.isdecimal() and column.isdecimal()):
        return kind(f"the query is no valid SPARQL: {said}", where=where)
    lines = text.split("\n")
    line = lines[int(number) - 1] if int(number) <= len(lines) else ""
    rest = line[int(column) - 1 :].strip()
    found = f"at {rest[:_LONGEST_EXPECTED]!r}" if rest else "at the end of the line"
    message = f"the query is no valid SPARQL: column {column}, {found}{_expected(reason)}"
    return kind(message, where=where, line=int(number))


def _expected(reason: str) -> str:
    """Pick what helps out of the parser's list of all that could have come."""
    words = reason.removeprefix("expected ").removeprefix("one of ")
    parts = [part for part in words.split(", ") if part != "[_]"]  # which is white space
    sentences = [part for part in parts if part[:1].isupper() and " " in part]
    if sentences:
        return f" ({'; '.join(sentences)})"
    listed = ", ".join(parts)
    return f" (expected {listed})" if 0 < len(listed) <= _LONGEST_EXPECTED else ""
