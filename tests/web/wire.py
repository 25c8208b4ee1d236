"""Requests and answers as they stand on the wire, over connections that stay open."""

from __future__ import annotations

import re
import select
from collections.abc import Callable
from http.client import HTTPResponse
from urllib.parse import quote

from tests.web.serving import Answer, Served

CSV = "Accept: text/csv\r\n"
Connect = Callable[[Served], "Wire"]


class Wire:
    """A connection that stays open."""

    def __init__(self, served: Served) -> None:
        self.socket = served.connect(240)
        self._file = self.socket.makefile("rb")

    def write(self, data: bytes) -> None:
        self.socket.sendall(data)

    def read(self, method: str = "GET") -> Answer:
        """Read the next answer."""
        response = HTTPResponse(_Kept(self._file), method=method)  # type: ignore[arg-type]
        response.begin()
        found = {name.lower(): value for name, value in response.getheaders()}
        assert len(found) == len(response.getheaders())  # none of them twice
        return Answer(response.status, found, response.read())

    def ask(self, data: bytes) -> Answer:
        self.write(data)
        return self.read(data.partition(b" ")[0].decode())

    def is_answered(self) -> bool:
        """Say whether there is something to read already."""
        return bool(select.select([self.socket], [], [], 0)[0])

    def close(self) -> None:
        self._file.close()
        self.socket.close()

    def is_closed(self, wait_s: float = 12) -> bool:
        """Say whether it is closed in time; one that waits for the next request is so later."""
        if not select.select([self.socket], [], [], wait_s)[0]:
            return False
        try:
            return self._file.read(1) == b""
        except ConnectionResetError:
            return True


class _Kept:
    """A file that is read on after an answer, in the form in which HTTPResponse wants it."""

    def __init__(self, file: object) -> None:
        self.file = file

    def makefile(self, mode: str) -> object:
        file = self.file

        class Open:
            def __getattr__(self, name: str) -> object:
                return getattr(file, name)

            def close(self) -> None:
                """Stay open."""

            def flush(self) -> None:
                """Do nothing."""

        return Open()


def get(query: str, headers: str = CSV, method: str = "GET") -> bytes:
    return f"{method} /sparql?query={quote(query)} HTTP/1.1\r\nHost: x\r\n{headers}\r\n".encode()


def counted(served: Served, name: str) -> int:
    """Return what the server has counted under a name."""
    found = re.search(rf"^kg_{name} (\d+)$", served.ask("/metrics").text, re.MULTILINE)
    return int(found[1]) if found is not None else 0
