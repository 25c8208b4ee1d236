"""``python -m benchmarks``: print all tables, or some of them."""

from __future__ import annotations

import argparse
import compileall
import subprocess
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.browsing import compare_browsing
from benchmarks.building import compare_building
from benchmarks.commands import compare_commands
from benchmarks.many_plans import compare_many_plans
from benchmarks.measuring import kg_command
from benchmarks.mentions import compare_mentions
from benchmarks.pages import compare_pages
from benchmarks.publishing import compare_publishing
from benchmarks.questions import compare_questions
from benchmarks.searching import compare_searching
from benchmarks.serving import compare_serving
from kg.resources import PACKAGE
from tests.plan_generator import write_plans

_TABLES = (
    "commands",
    "building",
    "plans",
    "search",
    "questions",
    "mentions",
    "serving",
    "pages",
    "publishing",
    "browsing",
)


def main() -> None:
    """Build the real plan in a folder that goes away, and print the tables asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("tables", nargs="*", metavar="TABLE", help=f"of {', '.join(_TABLES)}")
    parser.add_argument("--plans", type=int, default=100, help="how many plans are many (100)")
    parser.add_argument("--many", type=Path, help="a dataset of them that is built already")
    arguments = parser.parse_args()
    wanted = arguments.tables or _TABLES
    if unknown := set(wanted) - set(_TABLES):
        parser.error(f"no such table: {', '.join(sorted(unknown))}")
    # An installed kg is compiled; a changed checkout would be compiled anew in each process.
    compileall.compile_dir(PACKAGE, quiet=1)
    with tempfile.TemporaryDirectory(prefix="chiiki-kg-") as name:
        folder = Path(name)
        dataset = folder / "real"
        subprocess.run(kg_command("build", "-o", dataset), check=True, stdout=subprocess.DEVNULL)
        many = partial(_built, arguments.many or folder / "many", arguments.plans, folder)
        tables: dict[str, Callable[[], None]] = {
            "commands": lambda: compare_commands(dataset),
            "building": lambda: compare_building(dataset),
            "plans": lambda: compare_many_plans(folder, arguments.plans),
            "search": lambda: compare_searching(folder, arguments.plans),
            "questions": lambda: compare_questions(dataset),
            "mentions": compare_mentions,
            "serving": lambda: compare_serving(dataset, many(), arguments.plans, folder),
            "pages": lambda: compare_pages(dataset, many(), arguments.plans),
            "publishing": lambda: compare_publishing(folder, arguments.plans),
            "browsing": lambda: compare_browsing(dataset, folder),
        }
        for table in wanted:
            tables[table]()


def _built(many: Path, count: int, folder: Path) -> Path:
    """Return a dataset of many plans, which are built first if need be."""
    if not many.exists():
        plans = write_plans(folder / "plans-served", count)
        command = kg_command("build", *plans, "-o", many)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return many


if __name__ == "__main__":
    main()
