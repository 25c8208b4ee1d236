"""Real servers of files, with the recipes that a site brings."""

from __future__ import annotations

import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest

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
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        link.request("GET", quote(path, safe="/%:"), headers=sent)
        reply = link.getresponse()
        found = Answer(
            reply.status, {name.lower(): text for name, text in reply.getheaders()}, reply.read()
        )
        link.close()
        return found


@contextmanager
def apache(site: Path, work: Path, more: str = "") -> Iterator[Host]:
    """Serve a folder with Apache, or skip the test where it is not installed."""
    program = shutil.which("apache2", path="/usr/sbin:/usr/bin:/usr/local/bin")
    modules = Path("/usr/lib/apache2/modules")
    if program is None or not modules.is_dir():
        pytest.skip("Apache is not installed (Debian package apache2-bin)")
    with _free_port() as port:
        pass
    (work / "httpd.conf").write_text(
        _APACHE.format(
            work=work, site=site, port=port, modules=modules, user="www-data", more=more
        ),
        encoding="utf-8",
    )  # fmt: skip
    with _up([program, "-f", str(work / "httpd.conf"), "-DFOREGROUND"], port, work):
        yield Host(port)


@contextmanager
def nginx(site: Path, work: Path, recipe: str) -> Iterator[Host]:
    """Serve a folder with nginx, or skip the test where it is not installed."""
    from kg.publish.recipes.nginx import ROOT

    program = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        pytest.skip("nginx is not installed (Debian package nginx-light)")
    with _free_port() as port:
        pass
    text = recipe.replace(ROOT, str(site)).replace("listen 80;", f"listen 127.0.0.1:{port};")
    text = text.replace("include mime.types;", "include /etc/nginx/mime.types;")
    (work / "site.conf").write_text(text, encoding="utf-8")
    (work / "nginx.conf").write_text(_NGINX.format(work=work), encoding="utf-8")
    with _up([program, "-p", str(work), "-c", str(work / "nginx.conf")], port, work):
        yield Host(port)


@contextmanager
def _free_port() -> Iterator[int]:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        yield found.getsockname()[1]


@contextmanager
def _up(command: list[str], port: int, work: Path) -> Iterator[None]:
    with (work / "output").open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        for _ in range(200):
            if process.poll() is not None:
                break
            with socket.socket() as link:
                if link.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        assert process.poll() is None, (work / "output").read_text(errors="replace")
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)
