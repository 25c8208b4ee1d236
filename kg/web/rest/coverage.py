"""How much of the documents became data."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import msgspec

from kg.errors import InputError, NotFoundError
from kg.web.receipts.making import place_of
from kg.web.receipts.requests import columns_of, of_coverage, receipt_of
from kg.web.rest import shapes
from kg.web.rest.paging import Part, unset_if_none
from kg.web.rest.writing import json_reply, receipt_header

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.dataset import Dataset
    from kg.web.receipts.making import Asked, Rows
    from kg.web.site import Site
    from kg.workers.messages import Reply


def list_coverage(site: Site, values: dict[str, Any]) -> Reply:
    """List the coverage of all plans.

    Args:
        site: The site.
        values: ``base``, ``limit``, ``offset``, ``fields``, ``receipt`` (a truth),
            ``limit_bytes``.

    Raises:
        NotFoundError: If the dataset is behind an endpoint.
        InputError: If the dataset is damaged.
    """
    base, limit, offset = (values[name] for name in ("base", "limit", "offset"))
    items, asked = find(site.dataset, base, "ja", limit, offset)
    part = Part(f"{base}/api/coverage", values["fields"], asked.total, limit, offset)
    place = place_of(asked, base)
    content = shapes.Coverages(
        items=items,
        receipt=receipt_of(site.dataset, asked, values),
        **part.members(receipt=unset_if_none(place)),
    )
    headers = {**part.header(), **receipt_header(place)}
    return json_reply(content, values["limit_bytes"], headers=headers)


def find(
    dataset: Dataset, base: str, lang: str, limit: int | None, offset: int
) -> tuple[list[shapes.PlanCoverage], Asked]:
    """Read the coverage of plans, and say how it came about.

    Args:
        dataset: The dataset.
        base: Public address of the server.
        lang: Language of the columns of a receipt.
        limit: How many plans at most.
        offset: How many of the first to leave out.

    Raises:
        NotFoundError: If the dataset is behind an endpoint.
        InputError: If the dataset is damaged.
    """
    begun = time.perf_counter()
    folders = _plans(dataset)
    end = None if limit is None else offset + limit
    items = [_coverage(folder, base) for folder in folders[offset:end]]
    took_ms = (time.perf_counter() - begun) * 1000
    part: dict[str, Any] = {"total": len(folders), "limit": limit, "offset": offset}
    return items, of_coverage(dataset, _rows(items), lang, took_ms=took_ms, **part)


def _rows(items: list[shapes.PlanCoverage]) -> Rows:
    names = [column.name for column in columns_of("coverage", "ja")]
    told = [
        {**one.counts, **one.problems, **{name: getattr(one, name, None) for name in _OWN}}
        for one in items
    ]
    return [tuple(one.get(name) for name in names) for one in told]


_OWN = ("plan", "characters", "data", "furniture")


def show_coverage(site: Site, values: dict[str, Any]) -> Reply:
    """Answer with the coverage of one plan, by heading.

    Args:
        site: The site.
        values: ``plan`` (its id), ``base``, ``receipt`` (a truth), ``limit_bytes``.

    Raises:
        NotFoundError: If there is no such plan, or the dataset is behind an endpoint.
        InputError: If the dataset is damaged.
    """
    content, asked = find_by_heading(site.dataset, values["plan"], "ja", values["base"])
    content.receipt = receipt_of(site.dataset, asked, values)
    headers = receipt_header(place_of(asked, values["base"]))
    return json_reply(content, values["limit_bytes"], headers=headers)


def find_by_heading(
    dataset: Dataset, plan: str, lang: str, base: str = ""
) -> tuple[shapes.CoverageByHeading, Asked]:
    """Read the coverage of one plan, and say how it came about.

    Args:
        dataset: The dataset.
        plan: Its id.
        lang: Language of the columns of a receipt.
        base: Public address of the server.

    Raises:
        NotFoundError: If there is no such plan, or the dataset is behind an endpoint.
        InputError: If the dataset is damaged.
    """
    begun = time.perf_counter()
    folders = {folder.name: folder for folder in _plans(dataset)}
    folder = folders.get(plan)
    if folder is None:
        names = ", ".join(list(folders)[:8])
        raise NotFoundError(f"there is no plan {plan[:80]!r}", hint=f"Plans: {names}")
    whole, counted = _coverage(folder, base), _read(folder, "coverage.json")
    content = shapes.CoverageByHeading(
        **{name: getattr(whole, name) for name in whole.__struct_fields__},
        headings=msgspec.convert(counted["headings"], list[shapes.Heading]),
        uncovered=counted["uncovered"],
    )
    took_ms = (time.perf_counter() - begun) * 1000
    return content, of_coverage(dataset, list(_lines(content)), lang, plan, took_ms=took_ms)


def _lines(content: shapes.CoverageByHeading) -> Iterator[tuple[shapes.Cell, ...]]:
    """Yield the rows of a receipt: heading, what is counted, of what, the number."""
    for part, counts in (("counts", content.counts), ("problems", content.problems)):
        yield from ((None, part, name, count) for name, count in counts.items())
    for one in content.headings:
        for part, counts in (("data", one.data), ("furniture", one.furniture)):
            yield from ((one.heading, part, name, count) for name, count in counts.items())
    yield from ((None, "uncovered", gap["text"], gap["line"]) for gap in content.uncovered)


def _plans(dataset: Dataset) -> list[Path]:
    if dataset.version is None:
        raise NotFoundError("an endpoint does not tell how its data was made")
    folder = Path(dataset.version) / "plans"
    return sorted(path for path in folder.iterdir() if path.is_dir())


def _coverage(folder: Path, base: str) -> shapes.PlanCoverage:
    counted, summary = _read(folder, "coverage.json"), _read(folder, "summary.json")
    problems = dict.fromkeys(("error", "warning", "note"), 0)
    for problem in summary["problems"]:
        problems[problem["severity"]] += 1
    return shapes.PlanCoverage(
        plan=folder.name,
        href=f"{base}/api/coverage/{folder.name}",
        counts=summary["counts"],
        characters=counted["total"],
        data=counted["data"],
        furniture=counted["furniture"],
        share=counted["share"],
        problems=problems,
    )


def _read(folder: Path, name: str) -> dict[str, Any]:
    path = folder / name
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except (OSError, msgspec.DecodeError) as error:
        raise InputError(
            "the dataset is damaged: this cannot be read",
            where=path,
            hint="Run `kg build --force` to make it again",
        ) from error
