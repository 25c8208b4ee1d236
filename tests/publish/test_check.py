"""What a check says of a site that is not as it should be."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from gzip import compress
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from kg.cli import main
from kg.publish.check_links import Links
from kg.publish.check_rdf import Statements
from kg.publish.checking import check
from kg.publish.publishing import publish
from tests.publish.hosts import apache, room
from tests.publish.serving import hosted

DATA = (
    "data-geojson",
    "data-network",
    "data-examples",
    "data-prefixes",
    "data-schema",
    "data-dump",
)


def test_links_and_fragments_that_lead_nowhere_are_told() -> None:
    pages = {
        "a.html": b'<p id="here"><a href="b.html#there"></a><a href="c.html"></a></p>',
        "b.html": b'<div class="text" data-start="10" data-end="20"><a href="a.html#here"></a>'
        b'<a href="#char=12,14"></a><a href="#char=25,30"></a><a href="https://e.example/"></a>',
    }
    links = Links(pages, "", lambda path: False)
    found = [one for path, content in pages.items() for one in links.look(path, content)]
    found += links.fragments(pages.get)
    assert [(one.place, one.en.rpartition(": ")[2]) for one in found] == [
        ("a.html", "c.html"),
        ("a.html", "b.html#there"),
        ("b.html", "b.html#char=25,30"),
    ]


def test_the_links_of_pages_are_those_that_a_parser_finds(site: Path) -> None:
    pages = [*site.glob("*.html"), *site.glob("en/*.html"), *site.glob("plan/*/*.html")]
    for path in pages:
        parser = Parser()
        parser.feed(path.read_text())
        own = {link for link in parser.links if not link.startswith(("http", "data:"))}
        links = Links((), "", lambda path: False)
        name = path.relative_to(site).as_posix()
        told = {one.en.partition(": ")[2] for one in links.look(name, path.read_bytes())}
        assert told == own, name


class Parser(HTMLParser):
    """Gathers the addresses that the attributes of a page hold."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = ("href", "src", "action", *DATA)
        self.links += [value for name, value in attrs if name in names and value is not None]


def test_rdf_that_is_none_or_not_the_dataset_is_told() -> None:
    one, two = (b"<urn:a> <urn:p> <urn:%d> " % number for number in (1, 2))
    files = {
        "dataset.nq.gz": compress(one + b"<urn:g> .\n" + two + b"<urn:g> .\n"),
        "dataset.ttl.gz": compress(one + b".\n" + two + b".\n"),
        "dataset.trig.gz": compress(b"<urn:g> {" + one + b"}\n"),
        "data/a.nt": one + b".\n",
        "data/a.ttl": one + b".\n" + two + b".\n",
        "data/b.ttl": b"nonsense",
        "more.nq.gz": b"nonsense",
        "tables.csv.gz": b"not looked at",
    }
    with Statements() as statements:
        found = [one for path, raw in files.items() for one in statements.look(path, raw)]
        found += statements.compare()
    told = [(finding.place, finding.en) for finding in found]
    assert [place for place, _ in told[:2]] == ["data/b.ttl", "more.nq.gz"]
    assert told[1][1].startswith("it is no gzip")
    assert ("data/a.ttl", "it has other triples than data/a.nt") in told
    whole = [text for place, text in told if place == "dataset.nq.gz"]
    assert [text.partition(": ")[2] for text in whole] == [
        "1 statements of the dataset are missing, 0 are not of it",
        "1 statements of the dataset are missing, 0 are not of it",
    ]


def test_a_hosted_site_is_checked_by_its_address(small: Callable[..., str], tmp_path: Path) -> None:
    publish(small(), tmp_path / "site")
    with hosted(tmp_path) as address:
        local, _ = check(str(tmp_path / "site"))
        found, counted = check(f"{address}/site/")
        assert found == local
        assert counted.files > 10
        shutil.rmtree(tmp_path / "site" / "static")
        told = {finding.place for finding in check(f"{address}/site")[0]}
    assert "static/site.css" in told


def test_a_host_that_negotiates_and_keeps_its_recipe_back_has_nothing_wrong(site: Path) -> None:
    wanted = (".htaccess", "data/asset/釧路港", "page/asset/釧路港.html")
    hidden = '<FilesMatch "^\\.ht">\nRequire all denied\n</FilesMatch>'
    with room() as folder:
        part_of(site, folder, wanted)
        with apache(folder, hidden) as up:
            assert up.ask("/.htaccess").status == 403
            found, counted = check(f"http://127.0.0.1:{up.port}")
            assert counted.files == 5
            told = [one.en for one in found if one.place.startswith((".htaccess", "id/"))]
            assert told == []
            (folder / ".htaccess").write_text(
                "RewriteEngine On\nRewriteRule ^id/ /elsewhere [R=303]"
            )
            led = {one.place for one in check(f"http://127.0.0.1:{up.port}")[0]}
    assert "id/asset/釧路港" in led


