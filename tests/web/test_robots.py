"""What crawlers are told that they may read."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.web.serving import Served, write_dataset

PORT = quote("釧路港")


def may_read(rules: str, address: str) -> bool:
    """Say whether an address may be read: of the rules that fit, the longest counts.

    Source:
        RFC 9309, 2.2.2 and 2.2.3 (``*`` and ``$``).
    """
    found = [(0, True)]
    for kind, path in re.findall(r"^(Allow|Disallow): (\S+)$", rules, re.MULTILINE):
        fits = re.escape(path.removesuffix("$")).replace(r"\*", ".*")
        fits += "$" if path.endswith("$") else ""
        if re.match(fits, address):
            found.append((len(path), kind == "Allow"))
    return max(found)[1]


MAY_BE_READ = [
    "/",
    "/?lang=en",
    "/about",
    "/plan/kushiro-nemuro/3",
    f"/page/asset/{PORT}",
    f"/page/asset/{PORT}?lang=en",
    f"/id/asset/{PORT}",
    f"/data/asset/{PORT}.ttl",
    "/things/asset",
    "/questions",
    "/questions?lang=en",
    "/questions/works-at",
    "/questions/works-at?lang=ja",
    "/search?lang=en",
    "/map",
    "/map.geojson",
    "/static/site.css",
    "/.well-known/void",
]
COSTS = [
    "/sparql",
    "/sparql?query=ASK%20%7B%7D",
    "/api/queries/works-at?asset=x",
    "/api/search?q=x&lang=en",
    f"/api/things/asset/{PORT}",
    "/receipt/abc",
    "/receipt?q=x",
    "/receipt/abc?lang=en",
    "/questions/works-at?asset=x",
    "/questions/works-at?asset=x&lang=en",
    "/questions?q=x",
    "/search?q=x",
    "/search?q=x&lang=en",
    "/search/suggestions?q=x",
    "/editor?query=x",
    "/plan/kushiro-nemuro/3?from=1&to=2",
]


@pytest.mark.parametrize("root", ["", "/kg"])
def test_pages_may_be_read_and_what_costs_may_not(
    tmp_path: Path, serve: Callable[..., Served], root: str
) -> None:
    """The paths of the rules are those of the host, of which the server may have a part."""
    write_dataset(tmp_path / "data", "first", "<x:a> <x:b> <x:c> <x:d> .\n")
    served = serve(tmp_path / "data", "--root-path", root)
    answer = served.ask(f"{root}/robots.txt")
    assert (answer.status, answer.media_type) == (200, "text/plain")
    assert "\nUser-agent: *\n" in answer.text
    assert "Sitemap:" not in answer.text
    assert [path for path in MAY_BE_READ if not may_read(answer.text, root + path)] == []
    assert [path for path in COSTS if may_read(answer.text, root + path)] == []
    assert may_read(answer.text, "/elsewhere/sparql")
