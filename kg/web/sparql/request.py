"""A request of the SPARQL Protocol, read.

Source:
    SPARQL 1.1 Protocol, 2.1 (query operation) and 2.2 (update operation, which is refused).
"""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

import msgspec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"

_MOST_FIELDS = 2000
_QUERY = b"query="
_OF_DESCRIPTION = {"format", "lang", "output", "receipt", "results"}
"""Fields with which the service description may be asked for; others belong to a query."""
_MARK = "\ufeff"
"""What editors on Windows write before UTF-8; it is no part of a query."""


class ProtocolError(Exception):
    """A request that the protocol does not allow.

    Args:
        status: HTTP status.
        code: A stable word.
        detail: What is wrong with it.
        hint: What to do about it.
    """

    def __init__(self, status: int, code: str, detail: str, hint: str | None = None) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail, self.hint = status, code, detail, hint


class QueryRequest(msgspec.Struct, frozen=True):
    """What a request asks.

    Attributes:
        query: The query, or None where the request has none and wants the description.
        default_graphs: IRIs of ``default-graph-uri``.
        named_graphs: IRIs of ``named-graph-uri``.
        format: Short name or media type of the format that a link asks for, or empty.
        receipt: Whether the address of a receipt is wanted.
    """

    query: str | None
    default_graphs: list[str]
    named_graphs: list[str]
    format: str
    receipt: bool = False


def read_request(method: str, query_string: bytes, content_type: str, body: bytes) -> QueryRequest:
    """Read a request.

    Args:
        method: GET, HEAD or POST.
        query_string: What stands behind the question mark of the address.
        content_type: The header Content-Type, or empty.
        body: The body.

    Returns:
        What it asks.

    Raises:
        ProtocolError: If the protocol does not allow it, or it is an update.
    """
    if method != "POST":
        query = read_plain(query_string)
        return _request(_fields(query_string)) if query is None else plain_request(query)
    fields = _fields(query_string)
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type == FORM:
        return _request(fields + _fields(body))
    if media_type == DIRECT:
        if any(name == "query" for name, _ in fields):
            raise ProtocolError(400, "usage", "the query stands both in the address and the body")
        return _request([*fields, ("query", _text(body, "the body"))])
    if media_type == UPDATE:
        raise _no_updates()
    raise ProtocolError(
        415,
        "media-type",
        f"a query cannot be sent as {media_type or 'nothing that is named'}",
        f"Send it as {FORM} (query=…) or {DIRECT}",
    )


def read_plain(query_string: bytes) -> str | None:
    """Return the query of an address that has nothing else behind its question mark, or None.

    Args:
        query_string: What stands behind the question mark.

    Raises:
        ProtocolError: If it is not percent-encoded UTF-8.
    """
    if query_string.startswith(_QUERY) and b"&" not in query_string:
        return _decoded_field(query_string[len(_QUERY) :])
    return None


def plain_request(query: str) -> QueryRequest:
    """Return the request that asks a query and says nothing else."""
    return QueryRequest(query, [], [], "")


def _request(fields: list[tuple[str, str]]) -> QueryRequest:
    named: dict[str, list[str]] = {}
    for name, value in fields:
        named.setdefault(name, []).append(value)
    if "update" in named:
        raise _no_updates()
    if any(name.startswith("using-") for name in named):
        raise ProtocolError(400, "usage", "using-graph-uri is for updates, which are not taken")
    queries = named.get("query", [])
    if not queries and not _OF_DESCRIPTION.issuperset(named):
        raise ProtocolError(400, "usage", "the request has no query", "Give it in the field query")
    if len(queries) > 1:
        raise ProtocolError(400, "usage", "there is more than one query in the request")
    return QueryRequest(
        queries[0] if queries else None,
        _graphs(named, "default-graph-uri"),
        _graphs(named, "named-graph-uri"),
        _format(named),
        _receipt(named),
    )


def _graphs(named: Mapping[str, list[str]], name: str) -> list[str]:
    """Return the graphs of a field; one that is empty, as forms send it, names none."""
    return [iri for iri in named.get(name, []) if iri]


def _format(named: Mapping[str, list[str]]) -> str:
    """Return the format that a link asks for: ``format``, and what other servers call it."""
    for name in ("format", "output", "results"):
        if value := (named.get(name) or [""])[0]:
            return value.strip().lower()
    return ""


def _receipt(named: Mapping[str, list[str]]) -> bool:
    """Return whether a receipt is wanted, which is no matter of the protocol."""
    value = named.get("receipt", ["0"])[0]
    if value not in ("0", "1", "false", "true"):
        raise ProtocolError(400, "usage", f"the field 'receipt' cannot be {value[:40]!r}", "Use 1")
    return value in ("1", "true")


def _fields(data: bytes) -> list[tuple[str, str]]:
    """Read fields of a form; percent-encoded UTF-8."""
    if data.count(b"&") >= _MOST_FIELDS:
        raise ProtocolError(400, "usage", f"there are more than {_MOST_FIELDS} fields")
    pairs = [field.partition(b"=") for field in data.split(b"&") if field]
    return [(_decoded_field(name), _decoded_field(value)) for name, _, value in pairs]


def _decoded_field(data: bytes) -> str:
    try:
        return _decoded(data)
    except UnicodeDecodeError:
        raise ProtocolError(400, "encoding", "the request is not percent-encoded UTF-8") from None


def _decoded(data: bytes) -> str:
    r"""Decode what is percent-encoded; a percent sign without two digits stands for itself.

    Python reads ``\x41`` about ten times faster than its own urllib reads ``%41``, and a query may
    well be a thousand of them.

    Raises:
        UnicodeDecodeError: If it is no UTF-8 then.
    """
    if b"+" in data:
        data = data.replace(b"+", b" ")
    try:
        escaped = data if b"\\" not in data else data.replace(b"\\", b"\\\\")
        escaped = escaped.replace(b"%", b"\\x")
        decoded = escaped.decode("unicode_escape").encode("latin-1")
    except UnicodeDecodeError:
        decoded = unquote_to_bytes(data)
    return decoded.decode().removeprefix(_MARK)


def _text(data: bytes, what: str) -> str:
    try:
        return data.decode("utf-8").removeprefix(_MARK)
    except UnicodeDecodeError as error:
        raise ProtocolError(
            400, "encoding", f"{what} is no UTF-8: byte {error.start} is {data[error.start]:#04x}"
        ) from None


def _no_updates() -> ProtocolError:
    return ProtocolError(403, "read-only", "this endpoint answers queries and takes no updates")
