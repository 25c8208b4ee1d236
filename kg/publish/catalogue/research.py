"""What the data was made with and from, beside it: sources, shapes, questions, reports."""

from __future__ import annotations

from pathlib import Path

from kg import resources
from kg.publish.model import File

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.publish.source import Source

_OF_PLANS = (("sources", "source.txt", ".txt"), ("reports", "report.ttl", ".ttl"))


def research_files(source: Source) -> Iterator[File]:
    """Copy shapes and questions, and of each plan its text and its validation report."""
    for path in resources.files(resources.SHAPES, ".ttl"):
        yield File(f"shapes/{Path(path).name}", Path(path).read_bytes())
    for question in source.site.dataset.catalogue:
        yield File(f"queries/{question.name}.rq", question.text.encode())
    for plan in source.shared.plans:
        for folder, name, suffix in _OF_PLANS:
            path_of = source.folder / "plans" / plan.id / name
            if path_of.is_file():
                yield File(f"{folder}/{plan.id}{suffix}", path_of.read_bytes())
