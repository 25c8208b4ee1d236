"""A client that sends what it is told to, and reads the answers of all topics but SPARQL."""

from __future__ import annotations

import http.client
import json
import re
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit


class Got(NamedTuple):
    """An answer of the server."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.body)

    @property
    def links(self) -> dict[str, list[str]]:
        """The targets of the header Link by relation."""
        found: dict[str, list[str]] = {}
        for target, relation in re.findall(r'<([^>]*)>; rel="(\w+)"', self.headers.get("link", "")):
            found.setdefault(relation, []).append(target)
        return found


class Client:
    """Sends requests to a server, redirects not followed."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        parts = urlsplit(self.address)
        self.host, self.root = parts.netloc, parts.path

    def get(self, path: str, **headers: str) -> Got:
        """Ask for a path below the root path.

        Args:
            path: The path with its fields. What is not ASCII is percent-encoded.
            **headers: Headers; ``_`` in a name stands for ``-``.
        """
        return self.send("GET", path, **headers)

    def send(self, method: str, path: str, **headers: str) -> Got:
        """Do the same by any method."""
        target = quote(path, safe="/%:?=&+,;@!$'()*~[]#<>")
        connection = http.client.HTTPConnection(self.host, timeout=120)
        try:
            connection.request(method, self.root + target, headers=_names(headers))
            return _read(connection.getresponse())
        finally:
            connection.close()

    def get_unencoded(self, path: str) -> Got:
        """Ask for a path in UTF-8, as it is."""
        connection = http.client.HTTPConnection(self.host, timeout=120)
        connection.connect()
        text = f"GET {self.root}{path} HTTP/1.1\r\nHost: {self.host}\r\n\r\n"
        connection.sock.sendall(text.encode())
        response = http.client.HTTPResponse(connection.sock)
        try:
            response.begin()
            return _read(response)
        finally:
            response.close()
            connection.close()


def _names(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _read(response: http.client.HTTPResponse) -> Got:
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Got(response.status, headers, response.read())
