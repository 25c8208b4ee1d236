"""Answers in the formats of the REST interface."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from kg.errors import LimitError
from kg.questions import formats
from kg.workers.messages import Reply

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.questions.answers import Answer

TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "xlsx": formats.MEDIA_TYPES["xlsx"],
    "jsonld": "application/ld+json",
    "ttl": "text/turtle",
}
"""Media types of answers by the names of formats, the preferred one first."""

_FILES = ("csv", "tsv", "xlsx")
_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_CONTEXT = {
    "@vocab": _RS,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "index": {"@type": "xsd:integer"},
}


def media_type(format: str) -> str:
    """Return the media type of a format, with the encoding where the type does not settle it."""
    return TYPES[format] + ("; charset=utf-8" if TYPES[format].startswith("text/") else "")


def json_reply(content: Any, limit_bytes: int, **more: Any) -> Reply:
    """Make a reply that says something in JSON.

    Args:
        content: A value that msgspec can encode.
        limit_bytes: How large it may be.
        **more: Further members of the reply.

    Raises:
        LimitError: If it is larger.
    """
    body = bounded(msgspec.json.encode(content), limit_bytes)
    return Reply(200, TYPES["json"], body, **{"is_lasting": True, **more})


def receipt_header(place: str | None) -> dict[str, str]:
    """Return the header that names the receipt of an answer; none where it has no address."""
    return {} if place is None else {"X-Receipt": place}


def bounded(body: bytes, limit_bytes: int) -> bytes:
    """Return a body, if it is not too large.

    Raises:
        LimitError: If it is.
    """
    if len(body) > limit_bytes:
        raise LimitError(
            f"the answer is larger than {limit_bytes >> 20} MiB",
            hint="Ask for a part of it with limit and offset",
        )
    return body


def write_answer(answer: Answer, format: str, *, bom: bool, headings: str) -> bytes:
    """Write an answer in a format other than JSON.

    Args:
        answer: The answer.
        format: One of ``TYPES``.
        bom: For CSV: as Excel wants it.
        headings: Language of the column headings, or empty for the columns' names.

    Raises:
        UsageError: If the format cannot be had.
    """
    if format == "jsonld":
        return _jsonld(answer)
    return formats.render(answer, format, excel=bom, lang=headings or None)


def file_headers(name: str, format: str) -> dict[str, str]:
    """Return the headers that give a download its name."""
    if format not in _FILES:
        return {}
    return {"Content-Disposition": f'attachment; filename="{name}.{format}"'}


def _jsonld(answer: Answer) -> bytes:
    """Write what ``kg.questions.formats`` writes as Turtle: a result set of the W3C's tests."""
    solutions = []
    for number, row in enumerate(answer.cells, 1):
        bindings = [
            {"variable": column.name, "value": _value(cell, column.type)}
            for column, cell in zip(answer.question.columns, row, strict=True)
            if cell is not None
        ]
        solutions.append({"index": number, "binding": bindings})
    content = {
        "@context": _CONTEXT,
        "@type": "ResultSet",
        "resultVariable": list(answer.columns),
        "solution": solutions,
    }
    return json.dumps(content, ensure_ascii=False).encode() + b"\n"


def _value(cell: object, kind: str) -> object:
    if kind == "iri":
        return {"@id": cell}
    if isinstance(cell, int) and not isinstance(cell, bool):
        return {"@value": str(cell), "@type": "xsd:integer"}
    return cell
