"""SERVICE: which endpoints a query may have asked, and asking them.

Oxigraph would ask any address and follow any redirect. So a query with SERVICE is refused unless
every endpoint is on the list; those on it are asked through a relay on this machine, which gives
each request to the one endpoint that it is for and follows no redirect off the list.

Where in a query SERVICE is a keyword is told by Oxigraph's own parser, since whoever reads the
grammar a little otherwise can be led past: the word is replaced by a nonsense of the same length,
on an empty store, and where the query is still well formed it was in a text, a comment or a name.
"""

from __future__ import annotations

import http.server
import re
import secrets
import threading
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pyoxigraph

from kg.errors import KgError, UsageError
from kg.store.syntax import syntax_error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from http.client import HTTPMessage

_WORD = re.compile("service", re.IGNORECASE)
_HINT = b"ERV"
"""Is in every text with that word, and found sooner; other scripts have no signs for its letters
where case is ignored, as they have for S and I."""
_MASK = "zqxzqxz"
"""Seven letters that are no keyword, nor the beginning or end of one."""
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_GAP = r"(?:\s|\#[^\r\n]*[\r\n])*"
_CLAUSE = re.compile(
    rf"(?P<word>SERVICE)(?P<middle>{_GAP}(?:SILENT)?{_GAP})<(?P<address>[^<>\"{{}}|^`\\\x00-\x20]*)>",
    re.IGNORECASE,
)
_MOST_CLAUSES = 20
_LARGEST_BYTES = 64 << 20
_TAKEN = ("Accept", "Content-Type")


class Services:
    """The endpoints that SERVICE may ask.

    Args:
        allowed: Their addresses, http or https.
        timeout_s: How long one of them may take to answer.

    Raises:
        UsageError: If one of the addresses is of another kind.
    """

    def __init__(self, allowed: Sequence[str], timeout_s: float) -> None:
        for address in allowed:
            if urlsplit(address).scheme not in ("http", "https"):
                raise UsageError(
                    f"{address!r} is no address that SERVICE may ask",
                    hint="Give addresses of SPARQL endpoints, http or https",
                )
        self._allowed = tuple(allowed)
        self._timeout_s = timeout_s
        self._relay: str | None = None
        self._keys: dict[str, str] = {}

    def allow(self, text: str) -> str:
        """Look whether a query may be asked.

        Args:
            text: The query.

        Returns:
            The query to ask: the same, or one whose SERVICE goes through the relay.

        Raises:
            UsageError: If it would ask an endpoint that is not on the list, or is wrong.
        """
        if (
            "\\" not in text and _HINT not in text.encode(errors="replace").upper()
        ):  # as most queries are
            return text
        plain = _ESCAPE.sub(_character, text)
        if len(_WORD.findall(plain)) > len(_WORD.findall(text)):  # other engines replace them first
            raise UsageError(
                "the word service may not be written with code point escapes",
                hint="Write it in letters",
            )
        if _WORD.search(text) is None:
            return text
        wrong = _why_malformed(text, _WORD.sub(_MASK, text))
        if wrong is None:
            return text
        clauses = [match for match in _CLAUSE.finditer(text) if match["address"] in self._allowed]
        if len(clauses) > _MOST_CLAUSES:
            raise UsageError(f"there are more than {_MOST_CLAUSES} SERVICE in the query")
        if not clauses or _why_malformed(text, _without(text, clauses)) is not None:
            raise self._refusal(text) or wrong
        asking = [
            clause
            for clause in clauses
            if _why_malformed(text, _without(text, clauses, masked=clause)) is not None
        ]
        for clause in reversed(asking):
            address = self._through_relay(clause["address"])
            text = text[: clause.start("address")] + address + text[clause.end("address") :]
        return text

    def without_relay(self, said: str) -> str:
        """Return what Oxigraph said, with the names of endpoints instead of the relay's."""
        for key, address in self._keys.items():
            said = said.replace(f"{self._relay}/{key}", address)
        return said.replace(self._relay or "\0", "the relay")

    def _refusal(self, text: str) -> UsageError | None:
        """Say which address may not be asked; None where it looks as if there is no SERVICE."""
        if not re.search(rf"SERVICE{_GAP}(?:SILENT)?{_GAP}[<?$:\w]", text, re.IGNORECASE):
            return None
        others = [match["address"] for match in _CLAUSE.finditer(text)]
        named = next((f"<{one}>" for one in others if one not in self._allowed), "what is asked")
        allowed = ", ".join(self._allowed) or "none"
        return UsageError(
            f"SERVICE may not ask {named} here",
            hint=f"Write the whole address of one that may be asked: {allowed}",
        )

    def _through_relay(self, address: str) -> str:
        if self._relay is None:
            server = http.server.ThreadingHTTPServer(
                ("127.0.0.1", 0), partial(_Handler, self._keys, self._allowed, self._timeout_s)
            )
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, daemon=True).start()
            self._relay = f"http://127.0.0.1:{server.server_port}"
        key = next((key for key, known in self._keys.items() if known == address), None)
        if key is None:
            key = secrets.token_urlsafe()
            self._keys[key] = address
        return f"{self._relay}/{key}"


