"""Pages of ``kg serve`` on one core: what visitors see, the five they see most, and others.

Visitors begin at the start page and follow a link of it that chance picks, then one of the page
behind it; at each step one of seven begins anew. That is the random surfer of Brin and Page (The
anatomy of a large-scale hypertextual Web search engine, 1998, 2.1.2), who gets bored with the
probability of 0.15. Which pages they see is found out with a server of its own, so that the one
that is measured has not seen any of them.
"""

from __future__ import annotations

import contextlib
import random
import re
import urllib.request
from collections import Counter
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

from benchmarks.load import load
from benchmarks.peers import Peer, running_kg, wait_until_read
from benchmarks.processes import cpu_s, on_one_core
from benchmarks.tables import print_table, print_verdict
from kg import open_dataset

_PER_S = 50
_CONNECTIONS = 4
_SECONDS = 10.0
_VISIT_S = 30.0
_LARGEST_MS = 20
_PAGES = 500
_FEW = 5
_BORED = 0.15
_LINK = re.compile(r'<a [^>]*href="([^"]+)"')
_PAGE = re.compile(r"/(page/|plan|questions|(search|map|network|about)?$)")
"""What visitors look at: no files, no receipts, not the editor."""


def compare_pages(one: Path, many: Path, count: int) -> None:
    """Measure how long pages take of a server that has one core.

    Args:
        one: A dataset of the real plan.
        many: A dataset of many invented plans.
        count: How many these are.
    """
    for what, dataset in (("one plan", one), (f"{count} plans", many)):
        _measure(what, dataset)


def _measure(what: str, dataset: Path) -> None:
    steps = int(_VISIT_S * _PER_S)
    with running_kg(dataset) as (kg, _):
        wait_until_read(f"{what}, for the visitors", kg)
        seen = _seen_by_visitors(kg, 2 * steps)
    few = [path for path, _ in Counter(seen).most_common(_FEW)]
    rows = []
    with contextlib.ExitStack() as stack:
        with on_one_core():
            kg, _ = stack.enter_context(running_kg(dataset))
        wait_until_read(what, kg)
        for which, paths, seconds in (
            ("visitors, first half minute", seen[:steps], _VISIT_S),
            ("visitors, next half minute", seen[steps:], _VISIT_S),
            ("a few, repeated", few, _SECONDS),
            ("each another, not seen before", _unseen(dataset, seen), _SECONDS),
        ):
            rows.append(_measured(what, kg, which, paths, seconds))
    print_table(
        f"{what}: pages, {_PER_S} requests a second, the server on one core",
        ["pages", "different", "median", "p95", "p99", "of a processor", "failed"],
        rows,
    )


def _measured(what: str, kg: Peer, which: str, paths: list[str], seconds: float) -> list[str]:
    before_s = cpu_s(kg.pid)
    found = load(
        kg.address,
        paths,
        connections=_CONNECTIONS,
        seconds=seconds,
        accept="text/html",
        per_s=_PER_S,
    )
    cost_ms = (cpu_s(kg.pid) - before_s) / max(found.answered, 1) * 1000
    print_verdict(f"{what}: pages, {which}: p95 in ms", found.p95_ms, _LARGEST_MS)
    times = (found.median_ms, found.p95_ms, found.p99_ms, cost_ms)
    different = len(set(paths[: found.answered]))
    return [which, str(different), *(f"{time_ms:.1f} ms" for time_ms in times), str(found.failed)]


def _seen_by_visitors(kg: Peer, steps: int) -> list[str]:
    """Let visitors walk, and return the paths of the pages that they see."""
    chance = random.Random(0)  # noqa: S311 - the same walk each time
    links: dict[str, list[str]] = {}
    seen: list[str] = []
    path = "/"
    while len(seen) < steps:
        seen.append(path)
        if path not in links:
            links[path] = _links_of(kg, path)
        is_bored = chance.random() < _BORED or not links[path]
        path = "/" if is_bored else chance.choice(links[path])
    return seen


def _links_of(kg: Peer, path: str) -> list[str]:
    """Return where the links of a page lead that stand in what it is about; none if it fails."""
    request = urllib.request.Request(kg.address + path, headers={"Accept": "text/html"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - loopback
            page, address = answer.read().decode(), answer.geturl()
    except OSError as error:
        print(f"FAILS: {unquote(path)}: {error}")
        return []
    found = []
    for href in _LINK.findall(page.partition("<main")[2]):
        target = urlsplit(urljoin(address, unescape(href)))
        is_own = f"{target.scheme}://{target.netloc}" == kg.address
        if is_own and _PAGE.match(target.path):
            found.append(target.path + (f"?{target.query}" if target.query else ""))
    return found


def _unseen(dataset: Path, seen: list[str]) -> list[str]:
    """Return the paths of as many pages of things as are asked for, of all kinds, not yet seen."""
    base = "https://w3id.org/chiiki/id/"
    text = f"""
        SELECT DISTINCT ?thing WHERE {{
          ?thing <http://www.w3.org/2000/01/rdf-schema#label> ?label .
          FILTER(STRSTARTS(STR(?thing), "{base}") && !CONTAINS(STR(?thing), "#"))
        }} ORDER BY ?thing"""
    things = (str(row[0]).strip("<>") for row in open_dataset(dataset).store.select(text)[1])
    every = [quote(f"/page/{thing.removeprefix(base)}", safe="/%") for thing in things]
    known = set(seen)
    left = [path for path in every if path not in known]
    step = max(len(left) // _PAGES, 1)
    paths = left[: _PAGES * step : step]
    random.Random(0).shuffle(paths)  # noqa: S311 - people do not come by the alphabet
    return paths
