"""SERVICE: which endpoints a query may have asked, and asking them.

Oxigraph would ask any address and follow any redirect. So a query with SERVICE is refused unless
every endpoint is on the list; those on it are asked through a relay on this machine, which gives
each request to the one endpoint that it is for and follows no redirect off the list.
"""

from __future__ import annotations

import http.server
import secrets
import threading
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from kg.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from http.client import HTTPMessage

    from kg.web.sparql.query_text import QueryText

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

    def allow(self, look: QueryText, text: str) -> str:
        """Look whether a query may be asked.

        Args:
            look: What can be told of it.
            text: The query.

        Returns:
            The query to ask: the same, or one whose SERVICE goes through the relay.

        Raises:
            UsageError: If it would ask an endpoint that is not on the list.
        """
        for address in look.services:
            if address not in self._allowed:
                named = f"<{address}>" if address else "a variable or a short name"
                allowed = ", ".join(self._allowed) or "none"
                raise UsageError(
                    f"SERVICE may not ask {named} here",
                    hint=f"Write the whole address of one that may be asked: {allowed}",
                )
        for address in dict.fromkeys(look.services):
            text = text.replace(f"<{address}>", f"<{self._through_relay(address)}>")
        return text

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

    def _relay(self, body: bytes | None) -> None:
        path, _, query = self.path.partition("?")
        address = self._keys.get(path.removeprefix("/"))
        if address is None:
            self.send_error(HTTPStatus.NOT_FOUND)
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
            self.send_error(HTTPStatus.BAD_GATEWAY)
            return
        if len(content) > _LARGEST_BYTES:
            self.send_error(HTTPStatus.BAD_GATEWAY)
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
