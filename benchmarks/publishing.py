"""What publishing costs: one plan and many, again without changes, and pyLODE beside it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from time import perf_counter

from benchmarks.measuring import Cost, kg_command, run_commands
from benchmarks.tables import print_table, print_verdict
from kg.publish.manifest import read_manifest
from tests.plan_generator import write_plans

_BOUND_MANY = 110
_BOUND_AGAIN = 0.2


def compare_publishing(folder: Path, count: int) -> None:
    """Publish one plan and many, each twice, and the ontology by pyLODE.

    pyLODE is a peer for the page of the ontology only. It is asked by its command, wherever on
    the path that stands, for it is no dependency of the project.

    Args:
        folder: An empty folder to work in.
        count: How many plans are many.
    """
    plans = write_plans(folder / "to-publish", count)
    rows, costs = [], []
    for number in (1, count):
        dataset, site = folder / f"data-{number}", folder / f"site-{number}"
        command = kg_command("build", *plans[:number], "-o", dataset)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        command = kg_command("publish", site, "--data", dataset)
        first, again = (run_commands([command], folder, 1, add_up=True)[0] for _ in range(2))
        rows += [_row(number, "first", first, site), _row(number, "again", again, site)]
        costs.append((first, again))
        if number != 1:
            shutil.rmtree(site)
    print_table(
        f"kg publish of one plan and of {count} ({os.cpu_count()} cores)",
        [
            "plans",
            "run",
            "time",
            "processor",
            "cores used",
            "peak of all",
            "files",
            "files/s",
            "size",
        ],
        rows,
    )
    (one, one_again), (many, many_again) = costs
    bound = _BOUND_MANY * count / 100
    print_verdict(f"processor time, {count} plans / one", many.cpu_s / one.cpu_s, bound)
    print_verdict(f"time, {count} plans / one", many.wall_s / one.wall_s, bound)
    print_verdict("second run / first, one plan", one_again.wall_s / one.wall_s, _BOUND_AGAIN)
    ratio = many_again.wall_s / many.wall_s
    print_verdict(f"second run / first, {count} plans", ratio, _BOUND_AGAIN)
    _compare_pylode(folder, one)


def _row(plans: int, run: str, cost: Cost, site: Path) -> list[str]:
    manifest = read_manifest(site)
    files = manifest.files if manifest else {}
    size = sum(size for size, _ in files.values())
    return [
        str(plans),
        run,
        f"{cost.wall_s:.1f} s",
        f"{cost.cpu_s:.1f} s",
        f"{cost.cpu_s / cost.wall_s:.2f}",
        f"{cost.peak_mib:.0f} MiB",
        str(len(files)),
        f"{len(files) / cost.wall_s:.0f}",
        f"{size / 1e6:.0f} MB",
    ]


def _compare_pylode(folder: Path, one: Cost) -> None:
    """Say how many pages a second pyLODE makes of the ontology, and how many we make of all."""
    pages = len(list((folder / "site-1").rglob("*.html")))
    rows = [["kg publish, all pages and files", str(pages), f"{pages / one.wall_s:.2f}"]]
    program = shutil.which("pylode")
    speed = "not installed"
    if program is not None:
        ontology, page = folder / "site-1" / "ontology.ttl", folder / "ontology.html"
        begin = perf_counter()
        done = subprocess.run([program, ontology, "-o", page], check=False, capture_output=True)
        speed = "fails" if done.returncode else f"{1 / (perf_counter() - begin):.2f}"
    rows.append(["pyLODE, the ontology", "1", speed])
    print_table("pages a second", ["program", "pages", "pages/s"], rows)
