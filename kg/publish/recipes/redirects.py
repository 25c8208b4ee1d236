"""Recipes for hosts of static sites that read ``_redirects`` and ``_headers``.

They do not look at what a client accepts, so that addresses of things lead to pages. Such a page
names its files of RDF.

Source:
    https://docs.netlify.com/routing/redirects/ (a file goes before a rule);
    https://developers.cloudflare.com/pages/configuration/redirects/ (a rule goes before a file; at
    most 2,000 rules, 100 of them with a splat)
"""

from __future__ import annotations

import re
from itertools import islice

from kg.publish.recipes.table import rules, table
from kg.web.addresses.files import address

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.publish.entries import Entries

_LITERAL = re.compile(r"[\w/\\-]+/")
_MOST_SPLATS = 90
_MOST = 1900
_STATUS = 302


def redirects(plans: Sequence[str], entries: Entries) -> str:
    """Write ``_redirects``.

    Args:
        plans: Ids of the plans.
        entries: Files, for those addresses that files have, too.
    """
    exact: list[str] = []
    splats: list[str] = []
    for rule in rules(plans):
        page = rule.page.partition("#")[0]
        below = rule.data == rule.path.replace("(.+?)", "$1")
        if "(" not in rule.path and ".+" not in rule.path:
            exact.append(f"/{rule.path} /{page} {_STATUS}")
        elif below:  # a rule with a splat would hide the files
            start = rule.page.partition("$1")[0]
            each = _each(start, rule.path.partition("(")[0], entries)
            exact += islice(each, _MOST)
        else:
            splats += _splat(rule.path, page)
    return "\n".join([*exact[:_MOST], *splats[:_MOST_SPLATS], ""])


def _each(start: str, path: str, entries: Entries) -> Iterable[str]:
    for page, _, _ in entries.below(start):
        if page.endswith(".html"):
            name = address(page.removeprefix(start).removesuffix(".html"))
            yield f"/{path}{name} /{start}{name} {_STATUS}"


def _splat(path: str, page: str) -> Iterable[str]:
    """Write a rule for all that begins alike; none where the beginning is not fixed."""
    match = _LITERAL.match(path)
    if match is None or not path.startswith(("(", "."), match.end()):
        return
    start = match[0].replace("\\", "")
    rest = path[match.end() :]
    if "$1" in page and rest not in ("(.+?)", "(.+)"):
        return
    if "/" in rest.strip("(.+?)") and "$1" in page:
        return
    yield f"/{start}* /{page.replace('$1', ':splat')} {_STATUS}"


def headers() -> str:
    """Write ``_headers``: media types, and that all may read."""
    lines = ["/*", "  Access-Control-Allow-Origin: *"]
    for suffix, kind in table()["types"].items():
        lines += [f"/*.{suffix}", f"  Content-Type: {kind}"]
    for name, kind in table()["named"].items():
        lines += [f"/{name}", f"  Content-Type: {kind}"]
    return "\n".join([*lines, ""])