def part_of(site: Path, folder: Path, beginnings: tuple[str, ...]) -> None:
    """Copy some files of a site, with a manifest of these alone."""
    content = json.loads((site / "site.json").read_bytes())
    files = {path: known for path, known in content["files"].items() if path.startswith(beginnings)}
    for path in files:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(site / path, folder / path)
    (folder / "site.json").write_text(json.dumps({**content, "files": files}))


class Moving(SimpleHTTPRequestHandler):
    """Serves a folder below ``/new/``, its style sheets without their suffix, and leads there."""

    def do_GET(self) -> None:
        if not self.path.startswith("/new/") or self.path.endswith(".css"):
            place = self.path.removeprefix("/old").removeprefix("/new").removesuffix(".css")
            self.send_response(308)
            self.send_header("Location", f"/new{place}")
            self.end_headers()
            return
        super().do_GET()

    def translate_path(self, path: str) -> str:
        found = super().translate_path(path.removeprefix("/new"))
        return found if Path(found).exists() else f"{found}.css"

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def moving(folder: Path) -> Iterator[str]:
    """Serve a folder at an address that only leads to another."""

    def handle(*args: Any) -> Moving:
        return Moving(*args, directory=str(folder))

    with ThreadingHTTPServer(("127.0.0.1", 0), handle) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/old"
        server.shutdown()


def test_a_host_that_leads_to_its_files_is_followed(
    small: Callable[..., str], tmp_path: Path
) -> None:
    publish(small(), tmp_path / "site")
    with moving(tmp_path / "site") as address:
        assert check(address)[0] == check(str(tmp_path / "site"))[0]


def test_files_of_others_are_told_and_no_mistake(
    small: Callable[..., str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(small(), tmp_path / "site")
    _, before = check(str(tmp_path / "site"))
    (tmp_path / "site/page").mkdir(exist_ok=True)
    (tmp_path / "site/page/mine.html").write_text("mine")
    _, counted = check(str(tmp_path / "site"))
    assert (counted.strangers, counted.problems) == (["page/mine.html"], before.problems)
    main(["publish", "--check", str(tmp_path / "site"), "--lang", "en"])
    assert "files not of kg publish: page/mine.html" in capsys.readouterr().err


def test_all_problems_are_counted_where_some_are_told(
    small_site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "site"
    shutil.copytree(small_site, own, copy_function=os.link)
    gone = [path for folder in ("page", "en/page") for path in (own / folder).rglob("*.html")]
    for path in gone:
        path.unlink()
    assert main(["publish", "--check", str(own), "--lang", "en"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(gone) > 201 > len([one for one in lines if one.endswith(" is missing")]) - 1
    assert lines[-2] == "… (the others are not listed)"
    assert int(lines[-1].partition(": ")[2].split()[0]) >= len(gone)


def test_the_links_of_a_feed_are_looked_at() -> None:
    links = Links(("there.html",), "https://a.example", lambda path: False)
    feed = b'<feed><link href="there.html"/><link href="https://a.example/gone.html"/></feed>'
    (found,) = links.look("feed.xml", feed)
    assert found.en.endswith("gone.html")


def test_a_page_changed_by_hand_is_the_only_one_told(small_site: Path, tmp_path: Path) -> None:
    own = tmp_path / "site"
    shutil.copytree(small_site, own, copy_function=os.link)
    name = "asset/青葉漁港"
    path = own / f"page/{name}.html"
    changed = path.read_bytes().replace(b"</main>", b'<a href="#mine">mine</a></main>')
    path.unlink()
    path.write_bytes(changed)
    found = check(str(own))[0]
    assert {(finding.place, finding.en) for finding in found} == {
        (f"page/{name}.html", "the file is not as it was published: changed by hand, or damaged"),
        (f"page/{name}.html", f"a link leads nowhere: page/{name}.html#mine"),
    }


def test_a_list_of_hashes_that_is_not_that_of_the_site_is_told(
    small: Callable[..., str], tmp_path: Path
) -> None:
    publish(small(), tmp_path / "site")
    sums = tmp_path / "site" / "SHA256SUMS"
    lines = sums.read_text().splitlines(keepends=True)
    before = {finding.en for finding in check(str(tmp_path / "site"))[0]}
    sums.write_text("".join(lines[1:]))
    name = lines[0].split(maxsplit=1)[1].strip()
    told = {finding.en for finding in check(str(tmp_path / "site"))[0]} - before
    assert f"the hash of {name} is wrong or missing" in told
