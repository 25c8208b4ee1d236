"""What the scripts of a published site search in: the index of the dataset as JSON.

``search/index.json`` has the rules of folding and ranking, and where the texts are: those that
all plans share, and a file for each plan. A browser reads them when somebody first searches.
"""

from __future__ import annotations

import json
from typing import Any

from kg.iris import local_name
from kg.publish.model import File
from kg.search.exporting import read_rules, read_texts
from kg.web.addresses.files import MAIN_LANGUAGE, address, named
from kg.web.addresses.names import encoded
from kg.web.addresses.ways import Published

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.publish.source import Source

_RULES, _SHARED = "search/index.json", "search/texts.json"


def search_keys(source: Source) -> list[str | None]:
    """Return what the index is cut into: the ids of the plans, and None for what they share."""
    return [None, *(plan.id for plan in source.shared.plans)]


def search_files(source: Source, plan: str | None) -> Iterator[File]:
    """Make the part of the index that a plan has, or the rules and what all plans share.

    Args:
        source: What the site is made from.
        plan: Id of the plan, or None.
    """
    rules = read_rules(source.spec.version)
    texts = read_texts(source.spec.version, None if plan is None else rules["plans"][plan])
    texts["things"] = [[*thing, _path(source, thing[1])] for thing in texts["things"]]
    yield File(_SHARED if plan is None else _file(plan), _json({"plan": plan, **texts}))
    if plan is None:
        yield File(_RULES, _json(_with_parts(source, rules)))


def _with_parts(source: Source, rules: dict[str, Any]) -> dict[str, Any]:
    """Say where the texts are, and what pages call the kinds; numbers of plans mean nothing."""
    kinds = {
        id: {
            "name": local_name(iri),
            "tag": source.shared.kind(iri),
            "ja": ja,
            "en": en,
            "weight": weight,
        }
        for id, (iri, ja, en, weight) in rules["kinds"].items()
    }
    files = [*map(_file, rules.pop("plans")), _SHARED]
    return {**rules, "kinds": kinds, "texts": [address(file) for file in files]}


def _file(plan: str) -> str:
    return named(f"search/texts/{encoded(plan)}.json")


def _path(source: Source, iri: str) -> str | None:
    """Return where the Japanese page of a thing is, from the folder of the site, or None."""
    path = source.places.page(iri)
    return Published("").url(path, {}, MAIN_LANGUAGE) if path else None


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
