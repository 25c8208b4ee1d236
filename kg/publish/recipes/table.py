"""The table of addresses: from what a thing is called to a page and to files of RDF."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from kg.publish.choices import groups
from kg.web.addresses.files import named
from kg.web.addresses.names import encoded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_FILE = Path(__file__).with_name("addresses.toml")
_NAMED = re.compile(r"\(\?P<(\w+)>")
_THINGS = "id/"


class Rule(NamedTuple):
    """Where addresses of one form lead.

    Attributes:
        name: Its name.
        path: Regular expression of what stands behind the site's address.
        page: The page without its suffix, with ``$1`` for a group; perhaps with a fragment.
        data: The file of RDF without its suffix.
        formats: Suffixes of these files.
    """

    name: str
    path: str
    page: str
    data: str
    formats: tuple[str, ...]

    @property
    def page_file(self) -> str:
        """The file of the page, and the fragment behind it."""
        page, mark, fragment = self.page.partition("#")
        return f"{page}.html{mark}{fragment}"

    def instead(self, suffix: str) -> str | None:
        """Return the format that is given to who asks for one, or None for the page."""
        if suffix in self.formats:
            return suffix
        other = formats()[suffix].get("instead")
        return other if other in self.formats else None


@cache
def table() -> dict[str, Any]:
    """Return the file ``addresses.toml``, read once."""
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def formats() -> dict[str, dict[str, Any]]:
    """Return the formats by suffix."""
    return {one["suffix"]: one for one in table()["format"]}


def rules(plans: Iterable[str]) -> list[Rule]:
    """Return the rules of a site; the first that fits an address holds.

    Args:
        plans: Ids of the plans, some resources of which share files, and ``PLAN@EDITION`` of
            editions that are not current.
    """
    known = [
        Rule(one["name"], one["path"], one["page"], one["data"], tuple(one["formats"]))
        for one in table()["rule"]
    ]
    shared = [rule for plan in plans for rule in _shared(plan, known[0].formats)]
    return [*shared, *known]


def _shared(plan: str, suffixes: tuple[str, ...]) -> Iterable[Rule]:
    """Yield the rules of a plan's resources that share one set of files by type.

    Those of an edition share one set in all.
    """
    is_edition = "@" in plan
    for group in groups():
        pattern = group.path.pattern
        is_below_editions = pattern.startswith("@")
        if is_edition and is_below_editions:
            continue
        start = _THINGS + re.escape(plan) + ("" if is_below_editions else "/")
        places = {name: f"${place}" for place, name in enumerate(_NAMED.findall(pattern), 1)}
        page = group.page_of_edition if is_edition else group.page
        if page == "text":
            page = f"plan/{plan}#char={places['start']},{places['end']}"
        yield Rule(
            f"{plan}: {group.name}",
            start + _NAMED.sub("(", pattern),
            page.format(plan=plan, **places).removeprefix("/") or f"page/{plan}",
            named(f"data/{encoded(plan)}/all{'' if is_edition else f'/{group.name}'}"),
            suffixes,
        )


def accepts() -> list[tuple[str, str]]:
    """Return how clients say what they want: regular expressions and suffixes, the first holds.

    A format is meant if it is named first, or named at all where no page is.
    """
    pages = "|".join(re.escape(one) for one in table()["page"]["types"])
    found: list[tuple[str, str]] = []
    for start in ("^ *", f"^(?!.*(?:{pages})).*"):
        for suffix, one in formats().items():
            types = "|".join(re.escape(kind) for kind in one["types"])
            found.append((f"{start}(?:{types})", suffix))
    return found
