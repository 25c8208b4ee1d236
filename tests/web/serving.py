"""A real server in a process of its own, and requests to it as they stand on the wire."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote, urlencode

ADDRESS = re.compile(r"http://\S+")
RESULTS_JSON = "application/sparql-results+json"
PROBLEM = "application/problem+json"


@dataclass(frozen=True)
class Answer:
    """An answer of the server."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Served:
    """A server that runs."""

    address: str
    process: subprocess.Popen[str]
    log: Path
    root: str = field(default="")

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2].partition("/")[0])

    @property
    def endpoint(self) -> str:
        return f"{self.address}sparql"

    def ask(
        self,
        target: str,
        *,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        timeout_s: float = 60,
        client: str | None = None,
    ) -> Answer:
        """Send a request, from an address of this machine, and read the answer to its end.

        Where none is named, the system chooses address and port together. A port that is chosen
        for an address alone is free again only a minute later, and there are not so many.
        """
        source = None if client is None else (client, 0)
        connection = HTTPConnection("127.0.0.1", self.port, timeout_s, source_address=source)
        try:
            connection.request(method, target, body, dict(headers or {}))
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())
        finally:
            connection.close()

    def query(self, text: str, accept: str = RESULTS_JSON, **more: Any) -> Answer:
        """Ask a query by GET."""
        fields = urlencode([("query", text), *more.pop("fields", [])], quote_via=quote)
        headers = {"Accept": accept, **more.pop("headers", {})}
        return self.ask(f"/sparql?{fields}", headers=headers, **more)

    def post(self, text: str, accept: str = RESULTS_JSON, **more: Any) -> Answer:
        """Ask a query by POST, as the body itself."""
        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        headers |= more.pop("headers", {})
        target = more.pop("target", "/sparql")
        return self.ask(target, method="POST", headers=headers, body=text.encode(), **more)

    def askers(self, path: str) -> list[str]:
        """Return who asked for a path by GET and got it, by the access log, in order."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        mark = f' "GET {path}" 200'
        return [line.partition(mark)[0].split()[-1] for line in lines if mark in line]

    def connect(self, timeout_s: float = 60) -> socket.socket:
        """Open a bare connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=timeout_s)


@contextlib.contextmanager
def serving(
    folder: Path | None,
    log: Path,
    *options: str,
    endpoint: str | None = None,
    first: str = "",
) -> Iterator[Served]:
    """Run ``kg serve`` on a free port until the block ends; it must then end by itself.

    Args:
        folder: Folder of the dataset.
        log: File for what it says on stderr.
        options: Further options of the command.
        endpoint: Address of an endpoint to serve instead.
        first: Python that runs before in the process that hears the clients, to break it.
    """
    program = ["-c", f"{first}\nfrom kg.__main__ import main\nmain()"] if first else ["-m", "kg"]
    command = [sys.executable, *program, "serve", "--port", "0", "--no-access-log", *options]
    command += ["--endpoint", endpoint] if endpoint else ["--data", str(folder)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KG_")}
    with (
        log.open("w", encoding="utf-8") as errors,
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, env=environment
        ) as process,
    ):
        assert process.stdout is not None
        said = process.stdout.readline()
        found = ADDRESS.search(said)
        assert found is not None, said + log.read_text(encoding="utf-8")
        try:
            yield Served(found[0], process, log)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=60)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


def wait_until(is_so: Callable[[], object], longest_s: float = 120) -> None:
    """Wait until something is so.

    Raises:
        AssertionError: If it does not come to be so in a time that is long on any machine.
    """
    end = time.monotonic() + longest_s
    while not is_so():
        assert time.monotonic() < end, "it did not come to be so"
        time.sleep(0.02)


Handle = Callable[[BaseHTTPRequestHandler], None]


@contextlib.contextmanager
def little_server(handle: Handle) -> Iterator[str]:
    """Run an HTTP server that does the same for every request, and say its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with contextlib.suppress(OSError):
                handle(self)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{cast('tuple[str, int]', server.server_address)[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def send(request: BaseHTTPRequestHandler, body: bytes, media_type: str = RESULTS_JSON) -> None:
    """Answer a request to a little server."""
    request.send_response(200)
    request.send_header("Content-Type", media_type)
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


def write_dataset(folder: Path, name: str, quads: str) -> None:
    """Write a dataset of a few statements as a build leaves it, and let it answer."""
    version = folder / "versions" / name
    version.mkdir(parents=True)
    (version / "dataset.nq").write_text(quads, encoding="utf-8")
    pointer = folder / ".new"
    pointer.write_text(f"{name}\n", encoding="utf-8")
    pointer.replace(folder / "CURRENT")
