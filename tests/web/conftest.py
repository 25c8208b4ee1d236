"""A real server on a free port, and a client that sends what it is told to."""

from __future__ import annotations

import http.client
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

import pytest


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
        connection = http.client.HTTPConnection(self.host, timeout=30)
        try:
            connection.request(method, self.root + target, headers=_names(headers))
            return _read(connection.getresponse())
        finally:
            connection.close()

    def get_unencoded(self, path: str) -> Got:
        """Ask for a path in UTF-8, as it is."""
        connection = http.client.HTTPConnection(self.host, timeout=30)
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


@contextmanager
def serving(*options: str) -> Iterator[str]:
    """Run ``kg serve`` on a free port; yields its address."""
    command = [sys.executable, "-m", "kg", "serve", "--port", "0", "--no-access-log", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        match = re.search(r"http://\S+", process.stdout.readline())
        assert match is not None, "the server did not start"
        yield match[0]
    finally:
        process.terminate()
        process.wait(timeout=30)
        process.stdout.close()


@pytest.fixture(scope="session")
def served(dataset_folder: Path) -> Iterator[str]:
    """Return the address of a server of the real plan."""
    with serving("--data", str(dataset_folder)) as address:
        yield address


@pytest.fixture(scope="session")
def client(served: str) -> Client:
    """Return a client of that server."""
    return Client(served)