def _character(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    return chr(number) if number < 0x110000 else "\ufffd"


def _without(
    text: str, clauses: Iterable[re.Match[str]], *, masked: re.Match[str] | None = None
) -> str:
    """Write a query without SERVICE: GRAPH stands for some, nonsense for all others.

    Both have the same form, an IRI and a group behind it. All stays in its place.
    """
    signs = list(_WORD.sub(_MASK, text))
    for clause in clauses:
        if clause is not masked:
            signs[clause.start("word") : clause.end("word")] = "GRAPH  "
            middle = re.sub("SILENT", "      ", clause["middle"], flags=re.IGNORECASE)
            signs[clause.start("middle") : clause.end("middle")] = middle
    return "".join(signs)


def _why_malformed(text: str, masked: str) -> KgError | None:
    """Say why a query is not well formed, or None if it is.

    Args:
        text: The query as it came, for the message.
        masked: The query, without SERVICE.
    """
    try:
        pyoxigraph.Store().query(masked)
    except SyntaxError as error:
        return syntax_error(str(error), text, None)
    except (ValueError, OSError, RuntimeError):
        return None  # what is wrong comes later, if at all
    return None


class _NoWayOff(HTTPRedirectHandler):
    """Follows a redirect only to an endpoint that is on the list itself."""

    def __init__(self, allowed: Sequence[str]) -> None:
        self._allowed = allowed

    def redirect_request(
        self, req: Request, fp: Any, code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        if newurl.partition("?")[0] not in self._allowed:
            raise HTTPError(newurl, 403, "a redirect off the list of endpoints", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Handler(http.server.BaseHTTPRequestHandler):
    """The relay: what comes in for a key goes to the endpoint of the key."""

    def __init__(
        self,
        keys: dict[str, str],
        allowed: Sequence[str],
        timeout_s: float,
        *arguments: Any,
    ) -> None:
        self._keys, self._allowed, self._timeout_s = keys, allowed, timeout_s
        super().__init__(*arguments)

    def do_GET(self) -> None:
        """Relay a query in the address."""
        self._relay(None)

    def do_POST(self) -> None:
        """Relay a query in the body."""
        length = int(self.headers.get("Content-Length") or 0)
        self._relay(self.rfile.read(length))

    def log_message(self, format: str, *args: Any) -> None:
        """Stay silent."""

    def _refuse(self, status: HTTPStatus) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _relay(self, body: bytes | None) -> None:
        path, _, query = self.path.partition("?")
        address = self._keys.get(path.removeprefix("/"))
        if address is None:
            self._refuse(HTTPStatus.NOT_FOUND)
            return
        headers = {name: self.headers[name] for name in _TAKEN if name in self.headers}
        request = Request(address + ("?" + query if query else ""), body, headers)  # noqa: S310 - http or https, checked
        try:
            with build_opener(_NoWayOff(self._allowed)).open(
                request, timeout=self._timeout_s
            ) as it:
                content = it.read(_LARGEST_BYTES + 1)
                kind = it.headers.get("Content-Type", "application/octet-stream")
        except (HTTPError, URLError, OSError, ValueError):
            self._refuse(HTTPStatus.BAD_GATEWAY)
            return
        if len(content) > _LARGEST_BYTES:
            self._refuse(HTTPStatus.BAD_GATEWAY)
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
