"""Behind a real nginx, with the files and settings that the documentation gives."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.sparql_server import free_port
from tests.web.serving import Served, serving, wait_until

ROOT = Path(__file__).parents[2]
NGINX = shutil.which("nginx", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin")))
PUBLIC = "https://data.example.jp/kg/"

pytestmark = pytest.mark.skipif(NGINX is None, reason="no nginx here")


def settings() -> str:
    """Return the settings that the documentation gives for a server in public."""
    text = (ROOT / "docs" / "serving.md").read_text(encoding="utf-8")
    (found,) = re.findall(r"```toml\n(# /etc/chiiki-kg\.toml\n.*?)```", text, re.DOTALL)
    return str(found)


def configuration(folder: Path, server: Served, port: int) -> str:
    """Return the configuration that comes with the server, without TLS and with these ports."""
    text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    text = re.sub(r"^ *ssl_certificate.*\n", "", text, flags=re.MULTILINE)
    for given, here in (
        ("listen 443 ssl;", f"listen 127.0.0.1:{port};"),
        ("server 127.0.0.1:8000;", f"server 127.0.0.1:{server.port};"),
    ):
        assert given in text
        text = text.replace(given, here)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {folder / kind};\n" for kind in kinds)
    return (
        f"daemon off;\nmaster_process off;\npid {folder / 'pid'};\nerror_log {folder / 'errors'};\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{places}{text}}}\n"
    )


@pytest.fixture(scope="module")
def behind(dataset_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the dataset of the real plan, with its settings for the public."""
    folder = tmp_path_factory.mktemp("behind")
    (folder / "kg.toml").write_text(settings(), encoding="utf-8")
    with serving(dataset_folder, folder / "log", "--config", str(folder / "kg.toml")) as server:
        yield server


@pytest.fixture(scope="module")
def public(behind: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Run nginx before the server."""
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    file = folder / "nginx.conf"
    file.write_text(configuration(folder, behind, port), encoding="utf-8")
    assert NGINX is not None
    command = [NGINX, "-p", str(folder), "-c", str(file), "-e", str(folder / "errors")]
    with subprocess.Popen(command, text=True) as process:
        found = Served(f"http://127.0.0.1:{port}/", process, folder / "errors")

        def answers() -> bool:
            assert process.poll() is None, found.log.read_text(encoding="utf-8")
            with contextlib.suppress(OSError):
                return found.ask("/kg/").status == 200
            return False

        try:
            wait_until(answers)
            yield found
        finally:
            process.terminate()


def counted(behind: Served, name: str) -> int:
    found = re.search(rf"^kg_{name} (\d+)$", behind.ask("/kg/metrics").text, re.MULTILINE)
    assert found is not None
    return int(found[1])


def test_all_of_a_page_is_below_the_path(public: Served) -> None:
    text = public.ask("/kg/").text
    places = re.findall(r'(?:href|src|action)="(/[^"]*)"', text)
    assert places
    assert [place for place in places if not place.startswith("/kg/")] == []
    script = next(place for place in places if place.startswith("/kg/static/"))
    assert public.ask(script).status == 200
    assert f'href="{PUBLIC}"' in text


def test_things_lead_to_pages_and_data_below_the_path(public: Served) -> None:
    thing = f"/kg/id/asset/{quote('釧路港')}"
    for accept, place in (("text/html", "/kg/page/"), ("text/turtle", "/kg/data/")):
        answer = public.ask(thing, headers={"Accept": accept})
        assert (answer.status, answer.headers["location"].startswith(place)) == (303, True)
        assert public.ask(answer.headers["location"]).status == 200


def test_a_slash_at_the_end_leads_to_the_page_below_the_path(public: Served) -> None:
    assert public.ask("/kg/questions/?q=x").headers["location"] == "/kg/questions?q=x"


@pytest.mark.parametrize("name", ["Host", "Prefix", "Proto", "For"])
def test_what_a_client_says_of_proxies_is_without_effect(
    public: Served, behind: Served, name: str
) -> None:
    forged = {f"X-Forwarded-{name}": "evil.example"}
    answer = public.ask("/kg/api/queries?limit=1", headers=forged)
    assert answer.status == 200
    assert "evil" not in answer.text + str(answer.headers)
    assert answer.json()["links"]["self"].startswith(PUBLIC)


@pytest.mark.parametrize("path", ["/kg/metrics", "/kg/health", "/kg/%6Detrics", "/kg//metrics"])
def test_what_is_for_the_operator_is_not_public(public: Served, behind: Served, path: str) -> None:
    assert public.ask(path).status == 403
    assert behind.ask("/kg/health").status == 200


def test_the_description_is_found_at_the_root_of_the_host(public: Served) -> None:
    answer = public.ask("/.well-known/void")
    assert answer.status == 302
    assert "void:Dataset" in public.ask(answer.headers["location"]).text


def test_what_crawlers_may_read_is_found_at_the_root_of_the_host(public: Served) -> None:
    answer = public.ask("/robots.txt")
    assert answer.status == 302
    assert "\nDisallow: /kg/sparql\n" in public.ask(answer.headers["location"]).text


def test_what_comes_again_is_answered_before_it_is_parsed(public: Served, behind: Served) -> None:
    before = counted(behind, "repeated_total"), counted(behind, "direct_total")
    for number in range(20):
        for query in ("ASK {}", f"SELECT ({number} AS ?n) {{}}"):
            assert public.ask(f"/kg/sparql?query={quote(query)}").status == 200
    assert counted(behind, "repeated_total") > before[0]
    assert counted(behind, "direct_total") > before[1]


def test_a_link_to_a_long_query_passes(public: Served) -> None:
    query = "ASK {} #" + "港" * 3_000
    assert public.ask(f"/kg/sparql?query={quote(query)}").json()["boolean"] is True
