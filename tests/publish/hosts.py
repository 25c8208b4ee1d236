"""Real servers of files, with the recipes that a site brings."""

from __future__ import annotations

import http.client
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple, NoReturn
from urllib.parse import quote

import pytest

from tests.sparql_server import free_port

_APACHE = """\
ServerRoot {work}
ServerName localhost
Listen 127.0.0.1:{port}
PidFile {work}/pid
ErrorLog {work}/error.log
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule mime_module {modules}/mod_mime.so
LoadModule dir_module {modules}/mod_dir.so
LoadModule alias_module {modules}/mod_alias.so
LoadModule headers_module {modules}/mod_headers.so
LoadModule rewrite_module {modules}/mod_rewrite.so
TypesConfig /etc/mime.types
User {user}
Group {user}
DocumentRoot {site}
{more}
<Directory {site}>
AllowOverride All
Require all granted
</Directory>
"""
_NGINX = """\
daemon off;
worker_processes 1;
pid {work}/pid;
error_log {work}/error.log;
events {{ worker_connections 64; }}
http {{
access_log off;
client_body_temp_path {work}/body; proxy_temp_path {work}/proxy; fastcgi_temp_path {work}/fastcgi;
uwsgi_temp_path {work}/uwsgi; scgi_temp_path {work}/scgi;
include {work}/site.conf;
}}
"""


_PROGRAMS = "/usr/sbin:/usr/bin:/usr/local/bin"
_TRIES = 5
_LONGEST_S = 60


class Answer(NamedTuple):
    """What a host answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def location(self) -> str:
        return self.headers.get("location", "")


class Host(NamedTuple):
    """A host that is up."""

    port: int

    def ask(self, path: str, **headers: str) -> Answer:
        """Ask for a path, percent-encoded here; ``accept_language`` stands for Accept-Language."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        link.request("GET", quote(path, safe="/%:?="), headers=sent)
        reply = link.getresponse()
        found = Answer(
            reply.status, {name.lower(): text for name, text in reply.getheaders()}, reply.read()
        )
        link.close()
        return found


@contextmanager
def room() -> Iterator[Path]:
    """Yield a new folder that servers of another user may read.

    None of pytest's: each session of pytest closes the folder above all of them to others, also
    that of a session that runs.
    """
    with tempfile.TemporaryDirectory(prefix="kg-hosts-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@contextmanager
def apache(site: Path, more: str = "") -> Iterator[Host]:
    """Serve a folder with Apache, or skip the test where it is not installed."""
    program = shutil.which("apache2", path=_PROGRAMS)
    modules = Path("/usr/lib/apache2/modules")
    if program is None or not modules.is_dir():
        _leave_out("Apache", "apache2-bin")

    def configure(work: Path, port: int) -> list[str]:
        text = _APACHE.format(
            work=work, site=site, port=port, modules=modules, user="www-data", more=more
        )
        (work / "httpd.conf").write_text(text, encoding="utf-8")
        return [str(program), "-f", str(work / "httpd.conf"), "-DFOREGROUND"]

    with _up(configure) as host:
        yield host


@contextmanager
def nginx(site: Path, recipe: str) -> Iterator[Host]:
    """Serve a folder with nginx, or skip the test where it is not installed."""
    from kg.publish.recipes.nginx import ROOT

    program = shutil.which("nginx", path=_PROGRAMS)
    if program is None:
        _leave_out("nginx", "nginx")

    def configure(work: Path, port: int) -> list[str]:
        text = recipe.replace(ROOT, str(site)).replace("listen 80;", f"listen 127.0.0.1:{port};")
        text = text.replace("include mime.types;", "include /etc/nginx/mime.types;")
        (work / "site.conf").write_text(text, encoding="utf-8")
        (work / "nginx.conf").write_text(_NGINX.format(work=work), encoding="utf-8")
        return [str(program), "-p", str(work), "-c", str(work / "nginx.conf")]

    with _up(configure) as host:
        yield host


def _leave_out(name: str, package: str) -> NoReturn:
    """Skip a test for want of a server; where CI is set, that is a mistake."""
    message = f"{name} is not installed (Debian package {package})"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@contextmanager
def _up(configure: Callable[[Path, int], list[str]]) -> Iterator[Host]:
    """Start a server on a port that is free, and end it."""
    for _ in range(_TRIES):
        with room() as work, (work / "output").open("wb") as output:
            port = free_port()
            with subprocess.Popen(configure(work, port), stdout=output, stderr=output) as process:
                try:
                    if _is_ready(process, work):
                        yield Host(port)
                        return
                finally:
                    process.terminate()
            said = (work / "output").read_text(errors="replace")
    raise AssertionError(said)


def _is_ready(process: subprocess.Popen[bytes], work: Path) -> bool:
    """Wait until a server has its port; it writes its number then. False for one that has ended.

    That somebody answers at the port says nothing: another may have taken it.
    """
    end = time.monotonic() + _LONGEST_S
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError, ValueError):
            if int((work / "pid").read_text()) == process.pid:
                return True
        time.sleep(0.05)
    return False
